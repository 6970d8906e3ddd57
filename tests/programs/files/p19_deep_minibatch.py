import numpy as np


def two_moons(n, rng):
    t = rng.random(n) * np.pi
    lab = rng.integers(0, 2, n)
    x = np.where(lab == 0, np.cos(t), 1 - np.cos(t))
    y = np.where(lab == 0, np.sin(t), 0.5 - np.sin(t))
    pts = np.column_stack([x, y]) + 0.08 * rng.standard_normal((n, 2))
    return pts, lab.reshape(-1, 1).astype(float)


class Network:
    """sizes = [2, 16, 16, 1] -> tanh hidden layers, sigmoid output, cross-entropy cost"""

    def __init__(self, sizes, rng):
        self.sizes = sizes
        self.rng = rng
        self.weights = [rng.standard_normal((i, o)) / np.sqrt(i) for i, o in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, o)) for o in sizes[1:]]

    def feedforward(self, x):
        activations = [x]
        for k, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = activations[-1] @ w + b
            if k == len(self.weights) - 1:
                activations.append(1 / (1 + np.exp(-z)))
            else:
                activations.append(np.tanh(z))
        return activations

    def cost(self, x, y):
        p = self.feedforward(x)[-1]
        return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))

    def backprop(self, x, y):
        acts = self.feedforward(x)
        nabla_w = [None] * len(self.weights)
        nabla_b = [None] * len(self.biases)
        delta = (acts[-1] - y) / x.shape[0]
        for k in range(len(self.weights) - 1, -1, -1):
            nabla_w[k] = acts[k].T @ delta
            nabla_b[k] = delta.sum(axis=0, keepdims=True)
            if k > 0:
                delta = (delta @ self.weights[k].T) * (1 - acts[k] ** 2)
        return nabla_w, nabla_b

    def update_mini_batch(self, x, y, eta):
        nabla_w, nabla_b = self.backprop(x, y)
        m = len(x)
        self.weights = [w - (eta / m) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / m) * nb for b, nb in zip(self.biases, nabla_b)]

    def SGD(self, X, Y, epochs, batch_size, eta):
        n = len(X)
        for epoch in range(epochs):
            perm = self.rng.permutation(n)
            X_shuffled = X[perm]
            for start in range(0, n, batch_size):
                xb = X_shuffled[start:start + batch_size]
                yb = Y[start:start + batch_size]
                self.update_mini_batch(xb, yb, eta)
            if epoch % 20 == 0:
                print("Epoch {}: cost {:.4f}".format(epoch, self.cost(X, Y)))


rng = np.random.default_rng(10)
X, Y = two_moons(240, rng)
net = Network([2, 16, 16, 1], rng)
net.SGD(X, Y, epochs=200, batch_size=16, eta=0.5)
print("acc", np.mean((net.feedforward(X)[-1] > 0.5) == (Y > 0.5)))
