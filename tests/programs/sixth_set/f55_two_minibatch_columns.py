import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1 - s)


class Network:
    """Column vectors, mini-batches of (x, y), linear output."""

    def __init__(self, sizes):
        rng = np.random.RandomState(23)
        self.weights = [rng.randn(n, m) for m, n in zip(sizes, sizes[1:])]
        self.biases = [rng.randn(n, 1) for n in sizes[1:]]

    def feedforward(self, x):
        h = sigmoid(self.weights[0] @ x + self.biases[0])
        return self.weights[1] @ h + self.biases[1]

    def cost(self, batch):
        return sum(0.5 * float(np.sum((self.feedforward(x) - y) ** 2)) for x, y in batch) / len(batch)

    def train_batch(self, batch, eta=0.1):
        m = len(batch)
        sum_w = [np.zeros_like(w) for w in self.weights]
        sum_b = [np.zeros_like(b) for b in self.biases]
        for x, y in batch:
            h = sigmoid(self.weights[0] @ x + self.biases[0])
            delta = self.weights[1] @ h + self.biases[1] - y
            sum_w[1] += delta @ h.T
            sum_b[1] += delta
            delta = (self.weights[1].T @ delta) * sigmoid_prime(h)
            sum_w[0] += delta @ x.T
            sum_b[0] += delta
        for l in (0, 1):
            self.weights[l] = self.weights[l] - eta / m * sum_w[l]
        self.biases[0] = self.biases[0] - eta / m * sum_b[0]
        self.biases[1] = self.biases[1] - eta * sum_b[1]


rng = np.random.RandomState(2)
batch = [(rng.randn(2, 1), rng.randn(2, 1)) for _ in range(5)]
net = Network([2, 4, 2])


# ---- for the test
EXPECTED = "two mistakes: sigmoid_prime wants z and gets h in the hidden layer; the output's bias is moved by the sum over the batch, not by the mean"
KINDS = {"wrong argument", "derivative at the wrong argument"}
KINDS_2 = {"scale", "not averaged"}
PLACES = ["weights[0]", "biases[0]", "layer 1", "hidden", "biases[1]", "layer 2", "output"]
TWO = True
MEND = [("sigmoid_prime(h)", "h * (1 - h)"), ("self.biases[1] - eta * sum_b[1]", "self.biases[1] - eta / m * sum_b[1]")]
OFF = {"w0", "b0", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.cost, step=net.train_batch, x=batch)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Network([2, 4, 2])
        new.weights, new.biases = [a["w0"], a["w1"]], [a["b0"], a["b1"]]
        return new

    def read(n):
        return {"w0": n.weights[0], "w1": n.weights[1], "b0": n.biases[0], "b1": n.biases[1]}

    def claim(a):
        new = made(a)
        new.train_batch(batch)
        return {k: (a[k] - v) / 0.1 for k, v in read(new).items()}

    return lambda a: made(a).cost(batch), claim, read(net)
