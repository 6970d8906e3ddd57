import numpy as np

rng = np.random.RandomState(12)
data = rng.randn(20, 3)
targets = np.argmax(data, axis=1)
theta = {"W": [rng.randn(3, 5) * 0.5, rng.randn(5, 3) * 0.5], "b": [np.zeros(5), np.zeros(3)]}


def probs(theta, X):
    h = np.maximum(X @ theta["W"][0] + theta["b"][0], 0.1 * (X @ theta["W"][0] + theta["b"][0]))
    z = h @ theta["W"][1] + theta["b"][1]
    e = np.exp(z - z.max(1)[:, None])
    return h, e / e.sum(1)[:, None]


def batch_loss(theta, idx):
    _, p = probs(theta, data[idx])
    return -np.log(p[np.arange(len(idx)), targets[idx]]).mean()


def batch_grad(theta, idx):
    X = data[idx]
    h, p = probs(theta, X)
    d = p
    d[range(len(idx)), targets[: len(idx)]] -= 1
    d = d / len(idx)
    g2, gb2 = h.T @ d, d.sum(0)
    dh = d @ theta["W"][1].T
    dh = np.where(h > 0, dh, 0.1 * dh)
    return {"W": [X.T @ dh, g2], "b": [dh.sum(0), gb2]}


# ---- for the test
EXPECTED = "the gradient takes the labels of the first rows, not those of the batch"
KINDS = {"labels of other rows", "wrong rows"}
PLACES = ["label", "every", "output", "layer 2", "W"]
TWO = False
MEND = [("targets[: len(idx)]] -= 1", "targets[idx]] -= 1")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=batch_loss, grads=batch_grad, params=theta, x=np.array([7, 3, 15, 11, 2, 18]))
