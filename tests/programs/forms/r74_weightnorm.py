import numpy as np

# Weight normalisation: column j of the weights is s_j * v_j / |v_j|
rng = np.random.default_rng(2)
x = rng.uniform(-1, 1, (32, 3))
y = np.c_[x[:, 0] * x[:, 1], np.abs(x[:, 2])]

class WNLayer:
    def __init__(self, i, o, act, r):
        self.v = r.normal(size=(i, o))
        self.s = np.ones(o)
        self.b = np.zeros(o)
        self.act = act

    def __call__(self, x):
        self.x = x
        self.norm = np.linalg.norm(self.v, axis=0)
        self.u = self.v / self.norm
        z = x @ (self.s * self.u) + self.b
        self.out = np.tanh(z) if self.act else z
        return self.out

    def back(self, d):
        if self.act:
            d = d * (1 - self.out ** 2)
        dw = self.x.T @ d
        self.gb = d.sum(0)
        self.gs = (dw * self.u).sum(0)
        self.gv = self.s / self.norm * (dw - self.u * self.gs)
        return d @ (self.s * self.u).T

class Net(list):
    def __init__(self, seed=0):
        r = np.random.default_rng(seed)
        super().__init__([WNLayer(3, 8, True, r), WNLayer(8, 2, False, r)])

    def predict(self, x):
        for layer in self:
            x = layer(x)
        return x

    def loss(self, x, y):
        return ((self.predict(x) - y) ** 2).mean()

    def fit_once(self, x, y, rate=0.3):
        out = self.predict(x)
        d = 2 * (out - y) / y.size
        for layer in self[::-1]:
            d = layer.back(d)
        for layer in self:
            for name in "vsb":
                setattr(layer, name, getattr(layer, name) - rate * getattr(layer, "g" + name))
        return ((out - y) ** 2).mean()

net = Net()

if __name__ == "__main__":
    for i in range(1000):
        L = net.fit_once(x, y)
        if i % 200 == 0:
            print(i, L, net[0].norm.round(3))

# ---- for the test
def hand_over():
    return dict(make=Net, loss=net.loss, step=net.fit_once, predict=net.predict, x=x, y=y, rate=0.3,
                params=lambda: [getattr(l, n) for l in net for n in "vsb"])

FORM = "weight normalisation: gradient of v is orthogonal to v; no grads function, only a step which rebinds attributes (params is a function giving the present arrays); mean over all entries"
