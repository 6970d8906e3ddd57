import numpy as np


class Attention:
    """single head self attention with output projection, (batch, time, dim)"""

    def __init__(self, dim, seed=41):
        g = np.random.default_rng(seed)
        for n in "qkvo":
            setattr(self, "W_" + n, g.normal(size=(dim, dim)) / np.sqrt(dim))
        self.cache, self.grads = {}, {}

    def forward(self, x):
        q, k, v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        s = np.einsum("btd,bsd->bts", q, k) / np.sqrt(x.shape[-1])
        s = np.where(np.tril(np.ones(s.shape[1:])) == 1, s, -1e9)      # causal
        a = np.exp(s - s.max(-1, keepdims=True))
        a /= a.sum(-1, keepdims=True)
        c = np.einsum("bts,bsd->btd", a, v)
        self.cache = dict(x=x, q=q, k=k, v=v, a=a, c=c)
        return c @ self.W_o

    def loss(self, x, target):
        return ((self.forward(x) - target) ** 2).mean()

    def backward(self, x, target):
        out = self.forward(x)
        x, q, k, v, a, c = (self.cache[n] for n in "xqkvac")
        d = 2 * (out - target) / target.size
        dc = d @ self.W_o.T
        da = np.einsum("btd,bsd->bts", dc, v)
        dv = np.einsum("bts,btd->bsd", a, dc)
        ds = a * (da - (da * a).sum(-1, keepdims=True)) / np.sqrt(x.shape[-1])
        dq = np.einsum("bts,bsd->btd", ds, k)
        dk = np.einsum("bts,btd->bsd", ds, q)
        outer = lambda u, w: np.einsum("bti,btj->ij", u, w)
        self.grads = {"W_q": outer(x, dq), "W_k": outer(x, dk), "W_v": outer(x, dv), "W_o": outer(c, d)}

    def step(self, x, target, lr=0.5):
        self.backward(x, target)
        for n, g in self.grads.items():
            self.__dict__[n] -= lr * g


g = np.random.default_rng(0)
x = g.normal(size=(3, 4, 5))
target = np.cumsum(x, axis=1) / np.arange(1, 5)[None, :, None]       # running mean
att = Attention(5)
for i in range(10):
    att.step(x, target)
print(att.loss(x, target))

# ---- for the test
def hand_over():
    return dict(obj=att, loss=att.loss, step=att.step, x=x, y=target, rate=0.5)

FORM = "causal self-attention on 3-D input with einsum; parameters made by setattr and updated through __dict__, intermediate values in a cache dict"
