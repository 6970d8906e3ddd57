import numpy as np

class LogReg:
    """Nesterov: gradient is taken at the look-ahead point w + mu*v"""

    def __init__(self, n, alpha=0.3, mu=0.8):
        self.alpha, self.mu = alpha, mu
        self._w = np.zeros(n)
        self._v = np.zeros(n)

    @staticmethod
    def _p(w, X):
        return 1.0 / (1.0 + np.exp(-X.dot(w)))

    def objective(self, X, y, w=None):
        p = self._p(self._w if w is None else w, X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def gradient(self, X, y, w=None):
        return X.T.dot(self._p(self._w if w is None else w, X) - y) / y.size

    def advance(self, X, y):
        ahead = self._w + self.mu * self._v
        self._v = self.mu * self._v - self.alpha * self.gradient(X, y, ahead)
        self._w = self._w + self._v


rs = np.random.RandomState(53)
X = np.c_[rs.randn(40, 2), np.ones(40)]
y = (X.dot([1.5, -1, 0.3]) + 0.5 * rs.randn(40) > 0) + 0.0
lr = LogReg(3)
trace = [lr.objective(X, y)]
for _ in range(10):
    lr.advance(X, y)
    trace.append(lr.objective(X, y))
print(trace[0], trace[-1])

# ---- for the test
def hand_over():
    return dict(obj=lr, loss=lr.objective, grads=lr.gradient, step=lr.advance, x=X, y=y, rate=0.3)

FORM = "Nesterov momentum: step uses the gradient at a look-ahead point, private _w and _v, loss and gradient with an optional w argument"
