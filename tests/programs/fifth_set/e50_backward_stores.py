import numpy as np


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, g):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, n_in, n_out):
        rs = np.random.RandomState(n_in * 10 + n_out)
        self.W = rs.randn(n_in, n_out)
        self.b = np.zeros((1, n_out))
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, g):
        self.dW = np.dot(self.x.T, g)
        self.db = np.sum(g, axis=0, keepdims=True)
        return np.dot(g, self.W.T)


class Activation(Layer):
    def __init__(self, f, df):
        self.f, self.df = f, df

    def forward(self, x):
        self.z = x
        return self.f(x)

    def backward(self, g):
        return g * self.df(self.z)


class Network:
    def __init__(self):
        tanh = lambda z: np.tanh(z)
        dtanh = lambda a: 1 - a**2
        self.layers = [Dense(2, 4), Activation(tanh, dtanh), Dense(4, 1)]

    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def loss(self, x, y):
        return float(np.mean(np.square(self.forward(x) - y)))

    def backward(self, x, y):
        g = 2 * (self.forward(x) - y) / y.size
        for l in reversed(self.layers):
            g = l.backward(g)


net = Network()
x = np.array([[0.0, 0.2], [0.1, 1.0], [1.0, 0.3], [1.0, 1.0], [0.4, -0.6]])
y = np.array([[0.0], [1.0], [1.0], [0.0], [0.5]])


def grads(x, y):
    net.backward(x, y)
    return [(l.dW, l.db) for l in net.layers if isinstance(l, Dense)]


# ---- for the test
EXPECTED = "dtanh is written for a = tanh(z), and is given z"
KINDS = {"wrong argument", "derivative at the wrong argument"}
PLACES = ["layers[0]", "layer 1", "hidden"]
TWO = False
MEND = [("return g * self.df(self.z)", "return g * self.df(self.f(self.z))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [(net.layers[0].W, net.layers[0].b), (net.layers[2].W, net.layers[2].b)]
    return dict(obj=net, loss=net.loss, grads=grads, params=params, x=x, y=y)
