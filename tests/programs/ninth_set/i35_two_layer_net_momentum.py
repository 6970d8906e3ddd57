# coding: utf-8
# TwoLayerNet + Momentum (ch05, ch06 of the fish book), numpy only
import numpy as np


def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)


def cross_entropy_error(y, t):
    batch_size = y.shape[0]
    return -np.sum(np.log(y[np.arange(batch_size), t] + 1e-7)) / batch_size


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.5):
        rng = np.random.RandomState(0)
        self.params = {}
        self.params['W1'] = weight_init_std * rng.randn(input_size, hidden_size)
        self.params['b1'] = 0.1 * rng.randn(hidden_size)
        self.params['W2'] = weight_init_std * rng.randn(hidden_size, output_size)
        self.params['b2'] = 0.1 * rng.randn(output_size)

    def predict(self, x):
        W1, W2 = self.params['W1'], self.params['W2']
        b1, b2 = self.params['b1'], self.params['b2']
        a1 = np.dot(x, W1) + b1
        z1 = 1 / (1 + np.exp(-a1))
        a2 = np.dot(z1, W2) + b2
        return softmax(a2)

    def loss(self, x, t):
        return cross_entropy_error(self.predict(x), t)

    def accuracy(self, x, t):
        return np.mean(np.argmax(self.predict(x), axis=1) == t)

    def gradient(self, x, t):
        W1, W2 = self.params['W1'], self.params['W2']
        b1, b2 = self.params['b1'], self.params['b2']
        grads = {}
        batch_num = x.shape[0]

        a1 = np.dot(x, W1) + b1
        z1 = 1 / (1 + np.exp(-a1))
        y = softmax(np.dot(z1, W2) + b2)

        dy = (y - np.eye(len(b2))[t]) / batch_num
        grads['W2'] = np.dot(z1.T, dy)
        grads['b2'] = np.sum(dy, axis=0)
        da1 = np.dot(dy, W2.T) * z1 * (1 - z1)
        grads['W1'] = np.dot(x.T, da1)
        grads['b1'] = np.sum(da1, axis=0)
        return grads


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for key, val in params.items():
                self.v[key] = np.zeros_like(val)
        for key in params.keys():
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            params[key] -= self.v[key]


x_train = np.random.RandomState(1).rand(9, 4)
t_train = np.array([0, 2, 1, 1, 0, 2, 2, 0, 1])

network = TwoLayerNet(input_size=4, hidden_size=5, output_size=3)
optimizer = Momentum(lr=0.1)


def train_once(x_batch, t_batch):
    grads = network.gradient(x_batch, t_batch)
    optimizer.update(network.params, grads)
    return network.loss(x_batch, t_batch)


if __name__ == '__main__':
    for i in range(100):
        print(i, train_once(x_train, t_train), network.accuracy(x_train, t_train))


# ---- for the test
EXPECTED = "the velocity holds minus lr * gradient already, and update subtracts it: the parameters move up the gradient, the loss rises; it should be params += v"
KINDS = {"sign of the update", "sign"}
PLACES = ["Momentum", "update", "optimizer", "v", "W1", "b1", "W2", "b2", "params"]
TWO = False
MEND = [("params[key] -= self.v[key]", "params[key] += self.v[key]")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=network, loss=network.loss, grads=network.gradient, step=train_once, predict=network.predict, x=x_train, y=t_train, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name; the first step of a new optimizer, minus the start, by the rate."""

    def made(a):
        new = TwoLayerNet(4, 5, 3)
        new.params = {k: np.array(v, dtype=float) for k, v in a.items()}
        return new

    def claim(a):
        new = made(a)
        Momentum(lr=0.1).update(new.params, new.gradient(x_train, t_train))
        return {k: (a[k] - new.params[k]) / 0.1 for k in a}

    return lambda a: made(a).loss(x_train, t_train), claim, {k: v.copy() for k, v in network.params.items()}
