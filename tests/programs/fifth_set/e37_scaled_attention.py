import numpy as np


def softmax(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


class Head:
    def __init__(self, d_model=4, d_k=3):
        g = np.random.default_rng(37)
        self.d_k = d_k
        self.Wq, self.Wk, self.Wv = (g.normal(0, 0.6, (d_model, d_k)) for _ in range(3))
        self.Wo = g.normal(0, 0.6, (d_k, d_model))

    def forward(self, x):
        self.x = x
        self.q, self.k, self.v = x @ self.Wq, x @ self.Wk, x @ self.Wv
        self.att = softmax(self.q @ self.k.swapaxes(-1, -2) / np.sqrt(self.d_k))
        self.ctx = self.att @ self.v
        return self.ctx @ self.Wo

    def loss(self, x, target):
        return ((self.forward(x) - target) ** 2).mean()

    def backward(self, x, target):
        out = self.forward(x)
        dout = 2 * (out - target) / out.size
        t = lambda a: a.swapaxes(-1, -2)
        dWo = (t(self.ctx) @ dout).sum(0)
        dctx = dout @ self.Wo.T
        datt = dctx @ t(self.v)
        dv = t(self.att) @ dctx
        ds = self.att * (datt - (datt * self.att).sum(-1, keepdims=True))
        dq = ds @ self.k / np.sqrt(self.d_k)
        dk = t(ds) @ self.q
        return {
            "Wq": (t(x) @ dq).sum(0),
            "Wk": (t(x) @ dk).sum(0),
            "Wv": (t(x) @ dv).sum(0),
            "Wo": dWo,
        }


head = Head()
g = np.random.default_rng(38)
x, target = g.normal(size=(2, 5, 4)), g.normal(size=(2, 5, 4))

# ---- for the test
EXPECTED = "1/sqrt(d_k) is missing in the gradient of the keys"
KINDS = {"factor missing", "scale"}
PLACES = ["Wk"]
TWO = False
MEND = [("dk = t(ds) @ self.q\n", "dk = t(ds) @ self.q / np.sqrt(self.d_k)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=head, loss=head.loss, grads=head.backward, x=x, y=target)
