from dataclasses import dataclass

import numpy as np


@dataclass
class Config:
    n_features: int = 2
    n_hidden: int = 6
    learning_rate: float = 0.05
    n_steps: int = 50
    init_scale: float = 0.6
    seed: int = 11


def with_ones(M):
    return np.c_[np.ones(len(M)), M]


class HeteroscedasticNet:
    """Predicts a mean and an uncertainty for every point. Biases are the first rows of the weights."""

    def __init__(self, cfg: Config):
        self.cfg = cfg
        r = np.random.RandomState(cfg.seed)
        self.W = r.normal(0, cfg.init_scale, (cfg.n_features + 1, cfg.n_hidden))
        self.w_mean = r.normal(0, cfg.init_scale, cfg.n_hidden + 1)
        self.w_sigma = r.normal(0, cfg.init_scale, cfg.n_hidden + 1)

    def predict(self, X):
        self._X = with_ones(X)
        self._a = np.tanh(self._X @ self.W)
        self._A = with_ones(self._a)
        mean = self._A @ self.w_mean
        sigma = np.exp(self._A @ self.w_sigma)  # must be positive
        return mean, sigma

    def nll(self, X, y):
        mean, sigma = self.predict(X)
        return np.mean(np.log(sigma) + 0.5 * ((y - mean) / sigma) ** 2)

    def gradients(self, X, y):
        mean, sigma = self.predict(X)
        n = len(y)
        d_mean = (mean - y) / sigma**2 / n
        d_sigma = (1 / sigma - (y - mean) ** 2 / sigma**3) / n
        g_mean = self._A.T @ d_mean
        g_sigma = self._A.T @ d_sigma
        d_a = np.outer(d_mean, self.w_mean[1:]) + np.outer(d_sigma, self.w_sigma[1:])
        g_W = self._X.T @ (d_a * (1 - self._a**2))
        return {"W": g_W, "w_mean": g_mean, "w_sigma": g_sigma}

    def fit(self, X, y):
        for _ in range(self.cfg.n_steps):
            for name, g in self.gradients(X, y).items():
                setattr(self, name, getattr(self, name) - self.cfg.learning_rate * g)
        return self


r = np.random.RandomState(0)
X = r.uniform(-2, 2, (25, 2))
y = np.sin(X[:, 0]) + (0.2 + 0.3 * np.abs(X[:, 1])) * r.randn(25)
net = HeteroscedasticNet(Config())


# ---- for the test
EXPECTED = "d_sigma is the derivative by sigma, but w_sigma stands inside the exp: the derivative of exp (a factor sigma) is missing"
KINDS = {"derivative missing", "factor missing", "output derivative missing"}
PLACES = ["w_sigma", "sigma", "d_sigma", "W", "hidden", "output", "layer 1", "exp"]
TWO = False
MEND = [("(1 / sigma - (y - mean) ** 2 / sigma**3) / n", "(1 / sigma - (y - mean) ** 2 / sigma**3) * sigma / n")]
OFF = {"W", "w_sigma"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, make=lambda: HeteroscedasticNet(Config()), loss=net.nll, grads=net.gradients, predict=net.predict, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = HeteroscedasticNet(Config())
        for k, v in a.items():
            setattr(new, k, v.copy())
        return new

    return lambda a: made(a).nll(X, y), lambda a: made(a).gradients(X, y), {k: getattr(net, k) for k in ("W", "w_mean", "w_sigma")}
