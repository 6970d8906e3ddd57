import numpy as np
from types import SimpleNamespace

rng = np.random.default_rng(30)
pos_weight = 3.0
state = SimpleNamespace(w=rng.normal(size=4), b=0.2)
rows = [(rng.normal(size=4), int(rng.random() < 0.3)) for _ in range(9)]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss(state, rows):
    total = 0.0
    for x, y in rows:
        p = sigmoid(x @ state.w + state.b)
        total -= pos_weight * np.log(p) if y == 1 else np.log(1 - p)
    return total / len(rows)


def sgd_grad(state, rows):
    dw, db = np.zeros(4), 0.0
    for x, y in rows:
        p = sigmoid(x @ state.w + state.b)
        dw += (p - y) * x
        db += p - y
    return SimpleNamespace(w=dw / len(rows), b=db / len(rows))


# ---- for the test
EXPECTED = "positives weigh 3 in the loss and 1 in the gradient"
KINDS = {"factor missing", "scale", "wrong error", "unknown"}
PLACES = ["w", "b", "every"]
TWO = False
MEND = [
    (
        "        dw += (p - y) * x\n        db += p - y",
        "        d = (p - 1) * pos_weight if y == 1 else p\n        dw += d * x\n        db += d",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=sgd_grad, params=state, x=rows)
