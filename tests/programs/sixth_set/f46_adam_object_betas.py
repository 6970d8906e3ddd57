import numpy as np


class Adam:
    def __init__(self, params, lr=0.02, betas=(0.9, 0.99), eps=1e-8):
        self.params = params
        self.lr, self.eps = lr, eps
        self.beta1, self.beta2 = betas
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = self.beta2 * self.m[i] + (1 - self.beta2) * g
            self.v[i] = self.beta1 * self.v[i] + (1 - self.beta1) * g * g
            m_hat = self.m[i] / (1 - self.beta2**self.t)
            v_hat = self.v[i] / (1 - self.beta1**self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Trainer:
    def __init__(self, n_in=3, n_hidden=4):
        rs = np.random.RandomState(0)
        self.W1, self.b1 = rs.randn(n_in, n_hidden), np.zeros(n_hidden)
        self.w2, self.b2 = rs.randn(n_hidden), np.zeros(1)
        self.optimizer = Adam([self.W1, self.b1, self.w2, self.b2])

    def loss(self, X, y):
        h = np.tanh(X @ self.W1 + self.b1)
        return np.mean((h @ self.w2 + self.b2 - y) ** 2)

    def grads(self, X, y):
        h = np.tanh(X @ self.W1 + self.b1)
        d = 2 * (h @ self.w2 + self.b2 - y) / len(y)
        dh = np.outer(d, self.w2) * (1 - h**2)
        return [X.T @ dh, dh.sum(0), h.T @ d, d.sum(keepdims=True)]

    def train(self, X, y, epochs=4):
        for _ in range(epochs):
            self.optimizer.step(self.grads(X, y))


rs = np.random.RandomState(8)
X = rs.randn(10, 3)
y = np.abs(X[:, 0]) + X[:, 1]
trainer = Trainer()


# ---- for the test
EXPECTED = "Adam.step has the betas swapped: m is averaged with beta2, v with beta1; the first step is right, all later ones are not"
KINDS = {"betas swapped", "swapped betas", "optimizer", "optimizer's formula"}
PLACES = ["every array", "W1", "w2", "update", "Adam", "beta"]
TWO = False
MEND = [
    ("self.beta2 * self.m[i] + (1 - self.beta2) * g", "self.beta1 * self.m[i] + (1 - self.beta1) * g"),
    ("self.beta1 * self.v[i] + (1 - self.beta1) * g * g", "self.beta2 * self.v[i] + (1 - self.beta2) * g * g"),
    ("self.m[i] / (1 - self.beta2**self.t)", "self.m[i] / (1 - self.beta1**self.t)"),
    ("self.v[i] / (1 - self.beta1**self.t)", "self.v[i] / (1 - self.beta2**self.t)"),
]
OFF = {"W1", "b1", "w2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=trainer, loss=trainer.loss, step=trainer.train, x=X, y=y, rate=0.02)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["W1", "b1", "w2", "b2"]

    def made(a):
        new = Trainer()
        for n in names:
            getattr(new, n)[...] = a[n]
        return new

    def claim(a):
        new = made(a)
        new.train(X, y)
        return {n: (a[n] - getattr(new, n)) / 0.02 for n in names}

    return lambda a: made(a).loss(X, y), claim, {n: getattr(trainer, n) for n in names}


def wanted(slope, a):
    """What its four steps should add up to, over the rate."""
    b, m, v = dict(a), {k: 0.0 for k in a}, {k: 0.0 for k in a}
    for t in range(1, 5):
        g = slope(b)
        for k in b:
            m[k], v[k] = 0.9 * m[k] + 0.1 * g[k], 0.99 * v[k] + 0.01 * g[k] ** 2
            b[k] = b[k] - 0.02 * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.99**t)) + 1e-8)
    return {k: (a[k] - b[k]) / 0.02 for k in a}
