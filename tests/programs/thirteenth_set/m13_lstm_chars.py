"""Character LSTM, written after reading min-char-rnn.

It learns something, but it never gets as good as my friend's version with the
same sizes, and with a longer sequence the gradients get bigger instead of
smaller, so I had to clip them. The last layer passes the gradient check, the
gates don't.
"""
import numpy as np

text = "to be or not to be that is the question "
chars = sorted(set(text))
ix = {c: i for i, c in enumerate(chars)}
VOCAB = len(chars)
HID = 11


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def init_params(seed=0):
    rng = np.random.default_rng(seed)
    p = {}
    for g in "fico":
        p["W" + g] = rng.normal(0, 0.3, (HID, HID + VOCAB))
        p["b" + g] = np.zeros((HID, 1))
    p["bf"] += 0.5
    p["Wy"] = rng.normal(0, 0.3, (VOCAB, HID))
    p["by"] = np.zeros((VOCAB, 1))
    return p


def lossfun(inputs, targets, p):
    """lists of ints -> loss, gradients"""
    h = np.zeros((HID, 1))
    c = np.zeros((HID, 1))
    store = []
    loss = 0
    for x, t in zip(inputs, targets):
        onehot = np.zeros((VOCAB, 1))
        onehot[x] = 1
        z = np.vstack((h, onehot))
        f = sigmoid(p["Wf"] @ z + p["bf"])
        i = sigmoid(p["Wi"] @ z + p["bi"])
        g = np.tanh(p["Wc"] @ z + p["bc"])
        o = sigmoid(p["Wo"] @ z + p["bo"])
        c_old = c
        c = f * c_old + i * g
        h = o * np.tanh(c)
        y = p["Wy"] @ h + p["by"]
        prob = np.exp(y - y.max())
        prob /= prob.sum()
        loss += -np.log(prob[t, 0])
        store.append((z, f, i, g, o, c_old, c, h, prob, t))

    grads = {k: np.zeros_like(v) for k, v in p.items()}
    dh_next = np.zeros((HID, 1))
    dc_next = np.zeros((HID, 1))
    for z, f, i, g, o, c_old, c, h, prob, t in reversed(store):
        dy = prob.copy()
        dy[t] -= 1
        grads["Wy"] += dy @ h.T
        grads["by"] += dy
        dh = p["Wy"].T @ dy + dh_next
        tc = np.tanh(c)
        dc = dc_next + dh * o * (1 - tc ** 2)
        pre = {"f": dc * c_old * f * (1 - f),
               "i": dc * g * i * (1 - i),
               "c": dc * i * (1 - g ** 2),
               "o": dh * tc * o * (1 - o)}
        dz = np.zeros_like(z)
        for k, d in pre.items():
            grads["W" + k] += d @ z.T
            grads["b" + k] += d
            dz += p["W" + k].T @ d
        dh_next = dz[:HID]
        dc_next = dc
    return loss, grads


def update(p, grads, lr):
    for k in p:
        p[k] -= lr * np.clip(grads[k], -5, 5)


if __name__ == "__main__":
    p = init_params()
    ids = [ix[ch] for ch in text]
    for it in range(24):
        loss, grads = lossfun(ids[:-1], ids[1:], p)
        update(p, grads, 0.05)
        if it % 6 == 0:
            print(it, loss / len(ids))


# ---- for the test
EXPECTED = "the cell gradient handed to the previous time step, dc_next, is dc without the forget gate f (should be dc * f)"
KINDS = {"forget gate missing", "carry", "factor missing"}
PLACES = ["dc_next", "dc", "f", "lossfun"]
TWO = False
MEND = [("        dc_next = dc\n", "        dc_next = dc * f\n")]
OFF = {"Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo"}


def hand_over():
    ids = [ix[ch] for ch in text[:10]]
    return dict(loss=lambda inputs, targets, p: lossfun(inputs, targets, p)[0],
                grads=lambda inputs, targets, p: lossfun(inputs, targets, p)[1],
                step=update, params=init_params(), x=ids[:-1], y=ids[1:], rate=0.05)


def proof():
    ids = [ix[ch] for ch in text[:10]]
    return (lambda d: lossfun(ids[:-1], ids[1:], d)[0],
            lambda d: lossfun(ids[:-1], ids[1:], d)[1],
            init_params(3))
