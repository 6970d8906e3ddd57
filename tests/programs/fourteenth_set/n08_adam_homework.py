"""CS homework 4, problem 2: train a small binary classifier with Adam.

(a) the model (given)   (b) the optimizer (mine)   (c) train
"""
import numpy as np


class Adam:
    """Adam optimizer, Kingma & Ba, algorithm 1."""

    def __init__(self, params, lr=0.05, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.t = 0

    def step(self, grads):
        for k in self.params:
            self.t += 1
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * grads[k]
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * grads[k] ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            self.params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Classifier:
    def __init__(self, n_in=2, n_hid=6, seed=0):
        rng = np.random.default_rng(seed)
        self.params = {
            "W1": rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_hid)),
            "b1": np.zeros(n_hid),
            "W2": rng.normal(0, 1 / np.sqrt(n_hid), (n_hid, 1)),
            "b2": np.zeros(1),
        }
        self.optimizer = Adam(self.params)

    def forward(self, X):
        p = self.params
        self.h = np.tanh(X @ p["W1"] + p["b1"])
        self.prob = 1 / (1 + np.exp(-(self.h @ p["W2"] + p["b2"])))
        return self.prob

    def loss(self, X, y):
        q = self.forward(X)
        return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))

    def gradients(self, X, y):
        self.forward(X)
        dz2 = (self.prob - y) / len(X)
        dz1 = dz2 @ self.params["W2"].T * (1 - self.h ** 2)
        return {"W1": X.T @ dz1, "b1": dz1.sum(0), "W2": self.h.T @ dz2, "b2": dz2.sum(0)}

    def train_step(self, X, y):
        self.optimizer.step(self.gradients(X, y))


def make_data(n=16):
    rng = np.random.default_rng(42)
    X = rng.uniform(-1, 1, (n, 2))
    y = (np.hypot(X[:, 0], X[:, 1]) < 0.75).astype(float).reshape(-1, 1)
    return X, y


if __name__ == "__main__":
    X, y = make_data()
    model = Classifier()
    for epoch in range(201):
        if epoch % 40 == 0:
            print(f"epoch {epoch:3d}  loss {model.loss(X, y):.4f}")
        model.train_step(X, y)

# ---- for the test
EXPECTED = "Adam.step increments t inside the loop over the parameters, so t grows by four in each step and each array gets a different, wrong bias correction."
KINDS = {"bias correction", "optimizer's formula", "time step", "step counter", "counter incremented per parameter", "state shared"}
PLACES = ["Adam", "step", "t", "m_hat", "v_hat", "optimizer", "train_step"]
TWO = False
MEND = [("        for k in self.params:\n            self.t += 1\n", "        self.t += 1\n        for k in self.params:\n")]
OFF = set()


def hand_over():
    X, y = make_data()
    return dict(make=Classifier, loss=Classifier.loss, grads=Classifier.gradients, step=Classifier.train_step,
                predict=Classifier.forward, x=X, y=y, rate=0.05)


def proof():
    X, y = make_data()

    def put(p):
        net = Classifier()
        net.params = p
        return net

    return lambda p: put(p).loss(X, y), lambda p: put(p).gradients(X, y), {k: v.copy() for k, v in Classifier().params.items()}
