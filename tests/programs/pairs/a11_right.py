"""GRU on the adding problem: x_t = (value, flag), answer = sum of flagged values."""
from dataclasses import dataclass, field, fields
import numpy as np

rng = np.random.default_rng(2024)
T, HID, BATCH = 8, 16, 32


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def glorot(*shape):
    return rng.uniform(-1, 1, shape) * np.sqrt(6 / sum(shape))


@dataclass
class Params:
    # gates are stacked in the order update, reset
    Wg: np.ndarray = field(default_factory=lambda: glorot(2, 2 * HID))
    Ug: np.ndarray = field(default_factory=lambda: glorot(HID, 2 * HID))
    bg: np.ndarray = field(default_factory=lambda: np.zeros(2 * HID))
    Wc: np.ndarray = field(default_factory=lambda: glorot(2, HID))
    Uc: np.ndarray = field(default_factory=lambda: glorot(HID, HID))
    bc: np.ndarray = field(default_factory=lambda: np.zeros(HID))
    V: np.ndarray = field(default_factory=lambda: glorot(HID, 1))
    c: np.ndarray = field(default_factory=lambda: np.zeros(1))

    def zeros(self):
        return Params(*(np.zeros_like(a) for _, a in self.items()))

    def items(self):
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


@dataclass
class Tape:
    x: np.ndarray
    h: np.ndarray
    z: np.ndarray
    r: np.ndarray
    cand: np.ndarray


def forward(p, X):
    h = np.zeros((X.shape[0], HID))
    tapes = []
    for t in range(X.shape[1]):
        x = X[:, t]
        gates = sigmoid(x @ p.Wg + h @ p.Ug + p.bg)
        z, r = gates[:, :HID], gates[:, HID:]
        cand = np.tanh(x @ p.Wc + (r * h) @ p.Uc + p.bc)
        tapes.append(Tape(x, h, z, r, cand))
        h = (1 - z) * h + z * cand
    return (h @ p.V + p.c)[:, 0], h, tapes


def loss_and_grad(p, X, y):
    out, h, tapes = forward(p, X)
    err = out - y
    g = p.zeros()
    dout = (2 * err / len(y))[:, None]
    g.V += h.T @ dout
    g.c += dout.sum(0)
    dh = dout @ p.V.T
    for s in reversed(tapes):
        dcand = dh * s.z * (1 - s.cand ** 2)
        drh = dcand @ p.Uc.T
        dz = dh * (s.cand - s.h) * s.z * (1 - s.z)
        dr = drh * s.h * s.r * (1 - s.r)
        dgate = np.hstack([dz, dr])
        g.Wc += s.x.T @ dcand
        g.Uc += (s.r * s.h).T @ dcand
        g.bc += dcand.sum(0)
        g.Wg += s.x.T @ dgate
        g.Ug += s.h.T @ dgate
        g.bg += dgate.sum(0)
        dh = dh * (1 - s.z) + drh * s.r + dgate @ p.Ug.T
    return np.mean(err ** 2), g


def clip_norm(g, limit):
    norm = np.sqrt(sum((a ** 2).sum() for _, a in g.items()))
    if norm > limit:
        for _, a in g.items():
            a *= limit / norm
    return norm


@dataclass
class AdamW:
    p: Params
    lr: float = 0.01
    decay: float = 1e-3
    t: int = 0

    def __post_init__(self):
        self.m, self.v = self.p.zeros(), self.p.zeros()

    def step(self, g):
        self.t += 1
        for (name, w), (_, d), (_, m), (_, v) in zip(
                self.p.items(), g.items(), self.m.items(), self.v.items()):
            m += 0.1 * (d - m)
            v += 0.001 * (d * d - v)
            mhat = m / (1 - 0.9 ** self.t)
            vhat = v / (1 - 0.999 ** self.t)
            if w.ndim > 1:              # biases are not decayed
                w *= 1 - self.lr * self.decay
            w -= self.lr * mhat / (np.sqrt(vhat) + 1e-8)


def batch(n):
    X = np.zeros((n, T, 2))
    X[:, :, 0] = rng.random((n, T))
    for row in X:
        row[rng.choice(T, 2, replace=False), 1] = 1
    return X, (X[:, :, 0] * X[:, :, 1]).sum(1)


if __name__ == "__main__":
    p = Params()
    opt = AdamW(p)
    Xv, yv = batch(300)
    print("variance of the answer: %.4f" % yv.var())
    for it in range(501):
        loss, g = loss_and_grad(p, *batch(BATCH))
        norm = clip_norm(g, 1.0)
        if it % 100 == 0:
            print(f"{it:4d}  mse {loss:.4f}  |g| {norm:.3f}  valid {np.mean((forward(p, Xv)[0] - yv) ** 2):.4f}")
        opt.step(g)
