import math
import random


class Neuron:
    """one sigmoid neuron, one sample at a time"""
    __slots__ = ("w", "b", "_in", "_out")

    def __init__(self, n, seed=0):
        r = random.Random(seed)
        self.w = [r.uniform(-1, 1) for _ in range(n)]
        self.b = 0.0

    def fire(self, xs):
        self._in = xs
        self._out = 1.0 / (1.0 + math.exp(-(sum(wi * xi for wi, xi in zip(self.w, xs)) + self.b)))
        return self._out

    def surprise(self, xs, target):
        p = self.fire(xs)
        return -math.log(p) if target == 1 else -math.log(1 - p)

    def learn(self, xs, target, eta=0.3):
        delta = self.fire(xs) - target
        for i, xi in enumerate(self._in):
            self.w[i] -= eta * delta * xi
        self.b -= eta * delta


data = [([0.0, 0.0], 0), ([0.0, 1.0], 0), ([1.0, 0.0], 0), ([1.0, 1.0], 1)]
n = Neuron(2)
for epoch in range(10):
    for sample, label in data:
        n.learn(sample, label)
print(n.w, n.b, [round(n.fire(s), 2) for s, _ in data])

# ---- for the test
def hand_over():
    return dict(obj=n, loss=n.surprise, step=n.learn, x=data[3][0], y=data[3][1], rate=0.3)

FORM = "__slots__ object without a __dict__, weights a list of Python floats mutated item by item, single sample as list and int label"
