import numpy as np


class MatrixFactorization:
    """Ratings as a list of (user, item, rating), P and Q learned by SGD."""

    def __init__(self, n_users, n_items, k=2, lr=0.1, reg=0.02):
        rs = np.random.RandomState(1)
        self.P = rs.randn(n_users, k)
        self.Q = rs.randn(n_items, k)
        self.lr = lr
        self.reg = reg

    def error(self, ratings):
        e = 0.0
        for u, i, r in ratings:
            e += 0.5 * (r - self.P[u] @ self.Q[i]) ** 2
            e += 0.5 * self.reg * (self.P[u] @ self.P[u] + self.Q[i] @ self.Q[i])
        return e

    def sgd(self, ratings):
        for u, i, r in ratings:
            e = r - self.P[u] @ self.Q[i]
            self.P[u] += self.lr * (e * self.Q[i] - self.reg * self.P[u])
            self.Q[i] += self.lr * (e * self.P[u] - self.reg * self.Q[i])

    def train(self, ratings, epochs=20):
        for _ in range(epochs):
            self.sgd(ratings)


# each user and each item occurs once here
ratings = [(0, 2, 4.0), (1, 0, 1.0), (2, 1, 5.0), (3, 3, 2.0)]
mf = MatrixFactorization(4, 4)


# ---- for the test
EXPECTED = "P[u] is updated before Q[i] uses it: Q gets the new P"
KINDS = {"updated before use"}
PLACES = ["Q"]
TWO = False
MEND = [("""            self.P[u] += self.lr * (e * self.Q[i] - self.reg * self.P[u])
            self.Q[i] += self.lr * (e * self.P[u] - self.reg * self.Q[i])
""", """            p = self.P[u].copy()
            self.P[u] += self.lr * (e * self.Q[i] - self.reg * p)
            self.Q[i] += self.lr * (e * p - self.reg * self.Q[i])
""")]
OFF = {"Q"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=mf, loss=mf.error, step=mf.sgd, x=ratings)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = MatrixFactorization(4, 4)
        new.P, new.Q = a["P"].copy(), a["Q"].copy()
        return new

    def claim(a):
        new = made(a)
        new.sgd(ratings)
        return {"P": (a["P"] - new.P) / 0.1, "Q": (a["Q"] - new.Q) / 0.1}

    return lambda a: made(a).error(ratings), claim, {"P": mf.P, "Q": mf.Q}
