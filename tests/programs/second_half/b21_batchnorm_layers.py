"""assignment 2, batch normalization"""
import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    return gamma * x_hat + beta, (x_hat, gamma, std)


def batchnorm_backward(dout, cache):
    x_hat, gamma, std = cache
    dgamma = np.mean(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx_hat = dout * gamma
    dx = dx_hat / std
    return dx, dgamma, dbeta


def softmax_loss(scores, y):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    N = len(y)
    loss = -np.log(p[np.arange(N), y]).mean()
    p[np.arange(N), y] -= 1
    return loss, p / N


def loss(params, X, y):
    a = X @ params['W1']
    bn, cache = batchnorm_forward(a, params['gamma'], params['beta'])
    h = np.tanh(bn)
    scores = h @ params['W2'] + params['b2']
    loss, dscores = softmax_loss(scores, y)

    grads = {}
    grads['W2'] = h.T @ dscores
    grads['b2'] = dscores.sum(axis=0)
    dbn = dscores @ params['W2'].T * (1 - h ** 2)
    da, grads['gamma'], grads['beta'] = batchnorm_backward(dbn, cache)
    grads['W1'] = X.T @ da
    return loss, grads


np.random.seed(231)
N, D, H, C = 7, 4, 5, 3
X = 2 + np.random.randn(N, D)
y = np.random.randint(C, size=N)
params = {'W1': np.random.randn(D, H), 'gamma': 1 + 0.3 * np.random.randn(H),
          'beta': 0.3 * np.random.randn(H), 'W2': np.random.randn(H, C), 'b2': 0.3 * np.random.randn(C)}

# ---- for the test
EXPECTED = "two mistakes: dx treats mean and variance as constants (the paths through mu and var are missing), and dgamma is averaged over the batch where it must be summed"
KINDS = {"normalization path missing"}
KINDS_2 = {"averaged where summed", "scale"}
PLACES = ["W1", "gamma", "batchnorm", "dx", "dgamma"]
TWO = True
MEND = [("dx = dx_hat / std",
         "dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std"),
        ("dgamma = np.mean(dout * x_hat, axis=0)", "dgamma = np.sum(dout * x_hat, axis=0)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=loss, params=params, x=X, y=y)
