import numpy as np

# dense net with one optimizer object per layer


class Momentum:
    def __init__(self, learning_rate=0.1, mu=0.9):
        self.lr = learning_rate
        self.mu = mu
        self.v_w = 0.0
        self.v_b = 0.0

    def apply(self, layer, dw, db):
        self.v_w = self.lr * dw - self.mu * self.v_w
        self.v_b = self.lr * db - self.mu * self.v_b
        layer.w -= self.v_w
        layer.b -= self.v_b


class DenseLayer:
    def __init__(self, n_inputs, n_neurons, rng):
        self.w = rng.normal(0, 0.8, size=(n_inputs, n_neurons))
        self.b = np.zeros((1, n_neurons))

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.w + self.b

    def backward(self, dvalues):
        self.dw = self.inputs.T @ dvalues
        self.db = dvalues.sum(axis=0, keepdims=True)
        return dvalues @ self.w.T


class Regressor:
    def __init__(self, lr=0.1, mu=0.9):
        rng = np.random.default_rng(40)
        self.dense1 = DenseLayer(2, 4, rng)
        self.dense2 = DenseLayer(4, 1, rng)
        self.optimizers = [Momentum(lr, mu), Momentum(lr, mu)]

    def predict(self, X):
        self.h = np.tanh(self.dense1.forward(X))
        return self.dense2.forward(self.h)

    def mse(self, X, y):
        return np.mean((self.predict(X) - y) ** 2)

    def train_step(self, X, y):
        d = 2 * (self.predict(X) - y) / y.size
        d = self.dense2.backward(d)
        self.dense1.backward(d * (1 - self.h**2))
        for opt, layer in zip(self.optimizers, (self.dense1, self.dense2)):
            opt.apply(layer, layer.dw, layer.db)


r = np.random.default_rng(41)
X = r.uniform(-2, 2, size=(10, 2))
y = np.sin(X[:, :1]) * X[:, 1:]


def make():
    net = Regressor()
    params = [net.dense1.w, net.dense1.b, net.dense2.w, net.dense2.b]
    return dict(step=net.train_step, loss=net.mse, params=params)


# ---- for the test
EXPECTED = "the old velocity is subtracted where it must be added (v = lr * dw - mu * v): the momentum pulls back; the first step is right"
KINDS = {"momentum sign", "sign of the update", "sign", "optimizer state"}
PLACES = ["update", "velocity", "momentum", "optimizer", "step"]
TWO = False
MEND = [
    ("self.v_w = self.lr * dw - self.mu * self.v_w", "self.v_w = self.lr * dw + self.mu * self.v_w"),
    ("self.v_b = self.lr * db - self.mu * self.v_b", "self.v_b = self.lr * db + self.mu * self.v_b"),
]
OFF = {"w1", "b1", "w2", "b2"}
RULE = ("momentum", dict(rate=0.1, keep=0.9))


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=make, x=X, y=y, rate=0.1)


def at(a):
    net = Regressor()
    net.dense1.w, net.dense1.b, net.dense2.w, net.dense2.b = (a[n] for n in ("w1", "b1", "w2", "b2"))
    return net


def after_three(a):
    net = at(a)
    for _ in range(3):
        net.train_step(X, y)
    return dict(w1=net.dense1.w, b1=net.dense1.b, w2=net.dense2.w, b2=net.dense2.b)


def proof():
    """Its loss and where three steps lead, of plain arrays by name."""
    net = Regressor()
    start = dict(w1=net.dense1.w, b1=net.dense1.b, w2=net.dense2.w, b2=net.dense2.b)
    return lambda a: at(a).mse(X, y), after_three, start
