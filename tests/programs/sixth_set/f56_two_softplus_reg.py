import numpy as np

REG = 0.2


def softplus(z):
    return np.log1p(np.exp(z))


def logistic(t):
    return 1 / (1 + np.exp(-t))


def net(w, X):
    a = softplus(X @ w["hid"]["W"] + w["hid"]["b"])
    return a, a @ w["out"]["W"] + w["out"]["b"]


def loss(w, X, y):
    _, f = net(w, X)
    fit = np.mean(np.logaddexp(0, -y * f))  # y is -1 or 1
    return fit + REG / 2 * (np.sum(w["hid"]["W"] ** 2) + np.sum(w["out"]["W"] ** 2))


def grad(w, X, y):
    a, f = net(w, X)
    df = -y * logistic(-y * f) / len(y)
    da = df @ w["out"]["W"].T
    dz = da * logistic(a)
    return {
        "hid": {"W": X.T @ dz + REG * w["hid"]["W"], "b": dz.sum(axis=0)},
        "out": {"W": a.T @ df + REG * w["out"]["W"], "b": df.sum(axis=0) + REG * w["out"]["b"]},
    }


rng = np.random.default_rng(44)
X = rng.normal(size=(9, 3))
y = np.sign(X[:, :1] + X[:, 1:2] ** 2 - 0.7)
w = {
    "hid": {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4)},
    "out": {"W": rng.normal(size=(4, 1)), "b": np.array([0.6])},
}


# ---- for the test
EXPECTED = "two mistakes: the slope of softplus is logistic(z), taken at a; the output's bias gets a penalty that the loss does not have"
KINDS = {"wrong argument", "derivative at the wrong argument"}
KINDS_2 = {"penalty", "penalty on bias", "penalty on the bias"}
PLACES = ["hid", "layer 1", "out", "layer 2"]
TWO = True
MEND = [("logistic(a)", 'logistic(X @ w["hid"]["W"] + w["hid"]["b"])'), (' + REG * w["out"]["b"]', "")]
OFF = {"W1", "b1", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grad, params=w, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def nested(a):
        return {"hid": {"W": a["W1"], "b": a["b1"]}, "out": {"W": a["W2"], "b": a["b2"]}}

    def flat(p):
        return {"W1": p["hid"]["W"], "b1": p["hid"]["b"], "W2": p["out"]["W"], "b2": p["out"]["b"]}

    return lambda a: loss(nested(a), X, y), lambda a: flat(grad(nested(a), X, y)), flat(w)
