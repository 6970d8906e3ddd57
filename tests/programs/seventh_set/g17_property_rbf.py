import numpy as np


class RBFNetwork:
    """Gaussian units; all numbers are held in one flat vector, the properties give the parts of it."""

    def __init__(self, n_units, n_dim, width=1.0, rng=None):
        rng = rng or np.random.default_rng(0)
        self.n_units, self.n_dim, self.width = n_units, n_dim, width
        self._flat = rng.normal(size=n_units * n_dim + n_units + 1)
        # positions of the parts
        where = np.arange(self._flat.size)
        self._is_center = where < n_units * n_dim
        self._is_weight = (where >= n_units * n_dim) & (where < where[-1])

    @property
    def centers(self):
        return self._flat[: self.n_units * self.n_dim].reshape(self.n_units, self.n_dim)

    @property
    def weights(self):
        return self._flat[self._is_weight]

    @property
    def bias(self):
        return self._flat[-1:]

    def _phi(self, X):
        diff = X[:, None, :] - self.centers[None, :, :]
        return np.exp(-np.sum(diff**2, axis=2) / (2 * self.width**2)), diff

    def predict(self, X):
        return self._phi(X)[0] @ self.weights + self.bias

    def mse(self, X, t):
        return np.mean((self.predict(X) - t) ** 2)

    def train_step(self, X, t, lr=0.05):
        phi, diff = self._phi(X)
        err = 2 * (phi @ self.weights + self.bias - t) / len(t)

        d_weights = phi.T @ err
        d_bias = err.sum()
        g = err[:, None] * phi * self.weights
        d_centers = np.einsum("nk,nkd->kd", g, diff) / self.width**2

        self.centers[:] -= lr * d_centers
        self.weights[:] -= lr * d_weights
        self.bias[:] -= lr * d_bias

    def train(self, X, t, n_iter=100, lr=0.05):
        for _ in range(n_iter):
            self.train_step(X, t, lr)
        return self.mse(X, t)


gen = np.random.default_rng(21)
X = gen.uniform(-2, 2, size=(15, 2))
t = np.sin(X[:, 0]) * np.cos(X[:, 1])
rbf = RBFNetwork(5, 2, width=0.9, rng=gen)


# ---- for the test
EXPECTED = "the property weights indexes with a mask and so gives a copy: self.weights[:] -= ... changes the copy, and the output weights never move"
KINDS = {"copy", "aliasing", "zero", "partial update"}
PLACES = ["weights", "_flat", "output", "layer 2", "w", "_is_weight"]
TWO = False
MEND = [("return self._flat[self._is_weight]", "return self._flat[self.n_units * self.n_dim : -1]")]
OFF = {"weights"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=rbf, loss=rbf.mse, step=rbf.train_step, predict=rbf.predict, x=X, y=t, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = RBFNetwork(5, 2, width=0.9)
        new._flat[:] = np.concatenate([a["centers"].ravel(), a["weights"], a["bias"]])
        return new

    def claim(a):
        new = made(a)
        new.train_step(X, t, 0.05)
        return {name: (a[name] - getattr(new, name)) / 0.05 for name in a}

    start = dict(centers=rbf.centers.copy(), weights=rbf.weights.copy(), bias=rbf.bias.copy())
    return lambda a: made(a).mse(X, t), claim, start
