import numpy as np

n_in, n_hid, n_out = 3, 4, 2


def unroll(W1, W2):
    return np.concatenate([W1.ravel(), W2.ravel()])


def roll(theta):
    W1 = theta[: n_hid * (n_in + 1)].reshape(n_hid, n_in + 1)
    W2 = theta[n_hid * (n_in + 1) :].reshape(n_out, n_hid + 1)
    return W1, W2


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cost_function(theta, X, Y, lam=0.2):
    W1, W2 = roll(theta)
    m = X.shape[0]
    a1 = np.column_stack([np.ones(m), X])
    a2 = np.column_stack([np.ones(m), sigmoid(a1 @ W1.T)])
    a3 = sigmoid(a2 @ W2.T)
    J = -np.sum(Y * np.log(a3) + (1 - Y) * np.log(1 - a3)) / m
    J += lam / (2 * m) * (np.sum(W1[:, 1:] ** 2) + np.sum(W2[:, 1:] ** 2))
    d3 = a3 - Y
    d2 = (d3 @ W2)[:, 1:] * a2[:, 1:] * (1 - a2[:, 1:])
    G1, G2 = d2.T @ a1 / m, d3.T @ a2 / m
    G1[:, 1:] += lam / m * W1[:, 1:]
    G2[:, 1:] += lam / m * W2[:, 1:]
    return J, np.concatenate([G2.ravel(), G1.ravel()])


r = np.random.RandomState(30)
theta0 = r.randn(n_hid * (n_in + 1) + n_out * (n_hid + 1))
X, Y = r.randn(6, n_in), np.eye(2)[[0, 1, 1, 0, 1, 0]]

# ---- for the test
EXPECTED = "the gradient's parts are unrolled in the other order than the parameters"
KINDS = {"order"}
PLACES = ["theta", "order", "gradient", "every"]
TWO = False
MEND = [("[G2.ravel(), G1.ravel()]", "[G1.ravel(), G2.ravel()]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=cost_function, params=theta0, x=X, y=Y)
