"""tiny scalar autograd, ~30 lines, inspired by micrograd but without the sorting stuff
(i don't see what it is for: every node tells its parents, they tell theirs, done).

one output: matches pytorch to the last digit. two outputs: first layer doesn't. ???
"""
import math
import random


class V:
    def __init__(self, data, prev=()):
        self.data, self.grad, self.prev = data, 0.0, prev
        self._bw = lambda: None

    def __add__(self, o):
        o = o if isinstance(o, V) else V(o)
        out = V(self.data + o.data, (self, o))
        def bw():
            self.grad += out.grad
            o.grad += out.grad
        out._bw = bw
        return out

    def __mul__(self, o):
        o = o if isinstance(o, V) else V(o)
        out = V(self.data * o.data, (self, o))
        def bw():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad
        out._bw = bw
        return out

    def sq(self):
        out = V(self.data ** 2, (self,))
        def bw():
            self.grad += 2 * self.data * out.grad
        out._bw = bw
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = V(t, (self,))
        def bw():
            self.grad += (1 - t * t) * out.grad
        out._bw = bw
        return out

    def backward(self):
        self._bw()
        for p in self.prev:
            p.backward()


class Net:
    def __init__(self, nin=2, nh=4, nout=2):
        rnd = random.Random(6)
        self.W1 = [[V(rnd.gauss(0, 1)) for _ in range(nin)] for _ in range(nh)]
        self.b1 = [V(rnd.gauss(0, .3)) for _ in range(nh)]
        self.W2 = [[V(rnd.gauss(0, 1)) for _ in range(nh)] for _ in range(nout)]
        self.b2 = [V(rnd.gauss(0, .3)) for _ in range(nout)]

    def params(self):
        return [v for row in self.W1 + self.W2 for v in row] + self.b1 + self.b2

    def __call__(self, x):
        for W, b in ((self.W1, self.b1), (self.W2, self.b2)):
            x = [sum((w * xi for w, xi in zip(row, x)), bi).tanh() for row, bi in zip(W, b)]
        return x

    def loss(self, X, Y):
        errs = [(o + -t).sq() for x, y in zip(X, Y) for o, t in zip(self(x), y)]
        return sum(errs, V(0.0)) * (1 / len(X))

    def step(self, X, Y, lr=0.05):
        for p in self.params():
            p.grad = 0.0
        L = self.loss(X, Y)
        L.grad = 1.0
        L.backward()
        for p in self.params():
            p.data -= lr * p.grad
        return L.data


X = [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]
Y = [[-.8, -.8], [.8, -.8], [.8, -.8], [-.8, .8]]      # xor, and

if __name__ == "__main__":
    net = Net()
    for i in range(300):
        l = net.step(X, Y)
        if i % 30 == 0:
            print(i, l)
    print([[round(o.data, 2) for o in net(x)] for x in X])

# ---- for the test
EXPECTED = "V.backward() walks straight down without a topological order, so a node with two consumers (each hidden unit, two outputs) passes its gradient on before it is complete and then again: the first layer's gradients are counted more than once."
KINDS = {"order", "topological order missing", "visited twice", "accumulated", "accumulated twice", "counted twice"}
PLACES = ["backward", "V", "_bw", "prev", "W1", "b1", "grad"]
TWO = False
MEND = [("        self._bw()\n"
         "        for p in self.prev:\n"
         "            p.backward()\n",
         "        order, seen = [], set()\n"
         "        def visit(v):\n"
         "            if v not in seen:\n"
         "                seen.add(v)\n"
         "                for p in v.prev:\n"
         "                    visit(p)\n"
         "                order.append(v)\n"
         "        visit(self)\n"
         "        for v in reversed(order):\n"
         "            v._bw()\n")]
OFF = {"W1", "b1"}


def hand_over():
    return dict(make=Net, loss=lambda net, X, Y: net.loss(X, Y).data, step=Net.step, x=X, y=Y, rate=0.05)


def proof():
    import numpy as np

    def fill(v, a):
        if isinstance(v, list):
            for vi, ai in zip(v, a):
                fill(vi, ai)
        else:
            v.data = float(a)

    def read(v):
        return np.array([read(vi) for vi in v]) if isinstance(v, list) else v.data

    names = ("W1", "b1", "W2", "b2")

    def put(p):
        net = Net()
        for k in names:
            fill(getattr(net, k), p[k])
        return net

    def claim(p):
        net = put(p)
        net.step(X, Y, 0.05)
        return {k: (p[k] - read(getattr(net, k))) / 0.05 for k in names}

    return lambda p: put(p).loss(X, Y).data, claim, {k: read(getattr(Net(), k)) for k in names}
