"""3 layer net with dropout, LINEAR->RELU->LINEAR->RELU->LINEAR->SIGMOID.
Without dropout (KEEP = 1.0) my gradient check passes. With KEEP = 0.65 and the
same masks in both passes it fails, but only for the first layer, and there all
the numbers are off by the same amount of percent.
"""
import numpy as np

KEEP = 0.65
layer_dims = [6, 8, 4, 1]


def initialize_parameters():
    np.random.seed(2)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.random.randn(layer_dims[l], 1) * 0.3
    return parameters


def load_dataset():
    np.random.seed(7)
    X = np.random.randn(6, 13)
    Y = (X[0:1] + X[1:2] * X[2:3] > 0).astype(float)
    return X, Y


def relu(Z):
    return np.maximum(0, Z)


def forward_propagation(parameters, X):
    np.random.seed(1)                      # same masks every time, for checking
    p = parameters
    Z1 = p["W1"] @ X + p["b1"]
    A1 = relu(Z1)
    D1 = np.random.rand(*A1.shape) < KEEP
    A1 = A1 * D1 / KEEP
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = relu(Z2)
    D2 = np.random.rand(*A2.shape) < KEEP
    A2 = A2 * D2 / KEEP
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    cache = {"Z1": Z1, "A1": A1, "D1": D1, "Z2": Z2, "A2": A2, "D2": D2, "A3": A3}
    return A3, cache


def compute_cost(parameters, X, Y):
    A3, _ = forward_propagation(parameters, X)
    return float(-np.mean(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)))


def backward_propagation(parameters, X, Y):
    m = X.shape[1]
    A3, c = forward_propagation(parameters, X)
    dZ3 = A3 - Y
    grads = {"W3": dZ3 @ c["A2"].T / m, "b3": np.sum(dZ3, axis=1, keepdims=True) / m}

    dA2 = parameters["W3"].T @ dZ3
    dA2 = dA2 * c["D2"] / KEEP
    dZ2 = dA2 * (c["Z2"] > 0)
    grads["W2"] = dZ2 @ c["A1"].T / m
    grads["b2"] = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = parameters["W2"].T @ dZ2
    dA1 = dA1 * c["D1"]
    dZ1 = dA1 * (c["Z1"] > 0)
    grads["W1"] = dZ1 @ X.T / m
    grads["b1"] = np.sum(dZ1, axis=1, keepdims=True) / m
    return grads


if __name__ == "__main__":
    X, Y = load_dataset()
    parameters = initialize_parameters()
    for i in range(500):
        grads = backward_propagation(parameters, X, Y)
        for key in parameters:
            parameters[key] = parameters[key] - 0.1 * grads[key]
        if i % 100 == 0:
            print("cost after", i, ":", compute_cost(parameters, X, Y))

# ---- for the test
EXPECTED = "In backward_propagation dA1 is masked with D1 but not divided by KEEP as A1 was on the way forward."
KINDS = {"mask scale", "scale", "factor missing"}
PLACES = ["dA1", "D1", "KEEP", "W1", "b1", "dZ1", "backward_propagation"]
TWO = False
MEND = [('    dA1 = dA1 * c["D1"]\n', '    dA1 = dA1 * c["D1"] / KEEP\n')]
OFF = {"W1", "b1"}


def hand_over():
    X, Y = load_dataset()
    return dict(loss=compute_cost, grads=backward_propagation,
                params=initialize_parameters(), x=X, y=Y, rate=0.1)


def proof():
    X, Y = load_dataset()
    return (lambda p: compute_cost(p, X, Y),
            lambda p: backward_propagation(p, X, Y),
            initialize_parameters())
