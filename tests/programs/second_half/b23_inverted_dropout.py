# Regularization homework: dropout with keep_prob, examples in columns
import numpy as np

np.random.seed(1)
X_assess = np.random.randn(3, 5)
Y_assess = np.array([[1, 1, 0, 1, 0]])
KEEP = 0.7


def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


np.random.seed(2)
W1, b1 = np.random.randn(6, 3), np.random.randn(6, 1)
W2, b2 = np.random.randn(4, 6), np.random.randn(4, 1)
W3, b3 = np.random.randn(1, 4), np.random.randn(1, 1)


def forward_propagation_with_dropout(X, params, keep_prob=KEEP):
    W1, b1, W2, b2, W3, b3 = params
    np.random.seed(5)          # as in the assignment, so that everybody gets the same mask
    A1 = relu(W1 @ X + b1)
    D1 = (np.random.rand(*A1.shape) < keep_prob).astype(int)
    A1 = A1 * D1 / keep_prob
    A2 = relu(W2 @ A1 + b2)
    D2 = (np.random.rand(*A2.shape) < keep_prob).astype(int)
    A2 = A2 * D2 / keep_prob
    A3 = sigmoid(W3 @ A2 + b3)
    return A3, (D1, A1, D2, A2)


def compute_cost(X, Y, params):
    A3, _ = forward_propagation_with_dropout(X, params)
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / Y.shape[1]


def backward_propagation_with_dropout(X, Y, params, keep_prob=KEEP):
    W1, b1, W2, b2, W3, b3 = params
    m = X.shape[1]
    A3, (D1, A1, D2, A2) = forward_propagation_with_dropout(X, params, keep_prob)
    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = dZ3.sum(axis=1, keepdims=True) / m
    dA2 = W3.T @ dZ3
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dA1 = W2.T @ dZ2
    dA1 = dA1 * D1
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return dW1, db1, dW2, db2, dW3, db3


# ---- for the test
EXPECTED = "dA1 gets the mask D1 but is not divided by keep_prob, so W1 and b1 have a gradient that is too small by that factor"
KINDS = {"dropout scale", "scale"}
PLACES = ["W1", "b1", "dA1", "layer 1"]
TWO = False
MEND = [("dA1 = dA1 * D1\n", "dA1 = dA1 * D1\n    dA1 = dA1 / keep_prob\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_cost, grads=backward_propagation_with_dropout,
                params=(W1, b1, W2, b2, W3, b3), x=X_assess, y=Y_assess)
