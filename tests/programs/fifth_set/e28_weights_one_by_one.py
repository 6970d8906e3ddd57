import numpy as np

alpha = 0.1


def leaky(z):
    return np.where(z > 0, z, alpha * z)


def forward(x, W1, b1, W2, b2):
    z1 = x @ W1 + b1
    a1 = leaky(z1)
    return z1, a1, a1 @ W2 + b2


def loss_fn(x, y, W1, b1, W2, b2):
    _, _, out = forward(x, W1, b1, W2, b2)
    return np.abs(out - y).mean()


def backward(x, y, W1, b1, W2, b2):
    z1, a1, out = forward(x, W1, b1, W2, b2)
    dout = np.sign(out - y) / out.size
    dW2 = a1.T @ dout
    db2 = dout.sum(axis=0)
    da1 = dout @ W2.T
    dz1 = da1 * np.where(z1 > 0, 1, 0.01)
    dW1 = x.T @ dz1
    db1 = dz1.sum(axis=0)
    return dW2, db2, dW1, db1


g = np.random.default_rng(28)
W1, b1, W2, b2 = g.normal(size=(3, 4)), g.normal(size=4), g.normal(size=(4, 2)), g.normal(size=2)
x, y = g.normal(size=(6, 3)), g.normal(size=(6, 2))

# ---- for the test
EXPECTED = "the leak is 0.1 in the forward pass and 0.01 in the backward pass"
KINDS = {"wrong activation", "derivative of another activation", "wrong derivative"}
PLACES = ["W1", "b1", "hidden", "layer 1"]
TWO = False
MEND = [("np.where(z1 > 0, 1, 0.01)", "np.where(z1 > 0, 1, alpha)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_fn, grads=backward, params=(W1, b1, W2, b2), x=x, y=y)
