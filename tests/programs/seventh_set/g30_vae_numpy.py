import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class VAE:
    def __init__(self, n_in=6, n_hid=5, n_z=2, seed=0):
        rng = np.random.RandomState(seed)
        init = lambda a, b: rng.randn(a, b) * np.sqrt(1.0 / a)
        self.params = {
            "We": init(n_in, n_hid), "be": np.zeros(n_hid),
            "Wmu": init(n_hid, n_z), "bmu": np.zeros(n_z),
            "Wlv": init(n_hid, n_z), "blv": np.zeros(n_z),
            "Wd": init(n_z, n_hid), "bd": np.zeros(n_hid),
            "Wo": init(n_hid, n_in), "bo": np.zeros(n_in),
        }  # fmt: skip

    def encode(self, x):
        p = self.params
        h = np.tanh(x @ p["We"] + p["be"])
        return h, h @ p["Wmu"] + p["bmu"], h @ p["Wlv"] + p["blv"]

    def decode(self, z):
        p = self.params
        hd = np.tanh(z @ p["Wd"] + p["bd"])
        return hd, sigmoid(hd @ p["Wo"] + p["bo"])

    def loss(self, x, eps):
        N = x.shape[0]
        _, mu, lv = self.encode(x)
        _, xr = self.decode(mu + np.exp(0.5 * lv) * eps)
        bce = -np.sum(x * np.log(xr) + (1 - x) * np.log(1 - xr)) / N
        kl = -0.5 * np.sum(1 + lv - mu**2 - np.exp(lv)) / N
        return bce + kl

    def backward(self, x, eps):
        p, g = self.params, {}
        N = x.shape[0]
        h, mu, lv = self.encode(x)
        z = mu + np.exp(0.5 * lv) * eps
        hd, xr = self.decode(z)

        # decoder
        do = (xr - x) / N
        g["Wo"], g["bo"] = hd.T @ do, do.sum(0)
        dhd = do @ p["Wo"].T * (1 - hd**2)
        g["Wd"], g["bd"] = z.T @ dhd, dhd.sum(0)
        dz = dhd @ p["Wd"].T

        # latent: reconstruction + KL
        dmu = dz + mu
        dlv = 0.5 * (np.exp(lv) - 1)

        # encoder
        g["Wmu"], g["bmu"] = h.T @ dmu, dmu.sum(0)
        g["Wlv"], g["blv"] = h.T @ dlv, dlv.sum(0)
        dh = (dmu @ p["Wmu"].T + dlv @ p["Wlv"].T) * (1 - h**2)
        g["We"], g["be"] = x.T @ dh, dh.sum(0)
        return g

    def train(self, x, epochs=10, lr=0.1):
        for _ in range(epochs):
            eps = np.random.randn(len(x), self.params["bmu"].size)
            for k, v in self.backward(x, eps).items():
                self.params[k] -= lr * v


np.random.seed(3)
X = (np.random.rand(8, 6) > 0.5).astype(float)
eps = np.random.randn(8, 2)  # frozen noise for checking
vae = VAE()


# ---- for the test
EXPECTED = "dlv has only the KL part, the path through z = mu + exp(lv/2) * eps is missing; and the KL parts of dmu and dlv are not divided by N"
KINDS = {"path missing"}
KINDS_2 = {"not averaged", "scale", "penalty scale"}
PLACES = ["dlv", "dmu", "Wlv", "blv", "Wmu", "bmu", "We", "be", "encoder", "latent", "KL", "hidden", "layer 1", "layer 2"]
TWO = True
MEND = [
    ("dmu = dz + mu\n", "dmu = dz + mu / N\n"),
    ("dlv = 0.5 * (np.exp(lv) - 1)\n", "dlv = 0.5 * (np.exp(lv) - 1) / N + dz * eps * 0.5 * np.exp(0.5 * lv)\n"),
]
OFF = {"We", "be", "Wmu", "bmu", "Wlv", "blv"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=vae, loss=lambda x: vae.loss(x, eps), grads=lambda x: vae.backward(x, eps), params=vae.params, x=X)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = VAE()
        new.params = {k: v.copy() for k, v in a.items()}
        return new

    return lambda a: made(a).loss(X, eps), lambda a: made(a).backward(X, eps), vae.params
