import numpy as np


class SVM:
    """Linear SVM, batch gradient descent on 1/2 w.w + C * sum of hinges."""

    def __init__(self, C=1.0):
        self.C = C
        self.w = np.array([0.4, -0.7, 0.2])
        self.b = 0.2

    def hinge_loss(self, X, Y):
        reg = 0.5 * (self.w @ self.w)
        for i in range(X.shape[0]):
            reg += self.C * max(0, 1 - Y[i] * (self.w @ X[i] + self.b))
        return reg

    def fit(self, X, Y, learning_rate=0.001, epochs=1):
        w, b = self.w, self.b
        for _ in range(epochs):
            gradw = np.zeros(3)
            gradb = 0
            for i in range(X.shape[0]):
                ti = Y[i] * (w @ X[i] + b)
                if ti < 1:
                    gradw += self.C * Y[i] * X[i]
                    gradb += self.C * Y[i]
            w = w + learning_rate * gradw
            b = b + learning_rate * gradb
        self.w, self.b = w, b
        return w, b


rng = np.random.default_rng(22)
X = rng.normal(size=(8, 3))
Y = np.array([1, 1, -1, 1, -1, -1, 1, -1])

# ---- for the test
EXPECTED = "the penalty's gradient w is missing in the update"
KINDS = {"penalty missing"}
PLACES = ["w"]
TWO = False
MEND = [("w = w + learning_rate * gradw", "w = w - learning_rate * w + learning_rate * gradw")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    svm = SVM(C=2.0)
    return dict(obj=svm, loss=svm.hinge_loss, step=svm.fit, x=X, y=Y, rate=0.001)
