import numpy as np

# every layer is a pair of functions (forward, backward) that share what they remember


def dense(w, b):
    memory = {}

    def forward(x):
        memory["x"] = x
        return x @ w + b

    def backward(d):
        return d @ w.T, [memory["x"].T @ d, d.sum(axis=0)]

    return forward, backward


def leaky(slope=0.2):
    memory = {}

    def forward(z):
        memory["z"] = z
        return np.where(z > 0, z, slope * z)

    def backward(d):
        return d * (memory["z"] > 0), []

    return forward, backward


def build(params):
    w1, b1, w2, b2 = params
    return [dense(w1, b1), leaky(), dense(w2, b2)]


def loss(params, x, y):
    for forward, _ in build(params):
        x = forward(x)
    return ((x - y) ** 2).mean()


def grads(params, x, y):
    layers = build(params)
    for forward, _ in layers:
        x = forward(x)
    d = 2 * (x - y) / x.size
    found = []
    for _, backward in reversed(layers):
        d, own = backward(d)
        found = own + found
    return found


gen = np.random.default_rng(21)
x = gen.normal(size=(8, 3))
y = gen.normal(size=(8, 2))
params = [gen.normal(size=(3, 4)), gen.normal(size=4), gen.normal(size=(4, 2)), gen.normal(size=2)]


# ---- for the test
EXPECTED = "the backward of leaky is ReLU's: it gives 0 where z is negative, and the slope there is 0.2"
KINDS = {"wrong activation", "derivative of another activation"}
PLACES = ["layer 1", "params[0]", "params[1]", "[0]", "[1]", "hidden"]
TWO = False
MEND = [('d * (memory["z"] > 0)', 'd * np.where(memory["z"] > 0, 1.0, slope)')]
OFF = {"w1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=params, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["w1", "b1", "w2", "b2"]
    return (
        lambda a: loss([a[n] for n in names], x, y),
        lambda a: dict(zip(names, grads([a[n] for n in names], x, y))),
        dict(zip(names, params)),
    )
