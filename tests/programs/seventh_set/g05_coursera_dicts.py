# Week 4 style: Deep Neural Network, L layers  (columns are the examples!)
import numpy as np


def initialize_parameters_deep(layer_dims):
    np.random.seed(1)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) / np.sqrt(layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1)) + 0.1
        assert parameters["W" + str(l)].shape == (layer_dims[l], layer_dims[l - 1])
    return parameters


def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    A = 1 / (1 + np.exp(-Z)) if activation == "sigmoid" else np.maximum(0, Z)
    return A, ((A_prev, W, b), Z)


def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = -1 / m * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return np.squeeze(cost)


def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = 1 / m * np.dot(dZ, A_prev.T)
    db = 1 / m * np.sum(dZ, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
    elif activation == "sigmoid":
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA, grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    for l in reversed(range(L - 1)):
        dA, grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = linear_activation_backward(dA, caches[l], "relu")
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
    return parameters


def gradients(parameters, X, Y):
    AL, caches = L_model_forward(X, parameters)
    return L_model_backward(AL, Y, caches)


def cost_of(parameters, X, Y):
    return compute_cost(L_model_forward(X, parameters)[0], Y)


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=20):
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        costs.append(cost_of(parameters, X, Y))
        parameters = update_parameters(parameters, gradients(parameters, X, Y), learning_rate)
    return parameters, costs


np.random.seed(7)
train_x = np.random.randn(3, 10)
train_y = (train_x[:1] * train_x[1:2] > 0).astype(int)
parameters, costs = L_layer_model(train_x, train_y, [3, 5, 4, 1])


# ---- for the test
EXPECTED = "linear_backward sums dZ over everything for db (axis=1 is missing), so that each unit of a layer gets the same bias gradient"
KINDS = {"summed over everything", "summed over the wrong axis"}
PLACES = ["b1", "b2", "db1", "db2", "db", "b", "layer 1", "layer 2", "hidden"]
TWO = False
MEND = [("np.sum(dZ, keepdims=True)", "np.sum(dZ, axis=1, keepdims=True)")]
OFF = {"b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost_of, grads=gradients, params=parameters, x=train_x, y=train_y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def claim(a):
        grads = gradients(dict(a), train_x, train_y)
        return {name: grads["d" + name] + np.zeros_like(a[name]) for name in a}

    return lambda a: cost_of(dict(a), train_x, train_y), claim, dict(parameters)
