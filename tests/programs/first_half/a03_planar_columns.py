import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x)
    b1 = np.random.randn(n_h, 1) * 0.3
    W2 = np.random.randn(n_y, n_h)
    b2 = np.random.randn(n_y, 1) * 0.3
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = sigmoid(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(parameters, X, Y):
    m = Y.shape[1]
    A2, _ = forward_propagation(X, parameters)
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return float(-np.sum(logprobs) / m)


def backward_propagation(parameters, X, Y):
    m = X.shape[1]
    A2, cache = forward_propagation(X, parameters)
    A1 = cache["A1"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    for name in ["W1", "b1", "W2", "b2"]:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


np.random.seed(3)
X = np.random.randn(2, 7)
Y = (X[0:1] * X[1:2] > 0).astype(float)
parameters = initialize_parameters(2, 4, 1)


# ---- for the test
EXPECTED = "the hidden layer is a sigmoid but its derivative is that of tanh, 1 - A1**2 (W1, b1)"
KINDS = {"derivative of another activation"}
PLACES = ["W1", "b1", "hidden", "layer 1"]
TWO = False
MEND = [("(1 - np.power(A1, 2))", "A1 * (1 - A1)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_cost, grads=backward_propagation, params=parameters, x=X, y=Y)
