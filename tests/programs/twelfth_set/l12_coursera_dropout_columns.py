"""Regularization assignment of the deep learning course, 3-layer model with dropout (keep_prob 0.7). I lost the notebook and
wrote it again. gradient_check with the same seed says difference = 0.1 for W1 and b1, the others ok. Without dropout
everything is ok."""
import numpy as np


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def relu(Z):
    return np.maximum(0, Z)


def forward_propagation_with_dropout(X, parameters, keep_prob=0.7):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = [parameters[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3")]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(*A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(*A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache


def compute_cost(A3, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m


def backward_propagation_with_dropout(X, Y, cache, keep_prob=0.7):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1. / m * np.dot(dZ3, A2.T)
    db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1. / m * np.dot(dZ2, A1.T)
    db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1. / m * np.dot(dZ1, X.T)
    db1 = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW3": dW3, "db3": db3, "dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}


def one_iteration(parameters, X, Y, learning_rate=0.3):
    A3, cache = forward_propagation_with_dropout(X, parameters)
    grads = backward_propagation_with_dropout(X, Y, cache)
    updated = {}
    for key in parameters:
        updated[key] = parameters[key] - learning_rate * grads["d" + key]
    return updated


def cost_of(parameters, X, Y):
    return compute_cost(forward_propagation_with_dropout(X, parameters)[0], Y)


gen = np.random.RandomState(33)
X = gen.randn(2, 10)
Y = (X[:1] * X[1:] > 0).astype(float)
parameters = {"W1": gen.randn(6, 2), "b1": gen.randn(6, 1) * 0.1, "W2": gen.randn(4, 6) * 0.6, "b2": gen.randn(4, 1) * 0.1,
              "W3": gen.randn(1, 4), "b3": np.zeros((1, 1))}

if __name__ == "__main__":
    for i in range(100):
        parameters = one_iteration(parameters, X, Y)
    print(cost_of(parameters, X, Y))


# ---- for the test
EXPECTED = "dA1 is masked but not divided by keep_prob, as A1 was: dW1 and db1 are 0.7 of what they should be"
KINDS = {"dropout scale", "scale", "factor missing"}
PLACES = ["W1", "b1", "dA1"]
TWO = False
MEND = [("dA1 = dA1 * D1\n", "dA1 = dA1 * D1 / keep_prob\n")]
OFF = {"W1", "b1"}


def hand_over():
    return dict(step=one_iteration, params=parameters, loss=cost_of, rate=0.3, x=X, y=Y)


def proof():
    def claim(a):
        new = one_iteration(a, X, Y, 1.0)
        return {k: a[k] - new[k] for k in a}
    return (lambda a: cost_of(a, X, Y)), claim, {k: v.copy() for k, v in parameters.items()}
