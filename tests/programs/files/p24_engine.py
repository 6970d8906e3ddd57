# my own scalar autograd, written from memory after watching the lecture
import math
import random


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
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

    def __sub__(self, other):
        return self + (other * -1)

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t * t) * out.grad
        out._backward = _backward
        return out

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        self.grad = 1.0
        seen = set()
        todo = [self]
        while todo:
            node = todo.pop()
            if node in seen:
                continue
            seen.add(node)
            node._backward()
            todo.extend(node.parents)


class Layer:
    def __init__(self, nin, nout):
        self.w = [[Value(random.uniform(-1, 1)) for _ in range(nin)] for _ in range(nout)]
        self.b = [Value(0.0) for _ in range(nout)]

    def __call__(self, xs):
        return [sum((wi * x for wi, x in zip(row, xs)), b).tanh() for row, b in zip(self.w, self.b)]

    def parameters(self):
        return [p for row in self.w for p in row] + self.b


class MLP:
    def __init__(self, sizes):
        self.layers = [Layer(a, b) for a, b in zip(sizes, sizes[1:])]

    def __call__(self, xs):
        for layer in self.layers:
            xs = layer(xs)
        return xs[0]

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


random.seed(1337)
xs = [[-1, -1], [-1, 1], [1, -1], [1, 1], [0, 0], [0.5, -0.5]]
ys = [-1, 1, 1, -1, -1, 1]
net = MLP([2, 4, 4, 1])

for k in range(200):
    preds = [net(x) for x in xs]
    loss = sum(((p - y) * (p - y) for p, y in zip(preds, ys)), Value(0.0))

    for p in net.parameters():
        p.grad = 0.0
    loss.backward()

    for p in net.parameters():
        p.data -= 0.05 * p.grad

    if k % 20 == 0:
        print(k, loss.data)

print([round(net(x).data, 3) for x in xs])
