import numpy as np

rng = np.random.default_rng(25)
X = rng.normal(size=(10, 3))
Y = rng.normal(size=(10, 1))


def init():
    g = np.random.default_rng(26)
    return [g.normal(size=(3, 4)), np.zeros(4), g.normal(size=(4, 1)), np.zeros(1)]


def cost(params):
    W1, b1, W2, b2 = params
    return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - Y) ** 2)


def gradient(params):
    W1, b1, W2, b2 = params
    H = np.tanh(X @ W1 + b1)
    d = 2 * (H @ W2 + b2 - Y) / len(X)
    dH = d @ W2.T * (1 - H**2)
    return [X.T @ dH, dH.sum(0), H.T @ d, d.sum(0)]


def momentum(params, lr=0.1, mu=0.9):
    """Yields the parameters after each step."""
    velocity = [np.zeros_like(p) for p in params]
    while True:
        for p, v, g in zip(params, velocity, gradient(params)):
            v *= mu
            v += lr * g
            p += v
        yield params


def start():
    params = init()
    steps = momentum(params)
    return dict(params=params, loss=lambda: cost(params), step=lambda: next(steps))


# ---- for the test
EXPECTED = "the velocity holds +lr * gradient and is added: the parameters go uphill"
KINDS = {"sign of the update", "sign"}
PLACES = ["update", "every", "step"]
TWO = False
MEND = [("v += lr * g", "v -= lr * g")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=start, rate=0.1)
