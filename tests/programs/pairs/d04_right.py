import numpy as np

rng = np.random.default_rng(42)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.normal(0, np.sqrt(2.0 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x, training):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ReLU:
    def forward(self, x, training):
        self.on = x > 0
        return x * self.on

    def backward(self, grad):
        return grad * self.on

    def update(self, lr):
        pass


class Dropout:
    def __init__(self, rate):
        self.rate = rate
        self.mask = None

    def forward(self, x, training):
        if not training:
            return x
        keep = 1.0 - self.rate
        self.mask = (rng.random(x.shape) < keep) / keep
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask

    def update(self, lr):
        pass


class SoftmaxCrossEntropy:
    def forward(self, logits, y):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.y = y
        return -np.log(self.p[np.arange(len(y)), y] + 1e-12).mean()

    def backward(self):
        g = self.p.copy()
        g[np.arange(len(self.y)), self.y] -= 1
        return g / len(self.y)


class Sequential:
    def __init__(self, layers=None):
        self.layers = layers or []

    def add(self, layer):
        self.layers.append(layer)

    def compile(self, loss, lr):
        self.loss, self.lr = loss, lr

    def call(self, x, training=False):
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def fit(self, X, y, epochs=10, batch_size=32):
        for epoch in range(1, epochs + 1):
            order = rng.permutation(len(X))
            total = 0.0
            for s in range(0, len(X), batch_size):
                idx = order[s:s + batch_size]
                total += self.loss.forward(self.call(X[idx], training=True), y[idx]) * len(idx)
                grad = self.loss.backward()
                for layer in reversed(self.layers):
                    grad = layer.backward(grad)
                for layer in self.layers:
                    layer.update(self.lr)
            if epoch % 5 == 0:
                print(f"Epoch {epoch}/{epochs} - loss: {total / len(X):.4f}")

    def evaluate(self, X, y):
        return (self.call(X).argmax(axis=1) == y).mean()


y = rng.integers(0, 4, 500)
X = rng.normal(size=(4, 12))[y] + rng.normal(0, 1.3, (500, 12))

model = Sequential()
model.add(Dense(12, 32))
model.add(ReLU())
model.add(Dropout(0.4))
model.add(Dense(32, 16))
model.add(ReLU())
model.add(Dense(16, 4))
model.compile(SoftmaxCrossEntropy(), lr=0.1)
model.fit(X[:400], y[:400], epochs=30)
print("test accuracy:", model.evaluate(X[400:], y[400:]))
