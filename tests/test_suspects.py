"""Mistakes on the ways back are named, whichever way a program is written."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from expected import accusations

from backprop_course.check import kinds
from backprop_course.check.claimed import claimed
from backprop_course.check.conclusion import conclusion
from backprop_course.check.differences import slope
from backprop_course.check.evidence import evidence_of
from backprop_course.check.peeling import case_of, explain
from backprop_course.check.reading import read
from backprop_course.check.saying import said_of_suspect
from backprop_course.check.truth import truth_of

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))
START = [RNG.normal(size=(3, 4)), RNG.uniform(0.5, 1.5, 4), RNG.normal(size=4), RNG.normal(size=(4, 2))]


def found(loss, grads, params, **data):
    """The kinds of what a program is accused of."""
    return {finding.kind for finding in accusations(conclusion(read(loss, grads, params, **data)))}


# mistake: (kind, dx from dn, n, the standard deviation, the mean along the axis, that along the other one)
WAYS_BACK = {
    "right": (None, lambda d, n, s, m, o: (d - m(d) - n * m(d * n)) / s),
    "constants": (kinds.STATISTICS_MISSING, lambda d, n, s, m, o: d / s),
    "no mean": (kinds.STATISTICS_MISSING, lambda d, n, s, m, o: (d - n * m(d * n)) / s),
    "no variance": (kinds.STATISTICS_MISSING, lambda d, n, s, m, o: (d - m(d)) / s),
    "no division": (kinds.FACTOR_MISSING, lambda d, n, s, m, o: d - m(d) - n * m(d * n)),
    "other axis": (kinds.WRONG_AXIS, lambda d, n, s, m, o: (d - o(d) - n * o(d * n)) / s),
    "sign": (kinds.SIGN, lambda d, n, s, m, o: (d - m(d) + n * m(d * n)) / s),
    "eps outside": (
        kinds.WRONG_FACTOR,
        lambda d, n, s, m, o: (d - m(d) - n * m(d * n)) / (np.sqrt(s**2 - EPS) + EPS),
    ),
    "sums": (kinds.SCALE, lambda d, n, s, m, o: (d - (m(d) + n * m(d * n)) * d.size / m(d).size) / s),
}
EPS = 0.01


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("way", WAYS_BACK)
def test_a_normalization_on_the_way_back(axis, way):
    kind, back = WAYS_BACK[way]

    def ahead(params, x):
        W, gain, shift, V = params
        z = x @ W
        s = np.sqrt(z.var(axis=axis, keepdims=True) + EPS)
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


@pytest.mark.parametrize("placed", [True, False])
def test_the_place_in_a_window_and_in_the_whole(placed):
    def pooled(a):
        places = [np.argmax(a[i : i + 3]) for i in range(0, 9, 3)]
        return places, [a[i : i + 3][k] for i, k in zip(range(0, 9, 3), places, strict=True)]

    def loss(params, x):
        return 0.5 * sum(top**2 for row in x for top in pooled(np.tanh(row * params[0]))[1])

    def grads(params, x):
        made = np.zeros(9)
        for row in x:
            a = np.tanh(row * params[0])
            da = np.zeros(9)
            for i, k, top in zip(range(0, 9, 3), *pooled(a), strict=True):
                da[(i if placed else 0) + k] += top
            made += da * (1 - a**2) * row
        return [made]

    kind = set() if placed else {kinds.WRONG_PLACE}
    assert found(loss, grads, [RNG.normal(size=9)], x=SIGNAL) == kind


QUANTILES = {"right": (0.8, 0.2), "exchanged": (0.2, 0.8)}


@pytest.mark.parametrize("slopes", QUANTILES)
def test_two_slopes_exchanged_but_for_their_signs(slopes):
    above, below = QUANTILES[slopes]

    def loss(params, x, y):
        e = y - x @ params[0]
        return np.mean(np.where(e > 0, 0.8 * e, -0.2 * e))

    def grads(params, x, y):
        return [x.T @ np.where(y - x @ params[0] > 0, -above, below) / y.size]

    kind = set() if slopes == "right" else {kinds.WRONG_SLOPE}
    assert found(loss, grads, [RNG.normal(size=(3, 2))], x=X, y=Y) == kind


@pytest.mark.parametrize(
    "kind, twice, exchanged",
    [(None, False, False), (kinds.SOFTMAX_TWICE, True, False), (kinds.ORDER, False, True)],
)
def test_two_layers_with_a_softmax(kind, twice, exchanged):
    def softmax(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def loss(params, x, y):
        p = softmax(np.tanh(x @ params[0]) @ params[1])
        return -np.mean(np.log(p[np.arange(6), y]))

    def grads(params, x, y):
        a = np.tanh(x @ params[0])
        p = softmax(a @ params[1])
        d = ((softmax(p) if twice else p) - np.eye(3)[y]) / 6
        made = [x.T @ (d @ params[1].T * (1 - a**2)), a.T @ d]
        return made[::-1] if exchanged else made

    squares = [RNG.normal(size=(3, 3)), RNG.normal(size=(3, 3))]
    assert found(loss, grads, squares, x=X, y=np.arange(6) % 3) == ({kind} if kind else set())


WEIGHTS = 3.0 * (np.arange(6) % 2)[:, None]


@pytest.mark.parametrize(
    "kind, smoothing, weights, taken",
    [
        (None, 0.1, 1.0, 1.0),
        (kinds.WRONG_TARGET, 0.2, 1.0, 1.0),
        (kinds.WRONG_TARGET, 0.0, 1.0, 1.0),
        (None, 0.1, WEIGHTS, WEIGHTS),
        (kinds.SCALE, 0.1, WEIGHTS, np.sign(WEIGHTS)),
    ],
)
def test_smoothed_labels_and_weights_in_the_loss(kind, smoothing, weights, taken):
    labels = np.eye(3)[np.arange(6) % 3]

    def smoothed(share):
        return (1 - share) * labels + share / 3

    def predicted(params, x):
        e = np.exp(np.tanh(x @ params[0]) @ params[1])
        return e / e.sum(axis=1, keepdims=True)

    def loss(params, x):
        return -np.sum(weights * smoothed(0.1) * np.log(predicted(params, x)))

    def grads(params, x):
        a, d = np.tanh(x @ params[0]), taken * (predicted(params, x) - smoothed(smoothing))
        return [x.T @ (d @ params[1].T * (1 - a**2)), a.T @ d]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 3))]
    assert found(loss, grads, params, x=X) == ({kind} if kind else set())


@pytest.mark.parametrize("cut", [2, 3])
def test_where_joined_values_are_split(cut):
    def joined(params, x):
        return np.tanh(x @ params[0]), np.tanh(x @ params[1])

    def loss(params, x, y):
        return 0.5 * np.sum((np.concatenate(joined(params, x), axis=1) @ params[2] - y) ** 2)

    def grads(params, x, y):
        u, v = joined(params, x)
        d = np.concatenate([u, v], axis=1) @ params[2] - y
        down = d @ params[2].T
        du, dv = (down[:, :2], down[:, 2:]) if cut == 2 else (down[:, 3:], down[:, :3])
        return [x.T @ (du * (1 - u**2)), x.T @ (dv * (1 - v**2)), np.concatenate([u, v], axis=1).T @ d]

    params = [RNG.normal(size=(3, 2)), RNG.normal(size=(3, 3)), RNG.normal(size=(5, 2))]
    assert found(loss, grads, params, x=X, y=Y) == (set() if cut == 2 else {kinds.WRONG_PLACE})


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


CLASSES = np.arange(6) % 3
SHARES = {"all": np.abs, "one": np.ones_like, "one if any": np.sign}


@pytest.mark.parametrize(
    "looped, share",
    [(False, "all"), (False, "one"), (False, "one if any"), (True, "all"), (True, "one if any")],
)
def test_the_right_class_of_a_hinge(looped, share):
    def in_a_table(params, x, y):
        scores = x @ params[0]
        margins = np.maximum(0, 1 + scores - scores[np.arange(len(y)), y][:, None])
        margins[np.arange(len(y)), y] = 0
        return margins.sum() / len(y)

    def in_a_loop(params, x, y):
        total = 0.0
        for row, label in zip(x, y, strict=True):
            scores = row @ params[0]
            for k in range(len(scores)):
                if k != label and scores[k] - scores[label] + 1 > 0:
                    total += scores[k] - scores[label] + 1
        return total / len(y)

    def grads(params, x, y):
        scores, rows = x @ params[0], np.arange(len(y))
        violated = 1.0 * (scores - scores[rows, y][:, None] + 1 > 0)
        violated[rows, y] = 0
        violated[rows, y] = -SHARES[share](violated.sum(axis=1))
        return [x.T @ violated / len(y)]

    # a start of its own: where no row violates two margins, one share is all of them
    start = [0.3 * np.random.default_rng(0).normal(size=(3, 3))]
    violations = 1 + X @ start[0] - (X @ start[0])[np.arange(len(X)), CLASSES][:, None] > 0
    assert violations.sum(axis=1).max() > 2
    loss = in_a_loop if looped else in_a_table
    kind = set() if share == "all" else {kinds.HINGE_MARGIN}
    assert found(loss, grads, start, x=X, y=CLASSES) == kind


@pytest.mark.parametrize("target", [(6,), (6, 1)])
@pytest.mark.parametrize("logistic", [True, False])
def test_a_table_of_every_prediction_and_every_target(target, logistic):
    y = np.reshape([0.0, 1, 1, 0, 1, 0], target)

    def predicted(params, x):
        z = x @ params[0]
        return sigmoid(z) if logistic else z

    def loss(params, x, y):
        p = predicted(params, x)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) if logistic else np.mean((p - y) ** 2)

    def grads(params, x, y):
        d = (predicted(params, x) - y) * (1 if logistic else 2)
        return [x.T @ d.mean(axis=1, keepdims=True) / len(y)]

    kind = set() if target == (6, 1) else {kinds.OUTER_BROADCAST}
    assert found(loss, grads, [RNG.normal(size=(3, 1))], x=X, y=y) == kind


def network_of_one_output(wrong):
    def ahead(params, x):
        a = np.tanh(x @ params[0])
        return a, sigmoid(a @ params[1])

    def loss(params, x, y):
        return 0.5 * np.sum((ahead(params, x)[1] - y) ** 2)

    def grads(params, x, y):
        a, p = ahead(params, x)
        d = (p - y) * p * (1 - p)
        return [x.T @ (d @ params[1].T * (1 - a**2)), (p if wrong else a).T @ d]

    return loss, grads, [START[0], START[3][:, :1]]


@pytest.mark.parametrize("wrong", [True, False])
@pytest.mark.parametrize("stepped", [True, False])
def test_the_output_where_the_wider_input_belongs(wrong, stepped):
    loss, grads, params = network_of_one_output(wrong)

    def step(params, x, y):
        return [p - 0.1 * g for p, g in zip(params, grads(params, x, y), strict=True)]

    handed = dict(step=step, rate=0.1) if stepped else dict(grads=grads)
    told = accusations(conclusion(read(loss, params=params, x=X, y=Y[:, :1], **handed)))
    assert {finding.kind for finding in told} == ({kinds.WRONG_INPUT} if wrong else set())


@pytest.mark.parametrize("fed", ["a", "z"])
def test_single_numbers_beside_targets_of_zero(fed):
    """A difference from 0 is the output itself: it is no second activation."""

    def ahead(w, row):
        z = [w[0] * row[0] + w[1] * row[1], w[2] * row[0] + w[3] * row[1]]
        return z, [1 / (1 + math.exp(-each)) for each in z]

    def loss(w, x, y):
        pairs = [(ahead(w, row)[1], ts) for row, ts in zip(x, y, strict=True)]
        return sum((a[k] - ts[k]) ** 2 / 2 for a, ts in pairs for k in range(2))

    def grads(w, x, y):
        g = [0.0] * 4
        for row, ts in zip(x, y, strict=True):
            z, a = ahead(w, row)
            for k in range(2):
                s = a[k] if fed == "a" else z[k]
                for i in range(2):
                    g[2 * k + i] += (a[k] - ts[k]) * s * (1 - s) * row[i]
        return g

    x, y = X[:, :2].tolist(), [[1, 0], [0, 1], [1, 0], [0, 1], [0, 1], [1, 0]]
    kind = set() if fed == "a" else {kinds.WRONG_ARGUMENT}
    assert found(loss, grads, RNG.normal(size=4).tolist(), x=x, y=y) == kind


@pytest.mark.parametrize("raises", [True, False])
def test_steps_that_run_away(raises):
    """Python's own exp raises where the weights of a wrong program become large."""

    def sigmoid_of(z):
        return 1 / (1 + math.exp(-z)) if raises else sigmoid(np.clip(z, -500, 500))

    def loss(w, x, y):
        return sum((sigmoid_of(w[0] * a + w[1]) - t) ** 2 for a, t in zip(x, y, strict=True))

    def step(w, x, y, rate=50.0):
        g = [0.0, 0.0]
        for a, t in zip(x, y, strict=True):
            z = w[0] * a + w[1]
            d = 2 * (sigmoid_of(z) - t) * z * (1 - z)
            g = [g[0] + d * a, g[1] + d]
        return [w[0] - rate * g[0], w[1] - rate * g[1]]

    told = accusations(conclusion(read(loss, step=step, params=[0.5, 1.0], x=[1.0, 2.0, 3.0], y=[0, 1, 1])))
    assert {finding.kind for finding in told} == {kinds.WRONG_ARGUMENT}


def test_a_target_that_is_added():
    def loss(params, x, y):
        scores = x @ params[0]
        return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y])

    def grads(params, x, y):
        d = np.exp(x @ params[0])
        d /= d.sum(axis=1, keepdims=True)
        d[np.arange(len(y)), y] += 1
        return [x.T @ d / len(y)]

    assert found(loss, grads, [RNG.normal(size=(3, 3))], x=X, y=CLASSES) == {kinds.WRONG_ERROR}


@pytest.mark.parametrize("whole", [True, False])
def test_a_normalization_of_one_vector_after_the_other(whole):
    def normalized(z):
        return (z - z.mean()) / np.sqrt(z.var() + 1e-5)

    def loss(params, x, y):
        total = 0.0
        for row, target in zip(x, y, strict=True):
            total = total + 0.5 * np.sum((np.tanh(normalized(row @ params[0])) @ params[1] - target) ** 2)
        return total

    def grads(params, x, y):
        dW, dV = np.zeros_like(params[0]), np.zeros_like(params[1])
        for row, target in zip(x, y, strict=True):
            z = row @ params[0]
            n, s = normalized(z), np.sqrt(z.var() + 1e-5)
            a = np.tanh(n)
            d = a @ params[1] - target
            dn = d @ params[1].T * (1 - a**2)
            back = dn - dn.mean() - n * (dn * n).mean() if whole else dn
            dW, dV = dW + np.outer(row, back / s), dV + np.outer(a, d)
        return [dW, dV]

    kind = set() if whole else {kinds.STATISTICS_MISSING}
    assert found(loss, grads, [START[0], START[3]], x=X, y=Y) == kind


@pytest.mark.parametrize("added", [True, False])
def test_a_tape_that_sets_gradients(added):
    U, A, B, C = RNG.normal(size=(4, 4)), RNG.normal(size=(4, 2)), RNG.normal(size=(4, 2)), START[3]

    def ahead(params, x):
        h = np.tanh(x @ params[0])
        g = np.tanh(h @ params[1])
        return h, g, h @ params[2] + g @ params[3], g @ params[4]

    def loss(params, x, y):
        *_, p, q = ahead(params, x)
        return 0.5 * np.sum((p - y) ** 2) + 0.5 * np.sum(q**2)

    def grads(params, x, y):
        h, g, p, q = ahead(params, x)
        d = p - y
        dg = d @ params[3].T + (q @ params[4].T if added else 0)  # the tape comes here last, and sets
        dz = dg * (1 - g**2)
        dh = dz @ params[1].T + (d @ params[2].T if added else 0)
        return [x.T @ (dh * (1 - h**2)), h.T @ dz, h.T @ d, g.T @ d, g.T @ q]

    kind = set() if added else {kinds.NOT_ACCUMULATED}
    assert found(loss, grads, [START[0], U, A, B, C], x=X, y=Y) == kind


@pytest.mark.parametrize("right", [True, False])
def test_a_gate_takes_the_scores_for_the_value(right):
    gates = [RNG.normal(size=(3, 2)), RNG.normal(size=(3, 2))]

    def loss(params, x, y):
        return 0.5 * np.sum((sigmoid(x @ params[0]) * np.tanh(x @ params[1]) - y) ** 2)

    def grads(params, x, y):
        f, z = sigmoid(x @ params[0]), x @ params[1]
        g = np.tanh(z)
        d = f * g - y
        return [x.T @ (d * (g if right else z) * f * (1 - f)), x.T @ (d * f * (1 - g**2))]

    assert found(loss, grads, gates, x=X, y=Y) == (set() if right else {kinds.WRONG_FACTOR})


@pytest.mark.parametrize("right", [True, False])
def test_a_gain_is_divided_as_what_comes_before_it_is(right):
    def ahead(params, x):
        s = np.sqrt((x @ params[0]).var(axis=0) + 1e-5)
        n = x @ params[0] / s
        return n, s, np.tanh(params[1] * n)

    def loss(params, x, y):
        return 0.5 * np.sum((ahead(params, x)[2] @ params[2] - y) ** 2)

    def grads(params, x, y):
        n, s, a = ahead(params, x)
        d = a @ params[2] - y
        dz = d @ params[2].T * (1 - a**2)
        dn, z = dz * params[1], x @ params[0]
        back = dn / s - (z - z.mean(axis=0)) * (dn * z).sum(axis=0) / s**3 / len(x)
        return [x.T @ back, (dz * n).sum(axis=0) / (1 if right else s), a.T @ d]

    kind = set() if right else {kinds.WRONG_FACTOR}
    assert found(loss, grads, [START[0], START[1], START[3]], x=X, y=Y) == kind


@pytest.mark.parametrize("share", [1.0, 1 / 6])
@pytest.mark.parametrize("columns", [True, False])
def test_a_gradient_stands_for_the_weights_on_the_way_down(columns, share):
    def ahead(params, x):
        W, V = params
        a = np.tanh(W @ x.T if columns else x @ W)
        return a, (V @ a).T if columns else a @ V

    def loss(params, x, y):
        return share * np.sum((ahead(params, x)[1] - y) ** 2)

    def grads(params, x, y):
        a, out = ahead(params, x)
        d = 2 * share * (out - y)
        dV = d.T @ a.T if columns else a.T @ d
        dz = (dV.T @ d.T if columns else d @ dV.T) * (1 - a**2)
        return [dz @ x if columns else x.T @ dz, dV]

    params = [START[0], START[3]]
    params = [array.T for array in params] if columns else params
    assert found(loss, grads, params, x=X, y=Y) == {kinds.WRONG_WEIGHT}


@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize("unrolled", [True, False])
def test_the_error_of_a_step_is_overwritten_by_the_carry(unrolled, added):
    def states(params, x):
        W, V = (params[:9].reshape(3, 3), params[9:].reshape(3, 3)) if unrolled else params
        h = np.zeros((len(x) + 1, 3))
        for t in range(len(x)):
            h[t + 1] = np.tanh(x[t] @ W + h[t] @ V)
        return W, V, h

    def loss(params, x, y):
        return 0.5 * np.sum((states(params, x)[2][1:] - y) ** 2)

    def grads(params, x, y):
        W, V, h = states(params, x)
        dW, dV, d = np.zeros((3, 3)), np.zeros((3, 3)), h.copy()
        d[1:] -= y
        for t in reversed(range(len(x))):
            dz = d[t + 1] * (1 - h[t + 1] ** 2)
            dW += np.outer(x[t], dz)
            dV += np.outer(h[t], dz)
            d[t] = (d[t] if added else 0) + dz @ V.T
        return np.concatenate([dW.ravel(), dV.ravel()]) if unrolled else [dW, dV]

    params = [START[0][:, :3], START[0][:, 1:]]
    params = np.concatenate([each.ravel() for each in params]) if unrolled else params
    kind = set() if added else {kinds.NOT_ACCUMULATED}
    assert found(loss, grads, params, x=X, y=X[::-1] / 3) == kind


RATED = np.where(SEEN, np.abs(RATINGS), 0.0)


@pytest.mark.parametrize("left_out", [True, False])
@pytest.mark.parametrize("turned", [True, False])
def test_ratings_that_a_loop_leaves_out(turned, left_out):
    def loss(params):
        p, q = params[0], params[1].T if turned else params[1]
        return sum((RATED[i, j] - p[i] @ q[j]) ** 2 for i, j in zip(*RATED.nonzero(), strict=True)) / 3

    def grads(params):
        p, q = params[0], params[1].T if turned else params[1]
        error = (p @ q.T - RATED) * (RATED > 0 if left_out else 1) * 2 / 3
        dq = error.T @ p
        return [error @ q, dq.T if turned else dq]

    params = [FACTORS[0], FACTORS[1].T if turned else FACTORS[1]]
    assert found(loss, grads, params) == (set() if left_out else {kinds.UNOBSERVED})


ERRORS = {
    "added": (kinds.WRONG_ERROR, lambda p, t: p + t),
    "target": (kinds.WRONG_ERROR, lambda p, t: -t),
    "signs": (kinds.WRONG_ERROR, lambda p, t: np.sign(p - t)),
}


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("looped", [True, False])
def test_the_error_below_an_activation_of_the_output(looped, error):
    kind, wrong = ERRORS[error]

    def loss(params, x, y):
        rows = zip(x, y, strict=True) if looped else [(x, y)]
        return sum(0.5 * np.sum((t - np.tanh(r @ params[0] @ params[1])) ** 2) for r, t in rows)

    def grads(params, x, y):
        h = x @ params[0]
        p = np.tanh(h @ params[1])
        d = wrong(p, y) * (1 - p**2)
        return [x.T @ d @ params[1].T, h.T @ d]

    assert found(loss, grads, [START[0], START[3]], x=X, y=Y) == {kind}


@pytest.mark.parametrize("exchanged", [True, False])
@pytest.mark.parametrize("strength", [0.0, 0.3])
def test_an_update_that_takes_the_old_values_with_the_wrong_sign(strength, exchanged):
    def loss(params, x, y):
        return 0.5 * np.sum((x @ params[0] + params[1] - y) ** 2) + strength * np.sum(params[0] ** 2)

    def step(params, x, y, rate):
        W, b = params
        d = x @ W + b - y
        new = b - rate * d.sum(0)
        return [W - rate * (x.T @ d + 2 * strength * W), -new if exchanged else new]

    kind = {kinds.UPDATE_SIGN} if exchanged else set()
    said = conclusion(read(loss, params=[START[0][:, :2], START[2][:2]], step=step, rate=0.01, x=X, y=Y))
    assert {finding.kind for finding in accusations(said)} == kind


@pytest.mark.parametrize("signed, words", [(1, "- old - rate * gradient"), (-1, "rate * gradient - old")])
def test_which_way_the_old_values_are_taken_is_said(signed, words):
    def step(W, x, y, rate):
        return -W - signed * rate * x.T @ (x @ W - y)

    reading = read(squared, params=START[0][:, :2], step=step, rate=0.01, x=X, y=Y)
    assert [each.words.partition(": ")[2] for each in accusations(conclusion(reading))] == [
        f"the old values have the wrong sign: {words}."
    ]


def squared(W, x, y):
    """Half the squared error of a linear map."""
    return 0.5 * np.sum((x @ W - y) ** 2)


def of_words(V, U, center, context, others):
    """The loss of one pair of words and some that are drawn."""
    v = V[center]
    return -np.log(sigmoid(U[context] @ v)) - np.sum(np.log(sigmoid(-U[others] @ v)))


def trained_on_words(order, drawn=(3, 4)):
    """The conclusion on a step of it that changes an array before, after or while another's is computed."""

    def step(V, U, center, context, others, lr):
        v = V[center].copy()
        words, dv, new = [context, *others], np.zeros(4), U.copy()
        for word, label in zip(words, [1, *[0] * len(others)], strict=True):
            error = sigmoid(U[word] @ (V[center] if order == "one by one" else v)) - label
            if order == "U first":
                U[word] -= lr * error * v
            dv += error * U[word]
            new[word] -= lr * error * v
            if order == "one by one":
                U[word], V[center] = U[word] - lr * error * V[center], V[center] - lr * error * U[word]
        if order == "right":
            U[:] = new
        if order != "one by one":
            V[center] -= lr * dv

    rng = np.random.default_rng(1)
    handed = dict(params=(rng.normal(size=(6, 4)), rng.normal(size=(6, 4))), rate=0.5)
    return conclusion(read(of_words, step=step, x=(1, 2), y=np.array(drawn), **handed))


def test_rows_that_are_changed_before_the_center_word_takes_them():
    told = trained_on_words("U first")
    assert [(f.kind, "takes U after its update" in f.words) for f in accusations(told)] == [
        (kinds.UPDATED_BEFORE_USE, True)
    ]
    assert trained_on_words("right").verdict == kinds.RIGHT


def test_an_order_that_only_a_large_rate_shows_is_not_called_right():
    for order in ("U first", "one by one"):
        told = trained_on_words(order, drawn=(3, 3))
        assert told.verdict == kinds.UNDECIDED and "All gradients come first" in told.unchecked[0]


@pytest.mark.parametrize("again", [False, True])
def test_layers_that_move_in_turns_with_a_forward_pass_for_each_are_asked_about(again):
    def error(W, b, V, c, x, y):
        a = np.tanh(x @ W + b)
        return a, 2 * (a @ V + c - y) / len(x)

    def loss(W, b, V, c, x, y):
        return np.sum((np.tanh(x @ W + b) @ V + c - y) ** 2) / len(x)

    def step(W, b, V, c, x, y, rate=0.1):
        a, d = error(W, b, V, c, x, y)
        last = V - rate * a.T @ d, c - rate * d.sum(0)
        if again:
            (V, c), (a, d) = last, error(W, b, *last, x, y)
        dz = d @ V.T * (1 - a**2)
        return W - rate * x.T @ dz, b - rate * dz.sum(0), *last

    params = START[0], START[2], START[3], np.array([0.4, -0.7])
    told = conclusion(read(loss, params=params, step=step, rate=0.1, x=X, y=Y))
    assert not accusations(told) and told.verdict == (kinds.UNDECIDED if again else kinds.RIGHT)
    assert not again or "move first, then" in told.unchecked[0]


class Unit:
    def __init__(self, weights, bias):
        self.w, self.b = list(weights), bias

    def ahead(self, inputs):
        self.inputs, self.z = inputs, self.b
        for w, x in zip(self.w, inputs, strict=True):
            self.z += w * x
        self.out = 1 / (1 + math.exp(-self.z))
        return self.out

    def back(self, d, taken, rate):
        delta = d * self.out * (1 - self.out)
        down = [delta * w for w in self.w]
        for k in range(len(self.w)):
            values = dict(right=self.inputs[k], output=self.out, z=self.z, delta=delta)
            self.w[k] -= rate * delta * values[taken]
        self.b -= rate * delta
        return down


class OfUnits:
    def __init__(self, taken):
        self.first = [Unit([0.3, -0.5, 0.8], 0.1), Unit([-0.7, 0.2, 0.4], -0.2)]
        self.last, self.taken = Unit([0.9, -0.6], 0.3), taken

    def ahead(self, x):
        return self.last.ahead([unit.ahead(x) for unit in self.first])

    def loss(self, xs, ts):
        return sum(0.5 * (self.ahead(x) - t) ** 2 for x, t in zip(xs, ts, strict=True))

    def learn(self, xs, ts, rate=0.5):
        for x, t in zip(xs, ts, strict=True):
            d = self.ahead(x) - t
            for unit, part in zip(self.first, self.last.back(d, self.taken, rate), strict=True):
                unit.back(part, self.taken, rate)


@pytest.mark.parametrize("taken", ["right", "output", "z", "delta"])
def test_units_whose_weights_take_a_number_of_their_own(taken):
    net = OfUnits(taken)
    data = dict(x=X[:3].tolist(), y=[0.1, 0.9, 0.4])
    told = conclusion(read(obj=net, loss=net.loss, step=net.learn, rate=0.5, **data))
    assert {f.kind for f in accusations(told)} == (set() if taken == "right" else {kinds.WRONG_INPUT}), told
    assert all(f"own {taken}" in f.words or taken == "z" for f in accusations(told))


def test_steps_of_no_known_optimizer_are_neither_right_nor_too_large():
    def make():
        last = [0.0]

        def step(W, x, y, rate):
            gradient = x.T @ (x @ W - y)
            W = W - rate * (gradient + 0.3 * last[0] ** 3)
            last[0] = gradient
            return W

        return dict(loss=squared, step=step, params=START[0][:, :2])

    def with_gradient():
        return make() | dict(grads=lambda W, x, y: x.T @ (x @ W - y))

    for each, rate in ((make, 0.01), (with_gradient, 0.001)):
        told = conclusion(read(make=each, rate=rate, x=X, y=Y))
        assert told.verdict == kinds.UNDECIDED and accusations(told) == []
        assert any("no optimizer we know" in words for words in told.unchecked)
    assert told.unchecked[0].startswith("the gradient is right, and the steps remember something")


def said(loss, grads, params, **data):
    """What a program is accused of: (kind, words)."""
    return [(each.kind, each.words) for each in accusations(conclusion(read(loss, grads, params, **data)))]


def test_a_bias_that_the_gradient_leaves_out_on_the_way_up_is_no_penalty():
    def ahead(params, x):
        W, b, V, c = params
        return (a := np.tanh(x @ W + b)), a @ V + c

    def loss(params, x, y):
        return np.mean((ahead(params, x)[1] - y) ** 2)

    def grads(params, x, y):
        V = params[2]
        a, out = ahead([*params[:3], 0.0], x)
        d = 2 * (out - y) / y.size
        dz = d @ V.T * (1 - a**2)
        return [x.T @ dz, dz.sum(0), a.T @ d, d.sum(0)]

    params = [START[0], START[2], START[3], np.array([0.4, -0.7])]
    assert found(loss, grads, params, x=X, y=Y) == {kinds.UNKNOWN}


@pytest.mark.parametrize("before", [0, 1])
def test_the_input_of_the_step_before_where_index_minus_1_is_the_last(before):
    def states(params, x):
        hs = [np.zeros(3)]
        for row in x:
            hs.append(np.tanh(row @ params[0] + hs[-1] @ params[1]))
        return hs

    def loss(params, x, y):
        return np.sum((states(params, x)[-1] - y) ** 2)

    def grads(params, x, y):
        hs, (dW, dV) = states(params, x), np.zeros((2, 3, 3))
        d = 2 * (hs[-1] - y)
        for t in reversed(range(len(x))):
            dz = d * (1 - hs[t + 1] ** 2)
            dW += np.outer(x[t - before], dz)
            dV += np.outer(hs[t], dz)
            d = params[1] @ dz
        return [dW, dV]

    kind = {kinds.WRONG_INPUT} if before else set()
    assert found(loss, grads, [START[0][:, :3], START[0][:, 1:]], x=X, y=X[0]) == kind


@pytest.mark.parametrize("share", [1.0, 1 / 6])
def test_the_square_of_the_error_is_a_wrong_error(share):
    def loss(params, x, y):
        return share * np.sum((x @ params[0] @ params[1] - y) ** 2)

    def grads(params, x, y):
        h = x @ params[0]
        d = 2 * share * (h @ params[1] - y) ** 2
        return [x.T @ d @ params[1].T, h.T @ d]

    assert found(loss, grads, [START[0], START[3]], x=X, y=Y) == {kinds.WRONG_ERROR}


def test_where_the_penalty_is_all_that_is_passed_down_it_is_not_called_zero_everywhere():
    def loss(params, x, y):
        return np.mean((x @ params[0] - y) ** 2) + 0.1 * np.sum(params[0] ** 2)

    def grads(params, x, y):
        return [0.2 * params[0]]

    ((kind, words),) = said(loss, grads, [START[0][:, :2]], x=X, y=Y)
    assert kind == kinds.ZERO and "only the penalty's gradient is there" in words


@pytest.mark.parametrize("squares", [True, False])
def test_twice_the_gradient_is_a_square_s_where_the_loss_has_squares(squares):
    def scores(params, x):
        return 1 / (1 + np.exp(-x @ params[0]))

    def loss(params, x, y):
        p = scores(params, x)
        if squares:
            return 0.5 * np.sum((p - y) ** 2)
        return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))

    def grads(params, x, y):
        p = scores(params, x)
        return [2 * x.T @ ((p - y) * (p * (1 - p) if squares else 1))]

    ((kind, words),) = said(loss, grads, [START[0][:, :2]], x=X, y=(Y > 0) * 1.0)
    assert kind == kinds.SCALE and ("square" in words) is squares


def test_a_gradient_as_long_as_all_arrays_together_belongs_to_its_own_array():
    x, y = RNG.normal(size=(9, 2)), np.eye(3)[RNG.integers(3, size=9)]

    def shares(params):
        e = np.exp(x @ params[0] + params[1])
        return e / e.sum(axis=1, keepdims=True)

    def loss(params):
        return -np.sum(y * np.log(shares(params)))

    def grads(params):
        d = shares(params) - y
        return x.T @ d, d.sum(axis=1)

    assert found(loss, grads, [START[0][:2, :3], START[2][:3]]) == {kinds.SHAPE}


class Batch(NamedTuple):
    x: np.ndarray
    y: np.ndarray


def test_the_parts_of_a_namedtuple_of_data_are_no_examples():
    def loss(params, batch):
        return np.sum((np.tanh(batch.x @ params[0]) @ params[1] - batch.y) ** 2)

    def grads(params, batch):
        a = np.tanh(batch.x @ params[0])
        return [batch.x.T @ np.cos(a), 2 * a.T @ (a @ params[1] - batch.y)]

    assert found(loss, grads, [START[0], START[3]], x=Batch(X, Y)) == {kinds.UNKNOWN}


def by_differences(loss, params):
    """The gradient of loss(params) by each array."""
    return [
        slope(lambda block, i=i: loss([*params[:i], block, *params[i + 1 :]]), array)
        for i, array in enumerate(params)
    ]


def norm_of_columns(params, x, norm):
    v, g, u, s = params
    return np.tanh(x @ (g * v / norm(v, 0))) @ (s * u / norm(u, 0))


def unit_rows(params, x, norm):
    a = np.tanh(x @ params[0])
    return a / norm(a, 1) @ params[1]


def cosines(params, x, norm):
    a, b = np.tanh(x @ params[0]), params[1].T
    return (a @ b.T) / (norm(a, 1) * norm(b, 1).T)


def norm_of_single_columns(params, x, norm):
    columns = [params[0][:, j] * params[1][j] / norm(params[0][:, j], 0)[0] for j in range(4)]
    return np.tanh(np.stack([x @ column for column in columns], axis=1)) @ params[2]


NORMED = {
    norm_of_columns: [START[0], START[1], START[3], START[1][:2]],
    unit_rows: [START[0], START[3]],
    cosines: [START[0], START[3]],
    norm_of_single_columns: [START[0], START[1], START[3]],
}
NORMS = {
    "squares": lambda a, axis: np.sqrt((a**2).sum(axis=axis, keepdims=True)),
    "linalg": lambda a, axis: np.linalg.norm(a, axis=axis, keepdims=True),
    "power": lambda a, axis: ((a * a).sum(axis=axis, keepdims=True) + 1e-8) ** 0.5,
}


@pytest.mark.parametrize("constant", [True, False])
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("model", NORMED)
def test_a_norm_that_is_taken_for_a_constant(model, norm, constant):
    def loss(params, x, y):
        return np.mean((model(params, x, NORMS[norm]) - y) ** 2)

    def grads(params, x, y):
        kept = []
        model(params, x, lambda a, axis: kept.append(NORMS[norm](a, axis)) or kept[-1])

        def with_these(params):
            again = iter(kept)
            return np.mean((model(params, x, lambda a, axis: next(again)) - y) ** 2)

        return by_differences(with_these if constant else lambda params: loss(params, x, y), params)

    told = said(loss, grads, NORMED[model], x=X, y=Y)
    assert [kind for kind, _ in told] == [kinds.STATISTICS_MISSING] * constant
    assert all("taken for a constant" in words for _, words in told)


def test_a_mistake_that_is_made_everywhere_names_no_array_that_is_right():
    def ahead(params, x):
        h = np.tanh(x @ params[0])
        return h, np.tanh(h @ params[1])

    def loss(params, x, y):
        h, g = ahead(params, x)
        return 0.5 * np.sum((h @ params[2] + g @ params[3] - y) ** 2)

    def grads(params, x, y):
        h, g = ahead(params, x)
        d = h @ params[2] + g @ params[3] - y
        dz = d @ params[3].T * (1 - g**2)
        return [x.T @ (d @ params[2].T * (1 - h**2)), h.T @ dz, h.T @ d, g.T @ d]

    params = [START[0], RNG.normal(size=(4, 4)), RNG.normal(size=(4, 2)), START[3]]
    told = conclusion(read(loss, grads, params, x=X, y=Y))
    wrong = {name for name, block in told.blocks.items() if block.state == "wrong"}
    assert [set(each.where.split(", ")) for each in accusations(told)] == [wrong]


COUNTS = np.array([2, 13, 7, 21, 9, 30])


@pytest.mark.parametrize("kept", ["integers", "floats"])
@pytest.mark.parametrize("divided", ["before", "afterwards"])
@pytest.mark.parametrize("rates", [True, False])
def test_what_flows_back_is_kept_in_an_array_like_the_targets(rates, divided, kept):
    def ahead(params, x):
        a = np.tanh(x @ params[0])
        z = a @ params[1]
        return a, z, np.exp(z) if rates else z

    def loss(params, x, y):
        _, z, p = ahead(params, x)
        return np.mean(p - y * z) if rates else 0.5 * np.mean((p - y) ** 2)

    def grads(params, x, y):
        a, _, p = ahead(params, x)
        delta = np.zeros_like(y if kept == "integers" else p)
        for i in range(len(y)):
            delta[i] = (p[i] - y[i]) / (len(y) if divided == "before" else 1)
        d = delta / (len(y) if divided == "afterwards" else 1)
        return [x.T @ (np.outer(d, params[1]) * (1 - a**2)), a.T @ d]

    kind = {kinds.INTEGERS} if kept == "integers" else set()
    assert found(loss, grads, [START[0], START[2] * (1 if rates else 8)], x=X, y=COUNTS) == kind


@pytest.mark.parametrize("cut", [True, False])
def test_predictions_are_kept_in_an_array_like_the_targets(cut):
    def loss(params, x, y):
        return np.mean((np.tanh(x @ params[0]) @ params[1] - y) ** 2)

    def grads(params, x, y):
        a = np.tanh(x @ params[0])
        p = np.zeros_like(y) if cut else np.zeros(len(y))
        for i in range(len(y)):
            p[i] = a[i] @ params[1]
        d = 2 * (p - y) / len(y)
        return [x.T @ (np.outer(d, params[1]) * (1 - a**2)), a.T @ d]

    kind = {kinds.INTEGERS} if cut else set()
    assert found(loss, grads, [START[0], 3 * START[2]], x=X, y=COUNTS) == kind


BLOCKS = {
    "ReLU": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
}


@pytest.mark.parametrize("copied", [True, False])
@pytest.mark.parametrize("function", BLOCKS)
@pytest.mark.parametrize("count", [1, 2])
def test_a_skip_connection_keeps_no_copy_of_what_arrives(count, function, copied):
    f, slope_of = BLOCKS[function]

    def ahead(params, x):
        kept, h = [], np.tanh(x @ params[0])
        for W in params[1:-1]:
            kept.append((h, h @ W))
            h = h + f(h @ W)
        return kept, h

    def loss(params, x, y):
        return np.sum((ahead(params, x)[1] @ params[-1] - y) ** 2)

    def grads(params, x, y):
        kept, h = ahead(params, x)
        d = 2 * (h @ params[-1] - y)
        made, dh = [h.T @ d], d @ params[-1].T
        for W, (h, z) in zip(params[-2:0:-1], kept[::-1], strict=True):
            dz = dh.copy() if copied else dh
            dz *= slope_of(z)
            made.append(h.T @ dz)
            dh = dz @ W.T + dh
        return [x.T @ (dh * (1 - np.tanh(x @ params[0]) ** 2)), *made[::-1]]

    params = [START[0], *(RNG.normal(size=(4, 4)) for _ in range(count)), START[3]]
    assert found(loss, grads, params, x=X, y=Y) == (set() if copied else {kinds.CHANGED_IN_PLACE})


@pytest.mark.parametrize("wraps", [True, False])
@pytest.mark.parametrize("form", ["array", "joined", "batch"])
def test_the_state_before_the_first_step_is_the_last_one(form, wraps):
    sequences = [(X[:, :2], Y), (X[::-1, 1:], Y[::-1])]
    if form == "batch":
        sequences = [tuple(np.stack(each, axis=1) for each in zip(*sequences, strict=True))]

    def states(params, xs):
        hs = np.zeros((len(xs), *xs.shape[1:-1], 3))
        h = np.zeros((*xs.shape[1:-1], 3))
        for t in range(len(xs)):
            h = np.tanh(
                joined(xs[t], h) @ params[0] if form == "joined" else xs[t] @ params[0] + h @ params[1]
            )
            hs[t] = h
        return hs

    def joined(x, h):
        return np.concatenate([x, h])

    def loss(params):
        return sum(np.sum((states(params, xs) @ params[-1] - ys) ** 2) for xs, ys in sequences)

    def grads(params):
        made = [np.zeros_like(array) for array in params]
        for xs, ys in sequences:
            hs, carry = states(params, xs), 0.0
            d = 2 * (hs @ params[-1] - ys)
            for t in reversed(range(len(xs))):
                made[-1] += np.atleast_2d(hs[t]).T @ np.atleast_2d(d[t])
                dz = (d[t] @ params[-1].T + carry) * (1 - hs[t] ** 2)
                before = hs[t - 1] if wraps or t else 0 * hs[0]
                if form == "joined":
                    made[0] += np.outer(joined(xs[t], before), dz)
                    carry = dz @ params[0][2:].T
                else:
                    made[0] += np.atleast_2d(xs[t]).T @ np.atleast_2d(dz)
                    made[1] += np.atleast_2d(before).T @ np.atleast_2d(dz)
                    carry = dz @ params[1].T
        return made

    params = [START[0][:2, :3], START[0][:, 1:], START[3][:3]]
    if form == "joined":
        params = [np.concatenate(params[:2]), params[2]]
    assert found(loss, grads, params) == ({kinds.WRONG_INPUT} if wraps else set())


class Number:
    """A number that knows what it is made of: (a number, its derivative by it) each."""

    def __init__(self, value, made_of=()):
        self.value, self.made_of, self.grad = value, made_of, 0.0

    def __add__(self, other):
        return Number(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Number(self.value * other.value, [(self, other.value), (other, self.value)])

    def tanh(self):
        a = np.tanh(self.value)
        return Number(a, [(self, 1 - a * a)])

    def hand_down(self):
        for each, slope_by_it in self.made_of:
            each.grad += slope_by_it * self.grad


def down_at_once(number, seen):
    if seen is None or number not in seen:
        number.hand_down()
        if seen is not None:
            seen.add(number)
        for each, _ in number.made_of:
            down_at_once(each, seen)


def off_a_stack(number, seen, end=-1):
    waiting = [number]
    while waiting:
        number = waiting.pop(end)
        if seen is None or number not in seen:
            number.hand_down()
            if seen is not None:
                seen.add(number)
            waiting += [each for each, _ in number.made_of]


def topologically(number, seen):
    order, seen = [], set()

    def visit(number):
        if number not in seen:
            seen.add(number)
            for each, _ in number.made_of:
                visit(each)
            order.append(number)

    visit(number)
    for each in reversed(order):
        each.hand_down()


WALKS = {
    "right": topologically,
    "recursion": down_at_once,
    "stack": off_a_stack,
    "queue": lambda number, seen: off_a_stack(number, seen, 0),
}


@pytest.mark.parametrize("seen", [None, set()], ids=["again", "once"])
@pytest.mark.parametrize("walk", WALKS)
def test_a_tape_is_walked_in_another_order(walk, seen):
    """Two hidden layers of two units, each of which is used twice."""

    def numbers(array):
        return [[Number(entry) for entry in row] for row in array]

    def total(params, x, y):
        error = Number(0.0)
        for row, target in zip(x, y, strict=True):
            h = [Number(entry) for entry in row]
            for k, W in enumerate(params):
                h = [weighted(h, column) for column in zip(*W, strict=True)]
                h = [each.tanh() for each in h] if k < 2 else h
            off = h[0] + Number(-target)
            error = error + off * off
        return error

    def weighted(h, column):
        made = h[0] * column[0]
        for each, weight in zip(h[1:], column[1:], strict=True):
            made = made + each * weight
        return made

    def loss(params, x, y):
        return total([numbers(W) for W in params], x, y).value

    def grads(params, x, y):
        made = [numbers(W) for W in params]
        error = total(made, x, y)
        error.grad = 1.0
        WALKS[walk](error, None if seen is None else set())
        return [np.array([[each.grad for each in row] for row in W]) for W in made]

    params = [RNG.normal(size=shape) for shape in ((2, 2), (2, 2), (2, 1))]
    told = found(loss, grads, params, x=X[:3, :2], y=Y[:3, 0])
    # breadth first, and each once, comes to a layer when all shares of its units have arrived
    if walk == "right" or (walk == "queue" and seen is not None):
        assert told == set()
    elif seen is None:
        assert told == {kinds.TAPE_ORDER}
    else:  # on so small a net, some are what an overwritten share is
        assert told and told <= {kinds.TAPE_ORDER, kinds.NOT_ACCUMULATED}


def sigmoid_by_exp(z):
    return 1 / (1 + np.exp(-z))


def test_a_suspect_that_overflows_explains_nothing():
    """Far from 0, exp of exp is infinite, from which no number is far."""

    def loss(params, x, y):
        return sum(
            np.sum((params[1] @ sigmoid_by_exp(params[0] @ row) - t) ** 2)
            for row, t in zip(x, y, strict=True)
        )

    def grads(params, x, y):
        W, V = params
        h = [sigmoid_by_exp(W @ row) for row in x]
        d = [2 * (V @ each - t) for each, t in zip(h, y, strict=True)]
        e = [V.T @ each * np.arange(1, 5) for each in d]  # of no formula
        dW = sum(np.outer(b * a * (1 - a), row) for b, a, row in zip(e, h, x, strict=True))
        return [dW, sum(np.outer(b, a) for b, a in zip(d, h, strict=True))]

    data = 9 * X
    assert found(loss, grads, [RNG.normal(size=(4, 3)), RNG.normal(size=(2, 4))], x=data, y=Y) == {
        kinds.UNKNOWN
    }


def test_a_term_for_the_wrong_class_is_missing_and_no_mask():
    """-t/p of the cross-entropy is there, (1 - t)/(1 - p) is not."""
    hot = (RNG.uniform(size=(6, 1)) > 0.5) * 1.0

    def ahead(params, x):
        h = np.tanh(x @ params[0])
        return h, sigmoid_by_exp(h @ params[1])

    def loss(params, x, y):
        p = ahead(params, x)[1]
        return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(x)

    def grads(params, x, y):
        h, p = ahead(params, x)
        d = -(y / p) * p * (1 - p) / len(x)
        return [x.T @ (d @ params[1].T * (1 - h**2)), h.T @ d]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 1))]
    assert found(loss, grads, params, x=X, y=hot) == {kinds.WRONG_ERROR}


@pytest.mark.parametrize("kept", [True, False])
def test_a_skip_connection_that_the_way_back_leaves_out_is_said_to_be(kept):
    def ahead(params, x):
        h = x @ params[0]
        a = np.tanh(h @ params[1])
        return h, a, a + h

    def loss(params, x, y):
        return np.mean((ahead(params, x)[2] @ params[2] - y) ** 2)

    def grads(params, x, y):
        h, a, o = ahead(params, x)
        d = 2 * (o @ params[2] - y) / y.size
        do = d @ params[2].T
        dz = do * (1 - a**2)
        return [x.T @ (dz @ params[1].T + kept * do), h.T @ dz, o.T @ d]

    params = [RNG.normal(size=shape) for shape in ((3, 4), (4, 4), (4, 2))]
    told = accusations(conclusion(read(loss, grads, params, x=X, y=Y)))
    assert [f.kind for f in told] == ([] if kept else [kinds.NOT_ACCUMULATED])
    assert all("that of the sum in line" in f.words and "is left out" in f.words for f in told)


@pytest.mark.parametrize("way", [0, -1, 1])
def test_the_derivative_at_the_state_of_another_step(way):
    series = RNG.normal(size=(5, 3, 1))

    def ahead(params, x):
        U, W, _ = params
        h = [np.zeros((4, 1))]
        for row in x:
            h.append(np.tanh(U @ row + W @ h[-1]))
        return h

    def loss(params, x, y):
        return sum(np.sum((params[2] @ h - y) ** 2) for h in ahead(params, x)[1:])

    def grads(params, x, y):
        U, W, V = params
        h = [*ahead(params, x), np.zeros((4, 1))]
        dU, dW, dV, carry = np.zeros_like(U), np.zeros_like(W), np.zeros_like(V), 0
        for t in range(len(x), 0, -1):
            d = 2 * (V @ h[t] - y)
            dz = (V.T @ d + carry) * (1 - h[t + way] ** 2)
            dU, dW, dV = dU + dz @ x[t - 1].T, dW + dz @ h[t - 1].T, dV + d @ h[t].T
            carry = W.T @ dz
        return [dU, dW, dV]

    params = [RNG.normal(size=shape) for shape in ((4, 3), (4, 4), (2, 4))]
    assert found(loss, grads, params, x=series, y=Y[0][:, None]) == ({kinds.WRONG_ARGUMENT} if way else set())


# what of what arrives at the larger of two goes to the first and to the second
POOLED = {
    "right": lambda a, b: (a >= b, a < b),
    "both": lambda a, b: (1.0, 1.0),
    "halves": lambda a, b: (0.5, 0.5),
    "first": lambda a, b: (1.0, 0.0),
    "second": lambda a, b: (0.0, 1.0),
}


@pytest.mark.parametrize("way", POOLED)
def test_the_larger_of_two(way):
    def ahead(params, x):
        z = x @ params[0]
        return z[:, 0::2], z[:, 1::2]

    def loss(params, x, y):
        return np.mean((np.maximum(*ahead(params, x)) @ params[1] - y) ** 2)

    def grads(params, x, y):
        a, b = ahead(params, x)
        p = np.maximum(a, b)
        d = 2 * (p @ params[1] - y) / y.size
        dz = np.zeros((len(x), 8))
        for k, share in enumerate(POOLED[way](a, b)):
            dz[:, k::2] = share * (d @ params[1].T)
        return [x.T @ dz, p.T @ d]

    params = [RNG.normal(size=(3, 8)), RNG.normal(size=(4, 2))]
    assert found(loss, grads, params, x=X, y=Y) == (set() if way == "right" else {kinds.MAX_MASK})


@pytest.mark.parametrize("exchanged", [True, False])
def test_the_factors_of_a_product_are_exchanged(exchanged):
    def ahead(params, x):
        Q, K = x @ params[0], x @ params[1]
        return Q, K, np.tanh(Q @ K.T)

    def loss(params, x, y):
        return np.sum((ahead(params, x)[2] - y) ** 2)

    def grads(params, x, y):
        Q, K, a = ahead(params, x)
        d = 2 * (a - y) * (1 - a**2)
        Q, K = (K, Q) if exchanged else (Q, K)
        return [x.T @ (d @ K), x.T @ (d.T @ Q)]

    params, scores = [0.5 * RNG.normal(size=(3, 4)) for _ in range(2)], RNG.normal(size=(6, 6))
    assert found(loss, grads, params, x=X, y=scores) == ({kinds.WRONG_FACTOR} if exchanged else set())


@pytest.mark.parametrize("loop", ["words", "examples", "none", "right"])
def test_words_that_come_several_times(loop):
    ids = np.array([[0, 1, 1], [2, 2, 0], [1, 1, 3], [3, 0, 3], [2, 1, 0], [1, 2, 2]])

    def loss(params, x, y):
        return np.mean((np.tanh(params[0][x].sum(axis=1)) @ params[1] - y) ** 2)

    def grads(params, x, y):
        E, W = params
        h = np.tanh(E[x].sum(axis=1))
        d = 2 * (h @ W - y) / y.size
        de = d @ W.T * (1 - h**2)
        dE = np.zeros_like(E)
        wide = np.repeat(de[:, None], 3, axis=1)
        if loop == "words":
            for k in range(3):
                dE[x[:, k]] += de
        elif loop == "examples":
            for row, each in zip(x, de, strict=True):
                dE[row] += each
        elif loop == "none":
            dE[x] += wide
        else:
            np.add.at(dE, x, wide)
        return [dE, h.T @ d]

    params = [RNG.normal(size=(4, 5)), RNG.normal(size=(5, 2))]
    told = found(loss, grads, params, x=ids, y=Y)
    assert told == (set() if loop == "right" else {kinds.REPEATED_INDICES})


@pytest.mark.parametrize("columns", [True, False])
@pytest.mark.parametrize("shifted", [True, False])
def test_labels_that_are_off_by_one_are_no_other_examples(columns, shifted):
    labels = RNG.integers(0, 3, 6)

    def ahead(params, x):
        h = np.tanh(params[0].T @ x.T) if columns else np.tanh(x @ params[0]).T
        return h, sigmoid_by_exp(params[1].T @ h if columns else (h.T @ params[1]).T)

    def loss(params, x, y):
        p, t = ahead(params, x)[1], np.eye(3)[y].T
        return -np.sum(t * np.log(p) + (1 - t) * np.log(1 - p)) / len(x)

    def grads(params, x, y):
        h, p = ahead(params, x)
        d = (p - np.eye(3)[(y + shifted) % 3].T) / len(x)
        return [((params[1] @ d) * (1 - h**2) @ x).T, h @ d.T]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 3))]
    assert found(loss, grads, params, x=X, y=labels) == ({kinds.WRONG_TARGET} if shifted else set())


@pytest.mark.parametrize("part", [None, "before the skip"])
def test_the_derivative_at_a_part_of_what_the_activation_takes(part):
    def ahead(params, x):
        z = x @ params[0] + params[1]
        return {"before the skip": z, None: z + x}, np.maximum(z + x, 0)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[1] @ params[2] - y) ** 2)

    def grads(params, x, y):
        parts, a = ahead(params, x)
        d = 2 * (a @ params[2] - y) / y.size
        dz = d @ params[2].T * (parts[part] > 0)
        return [x.T @ dz, dz.sum(0), a.T @ d]

    params = [RNG.normal(size=shape) for shape in ((3, 3), 3, (3, 2))]
    assert found(loss, grads, params, x=X, y=Y) == ({kinds.WRONG_ARGUMENT} if part else set())


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_part_of_the_loss_with_no_derivative_is_not_one_of_whole_numbers(share):
    """Far errors of Huber's loss count by their sign; here, at some points, all are far."""

    def loss(params, x, y):
        e = np.tanh(x @ params[0]) @ params[1] - y
        far = np.abs(e)
        return np.mean(np.where(far <= 1, 0.5 * e * e, far - 0.5))

    def grads(params, x, y):
        h = np.tanh(x @ params[0])
        e = h @ params[1] - y
        d = np.where(np.abs(e) <= 1, e, share * np.sign(e)) / y.size
        return [x.T @ (d @ params[1].T * (1 - h**2)), h.T @ d]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 1))]
    told = found(loss, grads, params, x=X, y=2 * Y[:, :1])
    assert told == (set() if share else {kinds.WRONG_SLOPE})


SKIP = [RNG.normal(size=shape) for shape in ((3, 4), 4, (4, 4), (4, 4), (4, 2))]
SKIPS = {  # mistake: what flows back to the block's input, of what comes by the layers and by the skip
    "right": (set(), lambda layers, skip: layers + skip),
    "the layers' share twice": ({kinds.NOT_ACCUMULATED}, lambda layers, skip: layers + layers),
    "the skip's share twice": ({kinds.NOT_ACCUMULATED}, lambda layers, skip: skip + skip),
    "the skip counted twice": ({kinds.SCALE}, lambda layers, skip: layers + 2 * skip),
}


def skipping(back, itself=False, twice=False):
    """The loss of a net with a residual block, and gradients; `itself`: the block's output is added twice."""

    def ahead(params, x):
        h = np.tanh(x @ params[0] + params[1])
        a = np.tanh(h @ params[2])
        o = a @ params[3]
        return h, a, o, o + o if itself else h + o

    def loss(params, x, y):
        return np.mean((ahead(params, x)[3] @ params[4] - y) ** 2)

    def grads(params, x, y):
        h, a, o, r = ahead(params, x)
        d = 2 * (r @ params[4] - y) / y.size
        dr = d @ params[4].T
        dz = dr @ params[3].T * (1 - a**2)
        dh = back(dz @ params[2].T, dr) * (1 - h**2)
        return [x.T @ dh, dh.sum(0), h.T @ dz, a.T @ dr, (o + o if twice else r).T @ d]

    return loss, grads


@pytest.mark.parametrize("way", SKIPS)
def test_the_two_ways_around_a_residual_block(way):
    kind, back = SKIPS[way]
    assert found(*skipping(back), SKIP, x=X, y=Y) == kind


def test_an_output_that_is_added_to_itself_is_no_matter_of_averages():
    """The block's own output stands for its input: in the loss alone, or in one gradient."""
    _, right = SKIPS["right"]
    told = accusations(conclusion(read(*skipping(right, itself=True), SKIP, X, Y)))
    assert [each.kind for each in told] == [kinds.WRONG_INPUT] and "adds a value to itself" in told[0].words
    told = accusations(conclusion(read(*skipping(lambda layers, skip: layers, itself=True), SKIP, X, Y)))
    assert [each.kind for each in told] == [kinds.SCALE] and "adds a value to itself" in told[0].words
    assert found(*skipping(right, twice=True), SKIP, x=X, y=Y) == {kinds.WRONG_INPUT}


LATENT = [RNG.normal(scale=0.6, size=shape) for shape in ((3, 4), (4, 2), (4, 2), (2, 3))]
DRAWN = RNG.normal(size=(6, 2))
DIVERGENCES = {  # mistake: (kind, what the divergence gives to mu, and to the logarithm of the variance)
    "right": (set(), lambda mu, v: mu, lambda v: 0.5 * (np.exp(v) - 1)),
    "mu's sign": ({kinds.SIGN}, lambda mu, v: -mu, lambda v: 0.5 * (np.exp(v) - 1)),
    "the variance's sign": ({kinds.SIGN}, lambda mu, v: mu, lambda v: 0.5 * (1 - np.exp(v))),
    "both signs": ({kinds.SIGN}, lambda mu, v: -mu, lambda v: 0.5 * (1 - np.exp(v))),
    "the variance's half": ({kinds.SCALE}, lambda mu, v: mu, lambda v: np.exp(v) - 1),
    "none for mu": ({kinds.PATH_MISSING}, lambda mu, v: 0 * mu, lambda v: 0.5 * (np.exp(v) - 1)),
    "none for the variance": ({kinds.PATH_MISSING}, lambda mu, v: mu, lambda v: 0 * v),
    "without the 1": ({kinds.PATH_MISSING}, lambda mu, v: mu, lambda v: 0.5 * np.exp(v)),
}


@pytest.mark.parametrize("way", DIVERGENCES)
def test_the_divergence_in_a_variational_autoencoder(way):
    kind, of_mu, of_variance = DIVERGENCES[way]

    def ahead(params, x):
        h = np.tanh(x @ params[0])
        mu, v = h @ params[1], h @ params[2]
        z = mu + np.exp(0.5 * v) * DRAWN
        return h, mu, v, z

    def loss(params, x):
        _, mu, v, z = ahead(params, x)
        divergence = -0.5 * np.sum(1 + v - mu**2 - np.exp(v))
        return (0.5 * np.sum((z @ params[3] - x) ** 2) + divergence) / len(x)

    def grads(params, x):
        h, mu, v, z = ahead(params, x)
        d = (z @ params[3] - x) / len(x)
        dz = d @ params[3].T
        dmu = dz + of_mu(mu, v) / len(x)
        dv = dz * DRAWN * 0.5 * np.exp(0.5 * v) + of_variance(v) / len(x)
        dh = (dmu @ params[1].T + dv @ params[2].T) * (1 - h**2)
        return [x.T @ dh, h.T @ dmu, h.T @ dv, z.T @ d]

    assert found(loss, grads, LATENT, x=X) == kind


STATES = [RNG.normal(scale=0.6, size=shape) for shape in ((3, 4), (4, 4), (4, 2))]
SEQUENCES = RNG.normal(size=(3, 4, 3)), RNG.normal(size=(3, 2))


@pytest.mark.parametrize("reset", [True, False])
def test_a_state_that_goes_on_into_the_next_sequence(reset):
    def ahead(params, x):
        state, found = np.zeros(4), []
        for sequence in x:
            state = np.zeros(4) if reset else state
            states = [state]
            for each in sequence:
                state = np.tanh(each @ params[0] + state @ params[1])
                states.append(state)
            found.append(states)
        return found

    def loss(params, x, y):
        return sum(np.sum((s[-1] @ params[2] - t) ** 2) for s, t in zip(ahead(params, x), y, strict=True))

    def grads(params, x, y):
        made = [np.zeros_like(a) for a in params]
        for states, sequence, target in zip(ahead(params, x), x, y, strict=True):
            d = 2 * (states[-1] @ params[2] - target)
            made[2] += np.outer(states[-1], d)
            dh = d @ params[2].T
            for t in reversed(range(len(sequence))):
                dz = dh * (1 - states[t + 1] ** 2)
                made[0] += np.outer(sequence[t], dz)
                made[1] += np.outer(states[t], dz)
                dh = dz @ params[1].T
        return made

    xs, ys = SEQUENCES
    told = accusations(conclusion(read(loss, grads, STATES, xs, ys)))
    assert [each.kind for each in told] == ([] if reset else [kinds.CARRY_MISSING])
    assert reset or "from one sequence into the next" in told[0].words


KEPT = np.zeros((6, 4))


@pytest.mark.parametrize("loss_resets", [True, False])
@pytest.mark.parametrize("grads_reset", [True, False])
def test_a_state_that_is_left_to_the_next_call(loss_resets, grads_reset):
    """Where both begin with what is left, both are of one function; that they remember is noted."""
    global KEPT

    def ahead(params, x, reset):
        global KEPT
        KEPT = np.zeros((6, 4)) if reset else KEPT
        before, KEPT = KEPT, np.tanh(x @ params[0] + KEPT @ params[1])
        return before, KEPT

    def loss(params, x, y):
        return np.mean((ahead(params, x, loss_resets)[1] @ params[2] - y) ** 2)

    def grads(params, x, y):
        before, state = ahead(params, x, grads_reset)
        d = 2 * (state @ params[2] - y) / y.size
        dz = d @ params[2].T * (1 - state**2)
        return [x.T @ dz, before.T @ dz, state.T @ d]

    KEPT = np.zeros((6, 4))
    loss(STATES, X, Y)
    was = KEPT
    reading = read(loss, grads, STATES, X, Y)
    told = {each.kind for each in accusations(conclusion(reading))}
    assert told == (set() if loss_resets == grads_reset else {kinds.HIDDEN_STATE})
    remembers = {each.where for each in reading.notes if each.kind == "remembers"}
    assert remembers == {
        name for name, resets in (("loss", loss_resets), ("grads", grads_reset)) if not resets
    }
    assert all("KEPT" in each.words for each in reading.notes) and KEPT is was


WEIGHED = {  # mistake: (kind, the weights of the two classes in the gradient)
    "right": (set(), (0.7, 2.5)),
    "exchanged": ({kinds.WRONG_FACTOR}, (2.5, 0.7)),
    "another": ({kinds.SCALE}, (1.0, 2.5)),
    "none": ({kinds.FACTOR_MISSING}, (1.0, 1.0)),
}


@pytest.mark.parametrize("way", WEIGHED)
def test_the_weights_of_classes(way):
    kind, (of_0, of_1) = WEIGHED[way]
    labels = np.array([0, 1, 1, 0, 1, 0])

    def ahead(params, x):
        h = np.tanh(x @ params[0])
        return h, 1 / (1 + np.exp(-(h @ params[1])[:, 0]))

    def loss(params, x, y):
        p = ahead(params, x)[1]
        return np.mean(np.where(y == 1, 2.5, 0.7) * -(y * np.log(p) + (1 - y) * np.log(1 - p)))

    def grads(params, x, y):
        h, p = ahead(params, x)
        d = (np.where(y == 1, of_1, of_0) * (p - y) / len(y))[:, None]
        return [x.T @ (d @ params[1].T * (1 - h**2)), h.T @ d]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 1))]
    told = accusations(conclusion(read(loss, grads, params, X, labels)))
    assert {each.kind for each in told} == kind
    assert way != "exchanged" or "weights of two classes are exchanged" in told[0].words


@pytest.mark.parametrize("exchanged", [True, False])
def test_the_weights_of_three_classes(exchanged):
    weights, labels = np.array([0.5, 1.7, 3.1]), np.array([0, 1, 2, 2, 0, 1])

    def ahead(params, x):
        h = np.tanh(x @ params[0])
        e = np.exp(h @ params[1])
        return h, e / e.sum(axis=1, keepdims=True)

    def loss(params, x, y):
        return -np.mean(weights[y] * np.log(ahead(params, x)[1][np.arange(len(y)), y]))

    def grads(params, x, y):
        h, p = ahead(params, x)
        mine = weights[[2, 1, 0]] if exchanged else weights
        d = (p - np.eye(3)[y]) * mine[y][:, None] / len(y)
        return [x.T @ (d @ params[1].T * (1 - h**2)), h.T @ d]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 3))]
    assert found(loss, grads, params, x=X, y=labels) == ({kinds.WRONG_FACTOR} if exchanged else set())


def logistic(weights, taken):
    """Loss and gradients of a net with one output: the examples count by weights, in the latter by others."""

    def ahead(params, x):
        h = np.tanh(x @ params[0])
        return h, 1 / (1 + np.exp(-(h @ params[1])[:, 0]))

    def loss(params, x, y):
        p = ahead(params, x)[1]
        return np.mean(weights * -(y * np.log(p) + (1 - y) * np.log(1 - p)))

    def grads(params, x, y):
        h, p = ahead(params, x)
        d = (taken * (p - y) / len(y))[:, None]
        return [x.T @ (d @ params[1].T * (1 - h**2)), h.T @ d]

    return loss, grads


IN_BLOCKS = np.array([0, 0, 0, 0, 1, 1])
HEAVY, LIGHT = np.where(IN_BLOCKS, 2.5, 0.7), np.where(IN_BLOCKS, 0.7, 2.5)


@pytest.mark.parametrize(
    ("weights", "taken", "words"),
    [
        (1.0, 1.0, None),
        (HEAVY, HEAVY, None),
        (HEAVY, LIGHT, "weights of two classes are exchanged"),
    ],
)
def test_the_weights_of_classes_in_blocks(weights, taken, words):
    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 1))]
    told = accusations(conclusion(read(*logistic(weights, taken), params, X, IN_BLOCKS)))
    assert bool(told) == (words is not None)
    assert any("weights of" in each.words for each in told) == bool(words)
    assert not words or words in told[0].words


@pytest.mark.parametrize("cuts", [[6], [4, 6]])
def test_the_mean_of_the_means_of_batches_weights_no_classes(cuts):
    """The targets are sorted, so that each batch holds one of two classes."""

    def loss(params, x, y):
        return np.mean((np.tanh(x @ params[0]) @ params[1] - y) ** 2)

    def of_batch(params, x, y):
        h = np.tanh(x @ params[0])
        d = 2 * (h @ params[1] - y) / len(y)
        return [x.T @ (np.outer(d, params[1]) * (1 - h**2)), h.T @ d]

    def grads(params, x, y):
        made = [of_batch(params, x[a:b], y[a:b]) for a, b in zip([0, *cuts], cuts, strict=False)]
        return [sum(blocks) / len(made) for blocks in zip(*made, strict=True)]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=4)]
    told = accusations(conclusion(read(loss, grads, params, X, IN_BLOCKS)))
    assert bool(told) == (len(cuts) > 1)
    assert not any("classes" in each.words for each in told)


def test_only_weights_that_are_the_loss_s_in_another_order_are_exchanged():
    """The numbers 1.6 and 1 / 1.6 times the weights have the product 1 as well."""
    weights, labels = np.array([0.5, 2.0]), np.array([0, 1, 1, 0, 1, 0])
    taken = (weights * [1.6, 1 / 1.6])[labels]
    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 1))]
    told = accusations(conclusion(read(*logistic(weights[labels], taken), params, X, labels)))
    assert [each.kind for each in told] == [kinds.SCALE] and "others than in the loss" in told[0].words


def test_the_outputs_of_one_example_are_no_examples():
    target = np.array([0.0, 1.0, 0.0, 0.0])

    def loss(params, x, y):
        return 0.5 * np.sum((np.tanh(x @ params[0]) @ params[1] - y) ** 2)

    def grads(params, x, y):
        h = np.tanh(x @ params[0])
        d = (h @ params[1] - y) * np.where(y == 1, 2.5, 0.7)
        return [np.outer(x, params[1] @ d * (1 - h**2)), np.outer(h, d)]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 4))]
    told = accusations(conclusion(read(loss, grads, params, X[0], target)))
    assert told and not any("classes" in each.words for each in told)


@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize("read_at", [(2, 5), (0, 1, 2, 4, 5)])
def test_outputs_at_some_steps_of_one_sequence(added, read_at):
    """Where the error of an output takes the place of what comes back, there may be no second sequence."""
    sequence, targets = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))

    def ahead(params, x):
        states = [np.zeros(4)]
        for each in x:
            states.append(np.tanh(each @ params[0] + states[-1] @ params[1]))
        return states

    def loss(params, x, y):
        states = ahead(params, x)
        return sum(np.sum((states[t + 1] @ params[2] - y[t]) ** 2) for t in read_at)

    def grads(params, x, y):
        states, made = ahead(params, x), [np.zeros_like(a) for a in params]
        dh = np.zeros(4)
        for t in reversed(range(len(x))):
            if t in read_at:
                d = 2 * (states[t + 1] @ params[2] - y[t])
                made[2] += np.outer(states[t + 1], d)
                dh = d @ params[2].T + (dh if added else 0)
            dz = dh * (1 - states[t + 1] ** 2)
            made[0] += np.outer(x[t], dz)
            made[1] += np.outer(states[t], dz)
            dh = dz @ params[1].T
        return made

    told = accusations(conclusion(read(loss, grads, STATES, sequence, targets)))
    assert bool(told) != added
    assert all("= stands where += is wanted" in each.words for each in told)
    assert {each.kind for each in told} <= {kinds.CARRY_MISSING, kinds.NOT_ACCUMULATED}


def test_a_half_elsewhere_is_not_that_of_a_sum_of_a_value_and_itself():
    loss, _ = skipping(SKIPS["right"][1], itself=True)

    def right_but_for_the_skip(params, x, y):
        """A value's own two shares, o + o, and no skip."""
        h = np.tanh(x @ params[0] + params[1])
        a = np.tanh(h @ params[2])
        o = a @ params[3]
        d = 2 * (2 * o @ params[4] - y) / y.size
        do = 2 * d @ params[4].T
        dz = do @ params[3].T * (1 - a**2)
        dh = dz @ params[2].T * (1 - h**2)
        return [x.T @ dh, dh.sum(0), h.T @ dz, a.T @ do, 2 * o.T @ d]

    def halved(params, x, y):
        made = right_but_for_the_skip(params, x, y)
        return [*made[:4], 0.5 * made[4]]

    assert found(loss, right_but_for_the_skip, SKIP, x=X, y=Y) == set()
    told = accusations(conclusion(read(loss, halved, SKIP, X, Y)))
    assert told and not any("adds a value to itself" in each.words for each in told)


@pytest.mark.parametrize("before", [True, False])
def test_a_skip_that_is_taken_before_the_derivative_after_the_sum(before):
    def ahead(params, x):
        h = np.tanh(x @ params[0])
        return h, np.tanh(h @ params[1] + h)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[1] @ params[2] - y) ** 2)

    def grads(params, x, y):
        h, a = ahead(params, x)
        d = 2 * (a @ params[2] - y) / y.size
        da = d @ params[2].T
        dz = da * (1 - a**2)
        dh = (dz @ params[1].T + (da if before else dz)) * (1 - h**2)
        return [x.T @ dh, h.T @ dz, a.T @ d]

    told = accusations(conclusion(read(loss, grads, STATES, X, Y)))
    assert [each.kind for each in told] == ([kinds.SLOPE_MISSING] if before else [])
    assert not before or "before the derivative of the activation after it" in told[0].words


def test_where_not_all_was_tried_the_nearest_mistake_is_not_named():
    def loss(params, x, y):
        return np.mean((np.tanh(x @ params[0]) @ params[1] - y) ** 2)

    def grads(params, x, y):
        h = np.tanh(x @ params[0])
        d = 2 * (h @ params[1] - y) / y.size
        return [x.T @ (d @ params[1].T), h.T @ d]

    params = [RNG.normal(size=(3, 4)), RNG.normal(size=(4, 2))]
    reading = read(loss, grads, params, X, Y)
    evidence, _ = evidence_of(reading, truth_of(reading), claimed)
    case = case_of(evidence.graphs, evidence.tolerance, evidence.noise)
    whole = explain(case)
    kind, *_, number, _ = said_of_suspect(evidence, case, whole, 0)
    assert kind == kinds.SLOPE_MISSING and number.endswith("to the last digits: params[0]")
    down = tuple(each._replace(down=True) for each in whole.suspects)
    part = whole._replace(suspects=down, complete=False, fits=[None, *whole.fits[1:]])
    kind, _, words, number, _ = said_of_suspect(evidence, case, part, 0)
    assert kind == kinds.UNKNOWN and "nothing that was tried explains all of it" in words and not number


class Adding:
    """A net whose gradients are added to those before, until the update sets them to zero."""

    def __init__(self, wrong):
        self.W, self.V, self.wrong = RNG.normal(size=(3, 3)), RNG.normal(size=(3, 2)), wrong
        self.zero_grad()

    def zero_grad(self):
        self.dW, self.dV = np.zeros((3, 3)), np.zeros((3, 2))

    def loss(self, x, y):
        return np.mean((np.tanh(x @ self.W) @ self.V - y) ** 2)

    def backward(self, x, y):
        h = np.tanh(x @ self.W)
        d = 2 * (h @ self.V - y) / y.size
        dW = x.T @ (d @ self.V.T * (1 - h**2))
        self.dW += np.sin(9 * dW) * X[:3] if self.wrong else dW
        self.dV += (-1 if self.wrong else 1) * h.T @ d
        return dict(W=self.dW, V=self.dV)

    def step(self, x, y, rate=0.1):
        self.zero_grad()
        self.backward(x, y)
        self.W -= rate * self.dW
        self.V -= rate * self.dV


@pytest.mark.parametrize("wrong", [True, False])
def test_gradients_that_are_added_up_are_no_state_of_a_loss(wrong):
    net = Adding(wrong)
    reading = read(obj=net, loss=net.loss, grads=net.backward, step=net.step, x=X, y=Y, rate=0.1)
    assert any(each.kind == "remembers" for each in reading.notes)
    told = {each.kind for each in accusations(conclusion(reading))}
    assert kinds.HIDDEN_STATE not in told
    assert ({kinds.UNKNOWN, kinds.SIGN} <= told) if wrong else not told


@pytest.mark.parametrize("sign", [1, -1])
def test_what_no_state_explains_is_named_beside_it(sign):
    global KEPT

    def loss(params, x, y):
        h = np.tanh(x @ params[0])
        return np.mean((h @ params[2] - y) ** 2) + np.sum((params[3] - 1) ** 2) + 0 * params[1].sum()

    def grads(params, x, y):
        global KEPT
        before, KEPT = KEPT, np.tanh(x @ params[0] + KEPT @ params[1])
        d = 2 * (KEPT @ params[2] - y) / y.size
        dz = d @ params[2].T * (1 - KEPT**2)
        return [x.T @ dz, before.T @ dz, KEPT.T @ d, sign * 2 * (params[3] - 1)]

    KEPT = RNG.normal(size=(6, 4))
    told = accusations(conclusion(read(loss, grads, [*STATES, RNG.normal(size=3)], X, Y)))
    assert {each.kind for each in told} == {kinds.HIDDEN_STATE} | ({kinds.SIGN} if sign < 0 else set())


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


CELLS = dict(w1=0.4, w2=-0.7, w3=0.9, w4=1.1, b=0.2)
WEIGHTS_OF_CELLS = {"right": ("w3", "w4"), "one for both": ("w3", "w3"), "exchanged": ("w4", "w3")}


@pytest.mark.parametrize("way", WEIGHTS_OF_CELLS)
def test_a_single_weight_that_stands_for_another_one_example_after_the_other(way):
    rows = X[:, :2].tolist()

    def ahead(c, u, v):
        first, second = sigmoid(c["w1"] * u), sigmoid(c["w2"] * v + c["b"])
        return first, second, sigmoid(c["w3"] * first + c["w4"] * second)

    def loss(c, x, y):
        return sum((t - ahead(c, u, v)[2]) ** 2 for (u, v), t in zip(x, y, strict=True)) / len(x)

    def grads(c, x, y):
        d = dict.fromkeys(c, 0.0)
        for (u, v), t in zip(x, y, strict=True):
            first, second, out = ahead(c, u, v)
            back = -2 * (t - out) / len(x) * out * (1 - out)
            d["w3"] += back * first
            d["w4"] += back * second
            to_first, to_second = (back * c[name] for name in WEIGHTS_OF_CELLS[way])
            d["w1"] += to_first * first * (1 - first) * u
            d["w2"] += to_second * second * (1 - second) * v
            d["b"] += to_second * second * (1 - second)
        return d

    assert found(loss, grads, CELLS, x=rows, y=[1, 0, 0, 1, 1, 0]) == (
        set() if way == "right" else {kinds.WRONG_WEIGHT}
    )


# what a generator minimizes, of a discriminator's probabilities: (loss, its derivative by the scores)
OF_SCORES = {
    "log of a": (lambda a: -np.mean(np.log(a)), lambda a: (a - 1) / a.size),
    "log of 1 - a": (lambda a: np.mean(np.log(1 - a)), lambda a: -a / a.size),
}


@pytest.mark.parametrize("minimized", OF_SCORES)
@pytest.mark.parametrize("passed", OF_SCORES)
def test_a_logarithm_is_taken_for_the_other_one(minimized, passed):
    def scores(params, noise):
        h = np.tanh(noise @ params[0] + params[1])
        return h, sigmoid(h @ params[2])

    def loss(params, noise):
        return OF_SCORES[minimized][0](scores(params, noise)[1])

    def grads(params, noise):
        h, a = scores(params, noise)
        d = OF_SCORES[passed][1](a)
        dh = np.outer(d, params[2]) * (1 - h**2)
        return [noise.T @ dh, dh.sum(0), h.T @ d]

    params = [START[0], START[2], START[3][:, 0]]
    assert found(loss, grads, params, x=X) == (set() if minimized == passed else {kinds.WRONG_ERROR})


ROOTS = {"right": lambda r: 1 / r, "squared": lambda r: 2.0, "undivided": lambda r: 1.0}


@pytest.mark.parametrize("also", [True, False])
@pytest.mark.parametrize("way", ROOTS)
def test_the_derivative_of_a_root(way, also):
    """A distance, once or beside its square, as a contrastive loss takes it."""

    def distances(params, x):
        h = np.tanh(x @ params[0] + params[1])
        return h, np.sqrt(((h @ params[2] - 1) ** 2).sum(axis=1))

    def loss(params, x):
        r = distances(params, x)[1]
        return np.mean(r + r**2) if also else np.mean(r)

    def grads(params, x):
        h, r = distances(params, x)
        d = (ROOTS[way](r) + 2 * also)[:, None] if np.ndim(ROOTS[way](r)) else ROOTS[way](r) + 2 * also
        d = d * (h @ params[2] - 1) / len(x)
        dh = d @ params[2].T * (1 - h**2)
        return [x.T @ dh, dh.sum(0), h.T @ d]

    kind = {"right": None, "squared": kinds.SLOPE_MISSING, "undivided": kinds.FACTOR_MISSING}[way]
    assert found(loss, grads, [START[0], START[2], START[3]], x=X) == ({kind} if kind else set())


class Dropping:
    """Predicts with the mask of its training, or without."""

    def __init__(self, stays=True):
        self.W, self.V, self.stays = START[0].copy(), START[3].copy(), stays
        self.mask = np.array([1.25, 0, 1.25, 1.25])

    def forward(self, x, mask):
        self.h = np.tanh(x @ self.W)
        return self.h * mask @ self.V

    def loss(self, x, y):
        return np.mean((self.forward(x, self.mask) - y) ** 2)

    def grads(self, x, y):
        d = 2 * (self.forward(x, self.mask) - y) / y.size
        return dict(W=x.T @ (d @ self.V.T * self.mask * (1 - self.h**2)), V=(self.h * self.mask).T @ d)

    def predict(self, x):
        return self.forward(x, self.mask if self.stays else 1.0)


@pytest.mark.parametrize("stays", [True, False])
def test_dropout_that_stays_on_in_the_predictions(stays):
    net = Dropping(stays)
    reading = read(obj=net, loss=net.loss, grads=net.grads, predict=net.predict, x=X, y=Y)
    told = {each.kind for each in accusations(conclusion(reading))}
    assert told == ({kinds.DROPOUT_STAYS_ON} if stays else set())


def test_a_forward_pass_of_the_training_is_no_prediction():
    net = Dropping()
    reading = read(
        obj=net, loss=net.loss, grads=net.grads, predict=lambda x: net.forward(x, net.mask), x=X, y=Y
    )
    assert accusations(conclusion(reading)) == []


@pytest.mark.parametrize("resets", [True, False])
def test_gradients_that_are_set_to_zero_within_the_loop_over_examples(resets):
    def loss(params, x, y):
        return sum(np.sum((np.tanh(u @ params[0]) @ params[1] - v) ** 2) for u, v in zip(x, y, strict=True))

    def grads(params, x, y):
        sums = [np.zeros_like(p) for p in params]
        for u, v in zip(x, y, strict=True):
            sums = [np.zeros_like(p) for p in params] if resets else sums
            h = np.tanh(u @ params[0])
            d = 2 * (h @ params[1] - v)
            new = [np.outer(u, params[1] @ d * (1 - h**2)), np.outer(h, d)]
            sums = [s + g for s, g in zip(sums, new, strict=True)]
        return sums

    told = found(loss, grads, [START[0], START[3]], x=X, y=Y)
    assert told == ({kinds.ROWS_LEFT_OUT} if resets else set())


# how the entries are moved, and what is done with what arrives; the first is right
MOVES = {
    "channels first": (
        lambda a: a.transpose(0, 3, 1, 2).reshape(len(a), -1),
        (6, 2, 3, 4),
        {
            "right": lambda d, a: d.reshape(6, 4, 2, 3).transpose(0, 2, 3, 1),
            "reshaped": lambda d, a: d.reshape(a.shape),
            "Fortran": lambda d, a: d.reshape(a.shape, order="F"),
            "another order": lambda d, a: d.reshape(6, 4, 3, 2).transpose(0, 3, 2, 1),
        },
    ),
    "a signal": (
        lambda a: np.swapaxes(a, 1, 2).reshape(len(a), -1),
        (6, 1, 5, 4),
        {
            "right": lambda d, a: np.swapaxes(d.reshape(6, 4, 5), 1, 2),
            "reshaped": lambda d, a: d.reshape(a.shape),
            "right by Fortran": lambda d, a: d.reshape(a.shape, order="F"),
        },
    ),
    "no transpose": (
        lambda a: a.reshape(len(a), -1),
        (6, 2, 3, 4),
        {
            "right": lambda d, a: d.reshape(a.shape),
            "Fortran": lambda d, a: d.reshape(a.shape, order="F"),
            "transposed": lambda d, a: d.reshape(6, 4, 2, 3).transpose(0, 2, 3, 1),
        },
    ),
    "as Fortran does": (
        lambda a: a.reshape(len(a), -1, order="F"),
        (6, 2, 3, 4),
        {
            "right": lambda d, a: d.reshape(a.shape, order="F"),
            "reshaped": lambda d, a: d.reshape(a.shape),
        },
    ),
    "of equal axes": (
        lambda a: a.transpose(0, 2, 3, 1).reshape(len(a), -1),
        (6, 4, 4, 4),
        {
            "right": lambda d, a: d.reshape(a.shape).transpose(0, 3, 1, 2),
            "reshaped": lambda d, a: d.reshape(a.shape),
            "the same axes": lambda d, a: d.reshape(a.shape).transpose(0, 2, 3, 1),
        },
    ),
}


@pytest.mark.parametrize(("move", "way"), [(move, way) for move, (*_, ways) in MOVES.items() for way in ways])
def test_entries_are_put_back_where_they_were(move, way):
    moved, (n, h, w, c), ways = MOVES[move]
    shape = (n, w, 3) if h == 1 else (n, h, w, 3)
    rng = np.random.default_rng(3)
    params = [rng.normal(size=(3, c)), rng.normal(size=c), rng.normal(size=(h * w * c, 2)), np.zeros(2)]

    def ahead(params, x):
        a = np.tanh(x @ params[0] + params[1])
        return a, moved(a)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[1] @ params[2] + params[3] - y) ** 2)

    def grads(params, x, y):
        a, flat = ahead(params, x)
        d = 2 * (flat @ params[2] + params[3] - y) / y.size
        dz = (ways[way](d @ params[2].T, a) * (1 - a**2)).reshape(-1, c)
        return [x.reshape(-1, 3).T @ dz, dz.sum(0), flat.T @ d, d.sum(0)]

    data = dict(x=rng.normal(size=shape), y=rng.normal(size=(n, 2)))
    assert found(loss, grads, params, **data) == (set() if "right" in way else {kinds.ENTRY_ORDER})


def test_a_flattening_that_is_reshaped_is_said_to_be():
    rng = np.random.default_rng(3)
    params = [rng.normal(size=(3, 4)), rng.normal(size=(20, 2))]

    def ahead(params, x):
        a = np.tanh(x @ params[0])
        return a, a.transpose(0, 2, 1).reshape(len(a), -1)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[1] @ params[1] - y) ** 2)

    def grads(params, x, y):
        a, flat = ahead(params, x)
        d = 2 * (flat @ params[1] - y) / y.size
        da = (d @ params[1].T).reshape(a.shape)
        return [np.tensordot(x, da * (1 - a**2), ([0, 1], [0, 1])), flat.T @ d]

    ((kind, words),) = said(loss, grads, params, x=rng.normal(size=(6, 5, 3)), y=Y)
    assert kind == kinds.ENTRY_ORDER and words.endswith("is reshaped without undoing its transpose.")


# what arrives at the filters' outputs, of (examples, filters, places)
OF_FILTERS = {
    "right": lambda d: d.transpose(1, 2, 0).reshape(4, -1),
    "reshaped": lambda d: d.reshape(4, -1),
    "examples before places": lambda d: d.transpose(1, 0, 2).reshape(4, -1),
}


@pytest.mark.parametrize("way", OF_FILTERS)
def test_the_columns_of_a_convolution_are_put_back_where_they_were(way):
    rng = np.random.default_rng(4)
    params = [rng.normal(size=(4, 3)), rng.normal(size=(4, 1)), rng.normal(size=(20, 2))]

    def ahead(params, x):
        z = (params[0] @ x + params[1]).reshape(4, 5, 6).transpose(2, 0, 1)
        return z, np.maximum(z, 0).reshape(6, -1)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[1] @ params[2] - y) ** 2)

    def grads(params, x, y):
        z, flat = ahead(params, x)
        d = 2 * (flat @ params[2] - y) / y.size
        dz = OF_FILTERS[way]((d @ params[2].T).reshape(z.shape) * (z > 0))
        return [dz @ x.T, dz.sum(1, keepdims=True), flat.T @ d]

    accused = found(loss, grads, params, x=rng.normal(size=(3, 30)), y=Y)
    assert accused == (set() if way == "right" else {kinds.ENTRY_ORDER})


@pytest.mark.parametrize("way", ["right", "split alone", "merged alone"])
def test_the_heads_of_attention_are_put_back_where_they_were(way):
    rng = np.random.default_rng(4)
    params = [rng.normal(size=(4, 4)) * 0.5 for _ in range(4)]

    def split(a):
        return a.reshape(3, 5, 2, 2).transpose(0, 2, 1, 3)

    def merged(a):
        return a.transpose(0, 2, 1, 3).reshape(3, 5, 4)

    def ahead(params, x):
        q, k, v = (split(x @ w) for w in params[:3])
        e = np.exp(q @ k.transpose(0, 1, 3, 2) / np.sqrt(2))
        s = e / e.sum(-1, keepdims=True)
        return q, k, v, s, merged(s @ v)

    def loss(params, x, y):
        return np.mean((ahead(params, x)[-1] @ params[3] - y) ** 2)

    def grads(params, x, y):
        q, k, v, s, out = ahead(params, x)
        d = 2 * (out @ params[3] - y) / y.size
        do = d @ params[3].T
        do = do.reshape(3, 2, 5, 2) if way == "merged alone" else split(do)
        ds = do @ v.transpose(0, 1, 3, 2)
        de = s * (ds - (ds * s).sum(-1, keepdims=True)) / np.sqrt(2)
        parts = de @ k, de.transpose(0, 1, 3, 2) @ q, s.transpose(0, 1, 3, 2) @ do
        parts = [p.reshape(3, 5, 4) if way == "split alone" else merged(p) for p in parts]
        return [*(np.einsum("ntk,ntc->kc", x, p) for p in parts), np.einsum("ntk,ntc->kc", out, d)]

    accused = found(loss, grads, params, x=rng.normal(size=(3, 5, 4)), y=rng.normal(size=(3, 5, 4)))
    assert accused == (set() if way == "right" else {kinds.ENTRY_ORDER})


def valid(x, w):
    return np.correlate(x, w, "valid")


# how a signal is filtered, and what is passed down of a layer's filter and what arrives; the first is right
FILTERS = {
    "correlated": (valid, valid, {"right": np.convolve, "not reversed": np.correlate}),
    "convolved": (
        lambda x, w: np.convolve(x, w, "valid"),
        lambda x, d: np.correlate(x, d, "valid")[::-1],
        {"right": lambda d, w, _: np.correlate(d, w, "full"), "not reversed": np.convolve},
    ),
    "as products of windows": (
        lambda x, w: np.array([x[i : i + len(w)] @ w for i in range(len(x) - len(w) + 1)]),
        valid,
        {"right": np.convolve, "not reversed": np.correlate},
    ),
    "as sums over the filter": (
        lambda x, w: sum(x[k : len(x) - len(w) + 1 + k] * w[k] for k in range(len(w))),
        valid,
        {"right": np.convolve, "not reversed": np.correlate},
    ),
}


@pytest.mark.parametrize(("filtered", "way"), [(each, way) for each in FILTERS for way in FILTERS[each][2]])
def test_the_filter_on_the_way_down(filtered, way):
    rng = np.random.default_rng(4)
    params = [rng.normal(size=3), np.zeros(1), rng.normal(size=4), np.zeros(1)]
    forward, of_filter, ways = FILTERS[filtered]

    def ahead(params, x):
        a = np.tanh(forward(x, params[0]) + params[1])
        return a, np.tanh(forward(a, params[2]) + params[3])

    def loss(params, x, y):
        return sum((ahead(params, row)[1].mean() - t) ** 2 for row, t in zip(x, y, strict=True)) / len(x)

    def grads(params, x, y):
        total = [np.zeros_like(p) for p in params]
        for row, t in zip(x, y, strict=True):
            a, out = ahead(params, row)
            d = 2 * (out.mean() - t) / len(x) / out.size * (1 - out**2)
            down = ways[way](d, params[2], "full") * (1 - a**2)
            parts = of_filter(row, down), down.sum(), of_filter(a, d), d.sum()
            total = [old + part for old, part in zip(total, parts, strict=True)]
        return total

    accused = said(loss, grads, params, x=rng.normal(size=(4, 11)), y=rng.normal(size=4))
    assert [kind for kind, _ in accused] == ([] if way == "right" else [kinds.WRONG_WEIGHT])
    assert all("goes through the weights in reverse order" in words for _, words in accused)


# the letters of windows and filters, and on the way down the filters: (examples, places, channels) or so
LAYOUTS = {
    "channels last": ("nlck,fck->nlf", (5, 4, 3)),
    "channels first": ("nclk,fck->nfl", (5, 4, 3)),
    "filters last": ("nlkc,kcf->nlf", (3, 4, 5)),
}
OF_KERNELS = {"right": None, "not reversed": kinds.WRONG_WEIGHT}


@pytest.mark.parametrize("way", OF_KERNELS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_kernels_of_several_channels_on_the_way_down(layout, way):
    rng, (letters, shape) = np.random.default_rng(4), LAYOUTS[layout]
    windows, kernel, out = letters.replace("->", ",").split(",")
    along, along_kernel = out.index("l"), kernel.index("k")
    params = [rng.normal(size=(3, 4)), rng.normal(size=shape), rng.normal(size=5)]

    def cut(a):
        parts = [np.take(a, range(i, i + 3), along) for i in range(a.shape[along] - 2)]
        order = windows.replace("k", "").index("l")
        stacked = np.stack(
            parts, order
        )  # the places of the windows; those in a window stand where a has them
        names = list(out.replace("f", "c").replace("l", "k"))
        names.insert(order, "l")
        return stacked.transpose([names.index(c) for c in windows])

    def hidden(params, x):
        a = np.tanh(x @ params[0])
        return np.moveaxis(a, 2, out.index("f"))

    def ahead(params, x):
        a = hidden(params, x)
        z = np.einsum(letters, cut(a), params[1])
        return a, z, np.tanh(z)

    def read_off(params, b):
        return np.einsum(f"{out},f->n", b, params[2]) / b.shape[along]

    def loss(params, x, y):
        return np.mean((read_off(params, ahead(params, x)[2]) - y) ** 2)

    def grads(params, x, y):
        a, _, b = ahead(params, x)
        d = 2 * (read_off(params, b) - y) / len(y) / b.shape[along]
        db = np.einsum("n,f->nf", d, params[2])
        dz = np.expand_dims(db, along) * (1 - b**2)
        around = [(0, 0)] * 3
        around[along] = (2, 2)
        w = np.flip(params[1], along_kernel) if way == "right" else params[1]
        padded = np.pad(dz, around)
        parts = np.stack([np.take(padded, range(k, k + a.shape[along]), along) for k in range(3)])
        da = np.einsum(f"k{out},{kernel}->{out.replace('f', 'c')}", parts, w) * (1 - a**2)
        da = np.moveaxis(da, out.index("f"), 2)
        return [
            np.tensordot(x, da, ([0, 1], [0, 1])),
            np.einsum(f"{windows},{out}->{kernel}", cut(a), dz),
            np.einsum(f"{out},n->f", b, d),
        ]

    accused = said(loss, grads, params, x=rng.normal(size=(3, 7, 3)), y=rng.normal(size=3))
    assert [kind for kind, _ in accused] == ([] if way == "right" else [kinds.WRONG_WEIGHT])
    assert all(f"in reverse order along their axis {along_kernel}" in words for _, words in accused)
