import numpy as np

# sparse autoencoder with tied weights, patches are columns

visible_size = 6
hidden_size = 4
sparsity_param = 0.2  # rho
beta = 0.7
lambda_ = 0.05


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def KL_divergence(x, y):
    return x * np.log(x / y) + (1 - x) * np.log((1 - x) / (1 - y))


def initialize():
    r = np.sqrt(6) / np.sqrt(hidden_size + visible_size + 1)
    rs = np.random.RandomState(15)
    W = rs.random_sample((hidden_size, visible_size)) * 2 * r - r
    b1 = rs.random_sample(hidden_size) * 0.4
    b2 = rs.random_sample(visible_size) * 0.4
    return np.concatenate((W.reshape(hidden_size * visible_size), b1, b2))


def unpack(theta):
    n = hidden_size * visible_size
    W = theta[:n].reshape(hidden_size, visible_size)
    return W, theta[n : n + hidden_size], theta[n + hidden_size :]


def sparse_autoencoder_cost(theta, data):
    """returns (cost, gradient), to be given to scipy.optimize.minimize(..., jac=True)"""
    W, b1, b2 = unpack(theta)
    m = data.shape[1]

    # Forward propagation
    a2 = sigmoid(W.dot(data) + b1[:, None])
    h = sigmoid(W.T.dot(a2) + b2[:, None])

    # Sparsity
    rho_hat = np.sum(a2, axis=1) / m
    rho = np.tile(sparsity_param, hidden_size)

    cost = (
        np.sum((h - data) ** 2) / (2 * m)
        + (lambda_ / 2) * np.sum(W**2)
        + beta * np.sum(KL_divergence(rho, rho_hat))
    )

    # Backprop
    sparsity_delta = -rho / rho_hat + (1 - rho) / (1 - rho_hat)
    delta3 = -(data - h) * h * (1 - h)
    delta2 = W.dot(delta3) * a2 * (1 - a2) + beta * sparsity_delta[:, None]
    Wgrad = (delta2.dot(data.T) + a2.dot(delta3.T)) / m + lambda_ * W
    b1grad = np.sum(delta2, axis=1) / m
    b2grad = np.sum(delta3, axis=1) / m
    grad = np.concatenate((Wgrad.reshape(hidden_size * visible_size), b1grad, b2grad))
    return cost, grad


patches = np.random.RandomState(3).uniform(0.1, 0.9, size=(visible_size, 8))
theta = initialize()


# ---- for the test
EXPECTED = "the sparsity term of delta2 stands outside the product with a2 * (1 - a2): the sigmoid's derivative is missing in it (W and b1)"
KINDS = {"derivative missing", "penalty scale"}
PLACES = ["theta", "W", "b1", "hidden", "penalty", "sparsity"]
TWO = False
MEND = [
    (
        "delta2 = W.dot(delta3) * a2 * (1 - a2) + beta * sparsity_delta[:, None]",
        "delta2 = (W.dot(delta3) + beta * sparsity_delta[:, None]) * a2 * (1 - a2)",
    )
]
OFF = {"W", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=sparse_autoencoder_cost, params=theta, x=patches)


def of(a):
    return sparse_autoencoder_cost(np.concatenate([a[name].ravel() for name in ("W", "b1", "b2")]), patches)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W", "b1", "b2")
    return (
        lambda a: of(a)[0],
        lambda a: dict(zip(names, unpack(of(a)[1]))),
        dict(zip(names, unpack(theta))),
    )
