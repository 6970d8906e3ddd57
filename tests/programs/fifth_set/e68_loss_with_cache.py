import numpy as np


def model_forward(x, parameters):
    w1, b1, w2, b2 = parameters
    z = w1 @ x + b1
    a = z / (1 + np.abs(z))
    return w2 @ a + b2, (x, z, a)


def compute_loss(parameters, x, y):
    out, cache = model_forward(x, parameters)
    return ((out - y) ** 2).sum() / (2 * x.shape[1]), cache


def compute_gradients(parameters, x, y):
    out, (x, z, a) = model_forward(x, parameters)
    m = x.shape[1]
    d = (out - y) / m
    dw2, db2 = d @ a.T, d.sum(axis=1, keepdims=True)
    dz = (parameters[2].T @ d) / (1 + np.abs(z))
    return dz @ x.T, dz.sum(axis=1, keepdims=True), dw2, db2


rs = np.random.RandomState(68)
parameters = (rs.randn(5, 3), rs.randn(5, 1), rs.randn(2, 5), rs.randn(2, 1))
x, y = rs.randn(3, 7), rs.randn(2, 7)

# ---- for the test
EXPECTED = "softsign's slope is 1 / (1 + |z|)**2, the square is missing"
KINDS = {"wrong derivative", "factor missing", "derivative of another activation", "wrong activation"}
PLACES = ["parameters[0]", "layer 1", "hidden", "[0]", "w1"]
TWO = False
MEND = [("/ (1 + np.abs(z))\n    return dz", "/ (1 + np.abs(z)) ** 2\n    return dz")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=compute_loss, grads=compute_gradients, params=parameters, x=x, y=y)
