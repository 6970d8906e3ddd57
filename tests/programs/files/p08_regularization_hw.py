# coding: utf-8
# # Week 1 - Regularization (exported from my notebook)

# In[1]:
import numpy as np


def load_data(m=240, seed=1):
    rng = np.random.RandomState(seed)
    t = rng.rand(m) * np.pi
    lab = rng.randint(0, 2, m)
    px = np.where(lab == 0, np.cos(t), 1 - np.cos(t))
    py = np.where(lab == 0, np.sin(t), 0.4 - np.sin(t))
    X = np.vstack([px, py]) + 0.15 * rng.randn(2, m)
    return X, lab.reshape(1, m)


# In[2]:
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


def initialize_parameters(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2. / layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


# In[3]:
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = (np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob).astype(int)
    A1 = A1 * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = (np.random.rand(A2.shape[0], A2.shape[1]) < keep_prob).astype(int)
    A2 = A2 * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cache = {"Z1": Z1, "D1": D1, "A1": A1, "Z2": Z2, "D2": D2, "A2": A2, "A3": A3}
    return A3, cache


def compute_cost(A3, Y):
    m = Y.shape[1]
    return float(-np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m)


# In[4]:
def backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob):
    m = X.shape[1]
    dZ3 = cache["A3"] - Y
    dW3 = 1. / m * np.dot(dZ3, cache["A2"].T)
    db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)

    dA2 = np.dot(parameters["W3"].T, dZ3)
    dA2 = dA2 * cache["D2"]
    dZ2 = np.multiply(dA2, np.int64(cache["Z2"] > 0))
    dW2 = 1. / m * np.dot(dZ2, cache["A1"].T)
    db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)

    dA1 = np.dot(parameters["W2"].T, dZ2)
    dA1 = dA1 * cache["D1"]
    dZ1 = np.multiply(dA1, np.int64(cache["Z1"] > 0))
    dW1 = 1. / m * np.dot(dZ1, X.T)
    db1 = 1. / m * np.sum(dZ1, keepdims=True)

    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


def update_parameters(parameters, grads, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


# In[5]:
def model(X, Y, learning_rate=0.3, num_iterations=1500, keep_prob=0.8):
    parameters = initialize_parameters([X.shape[0], 16, 6, 1])
    for i in range(num_iterations):
        A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        cost = compute_cost(A3, Y)
        grads = backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 250 == 0:
            print("Cost after iteration {}: {}".format(i, cost))
    return parameters


# In[6]:
train_X, train_Y = load_data()
test_X, test_Y = load_data(m=120, seed=2)
parameters = model(train_X, train_Y)
for name, a, b in (("train", train_X, train_Y), ("test", test_X, test_Y)):
    p, _ = forward_propagation_with_dropout(a, parameters, keep_prob=1.0)
    print("On the %s set: accuracy %.3f" % (name, np.mean((p > 0.5) == b)))
