# Backprop on the Seeds dataset, from scratch in pure Python.
# network = list of layers, layer = list of neurons, neuron = dict; the last weight of a neuron is its bias.
# (changed to full batch: the gradients are collected over the whole dataset before the weights move)
from math import exp
from random import random, seed


# Initialize a network
def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    hidden_layer = [{'weights': [random() - 0.5 for i in range(n_inputs + 1)]} for i in range(n_hidden)]
    network.append(hidden_layer)
    output_layer = [{'weights': [random() - 0.5 for i in range(n_hidden + 1)]} for i in range(n_outputs)]
    network.append(output_layer)
    return network


# Calculate neuron activation for an input
def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return activation


# Transfer neuron activation
def transfer(activation):
    return 1.0 / (1.0 + exp(-activation))


# Forward propagate input to a network output
def forward_propagate(network, row):
    inputs = row[:-1]
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron['activation'] = activate(neuron['weights'], inputs)
            neuron['output'] = transfer(neuron['activation'])
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs


# Calculate the derivative of an neuron output
def transfer_derivative(output):
    return output * (1.0 - output)


# Backpropagate error and store in neurons
def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        for j in range(len(layer)):
            neuron = layer[j]
            if i == len(network) - 1:
                error = neuron['output'] - expected[j]
            else:
                error = sum(n['weights'][j] * n['delta'] for n in network[i + 1])
            neuron['delta'] = error * transfer_derivative(neuron['activation'])


# Add the gradients of one row
def collect_gradients(network, row):
    for i in range(len(network)):
        inputs = row[:-1] if i == 0 else [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['grad'][j] += neuron['delta'] * inputs[j]
            neuron['grad'][-1] += neuron['delta']


def one_hot(row):
    return [1 if k == row[-1] else 0 for k in range(2)]


def sum_error(network, dataset):
    total = 0.0
    for row in dataset:
        outputs = forward_propagate(network, row)
        total += sum((o - e) ** 2 for o, e in zip(outputs, one_hot(row))) / 2
    return total


# One epoch
def train_epoch(network, dataset, l_rate):
    for layer in network:
        for neuron in layer:
            neuron['grad'] = [0.0] * len(neuron['weights'])
    for row in dataset:
        forward_propagate(network, row)
        backward_propagate_error(network, one_hot(row))
        collect_gradients(network, row)
    for layer in network:
        for neuron in layer:
            for j in range(len(neuron['weights'])):
                neuron['weights'][j] -= l_rate * neuron['grad'][j]


seed(1)
dataset = [[2.78, 2.55, 0], [1.47, 2.36, 0], [3.39, 4.40, 0], [1.38, 1.85, 0], [3.06, 3.00, 0],
           [7.62, 2.75, 1], [5.33, 2.08, 1], [6.92, 1.77, 1], [8.67, -0.24, 1], [7.67, 3.50, 1]]
network = initialize_network(2, 3, 2)

if __name__ == '__main__':
    for epoch in range(20):
        train_epoch(network, dataset, 0.1)
        print('>epoch=%d, error=%.3f' % (epoch, sum_error(network, dataset)))


# ---- for the test
EXPECTED = "transfer_derivative wants the neuron's output (o * (1 - o)), it is given the activation before the sigmoid: all the deltas are wrong"
KINDS = {"wrong argument"}
PLACES = ["delta", "activation", "transfer_derivative", "weights", "layer 1", "layer 2", "layer 0", "network[0]", "network[1]", "output"]
TWO = False
MEND = [("transfer_derivative(neuron['activation'])", "transfer_derivative(neuron['output'])")]
OFF = {"hidden", "output"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=train_epoch, params=network, loss=sum_error, rate=0.1, x=dataset)


def proof():
    """Its loss and its claim, of plain arrays by name: a layer's rows are its neurons, the bias last."""
    import numpy as np

    def made(a):
        return [[{'weights': [float(w) for w in row]} for row in a[name]] for name in ("hidden", "output")]

    def flat(net, key):
        return {name: np.array([neuron[key] for neuron in layer]) for name, layer in zip(("hidden", "output"), net)}

    def claim(a):
        net = made(a)
        train_epoch(net, dataset, 0.1)
        return flat(net, 'grad')

    return lambda a: sum_error(made(a), dataset), claim, flat(network, 'weights')
