import numpy as np


class Layer:
    def __init__(self, n_in, n_out, act, rng):
        self.params = {"W": rng.standard_normal((n_in, n_out)) * 0.5, "b": rng.standard_normal(n_out) * 0.1}
        self.grads = {}
        self.act = act

    def forward(self, x):
        self.x = x
        z = x @ self.params["W"] + self.params["b"]
        self.out = np.tanh(z) if self.act == "tanh" else 1 / (1 + np.exp(-z))
        return self.out

    def backward(self, grad, through_act=True):
        if through_act:
            grad = grad * (1 - self.out**2)
        self.grads["W"] = self.x.T @ grad
        self.grads["b"] = grad.sum(axis=0)
        return grad @ self.params["W"].T


class Net:
    def __init__(self, rng):
        self.layers = [Layer(2, 5, "tanh", rng), Layer(5, 1, "sigmoid", rng)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def bce(self, x, y):
        p = self.forward(x)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def backward(self, y):
        # sigmoid + cross entropy together: p - y
        grad = (self.layers[-1].out - y) / len(y)
        grad = self.layers[-1].backward(grad, through_act=False)
        for layer in self.layers[-2::-1]:
            grad = layer.backward(grad)


class Adam:
    def __init__(self, net, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.net, self.lr, self.beta1, self.beta2, self.eps = net, lr, beta1, beta2, eps
        self.t = 0
        self.m = [{k: np.zeros_like(v) for k, v in layer.params.items()} for layer in net.layers]
        self.v = [{k: np.zeros_like(v) for k, v in layer.params.items()} for layer in net.layers]

    def step(self):
        for i, layer in enumerate(self.net.layers):
            for k in layer.params:
                self.t += 1
                g = layer.grads[k]
                self.m[i][k] = self.beta1 * self.m[i][k] + (1 - self.beta1) * g
                self.v[i][k] = self.beta2 * self.v[i][k] + (1 - self.beta2) * g**2
                m_hat = self.m[i][k] / (1 - self.beta1**self.t)
                v_hat = self.v[i][k] / (1 - self.beta2**self.t)
                layer.params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def make():
    net = Net(np.random.default_rng(10))
    return net, Adam(net, lr=0.02)


def train_step(net, opt, x, y):
    loss = net.bce(x, y)
    net.backward(y)
    opt.step()
    return loss


rng = np.random.default_rng(11)
x = rng.standard_normal((10, 2))
y = (x[:, :1] ** 2 + x[:, 1:] ** 2 > 1.2).astype(float)
net, opt = make()


# ---- for the test
EXPECTED = "Adam counts t inside the loop over the parameters: t grows by four in each step, and the bias correction of all parameters but the first is wrong"
KINDS = {"bias correction", "optimizer state"}
PLACES = ["t", "self.t", "Adam", "opt", "b", "W", "layers[0]", "layers[1]", "layer 1", "layer 2"]
TWO = False
MEND = [("    def step(self):\n", "    def step(self):\n        self.t += 1\n"), ("                self.t += 1\n", "")]
OFF = {"b0", "W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.bce, step=train_step, x=x, y=y, rate=opt.lr, make=make, also=opt)


def proof():
    """Its loss and its claim, of plain arrays by name.

    The first step with m = 0 and v = 1 / (1 - beta2), from which the gradient can be read back exactly:
    right is step / lr = g / sqrt(c + g^2) with c = beta2 * v / (1 - beta2).
    """

    def made(a):
        n, o = make()
        o.eps = 0.0
        for i, layer in enumerate(n.layers):
            for k in ("W", "b"):
                layer.params[k] = a[k + str(i)].copy()
                o.v[i][k] = np.ones_like(a[k + str(i)])
        return n, o

    def claim(a):
        n, o = made(a)
        train_step(n, o, x, y)
        c = o.beta2 / (1 - o.beta2)
        out = {}
        for name in a:
            s = (a[name] - n.layers[int(name[1])].params[name[0]]) / o.lr
            out[name] = s * np.sqrt(c) / np.sqrt(1 - s**2)
        return out

    start = {k + str(i): layer.params[k].copy() for i, layer in enumerate(net.layers) for k in ("W", "b")}
    return lambda a: made(a)[0].bce(x, y), claim, start
