"""A tiny convnet from scratch: conv 3x3 -> relu -> maxpool -> dense -> softmax.

With one image per step it trains and everything checks out. Since I feed
batches, the filters hardly change and look random at the end; only
the dense layer seems to do the learning.
"""
import numpy as np


def make_images(n, seed=0):
    rng = np.random.default_rng(seed)
    imgs, labels = rng.normal(0, 0.2, (n, 8, 8)), rng.integers(0, 3, n)
    for im, lab in zip(imgs, labels):
        r, a = rng.integers(1, 7), np.arange(8)
        rows, cols = [(r, a), (a, r), (a, (a + r) % 8)][lab]
        im[rows, cols] += 1
    return imgs, labels


class Conv:
    def __init__(self, n_filters, rng):
        self.K = rng.normal(0, 1 / 3, (n_filters, 3, 3))
        self.b = np.zeros(n_filters)

    def forward(self, x):
        self.x = x
        n, h, w = x.shape
        out = np.zeros((n, len(self.K), h - 2, w - 2))
        for i in range(h - 2):
            for j in range(w - 2):
                patch = x[:, i:i + 3, j:j + 3]
                out[:, :, i, j] = np.tensordot(patch, self.K, axes=([1, 2], [1, 2])) + self.b
        return out

    def backward(self, dout):
        n, _, h, w = dout.shape
        self.db = dout.sum(axis=(0, 2, 3))
        for img in range(n):
            self.dK = np.zeros_like(self.K)
            for i in range(h):
                for j in range(w):
                    patch = self.x[img, i:i + 3, j:j + 3]
                    self.dK += dout[img, :, i, j][:, None, None] * patch


class ReluPool:
    def forward(self, x):
        self.on = x > 0
        n, f, h, w = x.shape
        tiles = (x * self.on).reshape(n, f, h // 2, 2, w // 2, 2)
        out = tiles.max(axis=(3, 5))
        top = tiles == out[:, :, :, None, :, None]
        self.mask = top / top.sum(axis=(3, 5), keepdims=True)
        return out

    def backward(self, dout):
        return (self.mask * dout[:, :, :, None, :, None]).reshape(self.on.shape) * self.on


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.shape = x.shape
        self.flat = x.reshape(len(x), -1)
        return self.flat @ self.W + self.b

    def backward(self, dout):
        self.dW = self.flat.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.shape)


class ConvNet:
    def __init__(self, n_filters=4, seed=1):
        rng = np.random.default_rng(seed)
        self.layers = [Conv(n_filters, rng), ReluPool(), Dense(n_filters * 9, 3, rng)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        e = np.exp(x - x.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, x, y):
        return -np.log(self.forward(x)[np.arange(len(y)), y]).mean()

    def backward(self, x, y):
        d = self.forward(x)
        d[np.arange(len(y)), y] -= 1
        d /= len(y)
        for layer in reversed(self.layers):
            d = layer.backward(d)

    def update(self, lr):
        conv, _, dense = self.layers
        for p, g in [(conv.K, conv.dK), (conv.b, conv.db), (dense.W, dense.dW), (dense.b, dense.db)]:
            p -= lr * g


if __name__ == "__main__":
    x, y = make_images(24)
    net = ConvNet()
    for epoch in range(24):
        net.backward(x, y)
        net.update(0.2)
        if epoch % 6 == 0:
            print(epoch, net.loss(x, y), (net.forward(x).argmax(axis=1) == y).mean())


# ---- for the test
EXPECTED = "Conv.backward sets self.dK to zero anew for each image, so the filters' gradient holds only the last image of the batch"
KINDS = {"last example only", "not accumulated"}
PLACES = ["dK", "self.dK", "K", "Conv", "Conv.backward"]
TWO = False
MEND = [("        for img in range(n):\n            self.dK = np.zeros_like(self.K)\n",
         "        self.dK = np.zeros_like(self.K)\n        for img in range(n):\n")]
OFF = {"K"}


def hand_over():
    x, y = make_images(5)
    net = ConvNet()

    def grads(x, y):
        net.backward(x, y)
        return {"K": net.layers[0].dK, "cb": net.layers[0].db,
                "W": net.layers[-1].dW, "b": net.layers[-1].db}
    return dict(loss=net.loss, grads=grads, step=net.update,
                params={"K": net.layers[0].K, "cb": net.layers[0].b,
                        "W": net.layers[-1].W, "b": net.layers[-1].b},
                x=x, y=y, rate=0.2, predict=net.forward, make=ConvNet)


def proof():
    x, y = make_images(5, seed=8)

    def filled(d):
        net = ConvNet(n_filters=2)
        net.layers[0].K, net.layers[0].b = d["K"], d["cb"]
        net.layers[-1].W, net.layers[-1].b = d["W"], d["b"]
        return net

    def claim(d):
        net = filled(d)
        net.backward(x, y)
        return {"K": net.layers[0].dK, "cb": net.layers[0].db,
                "W": net.layers[-1].dW, "b": net.layers[-1].db}
    net = ConvNet(n_filters=2, seed=5)
    return (lambda d: filled(d).loss(x, y), claim,
            {"K": net.layers[0].K, "cb": net.layers[0].b + 0.1,
             "W": net.layers[-1].W, "b": net.layers[-1].b})
