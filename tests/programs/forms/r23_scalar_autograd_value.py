import math, random

class Value:
    def __init__(self, data, _children=()):
        self.data, self.grad = data, 0.0
        self._prev, self._backward = _children, lambda: None

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

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        def _backward(): self.grad += (1 - t * t) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()
        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev: build(c)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo): v._backward()

random.seed(23)
W = [[Value(random.uniform(-1, 1)) for _ in range(3)] for _ in range(4)]   # 4 hidden: 2 inputs + bias
v = [Value(random.uniform(-1, 1)) for _ in range(4)]
params = [p for row in W for p in row] + v
xs, ys = [(2.0, 3.0), (3.0, -1.0), (0.5, 1.0), (1.0, 1.0)], [1.0, -1.0, -1.0, 1.0]

def net(x):
    out = Value(0.0)
    for row, vi in zip(W, v):
        out = out + (row[0] * x[0] + row[1] * x[1] + row[2]).tanh() * vi
    return out

def loss(xs, ys):
    total = Value(0.0)
    for x, y in zip(xs, ys):
        d = net(x) + (-y)
        total = total + d * d
    return total

def step(xs, ys, lr=0.05):
    for p in params: p.grad = 0.0
    loss(xs, ys).backward()
    for p in params: p.data -= lr * p.grad

for k in range(10): step(xs, ys)
print(loss(xs, ys).data)

# ---- for the test
def hand_over():
    return dict(loss=loss, step=step, params=params, x=xs, y=ys, rate=0.05)

FORM = "micrograd: scalar Value nodes with operator overloading; params a list of Value objects (.data, .grad); loss returns a Value, not a number"
