import numpy as np


def spiral(n_per_class, n_classes, rng):
    X, y = [], []
    for c in range(n_classes):
        r = np.linspace(0.05, 1, n_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, n_per_class) + rng.normal(0, 0.2, n_per_class)
        X.append(np.c_[r * np.sin(t), r * np.cos(t)])
        y.append(np.full(n_per_class, c))
    return np.vstack(X), np.concatenate(y)


class Adam:
    def __init__(self, params, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
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


class Net:
    def __init__(self, n_in, n_hid, n_out, rng):
        self.params = {
            "W1": rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hid)),
            "b1": np.zeros(n_hid),
            "W2": rng.normal(0, np.sqrt(2 / n_hid), (n_hid, n_hid)),
            "b2": np.zeros(n_hid),
            "W3": rng.normal(0, np.sqrt(2 / n_hid), (n_hid, n_out)),
            "b3": np.zeros(n_out),
        }
        self.opt = Adam(self.params, lr=0.005)

    def forward(self, X):
        p = self.params
        self.h1 = np.maximum(X @ p["W1"] + p["b1"], 0)
        self.h2 = np.maximum(self.h1 @ p["W2"] + p["b2"], 0)
        s = self.h2 @ p["W3"] + p["b3"]
        s = s - s.max(axis=1, keepdims=True)
        return s - np.log(np.exp(s).sum(axis=1, keepdims=True))

    def loss_and_grads(self, X, y):
        p, n = self.params, len(y)
        logp = self.forward(X)
        loss = -logp[np.arange(n), y].mean()
        d = np.exp(logp)
        d[np.arange(n), y] -= 1
        d /= n
        g = {"W3": self.h2.T @ d, "b3": d.sum(0)}
        d = (d @ p["W3"].T) * (self.h2 > 0)
        g["W2"], g["b2"] = self.h1.T @ d, d.sum(0)
        d = (d @ p["W2"].T) * (self.h1 > 0)
        g["W1"], g["b1"] = X.T @ d, d.sum(0)
        return loss, g

    def train_step(self, X, y):
        loss, grads = self.loss_and_grads(X, y)
        self.opt.step(grads)
        return loss


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X, y = spiral(80, 3, rng)
    net = Net(2, 32, 3, rng)
    for step in range(1, 601):
        loss = net.train_step(X, y)
        if step == 1 or step % 100 == 0:
            acc = (net.forward(X).argmax(1) == y).mean()
            print(f"step {step:4d} | loss {loss:.4f} | acc {acc:.3f}")
