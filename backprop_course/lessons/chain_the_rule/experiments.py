"""Experiments: a unit with two outputs is moved; what a gradient costs, counted in multiply-adds."""

import numpy as np

from backprop_course.check.differences import slope
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import backward, forward, pack, shapes, windows


def two_outputs_moved(step):
    """The loss of a unit with two outputs, at tanh(0.4), before and after the unit is moved by a step.

    Its outputs are 1.2 and 0.8 times its value, their targets 1 and -0.5.
    """
    a = np.tanh(0.4) + np.array([0, step])
    return (1.2 * a - 1) ** 2 / 2 + (0.8 * a + 0.5) ** 2 / 2


class Counted(np.ndarray):
    """An array that adds the multiply-adds of its matrix products to Counted.work."""

    work = 0

    def __matmul__(self, other):
        Counted.work += self.shape[0] * self.shape[1] * other.shape[1]
        return super().__matmul__(other)


def multiply_adds(sizes):
    """The multiply-adds of a forward and of a backward pass for one example, through dense layers of `sizes`.

    The first layer's backward pass gives no derivative by the data: training needs none.
    """
    model = mlp(sizes, loss="squared error")
    first, *rest = model.network
    network = [first._replace(backward=_only_grads), *rest]
    params, x = start(model, np.random.default_rng(0)), np.ones((1, sizes[0])).view(Counted)
    before = Counted.work
    xs, saves = forward(network, params, x)
    between = Counted.work
    backward(network, params, saves, np.ones_like(xs[-1]).view(Counted))
    return between - before, Counted.work - between


def _only_grads(params, x, dy):
    return None, [x.mT @ dy, dy.sum(axis=-2, keepdims=True)]


def multiply_adds_of_differences(sizes):
    """The multiply-adds of all derivatives by central differences, for one example: two passes for each."""
    model = mlp(sizes, loss="squared error")
    params, x = start(model, np.random.default_rng(0)), np.ones((1, sizes[0])).view(Counted)
    nesting, before = shapes(params), Counted.work

    def output(theta):
        return forward(model.network, windows(theta, nesting), x)[0][-1].sum()

    slope(output, pack(params))
    return Counted.work - before


def dense_weights(sizes):
    """The number of weights of dense layers of these sizes, without biases."""
    return int(np.dot(sizes[:-1], sizes[1:]))


def random_sizes(count):
    """So many random networks' sizes, of two to five layers: narrow ones first, the last up to 99 wide."""
    rng, widest = np.random.default_rng(0), np.geomspace(4, 100, count).astype(int)
    return [rng.integers(2, wide, size=rng.integers(3, 7)).tolist() for wide in widest]
