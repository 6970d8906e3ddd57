import numpy as np

class AutoEncoder:
    """x -> sigmoid(xW + b) -> W^T back again (tied weights). target = input"""

    def __init__(self, visible, hidden, learning_rate=0.2):
        rs = np.random.RandomState(44)
        self.W = rs.uniform(-.5, .5, (visible, hidden))
        self.b_hid = np.zeros(hidden)
        self.b_vis = np.zeros(visible)
        self.learning_rate = learning_rate

    def encode(self, x):
        return 1 / (1 + np.exp(-(x.dot(self.W) + self.b_hid)))

    def decode(self, h):
        return 1 / (1 + np.exp(-(h.dot(self.W.T) + self.b_vis)))

    def reconstruct(self, x):
        return self.decode(self.encode(x))

    def reconstruction_error(self, x):
        r = self.reconstruct(x)
        return -np.mean(np.sum(x * np.log(r) + (1 - x) * np.log(1 - r), axis=1))

    def partial_fit(self, x):
        h = self.encode(x)
        d_vis = (self.decode(h) - x) / x.shape[0]
        d_hid = d_vis.dot(self.W) * h * (1 - h)
        # W is used twice, so two parts
        dW = x.T.dot(d_hid) + d_vis.T.dot(h)
        self.W -= self.learning_rate * dW
        self.b_hid -= self.learning_rate * d_hid.sum(axis=0)
        self.b_vis -= self.learning_rate * d_vis.sum(axis=0)

    def fit(self, x, epochs=10):
        for e in range(epochs):
            self.partial_fit(x)
        return self

patterns = (np.random.RandomState(0).rand(20, 6) > .5).astype(float)
patterns[:, 3:] = patterns[:, :3]
ae = AutoEncoder(6, 3).fit(patterns)
print(ae.reconstruction_error(patterns))

# ---- for the test
def hand_over():
    return dict(obj=ae, loss=ae.reconstruction_error, step=ae.partial_fit, predict=ae.reconstruct, x=patterns, rate=0.2)

FORM = "tied-weight autoencoder, no y at all, loss called reconstruction_error, rate as attribute learning_rate"
