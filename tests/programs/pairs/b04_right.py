# Week 4 assignment - deep neural network with regularization
import numpy as np


def load_planar_dataset(m=200, seed=1):
    rng = np.random.RandomState(seed)
    r = np.concatenate([rng.rand(m // 2), 1.2 + rng.rand(m // 2)])
    t = rng.rand(m) * 2 * np.pi
    X = np.vstack([r * np.cos(t), r * np.sin(t)]) + 0.15 * rng.randn(2, m)
    Y = (np.arange(m) >= m // 2).astype(float).reshape(1, m)
    return X, Y


def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * np.sqrt(2. / layer_dims[l-1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def relu(Z):
    return np.maximum(0, Z)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def L_model_forward(X, parameters):
    caches = {'A0': X}
    L = len(parameters) // 2
    A = X
    for l in range(1, L + 1):
        Z = np.dot(parameters['W' + str(l)], A) + parameters['b' + str(l)]
        A = sigmoid(Z) if l == L else relu(Z)
        caches['Z' + str(l)] = Z
        caches['A' + str(l)] = A
    return A, caches


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    m = Y.shape[1]
    cross_entropy = -1. / m * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    L = len(parameters) // 2
    l2 = sum(np.sum(np.square(parameters['W' + str(l)])) for l in range(1, L + 1))
    return cross_entropy + lambd / (2 * m) * l2


def L_model_backward(Y, parameters, caches, lambd):
    grads = {}
    L = len(parameters) // 2
    m = Y.shape[1]
    dZ = caches['A' + str(L)] - Y
    for l in reversed(range(1, L + 1)):
        W = parameters['W' + str(l)]
        A_prev = caches['A' + str(l - 1)]
        grads['dW' + str(l)] = 1. / m * np.dot(dZ, A_prev.T) + lambd / m * W
        grads['db' + str(l)] = 1. / m * np.sum(dZ, axis=1, keepdims=True)
        if l > 1:
            dA_prev = np.dot(W.T, dZ)
            dZ = dA_prev * (caches['Z' + str(l - 1)] > 0)
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters['W' + str(l)] = parameters['W' + str(l)] - learning_rate * grads['dW' + str(l)]
        parameters['b' + str(l)] = parameters['b' + str(l)] - learning_rate * grads['db' + str(l)]
    return parameters


def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    return (AL > 0.5).astype(float)


def L_layer_model(X, Y, layers_dims, learning_rate=0.3, num_iterations=1500, lambd=0.7, print_cost=False):
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost_with_regularization(AL, Y, parameters, lambd)
        grads = L_model_backward(Y, parameters, caches, lambd)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 300 == 0:
            print("Cost after iteration {}: {}".format(i, np.squeeze(cost)))
    return parameters


if __name__ == '__main__':
    train_X, train_Y = load_planar_dataset(seed=1)
    test_X, test_Y = load_planar_dataset(seed=2)
    parameters = L_layer_model(train_X, train_Y, [2, 12, 6, 1], print_cost=True)
    print("Train accuracy: " + str(np.mean(predict(train_X, parameters) == train_Y)))
    print("Test accuracy: " + str(np.mean(predict(test_X, parameters) == test_Y)))
