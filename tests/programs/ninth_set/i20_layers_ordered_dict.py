# coding: utf-8
# 本の2層ネットワークを自分で書き直した。gradient_check の差が大きい (b2 でも)
import numpy as np
from collections import OrderedDict


class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = (x > 0)
        return x * self.mask

    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = t
        x = x - np.max(x, axis=1, keepdims=True)
        self.y = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
        return -np.sum(t * np.log(self.y + 1e-12)) / t.shape[0]

    def backward(self, dout=1):
        dx = dout * (self.y - self.t)
        return dx


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.8):
        np.random.seed(1)
        self.params = {}
        self.params['W1'] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = 0.1 * np.random.randn(hidden_size)
        self.params['W2'] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = 0.1 * np.random.randn(output_size)
        self.build()

    def build(self):
        # レイヤの生成
        self.layers = OrderedDict()
        self.layers['Affine1'] = Affine(self.params['W1'], self.params['b1'])
        self.layers['Relu1'] = Relu()
        self.layers['Affine2'] = Affine(self.params['W2'], self.params['b2'])
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
        for layer in list(self.layers.values())[::-1]:
            dout = layer.backward(dout)
        return {'W1': self.layers['Affine1'].dW, 'b1': self.layers['Affine1'].db,
                'W2': self.layers['Affine2'].dW, 'b2': self.layers['Affine2'].db}


np.random.seed(0)
x_batch = np.random.randn(5, 3)
t_batch = np.eye(3)[[0, 2, 1, 1, 2]]
network = TwoLayerNet(3, 5, 3)

if __name__ == '__main__':
    for step in range(100):
        grad = network.gradient(x_batch, t_batch)
        for key in ('W1', 'b1', 'W2', 'b2'):
            network.params[key] -= 0.1 * grad[key]
        print(step, network.loss(x_batch, t_batch))


# ---- for the test
EXPECTED = "Relu.backward sets the gradient to zero where x > 0 (the mask is the wrong way round); and SoftmaxWithLoss.backward lacks the division by the batch size that its loss has"
KINDS = {"wrong derivative", "wrong argument"}
KINDS_2 = {"factor missing", "scale", "wrong factor"}
PLACES = ["Relu", "Relu1", "mask", "SoftmaxWithLoss", "lastLayer", "output", "Affine1", "Affine2", "W1", "b1", "W2", "b2"]
TWO = True
MEND = [("dx[self.mask] = 0", "dx[~self.mask] = 0"),
        ("dx = dout * (self.y - self.t)", "dx = dout * (self.y - self.t) / self.t.shape[0]")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    return dict(obj=network, loss=network.loss, grads=network.gradient, x=x_batch, y=t_batch)


def proof():
    def made(a):
        new = TwoLayerNet(3, 5, 3)
        new.params = {k: np.array(v) for k, v in a.items()}
        new.build()
        return new

    return (lambda a: made(a).loss(x_batch, t_batch), lambda a: made(a).gradient(x_batch, t_batch),
            {k: v.copy() for k, v in network.params.items()})
