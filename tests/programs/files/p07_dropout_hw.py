import numpy as np

# Week 1 homework: regularization with dropout
# LINEAR -> RELU + DROPOUT -> LINEAR -> RELU + DROPOUT -> LINEAR -> SIGMOID


def load_data(m=160, seed=0):
    rng = np.random.RandomState(seed)
    X = rng.randn(2, m)
    Y = (X[0:1] * X[1:2] + 0.2 * rng.randn(1, m) > 0).astype(float)
    return X, Y


def initialize_parameters(layers_dims, seed=3):
    rng = np.random.RandomState(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = rng.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2. / layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


def forward_propagation_with_dropout(X, parameters, keep_prob, rng):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = rng.rand(*A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob

    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = rng.rand(*A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob

    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cache = {"Z1": Z1, "D1": D1, "A1": A1, "Z2": Z2, "D2": D2, "A2": A2, "A3": A3}
    return A3, cache


def compute_cost(A3, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m


def backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob):
    m = X.shape[1]
    grads = {}

    dZ3 = cache["A3"] - Y
    grads["dW3"] = 1. / m * np.dot(dZ3, cache["A2"].T)
    grads["db3"] = 1. / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(parameters["W3"].T, dZ3)
    dA2 = dA2 * cache["D2"] / keep_prob
    dZ2 = dA2 * (cache["Z2"] > 0)
    grads["dW2"] = 1. / m * np.dot(dZ2, cache["A1"].T)
    grads["db2"] = 1. / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(parameters["W2"].T, dZ2)
    dZ1 = dA1 * (cache["Z1"] > 0)
    grads["dW1"] = 1. / m * np.dot(dZ1, X.T)
    grads["db1"] = 1. / m * np.sum(dZ1, axis=1, keepdims=True)

    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


def model(X, Y, learning_rate=0.1, num_iterations=2000, keep_prob=0.8):
    rng = np.random.RandomState(1)
    parameters = initialize_parameters([X.shape[0], 16, 6, 1])
    for i in range(num_iterations):
        A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob, rng)
        cost = compute_cost(A3, Y)
        grads = backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 400 == 0:
            print("Cost after iteration {}: {:.4f}".format(i, cost))
    return parameters


if __name__ == "__main__":
    X, Y = load_data()
    parameters = model(X, Y)
    # no dropout at test time
    A3, _ = forward_propagation_with_dropout(X, parameters, 1.0, np.random.RandomState(0))
    print("Train accuracy:", np.mean((A3 > 0.5) == Y))
