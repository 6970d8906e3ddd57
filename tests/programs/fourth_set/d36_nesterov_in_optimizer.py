import numpy as np


class MomentumSGD:
    def __init__(self, lr=0.05, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.velocity = {}

    def step(self, params, grads):
        for name, p in params.items():
            v = self.velocity.get(name, np.zeros_like(p))
            v = self.momentum * v + grads[name]
            self.velocity[name] = v
            p -= self.lr * self.momentum * v


class Model:
    def __init__(self, in_features, out_features):
        g = np.random.default_rng(36)
        self.params = {"weight": g.normal(size=(out_features, in_features)), "bias": g.normal(size=out_features)}
        self.optim = MomentumSGD()

    def __call__(self, x):
        return x @ self.params["weight"].T + self.params["bias"]

    def loss(self, x, y):
        return float(np.mean(np.sum((self(x) - y) ** 2, axis=1)))

    def training_step(self, x, y):
        r = 2 * (self(x) - y) / len(x)
        self.optim.step(self.params, {"weight": r.T @ x, "bias": r.sum(0)})


g = np.random.default_rng(0)
x, y = g.normal(size=(8, 3)), g.normal(size=(8, 2))

# ---- for the test
EXPECTED = "the step is lr * momentum * v, not lr * v"
KINDS = {"scale", "optimizer formula", "rate"}
PLACES = ["update", "optimizer", "momentum", "step"]
TWO = False
MEND = [("p -= self.lr * self.momentum * v", "p -= self.lr * v")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=Model, loss=Model.loss, step=Model.training_step, x=x, y=y, rate=0.05)
