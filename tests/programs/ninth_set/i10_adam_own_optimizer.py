# own "mini keras": Model + optimizers. SGD trains nicely with this model, Adam jumps around and the loss
# goes UP after some iterations. I compared with the paper and cannot find the difference
import numpy as np


class Regressor:
    def __init__(self, n_inputs, n_units, seed=13):
        rng = np.random.default_rng(seed)
        self.params = [rng.normal(0, 0.6, (n_inputs, n_units)), rng.normal(0, 0.1, n_units),
                       rng.normal(0, 0.6, (n_units, 1)), rng.normal(0, 0.1, 1)]

    def predict(self, x):
        W1, b1, W2, b2 = self.params
        self.hidden = np.tanh(x @ W1 + b1)
        return self.hidden @ W2 + b2

    def loss(self, x, y):
        return np.mean((self.predict(x) - y) ** 2)

    def gradients(self, x, y):
        delta = 2 * (self.predict(x) - y) / y.size
        back = delta @ self.params[2].T * (1 - self.hidden ** 2)
        return [x.T @ back, back.sum(axis=0), self.hidden.T @ delta, delta.sum(axis=0)]


class SGD:
    def __init__(self, lr=0.05):
        self.lr = lr

    def apply(self, params, grads):
        for p, g in zip(params, grads):
            p -= self.lr * g


class Adam:
    def __init__(self, lr=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.lr, self.beta_1, self.beta_2, self.epsilon = lr, beta_1, beta_2, epsilon
        self.m = None
        self.v = None
        self.t = 0

    def apply(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta_1 * self.m[i] + (1 - self.beta_1) * g
            self.v[i] = self.beta_2 * self.v[i] + (1 - self.beta_2) * g ** 2
            # bias correction
            self.m[i] = self.m[i] / (1 - self.beta_1 ** self.t)
            self.v[i] = self.v[i] / (1 - self.beta_2 ** self.t)
            p -= self.lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)


class Trainer:
    def __init__(self, model, optimizer):
        self.model, self.optimizer = model, optimizer

    def loss(self, x, y):
        return self.model.loss(x, y)

    def train_on_batch(self, x, y):
        self.optimizer.apply(self.model.params, self.model.gradients(x, y))


data = np.random.default_rng(0)
x = data.uniform(-1, 1, (12, 2))
y = np.sin(2 * x[:, :1]) - x[:, 1:]


def build():
    return Trainer(Regressor(2, 4), Adam())


# ---- for the test
EXPECTED = "Adam stores the bias-corrected moments back into self.m and self.v, so that from the second step on they are corrected again and again (the first step is right; the gradients are right)"
KINDS = {"bias correction", "optimizer state", "optimizer formula"}
PLACES = ["Adam", "m", "v", "optimizer", "step"]
TWO = False
MEND = [("            self.m[i] = self.m[i] / (1 - self.beta_1 ** self.t)\n", "            m_hat = self.m[i] / (1 - self.beta_1 ** self.t)\n"),
        ("            self.v[i] = self.v[i] / (1 - self.beta_2 ** self.t)\n", "            v_hat = self.v[i] / (1 - self.beta_2 ** self.t)\n"),
        ("self.lr * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)", "self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)")]
OFF = set()


def hand_over():
    def make():
        trainer = build()
        return dict(obj=trainer, loss=trainer.loss, step=trainer.train_on_batch, predict=trainer.model.predict, x=x, y=y, rate=0.01)

    return dict(make=make)


def proof():
    names = ("W1", "b1", "W2", "b2")

    def made(a):
        new = Regressor(2, 4)
        new.params = [np.array(a[k], dtype=float) for k in names]
        return new

    return (lambda a: made(a).loss(x, y), lambda a: dict(zip(names, made(a).gradients(x, y))),
            dict(zip(names, [p.copy() for p in Regressor(2, 4).params])))
