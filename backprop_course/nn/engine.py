"""An engine that differentiates any computation with numbers (after A. Karpathy, micrograd, 2020)."""

import numpy as np


class Value:
    """A number that remembers what it was computed from; after backward(), `grad` is the derivative by it.

    `parents` are pairs: a Value that it was computed from, and the local derivative by that one.
    """

    def __init__(self, value, parents=()):
        """A number of one's own has no parents."""
        self.value, self.parents, self.grad = value, parents, 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.value * other.value, [(self, other.value), (other, self.value)])

    def __pow__(self, n):
        return type(self)(self.value**n, [(self, n * self.value ** (n - 1))])

    def exp(self):
        """e to this number."""
        return type(self)(np.exp(self.value), [(self, np.exp(self.value))])

    def log(self):
        """The natural logarithm."""
        return type(self)(np.log(self.value), [(self, 1 / self.value)])

    def tanh(self):
        """The hyperbolic tangent."""
        return Value(np.tanh(self.value), [(self, 1 - np.tanh(self.value) ** 2)])

    def backward(self):
        """Give every Value that this one was computed from the derivative by it, in `grad`."""
        order = []

        def visit(node):
            if node not in order:
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, local in node.parents:
                parent.grad += local * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -1 * other

    def __truediv__(self, other):
        return self * other**-1

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1 * other

    __radd__, __rmul__ = __add__, __mul__
