import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    xc = x - mu
    var = (xc**2).mean(axis=0)
    std = np.sqrt(var + eps)
    xn = xc / std
    out = gamma * xn + beta
    cache = (xc, xn, std, gamma)
    return out, cache


def batchnorm_backward(dout, cache):
    """Backward through the computation graph, from the notes."""
    xc, xn, std, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(xc * dout, axis=0)
    dxn = gamma * dout
    dxc = dxn / std
    dstd = -np.sum(dxn * xc / std**2, axis=0)
    dvar = 0.5 * dstd / std
    dxc = dxc + (2.0 / N) * xc * dvar
    dx = dxc
    return dx, dgamma, dbeta


def softmax_loss(x, y):
    shifted = x - x.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    N = x.shape[0]
    loss = -logp[np.arange(N), y].mean()
    dx = np.exp(logp)
    dx[np.arange(N), y] -= 1
    return loss, dx / N


class TwoLayerNetBN(object):
    """affine - batchnorm - relu - affine - softmax"""

    def __init__(self, input_dim=4, hidden_dim=5, num_classes=3, weight_scale=0.6, reg=0.05):
        np.random.seed(231)
        self.reg = reg
        self.params = {}
        self.params["W1"] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["gamma"] = np.ones(hidden_dim)
        self.params["beta"] = 0.1 * np.ones(hidden_dim)
        self.params["W2"] = weight_scale * np.random.randn(hidden_dim, num_classes)
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None):
        p = self.params
        a, fc1 = affine_forward(X, p["W1"], p["b1"])
        n, bn = batchnorm_forward(a, p["gamma"], p["beta"])
        h, rl = relu_forward(n)
        scores, fc2 = affine_forward(h, p["W2"], p["b2"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2))
        grads = {}
        dh, grads["W2"], grads["b2"] = affine_backward(dscores, fc2)
        dn = relu_backward(dh, rl)
        da, grads["gamma"], grads["beta"] = batchnorm_backward(dn, bn)
        _, grads["W1"], grads["b1"] = affine_backward(da, fc1)
        grads["W1"] += self.reg * p["W1"]
        grads["W2"] += self.reg * p["W2"]
        return loss, grads


np.random.seed(0)
X = 2 * np.random.randn(7, 4) + 1
y = np.array([0, 2, 1, 1, 0, 2, 2])
model = TwoLayerNetBN()


# ---- for the test
EXPECTED = "batchnorm_backward: dx leaves out the path through the mean mu; and dgamma is made with the centred xc in place of the normalized xn"
KINDS = {"mean path missing", "normalization path missing", "path missing"}
KINDS_2 = {"wrong input"}
PLACES = ["W1", "b1", "gamma", "dgamma", "layer 1", "hidden", "batchnorm"]
TWO = True
MEND = [("dx = dxc\n", "dx = dxc - dxc.mean(axis=0)\n"), ("np.sum(xc * dout, axis=0)", "np.sum(xn * dout, axis=0)")]
OFF = {"W1", "b1", "gamma"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss_and_grads=model.loss, params=model.params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = TwoLayerNetBN()
        new.params = dict(a)
        return new

    return lambda a: made(a).loss(X, y)[0], lambda a: made(a).loss(X, y)[1], dict(model.params)
