import numpy as np

# L-layer network, examples are columns.  LINEAR->RELU [L-1 times] -> LINEAR->SIGMOID


def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.8
        parameters["b" + str(l)] = np.random.randn(layer_dims[l], 1) * 0.1
    return parameters


def linear_activation_forward(A_prev, W, b, activation):
    Z = W.dot(A_prev) + b
    if activation == "sigmoid":
        A = 1 / (1 + np.exp(-Z))
    elif activation == "relu":
        A = np.maximum(0, Z)
    cache = ((A_prev, W, b), Z)
    return A, cache


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


def linear_backward(dZ, linear_cache):
    A_prev, W, b = linear_cache
    m = A_prev.shape[1]
    dW = 1 / m * np.dot(dZ, A_prev.T)
    db = 1 / m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = 1 / m * np.dot(W.T, dZ)
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
        dA, dW_temp, db_temp = linear_activation_backward(dA, caches[l], "relu")
        grads["dW" + str(l + 1)] = dW_temp
        grads["db" + str(l + 1)] = db_temp
    return grads


def L_layer_model(X, Y, parameters, learning_rate=0.0075, num_iterations=3000):
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        grads = L_model_backward(AL, Y, caches)
        for key in parameters:
            parameters[key] = parameters[key] - learning_rate * grads["d" + key]
        if i % 100 == 0:
            print("Cost after iteration {}: {}".format(i, compute_cost(AL, Y)))
    return parameters


np.random.seed(11)
train_x = np.random.randn(5, 6)
train_y = np.array([[1, 0, 0, 1, 1, 0]])
parameters = initialize_parameters_deep([5, 4, 3, 1])


# ---- for the test
EXPECTED = "linear_backward divides dA_prev by m although dW and db are divided already: every layer below the last is m times (and m*m times) too small"
KINDS = {"averaged twice", "scale"}
PLACES = ["W1", "b1", "W2", "b2", "hidden", "layer 1", "layer 2"]
TWO = False
MEND = [("dA_prev = 1 / m * np.dot(W.T, dZ)", "dA_prev = np.dot(W.T, dZ)")]
OFF = {"W1", "b1", "W2", "b2"}


def cost_of(parameters, X, Y):
    return compute_cost(L_model_forward(X, parameters)[0], Y)


def grads_of(parameters, X, Y):
    AL, caches = L_model_forward(X, parameters)
    return L_model_backward(AL, Y, caches)


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost_of, grads=grads_of, params=parameters, x=train_x, y=train_y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: cost_of(a, train_x, train_y),
        lambda a: {name: grads_of(a, train_x, train_y)["d" + name] for name in a},
        parameters,
    )
