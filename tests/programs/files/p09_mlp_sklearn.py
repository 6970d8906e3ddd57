"""My own MLPClassifier, same interface as in scikit-learn (fit / predict / score)."""
import numpy as np


class MyMLPClassifier:

    def __init__(self, hidden=10, alpha=0.01, lr=0.3, max_iter=400, random_state=None, verbose=False):
        self.hidden = hidden
        self.alpha = alpha          # L2 strength
        self.lr = lr
        self.max_iter = max_iter
        self.random_state = random_state
        self.verbose = verbose

    def _softmax(self, z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def fit(self, X, y):
        rng = np.random.default_rng(self.random_state)
        n, d = X.shape
        self.classes_ = np.unique(y)
        k = len(self.classes_)
        Y = (y[:, None] == self.classes_[None, :]).astype(float)

        self.W1_ = rng.normal(0, 1 / np.sqrt(d), (d, self.hidden))
        self.b1_ = np.zeros(self.hidden)
        self.W2_ = rng.normal(0, 1 / np.sqrt(self.hidden), (self.hidden, k))
        self.b2_ = np.zeros(k)
        self.loss_curve_ = []

        for it in range(self.max_iter):
            H = np.tanh(X @ self.W1_ + self.b1_)
            P = self._softmax(H @ self.W2_ + self.b2_)

            loss = -np.mean(np.log(P[Y == 1] + 1e-12))
            loss += 0.5 * self.alpha * (np.sum(self.W1_ ** 2) + np.sum(self.W2_ ** 2))
            self.loss_curve_.append(loss)

            D2 = (P - Y) / n
            D1 = (D2 @ self.W2_.T) * (1 - H ** 2)

            gW2 = H.T @ D2 - self.alpha * self.W2_
            gb2 = D2.sum(axis=0)
            gW1 = X.T @ D1 - self.alpha * self.W1_
            gb1 = D1.sum(axis=0)

            self.W1_ -= self.lr * gW1
            self.b1_ -= self.lr * gb1
            self.W2_ -= self.lr * gW2
            self.b2_ -= self.lr * gb2

            if self.verbose and it % 50 == 0:
                print(f"Iteration {it}, loss = {loss:.6f}")
        return self

    def predict_proba(self, X):
        H = np.tanh(X @ self.W1_ + self.b1_)
        return self._softmax(H @ self.W2_ + self.b2_)

    def predict(self, X):
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


rng = np.random.default_rng(5)
centers = np.array([[0.0, 1.2], [-1.2, -0.8], [1.3, -0.7]])
X = np.vstack([c + 0.7 * rng.normal(size=(50, 2)) for c in centers])
y = np.repeat([0, 1, 2], 50)
idx = rng.permutation(len(X))
train, test = idx[:110], idx[110:]

clf = MyMLPClassifier(random_state=0, verbose=True).fit(X[train], y[train])
print("train", clf.score(X[train], y[train]))
print("test ", clf.score(X[test], y[test]))
print("|W1| =", np.linalg.norm(clf.W1_), " |W2| =", np.linalg.norm(clf.W2_))
