# L-layer network, examples in columns (after the deep learning specialization, without looking at the solution)
import numpy as np

np.random.seed(3)


def initialize_parameters_deep(layer_dims):
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
        parameters["b" + str(l)] = np.random.randn(layer_dims[l], 1) * 0.1
    return parameters


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def L_model_forward(X, parameters):
    L = len(parameters) // 2
    cache = {"A0": X}
    A = X
    for l in range(1, L + 1):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        A = sigmoid(Z) if l == L else relu(Z)
        cache["Z" + str(l)] = Z
        cache["A" + str(l)] = A
    return A, cache


def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = -1 / m * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return np.squeeze(cost)


def L_model_backward(AL, Y, parameters, cache):
    grads = {}
    L = len(parameters) // 2
    m = Y.shape[1]
    dZ = AL - Y
    for l in reversed(range(1, L + 1)):
        grads["dW" + str(l)] = 1 / m * np.dot(dZ, cache["A" + str(l - 1)].T)
        grads["db" + str(l)] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
        if l > 1:
            dA = np.dot(parameters["W" + str(l)].T, dZ)
            dZ = dA * (cache["Z" + str(l)] > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


def cost_of(X, Y, parameters):
    return compute_cost(L_model_forward(X, parameters)[0], Y)


def grads_of(X, Y, parameters):
    AL, cache = L_model_forward(X, parameters)
    return L_model_backward(AL, Y, parameters, cache)


train_x = np.random.randn(3, 10)
train_y = (train_x[0:1] * train_x[1:2] > 0).astype(float)
parameters = initialize_parameters_deep([3, 4, 4, 1])

if __name__ == "__main__":
    for i in range(2500):
        parameters = update_parameters(parameters, grads_of(train_x, train_y, parameters), 0.0075)
        if i % 500 == 0:
            print("Cost after iteration", i, cost_of(train_x, train_y, parameters))


# ---- for the test
EXPECTED = "dA belongs to layer l - 1, but the relu's mask is taken of Z of layer l: one layer too late (Z3 > 0 broadcasts over layer 2, Z2 > 0 has the size of Z1)"
KINDS = {"stale cache", "wrong argument", "wrong derivative"}
PLACES = ["W1", "b1", "W2", "b2", "dW1", "db1", "dW2", "db2", "dZ", "Z1", "Z2"]
TWO = False
MEND = [('dA * (cache["Z" + str(l)] > 0)', 'dA * (cache["Z" + str(l - 1)] > 0)')]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost_of, grads=grads_of, params=parameters, x=train_x, y=train_y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        g = grads_of(train_x, train_y, a)
        return {k: g["d" + k] for k in a}

    return lambda a: cost_of(train_x, train_y, a), claim, {k: v.copy() for k, v in parameters.items()}
