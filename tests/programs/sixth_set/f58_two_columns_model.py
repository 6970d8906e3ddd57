import numpy as np


def layer_sizes(X, Y):
    return X.shape[0], 4, Y.shape[0]


def initialize(n_x, n_h, n_y):
    np.random.seed(4)
    W1 = np.random.randn(n_h, n_x)
    b1 = np.random.randn(n_h, 1) * 0.1
    W2 = np.random.randn(n_y, n_h)
    b2 = np.random.randn(n_y, 1) * 0.1
    return W1, b1, W2, b2


def propagate(W1, b1, W2, b2, X, Y):
    m = X.shape[1]

    # forward
    Z1 = W1 @ X + b1
    A1 = np.maximum(0, Z1)
    Z2 = W2 @ A1 + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cost = -(1 / m) * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    # backward
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = np.sum(Y - A2, axis=1, keepdims=True) / m
    dZ1 = (W2.T @ dZ2) * (Z1 > 0)
    dW1 = (1 / m) * dZ1 @ X.T
    db1 = np.sum(dZ1, axis=1, keepdims=True)

    return cost, (dW1, db1, dW2, db2)


def optimize(W1, b1, W2, b2, X, Y, num_iterations=10, learning_rate=0.5):
    costs = []
    for i in range(num_iterations):
        cost, (dW1, db1, dW2, db2) = propagate(W1, b1, W2, b2, X, Y)
        W1 = W1 - learning_rate * dW1
        b1 = b1 - learning_rate * db1
        W2 = W2 - learning_rate * dW2
        b2 = b2 - learning_rate * db2
        costs.append(cost)
    return W1, b1, W2, b2, costs


np.random.seed(9)
X = np.random.randn(3, 6)
Y = np.array([[1, 1, 0, 1, 0, 1]])
W1, b1, W2, b2 = initialize(*layer_sizes(X, Y))


# ---- for the test
EXPECTED = "two mistakes: dW1 is divided by m again, which is in dZ2 already; db2 is of Y - A2, its sign is flipped"
KINDS = {"scale", "averaged twice", "averaged where summed"}
KINDS_2 = {"sign"}
PLACES = ["W1", "b2"]
TWO = True
MEND = [("dW1 = (1 / m) * dZ1 @ X.T", "dW1 = dZ1 @ X.T"), ("np.sum(Y - A2, axis=1", "np.sum(A2 - Y, axis=1")]
OFF = {"W1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=propagate, params=(W1, b1, W2, b2), x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["W1", "b1", "W2", "b2"]

    def both(a):
        return propagate(*(a[n] for n in names), X, Y)

    return lambda a: both(a)[0], lambda a: dict(zip(names, both(a)[1])), dict(zip(names, (W1, b1, W2, b2)))
