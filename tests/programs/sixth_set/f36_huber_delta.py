import numpy as np

DELTA = 1.5


def huber(r):
    small = np.abs(r) <= DELTA
    return np.where(small, 0.5 * r**2, DELTA * (np.abs(r) - 0.5 * DELTA))


def huber_prime(r):
    small = np.abs(r) <= DELTA
    return np.where(small, r, np.sign(r))


def features(x):
    return np.stack([np.ones_like(x), x, x**2], axis=1)


def robust_loss(theta, x, y):
    return huber(features(x) @ theta - y).mean()


def robust_grad(theta, x, y):
    F = features(x)
    return F.T @ huber_prime(F @ theta - y) / len(x)


def solve(theta, x, y, lr=0.1, steps=50):
    path = [theta]
    for _ in range(steps):
        theta = theta - lr * robust_grad(theta, x, y)
        path.append(theta)
    return path


x = np.linspace(-1.5, 1.5, 9)
y = 1 + 0.5 * x - x**2
y[2], y[7] = 6.0, -5.0  # outliers
theta = np.array([0.5, -0.3, 0.2])


# ---- for the test
EXPECTED = "beyond DELTA the slope is DELTA * sign(r), huber_prime has sign(r)"
KINDS = {"wrong loss", "loss derivative", "huber", "wrong activation", "loss and gradient do not belong together", "scale", "partial"}
PLACES = ["theta", "huber", "loss", "every array"]
TWO = False
MEND = [("np.where(small, r, np.sign(r))", "np.where(small, r, DELTA * np.sign(r))")]
OFF = {"theta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=robust_loss, grads=robust_grad, params=theta, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: robust_loss(a["theta"], x, y), lambda a: {"theta": robust_grad(a["theta"], x, y)}, {"theta": theta}
