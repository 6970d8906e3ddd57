import random
import numpy as np

# my version of "network.py" from the online book


class Network(object):

    def __init__(self, sizes, seed=5):
        rng = np.random.RandomState(seed)
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
                self.update_mini_batch(training_data[k:k + mini_batch_size], eta)

    def update_mini_batch(self, mini_batch, eta=0.5):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_b, delta_w = self.backprop(x, y)
            nabla_b = [nb + db for nb, db in zip(nabla_b, delta_b)]
            nabla_w = [nw + dw for nw, dw in zip(nabla_w, delta_w)]
        self.weights = [w - eta / len(mini_batch) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - eta * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        activations, a = [x], x
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
            activations.append(a)
        grad_b, grad_w = [], []
        delta = (activations[-1] - y) * activations[-1] * (1 - activations[-1])
        for l in range(1, self.num_layers):
            grad_b.insert(0, delta)
            grad_w.insert(0, np.dot(delta, activations[-l - 1].T))
            sp = activations[-l - 1] * (1 - activations[-l - 1])
            delta = np.dot(self.weights[-l].T, delta) * sp
        return grad_b, grad_w

    def total_cost(self, data):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in data) / len(data)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


_r = np.random.RandomState(11)
training_data = [(_r.randn(3, 1), _r.rand(2, 1)) for _ in range(6)]
net = Network([3, 4, 2])

# ---- for the test
EXPECTED = "the biases are updated with the sum over the mini batch: eta is not divided by len(mini_batch) for them as it is for the weights"
KINDS = {"not averaged", "scale", "rate"}
PLACES = ["bias", "biases"]
TWO = False
MEND = [("b - eta * nb for", "b - eta / len(mini_batch) * nb for")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=net.total_cost, step=net.update_mini_batch, params=net, obj=net,
                x=training_data, rate=0.5, make=lambda: Network([3, 4, 2]))
