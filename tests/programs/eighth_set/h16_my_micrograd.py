import math
import random


# my own micrograd, typed from the video
class Value:
    def __init__(self, data, _children=(), _op=''):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')

        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')

        def _backward():
            self.grad += other.data * out.grad
            other.grad = self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, k):
        out = Value(self.data ** k, (self,), f'**{k}')

        def _backward():
            self.grad += k * self.data ** (k - 1) * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), 'tanh')

        def _backward():
            self.grad += (1 - t * t) * out.grad
        out._backward = _backward
        return out

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + (-other)
    def __rsub__(self, other): return (-self) + other
    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other

    def backward(self):
        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


class Neuron:
    def __init__(self, nin, lin=False):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-0.5, 0.5))
        self.lin = lin

    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return act if self.lin else act.tanh()

    def parameters(self):
        return self.w + [self.b]


class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [[Neuron(sz[i], lin=i == len(nouts) - 1) for _ in range(sz[i + 1])] for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            x = [n(x) for n in layer]
        return x[0] if len(x) == 1 else x

    def parameters(self):
        return [p for layer in self.layers for n in layer for p in n.parameters()]


def get_loss(model, xs, ys):
    return sum((model(x) - yt) ** 2 for x, yt in zip(xs, ys)) * (1 / len(xs))


def train_step(model, xs, ys, lr=0.05):
    loss = get_loss(model, xs, ys)
    for p in model.parameters():
        p.grad = 0.0
    loss.backward()
    for p in model.parameters():
        p.data -= lr * p.grad
    return loss.data


random.seed(1337)
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
model = MLP(3, [3, 3, 1])


# ---- for the test
EXPECTED = "the backward of __mul__ sets other.grad (=) where it must add to it (+=): a value used in several products (the first layer's activations) keeps only one of the contributions, so the first layer's gradients are wrong"
KINDS = {"not accumulated", "path missing"}
PLACES = ["__mul__", "layers[0]", "layer 1", "layer 0", "first layer", "other.grad"]
TWO = False
MEND = [("            other.grad = self.data * out.grad", "            other.grad += self.data * out.grad")]
OFF = {"layer0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=get_loss, step=train_step, x=xs, y=ys, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name: a layer's rows are its neurons, the bias last."""
    import numpy as np

    def read(attr):
        return {"layer%d" % i: np.array([[getattr(p, attr) for p in n.parameters()] for n in layer]) for i, layer in enumerate(model.layers)}

    def put(a):
        for i, layer in enumerate(model.layers):
            for n, row in zip(layer, a["layer%d" % i]):
                for p, v in zip(n.parameters(), row):
                    p.data = float(v)

    def loss(a):
        before = read("data")
        put(a)
        out = get_loss(model, xs, ys).data
        put(before)
        return out

    def claim(a):
        before = read("data")
        put(a)
        for p in model.parameters():
            p.grad = 0.0
        get_loss(model, xs, ys).backward()
        out = read("grad")
        for p in model.parameters():
            p.grad = 0.0
        put(before)
        return out

    return loss, claim, read("data")
