import numpy as np

rng = np.random.default_rng(27)


def linear(n_in, n_out):
    W, b = rng.normal(size=(n_in, n_out)) / np.sqrt(n_in), np.zeros(n_out)
    cache = {}

    def forward(x):
        cache["x"] = x
        return x @ W + b

    def backward(dy):
        return dy @ W.T, [cache["x"].T @ dy, dy.sum(axis=0)]

    return forward, backward, [W, b]


def sigmoid():
    cache = {}

    def forward(x):
        cache["x"] = x
        cache["y"] = 1 / (1 + np.exp(-x))
        return cache["y"]

    def backward(dy):
        return dy * cache["x"] * (1 - cache["x"]), []

    return forward, backward, []


def sequential(*layers):
    def forward(x):
        for f, _, _ in layers:
            x = f(x)
        return x

    def backward(dy):
        grads = []
        for _, b, _ in reversed(layers):
            dy, g = b(dy)
            grads = g + grads
        return grads

    return forward, backward, [p for layer in layers for p in layer[2]]


forward, backward, params = sequential(linear(3, 5), sigmoid(), linear(5, 2))
x, y = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))


def loss():
    return ((forward(x) - y) ** 2).sum() / len(x)


def grads():
    return backward(2 * (forward(x) - y) / len(x))


# ---- for the test
EXPECTED = "the sigmoid's slope s (1 - s) is given the input x, not the output"
KINDS = {"wrong argument", "derivative at the wrong argument"}
PLACES = ["layer 1", "hidden", "params[0]", "params[1]", "[0]", "array 1", "W1"]
TWO = False
MEND = [('dy * cache["x"] * (1 - cache["x"])', 'dy * cache["y"] * (1 - cache["y"])')]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=params)
