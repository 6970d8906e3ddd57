import numpy as np

n = 4  # everything has 4 units
rng = np.random.RandomState(33)
X = rng.randn(6, n)
T = rng.randn(6, n)

W1, W2, W3 = [rng.randn(n, n) * 0.7 for _ in range(3)]
b1, b2, b3 = [rng.randn(n) * 0.4 for _ in range(3)]


def sig(z):
    return 1 / (1 + np.exp(-z))


def forward(params, X):
    W1, b1, W2, b2, W3, b3 = params
    a1 = sig(X @ W1 + b1)
    a2 = sig(a1 @ W2 + b2)
    out = a2 @ W3 + b3
    return a1, a2, out


def loss(params, X, T):
    out = forward(params, X)[2]
    return 0.5 * np.sum((out - T) ** 2)


def grads(params, X, T):
    W1, b1, W2, b2, W3, b3 = params
    a1, a2, out = forward(params, X)
    # output layer
    d3 = out - T
    gW3 = d3.T @ a2
    gb3 = d3.sum(axis=0)
    # second hidden layer
    d2 = (d3 @ W3.T) * a2 * (1 - a2)
    gW2 = a1.T @ d2
    gb2 = d2.sum(axis=0)
    # first hidden layer
    d1 = (d2 @ W1.T) * a1 * (1 - a1)
    gW1 = X.T @ d1
    gb1 = d1.sum(axis=0)
    return [gW1, gb1, gW2, gb2, gW3, gb3]


def step(params, X, T, lr=0.01):
    return [p - lr * g for p, g in zip(params, grads(params, X, T))]


# ---- for the test
EXPECTED = "gW3 is transposed (d3.T @ a2), and the first hidden delta goes back through W1 instead of W2"
KINDS = {"transposed"}
KINDS_2 = {"wrong weight"}
PLACES = ["W3", "W1", "b1", "output", "layer 3", "layer 1"]
TWO = True
MEND = [("gW3 = d3.T @ a2", "gW3 = a2.T @ d3"), ("d1 = (d2 @ W1.T)", "d1 = (d2 @ W2.T)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, step=step, params=[W1, b1, W2, b2, W3, b3], x=X, y=T, rate=0.01)
