import numpy as np

rng = np.random.default_rng(4)
net = dict(
    hidden=dict(kernel=rng.normal(size=(2, 4)), bias=rng.normal(size=4)),
    out=dict(kernel=rng.normal(size=(4, 1)), bias=rng.normal(size=1)),
)
x_train = rng.normal(size=(9, 2))
y_train = (x_train[:, 0] > x_train[:, 1]).astype(float)


def elu(z):
    return np.where(z > 0, z, np.exp(z) - 1)


def apply(net, x):
    z = x @ net["hidden"]["kernel"] + net["hidden"]["bias"]
    a = elu(z)
    return z, a, (a @ net["out"]["kernel"] + net["out"]["bias"])[:, 0]


def backward(net, x, y):
    z, a, f = apply(net, x)
    df = 2 * (f - y) / len(y)
    da = np.outer(df, net["out"]["kernel"][:, 0])
    dz = da * np.where(z > 0, 1, a)
    return dict(
        hidden=dict(kernel=x.T @ dz, bias=dz.sum(0)),
        out=dict(kernel=(a.T @ df)[:, None], bias=df.sum(keepdims=True)),
    )


# ---- for the test
EXPECTED = "elu's derivative below zero is the activation a, not a + 1"
KINDS = {"derivative is the activation", "wrong derivative", "wrong activation"}
PLACES = ["hidden", "layer 1"]
TWO = False
MEND = [("np.where(z > 0, 1, a)", "np.where(z > 0, 1, a + 1)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        loss=lambda: np.mean((apply(net, x_train)[2] - y_train) ** 2),
        grads=lambda: backward(net, x_train, y_train),
        params=net,
    )
