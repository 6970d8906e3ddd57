# Recommender systems, assignment 2: matrix factorization with biases, full-batch and without loops
import numpy as np

# user, item, rating
RATINGS = """
0 0 5
0 1 3
0 3 1
1 0 4
1 3 1
2 0 1
2 1 1
2 3 5
3 1 1
3 2 5
4 2 4
4 0 2
4 1 2
"""
table = np.array([line.split() for line in RATINGS.strip().splitlines()], dtype=int)
pairs = table[:, :2]
ratings = table[:, 2].astype(float)


class MF:
    """r_ui ~ mu + b_u + c_i + p_u . q_i"""

    def __init__(self, n_users, n_items, k=2, lr=0.5, seed=10):
        rng = np.random.default_rng(seed)
        self.P = rng.normal(scale=0.6, size=(n_users, k))
        self.Q = rng.normal(scale=0.6, size=(n_items, k))
        self.bu = rng.normal(scale=0.2, size=n_users)
        self.bi = rng.normal(scale=0.2, size=n_items)
        self.mu = 2.7
        self.lr = lr

    def predict(self, pairs):
        u, i = pairs[:, 0], pairs[:, 1]
        return self.mu + self.bu[u] + self.bi[i] + np.sum(self.P[u] * self.Q[i], axis=1)

    def mse(self, pairs, ratings):
        return np.mean((ratings - self.predict(pairs)) ** 2)

    def grads(self, pairs, ratings):
        u, i = pairs[:, 0], pairs[:, 1]
        e = 2 * (self.predict(pairs) - ratings) / len(ratings)
        dP, dQ = np.zeros_like(self.P), np.zeros_like(self.Q)
        dbu, dbi = np.zeros_like(self.bu), np.zeros_like(self.bi)
        dP[u] += e[:, None] * self.Q[i]
        dQ[i] += e[:, None] * self.P[u]
        dbu[u] += e
        dbi[i] += e
        return dP, dQ, dbu, dbi

    def fit_epoch(self, pairs, ratings):
        dP, dQ, dbu, dbi = self.grads(pairs, ratings)
        self.P -= self.lr * dP
        self.Q -= self.lr * dQ
        self.bu -= self.lr * dbu
        self.bi -= self.lr * dbi

    def rmse(self, pairs, ratings):
        return np.sqrt(self.mse(pairs, ratings))


model = MF(n_users=5, n_items=4)

if __name__ == "__main__":
    for epoch in range(200):
        model.fit_epoch(pairs, ratings)
        if epoch % 20 == 0:
            print(epoch, model.rmse(pairs, ratings))


# ---- for the test
EXPECTED = "dP[u] += ... with an index that repeats adds only the last rating of each user (and of each item in dQ, dbu, dbi alike): it takes np.add.at"
KINDS = {"repeated indices", "not accumulated"}
PLACES = ["P", "Q", "bu", "bi", "dP", "dQ", "dbu", "dbi"]
TWO = False
MEND = [
    ("dP[u] += e[:, None] * self.Q[i]", "np.add.at(dP, u, e[:, None] * self.Q[i])"),
    ("dQ[i] += e[:, None] * self.P[u]", "np.add.at(dQ, i, e[:, None] * self.P[u])"),
    ("dbu[u] += e", "np.add.at(dbu, u, e)"),
    ("dbi[i] += e", "np.add.at(dbi, i, e)"),
]
OFF = {"P", "Q", "bu", "bi"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.mse, step=model.fit_epoch, predict=model.predict, x=pairs, y=ratings, rate=model.lr)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("P", "Q", "bu", "bi")

    def made(a):
        new = MF(5, 4)
        for name in names:
            setattr(new, name, np.array(a[name]))
        return new

    def claim(a):
        return dict(zip(names, made(a).grads(pairs, ratings)))

    return lambda a: made(a).mse(pairs, ratings), claim, {name: getattr(model, name).copy() for name in names}
