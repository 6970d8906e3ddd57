import math
import random


class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(children)

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
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t * t) * out.grad

        out._backward = _backward
        return out

    def __sub__(self, other):
        return self + other * -1 if isinstance(other, Value) else self + (-other)

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


class Neuron:
    def __init__(self, nin, rnd):
        self.w = [Value(rnd.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(rnd.uniform(-1, 1))

    def __call__(self, x):
        return sum((wi * xi for wi, xi in zip(self.w, x)), self.b)

    def parameters(self):
        return self.w + [self.b]


class MLP:
    def __init__(self, nin, nhid):
        rnd = random.Random(1)
        self.hidden = [Neuron(nin, rnd) for _ in range(nhid)]
        self.out = Neuron(nhid, rnd)

    def __call__(self, x):
        return self.out([n(x).tanh() for n in self.hidden])

    def parameters(self):
        return [p for n in self.hidden + [self.out] for p in n.parameters()]


xs = [[2.0, 3.0], [3.0, -1.0], [0.5, 1.0], [1.0, 1.0]]
ys = [1.0, -1.0, -0.5, 1.0]


def loss(model, xs, ys):
    total = Value(0.0)
    for x, y in zip(xs, ys):
        d = model(x) - y
        total = total + d * d
    return total * (1.0 / len(xs))


model = MLP(2, 3)


def train_step(model, xs, ys, lr=0.05):
    for p in model.parameters():
        p.grad = 0.0
    loss(model, xs, ys).backward()
    for p in model.parameters():
        p.data -= lr * p.grad


# ---- for the test
EXPECTED = "__mul__ sets the grads of its factors in place of adding to them: a weight used for four examples keeps one, and d * d keeps half"
KINDS = {"not accumulated", "not accumulated over time", "path missing"}
PLACES = ["w", "__mul__", "every array", "hidden", "out"]
TWO = False
MEND = [("self.grad = other.data * out.grad", "self.grad += other.data * out.grad"),
        ("other.grad = self.data * out.grad", "other.grad += self.data * out.grad")]
OFF = {"theta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(params=model, loss=loss, step=train_step, x=xs, y=ys, rate=0.05)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    def made(a):
        new = MLP(2, 3)
        for p, v in zip(new.parameters(), a["theta"]):
            p.data = float(v)
        return new

    def claim(a):
        new = made(a)
        train_step(new, xs, ys)
        return {"theta": (a["theta"] - np.array([p.data for p in new.parameters()])) / 0.05}

    return lambda a: loss(made(a), xs, ys).data, claim, {"theta": np.array([p.data for p in model.parameters()])}
