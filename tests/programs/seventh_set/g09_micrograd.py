import math
import random


class Value:
    """ stores a single scalar value and its gradient (after Karpathy's video) """

    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad = self.data * out.grad
        out._backward = _backward
        return out

    def __sub__(self, other):
        return self + other * -1

    def __radd__(self, other):
        return self + other

    def __pow__(self, k):
        out = Value(self.data**k, (self,))

        def _backward():
            self.grad += k * self.data ** (k - 1) * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t**2) * out.grad
        out._backward = _backward
        return out

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
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-0.2, 0.2))

    def __call__(self, x):
        return sum((wi * xi for wi, xi in zip(self.w, x)), self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class MLP:
    def __init__(self, sizes):
        self.layers = [[Neuron(i) for _ in range(o)] for i, o in zip(sizes, sizes[1:])]

    def __call__(self, x):
        for layer in self.layers:
            x = [n(x) for n in layer]
        return x

    def parameters(self):
        return [p for layer in self.layers for n in layer for p in n.parameters()]


def loss_fn(model, xs, ys):
    total = Value(0.0)
    for x, y in zip(xs, ys):
        for o, t in zip(model(x), y):
            total = total + (o - t) ** 2
    return total


def step(model, xs, ys, lr=0.05):
    for p in model.parameters():
        p.grad = 0.0
    loss = loss_fn(model, xs, ys)
    loss.backward()
    for p in model.parameters():
        p.data -= lr * p.grad
    return loss.data


random.seed(1337)
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0]]
ys = [[1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]]
model = MLP([3, 4, 2])


# ---- for the test
EXPECTED = "in __mul__ other.grad = ... overwrites in place of adding: a hidden unit that feeds both outputs keeps the gradient of only one of them"
KINDS = {"not accumulated"}
PLACES = ["layers[0]", "layer 1", "hidden", "w", "b", "other", "__mul__"]
TWO = False
MEND = [("other.grad = self.data * out.grad", "other.grad += self.data * out.grad")]
OFF = {"w0", "b0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=loss_fn, step=step, params=model.parameters(), x=xs, y=ys, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    def made(a):
        new = MLP([3, 4, 2])
        for k, layer in enumerate(new.layers):
            for n, w, b in zip(layer, a["w%d" % k], a["b%d" % k]):
                for p, v in zip(n.parameters(), [*w, b]):
                    p.data = float(v)
        return new

    def taken(m, what):
        out = {}
        for k, layer in enumerate(m.layers):
            out["w%d" % k] = np.array([[getattr(p, what) for p in n.w] for n in layer])
            out["b%d" % k] = np.array([getattr(n.b, what) for n in layer])
        return out

    def claim(a):
        new = made(a)
        step(new, xs, ys, 0.05)
        after = taken(new, "data")
        return {name: (a[name] - after[name]) / 0.05 for name in a}

    return lambda a: loss_fn(made(a), xs, ys).data, claim, taken(model, "data")
