import numpy as np

EPS = 1e-5


def batchnorm_forward(x, gamma, beta):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    xhat = (x - mu) / np.sqrt(var + EPS)
    return gamma * xhat + beta, (xhat, var, gamma)


def batchnorm_backward(dout, cache):
    xhat, var, gamma = cache
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dxhat = dout * gamma
    dx = dxhat / np.sqrt(var + EPS)
    return dx, dgamma, dbeta


def net(params, X):
    z = X @ params["W1"]
    zn, bn_cache = batchnorm_forward(z, params["gamma"], params["beta"])
    a = 1 / (1 + np.exp(-zn))
    out = a @ params["W2"] + params["b2"]
    return out, a, bn_cache


def loss_fn(params, X, y):
    out, _, _ = net(params, X)
    return ((out - y) ** 2).sum() / (2 * X.shape[0])


def grad_fn(params, X, y):
    out, a, bn_cache = net(params, X)
    grads = {}
    dout = (out - y) / X.shape[0]
    grads["W2"] = a.T @ dout
    grads["b2"] = dout.sum(axis=0)
    dzn = (dout @ params["W2"].T) * a * (1 - a)
    dz, grads["gamma"], grads["beta"] = batchnorm_backward(dzn, bn_cache)
    grads["W1"] = X.T @ dz
    return grads


rng = np.random.default_rng(15)
X = rng.normal(size=(9, 4))
y = rng.normal(size=(9, 2))
params = dict(
    W1=rng.normal(size=(4, 3)),
    gamma=rng.uniform(0.5, 1.5, 3),
    beta=rng.normal(size=3),
    W2=rng.normal(size=(3, 2)),
    b2=rng.normal(size=2),
)


# ---- for the test
EXPECTED = "batchnorm_backward treats mean and variance as constants: the paths through them are missing in the gradient of W1"
KINDS = {"normalization path missing"}
PLACES = ["W1"]
TWO = False
MEND = [
    (
        "dx = dxhat / np.sqrt(var + EPS)",
        "dx = (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0)) / np.sqrt(var + EPS)",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_fn, grads=grad_fn, params=params, x=X, y=y)
