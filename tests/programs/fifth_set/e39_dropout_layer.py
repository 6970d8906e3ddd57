import numpy as np


class Dropout:
    def __init__(self, rate, seed=0):
        self.rate = rate
        self.rng = np.random.RandomState(seed)

    def forward(self, x, training=True):
        if not training:
            return x
        self.mask = (self.rng.rand(*x.shape) > self.rate) / (1 - self.rate)
        return x * self.mask

    def backward(self, grad):
        return grad


class Net:
    def __init__(self, seed=39):
        rs = np.random.RandomState(seed)
        self.W1, self.b1 = rs.randn(4, 8) * 0.5, np.zeros(8)
        self.W2, self.b2 = rs.randn(8, 3) * 0.5, np.zeros(3)
        self.drop = Dropout(0.4)

    def forward(self, x, training=True):
        self.x = x
        self.h = np.maximum(0, x @ self.W1 + self.b1)
        self.d = self.drop.forward(self.h, training)
        z = self.d @ self.W2 + self.b2
        e = np.exp(z - z.max(1, keepdims=True))
        self.p = e / e.sum(1, keepdims=True)
        return self.p

    def loss(self, x, y):
        return -np.log(self.forward(x)[np.arange(len(y)), y]).mean()

    def backward(self, y):
        g = self.p.copy()
        g[np.arange(len(y)), y] -= 1
        g /= len(y)
        dW2, db2 = self.d.T @ g, g.sum(0)
        g = self.drop.backward(g @ self.W2.T)
        g = g * (self.h > 0)
        return self.x.T @ g, g.sum(0), dW2, db2


def new():
    net = Net()

    def both(x, y):
        loss = net.loss(x, y)
        return loss, net.backward(y)

    return dict(obj=net, loss_and_grads=both, params=(net.W1, net.b1, net.W2, net.b2))


x = np.random.RandomState(40).randn(9, 4)
y = np.array([0, 1, 2, 2, 1, 0, 0, 1, 2])

# ---- for the test
EXPECTED = "backward of dropout hands the gradient on without the mask"
KINDS = {"dropout mask missing"}
PLACES = ["W1", "b1", "dropout", "layer 1", "mask"]
TWO = False
MEND = [("        return grad\n", "        return grad * self.mask\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=new, x=x, y=y)
