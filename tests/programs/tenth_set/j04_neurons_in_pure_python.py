# no numpy for the network, only lists and dicts. the last weight of a neuron is its bias
from math import exp
from random import seed, uniform


def initialize_network(n_inputs, n_hidden, n_outputs):
    seed(8)
    hidden = [{'weights': [uniform(-1, 1) for _ in range(n_inputs + 1)]} for _ in range(n_hidden)]
    output = [{'weights': [uniform(-1, 1) for _ in range(n_hidden + 1)]} for _ in range(n_outputs)]
    return [hidden, output]


def activate(weights, inputs):
    s = weights[-1]
    for i in range(len(weights) - 1):
        s += weights[i] * inputs[i]
    return 1.0 / (1.0 + exp(-s))


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        for neuron in layer:
            neuron['output'] = activate(neuron['weights'], inputs)
        inputs = [neuron['output'] for neuron in layer]
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
                    error = neuron['weights'][j] * neuron['delta']
            out = layer[j]['output']
            layer[j]['delta'] = error * out * (1.0 - out)


def train_epoch(network, rows, classes, l_rate=0.5):
    change = [[[0.0] * len(n['weights']) for n in layer] for layer in network]
    for row, c in zip(rows, classes):
        forward_propagate(network, row)
        backward_propagate_error(network, [1 if k == c else 0 for k in range(len(network[-1]))])
        inputs = list(row)
        for i, layer in enumerate(network):
            for k, neuron in enumerate(layer):
                for j in range(len(inputs)):
                    change[i][k][j] += neuron['delta'] * inputs[j]
                change[i][k][-1] += neuron['delta']
            inputs = [neuron['output'] for neuron in layer]
    for i, layer in enumerate(network):
        for k, neuron in enumerate(layer):
            for j in range(len(neuron['weights'])):
                neuron['weights'][j] -= l_rate * change[i][k][j]
    return network


def sum_error(network, rows, classes):
    total = 0.0
    for row, c in zip(rows, classes):
        outputs = forward_propagate(network, row)
        total += sum((outputs[k] - (1 if k == c else 0)) ** 2 for k in range(len(outputs)))
    return total / 2


rows = [[2.78, 2.55], [1.46, 2.36], [3.39, 4.40], [1.38, 1.85], [7.62, 2.75], [5.33, 2.08], [6.92, 1.77], [0.67, -0.24]]
rows = [[a / 4 - 1, b / 4] for a, b in rows]
classes = [0, 0, 0, 2, 1, 1, 1, 2]
network = initialize_network(2, 3, 3)


# ---- for the test
EXPECTED = "backward_propagate_error overwrites the hidden neuron's error in the loop over the next layer (= instead of +=): only the last output neuron's part is left"
KINDS = {"not accumulated", "path missing"}
PLACES = ["hidden", "network[0]", "error", "weights", "backward_propagate_error"]
TWO = False
MEND = [("error = neuron['weights'][j]", "error += neuron['weights'][j]")]
OFF = {"hidden"}


def hand_over():
    return dict(step=train_epoch, params=network, loss=sum_error, rate=0.5, x=rows, y=classes)


def proof():
    import numpy as np

    def build(a):
        return [[{'weights': [float(v) for v in r]} for r in a[k]] for k in ("hidden", "output")]

    def claim(a):
        n = train_epoch(build(a), rows, classes, 1.0)
        return {k: a[k] - np.array([m['weights'] for m in layer]) for k, layer in zip(("hidden", "output"), n)}
    return (lambda a: sum_error(build(a), rows, classes)), claim, {
        k: np.array([m['weights'] for m in layer]) for k, layer in zip(("hidden", "output"), network)}
