from math import exp
from random import random, seed


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = []
    network.append([{"weights": [random() - 0.5 for i in range(n_inputs + 1)]} for i in range(n_hidden)])
    network.append([{"weights": [random() - 0.5 for i in range(n_hidden + 1)]} for i in range(n_outputs)])
    return network


def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return 1.0 / (1.0 + exp(-activation))


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron["output"] = activate(neuron["weights"], inputs)
            new_inputs.append(neuron["output"])
        inputs = new_inputs
    return inputs


def error(network, row, expected):
    outputs = forward_propagate(network, row)
    return 0.5 * sum((e - o) ** 2 for e, o in zip(expected, outputs))


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        for j, neuron in enumerate(layer):
            if i == len(network) - 1:
                err = neuron["output"] - expected[j]
            else:
                err = sum(nxt["weights"][j] * nxt["delta"] for nxt in network[i + 1])
            neuron["delta"] = err * neuron["output"] * (1.0 - neuron["output"])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron["weights"][j] -= l_rate * neuron["delta"] * inputs[j]
            neuron["weights"][-1] -= l_rate * neuron["delta"]


def train_row(network, row, expected, l_rate=0.5):
    forward_propagate(network, row)
    backward_propagate_error(network, expected)
    update_weights(network, row, l_rate)


seed(1)
network = initialize_network(3, 3, 2)
row = [2.78, -1.55, 0.6]
expected = [0, 1]


# ---- for the test
EXPECTED = "update_weights feeds every layer with the row: the output layer's weights take the network's input instead of the hidden outputs"
KINDS = {"wrong input"}
PLACES = ["output", "network[1]", "layer 2", "layer 1", "second", "last", "[1]"]
TWO = False
MEND = [
    (
        "        inputs = row\n        for neuron",
        "        inputs = row if i == 0 else [n['output'] for n in network[i - 1]]\n        for neuron",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=error, step=train_row, params=network, x=row, y=expected, rate=0.5)
