import numpy as np

eps = 1e-5


def forward(params, X):
    W1, gamma, beta, W2, b2 = params
    z = X @ W1
    mu = z.mean(axis=0)
    var = z.var(axis=0)
    zhat = (z - mu) / np.sqrt(var + eps)
    h = np.tanh(gamma * zhat + beta)
    return z, mu, var, zhat, h, h @ W2 + b2


def loss(params, X, y):
    out = forward(params, X)[-1]
    return ((out - y) ** 2).sum() / X.shape[0]


def backward(params, X, y):
    W1, gamma, beta, W2, b2 = params
    z, mu, var, zhat, h, out = forward(params, X)
    N = X.shape[0]
    dout = 2 * (out - y) / N
    dW2 = h.T @ dout
    db2 = dout.sum(axis=0)
    dbn = dout @ W2.T * (1 - h**2)
    dgamma = (dbn * zhat).sum(axis=0)
    dbeta = dbn.sum(axis=0)
    # through the normalization
    dzhat = dbn * gamma
    std_inv = 1 / np.sqrt(var + eps)
    dvar = (dzhat * (z - mu) * -0.5 * std_inv**3).sum(axis=0)
    dz = dzhat * std_inv + dvar * 2 * (z - mu) / N
    dW1 = X.T @ dz
    return dW1, dgamma, dbeta, dW2, db2


rs = np.random.RandomState(10)
X = rs.randn(8, 3) + 0.5
y = rs.randn(8, 2)
params = (rs.randn(3, 4), 1 + 0.3 * rs.randn(4), 0.2 * rs.randn(4), rs.randn(4, 2), rs.randn(2) * 0.1)


# ---- for the test
EXPECTED = "the way through the batch's mean is missing in dz: dmu / N with dmu = -(dzhat * std_inv).sum(axis=0)"
KINDS = {"mean path missing", "path missing", "batch norm", "normalization", "mean path"}
PLACES = ["W1", "[0]", "mean", "layer 1"]
TWO = False
MEND = [("dvar * 2 * (z - mu) / N\n", "dvar * 2 * (z - mu) / N - (dzhat * std_inv).sum(axis=0) / N\n")]
OFF = {"W1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["W1", "gamma", "beta", "W2", "b2"]
    return (
        lambda a: loss(tuple(a[n] for n in names), X, y),
        lambda a: dict(zip(names, backward(tuple(a[n] for n in names), X, y))),
        dict(zip(names, params)),
    )
