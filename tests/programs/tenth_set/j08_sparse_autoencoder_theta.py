"""Sparse autoencoder exercise (translated from MATLAB). Patches are the columns of data,
all parameters in one long vector theta. My checkNumericalGradient gives 0.6, should be 1e-9."""
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def initialize(hidden_size, visible_size):
    r = np.sqrt(6) / np.sqrt(hidden_size + visible_size + 1)
    rand = np.random.RandomState(100)
    W1 = rand.rand(hidden_size, visible_size) * 2 * r - r
    W2 = rand.rand(visible_size, hidden_size) * 2 * r - r
    b1 = np.zeros(hidden_size)
    b2 = np.zeros(visible_size)
    return np.concatenate((W1.ravel(), W2.ravel(), b1, b2))


def sparse_autoencoder_cost(theta, visible_size, hidden_size, lambda_, sparsity_param, beta, data):
    hv = hidden_size * visible_size
    W1 = theta[0:hv].reshape(hidden_size, visible_size)
    W2 = theta[hv:2 * hv].reshape(visible_size, hidden_size)
    b1 = theta[2 * hv:2 * hv + hidden_size]
    b2 = theta[2 * hv + hidden_size:]
    m = data.shape[1]

    a2 = sigmoid(W1.dot(data) + np.tile(b1, (m, 1)).T)
    h = sigmoid(W2.dot(a2) + np.tile(b2, (m, 1)).T)
    rho_hat = np.sum(a2, axis=1) / m
    rho = np.tile(sparsity_param, hidden_size)

    kl = rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))
    cost = np.sum((h - data) ** 2) / (2 * m) + \
        (lambda_ / 2) * (np.sum(W1 ** 2) + np.sum(W2 ** 2)) + beta * np.sum(kl)

    sparsity_delta = np.tile(-rho / rho_hat + (1 - rho) / (1 - rho_hat), (m, 1)).T
    delta3 = -(data - h) * h * (1 - h)
    delta2 = W2.T.dot(delta3) * a2 * (1 - a2) + beta * sparsity_delta
    W1grad = delta2.dot(data.T) / m + lambda_ * W1
    W2grad = delta3.dot(a2.T) / m + lambda_ * W2
    b1grad = np.sum(delta2, axis=1) / m
    b2grad = np.sum(delta3, axis=1) / m
    grad = np.concatenate((W1grad.ravel(), W2grad.ravel(), b1grad, b2grad))
    return cost, grad


visible_size, hidden_size = 5, 3
patches = 0.1 + 0.8 * np.random.RandomState(7).rand(visible_size, 12)
theta = initialize(hidden_size, visible_size)


def J(theta):
    return sparse_autoencoder_cost(theta, visible_size, hidden_size, 1e-3, 0.1, 0.5, patches)


# ---- for the test
EXPECTED = "in delta2 the sparsity term stands outside the bracket: it must be multiplied by a2 * (1 - a2) too, W1grad and b1grad are wrong"
KINDS = {"derivative missing", "wrong penalty", "order", "wrong derivative"}
PLACES = ["W1", "b1", "delta2", "sparsity_delta", "theta"]
TWO = False
MEND = [("W2.T.dot(delta3) * a2 * (1 - a2) + beta * sparsity_delta", "(W2.T.dot(delta3) + beta * sparsity_delta) * a2 * (1 - a2)")]
OFF = {"W1", "b1"}


def hand_over():
    return dict(loss_and_grads=J, params=theta)


def proof():
    def pack(a):
        return np.concatenate([a[k].ravel() for k in ("W1", "W2", "b1", "b2")])

    def unpack(t):
        return {"W1": t[:15].reshape(3, 5).copy(), "W2": t[15:30].reshape(5, 3).copy(), "b1": t[30:33].copy(), "b2": t[33:].copy()}
    return (lambda a: J(pack(a))[0]), (lambda a: unpack(J(pack(a))[1])), unpack(theta)
