"""Wrote Adam from the paper. It works, but it does not step with the same size as torch.optim.Adam in the first iterations,
mine makes smaller steps for some of the parameters. After thousands of iterations no difference any more."""
import numpy as np


class Adam:
    def __init__(self, lr=0.02, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = {}, {}, 0

    def update(self, params, grads):
        new = {}
        for key in params:
            self.t += 1
            if key not in self.m:
                self.m[key] = np.zeros_like(params[key])
                self.v[key] = np.zeros_like(params[key])
            g = grads[key]
            self.m[key] = self.beta1 * self.m[key] + (1 - self.beta1) * g
            self.v[key] = self.beta2 * self.v[key] + (1 - self.beta2) * g ** 2
            m_hat = self.m[key] / (1 - self.beta1 ** self.t)
            v_hat = self.v[key] / (1 - self.beta2 ** self.t)
            new[key] = params[key] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return new


def forward(p, X):
    h = np.tanh(X @ p["W1"] + p["b1"])
    return h, h @ p["W2"] + p["b2"]


def loss(p, X, Y):
    return 0.5 * np.mean(np.sum((forward(p, X)[1] - Y) ** 2, axis=1))


def gradients(p, X, Y):
    h, out = forward(p, X)
    d = (out - Y) / len(X)
    dh = d @ p["W2"].T * (1 - h ** 2)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}


rng = np.random.default_rng(14)
X = rng.normal(size=(9, 2))
Y = np.stack([np.sin(X[:, 0]), X[:, 0] * X[:, 1]], axis=1)
params = {"W1": rng.normal(size=(2, 4)), "b1": rng.normal(size=4) * 0.1, "W2": rng.normal(size=(4, 2)) * 0.5, "b2": np.zeros(2)}


def make_step():
    adam = Adam()

    def step(params, X, Y):
        return adam.update(params, gradients(params, X, Y))
    return step


if __name__ == "__main__":
    step = make_step()
    for _ in range(200):
        params = step(params, X, Y)
    print(loss(params, X, Y))


# ---- for the test
EXPECTED = "t is counted up for each parameter instead of once a step, so the bias corrections are those of later steps"
KINDS = {"bias correction", "optimizer formula", "optimizer state", "shared state"}
PLACES = ["W1", "b1", "W2", "b2", "step", "Adam", "update", "every array"]
TWO = False
MEND = [("""        for key in params:
            self.t += 1
""", """        self.t += 1
        for key in params:
""")]
OFF = {"W1", "b1", "W2", "b2"}
RULE = ("adam", dict(rate=0.02))


def hand_over():
    return dict(step=make_step(), params=params, loss=loss, rate=0.02, x=X, y=Y)


def proof():
    def claim(a):
        step = make_step()
        for _ in range(3):
            a = step(a, X, Y)
        return a
    return (lambda a: loss(a, X, Y)), claim, {k: v.copy() for k, v in params.items()}
