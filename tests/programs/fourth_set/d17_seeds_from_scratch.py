from math import exp
from random import random, seed

seed(1)


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    network.append([{"weights": [random() for i in range(n_inputs + 1)]} for i in range(n_hidden)])
    network.append([{"weights": [random() for i in range(n_hidden + 1)]} for i in range(n_outputs)])
    return network


def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron["output"] = 1.0 / (1.0 + exp(-activate(neuron["weights"], inputs)))
            new_inputs.append(neuron["output"])
        inputs = new_inputs
    return inputs


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = list()
        if i != len(network) - 1:
            for j in range(len(layer)):
                error = 0.0
                for neuron in network[i + 1]:
                    error += neuron["weights"][j] * neuron["delta"]
                errors.append(error)
        else:
            for j in range(len(layer)):
                errors.append(layer[j]["output"] - expected[j])
        for j in range(len(layer)):
            layer[j]["delta"] = errors[j] * layer[j]["output"] * (1.0 - layer[j]["output"])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron["weights"][j] -= l_rate * neuron["delta"] * inputs[j]
            neuron["weights"][-1] -= l_rate * neuron["delta"]


def train_network(network, train, l_rate, n_epoch, n_outputs):
    for epoch in range(n_epoch):
        for row in train:
            forward_propagate(network, row)
            expected = [0 for i in range(n_outputs)]
            expected[row[-1]] = 1
            backward_propagate_error(network, expected)
            update_weights(network, row, l_rate)


def sum_error(network, train, n_outputs):
    total = 0
    for row in train:
        outputs = forward_propagate(network, row)
        expected = [0 for i in range(n_outputs)]
        expected[row[-1]] = 1
        total += 0.5 * sum((expected[i] - outputs[i]) ** 2 for i in range(len(expected)))
    return total


dataset = [[2.78, 2.55, 0]]
network = initialize_network(2, 2, 2)

# ---- for the test
EXPECTED = "the output layer's weights are updated with the inputs of the network, not the hidden outputs"
KINDS = {"wrong input"}
PLACES = ["layer 2", "output", "network[1]"]
TWO = False
MEND = [
    (
        "        inputs = row[:-1]\n        for neuron in network[i]:",
        '        inputs = row[:-1] if i == 0 else [n["output"] for n in network[i - 1]]\n        for neuron in network[i]:',
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        loss=sum_error,
        step=train_network,
        params=network,
        x=dataset,
        rate=0.5,
        also=dict(l_rate=0.5, n_epoch=1, n_outputs=2),
    )
