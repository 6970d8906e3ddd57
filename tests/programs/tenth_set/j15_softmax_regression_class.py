# accuracy of my softmax regression stays at 1/3 or below on an easy data set. learning rate? init?
import numpy as np


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.5, batch_size=12, seed=0):
        self.rng = np.random.RandomState(seed)
        self.W = self.rng.normal(scale=0.5, size=(n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.n_classes = n_classes
        self.lr = lr
        self.batch_size = batch_size

    def _one_hot(self, y):
        T = np.zeros((y.size, self.n_classes))
        T[np.arange(y.size), y] = 1
        return T

    def predict_proba(self, X):
        z = X @ self.W + self.b
        z -= z.max(axis=1)[:, np.newaxis]
        e = np.exp(z)
        return e / e.sum(axis=1)[:, np.newaxis]

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)

    def loss(self, X, y):
        return -np.mean(np.sum(self._one_hot(y) * np.log(self.predict_proba(X)), axis=1))

    def one_epoch(self, X, y):
        order = self.rng.permutation(len(X))
        for start in range(0, len(X), self.batch_size):
            stop = start + self.batch_size
            Xb = X[order[start:stop]]
            Tb = self._one_hot(y[start:stop])
            diff = self.predict_proba(Xb) - Tb
            self.W -= self.lr * Xb.T @ diff / len(Xb)
            self.b -= self.lr * diff.mean(axis=0)

    def fit(self, X, y, epochs=30):
        for _ in range(epochs):
            self.one_epoch(X, y)
        return self


rs = np.random.RandomState(10)
centers = np.array([[2.0, 0.0], [-1.0, 2.0], [-1.0, -2.0]])
y = np.repeat([0, 1, 2], 4)
X = centers[y] + 0.4 * rs.randn(12, 2)
clf = SoftmaxRegression(2, 3)

if __name__ == "__main__":
    clf.fit(X, y)
    print(clf.loss(X, y), (clf.predict(X) == y).mean())


# ---- for the test
EXPECTED = "one_epoch shuffles the rows of X (order) but takes the labels y[start:stop] in the old order: the examples learn other rows' labels"
KINDS = {"labels of other rows", "wrong targets"}
PLACES = ["one_epoch", "W", "Tb", "order"]
TWO = False
MEND = [("self._one_hot(y[start:stop])", "self._one_hot(y[order[start:stop]])")]
OFF = {"W"}


def hand_over():
    return dict(obj=clf, x=X, y=y, rate=0.5, step=clf.one_epoch, loss=clf.loss)


def proof():
    def fill(a):
        c = SoftmaxRegression(2, 3)
        c.W, c.b = a["W"].copy(), a["b"].copy()
        return c

    def claim(a):
        c = fill(a)
        c.one_epoch(X, y)
        return {"W": (a["W"] - c.W) / c.lr, "b": (a["b"] - c.b) / c.lr}
    return (lambda a: fill(a).loss(X, y)), claim, {"W": clf.W.copy(), "b": clf.b.copy()}
