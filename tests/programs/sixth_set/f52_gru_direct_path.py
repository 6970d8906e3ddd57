import numpy as np

sig = lambda v: 1 / (1 + np.exp(-v))

n_in, n_hid = 2, 3
rs = np.random.RandomState(6)
theta = {}
for name in ["z", "r", "n"]:
    theta["W" + name] = rs.randn(n_hid, n_in) * 0.8
    theta["U" + name] = rs.randn(n_hid, n_hid) * 0.8
    theta["b" + name] = rs.randn(n_hid) * 0.1
theta["V"] = rs.randn(1, n_hid)


def gru(theta, xs):
    h = np.zeros(n_hid)
    tape = []
    for x in xs:
        z = sig(theta["Wz"] @ x + theta["Uz"] @ h + theta["bz"])
        r = sig(theta["Wr"] @ x + theta["Ur"] @ h + theta["br"])
        n = np.tanh(theta["Wn"] @ x + theta["Un"] @ (r * h) + theta["bn"])
        new = (1 - z) * n + z * h
        tape.append((x, h, z, r, n))
        h = new
    return h, tape


def loss(theta, xs, target):
    h, _ = gru(theta, xs)
    return 0.5 * np.sum((theta["V"] @ h - target) ** 2)


def bptt(theta, xs, target):
    h, tape = gru(theta, xs)
    g = {k: np.zeros_like(v) for k, v in theta.items()}
    err = theta["V"] @ h - target
    g["V"] += np.outer(err, h)
    dh = theta["V"].T @ err
    for x, h_prev, z, r, n in tape[::-1]:
        dn = dh * (1 - z) * (1 - n**2)
        dz = dh * (h_prev - n) * z * (1 - z)
        drh = theta["Un"].T @ dn
        dr = drh * h_prev * r * (1 - r)
        g["Wn"] += np.outer(dn, x); g["Un"] += np.outer(dn, r * h_prev); g["bn"] += dn
        g["Wz"] += np.outer(dz, x); g["Uz"] += np.outer(dz, h_prev); g["bz"] += dz
        g["Wr"] += np.outer(dr, x); g["Ur"] += np.outer(dr, h_prev); g["br"] += dr
        dh = drh * r + theta["Uz"].T @ dz + theta["Ur"].T @ dr
    return g


xs = rs.randn(4, n_in)
target = np.array([0.9])


# ---- for the test
EXPECTED = "the way straight from the old state to the new, dh * z, is missing in what goes back"
KINDS = {"carry missing", "path missing", "not carried back", "recurrence", "carry"}
PLACES = ["Wz", "Uz", "Wn", "Un", "Wr", "Ur", "time"]
TWO = False
MEND = [('dh = drh * r + theta["Uz"].T', 'dh = dh * z + drh * r + theta["Uz"].T')]
OFF = {"Wz", "Uz", "bz", "Wr", "Ur", "br", "Wn", "Un", "bn"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=bptt, params=theta, x=xs, y=target)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss(a, xs, target), lambda a: bptt(a, xs, target), theta
