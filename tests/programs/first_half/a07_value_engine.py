import math


class Value:
    def __init__(self, data, _children=()):
        self.data, self.grad = data, 0.0
        self._prev = _children
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._backward = _backward
        return out

    def square(self):
        out = Value(self.data**2, (self,))

        def _backward():
            self.grad += 2 * self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo = []

        def build(v):
            if v not in topo:
                for c in v._prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


points = [(0.5, -1.0, 0.8), (1.5, 0.3, -0.4), (-0.7, 0.9, 0.1), (0.2, 1.1, 0.6)]
start = {"w1": 0.4, "w2": -0.9, "b": 0.3, "v": 1.2, "c": -0.1}


def build_loss(p):
    total = Value(0.0)
    for x1, x2, t in points:
        h = (p["w1"] * Value(x1) + p["w2"] * Value(x2) + p["b"]).tanh()
        total = total + (p["v"] * h + p["c"] + Value(-t)).square()
    return total


def loss(weights):
    return build_loss({k: Value(w) for k, w in weights.items()}).data


def grads(weights):
    p = {k: Value(w) for k, w in weights.items()}
    build_loss(p).backward()
    return {k: v.grad for k, v in p.items()}


# ---- for the test
EXPECTED = "Value.__mul__ overwrites the gradient (= for +=): the weights that multiply (w1, w2, v) keep only one example's share"
KINDS = {"path missing"}
PLACES = ["w1", "w2", "v"]
TWO = False
MEND = [
    ("self.grad = other.data * out.grad", "self.grad += other.data * out.grad"),
    ("other.grad = self.data * out.grad", "other.grad += self.data * out.grad"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=start)
