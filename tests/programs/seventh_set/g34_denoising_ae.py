import numpy as np


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


def sigmoid_p(s):
    return s * (1 - s)


class DenoisingAutoencoder:
    def __init__(self, x, n_hidden=3, drop=0.3, lr=0.5):
        np.random.seed(6)
        self.input = x
        self.noisy = x * (np.random.rand(*x.shape) > drop)
        self.lr = lr
        self.weights1 = np.random.randn(x.shape[1], n_hidden)
        self.bias1 = np.zeros((1, n_hidden))
        self.weights2 = np.random.randn(n_hidden, x.shape[1])
        self.bias2 = np.zeros((1, x.shape[1]))

    def feedforward(self):
        self.layer1 = sigmoid(np.dot(self.noisy, self.weights1) + self.bias1)
        self.output = sigmoid(np.dot(self.layer1, self.weights2) + self.bias2)
        return self.output

    def loss(self):
        # reconstruct the CLEAN picture from the noisy one
        return np.mean(np.sum((self.input - self.feedforward()) ** 2, axis=1))

    def backprop(self):
        n = len(self.input)
        d2 = 2 * (self.output - self.input) * sigmoid_p(self.output) / n
        d_weights2 = np.dot(self.layer1.T, d2)
        d1 = np.dot(d2, self.weights2.T) * sigmoid_p(self.layer1)
        d_weights1 = np.dot(self.input.T, d1)

        self.weights1 -= self.lr * d_weights1
        self.weights2 -= self.lr * d_weights2
        self.bias1 -= self.lr * d1.sum(axis=0, keepdims=True)
        self.bias2 -= self.lr * d2.sum(axis=0, keepdims=True)

    def train(self, epochs=1):
        for i in range(epochs):
            self.feedforward()
            self.backprop()


pictures = np.array(
    [
        [1, 1, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0],
        [0, 0, 0, 1, 1, 1],
        [0, 0, 1, 1, 1, 0],
        [1, 0, 1, 0, 1, 0],
        [0, 1, 0, 1, 0, 1],
        [1, 1, 1, 1, 1, 1],
    ],
    dtype=float,
)
ae = DenoisingAutoencoder(pictures)


# ---- for the test
EXPECTED = "d_weights1 takes the clean input, but the forward pass puts the noisy one into weights1"
KINDS = {"wrong input"}
PLACES = ["weights1", "d_weights1", "layer 1", "hidden", "encoder", "w", "input", "noisy"]
TWO = False
MEND = [("d_weights1 = np.dot(self.input.T, d1)", "d_weights1 = np.dot(self.noisy.T, d1)")]
OFF = {"weights1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=ae, make=lambda: DenoisingAutoencoder(pictures), loss=ae.loss, step=ae.train, rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["weights1", "bias1", "weights2", "bias2"]

    def made(a):
        new = DenoisingAutoencoder(pictures)
        for n in names:
            setattr(new, n, a[n].copy())
        return new

    def claim(a):
        new = made(a)
        new.train()
        return {n: (a[n] - getattr(new, n)) / 0.5 for n in names}

    return lambda a: made(a).loss(), claim, {n: getattr(ae, n) for n in names}
