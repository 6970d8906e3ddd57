# backprop.c, in Python. No numpy.
import math
import random

NIN = 2
NHID = 3
NOUT = 1
NPAT = 6
ETA = 0.5


def sigm(a):
    return 1.0 / (1.0 + math.exp(-a))


def alloc_net(seed):
    random.seed(seed)
    net = {}
    net["w_hid"] = [[random.uniform(-1, 1) for i in range(NIN)] for j in range(NHID)]
    net["b_hid"] = [random.uniform(-1, 1) for j in range(NHID)]
    net["w_out"] = [[random.uniform(-1, 1) for j in range(NHID)] for k in range(NOUT)]
    net["b_out"] = [random.uniform(-1, 1) for k in range(NOUT)]
    return net


def forward(net, x):
    hid = [0.0] * NHID
    out = [0.0] * NOUT
    for j in range(NHID):
        s = net["b_hid"][j]
        for i in range(NIN):
            s += net["w_hid"][j][i] * x[i]
        hid[j] = sigm(s)
    for k in range(NOUT):
        s = net["b_out"][k]
        for j in range(NHID):
            s += net["w_out"][k][j] * hid[j]
        out[k] = sigm(s)
    return hid, out


def total_error(net, pats, targets):
    e = 0.0
    for p in range(NPAT):
        hid, out = forward(net, pats[p])
        for k in range(NOUT):
            e += 0.5 * (targets[p][k] - out[k]) ** 2
    return e


def epoch(net, pats, targets, eta):
    """one batch update, net is changed in place"""
    hid = [None] * NPAT
    dout = [[0.0] * NOUT for p in range(NPAT)]
    dhid = [[0.0] * NHID for p in range(NPAT)]

    for p in range(NPAT):
        hid[p], out = forward(net, pats[p])
        for k in range(NOUT):
            dout[p][k] = (targets[p][k] - out[k]) * out[k] * (1 - out[k])

    # adjust output layer
    for p in range(NPAT):
        for k in range(NOUT):
            for j in range(NHID):
                net["w_out"][k][j] += eta * dout[p][k] * hid[p][j]
            net["b_out"][k] += eta * dout[p][k]

    # errors of the hidden layer
    for p in range(NPAT):
        for j in range(NHID):
            s = 0.0
            for k in range(NOUT):
                s += dout[p][k] * net["w_out"][k][j]
            dhid[p][j] = s * hid[p][j] * (1 - hid[p][j])

    # adjust hidden layer
    for p in range(NPAT):
        for j in range(NHID):
            for i in range(NIN):
                net["w_hid"][j][i] += eta * dhid[p][j] * pats[p][i]
            net["b_hid"][j] += eta * dhid[p][j]


pats = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.1, 0.9], [0.8, 0.7]]
targets = [[0.0], [1.0], [1.0], [0.0], [1.0], [0.0]]
net = alloc_net(7)

if __name__ == "__main__":
    for n in range(5000):
        epoch(net, pats, targets, ETA)
        if n % 500 == 0:
            print("%d %.6f" % (n, total_error(net, pats, targets)))


# ---- for the test
EXPECTED = "the output layer w_out is already adjusted when the errors of the hidden layer are computed from it: the hidden layer's gradient uses the new w_out"
KINDS = {"updated before use"}
PLACES = ["w_out", "w_hid", "b_hid", "dhid", "epoch"]
TWO = False
MEND = [
    ("    # adjust output layer\n", "    w_old = [list(row) for row in net['w_out']]\n"),
    ('dout[p][k] * net["w_out"][k][j]', "dout[p][k] * w_old[k][j]"),
]
OFF = {"w_hid", "b_hid"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(step=epoch, params=net, loss=total_error, rate=ETA, x=pats, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    def lists(a):
        return {k: np.array(v, dtype=float).tolist() for k, v in a.items()}

    def claim(a):
        new = lists(a)
        epoch(new, pats, targets, ETA)
        return {k: (np.array(a[k]) - np.array(new[k])) / ETA for k in a}

    return lambda a: total_error(lists(a), pats, targets), claim, {k: np.array(v) for k, v in net.items()}
