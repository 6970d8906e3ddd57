from math import exp, log

# one neuron feeds one neuron; all by hand, as in the lecture
x1, x2, target = 0.7, -1.2, 1.0
w1, w2, b1, w3, b2 = 0.4, -0.6, 0.1, 0.9, -0.3
eta = 0.5


def forward():
    z1 = w1 * x1 + w2 * x2 + b1
    a1 = z1 if z1 > 0 else 0.0
    z2 = w3 * a1 + b2
    a2 = 1 / (1 + exp(-z2))
    return z1, a1, z2, a2


def loss():
    a2 = forward()[-1]
    return -(target * log(a2) + (1 - target) * log(1 - a2))


def backward():
    z1, a1, z2, a2 = forward()
    dz2 = a2 - target
    dw3 = dz2 * a1
    db2 = dz2
    da1 = dz2 * w3
    dz1 = da1 if z1 > 0 else 0.0
    return {"w1": dz1 * x1, "w2": dz1 * x1, "b1": dz1, "w3": dw3, "b2": db2}


# ---- for the test
EXPECTED = "dw2 is taken with x1, not with x2"
KINDS = {"wrong input"}
PLACES = ["w2"]
TWO = False
MEND = [('"w2": dz1 * x1', '"w2": dz1 * x2')]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=("w1", "w2", "b1", "w3", "b2"))
