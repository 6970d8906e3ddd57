import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


def forward_with_dropout(X, params, keep_prob):
    np.random.seed(1)
    Z1 = params["W1"].dot(X) + params["b1"]
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])
    D1 = (D1 < keep_prob).astype(int)
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = params["W2"].dot(A1) + params["b2"]
    A2 = sigmoid(Z2)
    return A2, (Z1, D1, A1, Z2)


def cost_with_dropout(params, X, Y, keep_prob=0.6):
    A2, _ = forward_with_dropout(X, params, keep_prob)
    m = Y.shape[1]
    return -1.0 / m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def backward_with_dropout(params, X, Y, keep_prob=0.6):
    m = X.shape[1]
    A2, (Z1, D1, A1, Z2) = forward_with_dropout(X, params, keep_prob)
    dZ2 = A2 - Y
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(params["W2"].T, dZ2)
    dA1 = dA1 * D1  # shut down the same neurons
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


rs = np.random.RandomState(8)
X_assess = rs.randn(3, 8)
Y_assess = np.array([[1, 1, 0, 1, 0, 0, 1, 0]])
params = {"W1": rs.randn(5, 3), "b1": rs.randn(5, 1) * 0.5, "W2": rs.randn(1, 5), "b2": rs.randn(1, 1)}


# ---- for the test
EXPECTED = "the backward pass applies the dropout mask D1 but does not divide by keep_prob (W1, b1 too small)"
KINDS = {"dropout scale", "scale"}
PLACES = ["W1", "b1", "hidden", "layer 1", "dropout"]
TWO = False
MEND = [("dA1 = dA1 * D1  ", "dA1 = dA1 * D1 / keep_prob  ")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost_with_dropout, grads=backward_with_dropout, params=params, x=X_assess, y=Y_assess)
