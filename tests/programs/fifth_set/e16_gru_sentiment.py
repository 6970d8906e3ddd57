import numpy as np


def sig(v):
    return 1.0 / (1.0 + np.exp(-v))


class GRU:
    def __init__(self, n_in, n_h):
        g = np.random.default_rng(16)
        self.Wz, self.Wr, self.Wh = (g.normal(0, 0.5, (n_h, n_in)) for _ in range(3))
        self.Uz, self.Ur, self.Uh = (g.normal(0, 0.5, (n_h, n_h)) for _ in range(3))
        self.v = g.normal(0, 0.5, n_h)

    def forward(self, xs):
        h = np.zeros(len(self.v))
        self.steps = []
        for x in xs:
            z = sig(self.Wz @ x + self.Uz @ h)
            r = sig(self.Wr @ x + self.Ur @ h)
            c = np.tanh(self.Wh @ x + self.Uh @ (r * h))
            new = z * h + (1 - z) * c
            self.steps.append((x, h, z, r, c))
            h = new
        self.h = h
        return sig(self.v @ h)

    def loss(self, xs, y):
        p = self.forward(xs)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

    def backward(self, xs, y):
        p = self.forward(xs)
        names = ["Wz", "Wr", "Wh", "Uz", "Ur", "Uh"]
        g = {k: np.zeros_like(getattr(self, k)) for k in names}
        g["v"] = (p - y) * self.h
        dh = (p - y) * self.v
        for x, h, z, r, c in self.steps[::-1]:
            dz = dh * (h - c) * z * (1 - z)
            dc = dh * (1 - z) * (1 - c**2)
            drh = self.Uh.T @ dc
            dr = drh * h * r * (1 - r)
            g["Wz"] += np.outer(dz, x)
            g["Uz"] += np.outer(dz, h)
            g["Wr"] += np.outer(dr, x)
            g["Ur"] += np.outer(dr, h)
            g["Wh"] += np.outer(dc, x)
            g["Uh"] += np.outer(dc, r * h)
            dh = self.Uz.T @ dz + self.Ur.T @ dr + drh * r
        return g


net = GRU(3, 4)
sentence = np.random.default_rng(17).normal(size=(5, 3))

# ---- for the test
EXPECTED = "the direct path from state to state, dh * z, is missing"
KINDS = {"path missing", "recurrent carry missing"}
PLACES = ["Wz", "Uz", "Wr", "Ur", "Wh", "Uh", "state", "carry", "recurr"]
TWO = False
MEND = [("dh = self.Uz.T @ dz", "dh = dh * z + self.Uz.T @ dz")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.backward, x=sentence, y=1)
