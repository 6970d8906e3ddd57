import numpy as np

"""network2-like: SGD for a feedforward network with the cross-entropy cost"""


class CrossEntropyCost(object):
    @staticmethod
    def fn(a, y):
        return np.sum(np.nan_to_num(-y * np.log(a) - (1 - y) * np.log(1 - a)))

    @staticmethod
    def delta(z, a, y):
        return a - y


class Network(object):
    def __init__(self, sizes, cost=CrossEntropyCost):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.cost = cost
        np.random.seed(5)
        self.biases = [np.random.randn(y, 1) for y in self.sizes[1:]]
        self.weights = [np.random.randn(y, x) / np.sqrt(x) for x, y in zip(self.sizes[:-1], self.sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def SGD(self, training_data, epochs, mini_batch_size, eta, lmbda=0.0):
        n = len(training_data)
        for j in range(epochs):
            np.random.shuffle(training_data)
            mini_batches = [training_data[k : k + mini_batch_size] for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                self.update_mini_batch(mini_batch, eta, lmbda, n)
            print("Epoch %s training complete" % j)

    def update_mini_batch(self, mini_batch, eta, lmbda, n):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [
            (1 - eta * (lmbda / n)) * w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)
        ]
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
        delta = (self.cost).delta(zs[-1], activations[-1], y)
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            z = zs[-l]
            sp = sigmoid_prime(z)
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)

    def total_cost(self, data, lmbda, n):
        cost = 0.0
        for x, y in data:
            cost += self.cost.fn(self.feedforward(x), y) / len(data)
        cost += 0.5 * (lmbda / n) * sum(np.linalg.norm(w) ** 2 for w in self.weights)
        return cost


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def vectorized_result(j):
    e = np.zeros((3, 1))
    e[j] = 1.0
    return e


net = Network([4, 5, 3])
rs = np.random.RandomState(2)
training_data = [(rs.rand(4, 1), vectorized_result(j)) for j in [0, 2, 1, 1, 2, 0]]


# ---- for the test
EXPECTED = (
    "update_mini_batch forgets to add up nabla_b: the biases move by the last example of the mini-batch only"
)
KINDS = {"not accumulated", "path missing"}
PLACES = ["bias", "nabla_b", "b"]
TWO = False
MEND = [("nabla_b = [dnb for", "nabla_b = [nb + dnb for")]
OFF = {"b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=net,
        loss=lambda batch: net.total_cost(batch, 0.6, 12),
        step=lambda batch: net.update_mini_batch(batch, 0.5, 0.6, 12),
        params=(net.weights, net.biases),
        x=training_data,
        rate=0.5,
    )


def set_to(a):
    net.weights, net.biases = [a["w1"], a["w2"]], [a["b1"], a["b2"]]


def cost(a):
    set_to(a)
    return net.total_cost(training_data, 0.6, 12)


def claim(a):
    set_to(a)
    net.update_mini_batch(training_data, 0.5, 0.6, 12)
    new = dict(zip(("w1", "w2", "b1", "b2"), net.weights + net.biases))
    return {name: (a[name] - new[name]) / 0.5 for name in new}


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return cost, claim, dict(zip(("w1", "w2", "b1", "b2"), net.weights + net.biases))
