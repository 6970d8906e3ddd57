import numpy as np

gamma = 2.0


def p_of(w, X):
    return 1 / (1 + np.exp(-(X @ w[:-1] + w[-1])))


def focal(w, X, y):
    p = p_of(w, X)
    pt = np.where(y == 1, p, 1 - p)
    return -np.mean((1 - pt) ** gamma * np.log(pt))


def focal_grad(w, X, y):
    p = p_of(w, X)
    pt = np.where(y == 1, p, 1 - p)
    dpt = -((1 - pt) ** gamma) / pt
    dz = dpt * p * (1 - p) * np.where(y == 1, 1, -1) / len(y)
    return np.append(X.T @ dz, dz.sum())


rng = np.random.RandomState(45)
X = rng.randn(10, 3)
y = (rng.rand(10) < 0.3).astype(int)

# ---- for the test
EXPECTED = "(1 - pt)^gamma is taken for a constant: its own derivative is missing"
KINDS = {"path missing", "wrong derivative", "product rule"}
PLACES = ["w", "params", "output"]
TWO = False
MEND = [
    (
        "dpt = -((1 - pt) ** gamma) / pt\n",
        "dpt = -((1 - pt) ** gamma) / pt + gamma * (1 - pt) ** (gamma - 1) * np.log(pt)\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=focal, grads=focal_grad, params=rng.randn(4), x=X, y=y)
