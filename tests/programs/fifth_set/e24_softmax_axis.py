import numpy as np


def one_hot(y, k):
    return np.eye(k)[y]


def softmax(z):
    z = z - np.max(z)
    return np.exp(z) / np.sum(np.exp(z), axis=0)


class SoftmaxClassifier:
    def __init__(self, n_features, n_classes):
        rs = np.random.RandomState(24)
        self.W = rs.normal(0, 0.5, (n_features, n_classes))
        self.b = np.zeros((1, n_classes))

    def predict_proba(self, X):
        return softmax(X @ self.W + self.b)

    def cross_entropy(self, X, Y):
        return -np.mean(np.sum(Y * np.log(self.predict_proba(X)), axis=1))

    def gradient(self, X, Y):
        dZ = (self.predict_proba(X) - Y) / X.shape[0]
        return X.T @ dZ, dZ.sum(axis=0, keepdims=True)


X = np.random.RandomState(25).randn(8, 4)
Y = one_hot(np.array([0, 1, 2, 2, 1, 0, 0, 2]), 3)
clf = SoftmaxClassifier(4, 3)

# ---- for the test
EXPECTED = "softmax runs over the examples (axis 0), not over the classes"
KINDS = {"softmax over the wrong axis", "rows mix"}
PLACES = ["softmax", "output", "predict", "loss", "every", "W"]
TWO = False
MEND = [("np.sum(np.exp(z), axis=0)", "np.sum(np.exp(z), axis=1, keepdims=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=clf,
        loss=clf.cross_entropy,
        grads=clf.gradient,
        params=(clf.W, clf.b),
        x=X,
        y=Y,
        predict=clf.predict_proba,
    )
