# MCVE for my question: "Single-head self-attention in plain numpy - is my backward pass OK?"
# One sequence of T vectors, target = the running mean of the sequence. No framework please.
import numpy as np

rs = np.random.RandomState(0)
T, d, k = 5, 3, 4
x = rs.randn(T, d)
target = np.cumsum(x, axis=0) / np.arange(1, T + 1)[:, None]

Wq, Wk, Wv = (rs.randn(d, k) * .8 for _ in range(3))
Wo = rs.randn(k, d) * .5
bo = np.zeros(d)


def softmax(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def f(Wq, Wk, Wv, Wo, bo, x, target):
    q = x @ Wq
    key = x @ Wk
    v = x @ Wv
    s = q @ key.T / np.sqrt(k)
    a = softmax(s)
    c = a @ v
    out = c @ Wo + bo
    loss = ((out - target) ** 2).mean()

    # backward
    dout = 2 * (out - target) / out.size
    dWo = c.T @ dout
    dbo = dout.sum(0)
    dc = dout @ Wo.T
    da = dc @ v.T
    dv = a.T @ dc
    ds = a * (da - (da * a).sum(-1, keepdims=True))
    dq = ds @ key
    dkey = ds @ q
    dWq = x.T @ dq
    dWk = x.T @ dkey
    dWv = x.T @ dv
    return loss, (dWq, dWk, dWv, dWo, dbo)


if __name__ == '__main__':
    ps = [Wq, Wk, Wv, Wo, bo]
    for i in range(1001):
        loss, gs = f(*ps, x, target)
        ps = [p - .2 * g for p, g in zip(ps, gs)]
        if i % 100 == 0:
            print(i, loss)

# ---- for the test
EXPECTED = "The factor 1/sqrt(k) of the scores is missing on the way back (dq and dkey), and dkey uses ds where ds.T belongs."
KINDS = {"scale", "factor missing", "attention scale missing", "sqrt(d) missing", "chain rule factor missing"}
KINDS_2 = {"transposed", "transpose missing", "not transposed"}
PLACES = ["ds", "dq", "dkey", "dWq", "dWk", "Wq", "Wk", "s", "key"]
TWO = True
MEND = [("    ds = a * (da - (da * a).sum(-1, keepdims=True))\n", "    ds = a * (da - (da * a).sum(-1, keepdims=True)) / np.sqrt(k)\n"),
        ("    dkey = ds @ q\n", "    dkey = ds.T @ q\n")]
OFF = {"Wq", "Wk"}


def hand_over():
    return dict(params=[Wq, Wk, Wv, Wo, bo], loss=lambda *a: f(*a)[0], grads=f, x=x, y=target, rate=.2)


def proof():
    names = ("Wq", "Wk", "Wv", "Wo", "bo")
    order = lambda p: [p[n] for n in names]
    return (lambda p: f(*order(p), x, target)[0], lambda p: dict(zip(names, f(*order(p), x, target)[1])),
            dict(zip(names, (Wq.copy(), Wk.copy(), Wv.copy(), Wo.copy(), bo.copy()))))
