import numpy as np


class Regressor:
    def __init__(self, n_in=3, n_h=5):
        rs = np.random.RandomState(43)
        self.theta = {"U": rs.randn(n_in, n_h), "c": rs.randn(n_h), "v": rs.randn(n_h), "d": 0.1}

    def predict(self, X):
        self.a = np.log1p(np.exp(X @ self.theta["U"] + self.theta["c"]))
        return self.a @ self.theta["v"] + self.theta["d"]

    def loss(self, X, y):
        return np.mean(np.log(np.cosh(self.predict(X) - y)))

    def grads(self, X, y):
        e = np.tanh(self.predict(X) - y) / len(y)
        da = np.outer(e, self.theta["v"])
        s = 1 / (1 + np.exp(-self.a))
        dz = da * s
        return {"U": X.T @ dz, "c": dz.sum(0), "v": self.a.T @ e, "d": e.sum()}


model = Regressor()
X, y = np.random.RandomState(44).randn(7, 3), np.random.RandomState(45).randn(7)

# ---- for the test
EXPECTED = "softplus has the slope sigmoid(z); it is taken at a, not at z"
KINDS = {"wrong argument", "derivative at the wrong argument"}
PLACES = ["U", "c", "hidden", "layer 1"]
TWO = False
MEND = [("s = 1 / (1 + np.exp(-self.a))", "s = 1 - np.exp(-self.a)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.loss, grads=model.grads, params=model.theta, x=X, y=y)
