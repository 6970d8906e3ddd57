"""
Mini-biblioteka warstw (projekt zaliczeniowy).
Każda warstwa: forward(x), backward(d) -> d dla warstwy niżej; gradienty w self.grad.
Przykład: etykietowanie wielokrotne (3 niezależne etykiety tak/nie na przykład).
"""
import numpy as np


class Warstwa:
    def __init__(self):
        self.par, self.grad = {}, {}


class Gesta(Warstwa):
    def __init__(self, n_wej, n_wyj, rng, bias=True):
        super().__init__()
        self.par["W"] = rng.normal(0, 1 / np.sqrt(n_wej), (n_wej, n_wyj))
        if bias:
            self.par["b"] = np.zeros(n_wyj)
    def forward(self, x):
        self.x = x
        return x @ self.par["W"] + self.par.get("b", 0.0)
    def backward(self, d):
        self.grad["W"] = self.x.T @ d
        if "b" in self.par:
            self.grad["b"] = d.sum(axis=0)
        return d @ self.par["W"].T


class NormalizacjaWsadu(Warstwa):
    # batch normalization (tryb uczenia)
    def __init__(self, n, rng, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.par["gamma"] = rng.uniform(0.5, 1.5, n)
        self.par["beta"] = rng.uniform(-0.5, 0.5, n)
    def forward(self, x):
        self.std = np.sqrt(x.var(axis=0) + self.eps)
        self.xn = (x - x.mean(axis=0)) / self.std
        return self.par["gamma"] * self.xn + self.par["beta"]
    def backward(self, d):
        self.grad["gamma"] = (d * self.xn).sum(axis=0)
        self.grad["beta"] = d.sum(axis=0)
        return d * self.par["gamma"] / self.std


class ReLU(Warstwa):
    def forward(self, x):
        self.maska = x > 0
        return x * self.maska
    def backward(self, d):
        return d * self.maska


class EntropiaSigmoid:
    """Sigmoida + binarna entropia krzyżowa, uśredniona po wszystkich etykietach."""
    def forward(self, z, Y):
        self.p, self.Y = 1 / (1 + np.exp(-z)), Y
        return -np.mean(Y * np.log(self.p) + (1 - Y) * np.log(1 - self.p))
    def backward(self):
        return (self.p - self.Y) / len(self.Y)


class Siec:
    def __init__(self, *warstwy, lr=0.2):
        self.warstwy, self.strata, self.lr = warstwy, EntropiaSigmoid(), lr
    def policz_strate(self, X, Y):
        for w in self.warstwy:
            X = w.forward(X)
        return self.strata.forward(X, Y)
    def krok(self, X, Y):
        self.policz_strate(X, Y)
        d = self.strata.backward()
        for w in reversed(self.warstwy):
            d = w.backward(d)
        for w in self.warstwy:
            for nazwa in w.par:
                w.par[nazwa] -= self.lr * w.grad[nazwa]


def zbuduj():
    rng = np.random.default_rng(2024)
    return Siec(Gesta(4, 6, rng, bias=False), NormalizacjaWsadu(6, rng), ReLU(), Gesta(6, 3, rng))


def dane():
    rng = np.random.default_rng(5)
    X = rng.normal(1.0, 2.0, (14, 4))
    Y = np.stack([X[:, 0] > 1, X[:, 1] + X[:, 2] > 2, X[:, 3] * X[:, 0] > 0], axis=1).astype(float)
    return X, Y


if __name__ == "__main__":
    X, Y = dane()
    siec = zbuduj()
    for epoka in range(200):
        siec.krok(X, Y)
        if epoka % 20 == 0:
            print(f"epoka {epoka}: strata {siec.policz_strate(X, Y):.4f}")

# ---- for the test
EXPECTED = "NormalizacjaWsadu.backward treats the batch mean and standard deviation as constants (their paths are missing); and EntropiaSigmoid.backward divides by the batch size only, though the loss is the mean over all labels (3 times too large)."
KINDS = {"path missing", "batch norm", "batch statistics as constants", "mean and variance path missing"}
KINDS_2 = {"scale", "not averaged", "not averaged over the outputs", "wrong divisor", "factor 3"}
PLACES = ["NormalizacjaWsadu", "backward", "EntropiaSigmoid", "std", "xn", "W", "krok", "p", "Y"]
TWO = True
MEND = [('        return d * self.par["gamma"] / self.std\n',
         '        dxn = d * self.par["gamma"]\n'
         '        return (dxn - dxn.mean(axis=0) - self.xn * (dxn * self.xn).mean(axis=0)) / self.std\n'),
        ("        return (self.p - self.Y) / len(self.Y)\n", "        return (self.p - self.Y) / self.Y.size\n")]
OFF = {"W1", "gamma", "beta", "W2", "b2"}


def hand_over():
    X, Y = dane()
    return dict(make=zbuduj, loss=Siec.policz_strate, step=Siec.krok, x=X, y=Y, rate=0.2)


def proof():
    X, Y = dane()
    where = {"W1": (0, "W"), "gamma": (1, "gamma"), "beta": (1, "beta"), "W2": (3, "W"), "b2": (3, "b")}

    def put(p):
        siec = zbuduj()
        for k, (i, nazwa) in where.items():
            siec.warstwy[i].par[nazwa] = p[k].copy()
        return siec

    def claim(p):
        siec = put(p)
        siec.krok(X, Y)
        return {k: (p[k] - siec.warstwy[i].par[nazwa]) / siec.lr for k, (i, nazwa) in where.items()}

    start = zbuduj()
    return (lambda p: put(p).policz_strate(X, Y), claim,
            {k: start.warstwy[i].par[nazwa].copy() for k, (i, nazwa) in where.items()})
