import numpy as np


class AdaGrad:
    def __init__(self, eta=0.1):
        self.eta = eta
        self.h = None

    def update(self, params, grads):
        if self.h is None:
            self.h = [np.zeros_like(p) for p in params]
        for i in range(len(params)):
            self.h[i] = grads[i] * grads[i]
            params[i] -= self.eta * grads[i] / (np.sqrt(self.h[i]) + 1e-7)


class LogReg:
    def __init__(self):
        rs = np.random.RandomState(48)
        self.params = [rs.randn(4, 1), np.zeros(1)]
        self.optimizer = AdaGrad()

    def proba(self, X):
        return 1 / (1 + np.exp(-(X @ self.params[0] + self.params[1])))

    def logloss(self, X, y):
        p = self.proba(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def step(self, X, y):
        d = (self.proba(X) - y) / len(X)
        self.optimizer.update(self.params, [X.T @ d, d.sum(axis=0)])


X = np.random.RandomState(49).randn(10, 4)
y = (np.random.RandomState(50).rand(10, 1) > 0.4).astype(float)

# ---- for the test
EXPECTED = "AdaGrad's sum of squares is overwritten in each step, not added up"
KINDS = {"optimizer state", "optimizer formula"}
PLACES = ["update", "every", "optimizer", "step", "adagrad"]
TWO = False
MEND = [("self.h[i] = grads[i] * grads[i]", "self.h[i] += grads[i] * grads[i]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=LogReg, loss=LogReg.logloss, step=LogReg.step, x=X, y=y, rate=0.1)
