import numpy as np


class SVM:
    """Linear soft margin SVM, trained with (sub)gradient descent on the whole data set."""

    def __init__(self, learning_rate=0.01, lambda_param=0.05, n_iters=1000):
        self.lr = learning_rate
        self.lambda_param = lambda_param
        self.n_iters = n_iters
        self.w = None
        self.b = None

    def init_weights(self, n_features):
        rnd = np.random.RandomState(2)
        self.w = rnd.randn(n_features) * 0.3
        self.b = 0.2

    def decision(self, X):
        return np.dot(X, self.w) + self.b

    def loss(self, X, y):
        y_ = np.where(y <= 0, -1, 1)
        hinge = np.maximum(0, 1 - y_ * self.decision(X))
        return self.lambda_param * np.dot(self.w, self.w) + hinge.mean()

    def gradients(self, X, y):
        y_ = np.where(y <= 0, -1, 1)
        n_samples = X.shape[0]
        dw = 2 * self.lambda_param * self.w
        db = 0.0
        for idx, x_i in enumerate(X):
            condition = y_[idx] * (np.dot(x_i, self.w) + self.b) >= 1
            if condition:
                continue
            dw = dw - y_[idx] * x_i / n_samples
            db = db + y_[idx] / n_samples
        return dw, db

    def step(self, X, y):
        dw, db = self.gradients(X, y)
        self.w = self.w - self.lr * dw
        self.b = self.b - self.lr * db

    def fit(self, X, y):
        self.init_weights(X.shape[1])
        for _ in range(self.n_iters):
            self.step(X, y)
        return self

    def predict(self, X):
        return np.where(np.sign(self.decision(X)) < 0, 0, 1)


# two blobs, labels 0 and 1, not the same number of each
rnd = np.random.RandomState(40)
X = np.vstack([rnd.randn(8, 2) * 0.8 + [2, 1], rnd.randn(4, 2) * 0.8 + [-1, 0]])
y = np.array([1] * 8 + [0] * 4)

clf = SVM()
clf.init_weights(2)

if __name__ == "__main__":
    clf.fit(X, y)
    print("accuracy", np.mean(clf.predict(X) == y), clf.w, clf.b)


# ---- for the test
EXPECTED = "the gradient of b has the wrong sign (it belongs to a decision function w.x - b, here it is w.x + b)"
KINDS = {"sign"}
PLACES = ["b", "db", "gradients"]
TWO = False
MEND = [("db = db + y_[idx] / n_samples", "db = db - y_[idx] / n_samples")]
OFF = {"b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, x=X, y=y, loss=clf.loss, step=clf.step, predict=clf.predict, rate=clf.lr)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = SVM()
        new.w, new.b = np.array(a["w"]), float(a["b"])
        return new

    def claim(a):
        dw, db = made(a).gradients(X, y)
        return dict(w=dw, b=np.array(db))

    return lambda a: made(a).loss(X, y), claim, dict(w=clf.w.copy(), b=np.array(clf.b))
