"""Recurrent net that predicts the next value of a sine. Short sequences train badly, long ones quite well. Why?"""
from typing import NamedTuple
import numpy as np


class Params(NamedTuple):
    Wx: np.ndarray
    Wh: np.ndarray
    bh: np.ndarray
    Wy: np.ndarray
    by: np.ndarray


def forward(p, seq):
    T = len(seq)
    hs = np.zeros((T, len(p.bh)))
    ys = np.zeros((T, len(p.by)))
    h = np.zeros(len(p.bh))
    for t in range(T):
        h = np.tanh(p.Wx @ seq[t] + p.Wh @ h + p.bh)
        hs[t] = h
        ys[t] = p.Wy @ h + p.by
    return hs, ys


def loss_fun(p, seqs, targets):
    total = 0.0
    for seq, target in zip(seqs, targets):
        _, ys = forward(p, seq)
        total += np.mean((ys - target) ** 2)
    return total / len(seqs)


def bptt(p, seqs, targets):
    dWx, dWh, dbh, dWy, dby = [np.zeros_like(a) for a in p]
    for seq, target in zip(seqs, targets):
        hs, ys = forward(p, seq)
        T = len(seq)
        dh_next = np.zeros(len(p.bh))
        for t in range(T - 1, -1, -1):
            dy = 2 * (ys[t] - target[t]) / ys.size / len(seqs)
            dWy += np.outer(dy, hs[t])
            dby += dy
            dh = p.Wy.T @ dy + dh_next
            draw = (1 - hs[t] ** 2) * dh
            dWx += np.outer(draw, seq[t])
            dWh += np.outer(draw, hs[t - 1])
            dbh += draw
            dh_next = p.Wh.T @ draw
    return Params(dWx, dWh, dbh, dWy, dby)


def update(p, seqs, targets, eta=0.2):
    g = bptt(p, seqs, targets)
    return Params(*[a - eta * d for a, d in zip(p, g)])


wave = np.sin(0.9 * np.arange(20))[:, None]
seqs = np.array([wave[s:s + 4] for s in (0, 3, 7, 12)])
targets = np.array([wave[s + 1:s + 5] for s in (0, 3, 7, 12)])
r = np.random.RandomState(8)
params = Params(r.randn(3, 1) * 0.6, r.randn(3, 3) * 0.6, r.randn(3) * 0.1, r.randn(1, 3) * 0.6, np.zeros(1))

if __name__ == "__main__":
    for k in range(100):
        params = update(params, seqs, targets)
    print(loss_fun(params, seqs, targets))


# ---- for the test
EXPECTED = "bptt takes hs[t - 1] also at t = 0, where -1 is the last hidden state of the sequence instead of the zero state before the first: a term too many in dWh"
KINDS = {"index", "wraps around", "time step", "wrong input", "first step"}
PLACES = ["Wh", "dWh"]
TWO = False
MEND = [("np.outer(draw, hs[t - 1])", "np.outer(draw, hs[t - 1] if t > 0 else np.zeros(len(p.bh)))")]
OFF = {"Wh"}


def hand_over():
    return dict(step=update, params=params, loss=loss_fun, rate=0.2, x=seqs, y=targets)


def proof():
    def claim(a):
        return bptt(Params(**a), seqs, targets)._asdict()
    return (lambda a: loss_fun(Params(**a), seqs, targets)), claim, {k: v.copy() for k, v in params._asdict().items()}
