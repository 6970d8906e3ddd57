import numpy as np


class SVM:
    def __init__(self, C=1.0, lr=0.01):
        self.C = C
        self.lr = lr
        self.w = None
        self.b = 0

    def fit(self, X, y, n_iters=1, verbose=False):
        if self.w is None:
            self.w = np.zeros(X.shape[1])
        for it in range(n_iters):
            dw, db = self.w.copy(), 0.0
            for x_i, y_i in zip(X, y):
                if y_i * (np.dot(self.w, x_i) + self.b) < 1:
                    dw = dw - self.C * y_i * x_i
                    db = db - self.C * y_i
            self.w = self.w - self.lr * dw
            self.b = self.b - self.lr * db
            if verbose:
                print("iteration", it, "accuracy", self.score(X, y))

    def cost(self, X, y):
        hinge = [max(0, 1 - y_i * (np.dot(self.w, x_i) + self.b)) for x_i, y_i in zip(X, y)]
        return 0.5 * np.dot(self.w, self.w) + self.C * sum(hinge)

    def predict(self, X):
        return np.sign(X @ self.w + self.b)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


np.random.seed(45)
X = np.r_[np.random.randn(15, 2) + 1.5, np.random.randn(15, 2) - 1.5]
y = np.array([1] * 15 + [-1] * 15)
clf = SVM()
clf.fit(X, y, n_iters=5, verbose=True)

# ---- for the test
def hand_over():
    return dict(obj=clf, loss=clf.cost, step=clf.fit, predict=clf.predict, x=X, y=y, rate=0.01)

FORM = "SVM whose fit only reports accuracy and cost is a separate method; w starts as None, b starts as int 0; per-sample Python loop; summed hinge with C"
