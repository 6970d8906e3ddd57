import numpy as np


# --- tiny torch ---------------------------------------------------------
class Parameter:
    def __init__(self, data):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)


class Module:
    def __init__(self):
        object.__setattr__(self, "_params", {})
        object.__setattr__(self, "_modules", {})

    def __setattr__(self, name, value):
        if isinstance(value, Parameter):
            self._params[name] = value
        elif isinstance(value, Module):
            self._modules[name] = value
        object.__setattr__(self, name, value)

    def parameters(self):
        yield from self._params.values()
        for m in self._modules.values():
            yield from m.parameters()

    def zero_grad(self):
        for p in self.parameters():
            p.grad[...] = 0

    def __call__(self, *args):
        return self.forward(*args)


class Linear(Module):
    def __init__(self, n_in, n_out, rng):
        super().__init__()
        k = 1 / np.sqrt(n_in)
        self.weight = Parameter(rng.uniform(-k, k, (n_out, n_in)))
        self.bias = Parameter(rng.uniform(-k, k, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.weight.data.T + self.bias.data

    def backward(self, g):
        self.weight.grad += g.T @ self.x
        self.bias.grad += g.sum(0)
        return g @ self.weight.data


class QuantileNet(Module):
    def __init__(self, n_in, width, n_hidden, seed=0):
        super().__init__()
        rng = np.random.default_rng(seed)
        self.inp = Linear(n_in, width, rng)
        self.hidden = [Linear(width, width, rng) for _ in range(n_hidden)]
        self.out = Linear(width, 1, rng)

    def forward(self, x):
        self.acts = []
        for layer in [self.inp] + self.hidden:
            x = np.tanh(layer(x))
            self.acts.append(x)
        return self.out(x)[:, 0]

    def backward(self, g):
        g = self.out.backward(g[:, None])
        for layer, a in zip(reversed([self.inp] + self.hidden), reversed(self.acts)):
            g = layer.backward(g * (1 - a**2))


def pinball(pred, y, q=0.9):
    e = y - pred
    return np.mean(np.maximum(q * e, (q - 1) * e))


def pinball_grad(pred, y, q=0.9):
    return np.where(y > pred, -q, 1 - q) / len(y)


# --- training --------------------------------------------------------------
def train_step(net, x, y, lr=0.1):
    net.zero_grad()
    pred = net(x)
    net.backward(pinball_grad(pred, y))
    for p in net.parameters():
        p.data -= lr * p.grad


def loss(net, x, y):
    return pinball(net(x), y)


data = np.random.default_rng(3)
x = data.normal(size=(14, 2))
y = x[:, 0] + 0.5 * data.exponential(size=14)
net = QuantileNet(2, 4, 2)


# ---- for the test
EXPECTED = "the hidden layers stand in a plain list, which __setattr__ does not register: parameters() leaves them out, and they are never updated (nor their gradients set to zero)"
KINDS = {"partial update", "zero", "not updated", "not registered", "gradients accumulate"}
PLACES = ["hidden", "hidden[0]", "hidden[1]", "layer 2", "layer 3", "weight", "bias"]
TWO = False
MEND = [("        self.out = Linear(width, 1, rng)\n", "        for k, layer in enumerate(self.hidden):\n            setattr(self, 'hidden%d' % k, layer)\n        self.out = Linear(width, 1, rng)\n")]
OFF = {"hidden0_weight", "hidden0_bias", "hidden1_weight", "hidden1_bias"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=loss, step=train_step, x=x, y=y, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def parts(n):
        layers = dict(inp=n.inp, hidden0=n.hidden[0], hidden1=n.hidden[1], out=n.out)
        return {k + "_" + s: getattr(m, s) for k, m in layers.items() for s in ("weight", "bias")}

    def made(a):
        new = QuantileNet(2, 4, 2)
        for name, p in parts(new).items():
            p.data = np.array(a[name], dtype=float)
        return new

    def claim(a):
        new = made(a)
        train_step(new, x, y, 0.1)
        return {name: (a[name] - p.data) / 0.1 for name, p in parts(new).items()}

    return lambda a: loss(made(a), x, y), claim, {name: p.data.copy() for name, p in parts(net).items()}
