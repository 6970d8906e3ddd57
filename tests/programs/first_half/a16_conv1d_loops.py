import numpy as np

# 1-D convolution (really cross correlation) -> tanh -> linear -> one number per signal


def conv(signal, kernel, bias):
    n_pos = len(signal) - len(kernel) + 1
    out = np.zeros(n_pos)
    for i in range(n_pos):
        for j in range(len(kernel)):
            out[i] += signal[i + j] * kernel[j]
        out[i] += bias
    return out


def forward(params, signal):
    z = conv(signal, params["kernel"], params["kbias"])
    a = np.tanh(z)
    return z, a, np.dot(a, params["v"]) + params["c"]


def loss(params, signals, targets):
    total = 0
    for s, t in zip(signals, targets):
        total += (forward(params, s)[2] - t) ** 2
    return total / (2 * len(signals))


def grads(params, signals, targets):
    dk = np.zeros_like(params["kernel"])
    dkb = 0.0
    dv = np.zeros_like(params["v"])
    dc = 0.0
    n = len(signals)
    for s, t in zip(signals, targets):
        z, a, out = forward(params, s)
        d = (out - t) / n
        dv += d * a
        dc += d
        dz = d * params["v"] * (1 - a**2)
        n_pos = len(dz)
        for i in range(n_pos):
            for j in range(len(dk)):
                dk[j] += dz[i] * s[i + j] / n_pos
            dkb += dz[i]
    return {"kernel": dk, "kbias": dkb, "v": dv, "c": dc}


rng = np.random.RandomState(16)
signals = rng.randn(4, 8)
targets = rng.randn(4)
params = {"kernel": rng.randn(3), "kbias": 0.3, "v": rng.randn(6), "c": -0.5}


# ---- for the test
EXPECTED = "the gradient of the kernel is averaged over the positions where it must be summed"
KINDS = {"averaged where summed", "scale"}
PLACES = ["kernel"]
TWO = False
MEND = [("dk[j] += dz[i] * s[i + j] / n_pos", "dk[j] += dz[i] * s[i + j]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=params, x=signals, y=targets)
