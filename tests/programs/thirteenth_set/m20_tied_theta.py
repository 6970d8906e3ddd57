"""Autoencoder with tied weights, everything in one theta vector (as in the
old sparse autoencoder exercise).

The cost goes down, so I thought it was fine. But checkgrad gives 1e-2, and
with the usual exercise I had 1e-9. The tail of the vector (the output
bias c) is right, the rest is off.
"""
import numpy as np

VISIBLE = 10
HIDDEN = 4


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1.0 - s)


def pack(W, b, c):
    return np.concatenate([W.ravel(), b, c])


def unpack(theta):
    k = VISIBLE * HIDDEN
    return theta[:k].reshape(VISIBLE, HIDDEN), theta[k:k + HIDDEN], theta[k + HIDDEN:]


def initial_theta(seed=0):
    rng = np.random.default_rng(seed)
    r = np.sqrt(6.0 / (VISIBLE + HIDDEN + 1))
    return pack(rng.uniform(-r, r, (VISIBLE, HIDDEN)), np.zeros(HIDDEN), np.zeros(VISIBLE))


def costgrad(theta, X, lam=1e-3):
    W, b, c = unpack(theta)
    m = X.shape[0]
    # forward
    z2 = X @ W + b
    a2 = sigmoid(z2)
    z3 = a2 @ W.T + c
    a3 = sigmoid(z3)
    cost = 0.5 * np.sum((a3 - X) ** 2) / m + 0.5 * lam * np.sum(W ** 2)
    # backward
    d3 = (a3 - X) * sigmoid_prime(z3)
    d2 = (d3 @ W) * sigmoid_prime(a2)
    Wgrad = (d3.T @ a2 + X.T @ d2) / m + lam * W
    bgrad = d2.sum(axis=0) / m
    cgrad = d3.sum(axis=0) / m
    return cost, pack(Wgrad, bgrad, cgrad)


def patterns(m, seed=1):
    rng = np.random.default_rng(seed)
    base = rng.uniform(0.1, 0.9, (3, VISIBLE))
    mix = rng.dirichlet(np.ones(3), m)
    return mix @ base


def checkgrad(theta, X, h=1e-5):
    num = np.zeros_like(theta)
    for k in range(len(theta)):
        e = np.zeros_like(theta)
        e[k] = h
        num[k] = (costgrad(theta + e, X)[0] - costgrad(theta - e, X)[0]) / (2 * h)
    return num, costgrad(theta, X)[1]


if __name__ == "__main__":
    X = patterns(45)
    theta = initial_theta()
    num, ana = checkgrad(theta, X)
    print("relative difference", np.linalg.norm(num - ana) / np.linalg.norm(num + ana))
    velocity = np.zeros_like(theta)
    for it in range(200):
        cost, grad = costgrad(theta, X)
        velocity = 0.9 * velocity - 0.1 * grad
        theta = theta + velocity
        if it % 50 == 0:
            print(it, cost)


# ---- for the test
EXPECTED = "the hidden delta d2 uses sigmoid_prime(a2), the slope taken at the activation (sigmoid twice) instead of at z2"
KINDS = {"wrong argument", "wrong slope"}
PLACES = ["d2", "sigmoid_prime", "a2", "costgrad", "Wgrad", "bgrad"]
TWO = False
MEND = [("    d2 = (d3 @ W) * sigmoid_prime(a2)\n", "    d2 = (d3 @ W) * sigmoid_prime(z2)\n")]
OFF = {"W", "b"}


def hand_over():
    return dict(loss=lambda theta, X: costgrad(theta, X)[0],
                grads=lambda theta, X: costgrad(theta, X)[1],
                params=initial_theta(), x=patterns(9), rate=0.1)


def proof():
    X = patterns(9, seed=3)
    rng = np.random.default_rng(12)
    d0 = {"W": rng.normal(0, 0.9, (VISIBLE, HIDDEN)), "b": rng.normal(0, 0.9, HIDDEN),
          "c": rng.normal(0, 0.5, VISIBLE)}
    return (lambda d: costgrad(pack(d["W"], d["b"], d["c"]), X)[0],
            lambda d: dict(zip("Wbc", unpack(costgrad(pack(d["W"], d["b"], d["c"]), X)[1]))), d0)
