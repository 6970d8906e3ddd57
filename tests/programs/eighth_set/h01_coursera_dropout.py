# Week 1 assignment - Regularization (my solution, grader says the gradients are wrong)
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(0, x)


def initialize_parameters(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) / np.sqrt(layer_dims[l - 1])
        parameters["b" + str(l)] = 0.3 * np.random.rand(layer_dims[l], 1)
    return parameters


def forward_propagation_with_dropout(X, parameters, keep_prob=0.7):
    np.random.seed(1)
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    # LINEAR -> RELU -> DROPOUT -> LINEAR -> RELU -> DROPOUT -> LINEAR -> SIGMOID
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])
    D1 = (D1 < keep_prob).astype(int)
    A1 = A1 * D1
    A1 = A1 / keep_prob

    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1])
    D2 = (D2 < keep_prob).astype(int)
    A2 = A2 * D2
    A2 = A2 / keep_prob

    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache


def compute_cost(a3, Y):
    m = Y.shape[1]
    logprobs = np.multiply(-np.log(a3), Y) + np.multiply(-np.log(1 - a3), 1 - Y)
    return 1.0 / m * np.sum(logprobs)


def backward_propagation_with_dropout(X, Y, cache, keep_prob=0.7):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache

    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)

    return {"dW3": dW3, "db3": db3, "dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}


def cost_of(parameters, X, Y):
    a3, _ = forward_propagation_with_dropout(X, parameters)
    return compute_cost(a3, Y)


def grads_of(parameters, X, Y):
    _, cache = forward_propagation_with_dropout(X, parameters)
    return backward_propagation_with_dropout(X, Y, cache)


parameters = initialize_parameters([2, 5, 4, 1])
np.random.seed(2)
X = np.random.randn(2, 12)
Y = (X[0:1, :] * X[1:2, :] > 0).astype(int)


# ---- for the test
EXPECTED = "the backward pass of the first dropout multiplies by the mask D1 but does not divide by keep_prob, as the forward pass does: dW1 and db1 are 0.7 times what they should be"
KINDS = {"dropout scale", "factor missing", "scale"}
PLACES = ["W1", "b1", "dW1", "db1", "dA1", "dZ1", "D1"]
TWO = False
MEND = [("    dA1 = dA1 * D1\n", "    dA1 = dA1 * D1\n    dA1 = dA1 / keep_prob\n")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost_of, grads=grads_of, params=parameters, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        g = grads_of(a, X, Y)
        return {name: g["d" + name] for name in a}

    return lambda a: cost_of(a, X, Y), claim, {name: p.copy() for name, p in parameters.items()}
