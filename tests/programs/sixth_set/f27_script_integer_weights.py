# %% linear regression, from my notebook
import numpy as np

X = np.array([[1.0, 0.5], [0.2, -1.0], [-0.7, 0.3], [0.4, 0.9], [-1.2, -0.1]])
y = np.array([2.3, -1.1, -0.2, 1.9, -1.5])

# %% start
w = np.array([3, -2])
b = 0.0
lr = 0.1


# %%
def loss(w, b, X, y):
    return 0.5 * np.sum((X @ w + b - y) ** 2)


def update(w, b, X, y):
    error = X @ w + b - y
    new_w = np.zeros_like(w)
    for j in range(len(w)):
        new_w[j] = w[j] - lr * np.dot(error, X[:, j])
    new_b = b - lr * np.sum(error)
    return new_w, new_b


# %% train
history = []
for epoch in range(10):
    history.append(loss(w, b, X, y))
    w, b = update(w, b, X, y)
w, b = np.array([3, -2]), 0.0  # again from the start


# ---- for the test
EXPECTED = "w is an array of integers, and so is new_w = np.zeros_like(w): each step is cut to a whole number, and the weights stick"
KINDS = {"integer arrays", "integers", "rounded", "whole numbers", "integer"}
PLACES = ["w"]
TWO = False
MEND = [("w = np.array([3, -2])\n", "w = np.array([3.0, -2.0])\n"), ("w, b = np.array([3, -2]), 0.0", "w, b = np.array([3.0, -2.0]), 0.0")]
OFF = {"w"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, step=update, params=(w, b), x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        new_w, new_b = update(a["w"].astype(w.dtype), float(a["b"]), X, y)
        return {"w": (a["w"] - new_w) / lr, "b": (a["b"] - new_b) / lr}

    return lambda a: loss(a["w"], a["b"], X, y), claim, {"w": w, "b": np.array(b)}
