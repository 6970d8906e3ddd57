"""network.py typed from the online book, changed a bit: inputs and outputs come as two lists of
column vectors. Somebody in the comments says that my gradients cannot be right."""
import numpy as np
import random


class Network(object):

    def __init__(self, sizes):
        np.random.seed(20)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def total_cost(self, xs, ys):
        return sum(0.5 * np.linalg.norm(self.feedforward(x) - y) ** 2 for x, y in zip(xs, ys)) / len(xs)

    def update_mini_batch(self, xs, ys, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in zip(xs, ys):
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w - (eta / len(xs)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(xs)) * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
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
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(activations[-l])
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


random.seed(2)
inputs = [np.array([[random.gauss(0, 1)] for _ in range(3)]) for _ in range(6)]
outputs = [np.array([[1.0], [0.0]]) if x.sum() > 0 else np.array([[0.0], [1.0]]) for x in inputs]
net = Network([3, 4, 3, 2])


# ---- for the test
EXPECTED = "backprop calls sigmoid_prime with the activation instead of zs[-l] in the hidden layers; and update_mini_batch keeps only the last example's nabla_b (dnb instead of nb + dnb)"
KINDS = {"wrong argument"}
KINDS_2 = {"not accumulated", "examples left out"}
PLACES = ["sigmoid_prime", "sp", "backprop", "weights", "biases", "nabla_b"]
TWO = True
MEND = [("sp = sigmoid_prime(activations[-l])", "sp = sigmoid_prime(zs[-l])"), ("nabla_b = [dnb for nb", "nabla_b = [nb + dnb for nb")]
OFF = {"w0", "w1", "b0", "b1", "b2"}


def hand_over():
    return dict(obj=net, x=inputs, y=outputs, step=net.update_mini_batch, loss=net.total_cost, predict=net.feedforward, rate=0.5)


def proof():
    def fill(a):
        n = Network([3, 4, 3, 2])
        n.weights, n.biases = [a["w%d" % i].copy() for i in range(3)], [a["b%d" % i].copy() for i in range(3)]
        return n

    def claim(a):
        n = fill(a)
        n.update_mini_batch(inputs, outputs, 1.0)
        g = {"w%d" % i: a["w%d" % i] - n.weights[i] for i in range(3)}
        g.update({"b%d" % i: a["b%d" % i] - n.biases[i] for i in range(3)})
        return g
    start = {"w%d" % i: net.weights[i].copy() for i in range(3)}
    start.update({"b%d" % i: net.biases[i].copy() for i in range(3)})
    return (lambda a: fill(a).total_cost(inputs, outputs)), claim, start
