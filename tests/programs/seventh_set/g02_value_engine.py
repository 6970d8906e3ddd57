import math
import random

# my own tiny autograd, after watching the lecture


class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = _children
        self._backward = lambda: None

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
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,))

        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t * t) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        self.grad = 1.0
        self._go()

    def _go(self):
        self._backward()
        for child in self._prev:
            child._go()


class Neuron:
    def __init__(self, nin, act=True):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.1)
        self.act = act

    def __call__(self, x):
        s = self.b
        for wi, xi in zip(self.w, x):
            s = s + wi * xi
        return s.tanh() if self.act else s


class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [[Neuron(sz[i], act=i < len(nouts) - 1) for _ in range(sz[i + 1])] for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            x = [n(x) for n in layer]
        return x[0]

    def parameters(self):
        return [p for layer in self.layers for n in layer for p in n.w + [n.b]]


def get_loss(model, xs, ys):
    total = Value(0.0)
    for x, y in zip(xs, ys):
        total = total + (model(x) + (-y)) ** 2
    return total * (1.0 / len(xs))


random.seed(1337)
xs = [[2.0, 3.0], [3.0, -1.0], [0.5, 1.0], [1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
model = MLP(2, [3, 3, 1])


# ---- for the test
EXPECTED = "backward walks the graph recursively without a topological order: a node used several times (the first hidden layer's outputs) sends its part-filled gradient down once per use, so layer 1 is counted too often"
KINDS = {"graph order", "counted twice", "no topological order", "gradients accumulate"}
PLACES = ["layer 1", "backward", "_go", "w1", "b1", "layers[0]", "hidden"]
TWO = False
MEND = [
    (
        "        self._go()\n\n    def _go(self):\n        self._backward()\n        for child in self._prev:\n            child._go()\n",
        "        order, seen = [], set()\n\n        def build(v):\n            if v not in seen:\n                seen.add(v)\n"
        "                for child in v._prev:\n                    build(child)\n                order.append(v)\n\n"
        "        build(self)\n        for v in reversed(order):\n            v._backward()\n",
    )
]
OFF = {"w1", "b1"}


def loss_now(xs, ys):
    return get_loss(model, xs, ys).data


def grads_now(xs, ys):
    for p in model.parameters():
        p.grad = 0.0
    get_loss(model, xs, ys).backward()
    return [p.grad for p in model.parameters()]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=loss_now, grads=grads_now, params=model.parameters(), x=xs, y=ys)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    new = MLP(2, [3, 3, 1])

    def put(a):
        for l, layer in enumerate(new.layers):
            for j, n in enumerate(layer):
                n.b.data = float(a["b%d" % (l + 1)][j])
                for i, w in enumerate(n.w):
                    w.data = float(a["w%d" % (l + 1)][j, i])
        for p in new.parameters():
            p.grad = 0.0
        return get_loss(new, xs, ys)

    def read(net, what):
        out = {}
        for l, layer in enumerate(net.layers):
            out["w%d" % (l + 1)] = np.array([[getattr(w, what) for w in n.w] for n in layer])
            out["b%d" % (l + 1)] = np.array([getattr(n.b, what) for n in layer])
        return out

    def claim(a):
        put(a).backward()
        return read(new, "grad")

    return lambda a: put(a).data, claim, read(model, "data")
