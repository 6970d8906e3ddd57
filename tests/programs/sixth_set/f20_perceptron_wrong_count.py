import numpy as np


def perceptron_loss(w, X, y):
    """mean over all examples of max(0, -y * score)"""
    return np.maximum(0, -y * (X @ w)).mean()


def perceptron_step(w, X, y, lr=0.5):
    wrong = y * (X @ w) < 0
    grad = np.zeros_like(w)
    for xi, yi in zip(X[wrong], y[wrong]):
        grad -= yi * xi
    return w - lr * grad / wrong.sum()


rng = np.random.RandomState(14)
X = np.c_[rng.randn(12, 3), np.ones(12)]
y = np.sign(X @ np.array([1.0, -1.0, 2.0, 0.3]))
w = np.array([0.5, 1.0, 0.4, -0.2])


# ---- for the test
EXPECTED = "the step divides by the number of examples that are wrong, the loss is a mean over all"
KINDS = {"scale", "averaged where summed", "not averaged"}
PLACES = ["w", "every array"]
TWO = False
MEND = [("grad / wrong.sum()", "grad / len(X)")]
OFF = {"w"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=perceptron_loss, step=perceptron_step, params=w, x=X, y=y, rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: perceptron_loss(a["w"], X, y), lambda a: {"w": (a["w"] - perceptron_step(a["w"], X, y)) / 0.5}, {"w": w}
