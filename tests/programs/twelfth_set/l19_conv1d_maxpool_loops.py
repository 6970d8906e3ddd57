"""Heart beat signals: conv1d -> max pooling -> linear, everything with loops so that I understand it. fc weights are right.
The kernel's gradient is right when the maxima are at the beginning of the signal only (??)"""
import numpy as np


def conv(signal, kernel, bias):
    n = len(signal) - len(kernel) + 1
    return np.array([np.sum(signal[i:i + len(kernel)] * kernel) + bias[0] for i in range(n)])


def maxpool(a, size=2):
    n = len(a) // size
    pooled, where = np.zeros(n), np.zeros(n, dtype=int)
    for i in range(n):
        window = a[i * size:(i + 1) * size]
        where[i] = np.argmax(window)
        pooled[i] = window[where[i]]
    return pooled, where


def forward(params, signal):
    kernel, bias, fc, fc_bias = params
    a = np.tanh(conv(signal, kernel, bias))
    pooled, where = maxpool(a)
    return a, pooled, where, np.sum(pooled * fc) + fc_bias[0]


def loss(params, signals, beats):
    return sum((forward(params, s)[3] - t) ** 2 for s, t in zip(signals, beats)) / len(signals)


def backward(params, signals, beats):
    kernel, bias, fc, fc_bias = params
    dkernel, dbias, dfc, dfc_bias = [np.zeros_like(p) for p in params]
    for signal, target in zip(signals, beats):
        a, pooled, where, out = forward(params, signal)
        dout = 2 * (out - target) / len(signals)
        dfc += dout * pooled
        dfc_bias += dout
        dpooled = dout * fc
        da = np.zeros_like(a)
        for i in range(len(dpooled)):
            da[where[i]] += dpooled[i]
        dz = da * (1 - a ** 2)
        for i in range(len(dz)):
            dkernel += dz[i] * signal[i:i + len(kernel)]
            dbias += dz[i]
    return dkernel, dbias, dfc, dfc_bias


def train_step(params, signals, beats, lr=0.1):
    grads = backward(params, signals, beats)
    return [p - lr * g for p, g in zip(params, grads)]


rng = np.random.default_rng(60)
signals = rng.normal(size=(5, 10))
beats = np.array([1.0, 0.0, 0.5, -0.5, 1.0])
params = [rng.normal(size=3), np.array([0.1]), rng.normal(size=4), np.array([0.0])]

if __name__ == "__main__":
    for epoch in range(50):
        params = train_step(params, signals, beats)
    print(loss(params, signals, beats))


# ---- for the test
EXPECTED = "argmax gives the place within its window, the backward uses it as the place in the whole signal: i * size is missing"
KINDS = {"maximum's mask missing", "index", "wrong index", "wrong place", "wrong error"}
PLACES = ["[0]", "[1]", "kernel", "bias", "pool", "da["]
TWO = False
MEND = [("da[where[i]] += dpooled[i]", "da[2 * i + where[i]] += dpooled[i]")]
OFF = {"kernel", "bias"}


def hand_over():
    return dict(step=train_step, params=params, loss=loss, rate=0.1, x=signals, y=beats)


def proof():
    names = ("kernel", "bias", "fc", "fc_bias")

    def flat(a):
        return [a[k] for k in names]
    return (lambda a: loss(flat(a), signals, beats)), (lambda a: dict(zip(names, backward(flat(a), signals, beats)))), \
        {k: v.copy() for k, v in zip(names, params)}
