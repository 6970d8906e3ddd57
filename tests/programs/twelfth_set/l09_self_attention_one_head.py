"""One attention head by hand, to understand the transformer before using a library. The gradients of Wv and Wo agree with
autograd. Those of Wq and Wk have the right direction but are too long.
"""
import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attend(w, x):
    q, k, v = x @ w["Wq"], x @ w["Wk"], x @ w["Wv"]
    d = q.shape[-1]
    scores = q @ k.T / np.sqrt(d)
    a = softmax(scores)
    z = a @ v
    out = z @ w["Wo"]
    return out, (x, q, k, v, a, z)


def attend_backward(w, dout, cache):
    x, q, k, v, a, z = cache
    g = {}
    g["Wo"] = z.T @ dout
    dz = dout @ w["Wo"].T
    dv = a.T @ dz
    da = dz @ v.T
    dscores = a * (da - np.sum(da * a, axis=-1, keepdims=True))
    dq = dscores @ k
    dk = dscores.T @ q
    g["Wq"] = x.T @ dq
    g["Wk"] = x.T @ dk
    g["Wv"] = x.T @ dv
    return g


def loss_fn(w, x, target):
    out, _ = attend(w, x)
    return np.mean((out - target) ** 2)


def grad_fn(w, x, target):
    out, cache = attend(w, x)
    return attend_backward(w, 2 * (out - target) / out.size, cache)


def sgd_step(w, x, target, lr=0.05):
    g = grad_fn(w, x, target)
    return {name: w[name] - lr * g[name] for name in w}


rng = np.random.default_rng(2017)
x = rng.normal(size=(5, 4))
target = rng.normal(size=(5, 2))
w = {"Wq": rng.normal(size=(4, 3)), "Wk": rng.normal(size=(4, 3)), "Wv": rng.normal(size=(4, 3)), "Wo": rng.normal(size=(3, 2))}

if __name__ == "__main__":
    for _ in range(100):
        w = sgd_step(w, x, target)
    print(loss_fn(w, x, target))


# ---- for the test
EXPECTED = "the forward divides the scores by sqrt(d), the backward does not: dq and dk are sqrt(3) times too large"
KINDS = {"scale", "factor missing", "attention scale missing", "wrong factor"}
PLACES = ["Wq", "Wk", "scores", "dq", "dk"]
TWO = False
MEND = [("dq = dscores @ k\n", "dscores = dscores / np.sqrt(q.shape[-1])\n    dq = dscores @ k\n")]
OFF = {"Wq", "Wk"}


def hand_over():
    return dict(step=sgd_step, params=w, loss=loss_fn, rate=0.05, x=x, y=target)


def proof():
    return (lambda a: loss_fn(a, x, target)), (lambda a: grad_fn(a, x, target)), {k: v.copy() for k, v in w.items()}
