# Lab course, experiment 7: lifetime of the excited state
# fit of N(t) = A exp(-t/tau) + c by gradient descent on chi^2 (we were not allowed to use curve_fit)
from math import exp, sqrt
import numpy as np

rng = np.random.default_rng(7)
t = np.linspace(0.0, 8.0, 17)
A_true, tau_true, c_true = 50.0, 2.2, 6.0
N = rng.poisson(A_true * np.exp(-t / tau_true) + c_true).astype(float)
err = np.sqrt(N + 1)  # +1 because of empty bins


def model(ti, A, tau, c):
    return A * exp(-ti / tau) + c


def chi2(A, tau, c, t, N):
    s = 0.0
    for i in range(len(t)):
        s += ((N[i] - model(t[i], A, tau, c)) / err[i]) ** 2
    return s / (len(t) - 3)


def gradient(A, tau, c, t, N):
    dA = dtau = dc = 0.0
    for i in range(len(t)):
        e = exp(-t[i] / tau)
        r = (N[i] - model(t[i], A, tau, c)) / err[i] ** 2
        dA += -2 * r * e
        dtau += -2 * r * A * e * t[i] / tau
        dc += -2 * r
    ndf = len(t) - 3
    return dA / ndf, dtau / ndf, dc / ndf


def fit(A, tau, c, steps=100, etaA=0.5, etaTau=0.002, etaC=0.1):
    hist = []
    for k in range(steps):
        dA, dtau, dc = gradient(A, tau, c, t, N)
        A, tau, c = A - etaA * dA, tau - etaTau * dtau, c - etaC * dc
        hist.append(chi2(A, tau, c, t, N))
    return A, tau, c, hist


A0, tau0, c0 = 40.0, 3.0, 4.0


# ---- for the test
EXPECTED = "the derivative by tau is wrong: d/dtau exp(-t/tau) = exp(-t/tau) t/tau^2, the program has t/tau"
KINDS = {"wrong derivative", "factor missing", "wrong factor"}
PLACES = ["tau", "dtau"]
TWO = False
MEND = [("A * e * t[i] / tau\n", "A * e * t[i] / tau**2\n")]
OFF = {"tau"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(
        loss=lambda p, t, N: chi2(p[0], p[1], p[2], t, N),
        grads=lambda p, t, N: gradient(p[0], p[1], p[2], t, N),
        params=[A0, tau0, c0],
        x=t,
        y=N,
    )


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["A", "tau", "c"]
    plain = lambda a: [float(a[n][0]) for n in names]
    return (
        lambda a: chi2(*plain(a), t, N),
        lambda a: {n: np.array([g]) for n, g in zip(names, gradient(*plain(a), t, N))},
        {"A": np.array([A0]), "tau": np.array([tau0]), "c": np.array([c0])},
    )
