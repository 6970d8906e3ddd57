import math

import numpy as np

x = np.linspace(-math.pi, math.pi, 20)
y = np.sin(x)
learning_rate = 1e-4


def loss(a, b, c, d):
    y_pred = a + b * x + c * x**2 + d * x**3
    return np.square(y_pred - y).sum()


def grad(a, b, c, d):
    y_pred = a + b * x + c * x**2 + d * x**3
    grad_y_pred = 2.0 * (y_pred - y)
    grad_a = grad_y_pred.sum()
    grad_b = (grad_y_pred * x).sum()
    grad_c = (grad_y_pred * x**2).sum()
    grad_d = (grad_y_pred * x**2).sum()
    return grad_a, grad_b, grad_c, grad_d


a, b, c, d = 0.3, -0.5, 0.2, 0.1

# ---- for the test
EXPECTED = "grad_d takes x**2, not x**3"
KINDS = {"wrong input", "wrong factor", "factor missing"}
PLACES = ["d", "array 4"]
TWO = False
MEND = [("grad_d = (grad_y_pred * x**2)", "grad_d = (grad_y_pred * x**3)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grad, params=(a, b, c, d))
