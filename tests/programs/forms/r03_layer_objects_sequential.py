import numpy as np
rng = np.random.default_rng(3)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.normal(0, 0.4, (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(0)
        return dout @ self.W.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def __call__(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def loss(self, x, y):
        return np.mean((self(x) - y) ** 2)

    def train(self, x, y, lr=0.05):
        out = self(x)
        d = 2 * (out - y) / out.size
        for l in reversed(self.layers):
            d = l.backward(d)
        for l in self.layers:
            if hasattr(l, "W"):
                l.W -= lr * l.dW
                l.b -= lr * l.db


X = rng.normal(size=(25, 3))
y = np.stack([np.sin(X[:, 0]), X[:, 1] * X[:, 2]], axis=1)
net = Sequential(Dense(3, 8), ReLU(), Dense(8, 2))
for _ in range(15):
    net.train(X, y)
print(net.loss(X, y))

# ---- for the test
def hand_over():
    return dict(obj=net, loss=net.loss, step=net.train, predict=net, x=X, y=y, rate=0.05)

FORM = "list of layer objects, parameters in layers[i].W and gradients left in .dW/.db, model is called with __call__"
