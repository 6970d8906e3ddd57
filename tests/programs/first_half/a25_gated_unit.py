import numpy as np

# one gated recurrent unit (only the update gate), reads a sequence, predicts one number
#   z = sigmoid(Wz x + Uz h + bz)
#   c = tanh(Wc x + Uc h + bc)
#   h = (1 - z) * h + z * c


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def run(p, xs):
    h = np.zeros(len(p["bz"]))
    steps = []
    for x in xs:
        z = sigmoid(p["Wz"] @ x + p["Uz"] @ h + p["bz"])
        c = np.tanh(p["Wc"] @ x + p["Uc"] @ h + p["bc"])
        steps.append((x, h, z, c))
        h = (1 - z) * h + z * c
    return p["v"] @ h, h, steps


def loss(p, xs, y):
    return 0.5 * (run(p, xs)[0] - y) ** 2


def bptt(p, xs, y):
    yhat, h, steps = run(p, xs)
    g = {k: np.zeros_like(v) for k, v in p.items()}
    g["v"] = (yhat - y) * h
    dh = (yhat - y) * p["v"]
    for x, hprev, z, c in reversed(steps):
        dz = dh * (c - hprev)
        dc = dh * z
        daz = dz * (1 - z**2)
        dac = dc * (1 - c**2)
        g["Wz"] += np.outer(daz, x)
        g["Uz"] += np.outer(daz, hprev)
        g["bz"] += daz
        g["Wc"] += np.outer(dac, x)
        g["Uc"] += np.outer(dac, hprev)
        g["bc"] += dac
        dh = dh * (1 - z) + p["Uz"].T @ daz + p["Uc"].T @ dac
    return g


np.random.seed(25)
n_in, n_h = 2, 3
params = {}
for gate in "zc":
    params["W" + gate] = np.random.randn(n_h, n_in)
    params["U" + gate] = np.random.randn(n_h, n_h) * 0.6
    params["b" + gate] = np.random.randn(n_h) * 0.5
params["v"] = np.random.randn(n_h)
xs = np.random.randn(5, n_in)
y = 1.7


# ---- for the test
EXPECTED = "the update gate is a sigmoid but its derivative is written as that of tanh, 1 - z**2"
KINDS = {"gate derivative", "derivative of another activation"}
PLACES = ["Wz", "Uz", "bz", "gate"]
TWO = False
MEND = [("dz * (1 - z**2)", "dz * z * (1 - z)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=bptt, params=params, x=xs, y=y)
