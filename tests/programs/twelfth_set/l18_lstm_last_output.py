"""LSTM that reads a short sequence and says one number at the end (is the sum positive?). Checked against finite differences:
right for sequences of length 1, for longer ones the last digits and then the first digits are wrong.
"""
import numpy as np

H, D = 3, 2


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm_step(p, x, h_prev, c_prev):
    z = np.concatenate([h_prev, x])
    f = sigmoid(p["Wf"] @ z + p["bf"])
    i = sigmoid(p["Wi"] @ z + p["bi"])
    g = np.tanh(p["Wg"] @ z + p["bg"])
    o = sigmoid(p["Wo"] @ z + p["bo"])
    c = f * c_prev + i * g
    h = o * np.tanh(c)
    return h, c, dict(z=z, f=f, i=i, g=g, o=o, c=c, c_prev=c_prev)


def read_sequence(p, seq):
    h, c, caches = np.zeros(H), np.zeros(H), []
    for x in seq:
        h, c, cache = lstm_step(p, x, h, c)
        caches.append(cache)
    return h, caches


def loss(p, seqs, labels):
    total = 0.0
    for seq, label in zip(seqs, labels):
        h, _ = read_sequence(p, seq)
        prob = sigmoid(p["v"] @ h + p["a"][0])
        total -= label * np.log(prob) + (1 - label) * np.log(1 - prob)
    return total / len(seqs)


def grads_of(p, seqs, labels):
    grads = {name: np.zeros_like(array) for name, array in p.items()}
    for seq, label in zip(seqs, labels):
        h, caches = read_sequence(p, seq)
        dlogit = (sigmoid(p["v"] @ h + p["a"][0]) - label) / len(seqs)
        grads["v"] += dlogit * h
        grads["a"] += dlogit
        dh, dc = dlogit * p["v"], np.zeros(H)
        for k in reversed(caches):
            tanh_c = np.tanh(k["c"])
            dc = dc + dh * k["o"] * (1 - tanh_c ** 2)
            d = {
                "f": dc * k["c_prev"] * k["f"] * (1 - k["f"]),
                "i": dc * k["g"] * k["i"] * (1 - k["i"]),
                "g": dc * k["i"] * (1 - k["g"] ** 2),
                "o": dh * tanh_c * k["o"] * (1 - k["o"]),
            }
            dz = 0
            for gate in "figo":
                grads["W" + gate] += np.outer(d[gate], k["z"])
                grads["b" + gate] += d[gate]
                dz = dz + p["W" + gate].T @ d[gate]
            dh = dz[:H]
    return grads


def update(p, seqs, labels, lr=0.5):
    g = grads_of(p, seqs, labels)
    return {name: p[name] - lr * g[name] for name in p}


rng = np.random.default_rng(1997)
p = {}
for gate in "figo":
    p["W" + gate] = rng.normal(0, 0.8, (H, H + D))
    p["b" + gate] = rng.normal(0, 0.3, H)
p["v"] = rng.normal(0, 1, H)
p["a"] = np.zeros(1)
seqs = rng.normal(size=(4, 4, D))
labels = (seqs.sum(axis=(1, 2)) > 0).astype(float)

if __name__ == "__main__":
    for _ in range(50):
        p = update(p, seqs, labels)
    print(loss(p, seqs, labels))


# ---- for the test
EXPECTED = "dc goes back to the step before without the forget gate: c = f * c_prev + ..., so it has to be dc * f"
KINDS = {"factor missing", "forget gate missing", "wrong factor"}
PLACES = ["Wf", "Wi", "Wg", "Wo", "bf", "bi", "bg", "bo", "forget", "dc"]
TWO = False
MEND = [("            dh = dz[:H]\n", "            dh = dz[:H]\n            dc = dc * k[\"f\"]\n")]
OFF = {"Wf", "Wi", "Wg", "Wo", "bf", "bi", "bg", "bo"}


def hand_over():
    return dict(step=update, params=p, loss=loss, rate=0.5, x=seqs, y=labels)


def proof():
    return (lambda a: loss(a, seqs, labels)), (lambda a: grads_of(a, seqs, labels)), {k: v.copy() for k, v in p.items()}
