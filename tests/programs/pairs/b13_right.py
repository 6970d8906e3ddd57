"""Comparing optimizers on the two moons problem."""
import numpy as np


class SGD:
    def __init__(self, lr=0.1):
        self.lr = lr

    def update(self, params, grads):
        for k in params:
            params[k] -= self.lr * grads[k]


class Momentum:
    def __init__(self, lr=0.1, mu=0.9):
        self.lr, self.mu, self.v = lr, mu, None

    def update(self, params, grads):
        if self.v is None:
            self.v = {k: np.zeros_like(p) for k, p in params.items()}
        for k in params:
            self.v[k] = self.mu * self.v[k] - self.lr * grads[k]
            params[k] += self.v[k]


class RMSProp:
    def __init__(self, lr=0.01, rho=0.9, eps=1e-8):
        self.lr, self.rho, self.eps, self.s = lr, rho, eps, None

    def update(self, params, grads):
        if self.s is None:
            self.s = {k: np.zeros_like(p) for k, p in params.items()}
        for k in params:
            self.s[k] = self.rho * self.s[k] + (1 - self.rho) * grads[k] ** 2
            params[k] -= self.lr * grads[k] / (np.sqrt(self.s[k]) + self.eps)


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m = None
        self.v = None

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(p) for k, p in params.items()}
            self.v = {k: np.zeros_like(p) for k, p in params.items()}
        self.t += 1
        for k in params:
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * grads[k]
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * grads[k] ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def moons(n, rng):
    a = rng.uniform(0, np.pi, n)
    up = np.c_[np.cos(a), np.sin(a)]
    down = np.c_[1 - np.cos(a), 0.5 - np.sin(a)]
    X = np.r_[up, down] + rng.normal(0, 0.1, (2 * n, 2))
    return X, np.r_[np.zeros(n), np.ones(n)].reshape(-1, 1)


def init_params(rng, h=16):
    return {'W1': rng.normal(0, 1, (2, h)), 'b1': np.zeros(h),
            'W2': rng.normal(0, 0.3, (h, 1)), 'b2': np.zeros(1)}


def loss_and_grads(p, X, y):
    n = X.shape[0]
    h = np.tanh(X @ p['W1'] + p['b1'])
    out = 1 / (1 + np.exp(-(h @ p['W2'] + p['b2'])))
    loss = -np.mean(y * np.log(out + 1e-12) + (1 - y) * np.log(1 - out + 1e-12))
    d2 = (out - y) / n
    d1 = (d2 @ p['W2'].T) * (1 - h ** 2)
    return loss, {'W1': X.T @ d1, 'b1': d1.sum(axis=0),
                  'W2': h.T @ d2, 'b2': d2.sum(axis=0)}


X, y = moons(100, np.random.default_rng(0))
for opt in [SGD(0.5), Momentum(0.1), RMSProp(0.01), Adam(0.01)]:
    params = init_params(np.random.default_rng(1))
    curve = []
    for it in range(300):
        loss, grads = loss_and_grads(params, X, y)
        opt.update(params, grads)
        curve.append(loss)
    name = type(opt).__name__
    print(f"{name:10s}", "  ".join(f"{curve[i]:.4f}" for i in (0, 5, 20, 50, 100, 200, 299)))
