"""my own micrograd (after watching the video twice). scalar values only."""
import math
import random


class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = _children

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

    def square(self):
        out = Value(self.data ** 2, (self,))
        def _backward():
            self.grad += 2 * self.data * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v in visited: return
            visited.add(v)
            for child in v._prev: build(child)
            topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


class Neuron:
    def __init__(self, nin, act):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-.5, .5))
        self.act = act

    def __call__(self, x):
        out = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return out.tanh() if self.act else out


class MLP:
    def __init__(self, nin=2, nh=3, seed=1337):
        random.seed(seed)
        self.hidden = [Neuron(nin, True) for _ in range(nh)]
        self.out = Neuron(nh, False)

    def __call__(self, x):
        return self.out([n(x) for n in self.hidden])

    def parameters(self):
        return [p for n in self.hidden + [self.out] for p in n.w + [n.b]]

    def loss(self, xs, ys):
        return sum(((self(x) + -y).square() for x, y in zip(xs, ys)), Value(0.0)) * (1 / len(xs))

    def train_step(self, xs, ys, lr=0.05):
        for p in self.parameters(): p.grad = 0.0
        loss = self.loss(xs, ys)
        loss.backward()
        for p in self.parameters(): p.data -= lr * p.grad
        return loss.data


xs = [[2.0, -1.0], [0.5, 1.0], [-1.0, 0.3], [1.0, 1.5], [-0.7, -1.2]]
ys = [1.0, -1.0, -1.0, 0.5, 1.0]
if __name__ == "__main__":
    net = MLP()
    for k in range(201):
        l = net.train_step(xs, ys)
        if k % 20 == 0: print(k, l)

# ---- for the test
import numpy as np

EXPECTED = "Value.__mul__'s _backward sets grad (=) where it must add (+=), so of the many uses of a weight (or hidden value) only one counts."
KINDS = {"not accumulated", "overwritten", "last example only", "assigned instead of added", "sum missing", "= instead of +="}
PLACES = ["__mul__", "Value", "grad", "_backward", "w", "out"]
TWO = False
MEND = [("            self.grad = other.data * out.grad\n            other.grad = self.data * out.grad\n",
         "            self.grad += other.data * out.grad\n            other.grad += self.data * out.grad\n")]
OFF = {"w", "v"}


def hand_over():
    return dict(make=MLP, loss=lambda net, xs, ys: net.loss(xs, ys).data, step=MLP.train_step,
                predict=lambda net, xs: [net(x).data for x in xs], x=xs, y=ys, rate=0.05)


def proof():
    def get(net, what):
        return {"w": np.array([[getattr(p, what) for p in n.w] for n in net.hidden]),
                "b": np.array([getattr(n.b, what) for n in net.hidden]),
                "v": np.array([getattr(p, what) for p in net.out.w]), "c": np.array([getattr(net.out.b, what)])}

    def put(p):
        net = MLP()
        for j, n in enumerate(net.hidden):
            n.b.data = float(p["b"][j])
            for i, w in enumerate(n.w):
                w.data = float(p["w"][j, i])
        for j, w in enumerate(net.out.w):
            w.data = float(p["v"][j])
        net.out.b.data = float(p["c"][0])
        return net

    def claim(p):
        net = put(p)
        net.train_step(xs, ys, 0.05)
        return {k: (p[k] - v) / 0.05 for k, v in get(net, "data").items()}

    return lambda p: put(p).loss(xs, ys).data, claim, get(MLP(), "data")
