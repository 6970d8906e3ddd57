import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def init_lstm(n_in, n_h, seed=3):
    r = np.random.RandomState(seed)
    p = {}
    for gate in "ifog":
        p["W" + gate] = r.randn(n_h, n_h + n_in) * 0.6
        p["b" + gate] = r.randn(n_h) * 0.2
    p["Wy"] = r.randn(n_h)
    return p


def run(p, seq):
    n_h = len(p["bi"])
    h, c, steps = np.zeros(n_h), np.zeros(n_h), []
    for x in seq:
        v = np.concatenate([h, x])
        i, f, o = (sigmoid(p["W" + k] @ v + p["b" + k]) for k in "ifo")
        g = np.tanh(p["Wg"] @ v + p["bg"])
        c_old, c = c, f * c + i * g
        h = o * np.tanh(c)
        steps.append((v, i, f, o, g, c_old, c))
    return p["Wy"] @ h, h, steps


def lstm_loss(p, seq, target):
    return (run(p, seq)[0] - target) ** 2


def lstm_grads(p, seq, target):
    out, h, steps = run(p, seq)
    n_h = len(h)
    d = {k: np.zeros_like(v) for k, v in p.items()}
    dout = 2 * (out - target)
    d["Wy"] = dout * h
    dh, dc = dout * p["Wy"], np.zeros(n_h)
    for v, i, f, o, g, c_old, c in reversed(steps):
        tc = np.tanh(c)
        dc = dc + dh * o * (1 - tc**2)
        da = {
            "o": dh * tc * o * (1 - o),
            "i": dc * g * i * (1 - i),
            "f": dc * c_old * (1 - f**2),
            "g": dc * i * (1 - g**2),
        }
        dv = np.zeros(len(v))
        for k in "ifog":
            d["W" + k] += np.outer(da[k], v)
            d["b" + k] += da[k]
            dv += p["W" + k].T @ da[k]
        dh, dc = dv[:n_h], dc * f
    return d


seq = np.random.RandomState(0).randn(4, 2)
target = 0.7
p = init_lstm(2, 3)


# ---- for the test
EXPECTED = "the slope of the forget gate is tanh's 1 - f**2, the gate is a sigmoid: f * (1 - f); through the carry all gates but those at the end get something of it"
KINDS = {"gate derivative", "wrong activation", "derivative of another activation"}
PLACES = ["Wf", "bf", "forget"]
TWO = False
MEND = [("dc * c_old * (1 - f**2)", "dc * c_old * f * (1 - f)")]
OFF = {"Wf", "bf", "Wi", "bi", "Wo", "bo", "Wg", "bg"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=lstm_loss, grads=lstm_grads, params=p, x=seq, y=target)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: lstm_loss(a, seq, target), lambda a: lstm_grads(a, seq, target), p
