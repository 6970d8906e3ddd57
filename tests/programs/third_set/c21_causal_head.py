import numpy as np

# single causal self-attention head, one sequence of T tokens with C channels
T, C, head_size = 5, 4, 3
rng = np.random.default_rng(1337)

x = rng.standard_normal((T, C))
target = rng.standard_normal((T, head_size))
tril = np.tril(np.ones((T, T)))

Wk = rng.standard_normal((C, head_size))
Wq = rng.standard_normal((C, head_size))
Wv = rng.standard_normal((C, head_size))


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class Head:
    def __init__(self, Wk, Wq, Wv):
        self.key, self.query, self.value = Wk, Wq, Wv

    def __call__(self, x):
        self.k = x @ self.key
        self.q = x @ self.query
        self.v = x @ self.value
        wei = self.q @ self.k.T * head_size**-0.5
        wei = np.where(tril == 0, -1e9, wei)
        self.wei = softmax(wei)
        return self.wei @ self.v

    def loss(self, x, target):
        return ((self(x) - target) ** 2).mean()

    def backward(self, x, target):
        out = self(x)
        dout = 2 * (out - target) / out.size
        dv = self.wei.T @ dout
        dwei = dout @ self.v.T
        # softmax backward, row by row
        dscore = self.wei * (dwei - (dwei * self.wei).sum(axis=-1, keepdims=True))
        dq = dscore @ self.k
        dk = dscore.T @ self.q
        return {"key": x.T @ dk, "query": x.T @ dq, "value": x.T @ dv}


head = Head(Wk, Wq, Wv)


# ---- for the test
EXPECTED = "the scores are multiplied by head_size**-0.5 in the forward pass, not in the backward pass (key and query too large)"
KINDS = {"scale"}
PLACES = ["key", "query"]
TWO = False
MEND = [("dq = dscore @ self.k", "dscore = dscore * head_size**-0.5\n        dq = dscore @ self.k")]
OFF = {"key", "query"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = {"key": head.key, "query": head.query, "value": head.value}
    return dict(obj=head, loss=head.loss, grads=head.backward, params=params, x=x, y=target)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: Head(a["key"], a["query"], a["value"]).loss(x, target),
        lambda a: Head(a["key"], a["query"], a["value"]).backward(x, target),
        dict(key=Wk, query=Wq, value=Wv),
    )
