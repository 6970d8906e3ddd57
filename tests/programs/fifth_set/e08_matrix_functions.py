"""A network without NumPy: matrices are lists of rows."""

import math
import random

random.seed(4)


def matmul(A, B):
    return [[sum(a * b for a, b in zip(row, col)) for col in zip(*B)] for row in A]


def transpose(A):
    return [list(col) for col in zip(*A)]


def apply(f, A):
    return [[f(v) for v in row] for row in A]


def sub(A, B):
    return [[a - b for a, b in zip(r, s)] for r, s in zip(A, B)]


def mul(A, B):
    return [[a * b for a, b in zip(r, s)] for r, s in zip(A, B)]


W1 = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(2)]
W2 = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(3)]


def forward(W1, W2, X):
    H = apply(math.tanh, matmul(X, W1))
    return H, matmul(H, W2)


def loss(W1, W2, X, Y):
    _, O = forward(W1, W2, X)
    return sum(v * v for row in sub(O, Y) for v in row) / len(X)


def backward(W1, W2, X, Y):
    H, O = forward(W1, W2, X)
    dO = apply(lambda v: 2 * v / len(X), sub(O, Y))
    dW2 = matmul(transpose(H), dO)
    dH = matmul(dO, W2)
    dZ = mul(dH, apply(lambda h: 1 - h * h, H))
    dW1 = matmul(transpose(X), dZ)
    return dW1, dW2


X = [[0.0, 1.0], [1.0, 0.5], [-1.0, 0.3], [0.7, -0.8]]
Y = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]

# ---- for the test
EXPECTED = "dO goes down through W2, not through its transpose"
KINDS = {"transposed"}
PLACES = ["W1", "W2", "layer 1", "layer 2"]
TWO = False
MEND = [("dH = matmul(dO, W2)", "dH = matmul(dO, transpose(W2))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=(W1, W2), x=X, y=Y)
