"""Adam from the paper, applied to a small classifier. Compared with torch.optim.Adam my first
steps are different for every parameter but the first. Gradients are the same (checked)."""
import numpy as np


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v = {}, {}
        self.t = 0

    def update(self, params, grads):
        for key in params:
            if key not in self.m:
                self.m[key] = np.zeros_like(params[key])
                self.v[key] = np.zeros_like(params[key])
            self.t += 1
            self.m[key] = self.beta1 * self.m[key] + (1 - self.beta1) * grads[key]
            self.v[key] = self.beta2 * self.v[key] + (1 - self.beta2) * grads[key] ** 2
            m_hat = self.m[key] / (1 - self.beta1 ** self.t)
            v_hat = self.v[key] / (1 - self.beta2 ** self.t)
            params[key] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def init(seed=6):
    rs = np.random.RandomState(seed)
    return {"W1": rs.randn(4, 6) / 2, "b1": np.zeros(6), "W2": rs.randn(6, 3) / 2, "b2": np.zeros(3)}


def loss_and_grad(params, X, y):
    h = 1 / (1 + np.exp(-(X @ params["W1"] + params["b1"])))
    s = h @ params["W2"] + params["b2"]
    m = s.max(axis=1, keepdims=True)
    logZ = m + np.log(np.exp(s - m).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    loss = np.mean(logZ[:, 0] - s[rows, y])
    ds = np.exp(s - logZ)
    ds[rows, y] -= 1.0
    ds /= len(y)
    dh = ds @ params["W2"].T * h * (1 - h)
    return loss, {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ ds, "b2": ds.sum(0)}


def loss(params, X, y):
    return loss_and_grad(params, X, y)[0]


params = init()
optimizer = Adam(lr=0.05)


def train_step(params, X, y):
    _, grads = loss_and_grad(params, X, y)
    optimizer.update(params, grads)


X = np.random.RandomState(1).randn(15, 4)
y = np.argmax(X[:, :3], axis=1)


def main():
    for epoch in range(20):
        train_step(params, X, y)
        print(epoch, loss(params, X, y))


if __name__ == "__main__":
    main()


# ---- for the test
EXPECTED = "Adam counts t once per parameter instead of once per update: the bias correction is wrong for all but the first parameter; the gradients are right, it shows in the very first steps of b1, W2 and b2, which are smaller than lr (0.037, 0.032, 0.029 for 0.05)"
KINDS = {"bias correction", "optimizer state", "optimizer formula"}
PLACES = ["Adam", "self.t", "update", "b1", "W2", "b2"]
TWO = False
MEND = [("        for key in params:\n            if key", "        self.t += 1\n        for key in params:\n            if key"),
        ("            self.t += 1\n            self.m[key] =", "            self.m[key] =")]
OFF = set()


def hand_over():
    return dict(step=train_step, params=params, loss=loss, rate=0.05, x=X, y=y)


def proof():
    return (lambda a: loss_and_grad(a, X, y)[0]), (lambda a: loss_and_grad(a, X, y)[1]), {k: v.copy() for k, v in init().items()}
