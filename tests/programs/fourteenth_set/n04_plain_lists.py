# Backprop on a tiny dataset, no numpy needed: a network is a list of layers,
# a layer is a list of neurons, a neuron is a dict. Last weight of a neuron = bias.
from math import exp
from random import seed, random


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    hidden_layer = [{'weights': [random() for i in range(n_inputs + 1)]} for i in range(n_hidden)]
    network.append(hidden_layer)
    output_layer = [{'weights': [random() for i in range(n_hidden + 1)]} for i in range(n_outputs)]
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
        for j in range(len(layer)):
            if i == len(network) - 1:
                error = layer[j]['output'] - expected[j]
            else:
                error = 0.0
                for neuron in network[i + 1]:
                    error += neuron['weights'][j] * neuron['delta']
            layer[j]['delta'] = error * transfer_derivative(layer[j]['output'])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
            neuron['weights'][-1] -= l_rate * neuron['delta']


def train_row(network, row, expected, l_rate=0.5):
    forward_propagate(network, row)
    backward_propagate_error(network, expected)
    update_weights(network, row, l_rate)


def row_error(network, row, expected):
    outputs = forward_propagate(network, row)
    return sum((expected[i] - outputs[i]) ** 2 for i in range(len(expected))) / 2


dataset = [[2.78, 2.55, 0], [1.46, 2.36, 0], [3.39, 4.40, 0], [1.38, 1.85, 0], [3.06, 3.00, 0],
           [7.62, 2.75, 1], [5.33, 2.08, 1], [6.92, 1.77, 1], [8.67, -0.24, 1], [7.67, 3.50, 1]]
rows = [[a / 10, b / 10] for a, b, c in dataset]
targets = [[1 - c, c] for a, b, c in dataset]


def new_network():
    seed(1)
    return initialize_network(2, 2, 2)


if __name__ == '__main__':
    network = new_network()
    for epoch in range(200):
        sum_error = 0
        for row, expected in zip(rows, targets):
            sum_error += row_error(network, row, expected)
            train_row(network, row, expected)
        if epoch % 20 == 0:
            print('>epoch=%d, error=%.3f' % (epoch, sum_error))

# ---- for the test
EXPECTED = "update_weights multiplies the deltas of the output layer by the raw input row instead of the outputs of the hidden layer."
KINDS = {"wrong input", "layer input instead of hidden activation", "wrong activation used for the weight gradient", "uses the network's input in every layer"}
PLACES = ["update_weights", "inputs", "row", "output_layer", "network[1]", "network[1][0]['weights']", "network[1][1]['weights']"]
TWO = False
MEND = [("        inputs = row\n        for neuron in network[i]:\n",
         "        inputs = row if i == 0 else [n['output'] for n in network[i - 1]]\n        for neuron in network[i]:\n")]
OFF = {"W2"}


def hand_over():
    return dict(make=new_network, loss=row_error, step=train_row, predict=forward_propagate,
                x=rows[0], y=targets[0], rate=0.5)


def proof():
    import numpy as np

    def put(p):
        return [[{'weights': list(w)} for w in p[k]] for k in ("W1", "W2")]

    def claim(p):
        net = put(p)
        train_row(net, rows[7], targets[7], 0.5)
        return {k: (p[k] - np.array([n['weights'] for n in net[i]])) / 0.5 for i, k in enumerate(("W1", "W2"))}

    start = {k: np.array([n['weights'] for n in new_network()[i]]) for i, k in enumerate(("W1", "W2"))}
    return lambda p: row_error(put(p), rows[7], targets[7]), claim, start
