import numpy as np


class Ridge:
    """minimise |Aw-b|^2 + lam |w|^2, everything is a property"""

    def __init__(self, A, b, lam=0.1):
        self._A, self._b, self._lam = A, b, lam
        self._w = np.zeros(A.shape[1])

    @property
    def w(self):
        return self._w

    @w.setter
    def w(self, value):
        self._w = np.asarray(value, dtype=float)

    @property
    def residual(self):
        return self._A @ self.w - self._b

    @property
    def cost(self):
        return self.residual @ self.residual + self._lam * self.w @ self.w

    @property
    def gradient(self):
        return 2 * self._A.T @ self.residual + 2 * self._lam * self.w

    def descend(self, rate=0.005):
        self.w = self.w - rate * self.gradient
        return self


rs = np.random.RandomState(7)
A = rs.randn(15, 4)
b = A @ [1, -2, 0.5, 3] + 0.1 * rs.randn(15)
problem = Ridge(A, b)
problem.descend().descend().descend()
print(problem.cost, problem.w)

# ---- for the test
def hand_over():
    return dict(obj=problem, step=problem.descend, rate=0.005)

FORM = "loss (.cost), gradient and weights are properties with a setter; data given in the constructor; step returns self"
