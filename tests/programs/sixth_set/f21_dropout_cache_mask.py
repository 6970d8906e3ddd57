import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout), dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    mask = None
    if mode == "train":
        mask = (np.random.rand(*x.shape) < p) / p
        out = x * mask
    else:
        out = x
    return out, (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param["mode"] == "train":
        dx = dout * dropout_param["p"]
    else:
        dx = dout
    return dx


def net_loss(params, X, y):
    dropout_param = {"mode": "train", "p": 0.6, "seed": 123}
    a, c1 = affine_forward(X, params["W1"], params["b1"])
    r, c2 = relu_forward(a)
    d, c3 = dropout_forward(r, dropout_param)
    s, c4 = affine_forward(d, params["W2"], params["b2"])
    diff = s - y
    loss = np.sum(diff**2) / (2 * len(X))

    grads = {}
    dout = diff / len(X)
    dout, grads["W2"], grads["b2"] = affine_backward(dout, c4)
    dout = dropout_backward(dout, c3)
    dout = relu_backward(dout, c2)
    _, grads["W1"], grads["b1"] = affine_backward(dout, c1)
    return loss, grads


rs = np.random.RandomState(2)
X, y = rs.randn(6, 3), rs.randn(6, 2)
params = {"W1": rs.randn(3, 5), "b1": rs.randn(5) * 0.1, "W2": rs.randn(5, 2), "b2": np.zeros(2)}


# ---- for the test
EXPECTED = "dropout_backward multiplies by p in place of the mask that lies in its cache"
KINDS = {"mask missing", "mask not applied", "dropout mask missing", "mask", "mask scale"}
PLACES = ["W1", "b1", "dropout", "mask", "layer 1", "hidden"]
TWO = False
MEND = [('dx = dout * dropout_param["p"]', "dx = dout * mask")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=net_loss, params=params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: net_loss(a, X, y)[0], lambda a: net_loss(a, X, y)[1], params
