"""
char-level LSTM, modelled on min-char-rnn.py. Predicts the next character of a tiny text.
"""
import numpy as np

data = 'hola mundo, hola luna'
chars = sorted(set(data))
vocab_size = len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}

hidden_size = 5
seq_length = 6

np.random.seed(17)
z_size = hidden_size + vocab_size
Wf = np.random.randn(hidden_size, z_size) * 0.4
Wi = np.random.randn(hidden_size, z_size) * 0.4
Wc = np.random.randn(hidden_size, z_size) * 0.4
Wo = np.random.randn(hidden_size, z_size) * 0.4
Wy = np.random.randn(vocab_size, hidden_size) * 0.4
bf = np.ones((hidden_size, 1))  # remember by default
bi = np.zeros((hidden_size, 1))
bc = np.zeros((hidden_size, 1))
bo = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))

sigmoid = lambda v: 1 / (1 + np.exp(-v))

def lossFun(inputs, targets, hprev, cprev):
    zs, fs, is_, gs, os_, cs, hs, ps = {}, {}, {}, {}, {}, {}, {}, {}
    hs[-1], cs[-1] = np.copy(hprev), np.copy(cprev)
    loss = 0
    for t in range(len(inputs)):
        x = np.zeros((vocab_size, 1))
        x[inputs[t]] = 1
        zs[t] = np.vstack((hs[t-1], x))
        fs[t] = sigmoid(np.dot(Wf, zs[t]) + bf)
        is_[t] = sigmoid(np.dot(Wi, zs[t]) + bi)
        gs[t] = np.tanh(np.dot(Wc, zs[t]) + bc)
        os_[t] = sigmoid(np.dot(Wo, zs[t]) + bo)
        cs[t] = fs[t] * cs[t-1] + is_[t] * gs[t]
        hs[t] = os_[t] * np.tanh(cs[t])
        y = np.dot(Wy, hs[t]) + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])

    dWf, dWi, dWc, dWo, dWy = [np.zeros_like(w) for w in (Wf, Wi, Wc, Wo, Wy)]
    dbf, dbi, dbc, dbo, dby = [np.zeros_like(b) for b in (bf, bi, bc, bo, by)]
    dhnext, dcnext = np.zeros_like(hprev), np.zeros_like(cprev)
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWy += np.dot(dy, hs[t].T)
        dby = dy
        dh = np.dot(Wy.T, dy) + dhnext
        do = dh * np.tanh(cs[t]) * os_[t] * (1 - os_[t])
        dc = dh * os_[t] * (1 - np.tanh(cs[t])**2) + dcnext
        df = dc * cs[t-1] * fs[t] * (1 - fs[t])
        di = dc * gs[t] * is_[t] * (1 - is_[t])
        dg = dc * is_[t] * (1 - gs[t]**2)
        dWf += np.dot(df, zs[t].T); dbf += df
        dWi += np.dot(di, zs[t].T); dbi += di
        dWc += np.dot(dg, zs[t].T); dbc += dg
        dWo += np.dot(do, zs[t].T); dbo += do
        dz = np.dot(Wf.T, df) + np.dot(Wi.T, di) + np.dot(Wc.T, dg) + np.dot(Wo.T, do)
        dhnext = dz[:hidden_size]
        dcnext = dc
    for d in (dWf, dWi, dWc, dWo, dWy):
        np.clip(d, -5, 5, out=d)  # against exploding gradients
    return loss, dWf, dWi, dWc, dWo, dWy, dbf, dbi, dbc, dbo, dby, hs[len(inputs)-1], cs[len(inputs)-1]

inputs = [char_to_ix[ch] for ch in data[:seq_length]]
targets = [char_to_ix[ch] for ch in data[1:seq_length+1]]
hprev = np.zeros((hidden_size, 1))
cprev = np.zeros((hidden_size, 1))
loss = lossFun(inputs, targets, hprev, cprev)[0]


# ---- for the test
EXPECTED = "the cell's gradient goes back in time as dcnext = dc without the forget gate fs[t]; and dby = dy keeps only the last step of time where it should add"
KINDS = {"factor missing", "gate missing", "carry missing"}
KINDS_2 = {"not accumulated over time", "not accumulated"}
PLACES = ["Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo", "by", "dby", "dcnext", "hidden", "output"]
TWO = True
MEND = [("dcnext = dc\n", "dcnext = dc * fs[t]\n"), ("dby = dy\n", "dby += dy\n")]
OFF = {"Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo", "by"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    weights = dict(Wf=Wf, Wi=Wi, Wc=Wc, Wo=Wo, Wy=Wy, bf=bf, bi=bi, bc=bc, bo=bo, by=by)
    return dict(loss_and_grads=lambda: lossFun(inputs, targets, hprev, cprev)[:11], params=weights, x=inputs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    here = dict(Wf=Wf, Wi=Wi, Wc=Wc, Wo=Wo, Wy=Wy, bf=bf, bi=bi, bc=bc, bo=bo, by=by)

    def run(a):
        for name in here:
            here[name][...] = a[name]
        return lossFun(inputs, targets, hprev, cprev)

    return lambda a: run(a)[0], lambda a: dict(zip(here, run(a)[1:11])), {name: v.copy() for name, v in here.items()}
