"""Mistakes on the ways back are named, whichever way a program is written."""

import numpy as np
import pytest
from expected import accusations

from backprop_course.check import kinds
from backprop_course.check.conclusion import conclusion
from backprop_course.check.reading import read

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))
START = [RNG.normal(size=(3, 4)), RNG.uniform(0.5, 1.5, 4), RNG.normal(size=4), RNG.normal(size=(4, 2))]


def found(loss, grads, params, **data):
    """The kinds of what a program is accused of."""
    return {finding.fault for finding in accusations(conclusion(read(loss, grads, params, **data)))}


# mistake: (kind, dx from dn, n, the standard deviation, the mean along the axis, that along the other one)
WAYS_BACK = {
    "right": (None, lambda d, n, s, m, o: (d - m(d) - n * m(d * n)) / s),
    "constants": (kinds.STATISTICS_MISSING, lambda d, n, s, m, o: d / s),
    "no mean": (kinds.STATISTICS_MISSING, lambda d, n, s, m, o: (d - n * m(d * n)) / s),
    "no variance": (kinds.STATISTICS_MISSING, lambda d, n, s, m, o: (d - m(d)) / s),
    "no division": (kinds.FACTOR_MISSING, lambda d, n, s, m, o: d - m(d) - n * m(d * n)),
    "other axis": (kinds.WRONG_AXIS, lambda d, n, s, m, o: (d - o(d) - n * o(d * n)) / s),
    "sign": (kinds.SIGN, lambda d, n, s, m, o: (d - m(d) + n * m(d * n)) / s),
}


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("way", WAYS_BACK)
def test_a_normalization_on_the_way_back(axis, way):
    kind, back = WAYS_BACK[way]

    def ahead(params, x):
        W, gain, shift, V = params
        z = x @ W
        s = np.sqrt(z.var(axis=axis, keepdims=True) + 1e-5)
        n = (z - z.mean(axis=axis, keepdims=True)) / s
        return n, s, np.tanh(gain * n + shift)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[2] @ params[3] - y) ** 2)

    def grads(params, x, y):
        W, gain, shift, V = params
        n, s, a = ahead(params, x)
        d = 2 * (a @ V - y) / y.size
        da = d @ V.T * (1 - a**2)

        def mean(v):
            return v.mean(axis=axis, keepdims=True)

        def other(v):
            return v.mean(axis=1 - axis, keepdims=True)

        dW = x.T @ back(da * gain, n, s, mean, other)
        return [dW, (da * n).sum(0), da.sum(0), a.T @ d]

    assert found(loss, grads, START, x=X, y=Y) == ({kind} if kind else set())


SIGNAL, TARGET = RNG.normal(size=(2, 9)), RNG.normal(size=(2, 5))
KERNELS = [RNG.normal(size=3), RNG.normal(size=3)]


@pytest.mark.parametrize("added", [True, False])
def test_windows_that_overlap(added):
    def convolved(signal, kernel):
        out = np.zeros((len(signal), signal.shape[1] - 2))
        for i in range(out.shape[1]):
            out[:, i] = signal[:, i : i + 3] @ kernel
        return out

    def loss(params, x, y):
        return 0.5 * np.sum((convolved(np.tanh(convolved(x, params[0])), params[1]) - y) ** 2)

    def grads(params, x, y):
        a = np.tanh(convolved(x, params[0]))
        d = convolved(a, params[1]) - y
        da, second, first = np.zeros_like(a), np.zeros(3), np.zeros(3)
        for i in range(d.shape[1]):
            second += d[:, i] @ a[:, i : i + 3]
            kept = da[:, i : i + 3] if added else 0
            da[:, i : i + 3] = kept + np.outer(d[:, i], params[1])
        dz = da * (1 - a**2)
        for i in range(dz.shape[1]):
            first += dz[:, i] @ x[:, i : i + 3]
        return [first, second]

    assert found(loss, grads, KERNELS, x=SIGNAL, y=TARGET) == (set() if added else {kinds.NOT_ACCUMULATED})


SEEN = RNG.random((5, 4)) > 0.4
RATINGS, FACTORS = RNG.normal(size=(5, 4)), [RNG.normal(size=(5, 2)), RNG.normal(size=(4, 2))]


@pytest.mark.parametrize("picked", [True, False])
@pytest.mark.parametrize("masked", [True, False])
def test_what_the_loss_leaves_out(picked, masked):
    def loss(params, y):
        error = params[0] @ params[1].T - y
        return 0.5 * np.sum((error[SEEN] if picked else SEEN * error) ** 2)

    def grads(params, y):
        error = (params[0] @ params[1].T - y) * (SEEN if masked else 1)
        return [error @ params[1], error.T @ params[0]]

    assert found(loss, grads, FACTORS, y=RATINGS) == (set() if masked else {kinds.UNOBSERVED})


@pytest.mark.parametrize("share", [True, False])
def test_the_derivative_is_missing_in_one_share(share):
    def loss(params, x, y):
        a = 1 / (1 + np.exp(-(x @ params[0])))
        return 0.5 * np.sum((a @ params[1] - y) ** 2) + 0.3 * np.sum(np.log(a.mean(axis=0)))

    def grads(params, x, y):
        a = 1 / (1 + np.exp(-(x @ params[0])))
        d, slope = a @ params[1] - y, a * (1 - a)
        sparse = 0.3 / a.mean(axis=0) / len(x)
        dz = d @ params[1].T * slope + sparse * (slope if share else 1)
        return [x.T @ dz, a.T @ d]

    kind = set() if share else {kinds.SLOPE_MISSING}
    assert found(loss, grads, [START[0], START[3]], x=X, y=Y) == kind


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("first, second", [(5, 6), (6, 6), (5, 5), (6, 5)])
def test_single_weights_on_the_way_down(listed, first, second):
    def ahead(w):
        h1, h2 = sigmoid(0.5 * w[0] + w[1]), sigmoid(0.5 * w[2] + w[3])
        return h1, h2, sigmoid(w[4] * h1 + w[5] * h2), sigmoid(w[6] * h1 + w[7] * h2)

    def loss(w):
        w = w if listed else list(w.values())
        _, _, o1, o2 = ahead(w)
        return 0.5 * (o1 - 0.1) ** 2 + 0.5 * (o2 - 0.9) ** 2

    def grads(w):
        v = w if listed else list(w.values())
        h1, h2, o1, o2 = ahead(v)
        d1, d2 = (o1 - 0.1) * o1 * (1 - o1), (o2 - 0.9) * o2 * (1 - o2)
        e1 = (d1 * v[4] + d2 * v[second]) * h1 * (1 - h1)
        e2 = (d1 * v[first] + d2 * v[7]) * h2 * (1 - h2)
        made = [0.5 * e1, e1, 0.5 * e2, e2, d1 * h1, d1 * h2, d2 * h1, d2 * h2]
        return made if listed else dict(zip(w, made, strict=True))

    numbers = RNG.normal(size=8).tolist()
    params = numbers if listed else {f"w{i}": number for i, number in enumerate(numbers)}
    right = (first, second) == (5, 6)
    assert found(loss, grads, params) == (set() if right else {kinds.WRONG_WEIGHT})
