"""
Week 3 assignment, extended by me: one hidden layer, but now THREE outputs
(does the picture contain a cat / a dog / a car -- can be several at once).
Examples are COLUMNS: X has shape (n_x, m).
"""
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_parameters(n_x, n_h, n_y):
    """
    Returns:
    parameters -- python dictionary: W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)
    """
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x) * 0.5
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.5
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return -np.sum(logprobs) / m


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]

    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=0.8):
    new = {}
    for key in parameters:
        new[key] = parameters[key] - learning_rate * grads["d" + key]
    return new


def load_toy_dataset():
    rng = np.random.RandomState(1)
    X = rng.randn(3, 15)
    Y = np.vstack([X[0] + X[1] > 0.8, X[1] * X[2] > 0, X[2] < 1.0]).astype(float)
    return X, Y


def nn_model(X, Y, n_h, num_iterations=1000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


if __name__ == "__main__":
    X, Y = load_toy_dataset()
    parameters = nn_model(X, Y, 5, print_cost=True)
    print("b2 =", parameters["b2"].ravel())   # all three the same?!

# ---- for the test
EXPECTED = "db2 in backward_propagation is summed over all outputs as well as the examples (no axis=1), so each of the three output biases gets the same total."
KINDS = {"summed over the wrong axis", "axis missing", "bias", "broadcast", "bias gradient is a scalar"}
PLACES = ["db2", "b2", "backward_propagation", "dZ2"]
TWO = False
MEND = [("    db2 = 1 / m * np.sum(dZ2)\n", "    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)\n")]
OFF = {"b2"}


def hand_over():
    X, Y = load_toy_dataset()
    return dict(params=initialize_parameters(3, 5, 3),
                loss=lambda parameters, X, Y: compute_cost(forward_propagation(X, parameters)[0], Y),
                grads=lambda parameters, X, Y: backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y),
                x=X, y=Y)


def proof():
    X, Y = load_toy_dataset()

    def claim(p):
        g = backward_propagation(p, forward_propagation(X, p)[1], X, Y)
        return {k: np.broadcast_to(g["d" + k], p[k].shape) for k in p}

    return lambda p: compute_cost(forward_propagation(X, p)[0], Y), claim, initialize_parameters(3, 5, 3)
