import numpy as np

rng = np.random.RandomState(21)
X_train = rng.randn(12, 4)
y_train = np.sign(X_train @ rng.randn(4) + 0.2)


def predict(w, X):
    return np.sign(X.dot(w[:-1]) + w[-1])


def loss(w, X, y, reg=0.1):
    """squared hinge, y in {-1, 1}"""
    cost = 0.0
    for i in range(X.shape[0]):
        m = 1 - y[i] * (X[i].dot(w[:-1]) + w[-1])
        if m > 0:
            cost += m**2
    return cost / X.shape[0] + reg * np.sum(w[:-1] ** 2)


def grad(w, X, y, reg=0.1):
    g = np.zeros(len(w))
    for i in range(X.shape[0]):
        m = 1 - y[i] * (X[i].dot(w[:-1]) + w[-1])
        if m > 0:
            g[:-1] -= 2 * y[i] * X[i]
            g[-1] -= 2 * y[i]
    g /= X.shape[0]
    g[:-1] += 2 * reg * w[:-1]
    return g


# ---- for the test
EXPECTED = (
    "the gradient is that of the plain hinge (times 2), the loss squares the margin: the factor m is missing"
)
KINDS = {"factor missing", "hinge margin", "hinge derivative", "derivative missing", "wrong loss"}
PLACES = ["w", "margin", "hinge", "params", "output", "layer 1"]
TWO = False
MEND = [("-= 2 * y[i] * X[i]", "-= 2 * m * y[i] * X[i]"), ("-= 2 * y[i]\n", "-= 2 * m * y[i]\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    w = rng.randn(5) * 0.3
    return dict(loss=loss, grads=grad, params=w, x=X_train, y=y_train, predict=predict)
