import numpy as np


class RMSprop:
    """divides by a running average of the squared gradients, for a dict of parameters"""

    def __init__(self, params, lr=0.01, decay=0.9, eps=1e-8):
        self.params = params
        self.lr, self.decay, self.eps = lr, decay, eps
        self.cache = {k: np.zeros_like(v) for k, v in params.items()}

    def step(self, grads):
        for k in self.params:
            g = grads[k]
            self.cache[k] = self.decay * self.cache[k] + (1 - self.decay) * g**2
            self.params[k] -= self.lr * g / (self.cache[k] + self.eps)


class LogisticRegression:
    def __init__(self, n_features, seed=0):
        rng = np.random.default_rng(seed)
        self.params = {"w": rng.normal(0, 0.5, n_features), "b": rng.normal(0, 0.5, 1)}
        self.optimizer = RMSprop(self.params, lr=0.05)

    def predict(self, X):
        return 1 / (1 + np.exp(-(X @ self.params["w"] + self.params["b"])))

    def loss(self, X, y):
        p = self.predict(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def grads(self, X, y):
        d = (self.predict(X) - y) / len(y)
        return {"w": X.T @ d, "b": np.array([d.sum()])}

    def step(self, X, y):
        self.optimizer.step(self.grads(X, y))


def build():
    return LogisticRegression(3)


rng = np.random.default_rng(1)
X = rng.normal(size=(16, 3))
y = (X @ [1.0, -2.0, 0.5] + 0.3 * rng.normal(size=16) > 0).astype(float)

if __name__ == "__main__":
    model = build()
    for it in range(1000):
        model.step(X, y)
    print("loss", model.loss(X, y), model.params)


# ---- for the test
EXPECTED = "RMSprop divides by the running average of the squares without its square root; the gradient is right, it shows in the step, lr * g / cache instead of lr * g / sqrt(cache): the smaller the gradient, the longer the step"
KINDS = {"optimizer formula"}
PLACES = ["cache", "RMSprop", "w", "b", "optimizer", "step"]
TWO = False
MEND = [("/ (self.cache[k] + self.eps)", "/ (np.sqrt(self.cache[k]) + self.eps)")]
OFF = set()


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=build, x=X, y=y, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name; the mistake is in the optimizer, not in the gradient."""

    def made(a):
        new = build()
        for k in a:
            new.params[k] = a[k]
        return new

    return lambda a: made(a).loss(X, y), lambda a: made(a).grads(X, y), {k: v.copy() for k, v in build().params.items()}
