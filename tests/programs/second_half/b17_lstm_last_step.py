# LSTM from scratch, many-to-one (predict next value of a series)
import numpy as np

T, D, H = 6, 2, 3
rs = np.random.RandomState(170)
series = rs.randn(T, D)
target = 0.7


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


p = {}
for gate in "fico":
    p["W" + gate] = rs.randn(H, H + D) * 0.6
    p["b" + gate] = rs.randn(H) * 0.3
p["Wy"] = rs.randn(H)
p["by"] = 0.1


def run(p, xs):
    h, c = np.zeros(H), np.zeros(H)
    memo = []
    for x in xs:
        z = np.concatenate([h, x])
        f = sigmoid(p["Wf"] @ z + p["bf"])
        i = sigmoid(p["Wi"] @ z + p["bi"])
        g = np.tanh(p["Wc"] @ z + p["bc"])
        o = sigmoid(p["Wo"] @ z + p["bo"])
        c_old = c
        c = f * c_old + i * g
        h = o * np.tanh(c)
        memo.append((z, f, i, g, o, c_old, c))
    return p["Wy"] @ h + p["by"], h, memo


def loss(p, xs, target):
    return 0.5 * (run(p, xs)[0] - target) ** 2


def bptt(p, xs, target):
    y, h, memo = run(p, xs)
    grad = {k: np.zeros_like(v) for k, v in p.items()}
    dy = y - target
    grad["Wy"], grad["by"] = dy * h, dy
    dh_next, dc_next = dy * p["Wy"], np.zeros(H)
    for z, f, i, g, o, c_old, c in reversed(memo):
        dh = dh_next
        tc = np.tanh(c)
        dc = dh * o * (1 - tc ** 2)
        da = {"f": dc * c_old * f * (1 - f),
              "i": dc * g * i * (1 - i),
              "c": dc * i * (1 - g ** 2),
              "o": dh * tc * o * (1 - o)}
        dz = np.zeros(H + D)
        for gate in "fico":
            grad["W" + gate] += np.outer(da[gate], z)
            grad["b" + gate] += da[gate]
            dz += p["W" + gate].T @ da[gate]
        dh_next = dz[:H]
        dc_next = dc * f
    return grad


# ---- for the test
EXPECTED = "dc lacks the gradient that comes back along the cell state from the next time step (+ dc_next)"
KINDS = {"recurrent carry missing", "path missing"}
PLACES = ["Wf", "Wi", "Wc", "Wo", "cell", "dc", "gate"]
TWO = False
MEND = [("dc = dh * o * (1 - tc ** 2)", "dc = dc_next + dh * o * (1 - tc ** 2)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=bptt, params=p, x=series, y=target)
