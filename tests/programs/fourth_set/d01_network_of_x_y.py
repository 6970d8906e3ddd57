import numpy as np


def sigmoid(x):
    return 1.0 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    return sigmoid(x) * (1.0 - sigmoid(x))


class NeuralNetwork:
    def __init__(self, x, y):
        np.random.seed(1)
        self.input = x
        self.weights1 = np.random.rand(self.input.shape[1], 4)
        self.weights2 = np.random.rand(4, 1)
        self.y = y
        self.output = np.zeros(self.y.shape)

    def feedforward(self):
        self.layer1 = sigmoid(np.dot(self.input, self.weights1))
        self.output = sigmoid(np.dot(self.layer1, self.weights2))

    def backprop(self):
        delta = 2 * (self.y - self.output) * self.output * (1 - self.output)
        d_weights2 = np.dot(self.layer1.T, delta)
        d_weights1 = np.dot(self.input.T, np.dot(delta, self.weights2.T) * sigmoid_derivative(self.layer1))
        self.weights1 += d_weights1
        self.weights2 += d_weights2

    def train(self):
        self.feedforward()
        self.backprop()

    def loss(self):
        self.feedforward()
        return np.sum((self.y - self.output) ** 2)


X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])


# ---- for the test
EXPECTED = "sigmoid's derivative is taken at layer1 = sigmoid(z), not at z"
KINDS = {"wrong argument"}
PLACES = ["weights1", "layer 1", "hidden"]
TWO = False
MEND = [("* sigmoid_derivative(self.layer1))", "* self.layer1 * (1 - self.layer1))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=NeuralNetwork, loss=NeuralNetwork.loss, step=NeuralNetwork.train, x=X, y=y, rate=1.0)
