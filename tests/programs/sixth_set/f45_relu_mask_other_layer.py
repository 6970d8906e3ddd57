import numpy as np

# columns are examples


def init_params(dims):
    rng = np.random.RandomState(16)
    params = {}
    for l in range(1, len(dims)):
        params[f"W{l}"] = rng.randn(dims[l], dims[l - 1]) * np.sqrt(2 / dims[l - 1])
        params[f"b{l}"] = rng.randn(dims[l], 1) * 0.1
    return params


def forward(X, params):
    cache = {"A0": X}
    L = len(params) // 2
    for l in range(1, L + 1):
        cache[f"Z{l}"] = params[f"W{l}"] @ cache[f"A{l-1}"] + params[f"b{l}"]
        cache[f"A{l}"] = np.maximum(0, cache[f"Z{l}"]) if l < L else cache[f"Z{l}"]
    return cache[f"A{L}"], cache


def compute_loss(params, X, Y):
    out, _ = forward(X, params)
    return np.sum((out - Y) ** 2) / (2 * X.shape[1])


def compute_grads(params, X, Y):
    out, cache = forward(X, params)
    L, m = len(params) // 2, X.shape[1]
    grads = {}
    dZ = (out - Y) / m
    for l in range(L, 0, -1):
        grads[f"W{l}"] = dZ @ cache[f"A{l-1}"].T
        grads[f"b{l}"] = dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dA = params[f"W{l}"].T @ dZ
            dZ = dA * (cache[f"Z{max(l - 2, 1)}"] > 0)
    return grads


rng = np.random.RandomState(1)
X = rng.randn(2, 7)
Y = X[:1] * X[1:]
params = init_params([2, 4, 4, 1])


# ---- for the test
EXPECTED = "going down from layer 3, the ReLU mask is that of Z1 in place of Z2 (both have four units): the index is one too low"
KINDS = {"mask of another layer", "wrong mask", "ReLU mask of another layer", "wrong argument", "derivative at the wrong argument", "mask"}
PLACES = ["W2", "b2", "layer 2"]
TWO = False
MEND = [('cache[f"Z{max(l - 2, 1)}"] > 0', 'cache[f"Z{l - 1}"] > 0')]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_loss, grads=compute_grads, params=params, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: compute_loss(a, X, Y), lambda a: compute_grads(a, X, Y), params
