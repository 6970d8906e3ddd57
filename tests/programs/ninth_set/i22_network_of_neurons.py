# Backprop on the seeds data, from scratch, only the standard library
from math import exp
from random import random, seed


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    hidden_layer = [{'weights': [random() - 0.4 for i in range(n_inputs + 1)]} for i in range(n_hidden)]
    network.append(hidden_layer)
    output_layer = [{'weights': [random() - 0.4 for i in range(n_hidden + 1)]} for i in range(n_outputs)]
    network.append(output_layer)
    return network


def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation


def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))


def transfer_derivative(output):
    return output * (1.0 - output)


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron['output'] = transfer(activate(neuron['weights'], inputs))
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = list()
        if i != len(network) - 1:
            for j in range(len(layer)):
                errors.append(sum(neuron['weights'][j] * neuron['delta'] for neuron in network[i + 1]))
        else:
            for j in range(len(layer)):
                errors.append(layer[j]['output'] - expected[j])
        for j in range(len(layer)):
            layer[j]['delta'] = errors[j] * transfer_derivative(layer[j]['output'])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row
        if i != 0:
            inputs = [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
                neuron['weights'][-1] -= l_rate * neuron['delta']


def error(network, row, expected):
    outputs = forward_propagate(network, row)
    return 0.5 * sum((expected[i] - outputs[i]) ** 2 for i in range(len(expected)))


def train_row(network, row, expected, l_rate=0.5):
    forward_propagate(network, row)
    backward_propagate_error(network, expected)
    update_weights(network, row, l_rate)


seed(1)
dataset = [[2.7810836, 2.550537, 0], [1.4654893, 2.3621250, 0], [3.3965616, 4.4002935, 0],
           [7.6275312, 2.7592622, 1], [5.3324412, 2.0886267, 1], [6.9225967, 1.7710637, 1]]
network = initialize_network(2, 3, 2)

if __name__ == '__main__':
    for epoch in range(20):
        sum_error = 0
        for r in dataset:
            target = [1 if k == r[-1] else 0 for k in range(2)]
            sum_error += error(network, r[:-1], target)
            train_row(network, r[:-1], target)
        print('>epoch=%d, error=%.3f' % (epoch, sum_error))


# ---- for the test
EXPECTED = "the update of the bias weights[-1] stands inside the loop over the inputs (indented too far): it is made once per input, so the biases move 2 (hidden) or 3 (output) times their gradient"
KINDS = {"wrong factor", "scale"}
PLACES = ["weights[-1]", "weights", "bias", "update_weights", "network"]
TWO = False
MEND = [("                neuron['weights'][-1] -= l_rate", "            neuron['weights'][-1] -= l_rate")]
OFF = {"hidden_bias", "output_bias"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=train_row, params=network, loss=error, rate=0.5, x=dataset[0][:-1], y=[1, 0])


def proof():
    """Its loss and its claim, of plain arrays by name; the step minus the start, divided by the rate."""
    import numpy as np

    names = ("hidden", "output")
    row, expected = dataset[0][:-1], [1, 0]

    def made(a):
        return [
            [{'weights': list(map(float, w)) + [float(b)]} for w, b in zip(a[n + "_weights"], a[n + "_bias"])]
            for n in names
        ]

    def arrays(net):
        out = {}
        for n, layer in zip(names, net):
            w = np.array([neuron['weights'] for neuron in layer])
            out[n + "_weights"], out[n + "_bias"] = w[:, :-1], w[:, -1]
        return out

    def claim(a):
        net = made(a)
        train_row(net, row, expected, 0.5)
        new = arrays(net)
        return {k: (a[k] - new[k]) / 0.5 for k in a}

    return lambda a: error(made(a), row, expected), claim, arrays(network)
