import numpy as np


class Network(object):
    def __init__(self, sizes):
        r = np.random.RandomState(8)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [r.randn(y, 1) for y in sizes[1:]]
        self.weights = [r.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

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
            sp = sigmoid_prime(zs[-l])
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l].transpose())
        return nabla_b, nabla_w

    def total_cost(self, data):
        return sum(0.5 * np.linalg.norm(self.feedforward(x) - y) ** 2 for x, y in data) / len(data)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


net = Network([4, 4, 2])
r = np.random.RandomState(9)
training_data = [(r.randn(4, 1), np.array([[k % 2], [1 - k % 2]])) for k in range(5)]

# ---- for the test
EXPECTED = "the hidden layer's weights take its own output instead of its input"
KINDS = {"wrong input", "own output for input"}
PLACES = ["weights[0]", "layer 1", "hidden"]
TWO = False
MEND = [("activations[-l].transpose()", "activations[-l - 1].transpose()")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=net, loss=net.total_cost, step=net.update_mini_batch, x=training_data, rate=1.0, also={"eta": 1.0}
    )
