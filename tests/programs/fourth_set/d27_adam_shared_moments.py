import numpy as np


class Adam:
    def __init__(self, lr=0.02, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = 0, 0, 0

    def step(self, w, g):
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * g
        mh = self.m / (1 - self.beta1**self.t)
        vh = self.v / (1 - self.beta2**self.t)
        return w - self.lr * mh / (np.sqrt(np.abs(vh)) + self.eps)


class Line:
    def __init__(self):
        self.w, self.b = 0.3, -0.2
        self.opt_w, self.opt_b = Adam(), Adam()

    def mse(self, x, y):
        return np.mean((self.w * x + self.b - y) ** 2)

    def train_step(self, x, y):
        r = self.w * x + self.b - y
        self.w = self.opt_w.step(self.w, 2 * np.mean(r * x))
        self.b = self.opt_b.step(self.b, 2 * np.mean(r))


x = np.linspace(-1, 2, 8)
y = 1.7 * x + 0.4 + 0.2 * np.cos(5 * x)

# ---- for the test
EXPECTED = "Adam's second moment averages the gradient, not its square"
KINDS = {"optimizer formula", "optimizer state"}
PLACES = ["Adam", "update", "optimizer", "square"]
TWO = False
MEND = [("(1 - self.beta2) * g\n", "(1 - self.beta2) * g**2\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=Line, loss=Line.mse, step=Line.train_step, x=x, y=y, rate=0.02)
