import numpy as np
sig = lambda z: 1 / (1 + np.exp(-z))

class LSTM:
    def __init__(self, n_in, n_h):
        np.random.seed(42)
        self.n_h = n_h
        z = n_in + n_h
        self.params = {w + g: (np.random.randn(n_h, z) * .3 if w == "W" else np.zeros(n_h)) for g in "fico" for w in "Wb"}
        self.params["b" + "f"] += 1.0
        self.params["Wy"] = np.random.randn(n_h) * .5

    def forward(self, seq):
        h, c, self.cache = np.zeros(self.n_h), np.zeros(self.n_h), []
        p = self.params
        for x in seq:
            z = np.concatenate([h, x])
            f, i, o = (sig(p["W" + g] @ z + p["b" + g]) for g in "fio")
            cc = np.tanh(p["Wc"] @ z + p["bc"])
            c_prev, c = c, f * c + i * cc
            h = o * np.tanh(c)
            self.cache.append(dict(z=z, f=f, i=i, o=o, cc=cc, c_prev=c_prev, c=c, h=h))
        return p["Wy"] @ h

    def loss(self, seq, target):
        return 0.5 * (self.forward(seq) - target) ** 2

    def backward(self, seq, target):
        e = self.forward(seq) - target
        p, g = self.params, {k: np.zeros_like(v) for k, v in self.params.items()}
        g["Wy"] = e * self.cache[-1]["h"]
        dh, dc = e * p["Wy"], np.zeros(self.n_h)
        for s in reversed(self.cache):
            tc = np.tanh(s["c"])
            dc = dc + dh * s["o"] * (1 - tc ** 2)
            pre = {"o": dh * tc * s["o"] * (1 - s["o"]), "f": dc * s["c_prev"] * s["f"] * (1 - s["f"]),
                   "i": dc * s["cc"] * s["i"] * (1 - s["i"]), "c": dc * s["i"] * (1 - s["cc"] ** 2)}
            dz = 0
            for k, d in pre.items():
                g["W" + k] += np.outer(d, s["z"])
                g["b" + k] += d
                dz = dz + p["W" + k].T @ d
            dh, dc = dz[:self.n_h], dc * s["f"]
        return g

    def update(self, seq, target, lr):
        g = self.backward(seq, target)
        for k in self.params:
            self.params[k] -= lr * g[k]

wave = np.sin(np.arange(30) * 0.5)
windows = [(wave[i:i + 6].reshape(-1, 1), wave[i + 6]) for i in range(8)]
net = LSTM(1, 4)
for seq, nxt in windows:
    net.update(seq, nxt, 0.1)
print(sum(net.loss(*w) for w in windows))

# ---- for the test
def hand_over():
    return dict(obj=net, loss=net.loss, grads=net.backward, step=net.update, x=windows[2][0], y=windows[2][1], rate=0.1)

FORM = "LSTM with params dict built by comprehension ('Wf','bf',…), list of cache dicts per time step, one (T,1) window and a float target, lr a required argument"
