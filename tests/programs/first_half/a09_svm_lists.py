import random

random.seed(4)

# two classes, labels -1 / +1
data = [
    [2.0, 1.1, 0.3],
    [1.4, 2.2, -0.5],
    [0.6, 0.4, 1.0],
    [-1.2, 0.1, 0.4],
    [-0.3, -1.7, 0.9],
    [-2.1, -0.8, -0.6],
    [0.2, -0.3, -1.3],
    [0.9, -0.6, 0.2],
]
labels = [1, 1, 1, -1, -1, -1, -1, 1]

w = [random.uniform(-0.6, 0.6) for _ in range(3)]
b = 0.15
LAMBDA = 0.1


def dot(u, v):
    s = 0
    for k in range(len(u)):
        s += u[k] * v[k]
    return s


def svm_loss(w, b, X, Y):
    s = 0.0
    for i in range(len(X)):
        s += max(0.0, 1 - Y[i] * (dot(w, X[i]) + b))
    return s / len(X) + LAMBDA / 2 * dot(w, w)


def svm_grad(w, b, X, Y):
    n = len(X)
    gw = [LAMBDA * wk for wk in w]
    gb = 0.0
    for i in range(n):
        f = dot(w, X[i]) + b
        if Y[i] * f < 0:
            for k in range(len(w)):
                gw[k] -= Y[i] * X[i][k] / n
            gb -= Y[i] / n
    return gw, gb


def train(w, b, X, Y, steps=100, lr=0.1):
    for _ in range(steps):
        gw, gb = svm_grad(w, b, X, Y)
        w = [wk - lr * g for wk, g in zip(w, gw)]
        b = b - lr * gb
    return w, b


# ---- for the test
EXPECTED = (
    "the gradient counts only the rows on the wrong side (margin < 0), the hinge loss all with margin < 1"
)
KINDS = {"hinge margin"}
PLACES = ["w", "b", "margin", "hinge", "rows"]
TWO = False
MEND = [("if Y[i] * f < 0:", "if Y[i] * f < 1:")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=svm_loss, grads=svm_grad, params=(w, b), x=data, y=labels)
