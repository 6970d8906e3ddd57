# остаточная связь (skip) руками: h -> relu(hB + b) + h, потом линейный выход, hinge
# без skip числовая проверка сходится до 1e-9, со skip -- нет (A и a)
import numpy as np

R = np.random.RandomState


def init(n=3, k=6):
    r = R(17)
    return [r.randn(n, k), r.randn(k) * .3, r.randn(k, k) * .5, r.randn(k) * .3, r.randn(k), r.randn(1)]


def fwd(P, x):
    A, a, B, b, c, d = P
    u = x @ A + a
    h = np.maximum(u, 0)
    v = h @ B + b
    g = np.maximum(v, 0) + h
    return u, h, v, g, g @ c + d


def L(P, x, y, q=1e-2):
    s = fwd(P, x)[-1]
    return np.maximum(0, 1 - y * s).mean() + q / 2 * sum((w ** 2).sum() for w in P[::2])


def G(P, x, y, q=1e-2):
    A, a, B, b, c, d = P
    u, h, v, g, s = fwd(P, x)
    ds = -y * (y * s < 1) / len(y)
    dc = g.T @ ds + q * c
    dd = ds.sum(keepdims=True)
    dg = np.outer(ds, c)
    # через relu
    dv = dg
    dv *= v > 0
    dB = h.T @ dv + q * B
    db = dv.sum(0)
    # две дороги к h: через B и напрямую
    dh = dv @ B.T + dg
    du = dh * (u > 0)
    return [x.T @ du + q * A, du.sum(0), dB, db, dc, dd]


def data():
    r = R(4)
    x = r.randn(20, 3)
    y = np.sign(x[:, 0] * x[:, 1] + .5 * x[:, 2])
    return x, y


if __name__ == "__main__":
    x, y = data()
    P = init()
    for i in range(600):
        P = [p - .05 * g for p, g in zip(P, G(P, x, y))]
        if not i % 60:
            print(i, round(L(P, x, y), 4), (np.sign(fwd(P, x)[-1]) == y).mean())

# ---- for the test
EXPECTED = "In G, dv is the same array as dg, and dv *= (v > 0) masks dg in place too, so the direct (skip) path to dh gets the masked error."
KINDS = {"in place", "aliasing", "mask on the skip path", "wrong error", "path missing"}
PLACES = ["dv", "dg", "dh", "du", "G", "A", "a"]
TWO = False
MEND = [("    dv = dg\n    dv *= v > 0\n", "    dv = dg * (v > 0)\n")]
OFF = {"A", "a"}


def hand_over():
    x, y = data()
    return dict(params=init(), loss=L, grads=G, x=x, y=y)


def proof():
    x, y = data()
    names = ("A", "a", "B", "b", "c", "d")
    return (lambda p: L([p[k] for k in names], x, y),
            lambda p: dict(zip(names, G([p[k] for k in names], x, y))), dict(zip(names, init())))
