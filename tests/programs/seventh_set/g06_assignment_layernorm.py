import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)


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


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    return out, (x_hat, gamma, std)


def layernorm_backward(dout, cache):
    # simplified formula from the batchnorm_backward_alt exercise
    x_hat, gamma, std = cache
    N, D = dout.shape
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    dx = (1.0 / N) / std * (N * dx_hat - dx_hat.sum(axis=0) - x_hat * (dx_hat * x_hat).sum(axis=0))
    return dx, dgamma, dbeta


def softmax_loss(x, y):
    shifted = x - x.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    N = x.shape[0]
    loss = -log_probs[np.arange(N), y].mean()
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    return loss, dx / N


class TwoLayerNet(object):
    """affine - layernorm - relu - affine - softmax"""

    def __init__(self, input_dim=6, hidden_dim=7, num_classes=3, weight_scale=0.5, reg=0.1):
        self.reg = reg
        self.params = {}
        self.params["W1"] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params["b1"] = weight_scale * np.random.randn(hidden_dim)
        self.params["gamma"] = np.ones(hidden_dim)
        self.params["beta"] = np.zeros(hidden_dim)
        self.params["W2"] = weight_scale * np.random.randn(hidden_dim, num_classes)
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None):
        p = self.params
        a, fc_cache = affine_forward(X, p["W1"], p["b1"])
        n, ln_cache = layernorm_forward(a, p["gamma"], p["beta"], {})
        h, relu_cache = relu_forward(n)
        scores, out_cache = affine_forward(h, p["W2"], p["b2"])
        if y is None:
            return scores
        grads = {}
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2))
        dh, grads["W2"], grads["b2"] = affine_backward(dscores, out_cache)
        dn = relu_backward(dh, relu_cache)
        da, grads["gamma"], grads["beta"] = layernorm_backward(dn, ln_cache)
        _, grads["W1"], grads["b1"] = affine_backward(da, fc_cache)
        grads["W1"] += self.reg * p["W1"]
        grads["W2"] += self.reg * p["W2"]
        return loss, grads


np.random.seed(231)
X = np.random.randn(5, 6)
y = np.random.randint(3, size=5)
model = TwoLayerNet()


# ---- for the test
EXPECTED = "layernorm_backward sums over the batch (axis 0, N) as in batch norm, but the layer norm is over the features of each row (axis 1, D)"
KINDS = {"summed over the wrong axis", "normalization path missing", "rows mix"}
PLACES = ["layernorm", "layernorm_backward", "dx", "W1", "b1", "layer 1", "hidden"]
TWO = False
MEND = [
    (
        "(1.0 / N) / std * (N * dx_hat - dx_hat.sum(axis=0) - x_hat * (dx_hat * x_hat).sum(axis=0))",
        "(1.0 / D) / std * (D * dx_hat - dx_hat.sum(axis=1, keepdims=True) - x_hat * (dx_hat * x_hat).sum(axis=1, keepdims=True))",
    )
]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss_and_grads=model.loss, params=model.params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    new = TwoLayerNet()

    def both(a):
        new.params = {k: v.copy() for k, v in a.items()}
        return new.loss(X, y)

    return lambda a: both(a)[0], lambda a: both(a)[1], model.params
