"""Weight normalization (each column = length g times direction v / |v|), squared hinge loss, labels -1 and 1.
The paper says |v| can only grow. Mine shrinks."""
import numpy as np


class WeightNormLinear:
    def __init__(self, v, g, b):
        self.v, self.g, self.b = v, g, b

    def __call__(self, x):
        self.x = x
        self.norm = np.sqrt((self.v ** 2).sum(axis=0, keepdims=True))
        self.W = self.g * self.v / self.norm
        return x @ self.W + self.b

    def backward(self, grad_out):
        grad_W = self.x.T @ grad_out
        self.grad_b = grad_out.sum(axis=0, keepdims=True)
        self.grad_g = (grad_W * self.v / self.norm).sum(axis=0, keepdims=True)
        self.grad_v = grad_W * self.g / self.norm
        return grad_out @ self.W.T


class Net:
    names = ("v", "g", "b")

    def __init__(self, seed=0):
        r = np.random.default_rng(seed)
        self.layers = []
        for n_in, n_out in ((3, 4), (4, 1)):
            self.layers.append(WeightNormLinear(r.normal(size=(n_in, n_out)), np.abs(r.normal(size=(1, n_out))) + 0.3,
                                                r.normal(size=(1, n_out)) * 0.1))

    def forward(self, x):
        self.h = np.tanh(self.layers[0](x))
        return self.layers[1](self.h)

    def loss(self, x, t):
        gap = np.maximum(0, 1 - t * self.forward(x))
        return np.mean(gap ** 2)

    def backward(self, x, t):
        gap = np.maximum(0, 1 - t * self.forward(x))
        grad = -2 * t * gap / len(x)
        grad = self.layers[1].backward(grad)
        self.layers[0].backward(grad * (1 - self.h ** 2))

    def parameters(self):
        return {n + str(i): getattr(l, n) for i, l in enumerate(self.layers, 1) for n in self.names}

    def gradients(self):
        return {n + str(i): getattr(l, "grad_" + n) for i, l in enumerate(self.layers, 1) for n in self.names}

    def load(self, values):
        for i, l in enumerate(self.layers, 1):
            for n in self.names:
                setattr(l, n, values[n + str(i)])


def step(params, x, t, lr=0.2):
    net = Net()
    net.load(params)
    net.backward(x, t)
    grads = net.gradients()
    return {k: params[k] - lr * grads[k] for k in params}


def loss(params, x, t):
    net = Net()
    net.load(params)
    return net.loss(x, t)


rng = np.random.default_rng(40)
x = rng.normal(size=(10, 3))
t = np.where(x[:, :1] * x[:, 1:2] > 0, 1.0, -1.0)
params = Net(seed=41).parameters()

if __name__ == "__main__":
    for i in range(60):
        params = step(params, x, t)
    print(loss(params, x, t))


# ---- for the test
EXPECTED = "grad_v lacks the part through the norm: grad_W * g / norm must lose its component along v, - g * grad_g * v / norm^2; v of both layers is off"
KINDS = {"normalization", "missing term", "missing path", "weight normalization", "projection", "normalization path missing", "path missing"}
PLACES = ["v1", "v2", "grad_v"]
TWO = False
MEND = [("self.grad_v = grad_W * self.g / self.norm\n",
         "self.grad_v = grad_W * self.g / self.norm - self.g * self.grad_g * self.v / self.norm ** 2\n")]
OFF = {"v1", "v2"}


def hand_over():
    return dict(step=step, params=params, loss=loss, rate=0.2, x=x, y=t)


def proof():
    def claim(a):
        net = Net()
        net.load(a)
        net.backward(x, t)
        return net.gradients()
    return (lambda a: loss(a, x, t)), claim, {k: v.copy() for k, v in params.items()}
