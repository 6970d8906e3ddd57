import math

xs = [0.5, 1.5, 2.5, 3.5, 4.5]
ys = [0, 0, 1, 0, 1]
w = 0.3
b = -0.4
lr = 0.1


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def get_loss():
    total = 0
    for x, y in zip(xs, ys):
        p = sigmoid(w * x + b)
        total += -(y * math.log(p) + (1 - y) * math.log(1 - p))
    return total / len(xs)


def one_epoch():
    global w, b
    dw = 0
    db = 0
    for x, y in zip(xs, ys):
        p = sigmoid(w * x + b)
        dw += (p - y) * p * (1 - p) * x
        db += (p - y) * p * (1 - p)
    w = w - lr * dw / len(xs)
    b = b - lr * db / len(xs)


# ---- for the test
EXPECTED = "a squared error's p (1 - p) beside cross-entropy"
KINDS = {"output derivative doubled"}
PLACES = ["w", "b", "output", "layer 1", "every"]
TWO = False
MEND = [("(p - y) * p * (1 - p) * x", "(p - y) * x"), ("(p - y) * p * (1 - p)\n", "(p - y)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=get_loss, step=one_epoch, params=("w", "b"), rate=lr)
