import numpy as np


class Net:
    def __init__(self, n_in=3, n_hid=5, n_out=2):
        rs = np.random.RandomState(33)
        self.W = [rs.randn(n_in, n_hid) * 2, rs.randn(n_hid, n_out) * 2]
        self.b = [rs.randn(n_hid), rs.randn(n_out)]
        self.lr = 0.1

    def forward(self, x):
        self.a = [x]
        for W, b in zip(self.W, self.b):
            self.a.append(1 / (1 + np.exp(-(self.a[-1] @ W + b))))
        return self.a[-1]

    def loss(self, x, y):
        return np.sum((self.forward(x) - y) ** 2)

    def grads(self, x, y):
        out = self.forward(x)
        d = 2 * (out - y) * out * (1 - out)
        gW1, gb1 = self.a[1].T @ d, d.sum(0)
        d = d @ self.W[1].T * self.a[2][:, :1] * (1 - self.a[2][:, :1])
        return [self.a[0].T @ d, gW1], [d.sum(0), gb1]

    def step(self, x, y):
        gW, gb = self.grads(x, y)
        for p, g in zip(self.W + self.b, gW + gb):
            norm = np.linalg.norm(g)
            if norm > 0.1:
                g = g * 0.1 / norm
            p -= self.lr * g


net = Net()
rs = np.random.RandomState(1)
x = rs.randn(6, 3)
y = rs.rand(6, 2)

# ---- for the test
EXPECTED = "the hidden slope is taken of the output's activation"
KINDS = {"wrong argument", "wrong activation", "wrong derivative", "wrong factor", "unknown"}
PLACES = ["W[0]", "layer 1", "b[0]"]
TWO = False
MEND = [("* self.a[2][:, :1] * (1 - self.a[2][:, :1])", "* self.a[1] * (1 - self.a[1])")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        obj=net, loss=net.loss, grads=net.grads, step=net.step, params=(net.W, net.b), x=x, y=y, rate=net.lr
    )
