"""mini-keras: Sequential, Dense, ReLU, Dropout. My port of a small Keras regression model."""
import numpy as np


class Layer:
    trainable = False

    def forward(self, x, training):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError


class Dense(Layer):
    trainable = True

    def __init__(self, units, input_dim, seed):
        rng = np.random.RandomState(seed)
        limit = np.sqrt(6 / (units + input_dim))  # glorot_uniform
        self.kernel = rng.uniform(-limit, limit, (input_dim, units))
        self.bias = rng.uniform(-0.1, 0.1, units)

    def forward(self, x, training):
        self.x = x
        return x @ self.kernel + self.bias

    def backward(self, grad):
        self.d_kernel = self.x.T @ grad
        self.d_bias = grad.sum(axis=0)
        return grad @ self.kernel.T


class ReLU(Layer):
    def forward(self, x, training):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class Dropout(Layer):
    def __init__(self, rate, seed=0):
        self.rate = rate
        self.seed = seed

    def forward(self, x, training):
        if not training:
            self.mask = np.ones_like(x)
            return x
        rng = np.random.RandomState(self.seed)  # same mask every time while I am debugging
        self.mask = rng.uniform(size=x.shape) >= self.rate
        return x * self.mask / (1 - self.rate)

    def backward(self, grad):
        return grad * self.mask


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x, training=True):
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def loss(self, x, y, training=True):
        return np.mean((self.forward(x, training) - y) ** 2)

    def backward(self, x, y):
        out = self.forward(x)
        grad = 2 * (out - y) / y.size
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def train_on_batch(self, x, y, lr=0.01):
        self.backward(x, y)
        for layer in self.layers:
            if layer.trainable:
                layer.kernel -= lr * layer.d_kernel
                layer.bias -= lr * layer.d_bias

    def predict(self, x):
        return self.forward(x, training=False)


rs = np.random.RandomState(4)
x_train = rs.randn(12, 3)
y_train = np.sin(x_train[:, :1]) + x_train[:, 1:2] * x_train[:, 2:]
model = Sequential([Dense(8, 3, seed=1), ReLU(), Dropout(0.4), Dense(1, 8, seed=2)])

if __name__ == "__main__":
    for epoch in range(300):
        model.train_on_batch(x_train, y_train)
    print(model.loss(x_train, y_train, training=False))


# ---- for the test
EXPECTED = "Dropout.backward multiplies by the mask only: the 1 / (1 - rate) of the forward pass is missing, so the first Dense layer's gradient is 0.6 of what it should be"
KINDS = {"dropout scale", "factor missing", "scale"}
PLACES = ["Dropout", "layers[0]", "layers[2]", "kernel", "bias", "d_kernel", "d_bias", "mask"]
TWO = False
MEND = [("        return x * self.mask / (1 - self.rate)\n\n    def backward(self, grad):\n        return grad * self.mask\n",
         "        self.mask = self.mask / (1 - self.rate)\n        return x * self.mask\n\n    def backward(self, grad):\n        return grad * self.mask\n")]
OFF = {"kernel0", "bias0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, x=x_train, y=y_train, loss=model.loss, step=model.train_on_batch, predict=model.predict, rate=0.01)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Sequential([Dense(8, 3, seed=1), ReLU(), Dropout(0.4), Dense(1, 8, seed=2)])
        for k, layer in ((0, new.layers[0]), (1, new.layers[3])):
            layer.kernel, layer.bias = np.array(a["kernel%d" % k]), np.array(a["bias%d" % k])
        return new

    def claim(a):
        new = made(a)
        new.backward(x_train, y_train)
        f, s = new.layers[0], new.layers[3]
        return dict(kernel0=f.d_kernel, bias0=f.d_bias, kernel1=s.d_kernel, bias1=s.d_bias)

    f, s = model.layers[0], model.layers[3]
    arrays = dict(kernel0=f.kernel.copy(), bias0=f.bias.copy(), kernel1=s.kernel.copy(), bias1=s.bias.copy())
    return lambda a: made(a).loss(x_train, y_train), claim, arrays
