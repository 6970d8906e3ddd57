"""An engine that differentiates computations with arrays: what lesson 15 makes of the engine of lesson 04."""

import numpy as np


def sum_to(arrived, shape):
    """What arrives at an array of this shape (rows, columns), added up where the array was repeated."""
    for axis in (0, 1):
        if shape[axis] == 1:
            arrived = arrived.sum(axis=axis, keepdims=True)
    return arrived


class Tensor:
    """An array that remembers what it was computed from; after backward(), `grad` is the derivative by it.

    `parents` are pairs: a Tensor that it was computed from, and send(arrived), what goes back to that one.
    """

    def __init__(self, value, parents=()):
        """An array of one's own has no parents."""
        self.value, self.parents = np.asarray(value, dtype=float), parents
        self.grad = np.zeros_like(self.value)

    def __add__(self, other):
        return Tensor(
            self.value + other.value,
            [
                (self, lambda arrived: sum_to(arrived, self.value.shape)),
                (other, lambda arrived: sum_to(arrived, other.value.shape)),
            ],
        )

    def __matmul__(self, other):
        return Tensor(
            self.value @ other.value,
            [
                (self, lambda arrived: arrived @ other.value.T),
                (other, lambda arrived: self.value.T @ arrived),
            ],
        )

    def tanh(self):
        """The hyperbolic tangent of every entry."""
        a = np.tanh(self.value)
        return Tensor(a, [(self, lambda arrived: arrived * (1 - a**2))])

    def surprise(self, y):
        """-log of the softmax that each row gives to its class, a column; y is one-hot, and no Tensor."""
        z = self.value - self.value.max(axis=1, keepdims=True)
        total = np.exp(z).sum(axis=1, keepdims=True)
        p = np.exp(z) / total
        column = np.log(total) - (z * y).sum(axis=1, keepdims=True)
        return Tensor(column, [(self, lambda arrived: arrived * (p - y))])

    def mean(self):
        """The mean of all entries."""
        return Tensor(
            self.value.mean(),
            [(self, lambda arrived: arrived * np.ones_like(self.value) / self.value.size)],
        )

    def backward(self):
        """Give every Tensor that this one was computed from the derivative by it, in `grad`."""
        self.grad = np.ones_like(self.value)
        for node in reversed(self.order([])):
            for parent, send in node.parents:
                parent.grad += send(node.grad)

    def order(self, found):
        """All Tensors that this one was computed from, each after its own parents, and it itself."""
        if self not in found:
            for parent, _ in self.parents:
                parent.order(found)
            found.append(self)
        return found
