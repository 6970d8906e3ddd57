import numpy as np


class SVM:
    """linear soft margin SVM, labels must be -1 or 1

    cost = 1/2 ||w||^2 + C * mean(max(0, 1 - y (w.x + b)))
    """

    def __init__(self, C=4.0, learning_rate=0.05, n_iters=300):
        self.C = C
        self.lr = learning_rate
        self.n_iters = n_iters
        self.w = None
        self.b = None

    def fit(self, X, y):
        self.w = np.zeros(X.shape[1])
        self.b = 0.0
        for _ in range(self.n_iters):
            dw, db = self.cost_gradient(X, y)
            self.w -= self.lr * dw
            self.b -= self.lr * db

    def compute_cost(self, X, y):
        distances = 1 - y * (np.dot(X, self.w) + self.b)
        distances = np.maximum(0, distances)
        hinge_loss = self.C * np.mean(distances)
        return 1 / 2 * np.dot(self.w, self.w) + hinge_loss

    def cost_gradient(self, X, y):
        distances = 1 - y * (np.dot(X, self.w) + self.b)
        dw = np.zeros(len(self.w))
        db = 0.0
        for ind, d in enumerate(distances):
            if max(0, d) == 0:
                di = self.w
            else:
                di = self.w - self.C * y[ind] * X[ind]
                db += self.C * y[ind]
            dw += di
        return dw / len(y), db / len(y)

    def predict(self, X):
        return np.sign(np.dot(X, self.w) + self.b)


np.random.seed(21)
X = np.vstack([np.random.randn(7, 2) + 0.8, np.random.randn(4, 2) - 0.8])
y = np.array([1.0] * 7 + [-1.0] * 4)
clf = SVM()
clf.w = np.array([0.3, -0.2])
clf.b = 0.1


# ---- for the test
EXPECTED = "the gradient of b has the wrong sign (+ C*y where - C*y belongs, as in dw)"
KINDS = {"sign"}
PLACES = ["b", "bias"]
TWO = False
MEND = [("db += self.C * y[ind]", "db -= self.C * y[ind]")]
OFF = {"b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=clf, loss=clf.compute_cost, grads=clf.cost_gradient, params={"w": clf.w, "b": clf.b}, x=X, y=y
    )


def at(call, a):
    clf.w, clf.b = a["w"], float(a["b"])
    return call(X, y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: at(clf.compute_cost, a),
        lambda a: dict(zip(("w", "b"), at(clf.cost_gradient, a))),
        dict(w=clf.w, b=clf.b),
    )
