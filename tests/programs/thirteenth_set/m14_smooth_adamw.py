"""Three spirals, softmax with label smoothing, AdamW in a dataclass.

The gradient check is fine for every parameter. But with the library's AdamW
and the same rate, same betas, same start (decay on the weights only in both),
my first steps come out different from theirs, and not by the same amount for
each array: w_in's very first step is equal, the others' are too small.
"""
from dataclasses import dataclass, field
import numpy as np


def spirals(n_each, seed=4):
    rng = np.random.default_rng(seed)
    pts, lab = [], []
    for k in range(3):
        r = np.linspace(0.1, 1, n_each)
        a = 2 * np.pi * k / 3 + 3 * r + rng.normal(0, 0.15, n_each)
        pts.append(np.c_[r * np.cos(a), r * np.sin(a)])
        lab += [k] * n_each
    return np.vstack(pts), np.array(lab)


def smooth(labels, n_classes, eps=0.1):
    soft = np.full((len(labels), n_classes), eps / n_classes)
    soft[np.arange(len(labels)), labels] += 1 - eps
    return soft


def start(hidden=16, seed=1):
    rng = np.random.default_rng(seed)
    return {
        "w_in": rng.normal(0, 1 / np.sqrt(2), (2, hidden)),
        "b_in": np.zeros(hidden),
        "w_out": rng.normal(0, 1 / np.sqrt(hidden), (hidden, 3)),
        "b_out": np.zeros(3),
    }


def log_softmax(s):
    s = s - s.max(axis=1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))


def scores(net, pts):
    return np.tanh(pts @ net["w_in"] + net["b_in"]) @ net["w_out"] + net["b_out"]


def smoothed_loss(net, pts, soft):
    return -(soft * log_softmax(scores(net, pts))).sum(axis=1).mean()


def backprop(net, pts, soft):
    hid = np.tanh(pts @ net["w_in"] + net["b_in"])
    ds = (np.exp(log_softmax(hid @ net["w_out"] + net["b_out"])) - soft) / len(pts)
    dhid = (ds @ net["w_out"].T) * (1 - hid ** 2)
    return {"w_in": pts.T @ dhid, "b_in": dhid.sum(axis=0),
            "w_out": hid.T @ ds, "b_out": ds.sum(axis=0)}


@dataclass
class AdamW:
    net: dict
    lr: float = 0.02
    beta1: float = 0.9
    beta2: float = 0.999
    decay: float = 0.01
    eps: float = 1e-8
    t: int = 0
    m: dict = field(default_factory=dict)
    v: dict = field(default_factory=dict)

    def step(self, grads):
        for name, g in grads.items():
            self.t += 1
            m = self.beta1 * self.m.get(name, 0.0) + (1 - self.beta1) * g
            v = self.beta2 * self.v.get(name, 0.0) + (1 - self.beta2) * g ** 2
            self.m[name], self.v[name] = m, v
            m_hat = m / (1 - self.beta1 ** self.t)
            v_hat = v / (1 - self.beta2 ** self.t)
            if name.startswith("w"):
                self.net[name] -= self.lr * self.decay * self.net[name]
            self.net[name] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


if __name__ == "__main__":
    pts, lab = spirals(40)
    soft = smooth(lab, 3)
    net = start()
    opt = AdamW(net)
    for epoch in range(200):
        opt.step(backprop(net, pts, soft))
        if epoch % 50 == 0:
            acc = (scores(net, pts).argmax(axis=1) == lab).mean()
            print(epoch, round(smoothed_loss(net, pts, soft), 4), acc)


# ---- for the test
EXPECTED = "AdamW.step counts self.t up once per parameter instead of once per step, so the bias correction of m and v uses a wrong, different t for each array"
KINDS = {"bias correction", "optimizer's formula", "step counter", "wrong t"}
PLACES = ["t", "self.t", "step", "AdamW", "m_hat", "v_hat"]
TWO = False
MEND = [("        for name, g in grads.items():\n            self.t += 1\n",
         "        self.t += 1\n        for name, g in grads.items():\n")]
OFF = set()     # the mistake is in the optimizer; every gradient is right


def hand_over():
    pts, lab = spirals(9)
    net = start()
    return dict(loss=smoothed_loss, grads=backprop, step=AdamW(net).step, params=net,
                x=pts, y=smooth(lab, 3), rate=0.02, predict=scores,
                make=lambda net: AdamW(net))


def proof():
    pts, lab = spirals(9)
    soft = smooth(lab, 3)
    return (lambda d: smoothed_loss(d, pts, soft), lambda d: backprop(d, pts, soft), start(5, 7))
