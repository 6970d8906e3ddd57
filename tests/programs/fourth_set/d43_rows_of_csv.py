from collections import namedtuple

Flower = namedtuple("Flower", "length width kind")
flowers = [
    Flower(1.4, 0.2, -1),
    Flower(4.7, 1.4, 1),
    Flower(1.3, 0.3, -1),
    Flower(3.9, 1.1, 1),
    Flower(2.6, 0.8, -1),
    Flower(2.9, 0.6, 1),
]


class Svm:
    def __init__(self):
        self.w_length = 0.2
        self.w_width = -0.1
        self.bias = 0.3
        self.c = 0.05


svm = Svm()


def decision(s, f):
    return s.w_length * f.length + s.w_width * f.width + s.bias


def objective(s, flowers):
    hinge = sum(max(0, 1 - f.kind * decision(s, f)) for f in flowers)
    return hinge / len(flowers) + s.c * (s.w_length**2 + s.w_width**2)


def descend(s, flowers, lr=0.01):
    g1 = g2 = gb = 0
    for f in flowers:
        if f.kind * decision(s, f) < 1:
            g1 -= f.kind * f.length
            g2 -= f.kind * f.length
            gb -= f.kind
    s.w_length -= lr * (g1 / len(flowers) + 2 * s.c * s.w_length)
    s.w_width -= lr * (g2 / len(flowers) + 2 * s.c * s.w_width)
    s.bias -= lr * gb / len(flowers)


# ---- for the test
EXPECTED = "the gradient of w_width takes the length, not the width"
KINDS = {"wrong input"}
PLACES = ["w_width"]
TWO = False
MEND = [("g2 -= f.kind * f.length", "g2 -= f.kind * f.width")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=objective, step=descend, params=svm, x=flowers, rate=0.01)
