"""
Typed in again from the online book (chapters 1-3), Python 3, cross-entropy cost.
Changed to a deeper net, [3, 4, 4, 4].  The last layer seems to learn OK; the other
layers hardly help at all, compared with training only the last one.
"""
import random

import numpy as np


class Network(object):

    def __init__(self, sizes):
        rng = np.random.RandomState(5)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [rng.randn(y, 1) for y in sizes[1:]]
        self.weights = [rng.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def cost(self, x, y):
        """Cross-entropy of one example."""
        a = self.feedforward(x)
        return float(-np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)))

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            for k in range(0, n, mini_batch_size):
                self.update_mini_batch(training_data[k:k + mini_batch_size], eta)
            if j % 20 == 0:
                print("Epoch {0}: {1} / {2}".format(j, self.evaluate(training_data), n))

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        # feedforward
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # backward pass
        delta = activations[-1] - y
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(zs[-l])
            delta = np.dot(self.weights[-l + 1], delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)

    def evaluate(self, data):
        return sum(int(np.argmax(self.feedforward(x)) == np.argmax(y)) for x, y in data)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def load_data():
    rng = np.random.RandomState(9)
    data = []
    for i in range(16):
        x = rng.randn(3, 1)
        y = np.zeros((4, 1))
        y[2 * int(x[0, 0] > 0) + int(x[1, 0] * x[2, 0] > 0)] = 1.0
        data.append((x, y))
    return data


if __name__ == "__main__":
    random.seed(2)
    net = Network([3, 4, 4, 4])
    net.SGD(load_data(), 200, 4, 0.5)

# ---- for the test
EXPECTED = "backprop(): the error goes back through weights[-l+1] without the transpose (it fits only because the layers are square), so all layers but the last are wrong."
KINDS = {"transposed", "transpose missing", "wrong weights", "weights not transposed"}
PLACES = ["delta", "weights", "backprop", "nabla_b", "nabla_w", "Network"]
TWO = False
MEND = [("np.dot(self.weights[-l + 1], delta)", "np.dot(self.weights[-l + 1].transpose(), delta)")]
OFF = {"w0", "b0", "w1", "b1"}


def hand_over():
    x, y = load_data()[0]
    return dict(make=lambda: Network([3, 4, 4, 4]), loss=Network.cost, grads=Network.backprop,
                predict=Network.feedforward, x=x, y=y)


def proof():
    data = load_data()

    def put(p):
        net = Network([3, 4, 4, 4])
        net.weights = [p["w%d" % i].copy() for i in range(3)]
        net.biases = [p["b%d" % i].copy() for i in range(3)]
        return net

    def claim(p):
        net = put(p)
        net.update_mini_batch(data, 1.0)
        out = {"w%d" % i: p["w%d" % i] - net.weights[i] for i in range(3)}
        out.update({"b%d" % i: p["b%d" % i] - net.biases[i] for i in range(3)})
        return out

    start = Network([3, 4, 4, 4])
    arrays = {"w%d" % i: start.weights[i] for i in range(3)}
    arrays.update({"b%d" % i: start.biases[i] for i in range(3)})
    return lambda p: np.mean([put(p).cost(x, y) for x, y in data]), claim, arrays
