import numpy as np


class Perceptron:
    def __init__(self, n_inputs, learning_rate=0.1):
        self.weights = np.array([0.3, -0.2, 0.5][:n_inputs])
        self.bias = 0.1
        self.learning_rate = learning_rate

    def net_input(self, X):
        return X @ self.weights + self.bias

    def predict(self, X):
        return np.where(self.net_input(X) >= 0, 1, -1)

    def criterion(self, X, y):
        return np.maximum(0, -y * self.net_input(X)).sum()

    def train_epoch(self, X, y):
        dw, db = np.zeros_like(self.weights), 0.0
        for xi, target in zip(X, y):
            if target * self.net_input(xi) <= 0:
                dw += target * xi
                db += target
        self.weights = self.weights + self.learning_rate * dw
        self.bias = self.bias - self.learning_rate * db


X = np.array(
    [[1.0, 2.0, -1], [2.0, -1.0, 0.4], [-1.0, 0.5, 0.8], [0.3, -2.0, -0.7], [0.9, 0.2, 1.5], [-0.4, 1.0, 1.0]]
)
y = np.array([1, -1, 1, -1, -1, -1])

# ---- for the test
EXPECTED = "the bias is moved the wrong way"
KINDS = {"sign", "sign of the update"}
PLACES = ["bias"]
TWO = False
MEND = [("self.bias - self.learning_rate * db", "self.bias + self.learning_rate * db")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    p = Perceptron(3)
    return dict(obj=p, loss=p.criterion, step=p.train_epoch, predict=p.predict, x=X, y=y, rate=0.1)
