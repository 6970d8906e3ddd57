"""The neural network class of that well-known Medium article (build your own neural network), with a learning rate added by
me. The article's output ends at 0.02 0.98 0.98 0.02, mine is still around 0.5 after 1500 iterations.
"""
import numpy as np


def sigmoid(x):
    return 1.0 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    return sigmoid(x) * (1.0 - sigmoid(x))


class NeuralNetwork:
    def __init__(self, n_in, n_hidden, seed=4):
        rng = np.random.RandomState(seed)
        self.weights1 = rng.rand(n_in, n_hidden) * 2 - 0.5
        self.weights2 = rng.rand(n_hidden, 1) * 2 - 0.5
        self.lr = 0.8

    def feedforward(self, x):
        self.layer1 = sigmoid(np.dot(x, self.weights1))
        self.output = sigmoid(np.dot(self.layer1, self.weights2))
        return self.output

    def loss(self, x, y):
        return np.sum((y - self.feedforward(x)) ** 2)

    def train(self, x, y):
        self.feedforward(x)
        # application of the chain rule to find derivative of the loss function with respect to weights2 and weights1
        error = 2 * (y - self.output) * sigmoid_derivative(self.output)
        self.weights2 = self.weights2 + self.lr * np.dot(self.layer1.T, error)
        hidden = np.dot(error, self.weights2.T) * sigmoid_derivative(self.layer1)
        self.weights1 = self.weights1 + self.lr * np.dot(x.T, hidden)


X = np.array([[0., 0., 1.], [0., 1., 1.], [1., 0., 1.], [1., 1., 1.]])
y = np.array([[0.], [1.], [1.], [0.]])
nn = NeuralNetwork(3, 4)

if __name__ == "__main__":
    for i in range(1500):
        nn.train(X, y)
    print(nn.output)


# ---- for the test
EXPECTED = "sigmoid_derivative takes the sum before the sigmoid but is given its output, in both layers; and weights2 is updated before the hidden error uses it"
KINDS = {"wrong argument", "derivative at the wrong argument", "derivative of another activation", "wrong derivative"}
KINDS_2 = {"updated before use", "updated weights", "wrong weight", "order"}
PLACES = ["weights1", "weights2", "layer1", "output", "every array"]
TWO = True
MEND = [("return sigmoid(x) * (1.0 - sigmoid(x))", "return x * (1.0 - x)"),
        ("        self.weights2 = self.weights2 + self.lr * np.dot(self.layer1.T, error)\n", ""),
        ("        self.weights1 = self.weights1 +",
         "        self.weights2 = self.weights2 + self.lr * np.dot(self.layer1.T, error)\n        self.weights1 = self.weights1 +")]
OFF = {"weights1", "weights2"}


def hand_over():
    return dict(step=NeuralNetwork.train, params=nn, loss=NeuralNetwork.loss, rate=0.8, x=X, y=y)


def proof():
    def at(a):
        net = NeuralNetwork(3, 4)
        net.weights1, net.weights2 = a["weights1"].copy(), a["weights2"].copy()
        return net

    def claim(a):
        net = at(a)
        net.train(X, y)
        return {k: (a[k] - getattr(net, k)) / net.lr for k in a}
    return (lambda a: at(a).loss(X, y)), claim, {"weights1": nn.weights1.copy(), "weights2": nn.weights2.copy()}
