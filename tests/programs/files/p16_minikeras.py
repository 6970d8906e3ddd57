"""mini-keras: just enough to train on the spiral with batch norm"""
import numpy as np

class Param:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)

class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = Param(rng.standard_normal((n_in, n_out)) * np.sqrt(1.0 / n_in))
        self.b = Param(np.zeros(n_out))

    def params(self):
        return [self.W, self.b]

    def forward(self, x, training):
        self.x = x
        return x @ self.W.data + self.b.data

    def backward(self, dout):
        self.W.grad = self.x.T @ dout
        self.b.grad = dout.sum(axis=0)
        return dout @ self.W.data.T

class BatchNorm:
    def __init__(self, n, momentum=0.9, eps=1e-5):
        self.gamma, self.beta = Param(np.ones(n)), Param(np.zeros(n))
        self.momentum, self.eps = momentum, eps
        self.run_mean, self.run_var = np.zeros(n), np.ones(n)

    def params(self):
        return [self.gamma, self.beta]

    def forward(self, x, training):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.run_mean = self.momentum * self.run_mean + (1 - self.momentum) * mu
            self.run_var = self.momentum * self.run_var + (1 - self.momentum) * var
        else:
            mu, var = self.run_mean, self.run_var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.std
        return self.gamma.data * self.xhat + self.beta.data

    def backward(self, dout):
        self.gamma.grad = (dout * self.xhat).sum(axis=0)
        self.beta.grad = dout.sum(axis=0)
        dxhat = dout * self.gamma.data
        return dxhat / self.std

class Tanh:
    def params(self):
        return []

    def forward(self, x, training):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dout):
        return dout * (1 - self.y ** 2)

class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max(axis=1, keepdims=True)
        self.p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.p[np.arange(len(labels)), labels]).mean()

    def backward(self):
        d = self.p.copy()
        d[np.arange(len(self.labels)), self.labels] -= 1
        return d / len(self.labels)

class Momentum:
    def __init__(self, params, lr=0.1, mu=0.9):
        self.params, self.lr, self.mu = params, lr, mu
        self.v = [np.zeros_like(p.data) for p in params]

    def step(self):
        for i, p in enumerate(self.params):
            self.v[i] = self.mu * self.v[i] - self.lr * p.grad
            p.data += self.v[i]

class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def params(self):
        return [p for l in self.layers for p in l.params()]

    def forward(self, x, training=True):
        for l in self.layers:
            x = l.forward(x, training)
        return x

    def backward(self, d):
        for l in reversed(self.layers):
            d = l.backward(d)

rng = np.random.default_rng(0)
r = np.tile(np.linspace(0.1, 1, 60), 3)
labels = np.repeat([0, 1, 2], 60)
theta = labels * 2.1 + r * 4 + rng.normal(0, 0.15, 180)
X = np.c_[r * np.sin(theta), r * np.cos(theta)]

model = Sequential(Dense(2, 16, rng), BatchNorm(16), Tanh(), Dense(16, 16, rng), BatchNorm(16), Tanh(), Dense(16, 3, rng))
loss_fn = SoftmaxCrossEntropy()
opt = Momentum(model.params(), lr=0.05)
for epoch in range(60):
    order, total = rng.permutation(180), 0.0
    for k in range(0, 180, 30):
        idx = order[k:k + 30]
        total += loss_fn.forward(model.forward(X[idx]), labels[idx])
        model.backward(loss_fn.backward())
        opt.step()
    if epoch % 10 == 0:
        print(epoch, total / 6)
print("acc", (model.forward(X, training=False).argmax(axis=1) == labels).mean())
