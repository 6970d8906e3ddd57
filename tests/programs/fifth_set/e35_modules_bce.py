import numpy as np


class Module:
    def parameters(self):
        return []

    def gradients(self):
        return []


class Linear(Module):
    def __init__(self, in_features, out_features, seed):
        g = np.random.default_rng(seed)
        self.weight = g.uniform(-1, 1, (out_features, in_features))
        self.bias = g.uniform(-1, 1, out_features)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, g):
        self.dweight = g.T @ self.x
        self.dbias = g.sum(axis=0)
        return g @ self.weight

    def parameters(self):
        return [self.weight, self.bias]

    def gradients(self):
        return [self.dweight, self.dbias]


class ReLU(Module):
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, g):
        return np.where(self.x > 0, g, 0)


class Sigmoid(Module):
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, g):
        return g * self.y * (1 - self.y)


class BCELoss:
    def forward(self, p, t):
        self.p, self.t = p, t
        return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))

    def backward(self):
        return (self.p - self.t) / (self.p * (1 - self.p))


class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules

    def forward(self, x):
        for m in self.modules:
            x = m.forward(x)
        return x

    def backward(self, g):
        for m in self.modules[::-1]:
            g = m.backward(g)

    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]

    def gradients(self):
        return [g for m in self.modules for g in m.gradients()]


net = Sequential(Linear(2, 4, 1), ReLU(), Linear(4, 1, 2), Sigmoid())
criterion = BCELoss()
x = np.random.default_rng(35).normal(size=(10, 2))
t = (x[:, :1] * x[:, 1:] > 0).astype(float)


def compute_loss():
    return criterion.forward(net.forward(x), t)


def compute_grads():
    compute_loss()
    net.backward(criterion.backward())
    return net.gradients()


# ---- for the test
EXPECTED = "the loss is a mean over the batch, its backward lacks the 1/n"
KINDS = {"scale", "not averaged"}
PLACES = ["every", "loss", "output"]
TWO = False
MEND = [("(self.p * (1 - self.p))\n", "(self.p * (1 - self.p)) / self.p.size\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_loss, grads=compute_grads, params=net.parameters(), obj=net)
