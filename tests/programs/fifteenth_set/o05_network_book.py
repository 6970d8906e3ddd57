"""
network.py
~~~~~~~~~~
Retyped from the online book (chapter 1) while reading, to learn it by heart.
Stochastic gradient descent for a feedforward network, inputs are column vectors.
Test problem: is the number of ones among three bits odd?
"""
import random
import numpy as np


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            for k in range(0, n, mini_batch_size):
                self.update_mini_batch(training_data[k:k + mini_batch_size], eta)
            if j % 100 == 0:
                print("Epoch {0}: cost {1:.4f}".format(j, self.total_cost(training_data)))

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
        activations = [x]  # list to store all the activations, layer by layer
        zs = []  # list to store all the z vectors, layer by layer
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # backward pass
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        # l = 1 means the last layer of neurons, l = 2 the second-last, and so on
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sigmoid_prime(zs[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l].transpose())
        return nabla_b, nabla_w

    def total_cost(self, data):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in data) / len(data)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def load_data():
    bits = [np.array([[a], [b], [c]], dtype=float) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    return [(x, x.sum(keepdims=True) % 2) for x in bits]


def new_network():
    np.random.seed(12)
    return Network([3, 3, 3, 1])


if __name__ == "__main__":
    net = new_network()
    net.SGD(load_data(), 600, 4, 3.0)

# ---- for the test
EXPECTED = "In backprop the loop takes activations[-l] (the layer's own output) for nabla_w[-l]; it must be activations[-l-1], the layer's input. The layers are all 3 wide, so it runs."
KINDS = {"wrong input", "off by one", "wrong activations", "wrong layer's activation", "index off by one"}
PLACES = ["backprop", "nabla_w", "activations", "weights", "delta"]
TWO = False
MEND = [("            nabla_w[-l] = np.dot(delta, activations[-l].transpose())\n",
         "            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())\n")]
OFF = {"w1", "w2"}


def hand_over():
    data = load_data()
    return dict(make=new_network,
                loss=lambda net, X, Y: net.total_cost(list(zip(X, Y))),
                step=lambda net, X, Y: net.update_mini_batch(list(zip(X, Y)), 3.0),
                x=np.array([x for x, _ in data]), y=np.array([y for _, y in data]), rate=3.0)


def proof():
    data = load_data()

    def put(p):
        net = new_network()
        net.weights = [p["w%d" % i].copy() for i in (1, 2, 3)]
        net.biases = [p["b%d" % i].copy() for i in (1, 2, 3)]
        return net

    def get(net):
        out = {"w%d" % (i + 1): w.copy() for i, w in enumerate(net.weights)}
        out.update({"b%d" % (i + 1): b.copy() for i, b in enumerate(net.biases)})
        return out

    def claim(p):
        net = put(p)
        net.update_mini_batch(data, 3.0)
        new = get(net)
        return {k: (p[k] - new[k]) / 3.0 for k in p}

    return lambda p: put(p).total_cost(data), claim, get(new_network())
