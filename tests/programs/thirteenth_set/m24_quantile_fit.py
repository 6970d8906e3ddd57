"""Quantile regression with a small relu net, sklearn style.

I ask for the 90 % quantile of the delivery time, and the curve has hardly any
points below it. For the median everything is perfect.
"""
import numpy as np


class QuantileNet:
    def __init__(self, tau=0.9, hidden=9, rate=0.1, epochs=200, decay=0.95, random_state=0):
        self.tau = tau
        self.hidden = hidden
        self.rate = rate
        self.epochs = epochs
        self.decay = decay
        self.random_state = random_state

    def _init(self, n_features):
        rng = np.random.RandomState(self.random_state)
        self.coefs_ = [rng.randn(n_features, self.hidden) * np.sqrt(2 / n_features),
                       rng.randn(self.hidden, 1) * np.sqrt(2 / self.hidden)]
        self.intercepts_ = [np.zeros(self.hidden), np.zeros(1)]
        self._cache = [np.zeros_like(a) for a in self.coefs_ + self.intercepts_]

    def _forward(self, X):
        self._h = np.maximum(X @ self.coefs_[0] + self.intercepts_[0], 0)
        return (self._h @ self.coefs_[1] + self.intercepts_[1])[:, 0]

    def pinball(self, X, y):
        e = y - self._forward(X)
        return np.mean(np.maximum(self.tau * e, (self.tau - 1) * e))

    def _gradients(self, X, y):
        e = y - self._forward(X)
        dq = np.where(e > 0, self.tau - 1, self.tau)[:, None] / len(y)
        dh = (dq @ self.coefs_[1].T) * (self._h > 0)
        return [X.T @ dh, self._h.T @ dq], [dh.sum(axis=0), dq.sum(axis=0)]

    def partial_fit(self, X, y):
        if not hasattr(self, "coefs_"):
            self._init(X.shape[1])
        dcoefs, dintercepts = self._gradients(X, y)
        params = self.coefs_ + self.intercepts_
        for k, (p, g) in enumerate(zip(params, dcoefs + dintercepts)):
            # RMSprop
            self._cache[k] = self.decay * self._cache[k] + (1 - self.decay) * g ** 2
            p -= 0.1 * self.rate * g / (np.sqrt(self._cache[k]) + 1e-6)
        return self

    def fit(self, X, y):
        self._init(X.shape[1])
        for _ in range(self.epochs):
            self.partial_fit(X, y)
        return self

    def predict(self, X):
        return self._forward(X)


def deliveries(n, seed=0):
    rng = np.random.RandomState(seed)
    X = rng.rand(n, 2) * 2 - 1
    return X, 1 + X[:, 0] + rng.exponential(0.5 + 0.3 * (X[:, 1] + 1), n)


if __name__ == "__main__":
    X, y = deliveries(150)
    for tau in (0.1, 0.5, 0.9):
        m = QuantileNet(tau).fit(X, y)
        print("tau", tau, "loss", m.pinball(X, y), "below the curve:", np.mean(y < m.predict(X)))


# ---- for the test
EXPECTED = "in _gradients, the slope dq of the pinball loss has tau and 1 - tau exchanged (should be -tau where e > 0, 1 - tau otherwise)"
KINDS = {"exchanged", "wrong slope", "wrong error", "wrong loss"}
PLACES = ["dq", "_gradients", "tau", "pinball"]
TWO = False
MEND = [("        dq = np.where(e > 0, self.tau - 1, self.tau)[:, None] / len(y)\n",
         "        dq = np.where(e > 0, -self.tau, 1 - self.tau)[:, None] / len(y)\n")]
OFF = {"W0", "W1", "b0", "b1"}


def hand_over():
    X, y = deliveries(13)
    m = QuantileNet(0.9)
    m._init(2)
    return dict(loss=m.pinball, grads=m._gradients, step=m.partial_fit,
                params={"coefs_": m.coefs_, "intercepts_": m.intercepts_},
                x=X, y=y, rate=m.rate, predict=m.predict, make=QuantileNet)


def proof():
    X, y = deliveries(13, seed=3)

    def filled(d):
        m = QuantileNet(0.9, hidden=5)
        m._init(2)
        m.coefs_, m.intercepts_ = [d["W0"], d["W1"]], [d["b0"], d["b1"]]
        return m

    def claim(d):
        (W0, W1), (b0, b1) = filled(d)._gradients(X, y)
        return {"W0": W0, "W1": W1, "b0": b0, "b1": b1}
    rng = np.random.RandomState(1)
    return (lambda d: filled(d).pinball(X, y), claim,
            {"W0": rng.randn(2, 5), "W1": rng.randn(5, 1), "b0": 0.5 * rng.randn(5),
             "b1": np.ones(1)})
