import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T), x.T.dot(dout), dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    return gamma * xhat + beta, (x, xhat, mu, std, gamma)


def batchnorm_backward(dout, cache):
    x, xhat, mu, std, gamma = cache
    N = x.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)

    dxhat = dout * gamma
    dvar = np.sum(dxhat * (x - mu) * -0.5 * std**-3, axis=0)
    dmu = np.sum(-dxhat / std, axis=0) + dvar * np.mean(-2 * (x - mu), axis=0)
    dx = dxhat / std + dvar * 2 * (x - mu) / N
    return dx, dgamma, dbeta


def softmax_loss(x, y):
    shifted = x - x.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    N = x.shape[0]
    loss = -log_probs[np.arange(N), y].mean()
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    return loss, dx / N


class TwoLayerBNNet(object):
    """affine - batchnorm - relu - affine - softmax"""

    def __init__(self, input_dim=3, hidden_dim=5, num_classes=3, weight_scale=0.5, seed=0):
        rs = np.random.RandomState(seed)
        self.params = {}
        self.params["W1"] = weight_scale * rs.randn(input_dim, hidden_dim)
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["gamma1"] = np.ones(hidden_dim) + 0.1 * rs.randn(hidden_dim)
        self.params["beta1"] = 0.1 * rs.randn(hidden_dim)
        self.params["W2"] = weight_scale * rs.randn(hidden_dim, num_classes)
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None):
        """If y is None return the scores, otherwise (loss, grads)."""
        p = self.params
        a, cache_a = affine_forward(X, p["W1"], p["b1"])
        bn, cache_bn = batchnorm_forward(a, p["gamma1"], p["beta1"])
        h, cache_h = relu_forward(bn)
        scores, cache_s = affine_forward(h, p["W2"], p["b2"])
        if y is None:
            return scores

        grads = {}
        loss, dscores = softmax_loss(scores, y)
        dh, grads["W2"], grads["b2"] = affine_backward(dscores, cache_s)
        dbn = relu_backward(dh, cache_h)
        da, grads["gamma1"], grads["beta1"] = batchnorm_backward(dbn, cache_bn)
        _, grads["W1"], grads["b1"] = affine_backward(da, cache_a)
        return loss, grads


rs = np.random.RandomState(1)
X = rs.randn(9, 3) + 0.5
y = np.array([0, 1, 2, 2, 1, 0, 0, 2, 1])
model = TwoLayerBNNet()


# ---- for the test
EXPECTED = "batchnorm_backward works out dmu but does not add dmu / N to dx: the path through the mean of the batch is missing, and W1 and b1 get the wrong gradient"
KINDS = {"normalization path missing", "path missing"}
PLACES = ["W1", "b1", "batchnorm_backward", "dx", "dmu", "batchnorm", "layer 1"]
TWO = False
MEND = [("dvar * 2 * (x - mu) / N\n", "dvar * 2 * (x - mu) / N + dmu / N\n")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def run(a):
        new = TwoLayerBNNet()
        new.params = dict(a)
        return new.loss(X, y)

    return lambda a: run(a)[0], lambda a: run(a)[1], {name: p.copy() for name, p in model.params.items()}
