import numpy as np

# ~~~ minikeras: Sequential, Dense, BatchNorm, Tanh in under 100 lines ~~~


class Layer:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, training=True):
        raise NotImplementedError

    def backward(self, dout):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, units_in, units_out, use_bias=True):
        super().__init__()
        limit = np.sqrt(6 / (units_in + units_out))
        self.params["W"] = np.random.uniform(-limit, limit, (units_in, units_out))
        if use_bias:
            self.params["b"] = np.random.uniform(-0.1, 0.1, units_out)

    def forward(self, x, training=True):
        self.x = x
        out = x @ self.params["W"]
        return out + self.params["b"] if "b" in self.params else out

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        if "b" in self.params:
            self.grads["b"] = dout.sum(axis=0)
        return dout @ self.params["W"].T


class BatchNorm(Layer):
    def __init__(self, units, eps=1e-5, momentum=0.9):
        super().__init__()
        self.params["gamma"] = np.random.uniform(0.5, 1.5, units)
        self.params["beta"] = np.random.uniform(-0.5, 0.5, units)
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = np.zeros(units), np.ones(units)

    def forward(self, x, training=True):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mu, var = self.running_mean, self.running_var
        self.inv_std = 1 / np.sqrt(var + self.eps)
        self.x_hat = (x - mu) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]

    def backward(self, dout):
        self.grads["gamma"] = np.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = np.sum(dout, axis=0)
        dx_hat = dout * self.params["gamma"]
        return dx_hat * self.inv_std


class Tanh(Layer):
    def forward(self, x, training=True):
        self.out = np.tanh(x)
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out**2)


class Sequential:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def forward(self, x, training=True):
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def evaluate(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)

    def train_on_batch(self, x, y, lr=0.05):
        out = self.forward(x)
        dout = 2 * (out - y) / y.size
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        for layer in self.layers:
            for k in layer.params:
                layer.params[k] -= lr * layer.grads[k]
        return np.mean((out - y) ** 2)


np.random.seed(21)
x_train = np.random.randn(12, 3) * [1, 3, 0.5] + [0, 2, -1]
y_train = np.sin(x_train[:, :1]) + 0.3 * x_train[:, 1:2]

model = Sequential()
model.add(Dense(3, 5, use_bias=False))  # no bias before batchnorm
model.add(BatchNorm(5))
model.add(Tanh())
model.add(Dense(5, 1))


# ---- for the test
EXPECTED = "BatchNorm.backward returns dx_hat / std as if the mean and the variance were constants: the paths through mu and var are missing, the gradient of the Dense before it is wrong"
KINDS = {"normalization path missing", "path missing"}
PLACES = ["BatchNorm", "layers[0]", "W", "layer 1", "layer 0", "mu", "var", "x_hat"]
TWO = False
MEND = [("        return dx_hat * self.inv_std\n", "        return (dx_hat - dx_hat.mean(0) - self.x_hat * (dx_hat * self.x_hat).mean(0)) * self.inv_std\n")]
OFF = {"layer0_W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, x=x_train, y=y_train, loss=model.evaluate, step=model.train_on_batch, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import copy

    def flat(net):
        return {"layer%d_%s" % (i, k): v.copy() for i, layer in enumerate(net.layers) for k, v in layer.params.items()}

    def made(a):
        new = copy.deepcopy(model)
        for i, layer in enumerate(new.layers):
            for k in layer.params:
                layer.params[k] = np.array(a["layer%d_%s" % (i, k)])
        return new

    def claim(a):
        new = made(a)
        new.train_on_batch(x_train, y_train, 0.05)
        after = flat(new)
        return {k: (a[k] - after[k]) / 0.05 for k in a}

    return lambda a: made(a).evaluate(x_train, y_train), claim, flat(model)
