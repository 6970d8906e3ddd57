"""network.py, after the first chapter of the book, moved to Python 3"""
import random

import numpy as np


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        """Return the output of the network if ``a`` is input."""
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            for k in range(0, n, mini_batch_size):
                self.update_mini_batch(training_data[k:k + mini_batch_size], eta)
            print("Epoch {0}: {1}".format(j, self.total_cost(training_data)))

    def update_mini_batch(self, mini_batch, eta):
        """``mini_batch`` is a list of tuples ``(x, y)``, ``eta`` the learning rate."""
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
        activations = [x]  # all the activations, layer by layer
        zs = []  # all the z vectors, layer by layer
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # backward pass
        delta = self.cost_derivative(activations[-1], y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(activations[-l])
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)

    def total_cost(self, data):
        """The quadratic cost: 1/2n sum ||y - a||^2"""
        return sum(0.5 * np.sum((y - self.feedforward(x)) ** 2) for x, y in data) / len(data)

    def cost_derivative(self, output_activations, y):
        return output_activations - y


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    """Derivative of the sigmoid function."""
    return sigmoid(z) * (1 - sigmoid(z))


np.random.seed(12)
net = Network([3, 4, 4, 2])
training_data = []
for _ in range(8):
    x = np.random.rand(3, 1)
    training_data.append((x, np.array([[1.0], [0.0]]) if x[0] + x[1] > 2 * x[2] else np.array([[0.0], [1.0]])))

if __name__ == "__main__":
    net.SGD(training_data, 30, 4, 3.0)


# ---- for the test
EXPECTED = "in backprop the hidden layers take sigmoid_prime of the activation, activations[-l], where it takes z, zs[-l]: the sigmoid is applied twice; the output layer is right"
KINDS = {"wrong argument"}
PLACES = ["weights[0]", "biases[0]", "weights[1]", "biases[1]", "weights", "biases", "layer 1", "layer 2", "nabla_w", "nabla_b", "sigmoid_prime", "sp"]
TWO = False
MEND = [("sigmoid_prime(activations[-l])", "sigmoid_prime(zs[-l])")]
OFF = {"weights0", "biases0", "weights1", "biases1"}


def hand_over():
    """What the learner would hand over, in its natural form: the data are a list of pairs."""
    return dict(obj=net, loss=net.total_cost, step=net.update_mini_batch, predict=net.feedforward, x=training_data, rate=3.0)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Network(net.sizes)
        new.weights = [np.array(a["weights%d" % k]) for k in range(3)]
        new.biases = [np.array(a["biases%d" % k]) for k in range(3)]
        return new

    def plain(n):
        named = {"weights%d" % k: w.copy() for k, w in enumerate(n.weights)}
        named.update({"biases%d" % k: b.copy() for k, b in enumerate(n.biases)})
        return named

    def claim(a):
        new = made(a)
        new.update_mini_batch(training_data, 1.0)
        return {name: a[name] - p for name, p in plain(new).items()}

    return lambda a: made(a).total_cost(training_data), claim, plain(net)
