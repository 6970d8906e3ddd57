"""A net without classes, only closures."""
import numpy as np

tanh_back = lambda d, out: d * (1 - out**2)
init = lambda rng, n: (rng.normal(size=(n, n)) / np.sqrt(n), rng.normal(size=n) * 0.1)


def make_net(width, depth, seed=0):
    rng = np.random.default_rng(seed)
    params = [p for _ in range(depth) for p in init(rng, width)]
    pairs = lambda ps: zip(ps[0::2], ps[1::2])

    def predict(ps, x):
        for W, b in pairs(ps):
            x = np.tanh(x @ W + b)
        return x

    loss = lambda ps, x, y: 0.5 * np.mean(np.sum((predict(ps, x) - y) ** 2, axis=1))

    def grads(ps, x, y):
        # remember, for every layer, how to go back through it
        tape = []
        h = x
        for W, b in pairs(ps):
            h_in = h
            h = np.tanh(h_in @ W + b)
            tape.append(lambda d: (tanh_back(d, h) @ W.T, h_in.T @ tanh_back(d, h), tanh_back(d, h).sum(axis=0)))
        d = (h - y) / len(x)
        out = []
        for back in reversed(tape):
            d, dW, db = back(d)
            out = [dW, db] + out
        return out

    return params, predict, loss, grads


def train(params, grads, loss, x, y, lr=0.2, n_iter=15):
    history = []
    for _ in range(n_iter):
        params = [p - lr * g for p, g in zip(params, grads(params, x, y))]
        history.append(loss(params, x, y))
    return params, history


rng = np.random.default_rng(99)
x = rng.normal(size=(8, 3))
y = np.tanh(np.roll(x, 1, axis=1)) * 0.8

params, predict, loss, grads = make_net(width=3, depth=2)
trained, history = train(params, grads, loss, x, y)


# ---- for the test
EXPECTED = "the lambdas on the tape are bound late: when they are called W, h_in and h are all those of the last layer, so the first layer goes back with the input and the output of the last"
KINDS = {"wrong input", "wrong weight", "late binding", "stale cache", "derivative at the wrong argument"}
PLACES = ["params[0]", "params[1]", "layer 1", "hidden", "W", "b", "h_in", "h"]
TWO = False
MEND = [("lambda d: (tanh_back", "lambda d, W=W, h=h, h_in=h_in: (tanh_back")]
OFF = {"p0", "p1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, predict=predict, params=params, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["p%d" % k for k in range(len(params))]

    def claim(a):
        return dict(zip(names, grads([a[n] for n in names], x, y)))

    return lambda a: loss([a[n] for n in names], x, y), claim, dict(zip(names, params))
