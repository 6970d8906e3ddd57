# coding: utf-8
# ゼロから作る 5章の宿題: 隠れ層を2つにする
from collections import OrderedDict

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx


class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = t
        x = x - np.max(x, axis=1, keepdims=True)
        self.y = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
        batch_size = t.shape[0]
        return -np.sum(np.log(self.y[np.arange(batch_size), t] + 1e-12)) / batch_size

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        dx = self.y.copy()
        dx[np.arange(batch_size), self.t] -= 1
        return dx / batch_size


class ThreeLayerNet:
    def __init__(self, input_size, hidden_size, output_size):
        # 重みの初期化 (He)
        self.params = {}
        self.params["W1"] = np.sqrt(2 / input_size) * np.random.randn(input_size, hidden_size)
        self.params["b1"] = 0.1 * np.random.randn(hidden_size)
        self.params["W2"] = np.sqrt(2 / hidden_size) * np.random.randn(hidden_size, hidden_size)
        self.params["b2"] = 0.1 * np.random.randn(hidden_size)
        self.params["W3"] = np.sqrt(2 / hidden_size) * np.random.randn(hidden_size, output_size)
        self.params["b3"] = np.zeros(output_size)

        # レイヤの生成
        relu = Relu()
        self.layers = OrderedDict()
        self.layers["Affine1"] = Affine(self.params["W1"], self.params["b1"])
        self.layers["Relu1"] = relu
        self.layers["Affine2"] = Affine(self.params["W2"], self.params["b2"])
        self.layers["Relu2"] = relu
        self.layers["Affine3"] = Affine(self.params["W3"], self.params["b3"])
        self.lastLayer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.lastLayer.forward(self.predict(x), t)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.lastLayer.backward(1)
        for layer in reversed(list(self.layers.values())):
            dout = layer.backward(dout)
        grads = {}
        for i in (1, 2, 3):
            grads["W%d" % i] = self.layers["Affine%d" % i].dW
            grads["b%d" % i] = self.layers["Affine%d" % i].db
        return grads


np.random.seed(5)
x_batch = np.random.randn(10, 3)
t_batch = np.array([0, 2, 1, 1, 0, 2, 2, 0, 1, 1])
network = ThreeLayerNet(input_size=3, hidden_size=5, output_size=3)


# ---- for the test
EXPECTED = "one Relu object stands in two places: the forward pass of the second overwrites its mask, and the backward pass of the first hidden layer uses the mask of the second"
KINDS = {"stale cache", "wrong argument", "maximum's mask missing"}
PLACES = ["W1", "b1", "Relu1", "Affine1", "relu", "mask", "layer 1"]
TWO = False
MEND = [('self.layers["Relu2"] = relu\n', 'self.layers["Relu2"] = Relu()\n')]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=network, x=x_batch, y=t_batch)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = ThreeLayerNet(3, 5, 3)
        for name, p in a.items():
            new.params[name][...] = p
        return new

    return (
        lambda a: made(a).loss(x_batch, t_batch),
        lambda a: made(a).gradient(x_batch, t_batch),
        {name: p.copy() for name, p in network.params.items()},
    )
