import numpy as np


class QuadraticCost:
    @staticmethod
    def fn(a, y):
        return 0.5 * np.sum((a - y) ** 2)

    @staticmethod
    def delta(z, a, y):
        return (a - y) * sigmoid_prime(z)


class CrossEntropyCost:
    @staticmethod
    def fn(a, y):
        return np.sum(np.nan_to_num(-y * np.log(a) - (1 - y) * np.log(1 - a)))

    @staticmethod
    def delta(z, a, y):
        return (a - y) * sigmoid_prime(z)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Network2:
    def __init__(self, sizes, cost=CrossEntropyCost):
        rs = np.random.RandomState(3)
        self.cost = cost
        self.biases = [rs.randn(n, 1) for n in sizes[1:]]
        self.weights = [rs.randn(n, m) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(w @ a + b)
        return a

    def backprop(self, x, y):
        activations, zs = [x], []
        for b, w in zip(self.biases, self.weights):
            zs.append(w @ activations[-1] + b)
            activations.append(sigmoid(zs[-1]))
        nabla_b, nabla_w = [], []
        delta = self.cost.delta(zs[-1], activations[-1], y)
        for l in range(1, len(self.weights) + 1):
            if l > 1:
                delta = (self.weights[-l + 1].T @ delta) * sigmoid_prime(zs[-l])
            nabla_b.insert(0, delta)
            nabla_w.insert(0, delta @ activations[-l - 1].T)
        return nabla_b, nabla_w

    def update_mini_batch(self, mini_batch, eta):
        for_all = [self.backprop(x, y) for x, y in mini_batch]
        m = len(mini_batch)
        for l in range(len(self.weights)):
            self.biases[l] = self.biases[l] - eta / m * sum(nb[l] for nb, _ in for_all)
            self.weights[l] = self.weights[l] - eta / m * sum(nw[l] for _, nw in for_all)

    def total_cost(self, data):
        return sum(self.cost.fn(self.feedforward(x), y) for x, y in data) / len(data)


rs = np.random.RandomState(12)
data = [(rs.randn(3, 1), np.array([[float(k % 2)], [float(k % 3 == 0)]])) for k in range(5)]
net = Network2([3, 4, 2])


# ---- for the test
EXPECTED = "CrossEntropyCost.delta is copied from the quadratic cost: a - y should stand there without sigmoid_prime"
KINDS = {"output derivative doubled"}
PLACES = ["every array", "output", "layer 2", "weights[1]", "delta"]
TWO = False
MEND = [("""np.log(1 - a)))

    @staticmethod
    def delta(z, a, y):
        return (a - y) * sigmoid_prime(z)
""", """np.log(1 - a)))

    @staticmethod
    def delta(z, a, y):
        return a - y
""")]
OFF = {"w0", "w1", "b0", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.total_cost, step=net.update_mini_batch, x=data, rate=1.0)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Network2([3, 4, 2])
        new.weights, new.biases = [a["w0"], a["w1"]], [a["b0"], a["b1"]]
        return new

    def claim(a):
        new = made(a)
        new.update_mini_batch(data, 1.0)
        after = {"w0": new.weights[0], "w1": new.weights[1], "b0": new.biases[0], "b1": new.biases[1]}
        return {k: a[k] - after[k] for k in a}

    start = {"w0": net.weights[0], "w1": net.weights[1], "b0": net.biases[0], "b1": net.biases[1]}
    return lambda a: made(a).total_cost(data), claim, start
