import numpy as np


class Tensor:
    def __init__(self, data, _children=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self._prev = _children
        self._backward = lambda: None

    def __add__(self, other):
        out = Tensor(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad.sum(axis=0)

        out._backward = _backward
        return out

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))

        def _backward():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Tensor(np.maximum(self.data, 0), (self,))

        def _backward():
            self.grad += (out.grad > 0) * out.grad

        out._backward = _backward
        return out

    def mse(self, target):
        out = Tensor(np.mean((self.data - target) ** 2), (self,))

        def _backward():
            self.grad += 2 * (self.data - target) / target.size * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)

        build(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(topo):
            v._backward()


rng = np.random.RandomState(10)
params = [Tensor(rng.randn(3, 5)), Tensor(rng.randn(5)), Tensor(rng.randn(5, 2)), Tensor(rng.randn(2))]


def model(x):
    w1, b1, w2, b2 = params
    return (Tensor(x) @ w1 + b1).relu() @ w2 + b2


def loss(x, y):
    return model(x).mse(y)


def train_step(x, y, lr=0.05):
    for p in params:
        p.grad = np.zeros_like(p.data)
    loss(x, y).backward()
    for p in params:
        p.data -= lr * p.grad


x = rng.randn(8, 3)
y = rng.randn(8, 2)

# ---- for the test
EXPECTED = "relu's backward asks whether the gradient is positive, not the input"
KINDS = {"derivative of the error", "wrong derivative", "wrong argument"}
PLACES = ["params[0]", "layer 1", "hidden", "relu"]
TWO = False
MEND = [("(out.grad > 0) * out.grad", "(out.data > 0) * out.grad")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, step=train_step, params=params, x=x, y=y, rate=0.05)
