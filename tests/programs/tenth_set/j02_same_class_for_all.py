# "Classification network: cost stops changing, the same class is predicted for every sample"
# rows come in, are turned into columns; labels are integers 0..2
import numpy as np


def sig(x):
    return 1.0 / (1.0 + np.exp(-x))


def sig_deriv(x):
    return x * (1.0 - x)


def softmax(x):
    z = np.exp(x - x.max())
    s = z.sum()
    out = z / s
    return out


def forward_prop(x, w, b):
    a = {}
    a[0] = np.array(x).T
    last = len(w)
    for i in range(1, last + 1):
        z = w[i - 1].dot(a[i - 1]) + b[i - 1]
        if i == last:
            a[i] = softmax(z)
        else:
            a[i] = sig(z)
    return a[last], a


def loss_fn(w, b, x, y):
    p, _ = forward_prop(x, w, b)
    return -np.sum(np.log(p[y, np.arange(len(y))])) / len(y)


def back_prop(w, b, x, y):
    p, a = forward_prop(x, w, b)
    d_w, d_b = [None] * len(w), [None] * len(w)
    d = p.copy()
    d[y, np.arange(len(y))] -= 1
    d = d / len(y)
    for i in reversed(range(len(w))):
        d_w[i] = d.dot(a[i].T)
        d_b[i] = d.sum(axis=1, keepdims=True)
        if i > 0:
            d = w[i].T.dot(d) * sig_deriv(a[i])
    return d_w, d_b


rs = np.random.RandomState(17)
data = rs.randn(10, 4)
label = np.array([0, 1, 2, 2, 1, 0, 0, 2, 1, 0])
sizes = [4, 5, 3]
w = [rs.randn(o, i) for i, o in zip(sizes[:-1], sizes[1:])]
b = [rs.randn(o, 1) * 0.2 for o in sizes[1:]]


def train(epochs, lr=0.3):
    for e in range(epochs):
        dw, db = back_prop(w, b, data, label)
        for i in range(len(w)):
            w[i] = w[i] - lr * dw[i]
            b[i] = b[i] - lr * db[i]
        print(e, loss_fn(w, b, data, label))


if __name__ == "__main__":
    train(5)


# ---- for the test
EXPECTED = "softmax divides by the sum over the whole batch (z.sum()) instead of each column's own sum: the examples mix and p - y is not its gradient"
KINDS = {"summed over everything", "rows mix", "summed over the wrong axis"}
PLACES = ["softmax", "z.sum", "w", "b"]
TWO = False
MEND = [("s = z.sum()", "s = z.sum(axis=0)")]
OFF = {"w0", "w1", "b0", "b1"}


def hand_over():
    return dict(loss=loss_fn, grads=back_prop, params=(w, b), x=data, y=label)


def proof():
    def split(a):
        return [a["w0"], a["w1"]], [a["b0"], a["b1"]]

    def claim(a):
        dw, db = back_prop(*split(a), data, label)
        return {"w0": dw[0], "w1": dw[1], "b0": db[0], "b1": db[1]}
    return (lambda a: loss_fn(*split(a), data, label)), claim, {
        "w0": w[0].copy(), "w1": w[1].copy(), "b0": b[0].copy(), "b1": b[1].copy()}
