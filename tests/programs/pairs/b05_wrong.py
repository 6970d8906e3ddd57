import numpy as np


class Layer:
    def params(self):
        return []


class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW[...] = self.x.T @ dout
        self.db[...] = dout.sum(axis=0)
        return dout @ self.W.T

    def params(self):
        return [(self.W, self.dW), (self.b, self.db)]


class Tanh(Layer):
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out ** 2)


class SoftmaxWithLoss:
    def forward(self, x, t):
        x = x - np.max(x, axis=1, keepdims=True)
        e = np.exp(x)
        self.y = e / np.sum(e)
        self.t = t
        return -np.mean(np.log(self.y[np.arange(len(t)), t] + 1e-12))

    def backward(self):
        n = len(self.t)
        dx = self.y.copy()
        dx[np.arange(n), self.t] -= 1
        return dx / n


class Model:
    def __init__(self, layers):
        self.layers = layers
        self.loss_layer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.loss_layer.forward(self.predict(x), t)

    def backward(self):
        dout = self.loss_layer.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)


class Trainer:
    def __init__(self, model, lr):
        self.model, self.lr = model, lr

    def fit(self, x, t, max_epoch=30, batch_size=30):
        for epoch in range(max_epoch):
            idx = np.random.permutation(len(x))
            total = 0.0
            for i in range(0, len(x), batch_size):
                b = idx[i:i + batch_size]
                total += self.model.loss(x[b], t[b]) * len(b)
                self.model.backward()
                for p, g in self.model.params_and_grads():
                    p -= self.lr * g
            if (epoch + 1) % 5 == 0:
                print('| epoch %d | loss %.4f' % (epoch + 1, total / len(x)))


def params_and_grads(self):
    for layer in self.layers:
        yield from layer.params()


Model.params_and_grads = params_and_grads


def spiral(n=100, classes=3):
    x = np.zeros((n * classes, 2))
    t = np.zeros(n * classes, dtype=int)
    for j in range(classes):
        r = np.linspace(0.05, 1, n)
        th = j * 4.0 + 3.0 * r + np.random.randn(n) * 0.15
        x[j * n:(j + 1) * n] = np.c_[r * np.sin(th), r * np.cos(th)]
        t[j * n:(j + 1) * n] = j
    return x, t


np.random.seed(1984)
x, t = spiral()
model = Model([Dense(2, 20), Tanh(), Dense(20, 3)])
Trainer(model, lr=1.0).fit(x, t, max_epoch=60)
print('accuracy', np.mean(model.predict(x).argmax(axis=1) == t))
