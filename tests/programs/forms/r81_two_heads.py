import numpy as np

rng = np.random.default_rng(6)
x = rng.normal(size=(36, 3))
y = {"size": x[:, 0] + x[:, 1] ** 2, "kind": (x[:, 2] > 0).astype(int) + (x[:, 0] > 1)}
have_size = rng.random(36) < 0.7              # the size is unknown for some
y["size"][~have_size] = np.nan

LAMBDA = 0.5


class TwoHeads:
    def __init__(self, seed=0):
        g = np.random.default_rng(seed)
        self.trunk = {"W": g.normal(0, .6, (3, 9)), "b": np.zeros(9)}
        self.size_head = {"W": g.normal(0, .3, (9,)), "b": np.zeros(1)}
        self.kind_head = {"W": g.normal(0, .3, (9, 3)), "b": np.zeros(3)}

    def forward(self, x):
        h = np.maximum(0, x @ self.trunk["W"] + self.trunk["b"])
        s = h @ self.size_head["W"] + self.size_head["b"]
        z = h @ self.kind_head["W"] + self.kind_head["b"]
        z = z - z.max(1, keepdims=True)
        return h, s, np.exp(z) / np.exp(z).sum(1, keepdims=True)

    def loss(self, x, y):
        _, s, p = self.forward(x)
        e = s - y["size"]
        ce = -np.log(p[np.arange(len(x)), y["kind"]])
        return np.nanmean(e ** 2) + LAMBDA * ce.mean()

    def grads(self, x, y):
        h, s, p = self.forward(x)
        known = ~np.isnan(y["size"])
        ds = np.zeros(len(x))
        ds[known] = 2 * (s - y["size"])[known] / known.sum()
        dz = LAMBDA * (p - np.eye(3)[y["kind"]]) / len(x)
        dh = np.outer(ds, self.size_head["W"]) + dz @ self.kind_head["W"].T
        dh *= h > 0
        return {"kind_head": {"W": h.T @ dz, "b": dz.sum(0)},
                "size_head": {"W": ds @ h, "b": ds.sum(keepdims=True)},
                "trunk": {"W": x.T @ dh, "b": dh.sum(0)}}

    def step(self, x, y, rate=0.05):
        for part, g in self.grads(x, y).items():
            mine = getattr(self, part)
            for k in g:
                mine[k] -= rate * g[k]

    def predict(self, x):
        _, s, p = self.forward(x)
        return s, p.argmax(1)


net = TwoHeads()

if __name__ == "__main__":
    for i in range(501):
        if i % 100 == 0:
            print(i, net.loss(x, y))
        net.step(x, y)

# ---- for the test
def hand_over():
    return dict(params={"trunk": net.trunk, "size_head": net.size_head, "kind_head": net.kind_head},
                loss=net.loss, grads=net.grads, step=net.step, make=TwoHeads, predict=net.predict, x=x, y=y, rate=0.05)


FORM = "two heads, y is a dict and its 'size' holds NaN for unknown (masked) targets; each head has its own denominator (known count / n) and weight; nested params, other order in grads; predict returns a pair"
