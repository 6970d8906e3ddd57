import numpy as np

rng = np.random.RandomState(20)
X = rng.randn(9, 3)
Y = (X[:, :1] * X[:, 1:2] > 0) * 1.0

params = {"W1": rng.randn(3, 3), "b1": np.zeros((1, 3)), "W2": rng.randn(3, 1), "b2": np.zeros((1, 1))}
opt = {"t": 0}
for k in params:
    opt["m" + k] = np.zeros_like(params[k])
    opt["s" + k] = np.zeros_like(params[k])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(params, X):
    A1 = np.tanh(X @ params["W1"] + params["b1"])
    return A1, sigmoid(A1 @ params["W2"] + params["b2"])


def cost(params, X, Y):
    P = forward(params, X)[1]
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def backward(params, X, Y):
    A1, P = forward(params, X)
    dZ2 = (P - Y) / len(X)
    dZ1 = dZ2 @ params["W2"].T * (1 - A1**2)
    return {
        "W1": X.T @ dZ1,
        "b1": dZ1.sum(axis=0, keepdims=True),
        "W2": A1.T @ dZ2,
        "b2": dZ2.sum(axis=0, keepdims=True),
    }


def adam_update(params, grads, opt, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    opt["t"] += 1
    t = opt["t"]
    for k in params:
        opt["m" + k] = beta1 * opt["m" + k] + (1 - beta1) * grads[k]
        opt["s" + k] = beta2 * opt["s" + k] + (1 - beta2) * grads[k] ** 2
        m_hat = opt["m" + k] / (1 - beta1**t)
        s_hat = opt["s" + k]
        params[k] = params[k] - lr * m_hat / (np.sqrt(s_hat) + eps)
    return params


def train_step(params, X, Y):
    return adam_update(params, backward(params, X, Y), opt)


# ---- for the test
EXPECTED = "adam_update corrects the first moment for its start at zero, not the second: the first steps are about thirty times too long"
KINDS = {"bias correction", "bias correction missing", "no bias correction", "optimizer"}
PLACES = ["every array", "update", "W1", "second moment", "s"]
TWO = False
MEND = [('s_hat = opt["s" + k]\n', 's_hat = opt["s" + k] / (1 - beta2**t)\n')]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, grads=backward, step=train_step, params=params, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        opt.update({"t": 0} | {n + k: np.zeros_like(params[k]) for k in params for n in "ms"})
        new = train_step({k: v.copy() for k, v in a.items()}, X, Y)
        opt.update({"t": 0} | {n + k: np.zeros_like(params[k]) for k in params for n in "ms"})
        return {k: (a[k] - new[k]) / 0.01 for k in a}

    return lambda a: cost(a, X, Y), claim, params


def wanted(slope, a):
    """What the first step should be, over the rate."""
    g = slope(a)
    return {k: v / (np.abs(v) + 1e-8) for k, v in g.items()}
