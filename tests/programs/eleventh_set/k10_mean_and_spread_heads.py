"""A net that says how sure it is: one head for the mean, one for the log variance (Gaussian likelihood).
The mean is fine. The predicted spread is always too small where the data is noisy."""
import numpy as np


def init(seed, n_in=1, n_hidden=5):
    r = np.random.RandomState(seed)
    return dict(W=r.randn(n_hidden, n_in), b=r.randn(n_hidden, 1) * 0.5,
                wm=r.randn(1, n_hidden) * 0.5, bm=np.zeros((1, 1)),
                ws=r.randn(1, n_hidden) * 0.5, bs=np.zeros((1, 1)))


def heads(q, x):
    h = np.tanh(q["W"] @ x + q["b"])
    mean = q["wm"] @ h + q["bm"]
    s = q["ws"] @ h + q["bs"]           # log of the variance
    return h, mean, s


def nll(q, x, y):
    _, mean, s = heads(q, x)
    return float(np.mean(0.5 * s + 0.5 * (y - mean) ** 2 * np.exp(-s)))


def nll_gradient(q, x, y):
    n = x.shape[1]
    h, mean, s = heads(q, x)
    dmean = (mean - y) * np.exp(-s) / n
    ds = (1 - (y - mean) ** 2 * np.exp(-2 * s)) / n
    dh = q["wm"].T @ dmean + q["ws"].T @ ds
    dz = dh * (1 - h * h)
    return dict(W=dz @ x.T, b=dz.sum(1, keepdims=True),
                wm=dmean @ h.T, bm=dmean.sum(1, keepdims=True),
                ws=ds @ h.T, bs=ds.sum(1, keepdims=True))


def descend(q, x, y, lr=0.05):
    g = nll_gradient(q, x, y)
    return {k: q[k] - lr * g[k] for k in q}


r = np.random.RandomState(3)
x = np.linspace(-2, 2, 14)[None, :]
y = np.sin(x) + r.randn(1, 14) * (0.1 + 0.3 * (x > 0))
q = init(6)

if __name__ == "__main__":
    for i in range(100):
        q = descend(q, x, y)
    print(nll(q, x, y))


# ---- for the test
EXPECTED = "ds is the derivative for s = log of the standard deviation, 1 - r^2 exp(-2 s), while nll takes s as the log of the variance: 0.5 - 0.5 r^2 exp(-s); ws, bs and what lies before are off"
KINDS = {"loss derivative", "another loss", "loss and gradient differ", "log variance", "wrong derivative"}
PLACES = ["ds", "ws", "bs", "W", "b"]
TWO = False
MEND = [("ds = (1 - (y - mean) ** 2 * np.exp(-2 * s)) / n", "ds = (0.5 - 0.5 * (y - mean) ** 2 * np.exp(-s)) / n")]
OFF = {"W", "b", "ws", "bs"}


def hand_over():
    return dict(step=descend, params=q, loss=nll, rate=0.05, x=x, y=y)


def proof():
    return (lambda a: nll(a, x, y)), (lambda a: nll_gradient(a, x, y)), {k: v.copy() for k, v in q.items()}
