"""cs231n assignment 2 batchnorm_backward, done by the computation graph. My dx is off by 1e-2 or so relative to the numeric
one, dgamma and dbeta are 1e-10. Here it stands in a two layer net with softmax.
"""
import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout), dout.sum(axis=0)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    xmu = x - mu
    var = (xmu ** 2).mean(axis=0)
    ivar = 1.0 / np.sqrt(var + eps)
    xhat = xmu * ivar
    return gamma * xhat + beta, (xhat, xmu, ivar, gamma)


def batchnorm_backward(dout, cache):
    xhat, xmu, ivar, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    dvar = (dxhat * xmu).sum(axis=0) * -0.5 * ivar ** 3
    dxmu = dxhat * ivar + 2.0 / N * xmu * dvar
    dx = dxmu
    return dx, dgamma, dbeta


def tanh_forward(x):
    t = np.tanh(x)
    return t, t


def tanh_backward(dout, t):
    return dout * (1 - t ** 2)


def softmax_loss(scores, y):
    N = len(y)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N


def loss_and_grads(params, X, y):
    f, c0 = tanh_forward(X.dot(params["W0"]))
    a, c1 = affine_forward(f, params["W1"], params["b1"])
    n, c2 = batchnorm_forward(a, params["gamma"], params["beta"])
    h, c3 = tanh_forward(n)
    s, c4 = affine_forward(h, params["W2"], params["b2"])
    loss, ds = softmax_loss(s, y)
    grads = {}
    dh, grads["W2"], grads["b2"] = affine_backward(ds, c4)
    dn = tanh_backward(dh, c3)
    da, grads["gamma"], grads["beta"] = batchnorm_backward(dn, c2)
    df, grads["W1"], grads["b1"] = affine_backward(da, c1)
    grads["W0"] = X.T.dot(tanh_backward(df, c0))
    return loss, grads


def step(params, X, y, lr=0.2):
    loss, grads = loss_and_grads(params, X, y)
    return {k: params[k] - lr * grads[k] for k in params}


np.random.seed(231)
X = np.random.randn(7, 3)
y = np.array([0, 2, 1, 1, 0, 2, 0])
params = {"W0": np.random.randn(3, 4), "W1": np.random.randn(4, 5) * 0.7, "b1": np.zeros(5), "gamma": np.random.rand(5) + 0.5,
          "beta": np.random.randn(5) * 0.3, "W2": np.random.randn(5, 3), "b2": np.zeros(3)}

if __name__ == "__main__":
    for i in range(60):
        params = step(params, X, y)
    print(loss_and_grads(params, X, y)[0])


# ---- for the test
EXPECTED = "the path through the mean is missing in batchnorm_backward: x reaches xmu also through mu, so dx lacks - mean of dxmu"
KINDS = {"normalization path missing", "path missing", "mean path missing", "batch norm"}
PLACES = ["W0", "W1", "b1", "batchnorm", "dx"]
TWO = False
MEND = [("dx = dxmu\n", "dx = dxmu - dxmu.mean(axis=0)\n")]
OFF = {"W0", "W1", "b1"}


def hand_over():
    return dict(step=step, params=params, loss=lambda p, X, y: loss_and_grads(p, X, y)[0], rate=0.2, x=X, y=y)


def proof():
    return (lambda a: loss_and_grads(a, X, y)[0]), (lambda a: loss_and_grads(a, X, y)[1]), {k: v.copy() for k, v in params.items()}
