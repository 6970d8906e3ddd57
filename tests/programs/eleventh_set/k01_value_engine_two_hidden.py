"""My own tiny autograd engine. With one hidden layer it agreed with torch to the last digit. I added a second
hidden layer and now it jumps around unless I take a very small learning rate."""
import numpy as np


class Value:
    def __init__(self, data, children=()):
        self.data = float(data)
        self.grad = 0.0
        self.children = children
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

    def square(self):
        out = Value(self.data ** 2, (self,))

        def _backward():
            self.grad += 2 * self.data * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = np.tanh(self.data)
        out = Value(t, (self,))

        def _backward():
            self.grad += (1 - t * t) * out.grad
        out._backward = _backward
        return out

    def visit(self):
        self._backward()
        for child in self.children:
            child.visit()

    def backward(self):
        self.grad = 1.0
        self.visit()


def neurons(inputs, W, b):
    outs = []
    for j in range(len(W)):
        s = b[j]
        for i in range(len(inputs)):
            s = s + W[j][i] * inputs[i]
        outs.append(s.tanh())
    return outs


def wrap(a):
    if np.ndim(a) == 1:
        return [Value(v) for v in a]
    return [[Value(v) for v in row] for row in a]


def grads_of(v):
    if isinstance(v[0], Value):
        return np.array([w.grad for w in v])
    return np.array([[w.grad for w in row] for row in v])


def total_loss(p, X, Y):
    total = Value(0.0)
    for x, y in zip(X, Y):
        h = neurons(x, p["W1"], p["b1"])
        h = neurons(h, p["W2"], p["b2"])
        o = neurons(h, p["W3"], p["b3"])[0]
        total = total + (o + (-y)).square()
    return total * (1.0 / len(X))


def train_step(params, X, Y, lr=0.1):
    p = {k: wrap(v) for k, v in params.items()}
    loss = total_loss(p, X, Y)
    loss.backward()
    return {k: params[k] - lr * grads_of(p[k]) for k in params}


def loss_value(params, X, Y):
    return total_loss({k: wrap(v) for k, v in params.items()}, X, Y).data


X = np.array([[2.0, -1.0], [0.5, 1.0], [-1.0, 0.3], [1.0, 1.0], [-0.4, -1.2]])
Y = np.array([0.8, -0.8, -0.8, 0.8, 0.4])
rng = np.random.RandomState(42)
params = {"W1": rng.uniform(-1, 1, (3, 2)), "b1": rng.uniform(-0.2, 0.2, 3),
          "W2": rng.uniform(-1, 1, (3, 3)), "b2": rng.uniform(-0.2, 0.2, 3),
          "W3": rng.uniform(-1, 1, (1, 3)), "b3": np.zeros(1)}

if __name__ == "__main__":
    for k in range(20):
        params = train_step(params, X, Y)
    print("loss", loss_value(params, X, Y))


# ---- for the test
EXPECTED = "Value.visit goes down to the children at once instead of in topological order: a unit of the first hidden layer is visited once for each of the three units that use it, and each time passes on its whole sum so far, so W1 and b1 get earlier parts again"
KINDS = {"topological order", "counted twice", "accumulation"}
PLACES = ["W1", "b1", "visit", "backward"]
TWO = False
MEND = [("""    def visit(self):
        self._backward()
        for child in self.children:
            child.visit()
""", """    def visit(self, order, seen):
        if id(self) not in seen:
            seen.add(id(self))
            for child in self.children:
                child.visit(order, seen)
            order.append(self)
"""), ("""        self.visit()
""", """        order = []
        self.visit(order, set())
        for v in reversed(order):
            v._backward()
""")]
OFF = {"W1", "b1"}


def hand_over():
    return dict(step=train_step, params=params, loss=loss_value, rate=0.1, x=X, y=Y)


def proof():
    def claim(a):
        new = train_step(a, X, Y, 1.0)
        return {k: a[k] - new[k] for k in a}
    return (lambda a: loss_value(a, X, Y)), claim, {k: v.copy() for k, v in params.items()}
