import numpy as np

σ = lambda z: 1.0 / (1.0 + np.exp(-z))


class TiedAutoencoder:
    """x -> h = σ(W x + b) -> x' = Wᵀ h + c.    Samples are columns (j = pixel, i = unit, n = sample)."""

    def __init__(self, pixels, units, rng: np.random.Generator):
        self.W = rng.normal(scale=0.5, size=(units, pixels))
        self.b = np.zeros((units, 1))
        self.c = np.zeros((pixels, 1))

    def encode(self, X):
        return σ(np.einsum("ij,jn->in", self.W, X) + self.b)

    def decode(self, H):
        return np.einsum("ij,in->jn", self.W, H) + self.c

    def reconstruction_error(self, X):
        R = self.decode(self.encode(X)) - X
        return 0.5 * np.einsum("jn,jn->", R, R) / X.shape[1]

    def gradient(self, X):
        N = X.shape[1]
        H = self.encode(X)
        dY = (self.decode(H) - X) / N
        dZ = np.einsum("ij,jn->in", self.W, dY) * H * (1 - H)
        # W is shared by encoder and decoder
        dW = np.einsum("in,jn->ij", H, dY)
        db = np.einsum("in->i", dZ)[:, None]
        dc = np.einsum("jn->j", dY)[:, None]
        return dW, db, dc

    def learn(self, X, eta=0.1):
        dW, db, dc = self.gradient(X)
        self.W -= eta * dW
        self.b -= eta * db
        self.c -= eta * dc
        return self.reconstruction_error(X)


gen = np.random.default_rng(2024)
basis = gen.random((6, 2))
X = basis @ gen.random((2, 11))
ae = TiedAutoencoder(6, 3, gen)
curve = [ae.learn(X) for _ in range(5)]


# ---- for the test
EXPECTED = "W is used twice, in encoder and decoder, but dW holds only the decoder's part; einsum('in,jn->ij', dZ, X) is missing"
KINDS = {"path missing"}
PLACES = ["W", "dW", "w", "hidden", "layer 1"]
TWO = False
MEND = [('dW = np.einsum("in,jn->ij", H, dY)', 'dW = np.einsum("in,jn->ij", H, dY) + np.einsum("in,jn->ij", dZ, X)')]
OFF = {"W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=ae, loss=ae.reconstruction_error, grads=ae.gradient, step=ae.learn, x=X, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = TiedAutoencoder(6, 3, np.random.default_rng(0))
        new.W, new.b, new.c = a["W"], a["b"], a["c"]
        return new

    return (
        lambda a: made(a).reconstruction_error(X),
        lambda a: dict(zip("Wbc", made(a).gradient(X))),
        dict(W=ae.W.copy(), b=ae.b.copy(), c=ae.c.copy()),
    )
