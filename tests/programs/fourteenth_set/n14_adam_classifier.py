"""adam_classifier.py -- a compact MLP classifier with a pluggable optimizer."""
from __future__ import annotations

import numpy as np

Array = np.ndarray


class Adam:
    """Kingma & Ba (2015), Algorithm 1."""

    def __init__(self, params: list[Array], lr: float = 1e-2,
                 betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
        self.params = params
        self.lr, self.eps = lr, eps
        self.beta1, self.beta2 = betas
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads: list[Array]) -> None:
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.t += 1
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class MLPClassifier:
    def __init__(self, sizes: tuple[int, int, int] = (3, 8, 4), seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        d, h, k = sizes
        self.w1 = rng.normal(0, np.sqrt(2 / d), (d, h))
        self.b1 = rng.normal(0, 0.1, h)
        self.w2 = rng.normal(0, np.sqrt(1 / h), (h, k))
        self.b2 = np.zeros(k)
        self.optimizer = Adam(self.parameters())

    def parameters(self) -> list[Array]:
        return [self.w1, self.b1, self.w2, self.b2]

    def logits(self, x: Array) -> Array:
        return np.maximum(x @ self.w1 + self.b1, 0) @ self.w2 + self.b2

    def predict(self, x: Array) -> Array:
        return self.logits(x).argmax(axis=1)

    def loss_and_grads(self, x: Array, y: Array) -> tuple[float, list[Array]]:
        n = len(x)
        z1 = x @ self.w1 + self.b1
        h = np.maximum(z1, 0)
        scores = h @ self.w2 + self.b2
        scores -= scores.max(axis=1, keepdims=True)
        log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        loss = -log_p[np.arange(n), y].mean()

        d_scores = np.exp(log_p)
        d_scores[np.arange(n), y] -= 1
        d_scores /= n
        d_z1 = (d_scores @ self.w2.T) * (z1 > 0)
        return loss, [x.T @ d_z1, d_z1.sum(0), h.T @ d_scores, d_scores.sum(0)]

    def train_step(self, x: Array, y: Array) -> float:
        loss, grads = self.loss_and_grads(x, y)
        self.optimizer.step(grads)
        return loss


def make_blobs(n: int = 24, seed: int = 1) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 4, n)
    centers = rng.normal(0, 2, (4, 3))
    return centers[y] + rng.normal(0, 0.7, (n, 3)), y


if __name__ == "__main__":
    x, y = make_blobs()
    model = MLPClassifier()
    for epoch in range(300):
        loss = model.train_step(x, y)
        if epoch % 30 == 0:
            print(f"epoch {epoch:3d}  loss {loss:.4f}")
    print("accuracy", (model.predict(x) == y).mean())

# ---- for the test
EXPECTED = "Adam.step counts t up inside the loop over the parameters (once per array and not once per step), so the bias corrections use a wrong t."
KINDS = {"bias correction", "optimizer's formula", "step counter", "t incremented per parameter", "Adam"}
PLACES = ["Adam", "step", "t", "self.t", "m_hat", "v_hat", "optimizer"]
TWO = False
MEND = [("        for i, (p, g) in enumerate(zip(self.params, grads)):\n            self.t += 1\n",
         "        self.t += 1\n        for i, (p, g) in enumerate(zip(self.params, grads)):\n")]
OFF = set()


def hand_over():
    x, y = make_blobs()
    return dict(make=MLPClassifier, loss=lambda net, x, y: net.loss_and_grads(x, y)[0],
                grads=MLPClassifier.loss_and_grads, step=MLPClassifier.train_step,
                predict=MLPClassifier.predict, x=x, y=y, rate=1e-2)


NAMES = ("w1", "b1", "w2", "b2")


def proof():
    x, y = make_blobs()

    def put(p):
        net = MLPClassifier()
        for k in NAMES:
            setattr(net, k, p[k].copy())
        return net

    start = MLPClassifier()
    return (lambda p: put(p).loss_and_grads(x, y)[0],
            lambda p: dict(zip(NAMES, put(p).loss_and_grads(x, y)[1])),
            {k: getattr(start, k).copy() for k in NAMES})


def steps():
    """two steps of the program, two steps of a right Adam: how far each array moved"""
    x, y = make_blobs()
    net, ref = MLPClassifier(), MLPClassifier()
    start = [p.copy() for p in net.parameters()]
    m, v = [0] * 4, [0] * 4
    for t in (1, 2):
        net.train_step(x, y)
        for i, (p, g) in enumerate(zip(ref.parameters(), ref.loss_and_grads(x, y)[1])):
            m[i] = .9 * m[i] + .1 * g
            v[i] = .999 * v[i] + .001 * g * g
            p -= 1e-2 * (m[i] / (1 - .9 ** t)) / (np.sqrt(v[i] / (1 - .999 ** t)) + 1e-8)
    return ([p - s for p, s in zip(net.parameters(), start)], [p - s for p, s in zip(ref.parameters(), start)])
