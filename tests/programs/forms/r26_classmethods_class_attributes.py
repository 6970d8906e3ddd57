import numpy as np

class Perceptron:
    # shared by everybody, there is only one model
    weights = np.array([0.2, -0.4, 0.1])
    bias = 0.0
    learning_rate = 0.4
    count = 0

    @classmethod
    def activate(cls, X):
        return np.tanh(X @ cls.weights + cls.bias)

    @classmethod
    def loss(cls, X, y):
        return np.sum((y - cls.activate(X)) ** 2) / (2 * len(y))

    @classmethod
    def train(cls, X, y):
        a = cls.activate(X)
        delta = (a - y) * (1 - a ** 2) / len(y)
        cls.weights = cls.weights - cls.learning_rate * (delta @ X)
        cls.bias = cls.bias - cls.learning_rate * delta.sum()
        cls.count += 1

X = np.random.RandomState(26).uniform(-1, 1, (22, 3))
y = np.where(X[:, 0] > X[:, 1], 1, -1)
while Perceptron.count < 10:
    Perceptron.train(X, y)
print(Perceptron.weights, Perceptron.bias, Perceptron.loss(X, y))

# ---- for the test
def hand_over():
    return dict(obj=Perceptron, loss=Perceptron.loss, step=Perceptron.train, x=X, y=y, rate=Perceptron.learning_rate)

FORM = "weights are class attributes rebound in classmethods, no instance is ever made; the object handed over is the class itself"
