import numpy as np


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.7,
        "b1": np.random.randn(n_h, 1) * 0.1,
        "W2": np.random.randn(n_y, n_h) * 0.7,
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return float(-np.sum(logprobs) / m)


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    return {k: parameters[k] - learning_rate * grads["d" + k] for k in parameters}


def nn_model(X, Y, n_h, num_iterations=20):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


np.random.seed(1)
X = np.random.randn(2, 9)
Y = (X[:1] * X[1:] > 0).astype(float)
parameters = initialize_parameters(2, 4, 1)


# ---- for the test
EXPECTED = "db2 is the sum over the examples and is not divided by m, all others are"
KINDS = {"scale", "not averaged"}
PLACES = ["b2"]
TWO = False
MEND = [("db2 = np.sum(dZ2, axis=1, keepdims=True)\n", "db2 = np.sum(dZ2, axis=1, keepdims=True) / m\n")]
OFF = {"b2"}


def cost_of(parameters, X, Y):
    return compute_cost(forward_propagation(X, parameters)[0], Y)


def grads_of(parameters, X, Y):
    return backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost_of, grads=grads_of, params=parameters, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: cost_of(a, X, Y), lambda a: {k: grads_of(a, X, Y)["d" + k] for k in a}, parameters
