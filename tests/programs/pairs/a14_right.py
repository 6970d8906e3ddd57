# Residual MLP with batch normalisation, three spirals; SGD with Nesterov momentum, early stopping on a validation set.
import copy
import numpy as np


class Sampler:
    """Shuffled mini-batches, drops the ragged end."""
    def __init__(self, X, y, size, seed):
        self.X, self.y, self.size = X, y, size
        self.rng = np.random.default_rng(seed)

    def __iter__(self):
        order = self.rng.permutation(len(self.X))
        for s in range(0, len(order) - self.size + 1, self.size):
            i = order[s:s + self.size]
            yield self.X[i], self.y[i]


class Linear:
    def __init__(self, n, m, rng):
        self.p = {'W': rng.normal(0, np.sqrt(2 / n), (n, m)), 'b': np.zeros(m)}
        self.g = {}

    def forward(self, x, train):
        self.x = x
        return x @ self.p['W'] + self.p['b']

    def backward(self, d):
        self.g = {'W': self.x.T @ d, 'b': d.sum(0)}
        return d @ self.p['W'].T


class BatchNorm:
    def __init__(self, m, momentum=0.9, eps=1e-5):
        self.p = {'gamma': np.ones(m), 'beta': np.zeros(m)}
        self.g = {}
        self.mean, self.var = np.zeros(m), np.ones(m)
        self.momentum, self.eps = momentum, eps

    def forward(self, x, train):
        if train:
            mu, var = x.mean(0), x.var(0)
            n = len(x)
            self.mean = self.momentum * self.mean + (1 - self.momentum) * mu
            self.var = self.momentum * self.var + (1 - self.momentum) * var * n / (n - 1)
        else:
            mu, var = self.mean, self.var
        self.istd = 1 / np.sqrt(var + self.eps)
        self.xhat = (x - mu) * self.istd
        return self.p['gamma'] * self.xhat + self.p['beta']

    def backward(self, d):
        self.g = {'gamma': (d * self.xhat).sum(0), 'beta': d.sum(0)}
        dn = d * self.p['gamma']
        return self.istd * (dn - dn.mean(0) - self.xhat * (dn * self.xhat).mean(0))


class Relu:
    p, g = {}, {}
    def forward(self, x, train):
        self.on = x > 0
        return x * self.on

    def backward(self, d):
        return d * self.on


class Chain:
    def __init__(self, *parts):
        self.parts = parts

    def forward(self, x, train):
        for part in self.parts:
            x = part.forward(x, train)
        return x

    def backward(self, d):
        for part in self.parts[::-1]:
            d = part.backward(d)
        return d

    def leaves(self):
        for part in self.parts:
            if isinstance(part, Chain):
                yield from part.leaves()
            else:
                yield part


class Residual(Chain):
    def forward(self, x, train):
        return x + super().forward(x, train)

    def backward(self, d):
        return d + super().backward(d)


def softmax_loss(s, y):
    s = s - s.max(1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(1, keepdims=True))
    d = np.exp(logp)
    d[np.arange(len(y)), y] -= 1
    return -logp[np.arange(len(y)), y].mean(), d / len(y)


def spirals(n, rng):
    y = np.arange(n) % 3
    r = rng.uniform(0.1, 1, n)
    a = 4 * r + y * 2 * np.pi / 3 + 0.15 * rng.normal(size=n)
    return np.c_[r * np.cos(a), r * np.sin(a)], y


def build(rng, m=20):
    block = lambda: Residual(Linear(m, m, rng), BatchNorm(m), Relu(), Linear(m, m, rng))
    return Chain(Linear(2, m, rng), BatchNorm(m), Relu(), block(), block(), Linear(m, 3, rng))


if __name__ == '__main__':
    rng = np.random.default_rng(4)
    net = build(rng)
    Xv, yv = spirals(150, rng)
    batches = Sampler(*spirals(360, rng), size=40, seed=0)
    lr, mom, patience = 0.02, 0.9, 15
    vel = {}
    best, best_net, bad = np.inf, None, 0
    for epoch in range(120):
        losses = []
        for x, y in batches:
            loss, d = softmax_loss(net.forward(x, True), y)
            net.backward(d)
            losses.append(loss)
            for i, leaf in enumerate(net.leaves()):
                for k in leaf.p:
                    old = vel.get((i, k), 0.0)
                    vel[i, k] = mom * old - lr * leaf.g[k]
                    leaf.p[k] += -mom * old + (1 + mom) * vel[i, k]
        s = net.forward(Xv, False)
        v = softmax_loss(s, yv)[0]
        if epoch % 10 == 0:
            print(f'epoch {epoch:3d} train {np.mean(losses):.4f} valid {v:.4f} acc {(s.argmax(1) == yv).mean():.3f}')
        if v < best:
            best, best_net, bad = v, copy.deepcopy(net), 0
        else:
            bad += 1
            if bad == patience:
                print('no progress since epoch', epoch - patience)
                break
    Xt, yt = spirals(300, rng)
    print('test accuracy of the best net: %.3f' % (best_net.forward(Xt, False).argmax(1) == yt).mean())
