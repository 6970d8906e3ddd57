# Robust regression with Huber loss, gradient descent. theta[0] is the intercept.
import numpy as np

rng = np.random.default_rng(1964)
A = rng.normal(size=(5, 5))
target = A @ np.array([1.0, -2.0, 0.5, 0.0, 1.5]) + 0.7 + rng.normal(size=5) * 0.3
target[2] += 15          # an outlier
delta = 1.0
theta = rng.normal(size=6) * 0.8


def residuals(theta, A, target):
    return theta[0] + A @ theta[1:] - target


def huber(theta, A, target):
    r = residuals(theta, A, target)
    small = np.abs(r) <= delta
    return np.mean(np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta)))


def psi(r):
    return np.where(np.abs(r) <= delta, r, delta * np.sign(r))


def huber_grad(theta, A, target):
    p = psi(residuals(theta, A, target))
    slope = np.mean(p * A, axis=0)
    return np.concatenate([[p.mean()], slope])


def descend(theta, steps=300, lr=0.1):
    path = [huber(theta, A, target)]
    for k in range(steps):
        lr_k = lr / (1 + 0.01 * k)
        theta = theta - lr_k * huber_grad(theta, A, target)
        path.append(huber(theta, A, target))
    return theta, path


# ---- for the test
EXPECTED = "p * A multiplies the columns of A by the residuals (silent because A is square); each row must be multiplied by its own residual, p[:, None] * A"
KINDS = {"broadcasting", "rows mix"}
PLACES = ["theta", "slope", "weights"]
TWO = False
MEND = [("slope = np.mean(p * A, axis=0)", "slope = np.mean(p[:, None] * A, axis=0)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=huber, grads=huber_grad, params=theta, x=A, y=target)
