# ECG toy: conv1d -> max pooling -> logistic unit
import numpy as np

rng = np.random.default_rng(2020)
signals = rng.normal(size=(6, 12))
beats = np.array([1., 0., 0., 1., 1., 0.])

kernel = rng.normal(size=3)
kbias = rng.normal() * 0.3
dense = rng.normal(size=5) * 0.7
dbias = 0.15


def conv1d(s, kernel, kbias):
    out = np.zeros((len(s), s.shape[1] - 2))
    for t in range(out.shape[1]):
        out[:, t] = s[:, t:t + 3] @ kernel + kbias
    return out


def max_pool(c):
    n, length = c.shape
    return c.reshape(n, length // 2, 2).max(axis=2)


def max_pool_backward(d, c):
    return np.repeat(d, 2, axis=1) / 2


def forward(params, s):
    kernel, kbias, dense, dbias = params
    c = conv1d(s, kernel, kbias)
    m = max_pool(c)
    p = 1 / (1 + np.exp(-(m @ dense + dbias)))
    return c, m, p


def bce(params, s, t):
    p = forward(params, s)[2]
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def backward(params, s, t):
    kernel, kbias, dense, dbias = params
    c, m, p = forward(params, s)
    d = (p - t) / len(t)
    g_dense = m.T @ d
    g_dbias = d.sum()
    dc = max_pool_backward(np.outer(d, dense), c)
    g_kernel = np.zeros(3)
    for t_ in range(c.shape[1]):
        g_kernel += s[:, t_:t_ + 3].T @ dc[:, t_]
    g_kbias = dc.sum()
    return [g_kernel, g_kbias, g_dense, g_dbias]


params = [kernel, kbias, dense, dbias]

# ---- for the test
EXPECTED = "max_pool_backward spreads the gradient evenly over the window (that is average pooling) instead of giving it to the maximum alone"
KINDS = {"derivative of another activation", "pooling mask"}
PLACES = ["kernel", "pool", "conv", "max_pool"]
TWO = False
MEND = [("return np.repeat(d, 2, axis=1) / 2",
         "return np.repeat(d, 2, axis=1) * (c == np.repeat(max_pool(c), 2, axis=1))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=bce, grads=backward, params=params, x=signals, y=beats)
