import numpy as np


class ELU:
    alpha = 0.5

    @classmethod
    def f(cls, z):
        return np.where(z > 0, z, cls.alpha * (np.exp(np.minimum(z, 0)) - 1))

    @classmethod
    def df(cls, z):
        return np.where(z > 0, 1.0, cls.f(z) + 1)


class AutoEncoder:
    def __init__(self, X, code=2, weight_decay=0.1):
        rng = np.random.default_rng(3)
        self.X = X
        self.lam = weight_decay
        d = X.shape[1]
        self.enc_W, self.enc_b = rng.normal(size=(d, code)), rng.normal(size=code) * 0.1
        self.dec_W, self.dec_b = rng.normal(size=(code, d)), np.zeros(d)

    def forward(self):
        self.z = self.X @ self.enc_W + self.enc_b
        self.code = ELU.f(self.z)
        self.recon = self.code @ self.dec_W + self.dec_b
        return self.recon

    def loss(self):
        err = self.forward() - self.X
        return np.sum(err**2) / len(self.X) + self.lam * np.sum(self.enc_W**2) + self.lam * np.sum(self.dec_W**2)

    def backward(self):
        self.forward()
        delta = 2 * (self.recon - self.X) / len(self.X)
        self.grad_dec_W = self.code.T @ delta - 2 * self.lam * self.dec_W
        self.grad_dec_b = delta.sum(axis=0)
        delta = delta @ self.dec_W.T * ELU.df(self.z)
        self.grad_enc_W = self.X.T @ delta + 2 * self.lam * self.enc_W
        self.grad_enc_b = delta.sum(axis=0)

    def train(self, steps=1, lr=0.05):
        for _ in range(steps):
            self.backward()
            for name in ("enc_W", "enc_b", "dec_W", "dec_b"):
                setattr(self, name, getattr(self, name) - lr * getattr(self, "grad_" + name))


X = np.random.default_rng(8).normal(size=(7, 4))
ae = AutoEncoder(X)


# ---- for the test
EXPECTED = "two mistakes: ELU.df is f + 1 where z < 0, which is for alpha 1; alpha is 0.5, so f + alpha; the penalty of dec_W has the wrong sign"
KINDS = {"wrong activation", "derivative of another activation", "ELU"}
KINDS_2 = {"penalty", "penalty sign", "sign of the penalty", "sign"}
PLACES = ["enc_W", "enc_b", "dec_W", "layer 1", "hidden"]
TWO = True
MEND = [("cls.f(z) + 1)", "cls.f(z) + cls.alpha)"), ("delta - 2 * self.lam * self.dec_W", "delta + 2 * self.lam * self.dec_W")]
OFF = {"enc_W", "enc_b", "dec_W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=ae, loss=ae.loss, step=ae.train, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["enc_W", "enc_b", "dec_W", "dec_b"]

    def made(a):
        new = AutoEncoder(X)
        vars(new).update(a)
        return new

    def claim(a):
        new = made(a)
        new.train()
        return {n: (a[n] - getattr(new, n)) / 0.05 for n in names}

    return lambda a: made(a).loss(), claim, {n: getattr(ae, n) for n in names}
