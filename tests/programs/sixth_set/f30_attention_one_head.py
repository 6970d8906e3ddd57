import numpy as np

# one head of self-attention, then a linear read-out at every position


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class SelfAttention:
    def __init__(self, d_model, d_head, seed=1):
        rs = np.random.RandomState(seed)
        self.Wq = rs.randn(d_model, d_head) * 0.7
        self.Wk = rs.randn(d_model, d_head) * 0.7
        self.Wv = rs.randn(d_model, d_head) * 0.7
        self.Wo = rs.randn(d_head, 1) * 0.7

    def forward(self, x):
        self.q, self.k, self.v = x @ self.Wq, x @ self.Wk, x @ self.Wv
        self.scale = 1 / np.sqrt(self.q.shape[1])
        self.a = softmax(self.q @ self.k.T * self.scale)
        self.ctx = self.a @ self.v
        return self.ctx @ self.Wo

    def loss(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)

    def backward(self, x, y):
        dout = 2 * (self.forward(x) - y) / len(x)
        self.dWo = self.ctx.T @ dout
        dctx = dout @ self.Wo.T
        da = dctx @ self.v.T
        dv = self.a.T @ dctx
        ds = da * self.a * (1 - self.a)
        dq = ds @ self.k * self.scale
        dk = ds.T @ self.q * self.scale
        self.dWq, self.dWk, self.dWv = x.T @ dq, x.T @ dk, x.T @ dv
        return self.dWq, self.dWk, self.dWv, self.dWo


rs = np.random.RandomState(0)
x = rs.randn(5, 4)
y = x[::-1, :1].copy()
att = SelfAttention(4, 3)


# ---- for the test
EXPECTED = "the softmax is taken back by a * (1 - a), the diagonal of its Jacobian; the weights of one row depend on each other"
KINDS = {"softmax Jacobian diagonal only", "softmax diagonal", "softmax"}
PLACES = ["Wq", "Wk", "softmax"]
TWO = False
MEND = [("ds = da * self.a * (1 - self.a)", "ds = self.a * (da - np.sum(da * self.a, axis=-1, keepdims=True))")]
OFF = {"Wq", "Wk"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=att, loss=att.loss, grads=att.backward, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["Wq", "Wk", "Wv", "Wo"]

    def made(a):
        new = SelfAttention(4, 3)
        vars(new).update(a)
        return new

    return lambda a: made(a).loss(x, y), lambda a: dict(zip(names, made(a).backward(x, y))), {n: getattr(att, n) for n in names}
