"""
My own version of the network from the online book, chapter 3:
cross-entropy cost, L2 regularization, mini-batch SGD.
"""
import random
import numpy as np

random.seed(10)
np.random.seed(10)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def make_network(sizes):
    biases = [np.random.randn(y, 1) for y in sizes[1:]]
    weights = [np.random.randn(y, x) / np.sqrt(x) for x, y in zip(sizes[:-1], sizes[1:])]
    return weights, biases


def feedforward(a, weights, biases):
    for w, b in zip(weights, biases):
        a = sigmoid(np.dot(w, a) + b)
    return a


def total_cost(data, weights, biases, lmbda):
    n = len(data)
    cost = 0.0
    for x, y in data:
        a = feedforward(x, weights, biases)
        cost += np.sum(-y * np.log(a) - (1 - y) * np.log(1 - a)) / n
    cost += 0.5 * (lmbda / n) * sum(np.sum(w ** 2) for w in weights)
    return cost


def backprop(x, y, weights, biases):
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    activations = [x]
    for w, b in zip(weights, biases):
        activations.append(sigmoid(np.dot(w, activations[-1]) + b))
    delta = activations[-1] - y
    nabla_b[-1] = delta
    nabla_w[-1] = np.dot(delta, activations[-2].T)
    for l in range(2, len(weights) + 1):
        sp = activations[-l] * (1 - activations[-l])
        delta = np.dot(weights[-l + 1].T, delta) * sp
        nabla_b[-l] = delta
        nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
    return nabla_b, nabla_w


def update_mini_batch(mini_batch, weights, biases, eta, lmbda, n):
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    for x, y in mini_batch:
        delta_nabla_b, delta_nabla_w = backprop(x, y, weights, biases)
        nabla_b = [dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
        nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
    weights = [(1 - eta * lmbda) * w - (eta / len(mini_batch)) * nw
               for w, nw in zip(weights, nabla_w)]
    biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(biases, nabla_b)]
    return weights, biases


def SGD(training_data, weights, biases, epochs, mini_batch_size, eta, lmbda):
    n = len(training_data)
    for j in range(epochs):
        random.shuffle(training_data)
        for k in range(0, n, mini_batch_size):
            mini_batch = training_data[k:k + mini_batch_size]
            weights, biases = update_mini_batch(mini_batch, weights, biases, eta, lmbda, n)
        if j % 5 == 0:
            print("Epoch", j, "cost", total_cost(training_data, weights, biases, lmbda))
    return weights, biases


# three blobs
training_data = []
for _ in range(150):
    c = random.randrange(3)
    point = np.array([[-1.0, 0.0], [1.0, 0.3], [0.1, 1.5]])[c].reshape(2, 1) + 0.4 * np.random.randn(2, 1)
    training_data.append((point, np.eye(3)[:, [c]]))

if __name__ == "__main__":
    weights, biases = make_network([2, 8, 6, 3])
    weights, biases = SGD(training_data, weights, biases, 40, 10, 0.5, 0.01)
    good = sum(np.argmax(feedforward(x, weights, biases)) == np.argmax(y) for x, y in training_data)
    print("correct", good, "/", len(training_data))
