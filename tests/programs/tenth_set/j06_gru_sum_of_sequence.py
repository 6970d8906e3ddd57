import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class GRU:
    """h_t = (1 - z) * h_{t-1} + z * n ; last state -> linear -> one number (half squared error)"""

    def __init__(self, D, H, seed=0):
        rng = np.random.RandomState(seed)
        for g in "zrn":
            setattr(self, "W" + g, rng.randn(D, H) * 0.8)
            setattr(self, "U" + g, rng.randn(H, H) * 0.6)
            setattr(self, "b" + g, rng.randn(H) * 0.2)
        self.V = rng.randn(H, 1)
        self.c = np.zeros(1)
        self.grads = {}

    def forward(self, x):
        N, T, D = x.shape
        h = np.zeros((N, len(self.bz)))
        self.cache = []
        for t in range(T):
            xt = x[:, t]
            z = sigmoid(xt @ self.Wz + h @ self.Uz + self.bz)
            r = sigmoid(xt @ self.Wr + h @ self.Ur + self.br)
            n = np.tanh(xt @ self.Wn + (r * h) @ self.Un + self.bn)
            self.cache.append((xt, h, z, r, n))
            h = (1 - z) * h + z * n
        self.h = h
        self.out = h @ self.V + self.c
        return self.out

    def loss(self, x, y):
        return 0.5 * np.mean((self.forward(x) - y) ** 2)

    def backward(self, x, y):
        dout = (self.forward(x) - y) / len(y)
        g = {k: np.zeros_like(v) for k, v in vars(self).items() if k[0] in "WUb"}
        g["V"] = self.h.T @ dout
        g["c"] = dout.sum(0)
        dh = dout @ self.V.T
        for xt, h, z, r, n in reversed(self.cache):
            dn = dh * z * (1 - n ** 2)
            dz = dh * (h - n) * z * (1 - z)
            drh = dn @ self.Un.T
            dr = drh * h * r * (1 - r)
            for name, da, hin in (("z", dz, h), ("r", dr, h), ("n", dn, r * h)):
                g["W" + name] += xt.T @ da
                g["U" + name] += hin.T @ da
                g["b" + name] += da.sum(0)
            dh = dh * (1 - z) + drh * r + dz @ self.Uz.T + dr @ self.Ur.T
        self.grads = g
        return g


rng = np.random.RandomState(1)
seqs = rng.randn(6, 4, 2)
target = seqs.sum(axis=(1, 2)).reshape(-1, 1) * 0.3
gru = GRU(2, 3)

if __name__ == "__main__":
    for i in range(60):
        gru.backward(seqs, target)
        for k, v in gru.grads.items():
            getattr(gru, k)[...] -= 0.2 * v
    print(gru.loss(seqs, target))


# ---- for the test
EXPECTED = "the update gate's gradient has the wrong sign: with h = (1 - z) * h + z * n it is dh * (n - h), the program has (h - n) from the other convention"
KINDS = {"sign", "wrong derivative"}
PLACES = ["dz", "Wz", "Uz", "bz"]
TWO = False
MEND = [("dz = dh * (h - n)", "dz = dh * (n - h)")]
OFF = {"Wz", "Uz", "bz", "Wr", "Ur", "br", "Wn", "Un", "bn"}


def hand_over():
    return dict(obj=gru, x=seqs, y=target, rate=0.2)


def proof():
    names = [g + k for g in "WUb" for k in "zrn"] + ["V", "c"]

    def fill(a):
        o = GRU(2, 3)
        for k in names:
            setattr(o, k, a[k].copy())
        return o
    return (lambda a: fill(a).loss(seqs, target)), (lambda a: fill(a).backward(seqs, target)), {
        k: getattr(gru, k).copy() for k in names}
