"""
network.py - feedforward network trained with mini-batch SGD,
written along the first chapter of the online book
"""
import random

import numpy as np


class Network(object):
    def __init__(self, sizes):
        rs = np.random.RandomState(1)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [rs.randn(y, 1) for y in sizes[1:]]
        self.weights = [rs.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def total_cost(self, data):
        cost = 0.0
        for x, y in data:
            cost += 0.5 * np.linalg.norm(self.feedforward(x) - y) ** 2 / len(data)
        return cost

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            for k in range(0, n, mini_batch_size):
                self.update_mini_batch(training_data[k : k + mini_batch_size], eta)

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - eta * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [None] * len(self.biases)
        nabla_w = [None] * len(self.weights)
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(activations[-l])
            delta = np.dot(self.weights[-l + 1].T, delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
        return nabla_b, nabla_w


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


rs = np.random.RandomState(0)
training_data = []
for _ in range(8):
    x = rs.randn(3, 1)
    training_data.append((x, np.array([[float(x[0, 0] > 0)], [float(x[1, 0] * x[2, 0] > 0)]])))
net = Network([3, 5, 4, 2])


# ---- for the test
EXPECTED = "for the hidden layers sigmoid_prime gets the activation instead of z; and the biases' step is not divided by the mini-batch size"
KINDS = {"derivative at the wrong argument", "wrong derivative"}
KINDS_2 = {"not averaged", "scale"}
PLACES = ["hidden", "layer 1", "layer 2", "weights[0]", "weights[1]", "biases", "biases[0]", "biases[1]", "biases[2]", "b", "sp", "update_mini_batch", "layer 3", "output"]
TWO = True
MEND = [
    ("sp = sigmoid_prime(activations[-l])", "sp = sigmoid_prime(zs[-l])"),
    ("self.biases = [b - eta * nb for", "self.biases = [b - (eta / len(mini_batch)) * nb for"),
]
OFF = {"weights[0]", "weights[1]", "biases[0]", "biases[1]", "biases[2]"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=net,
        make=lambda: Network([3, 5, 4, 2]),
        loss=lambda xs, ys: net.total_cost(list(zip(xs, ys))),
        step=lambda xs, ys: net.update_mini_batch(list(zip(xs, ys)), 0.5),
        x=[x for x, _ in training_data],
        y=[y for _, y in training_data],
        rate=0.5,
    )


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def read(n):
        return {**{"weights[%d]" % i: w for i, w in enumerate(n.weights)}, **{"biases[%d]" % i: b for i, b in enumerate(n.biases)}}

    def made(a):
        new = Network([3, 5, 4, 2])
        new.weights = [a["weights[%d]" % i].copy() for i in range(3)]
        new.biases = [a["biases[%d]" % i].copy() for i in range(3)]
        return new

    def claim(a):
        new = made(a)
        new.update_mini_batch(training_data, 0.5)
        after = read(new)
        return {k: (a[k] - after[k]) / 0.5 for k in a}

    return lambda a: made(a).total_cost(training_data), claim, read(net)
