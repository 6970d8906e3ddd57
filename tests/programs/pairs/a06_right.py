"""tinygrad-ish: reverse mode autodiff on arrays with operator overloading.
Trains a two layer net on two moons with the max-margin loss."""
import numpy as np


def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for ax, n in enumerate(shape):
        if n == 1 and g.shape[ax] != 1:
            g = g.sum(axis=ax, keepdims=True)
    return g


class Var:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        # list of (parent, function turning my gradient into the parent's)
        self.parents = parents

    def __add__(self, o):
        o = wrap(o)
        return Var(self.data + o.data, ((self, lambda g: g), (o, lambda g: g)))

    def __mul__(self, o):
        o = wrap(o)
        return Var(self.data * o.data,
                   ((self, lambda g: g * o.data), (o, lambda g: g * self.data)))

    def __matmul__(self, o):
        return Var(self.data @ o.data,
                   ((self, lambda g: g @ o.data.T), (o, lambda g: self.data.T @ g)))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, o):
        return self + -wrap(o)

    def __rsub__(self, o):
        return wrap(o) + -self

    __radd__ = __add__
    __rmul__ = __mul__

    def __pow__(self, k):
        return Var(self.data ** k, ((self, lambda g: g * k * self.data ** (k - 1)),))

    def relu(self):
        on = self.data > 0
        return Var(self.data * on, ((self, lambda g: g * on),))

    def tanh(self):
        t = np.tanh(self.data)
        return Var(t, ((self, lambda g: g * (1 - t * t)),))

    def sum(self):
        return Var(self.data.sum(), ((self, lambda g: g * np.ones_like(self.data)),))

    def mean(self):
        return self.sum() * (1.0 / self.data.size)

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            for p, _ in v.parents:
                visit(p)
            order.append(v)

        visit(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(order):
            for p, back in v.parents:
                p.grad = p.grad + unbroadcast(back(v.grad), p.data.shape)


def wrap(x):
    return x if isinstance(x, Var) else Var(x)


def moons(n, rng):
    t = rng.uniform(0, np.pi, n)
    a = np.c_[np.cos(t), np.sin(t)]
    b = np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    X = np.r_[a, b] + 0.1 * rng.standard_normal((2 * n, 2))
    return X, np.r_[np.ones((n, 1)), -np.ones((n, 1))]


def forward(X, params):
    W1, b1, W2, b2, W3, b3 = params
    h = (wrap(X) @ W1 + b1).tanh()
    h = (h @ W2 + b2).relu()
    return h @ W3 + b3


def objective(X, y, params, alpha=1e-4):
    out = forward(X, params)
    hinge = (1 - wrap(y) * out).relu().mean()
    reg = sum((p ** 2).sum() for p in params[::2])
    return hinge + alpha * reg, out


def main():
    rng = np.random.default_rng(1337)
    X, y = moons(60, rng)
    sizes = [2, 16, 16, 1]
    params = []
    for a, b in zip(sizes, sizes[1:]):
        params += [Var(rng.standard_normal((a, b)) / np.sqrt(a)), Var(np.zeros((1, b)))]

    steps = 250
    for k in range(steps):
        loss, out = objective(X, y, params)
        for p in params:
            p.grad = np.zeros_like(p.data)
        loss.backward()
        lr = 0.5 * (1 - 0.9 * k / steps)
        for p in params:
            p.data -= lr * p.grad
        if k % 25 == 0 or k == steps - 1:
            acc = np.mean((out.data > 0) == (y > 0))
            print(f"step {k} loss {loss.data:.5f}, accuracy {100 * acc:.1f}%")


if __name__ == "__main__":
    main()
