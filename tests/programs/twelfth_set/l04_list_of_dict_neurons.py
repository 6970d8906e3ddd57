"""Backprop without numpy in the style of the "from scratch" blog (list of layers, layer = list of neurons, neuron = dict,
last weight = bias). It does learn, but slower and with other numbers than the blog, with the same seed."""
from math import exp
import random


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
        errors = []
        if i != len(network) - 1:
            for j in range(len(layer)):
                error = 0.0
                for neuron in network[i + 1]:
                    error += neuron['weights'][j] * neuron['delta']
                errors.append(error)
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


def train_on_row(network, row, expected, l_rate=0.5):
    forward_propagate(network, row)
    backward_propagate_error(network, expected)
    update_weights(network, row, l_rate)


def squared_error(network, row, expected):
    outputs = forward_propagate(network, row)
    return sum(0.5 * (expected[i] - outputs[i]) ** 2 for i in range(len(expected)))


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = []
    network.append([{'weights': [random.random() for i in range(n_inputs + 1)]} for i in range(n_hidden)])
    network.append([{'weights': [random.random() for i in range(n_hidden + 1)]} for i in range(n_outputs)])
    return network


random.seed(1)
network = initialize_network(2, 3, 2)
dataset = [([2.78, 2.55], [1, 0]), ([1.46, 2.36], [1, 0]), ([7.62, 2.75], [0, 1]), ([5.33, 2.08], [0, 1])]

if __name__ == "__main__":
    for epoch in range(20):
        for row, expected in dataset:
            train_on_row(network, row, expected)
        print(epoch, sum(squared_error(network, row, expected) for row, expected in dataset))


# ---- for the test
EXPECTED = "the bias update stands inside the loop over the inputs: the bias moves once for each input, two times in the hidden layer, three times in the output layer"
KINDS = {"scale", "wrong factor", "rate"}
PLACES = ["weights", "bias", "network"]
TWO = False
MEND = [("""                neuron['weights'][-1] -= l_rate""", """            neuron['weights'][-1] -= l_rate""")]
OFF = {"hidden", "output"}


def hand_over():
    row, expected = dataset[1]
    return dict(step=train_on_row, params=network, loss=squared_error, rate=0.5, x=row, y=expected)


def proof():
    import numpy as np

    row, expected = dataset[1]

    def of(a):
        return [[{'weights': list(w)} for w in a[name]] for name in ("hidden", "output")]

    def arrays(n):
        return {name: np.array([neuron['weights'] for neuron in layer]) for name, layer in zip(("hidden", "output"), n)}

    def claim(a):
        n = of(a)
        train_on_row(n, row, expected, 1.0)
        return {k: a[k] - v for k, v in arrays(n).items()}
    return (lambda a: squared_error(of(a), row, expected)), claim, arrays(network)
