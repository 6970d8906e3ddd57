import numpy as np


def init(sizes, seed=30):
    rs = np.random.RandomState(seed)
    return [
        (rs.randn(m, n).astype(np.float32), (0.5 * rs.randn(n)).astype(np.float32))
        for m, n in zip(sizes[:-1], sizes[1:])
    ]


def forward(params, x):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W + b))
    W, b = params[-1]
    logits = acts[-1] @ W + b
    return acts, logits


def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    return logits - m - np.log(np.exp(logits - m).sum(axis=1, keepdims=True))


def nll(params, x, labels):
    _, logits = forward(params, x)
    return -np.mean(log_softmax(logits)[np.arange(len(labels)), labels])


def grad(params, x, labels):
    """list of (dW, db), last layer first"""
    n = len(labels)
    acts, logits = forward(params, x)
    d = np.exp(log_softmax(logits))
    d[np.arange(n), labels] -= 1
    d /= n
    grads = []
    for i in range(len(params) - 1, -1, -1):
        grads.append((acts[i].T @ d / n, d.sum(axis=0) / n))
        if i > 0:
            d = (d @ params[i][0].T) * (1 - acts[i] ** 2)
    return grads


def update(params, grads, lr=0.1):
    return [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, reversed(grads))]


rs = np.random.RandomState(0)
images = rs.randn(6, 5).astype(np.float32)
labels = np.array([0, 2, 1, 1, 2, 0])
params = init([5, 4, 2, 3])


# ---- for the test
EXPECTED = "d is divided by n and then dW and db once more: all gradients are n times too small"
KINDS = {"averaged twice", "scale"}
PLACES = ["all", "every", "W", "b", "params", "layer"]
TWO = False
MEND = [
    ("grads.append((acts[i].T @ d / n, d.sum(axis=0) / n))", "grads.append((acts[i].T @ d, d.sum(axis=0)))")
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=nll, grads=grad, params=params, x=images, y=labels)
