import numpy as np

# Assignment 2: implement backprop for a 2-layer net and check it numerically

class NeuralNetwork(object):
    def __init__(self, n_in, n_hid, n_out):
        self.theta = [np.random.randn(n_hid, n_in + 1) * 0.4, np.random.randn(n_out, n_hid + 1) * 0.4]

    def cost(self, X, y):
        A1 = np.insert(X, 0, 1, axis=1)
        A2 = np.insert(1 / (1 + np.exp(-A1 @ self.theta[0].T)), 0, 1, axis=1)
        O = 1 / (1 + np.exp(-A2 @ self.theta[1].T))
        return -(y * np.log(O) + (1 - y) * np.log(1 - O)).sum() / len(X)

    def update(self, X, y, alpha):
        Delta = [np.zeros(t.shape) for t in self.theta]
        for xi, yi in zip(X, y):             # one example after the other, like in the lecture
            a1 = np.append(1, xi)
            a2 = np.append(1, 1 / (1 + np.exp(-self.theta[0] @ a1)))
            a3 = 1 / (1 + np.exp(-self.theta[1] @ a2))
            d3 = a3 - yi
            d2 = (self.theta[1].T @ d3 * a2 * (1 - a2))[1:]
            Delta[0] += np.outer(d2, a1)
            Delta[1] += np.outer(d3, a2)
        for l in range(2):
            self.theta[l] -= alpha / len(X) * Delta[l]

    def gradient_checking(self, X, y, eps=1e-5):
        before = [t.copy() for t in self.theta]
        self.update(X, y, 1.0)
        analytic = np.concatenate([(b - t).ravel() for b, t in zip(before, self.theta)])
        for t, b in zip(self.theta, before): t[:] = b
        numeric = []
        for t in self.theta:
            for idx in np.ndindex(t.shape):
                old = t[idx]
                t[idx] = old + eps; up = self.cost(X, y)
                t[idx] = old - eps; down = self.cost(X, y)
                t[idx] = old
                numeric.append((up - down) / (2 * eps))
        print("max difference:", np.abs(analytic - numeric).max())

np.random.seed(59)
X = np.random.randn(8, 3)
y = np.eye(2)[(X[:, 0] > 0).astype(int)]
nn = NeuralNetwork(3, 4, 2)
nn.gradient_checking(X, y)
for _ in range(5):
    nn.update(X, y, alpha=0.5)

# ---- for the test
def hand_over():
    return dict(obj=nn, loss=nn.cost, step=nn.update, x=X, y=y, rate=0.5, also=dict(alpha=0.5))

FORM = "assignment: gradients only local to the update, its own numeric check is printed; theta list with the bias as first column, required alpha"
