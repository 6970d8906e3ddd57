import numpy as np


class RBFNet:
    """Gaussian units with learned centers. Data is kept in self.X, self.T."""

    def __init__(self, X, T, units=4, seed=26):
        rng = np.random.RandomState(seed)
        self.X, self.T = X, T
        self.centers = rng.uniform(-1, 1, (units, X.shape[1]))
        self.gammas = rng.uniform(0.3, 0.9, units)
        self.weights = rng.randn(units)
        self.bias = np.array([0.2])

    def hidden(self):
        self.delta = self.X[:, None, :] - self.centers[None, :, :]
        self.dist2 = (self.delta ** 2).sum(axis=2)
        return np.exp(-self.gammas * self.dist2)

    def predict(self):
        return self.hidden() @ self.weights + self.bias

    def sse(self):
        return 0.5 * ((self.predict() - self.T) ** 2).sum()

    def gradients(self):
        phi = self.hidden()
        err = phi @ self.weights + self.bias - self.T
        g_w = phi.T @ err
        g_b = np.array([err.sum()])
        back = err[:, None] * self.weights * phi
        g_gamma = -(back * self.dist2).sum(axis=0)
        g_c = ((back * self.gammas)[:, :, None] * self.delta).sum(axis=0)
        return {"centers": g_c, "gammas": g_gamma, "weights": g_w, "bias": g_b}

    def train(self, rate=0.01, epochs=100):
        for _ in range(epochs):
            g = self.gradients()
            self.centers -= rate * g["centers"]
            self.gammas -= rate * g["gammas"]
            self.weights -= rate * g["weights"]
            self.bias -= rate * g["bias"]


rnd = np.random.RandomState(7)
points = rnd.uniform(-1.5, 1.5, (10, 2))
heights = np.sin(points[:, 0]) + 0.5 * points[:, 1] ** 2
rbf = RBFNet(points, heights)

# ---- for the test
EXPECTED = "the factor 2 of the derivative of the squared distance is missing in the gradient of the centers"
KINDS = {"derivative halved", "scale"}
PLACES = ["centers", "center", "g_c"]
TWO = False
MEND = [("g_c = ((back", "g_c = 2 * ((back")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=rbf.sse, grads=rbf.gradients, predict=rbf.predict, params=rbf, obj=rbf,
                make=lambda: RBFNet(points, heights))
