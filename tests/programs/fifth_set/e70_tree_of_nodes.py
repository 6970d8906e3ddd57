import numpy as np


class Var:
    count = 0

    def __init__(self, value, parents=()):
        self.value = np.array(value, dtype=float)
        self.parents = parents
        self.grad = np.zeros_like(self.value)
        self.id = Var.count
        Var.count += 1


def add_bias(a, b):
    def back(g):
        return [(a, g), (b, g.sum(axis=0))]

    return Var(a.value + b.value, back)


def matmul(a, b):
    return Var(a.value @ b.value, lambda g: [(a, g @ b.value.T), (b, a.value.T @ g)])


def relu(a):
    return Var(np.maximum(a.value, 0), lambda g: [(a, g * (a.value > 0))])


def mean_square(a, t):
    e = a.value - t
    return Var(np.mean(e**2), lambda g: [(a, g * 2 * e / len(e))])


def backprop(out):
    out.grad = np.ones_like(out.value)
    stack = [out]
    while stack:
        node = stack.pop()
        if callable(node.parents):
            for parent, g in node.parents(node.grad):
                parent.grad = parent.grad + g
                stack.append(parent)


r = np.random.RandomState(70)
theta = [Var(r.randn(3, 4)), Var(r.randn(4)), Var(r.randn(4, 3)), Var(r.randn(3))]
x, t = r.randn(5, 3), r.randn(5, 3)


def graph(x, t):
    h = relu(add_bias(matmul(Var(x), theta[0]), theta[1]))
    return mean_square(add_bias(matmul(h, theta[2]), theta[3]), t)


def loss(x, t):
    return graph(x, t).value


def grad(x, t):
    for v in theta:
        v.grad = np.zeros_like(v.value)
    backprop(graph(x, t))
    return [v.grad for v in theta]


# ---- for the test
EXPECTED = "mean_square is a mean over all entries, its backward divides by the rows only"
KINDS = {"scale"}
PLACES = ["every", "output", "loss"]
TWO = False
MEND = [("2 * e / len(e)", "2 * e / e.size")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grad, params=theta, x=x, y=t)
