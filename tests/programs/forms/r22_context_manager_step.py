import numpy as np
from contextlib import contextmanager


class Poly:
    """fit a polynomial, coefficients lowest first"""

    def __init__(self, degree):
        self.coef = np.zeros(degree + 1)

    def __call__(self, x):
        return np.polynomial.polynomial.polyval(x, self.coef)

    def mse(self, x, y):
        return np.mean((self(x) - y) ** 2)

    @contextmanager
    def training(self, x, y, lr):
        # gradient is taken on entry, the weights move on exit
        V = np.vander(x, len(self.coef), increasing=True)
        grad = 2 / len(x) * V.T @ (V @ self.coef - y)
        yield self.mse(x, y)
        self.coef = self.coef - lr * grad


x = np.linspace(-1, 1, 30)
y = 1 - 2 * x + 3 * x ** 3
model = Poly(3)
for epoch in range(15):
    with model.training(x, y, lr=0.3) as l:
        if epoch % 5 == 0:
            print(epoch, l)

def one_step(x, y, lr=0.3):
    with model.training(x, y, lr):
        pass

# ---- for the test
def hand_over():
    return dict(obj=model, loss=model.mse, step=one_step, predict=model, x=x, y=y, rate=0.3)

FORM = "the update happens on leaving a with-block; polynomial coefficients as the one attribute, 1-D inputs"
