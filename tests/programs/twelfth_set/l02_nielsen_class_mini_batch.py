"""Following chapter 1 of Nielsen's book, but I keep nabla_b and nabla_w in the object so that I can print them.
The first mini batch is ok (I compared with his code), from the second on my steps get larger and larger."""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Network:

    def __init__(self, sizes, seed=3):
        rng = np.random.default_rng(seed)
        self.num_layers = len(sizes)
        self.biases = [rng.normal(size=(n, 1)) for n in sizes[1:]]
        self.weights = [rng.normal(size=(n, m)) for m, n in zip(sizes[:-1], sizes[1:])]
        self.nabla_b = [np.zeros(b.shape) for b in self.biases]
        self.nabla_w = [np.zeros(w.shape) for w in self.weights]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(w @ a + b)
        return a

    def cost(self, xs, ys):
        return sum(0.5 * np.sum((self.feedforward(x) - y) ** 2) for x, y in zip(xs, ys)) / len(xs)

    def update_mini_batch(self, xs, ys, eta=0.5):
        for x, y in zip(xs, ys):
            self.backprop(x, y)
        n = len(xs)
        self.weights = [w - eta / n * nw for w, nw in zip(self.weights, self.nabla_w)]
        self.biases = [b - eta / n * nb for b, nb in zip(self.biases, self.nabla_b)]

    def backprop(self, x, y):
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = w @ activation + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        self.nabla_b[-1] += delta
        self.nabla_w[-1] += delta @ activations[-2].T
        for l in range(2, self.num_layers):
            delta = self.weights[-l + 1].T @ delta * sigmoid_prime(zs[-l])
            self.nabla_b[-l] += delta
            self.nabla_w[-l] += delta @ activations[-l - 1].T


data = np.random.default_rng(11)
xs = data.uniform(0, 1, (6, 4, 1))
ys = np.eye(3)[[0, 2, 1, 1, 0, 2]][:, :, None]
net = Network([4, 5, 3])

if __name__ == "__main__":
    for epoch in range(30):
        net.update_mini_batch(xs, ys)
        print(epoch, net.cost(xs, ys))


# ---- for the test
EXPECTED = "nabla_b and nabla_w are zeroed only in __init__, so each mini batch adds its gradient to those of all the mini batches before"
KINDS = {"gradients accumulate", "accumulated", "not reset", "hidden state"}
PLACES = ["weights", "biases", "nabla", "every array", "step", "update_mini_batch"]
TWO = False
MEND = [("""        for x, y in zip(xs, ys):
            self.backprop(x, y)
""", """        self.nabla_b = [np.zeros(b.shape) for b in self.biases]
        self.nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in zip(xs, ys):
            self.backprop(x, y)
""")]
OFF = {"w0", "w1", "b0", "b1"}


def hand_over():
    return dict(step=Network.update_mini_batch, params=net, loss=Network.cost, rate=0.5, x=xs, y=ys)


def proof():
    def at(a):
        n = Network([4, 5, 3])
        n.weights, n.biases = [a["w0"].copy(), a["w1"].copy()], [a["b0"].copy(), a["b1"].copy()]
        return n

    def claim(a):
        n = at(a)
        n.update_mini_batch(xs, ys, 0.0)
        n.update_mini_batch(xs, ys, 1.0)  # the second mini batch
        return {"w0": a["w0"] - n.weights[0], "w1": a["w1"] - n.weights[1],
                "b0": a["b0"] - n.biases[0], "b1": a["b1"] - n.biases[1]}
    n = Network([4, 5, 3])
    return (lambda a: at(a).cost(xs, ys)), claim, {"w0": n.weights[0], "w1": n.weights[1], "b0": n.biases[0], "b1": n.biases[1]}
