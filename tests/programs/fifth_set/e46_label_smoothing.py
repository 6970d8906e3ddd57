import numpy as np

SMOOTH = 0.1


def logits(params, x):
    (W1, b1), (W2, b2) = params
    h = np.maximum(x @ W1 + b1, 0)
    return h, h @ W2 + b2


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def smooth(labels, k=3):
    return (1 - SMOOTH) * np.eye(k)[labels] + SMOOTH / k


def loss(params, x, labels):
    _, z = logits(params, x)
    return -(smooth(labels) * log_softmax(z)).sum(axis=1).mean()


def grads(params, x, labels):
    (W1, b1), (W2, b2) = params
    h, z = logits(params, x)
    dz = (np.exp(log_softmax(z)) - np.eye(3)[labels]) / len(x)
    dh = (dz @ W2.T) * (h > 0)
    return [(x.T @ dh, dh.sum(0)), (h.T @ dz, dz.sum(0))]


g = np.random.default_rng(46)
params = [(g.normal(size=(4, 5)), np.zeros(5)), (g.normal(size=(5, 3)), np.zeros(3))]
x, labels = g.normal(size=(8, 4)), np.array([0, 1, 2, 2, 1, 0, 1, 2])

# ---- for the test
EXPECTED = "the labels are smoothed in the loss and not in its gradient"
KINDS = {"wrong error", "wrong loss", "output derivative", "unknown"}
PLACES = ["every", "output", "loss", "labels"]
TWO = False
MEND = [("- np.eye(3)[labels]) / len(x)", "- smooth(labels)) / len(x)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=params, x=x, y=labels)
