import numpy as np


def sigmoid(x):
    return 1.0 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    return x * (1.0 - x)


class NeuralNetwork:
    def __init__(self, x, y):
        np.random.seed(2)
        self.input = x
        self.y = y
        self.weights1 = np.random.randn(self.input.shape[1], 4)
        self.weights2 = np.random.randn(4, 1)
        self.output = np.zeros(self.y.shape)

    def feedforward(self):
        self.layer1 = np.dot(self.input, self.weights1)
        self.act1 = sigmoid(self.layer1)
        self.output = sigmoid(np.dot(self.act1, self.weights2))
        return self.output

    def loss(self):
        return np.sum((self.y - self.feedforward()) ** 2)

    def backprop(self):
        error = 2 * (self.y - self.output) * sigmoid_derivative(self.output)
        d_weights2 = np.dot(self.act1.T, error)
        d_weights1 = np.dot(self.input.T, np.dot(error, self.weights2.T) * sigmoid_derivative(self.layer1))
        # update the weights with the derivative (slope) of the loss function
        self.weights1 += d_weights1
        self.weights2 += d_weights2

    def train(self):
        self.feedforward()
        self.backprop()


X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
nn = NeuralNetwork(X, y)


# ---- for the test
EXPECTED = "sigmoid_derivative wants the output of the sigmoid and gets layer1, which is before it: the slope of the hidden layer is z(1-z)"
KINDS = {"wrong argument", "derivative at the wrong argument"}
PLACES = ["weights1", "layer 1", "hidden"]
TWO = False
MEND = [("sigmoid_derivative(self.layer1)", "sigmoid_derivative(self.act1)")]
OFF = {"weights1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, loss=nn.loss, step=nn.train, rate=1.0)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = NeuralNetwork(X, y)
        new.weights1, new.weights2 = a["weights1"].copy(), a["weights2"].copy()
        return new

    def claim(a):
        new = made(a)
        new.train()
        return {name: a[name] - getattr(new, name) for name in a}

    return lambda a: made(a).loss(), claim, dict(weights1=nn.weights1, weights2=nn.weights2)
