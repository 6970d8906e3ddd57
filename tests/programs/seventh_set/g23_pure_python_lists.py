# Backprop on a toy dataset, pure python (no numpy)
from math import exp
from random import random, seed


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    hidden_layer = [{'weights': [random() for i in range(n_inputs + 1)]} for i in range(n_hidden)]
    network.append(hidden_layer)
    output_layer = [{'weights': [random() for i in range(n_hidden + 1)]} for i in range(n_outputs)]
    network.append(output_layer)
    return network

# last weight is the bias
def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation

def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))

def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron['output'] = transfer(activate(neuron['weights'], inputs))
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs

def transfer_derivative(output):
    return output * (1.0 - output)

def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = list()
        if i != len(network) - 1:
            for j in range(len(layer)):
                error = 0.0
                for neuron in network[i + 1]:
                    error += (neuron['weights'][j] * neuron['delta'])
                errors.append(error)
        else:
            for j in range(len(layer)):
                errors.append(layer[j]['output'] - expected[j])
        for j in range(len(layer)):
            layer[j]['delta'] = errors[j] * transfer_derivative(layer[j]['output'])

def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1]
        if i != 0:
            inputs = [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
                neuron['weights'][-1] -= l_rate * neuron['delta']

def one_hot(row, n_outputs):
    expected = [0 for i in range(n_outputs)]
    expected[row[-1]] = 1
    return expected

def train_row(network, row, l_rate):
    forward_propagate(network, row)
    backward_propagate_error(network, one_hot(row, len(network[-1])))
    update_weights(network, row, l_rate)

def row_error(network, row):
    outputs = forward_propagate(network, row)
    expected = one_hot(row, len(outputs))
    return 0.5 * sum((expected[i] - outputs[i]) ** 2 for i in range(len(expected)))

def train_network(network, train, l_rate, n_epoch):
    for epoch in range(n_epoch):
        for row in train:
            train_row(network, row, l_rate)
        # print('>epoch=%d, error=%.3f' % (epoch, sum(row_error(network, r) for r in train)))

seed(1)
dataset = [[2.78, 2.55, 0], [1.46, 2.36, 0], [3.39, 4.40, 0], [7.62, 2.75, 1], [5.33, 2.08, 1], [6.92, 1.77, 1]]
network = initialize_network(2, 3, 2)
train_network(network, dataset, 0.2, 3)


# ---- for the test
EXPECTED = "in update_weights the line for the bias (the last weight) stands inside the loop over the inputs, so the bias is moved once per input: twice in the hidden layer, three times in the output layer"
KINDS = {"wrong factor", "scale"}
PLACES = ["bias", "b", "weights", "hidden", "output", "layer 1", "layer 2", "weights[-1]", "network[0]", "network[1]"]
TWO = False
MEND = [("                neuron['weights'][-1] -= l_rate", "            neuron['weights'][-1] -= l_rate")]
OFF = {"hidden_b", "output_b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=row_error, step=train_row, predict=forward_propagate, params=network, x=dataset[3], rate=0.2)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    def made(a):
        return [
            [{"weights": [float(v) for v in w] + [float(b)]} for w, b in zip(a[k + "_w"], a[k + "_b"])] for k in ("hidden", "output")
        ]

    def taken(net):
        out = {}
        for k, layer in zip(("hidden", "output"), net):
            out[k + "_w"] = np.array([n["weights"][:-1] for n in layer])
            out[k + "_b"] = np.array([n["weights"][-1] for n in layer])
        return out

    def claim(a):
        net = made(a)
        train_row(net, dataset[3], 0.2)
        return {name: (a[name] - v) / 0.2 for name, v in taken(net).items()}

    return lambda a: row_error(made(a), dataset[3]), claim, taken(network)
