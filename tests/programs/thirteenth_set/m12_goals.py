"""How many goals will be scored? (0, 1, 2, ... so y holds counts.) Columns are matches.
At the beginning it learns, then it stops dead: the loss stays the same to the last
digit, although the predictions are still up to almost 1 goal off. A bigger learning
rate or more hidden units don't change that.
"""
import numpy as np


def matches():
    rng = np.random.default_rng(55)
    X = rng.normal(size=(5, 14))
    y = rng.poisson(2.5, size=14)
    return X, y


def weights():
    rng = np.random.default_rng(56)
    return dict(A=rng.normal(size=(4, 5)) * 0.5, a=rng.normal(size=4) * 0.2,
                v=rng.normal(size=4), c=np.array(0.3))


def hidden(X, A, a):
    return np.arctan(A @ X + a[:, None])


def goals(X, A, a, v, c):
    return v @ hidden(X, A, a) + c


def loss(X, y, A, a, v, c):
    return np.sum((goals(X, A, a, v, c) - y) ** 2) / len(y)


def gradients(X, y, A, a, v, c):
    N = len(y)
    H = hidden(X, A, a)
    pred = goals(X, A, a, v, c)
    err = np.zeros_like(y)
    for n in range(N):
        err[n] = pred[n] - y[n]
    dv = 2 / N * H @ err
    dc = 2 / N * np.sum(err)
    dZ = 2 / N * np.outer(v, err) / (1 + (A @ X + a[:, None]) ** 2)
    return dict(A=dZ @ X.T, a=np.sum(dZ, axis=1), v=dv, c=dc)


if __name__ == "__main__":
    X, y = matches()
    w = weights()
    for epoch in range(1000):
        g = gradients(X, y, **w)
        for k in w:
            w[k] = w[k] - 0.05 * g[k]
        if epoch % 100 == 0:
            print(epoch, loss(X, y, **w))
    print(np.round(goals(X, **w), 1))
    print(y)

# ---- for the test
EXPECTED = "err = np.zeros_like(y) is an integer array like the counts y, so every error stored in it is cut to a whole number."
KINDS = {"integers", "wrong error"}
PLACES = ["err", "y", "gradients", "zeros_like"]
TWO = False
MEND = [("    err = np.zeros_like(y)\n", "    err = np.zeros(N)\n")]
OFF = {"A", "a", "v", "c"}


def hand_over():
    X, y = matches()
    return dict(loss=loss, grads=gradients, params=weights(), x=X, y=y, rate=0.05, predict=goals)


def proof():
    X, y = matches()
    return (lambda p: loss(X, y, **p), lambda p: gradients(X, y, **p), weights())
