"""Functional style: every function returns its output and a function that takes the gradient back.
Trains, but the first layer moves far more than in the framework version with the same numbers."""
import numpy as np


def linear(x, W, b):
    def back(d):
        return d @ W.T, x.T @ d, d.sum(axis=0)
    return x @ W + b, back


def tanh(x):
    t = np.tanh(x)
    return t, lambda d: d * (1 - t ** 2)


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    inv = 1.0 / np.sqrt(x.var(axis=-1, keepdims=True) + eps)
    xhat = (x - mean) * inv

    def back(d):
        dgamma = (d * xhat).sum(axis=0)
        dbeta = d.sum(axis=0)
        dxhat = d * gamma
        dx = inv * (dxhat - dxhat.mean(axis=-1, keepdims=True))
        return dx, dgamma, dbeta
    return gamma * xhat + beta, back


def cross_entropy(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    n = len(labels)

    def back():
        d = np.exp(logp)
        d[np.arange(n), labels] -= 1
        return d / n
    return -logp[np.arange(n), labels].mean(), back


def loss_and_grads(p, x, labels):
    a, back_a = linear(x, p["W1"], p["b1"])
    n, back_n = layer_norm(a, p["gamma"], p["beta"])
    t, back_t = tanh(n)
    o, back_o = linear(t, p["W2"], p["b2"])
    loss, back_loss = cross_entropy(o, labels)

    g = {}
    d, g["W2"], g["b2"] = back_o(back_loss())
    d, g["gamma"], g["beta"] = back_n(back_t(d))
    _, g["W1"], g["b1"] = back_a(d)
    return loss, g


def loss_only(p, x, labels):
    return loss_and_grads(p, x, labels)[0]


def sgd(p, x, labels, lr=0.5):
    _, g = loss_and_grads(p, x, labels)
    return {k: p[k] - lr * g[k] for k in p}


rng = np.random.default_rng(11)
x = rng.normal(size=(9, 4))
labels = np.array([0, 2, 1, 1, 0, 2, 2, 0, 1])
params = {"W1": rng.normal(size=(4, 5)) * 0.5, "b1": rng.normal(size=5) * 0.1,
          "gamma": 1 + 0.1 * rng.normal(size=5), "beta": np.zeros(5),
          "W2": rng.normal(size=(5, 3)) * 0.5, "b2": np.zeros(3)}

if __name__ == "__main__":
    for i in range(100):
        params = sgd(params, x, labels)
    print(loss_only(params, x, labels))


# ---- for the test
EXPECTED = "layer_norm's back lacks the part that goes through the variance, - xhat * mean(dxhat * xhat): it treats the standard deviation as a constant, so dx, and with it W1 and b1, are off"
KINDS = {"normalization", "missing term", "missing path", "variance", "layer norm", "normalization path missing", "path missing"}
PLACES = ["layer_norm", "dx", "W1", "b1"]
TWO = False
MEND = [("dx = inv * (dxhat - dxhat.mean(axis=-1, keepdims=True))",
         "dx = inv * (dxhat - dxhat.mean(axis=-1, keepdims=True) - xhat * (dxhat * xhat).mean(axis=-1, keepdims=True))")]
OFF = {"W1", "b1"}


def hand_over():
    return dict(step=sgd, params=params, loss=loss_only, rate=0.5, x=x, y=labels)


def proof():
    return (lambda a: loss_only(a, x, labels)), (lambda a: loss_and_grads(a, x, labels)[1]), {k: v.copy() for k, v in params.items()}
