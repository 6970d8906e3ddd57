"""Pulse detector: learned FIR filter -> squashing -> matched weights -> one number.

MATLAB original:
    z = conv(x, h, 'valid') + b;  a = tanh(z);  y = g' * a + c;
"""
import numpy as np

fs = 10.0
L = 12  # samples in a record
K = 4  # taps

rng = np.random.default_rng(5)
time = np.arange(L) / fs
records = []
energy = []
for r in range(6):
    t0 = rng.uniform(0.2, 0.9)
    amp = rng.uniform(-1.5, 1.5)
    records.append(amp * np.exp(-(((time - t0) / 0.15) ** 2)) + 0.2 * rng.standard_normal(L))
    energy.append(amp)
records = np.array(records)
energy = np.array(energy)

p0 = {
    "h": rng.standard_normal(K) * 0.7,
    "b": np.array(0.15),
    "g": rng.standard_normal(L - K + 1) * 0.4,
    "c": np.array(-0.1),
}


def detector(p, x):
    z = np.convolve(x, p["h"], "valid") + p["b"]
    a = np.tanh(z)
    return a, p["g"] @ a + p["c"]


def mse(p):
    total = 0
    for x, d in zip(records, energy):
        a, y = detector(p, x)
        total = total + (d - y) ** 2
    return total / len(records)


def dmse(p):
    dp = {name: np.zeros_like(value) for name, value in p.items()}
    for x, d in zip(records, energy):
        a, y = detector(p, x)
        e = -2 * (d - y) / len(records)
        dz = e * p["g"] * (1 - a**2)
        dp["c"] += e
        dp["g"] += e * a
        dp["b"] += dz.sum()
        dp["h"] += np.correlate(x, dz, "valid")
    return dp


def lms(p, mu=0.02, iterations=200):
    for k in range(iterations):
        dp = dmse(p)
        p = {name: p[name] - mu * dp[name] for name in p}
    return p


if __name__ == "__main__":
    print(mse(p0), mse(lms(p0)))


# ---- for the test
EXPECTED = "np.convolve flips the taps, the gradient of h is the correlation of x and dz without the flip: it comes out in reversed order"
KINDS = {"wrong input", "order", "reversed"}
PLACES = ["h", 'dp["h"]', "dz", "dmse"]
TWO = False
MEND = [('np.correlate(x, dz, "valid")', 'np.correlate(x, dz, "valid")[::-1]')]
OFF = {"h"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=mse, grads=dmse, params=p0)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return mse, dmse, {k: v.copy() for k, v in p0.items()}
