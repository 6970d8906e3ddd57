import numpy as np

np.random.seed(6)
C = np.sqrt(2 / np.pi)


def gelu(x):
    return 0.5 * x * (1 + np.tanh(C * (x + 0.044715 * x**3)))


def gelu_grad(x):
    t = np.tanh(C * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * C


class Block:
    def __init__(self, d_model, d_ff):
        self.params = {}
        self.params["fc.w"] = np.random.randn(d_model, d_ff) * 0.5
        self.params["fc.b"] = np.zeros(d_ff)
        self.params["proj.w"] = np.random.randn(d_ff, d_model) * 0.5
        self.params["proj.b"] = np.zeros(d_model)
        self.grads = {k: np.zeros_like(v) for k, v in self.params.items()}

    def forward(self, x):
        self.x = x
        self.pre = x @ self.params["fc.w"] + self.params["fc.b"]
        self.act = gelu(self.pre)
        return x + self.act @ self.params["proj.w"] + self.params["proj.b"]

    def loss(self, x, y):
        return 0.5 * np.sum((self.forward(x) - y) ** 2) / len(x)

    def backward(self, x, y):
        dout = (self.forward(x) - y) / len(x)
        self.grads["proj.w"] = self.act.T @ dout
        self.grads["proj.b"] = dout.sum(axis=0)
        dpre = (dout @ self.params["proj.w"].T) * gelu_grad(self.pre)
        self.grads["fc.w"] = self.x.T @ dpre
        self.grads["fc.b"] = dpre.sum(axis=0)
        return self.grads


block = Block(3, 5)
x = np.random.randn(7, 3)
y = np.random.randn(7, 3)

# ---- for the test
EXPECTED = "gelu's derivative lacks the inner derivative 1 + 3 * 0.044715 x^2"
KINDS = {"wrong derivative", "factor missing"}
PLACES = ["fc", "layer 1", "hidden"]
TWO = False
MEND = [("* (1 - t**2) * C\n", "* (1 - t**2) * C * (1 + 3 * 0.044715 * x**2)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=block, loss=block.loss, grads=block.backward, params=block.params, x=x, y=y)
