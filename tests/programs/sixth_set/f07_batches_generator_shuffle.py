import numpy as np


def batches(X, y, size, rng):
    """Yield mini-batches in random order."""
    order = rng.permutation(len(X))
    X = X[order]
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]


def model(X, w, b):
    return X @ w + b


def loss(w, b, X, y):
    return 0.5 * np.mean((model(X, w, b) - y) ** 2)


def gradient(w, b, X, y):
    r = model(X, w, b) - y
    return X.T @ r / len(X), np.mean(r)


def train_epoch(w, b, X, y, lr=0.1):
    rng = np.random.default_rng(3)
    for xb, yb in batches(X, y, 8, rng):
        dw, db = gradient(w, b, xb, yb)
        w, b = w - lr * dw, b - lr * db
    return w, b


rng = np.random.default_rng(0)
X = rng.normal(size=(8, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.3
w = rng.normal(size=3)
b = 0.1


# ---- for the test
EXPECTED = "batches puts the rows of X in a new order and leaves y in the old one: each row learns another row's label"
KINDS = {"labels shuffled", "shuffled", "wrong rows", "rows and labels do not belong together", "wrong labels"}
PLACES = ["w", "batches", "labels", "y", "rows"]
TWO = False
MEND = [("    X = X[order]\n", "    X, y = X[order], y[order]\n")]
OFF = {"w"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, step=train_epoch, params=(w, b), x=X, y=y, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        new = train_epoch(a["w"], a["b"], X, y)
        return {"w": (a["w"] - new[0]) / 0.1, "b": (a["b"] - new[1]) / 0.1}

    return lambda a: loss(a["w"], a["b"], X, y), claim, {"w": w, "b": np.array(b)}
