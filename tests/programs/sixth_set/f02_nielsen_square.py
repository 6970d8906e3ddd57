import random

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Network(object):
    def __init__(self, sizes):
        rng = np.random.RandomState(8)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [rng.randn(y, 1) for y in sizes[1:]]
        self.weights = [rng.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

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
            delta_b, delta_w = self.backprop(x, y)
            nabla_b = [nb + db for nb, db in zip(nabla_b, delta_b)]
            nabla_w = [nw + dw for nw, dw in zip(nabla_w, delta_w)]
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]

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
            delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l].T)
        return nabla_b, nabla_w

    def total_cost(self, data):
        return sum(0.5 * np.linalg.norm(self.feedforward(x) - y) ** 2 for x, y in data) / len(data)


rng = np.random.RandomState(1)
training_data = []
for label in [0, 1, 0, 1, 1, 0]:
    y = np.zeros((2, 1))
    y[label] = 1.0
    training_data.append((rng.randn(3, 1) + label, y))

net = Network([3, 3, 2])


# ---- for the test
EXPECTED = "in the loop of backprop the weights of a hidden layer get activations[-l], the layer's own output, in place of its input activations[-l-1]; three inputs and three units hide it"
KINDS = {"wrong input"}
PLACES = ["weights[0]", "layer 1", "hidden", "W1"]
TWO = False
MEND = [("np.dot(delta, activations[-l].T)", "np.dot(delta, activations[-l - 1].T)")]
OFF = {"w0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.total_cost, step=net.update_mini_batch, x=training_data, rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Network([3, 3, 2])
        new.weights = [a["w0"], a["w1"]]
        new.biases = [a["b0"], a["b1"]]
        return new

    def claim(a):
        new = made(a)
        new.update_mini_batch(training_data, 0.5)
        after = dict(w0=new.weights[0], w1=new.weights[1], b0=new.biases[0], b1=new.biases[1])
        return {name: (a[name] - after[name]) / 0.5 for name in a}

    start = dict(w0=net.weights[0], w1=net.weights[1], b0=net.biases[0], b1=net.biases[1])
    return lambda a: made(a).total_cost(training_data), claim, start
