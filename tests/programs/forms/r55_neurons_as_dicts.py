from math import exp
from random import seed, random

def initialize_network(n_inputs, n_hidden, n_outputs):
    return [[{'weights': [random() - .5 for i in range(n_inputs + 1)]} for i in range(n_hidden)],
            [{'weights': [random() - .5 for i in range(n_hidden + 1)]} for i in range(n_outputs)]]

def activate(weights, inputs):
    activation = weights[-1]
    for i in range(len(weights) - 1):
        activation += weights[i] * inputs[i]
    return 1.0 / (1.0 + exp(-activation))

def forward_propagate(network, row):
    inputs = row
    for layer in network:
        for neuron in layer:
            neuron['output'] = activate(neuron['weights'], inputs)
        inputs = [neuron['output'] for neuron in layer]
    return inputs

def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        for j, neuron in enumerate(network[i]):
            if i == len(network) - 1:
                error = neuron['output'] - expected[j]
            else:
                error = sum(n['weights'][j] * n['delta'] for n in network[i + 1])
            neuron['delta'] = error * neuron['output'] * (1.0 - neuron['output'])

def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1] if i == 0 else [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
            neuron['weights'][-1] -= l_rate * neuron['delta']

def one_hot(row):
    return [1 if k == row[-1] else 0 for k in range(2)]

def row_error(network, row):
    return 0.5 * sum((o - e) ** 2 for o, e in zip(forward_propagate(network, row[:-1]), one_hot(row)))

def train_row(network, row, l_rate=0.5):
    forward_propagate(network, row[:-1])
    backward_propagate_error(network, one_hot(row))
    update_weights(network, row, l_rate)

seed(1)
dataset = [[2.78, 2.55, 0], [1.46, 2.36, 0], [3.39, 4.40, 0], [7.62, 2.75, 1], [5.33, 2.08, 1], [6.92, 1.77, 1]]
network = initialize_network(2, 2, 2)
for epoch in range(10):
    for row in dataset: train_row(network, row)
print(sum(row_error(network, row) for row in dataset))

# ---- for the test
def hand_over():
    return dict(loss=row_error, step=train_row, params=network, rate=0.5, also=dict(row=dataset[2]))

FORM = "pure Python: network is list of layers of neuron dicts {'weights', 'output', 'delta'}; one row with the class as its last entry, bias last weight"
