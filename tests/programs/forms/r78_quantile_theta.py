import numpy as np

# three quantiles (10, 50, 90 %) of a noisy curve, pinball loss, a flat vector
QS = np.array([.1, .5, .9])
rng = np.random.default_rng(33)
x = np.sort(rng.uniform(-1, 1, 60))
y = x**3 + (0.1 + 0.3 * np.abs(x)) * rng.standard_normal(60)

SHAPES = [(1, 9), (9,), (9, 3), (3,)]


def unpack(theta):
    out, i = [], 0
    for s in SHAPES:
        n = int(np.prod(s)); out.append(theta[i:i+n].reshape(s)); i += n
    return out


def f(theta, x):
    w, b, v, c = unpack(theta)
    h = np.tanh(x[:, None] @ w + b)
    return h, h @ v + c


def pinball(theta, x, y, l2=1e-3):
    e = y[:, None] - f(theta, x)[1]
    return np.maximum(QS * e, (QS - 1) * e).mean() + l2 * theta @ theta / 2


def pinball_grad(theta, x, y, l2=1e-3):
    w, b, v, c = unpack(theta)
    h, q = f(theta, x)
    d = np.where(y[:, None] > q, -QS, 1 - QS) / q.size
    dz = d @ v.T * (1 - h*h)
    pieces = (x[None] @ dz, dz.sum(0), h.T @ d, d.sum(0))
    return np.hstack([p.ravel() for p in pieces]) + l2 * theta


def start(seed=0):
    return np.random.default_rng(seed).normal(0, .5, sum(int(np.prod(s)) for s in SHAPES))


def descend(theta, x, y, rate=.3, n=1):
    for k in range(n):
        theta = theta - rate * .5 * (1 + np.cos(np.pi * k / n)) * pinball_grad(theta, x, y)   # cosine
    return theta


if __name__ == "__main__":
    th = descend(start(), x, y, n=3000)
    q = f(th, x)[1]
    print(pinball(th, x, y), (y[:, None] < q).mean(0))

# ---- for the test
def hand_over():
    return dict(params=start(), loss=pinball, grads=pinball_grad, step=descend, make=start,
                predict=lambda th, x: f(th, x)[1], x=x, y=y, rate=.3)


FORM = "one theta, functional; pinball loss has kinks and a piecewise-constant output gradient; 1-d x and 1-d y against a 3-column output; L2 also on biases, in loss and gradient; cosine schedule"
