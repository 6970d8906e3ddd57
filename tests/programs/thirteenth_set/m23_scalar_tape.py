"""My own micrograd: scalars that remember where they come from.

Derivatives of a*b + c are right. For a*a I get half of what I should, and
the little net below learns only when I give it a single example.
"""
import numpy as np


class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self._parents = parents
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
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = np.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v._parents:
                    visit(p)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


class Neuron:
    def __init__(self, n, rng):
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(n)]
        self.b = Value(0.0)

    def __call__(self, xs):
        return sum((wi * xi for wi, xi in zip(self.w, xs)), self.b)

    def parameters(self):
        return self.w + [self.b]


class MLP:
    def __init__(self, n_in=2, n_hid=3, seed=0):
        rng = np.random.default_rng(seed)
        self.hidden = [Neuron(n_in, rng) for _ in range(n_hid)]
        self.out = Neuron(n_hid, rng)

    def __call__(self, xs):
        return self.out([n(xs).tanh() for n in self.hidden])

    def parameters(self):
        return [p for n in self.hidden + [self.out] for p in n.parameters()]

    def loss(self, X, y):
        total = Value(0.0)
        for xs, t in zip(X, y):
            miss = self(xs) + (-t)
            total = total + miss * miss
        return total * (1 / len(y))

    def step(self, X, y, lr=0.1):
        for p in self.parameters():
            p.grad = 0.0
        L = self.loss(X, y)
        L.backward()
        for p in self.parameters():
            p.data -= lr * p.grad
        return L.data


if __name__ == "__main__":
    X = [[0., 0.], [0., 1.], [1., 0.], [1., 1.], [.5, .2]]
    y = [-1., 1., 1., -1., .3]
    net = MLP()
    for k in range(60):
        L = net.step(X, y)
        if k % 15 == 0:
            print(k, L)


# ---- for the test
EXPECTED = "Value.__mul__'s _backward assigns self.grad and other.grad with = instead of adding with +=, so a value used more than once keeps only one contribution"
KINDS = {"not accumulated", "last example only"}
PLACES = ["__mul__", "grad", "_backward", "Value", "self.grad", "other.grad"]
TWO = False
MEND = [("            self.grad = other.data * out.grad\n            other.grad = self.data * out.grad\n",
         "            self.grad += other.data * out.grad\n            other.grad += self.data * out.grad\n")]
OFF = {"w_hidden", "b_hidden", "w_out", "b_out"}

_X = [[0., 1.], [1., .5], [-.7, 1.], [.4, -.2]]
_y = [-1., 1., .5, .2]


def hand_over():
    net = MLP()

    def grads(X, y):
        for p in net.parameters():
            p.grad = 0.0
        net.loss(X, y).backward()
        return np.array([p.grad for p in net.parameters()])
    return dict(loss=lambda X, y: net.loss(X, y).data, grads=grads, step=net.step,
                params=net.parameters(), x=_X, y=_y, rate=0.1, predict=net, make=MLP)


def proof():
    def filled(d):
        net = MLP()
        for j, n in enumerate(net.hidden):
            n.w = [Value(a) for a in d["w_hidden"][j]]
            n.b = Value(d["b_hidden"][j])
        net.out.w = [Value(a) for a in d["w_out"]]
        net.out.b = Value(d["b_out"][0])
        return net

    def claim(d):
        net = filled(d)
        net.loss(_X, _y).backward()
        return {"w_hidden": np.array([[v.grad for v in n.w] for n in net.hidden]),
                "b_hidden": np.array([n.b.grad for n in net.hidden]),
                "w_out": np.array([v.grad for v in net.out.w]),
                "b_out": np.array([net.out.b.grad])}
    rng = np.random.default_rng(2)
    return (lambda d: filled(d).loss(_X, _y).data, claim,
            {"w_hidden": rng.normal(0, 1, (3, 2)), "b_hidden": rng.normal(0, 0.5, 3),
             "w_out": rng.normal(0, 1, 3), "b_out": rng.normal(0, 0.5, 1)})
