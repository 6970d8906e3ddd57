import numpy as np


def make_state(weights):
    return {"cache": [np.zeros_like(weights[0])] * len(weights), "decay": 0.9}


def rmsprop(weights, grads, state, lr=0.01):
    for w, g, s in zip(weights, grads, state["cache"]):
        s *= state["decay"]
        s += (1 - state["decay"]) * g**2
        w -= lr * g / (np.sqrt(s) + 1e-6)


def forward(weights, X):
    acts = [X]
    for w in weights[:-1]:
        acts.append(np.tanh(acts[-1] @ w))
    acts.append(acts[-1] @ weights[-1])
    return acts


def loss(weights, X, Y):
    return np.mean((forward(weights, X)[-1] - Y) ** 2)


def gradients(weights, X, Y):
    acts = forward(weights, X)
    d = 2 * (acts[-1] - Y) / Y.size
    grads = [None] * len(weights)
    for i in range(len(weights) - 1, -1, -1):
        grads[i] = acts[i].T @ d
        if i:
            d = d @ weights[i].T * (1 - acts[i] ** 2)
    return grads


rng = np.random.default_rng(2)
X = rng.normal(size=(7, 3))
Y = X[:, ::-1] ** 2
weights = [rng.normal(size=(3, 3)) for _ in range(3)]
state = make_state(weights)


def train_step(weights, X, Y):
    rmsprop(weights, gradients(weights, X, Y), state)
    return weights


# ---- for the test
EXPECTED = "[zeros] * 3 is one array three times: all weights share one cache of squares, and each adds to it"
KINDS = {"state shared", "shared state", "optimizer", "aliasing", "optimizer's formula"}
PLACES = ["weights[1]", "weights[2]", "[1]", "[2]", "cache", "state", "every array"]
TWO = False
MEND = [("[np.zeros_like(weights[0])] * len(weights)", "[np.zeros_like(w) for w in weights]")]
OFF = {"w1", "w2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradients, step=train_step, params=weights, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def listed(a):
        return [a[f"w{i}"].copy() for i in range(3)]

    def claim(a):
        ws = listed(a)
        rmsprop(ws, gradients(ws, X, Y), make_state(ws))
        return {f"w{i}": (a[f"w{i}"] - ws[i]) / 0.01 for i in range(3)}

    return lambda a: loss(listed(a), X, Y), claim, {f"w{i}": w for i, w in enumerate(weights)}


def wanted(slope, a):
    """What the first step should be, over the rate."""
    return {k: g / (np.sqrt(0.1 * g**2) + 1e-6) for k, g in slope(a).items()}
