import numpy as np

class Linear:
    def __init__(self, i, o, rng): self.p = {'W': rng.normal(size=(i, o)) / np.sqrt(i)}; self.g = {}
    def forward(self, x, train): self.x = x; return x @ self.p['W']
    def backward(self, d): self.g['W'] = self.x.T @ d; return d @ self.p['W'].T

class BatchNorm:
    def __init__(self, n, eps=1e-5, momentum=0.9):
        self.p = {'gamma': np.ones(n), 'beta': np.zeros(n)}
        self.g, self.eps, self.momentum = {}, eps, momentum
        self.running_mean, self.running_var = np.zeros(n), np.ones(n)

    def forward(self, x, train):
        if not train:
            xhat = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.p['gamma'] * xhat + self.p['beta']
        mu, var = x.mean(0), x.var(0)
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.std
        return self.p['gamma'] * self.xhat + self.p['beta']

    def backward(self, d):
        self.g['gamma'], self.g['beta'] = (d * self.xhat).sum(0), d.sum(0)
        dx = d * self.p['gamma']
        return (dx - dx.mean(0) - self.xhat * (dx * self.xhat).mean(0)) / self.std

class Tanh:
    p = g = {}
    def forward(self, x, train): self.a = np.tanh(x); return self.a
    def backward(self, d): return d * (1 - self.a ** 2)

class Net:
    def __init__(self):
        rng = np.random.default_rng(48)
        self.layers = [Linear(3, 6, rng), BatchNorm(6), Tanh(), Linear(6, 1, rng)]

    def forward(self, x, train=True):
        for l in self.layers: x = l.forward(x, train)
        return x[:, 0]

    def loss(self, x, y): return ((self.forward(x) - y) ** 2).mean()

    def step(self, x, y, lr=0.05):
        d = (2 * (self.forward(x) - y) / len(y))[:, None]
        for l in self.layers[::-1]: d = l.backward(d)
        for l in self.layers:
            for k in l.p: l.p[k] = l.p[k] - lr * l.g[k]

rng = np.random.default_rng(1)
x = rng.normal(3, 2, size=(16, 3)); y = np.sin(x[:, 0]) + 0.1 * x[:, 1]
net = Net()
for _ in range(8): net.step(x, y)
print(net.loss(x, y), net.forward(x[:3], train=False))

# ---- for the test
def hand_over():
    return dict(obj=net, loss=net.loss, step=net.step, x=x, y=y, rate=0.05)

FORM = "batch norm in training mode: running statistics are arrays on the object which change at every loss call but are no parameters; each layer keeps short dicts p and g"
