import numpy as np

C = np.sqrt(2 / np.pi)


class GELU:
    """tanh approximation, as in GPT-2"""

    def __call__(self, x):
        self.x = x
        self.t = np.tanh(C * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.t)

    def back(self, g):
        return g * (0.5 * (1 + self.t) + 0.5 * self.x * (1 - self.t**2) * C)


class Dense:
    def __init__(self, i, o, seed):
        rs = np.random.RandomState(seed)
        self.w, self.b = rs.randn(i, o) * 0.8, rs.randn(o) * 0.3

    def __call__(self, x):
        self.x = x
        return x @ self.w + self.b

    def back(self, g):
        self.gw, self.gb = self.x.T @ g, g.sum(0)
        return g @ self.w.T


class FeedForward:
    def __init__(self):
        self.fc = Dense(3, 5, 0)
        self.act = GELU()
        self.proj = Dense(5, 2, 1)

    def __call__(self, x):
        return self.proj(self.act(self.fc(x)))

    def loss(self, x, y):
        return np.mean(np.sum((self(x) - y) ** 2, axis=1))

    def backward(self, x, y):
        g = 2 * (self(x) - y) / len(x)
        self.fc.back(self.act.back(self.proj.back(g)))


rs = np.random.RandomState(2)
x, y = rs.randn(7, 3), rs.randn(7, 2)
ff = FeedForward()


# ---- for the test
EXPECTED = "GELU.back forgets the inner derivative of the cubic, 1 + 3 * 0.044715 * x**2"
KINDS = {"wrong activation", "derivative of another activation", "inner derivative missing", "partial derivative", "path missing", "gelu"}
PLACES = ["fc", "layer 1", "hidden", "gelu"]
TWO = False
MEND = [("(1 - self.t**2) * C)", "(1 - self.t**2) * C * (1 + 3 * 0.044715 * self.x**2))")]
OFF = {"w1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=ff, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = FeedForward()
        new.fc.w, new.fc.b, new.proj.w, new.proj.b = a["w1"], a["b1"], a["w2"], a["b2"]
        return new

    def claim(a):
        new = made(a)
        new.backward(x, y)
        return {"w1": new.fc.gw, "b1": new.fc.gb, "w2": new.proj.gw, "b2": new.proj.gb}

    return lambda a: made(a).loss(x, y), claim, {"w1": ff.fc.w, "b1": ff.fc.b, "w2": ff.proj.w, "b2": ff.proj.b}
