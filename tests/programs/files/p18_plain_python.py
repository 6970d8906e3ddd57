# neural network without numpy, to really understand it
from math import exp
from random import Random

rnd = Random(4)


class Neuron:
    def __init__(self, n_inputs):
        self.weights = [rnd.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = rnd.uniform(-1, 1)
        self.output = 0.0
        self.delta = 0.0


def build(n_inputs, n_hidden, n_outputs):
    hidden = [Neuron(n_inputs) for _ in range(n_hidden)]
    output = [Neuron(n_hidden) for _ in range(n_outputs)]
    return [hidden, output]


def activate(neuron, inputs):
    s = neuron.bias
    for w, v in zip(neuron.weights, inputs):
        s += w * v
    return 1.0 / (1.0 + exp(-s))


def forward(network, row):
    inputs = row
    for layer in network:
        for neuron in layer:
            neuron.output = activate(neuron, inputs)
        inputs = [neuron.output for neuron in layer]
    return inputs


def backward(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        for j, neuron in enumerate(layer):
            if i == len(network) - 1:
                error = neuron.output - expected[j]
            else:
                error = sum(nxt.weights[j] * nxt.delta for nxt in network[i + 1])
            neuron.delta = error * neuron.output * (1.0 - neuron.output)


def update(network, row, rate):
    for layer in network:
        inputs = row
        for neuron in layer:
            for k, v in enumerate(inputs):
                neuron.weights[k] -= rate * neuron.delta * v
            neuron.bias -= rate * neuron.delta


def train(network, data, rate, epochs):
    for epoch in range(epochs):
        loss = 0.0
        for row, label in data:
            expected = [0, 0]
            expected[label] = 1
            out = forward(network, row)
            loss += sum(0.5 * (o - e) ** 2 for o, e in zip(out, expected))
            backward(network, expected)
            update(network, row, rate)
        if epoch % 20 == 0:
            print("epoch", epoch, "loss", round(loss, 4))


# flowers: petal length / width / sepal ratio (invented, scaled)
data = []
for _ in range(25):
    data.append(([rnd.gauss(0.3, 0.12), rnd.gauss(0.2, 0.1), rnd.gauss(0.6, 0.1)], 0))
    data.append(([rnd.gauss(0.6, 0.15), rnd.gauss(0.5, 0.12), rnd.gauss(0.4, 0.1)], 1))

network = build(3, 4, 2)
train(network, data, 0.4, 120)

hits = 0
for row, label in data:
    out = forward(network, row)
    hits += out.index(max(out)) == label
print("accuracy", hits / len(data))
