# Planar data, one hidden layer (course notation: one example per column)
import numpy as np

np.random.seed(3)
X = np.random.randn(3, 7)
Y = (np.random.rand(1, 7) > 0.4).astype(float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x) * 0.6
    b1 = np.random.randn(n_h, 1) * 0.3
    W2 = np.random.randn(n_y, n_h) * 0.6
    b2 = np.random.randn(n_y, 1) * 0.3
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(parameters, X, Y):
    A2, cache = forward_propagation(X, parameters)
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return float(np.squeeze(-np.sum(logprobs) / m))


def backward_propagation(parameters, X, Y):
    m = X.shape[1]
    A2, cache = forward_propagation(X, parameters)
    A1 = cache["A1"]
    dZ2 = (A2 - Y) / m
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


def nn_model(X, Y, n_h=4, num_iterations=100, learning_rate=1.2):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        grads = backward_propagation(parameters, X, Y)
        for name in parameters:
            parameters[name] = parameters[name] - learning_rate * grads[name]
    return parameters


parameters = initialize_parameters(3, 4, 1)

# ---- for the test
EXPECTED = "the mean over the m examples is taken twice: dZ2 is already divided by m and dW, db divide again, so every gradient is 1/m too small"
KINDS = {"averaged twice", "scale"}
PLACES = ["every", "all", "dZ2", "output", "loss", "W1", "W2"]
TWO = False
MEND = [("dZ2 = (A2 - Y) / m", "dZ2 = A2 - Y")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_cost, grads=backward_propagation, params=parameters, x=X, y=Y)
