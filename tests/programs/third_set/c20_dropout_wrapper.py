import numpy as np


class Affine:
    def __init__(self, W, b):
        self.params = [W, b]
        self.grads = [np.zeros_like(W), np.zeros_like(b)]
        self.x = None

    def forward(self, x):
        W, b = self.params
        self.x = x
        return np.dot(x, W) + b

    def backward(self, dout):
        W, b = self.params
        self.grads[0][...] = np.dot(self.x.T, dout)
        self.grads[1][...] = np.sum(dout, axis=0)
        return np.dot(dout, W.T)


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return dout * (1.0 - self.out) * self.out


class Dropout:
    def __init__(self, p, rng):
        self.p = p  # probability to drop a unit
        self.rng = rng
        self.mask = None

    def forward(self, x):
        scaler = 1.0 / (1.0 - self.p)
        self.mask = self.rng.rand(*x.shape) >= self.p
        return scaler * self.mask * x

    def backward(self, dout):
        assert self.mask is not None, "call forward first"
        scaler = 1.0 / (1.0 - self.p)
        return scaler * dout


class SoftmaxWithLoss:
    def forward(self, x, t):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y = e / np.sum(e, axis=1, keepdims=True)
        self.t = t
        return -np.sum(t * np.log(self.y + 1e-12)) / len(t)

    def backward(self, dout=1):
        return dout * (self.y - self.t) / len(self.t)


class TwoLayerNet:
    def __init__(self, seed=2):
        rng = np.random.RandomState(seed)
        self.layers = [
            Affine(rng.randn(4, 6) * 0.7, rng.randn(6) * 0.2),
            Sigmoid(),
            Dropout(0.4, np.random.RandomState(100)),
            Affine(rng.randn(6, 3) * 0.7, rng.randn(3) * 0.2),
        ]
        self.loss_layer = SoftmaxWithLoss()

    def loss(self, x, t):
        for layer in self.layers:
            x = layer.forward(x)
        return self.loss_layer.forward(x, t)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.loss_layer.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return [g for layer in self.layers if isinstance(layer, Affine) for g in layer.grads]


rs = np.random.RandomState(50)
x_batch = rs.randn(6, 4)
t_batch = np.eye(3)[[0, 2, 1, 1, 0, 2]]
network = TwoLayerNet()


# ---- for the test
EXPECTED = "Dropout.backward scales but does not apply the mask: dropped units get a gradient (W1, b1)"
KINDS = {"dropout mask missing", "mask missing", "dropout mask"}
PLACES = ["layers[0]", "W1", "hidden", "layer 1", "dropout", "mask"]
TWO = False
MEND = [("return scaler * dout", "return scaler * self.mask * dout")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [p for layer in network.layers if isinstance(layer, Affine) for p in layer.params]
    return dict(obj=network, loss=network.loss, grads=network.gradient, params=params, x=x_batch, y=t_batch)


def at(name, a):
    fresh = TwoLayerNet()
    fresh.layers[0].params, fresh.layers[3].params = [a["W1"], a["b1"]], [a["W2"], a["b2"]]
    return getattr(fresh, name)(x_batch, t_batch)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ("W1", "b1", "W2", "b2")
    start = dict(zip(names, network.layers[0].params + network.layers[3].params))
    return lambda a: at("loss", a), lambda a: dict(zip(names, at("gradient", a))), start
