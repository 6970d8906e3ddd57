# 2 layer net with momentum and weight decay, all as plain functions
# order of arguments everywhere: W1, b1, W2, b2, X, T     (T one-hot, rows)
import numpy as np

LAMBDA = 0.05
MOM = 0.9


def unit_step(a):
    return (a > 0) * 1.0


def hidden(W1, b1, X):
    a = X @ W1 + b1
    return a, a * unit_step(a)


def softmax(a):
    a = a - np.amax(a, axis=1, keepdims=True)
    return np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)


def error(W1, b1, W2, b2, X, T):
    _, z = hidden(W1, b1, X)
    y = softmax(z @ W2 + b2)
    cross = -(T * np.log(y + 1e-12)).sum() / len(X)
    return cross + 0.5 * LAMBDA * ((W1 ** 2).sum() + (W2 ** 2).sum())


def gradients(W1, b1, W2, b2, X, T):
    a, z = hidden(W1, b1, X)
    y = softmax(z @ W2 + b2)
    delta2 = (y - T) / len(X)
    delta1 = (delta2 @ W2.T) * unit_step(a)
    gW2 = z.T @ delta2
    gb2 = delta2.sum(axis=0)
    gW1 = X.T @ delta1 + LAMBDA * W1
    gb1 = delta1.sum(axis=0)
    return gW1, gb1, gW2, gb2


def train(theta, X, T, eta=0.1, epochs=30):
    velocity = [np.zeros_like(p) for p in theta]
    for _ in range(epochs):
        g = gradients(*theta, X, T)
        velocity = [MOM * v - eta * gi for v, gi in zip(velocity, g)]
        theta = [p + v for p, v in zip(theta, velocity)]
    return theta


rng = np.random.default_rng(99)
X = rng.normal(size=(12, 3))
T = np.eye(3)[(X @ np.array([1.0, -2.0, 0.5]) > 0).astype(int) + (X[:, 0] > 0.8)]
theta = [rng.normal(size=(3, 5)) * 0.7, rng.normal(size=5) * 0.1, rng.normal(size=(5, 3)) * 0.7, np.zeros(3)]

if __name__ == "__main__":
    print(error(*theta, X, T), "->", error(*train(theta, X, T), X, T))


# ---- for the test
EXPECTED = "the error has the weight decay of W1 and W2, gradients() adds LAMBDA * W only to gW1: the penalty's part of gW2 is missing"
KINDS = {"penalty missing"}
PLACES = ["W2", "gW2"]
TWO = False
MEND = [("gW2 = z.T @ delta2", "gW2 = z.T @ delta2 + LAMBDA * W2")]
OFF = {"W2"}


def hand_over():
    return dict(loss=error, grads=gradients, params=theta, x=X, y=T)


def proof():
    names = ["W1", "b1", "W2", "b2"]
    return (lambda a: error(*[a[k] for k in names], X, T)), (
        lambda a: dict(zip(names, gradients(*[a[k] for k in names], X, T)))), {k: v.copy() for k, v in zip(names, theta)}
