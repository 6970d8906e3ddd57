import numpy as np

np.random.seed(181)
seq_len, batch, n_in, n_hid = 4, 3, 2, 5
x_seq = np.random.randn(seq_len, batch, n_in)
y_seq = np.random.randn(seq_len, batch, 1)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def init(scale=0.5):
    w = {}
    for n in ("z", "r", "h"):
        w["W" + n] = scale * np.random.randn(n_in, n_hid)
        w["U" + n] = scale * np.random.randn(n_hid, n_hid)
        w["b" + n] = scale * np.random.randn(n_hid)
    w["Wo"] = scale * np.random.randn(n_hid, 1)
    w["bo"] = scale * np.random.randn(1)
    return w


def forward(w, x_seq):
    h = np.zeros((x_seq.shape[1], n_hid))
    steps = []
    for x in x_seq:
        z = sigmoid(x @ w["Wz"] + h @ w["Uz"] + w["bz"])
        r = sigmoid(x @ w["Wr"] + h @ w["Ur"] + w["br"])
        cand = np.tanh(x @ w["Wh"] + (r * h) @ w["Uh"] + w["bh"])
        h_new = (1 - z) * h + z * cand
        steps.append((x, h, z, r, cand, h_new))
        h = h_new
    return steps


def loss_and_grad(w, x_seq, y_seq):
    steps = forward(w, x_seq)
    g = {k: np.zeros_like(v) for k, v in w.items()}
    loss, n = 0.0, y_seq.size
    dh_carry = 0.0
    for t in reversed(range(len(steps))):
        x, h, z, r, cand, h_new = steps[t]
        err = h_new @ w["Wo"] + w["bo"] - y_seq[t]
        loss += (err ** 2).sum() / n
        dout = 2 * err / n
        g["Wo"] += h_new.T @ dout
        g["bo"] += dout.sum(0)
        dh = dout @ w["Wo"].T + dh_carry
        # candidate, update gate, reset gate
        dcand = dh * z * (1 - cand ** 2)
        dz = dh * (cand - h) * (1 - z ** 2)
        dr = (dcand @ w["Uh"].T) * h * r * (1 - r)
        for n_, d, hin in (("z", dz, h), ("r", dr, h), ("h", dcand, r * h)):
            g["W" + n_] += x.T @ d
            g["U" + n_] += hin.T @ d
            g["b" + n_] += d.sum(0)
        dh_carry = dh * (1 - z) + dz @ w["Uz"].T + dr @ w["Ur"].T + (dcand @ w["Uh"].T) * r
    return loss, g


w = init()

# ---- for the test
EXPECTED = "the update gate z is a sigmoid but dz takes the tanh derivative 1 - z**2 instead of z * (1 - z)"
KINDS = {"gate derivative", "derivative of another activation"}
PLACES = ["Wz", "Uz", "bz", "update gate", "gate"]
TWO = False
MEND = [("dz = dh * (cand - h) * (1 - z ** 2)", "dz = dh * (cand - h) * z * (1 - z)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=loss_and_grad, params=w, x=x_seq, y=y_seq)
