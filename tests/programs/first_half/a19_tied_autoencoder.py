import numpy as np


class TiedAutoencoder:
    """x -> tanh(x W + bh) -> h W^T + bo, the decoder reuses W"""

    def __init__(self, n_in, n_hidden, seed=0):
        rs = np.random.RandomState(seed)
        self.W = rs.randn(n_in, n_hidden) * 0.6
        self.bh = rs.randn(n_hidden) * 0.2
        self.bo = rs.randn(n_in) * 0.2

    def encode(self, X):
        return np.tanh(X @ self.W + self.bh)

    def decode(self, H):
        return H @ self.W.T + self.bo

    def loss(self, X):
        R = self.decode(self.encode(X))
        return np.mean((R - X) ** 2)

    def gradients(self, X):
        n = X.shape[0]
        H = self.encode(X)
        R = self.decode(H)
        dR = 2 * (R - X) / n
        dbo = dR.sum(axis=0)
        dH = dR @ self.W
        dZ = dH * (1 - H**2)
        dW = X.T @ dZ
        dbh = dZ.sum(axis=0)
        return {"W": dW, "bh": dbh, "bo": dbo}

    def train_step(self, X, lr=0.1):
        g = self.gradients(X)
        self.W -= lr * g["W"]
        self.bh -= lr * g["bh"]
        self.bo -= lr * g["bo"]


rs = np.random.RandomState(19)
X = rs.randn(7, 5)


if __name__ == "__main__":
    ae = TiedAutoencoder(5, 3)
    for i in range(500):
        ae.train_step(X)
    print("reconstruction error", ae.loss(X))


# ---- for the test
EXPECTED = "W gets only the encoder's gradient (the decoder uses W.T too), and everything is n_in times too large: the loss is a mean over all elements, the gradient divides by the rows only"
KINDS = {"path missing"}
KINDS_2 = {"scale"}
PLACES = ["W", "decoder", "bo", "bh"]
TWO = True
MEND = [
    ("dW = X.T @ dZ\n", "dW = X.T @ dZ + dR.T @ H\n"),
    ("dR = 2 * (R - X) / n\n", "dR = 2 * (R - X) / X.size\n"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    ae = TiedAutoencoder(5, 3)
    return dict(obj=ae, loss=ae.loss, grads=ae.gradients, params={"W": ae.W, "bh": ae.bh, "bo": ae.bo}, x=X)
