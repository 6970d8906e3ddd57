"""CS homework, part 3: affine - batch norm - relu - affine - softmax.
The autograder says 'relative error of dW1 1.0e+00', gamma and beta pass."""
import numpy as np


def affine_forward(x, w):
    return x.dot(w), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    out = gamma * xhat + beta
    return out, (xhat, gamma, std)


def batchnorm_backward(dout, cache):
    xhat, gamma, std = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    dx = dxhat / std
    return dx, dgamma, dbeta


def softmax_loss(scores, y):
    n = len(y)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[range(n), y]).mean()
    p[range(n), y] -= 1
    return loss, p / n


def model_loss(model, X, y):
    a, cache1 = affine_forward(X, model["W1"])
    bn, cache_bn = batchnorm_forward(a, model["gamma"], model["beta"])
    h = np.maximum(0, bn)
    s, cache2 = affine_forward(h, model["W2"])
    loss, ds = softmax_loss(s + model["b2"], y)

    grads = {}
    grads["b2"] = ds.sum(axis=0)
    dh, grads["W2"] = affine_backward(ds, cache2)
    dbn = dh * (bn > 0)
    da, grads["gamma"], grads["beta"] = batchnorm_backward(dbn, cache_bn)
    _, grads["W1"] = affine_backward(da, cache1)
    return loss, grads


np.random.seed(231)
X_dev = np.random.randn(9, 4)
y_dev = np.random.randint(3, size=9)
model = {
    "W1": np.random.randn(4, 5),
    "gamma": 1 + 0.3 * np.random.randn(5),
    "beta": 0.3 * np.random.randn(5),
    "W2": np.random.randn(5, 3) * 0.7,
    "b2": 0.1 * np.random.randn(3),
}


# ---- for the test
EXPECTED = "batchnorm_backward treats mean and variance as constants, dx = dxhat / std: their own dependence on x is missing, W1's gradient is wrong"
KINDS = {"normalization path missing"}
PLACES = ["W1", "batchnorm_backward", "dx", "batchnorm"]
TWO = False
MEND = [("dx = dxhat / std", "dx = (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0)) / std")]
OFF = {"W1"}


def hand_over():
    return dict(loss_and_grads=model_loss, params=model, x=X_dev, y=y_dev)


def proof():
    return (lambda a: model_loss(a, X_dev, y_dev)[0], lambda a: model_loss(a, X_dev, y_dev)[1],
            {k: v.copy() for k, v in model.items()})
