"""Examples that mix, in a softmax or where rows and columns of a square array are confused, are named."""

import numpy as np
import pytest
from expected import accusations

from backprop_course.check import kinds
from backprop_course.check.conclusion import conclusion
from backprop_course.check.reading import read

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(5)


def told_of(loss, grads, params, x, y):
    """What a program is accused of."""
    return accusations(conclusion(read(loss, grads, params, x, y)))


def batched(form, own, taken, columns, classes):
    """(loss, gradients, parameters, x, y): a softmax that sums over "each" example, "examples" or "all".

    `own` is what it sums over in the loss, `taken` in prediction - target. The loss takes the shares, their
    logarithms, or the logarithms of the sums alone.
    """
    labels, at, unit = np.array([0, 1, 1, 0, 1, 0]), np.arange(6), 0 if columns else 1
    labels = labels + (classes > 2) * (at % 2)
    axes = {"each": unit, "examples": 1 - unit, "all": None}
    own, taken = axes[own], axes[taken]
    picked = (labels, at) if columns else (at, labels)
    onehot = np.eye(classes)[:, labels] if columns else np.eye(classes)[labels]

    def shares(z, axis):
        e = np.exp(z - z.max(axis=unit, keepdims=True)) if form == "shares" else np.exp(z)
        return e / np.sum(e, axis=axis, keepdims=True)

    def ahead(params, x):
        W, V, b = params
        h = np.tanh(W @ x if columns else x @ W)
        return h, (V @ h if columns else h @ V) + b

    def loss(params, x, y):
        z = ahead(params, x)[1]
        if form == "shares":
            return -np.mean(np.log(shares(z, own)[picked] + 1e-9))
        if form == "logs":
            return -np.sum((z - np.log(np.sum(np.exp(z), axis=own, keepdims=True)))[picked])
        sums = np.log(np.exp(z).sum(axis=own))
        return np.sum((sums[labels] if own == 1 - unit else sums) - z[picked])

    def grads(params, x, y):
        h, z = ahead(params, x)
        d = (shares(z, taken) - onehot) / (6 if form == "shares" else 1)
        if columns:
            return [(params[1].T @ d * (1 - h**2)) @ x.T, d @ h.T, d.sum(axis=1, keepdims=True)]
        return [x.T @ (d @ params[1].T * (1 - h**2)), h.T @ d, d.sum(axis=0)]

    rng = np.random.default_rng(3)
    params = [rng.normal(size=shape) for shape in ((3, 4), (4, classes), (1, classes))]
    x = rng.normal(size=(6, 3))
    if columns:
        return loss, grads, [a.T for a in params], x.T.copy(), labels
    return loss, grads, [*params[:2], params[2][0]], x, labels


SUMS = [(own, "each") for own in ("each", "examples", "all")]
SUMS += [("examples", "examples"), ("all", "all"), ("each", "examples"), ("each", "all")]


@pytest.mark.parametrize(("columns", "classes"), [(False, 3), (True, 2), (True, 3)])
@pytest.mark.parametrize(("own", "taken"), SUMS)
@pytest.mark.parametrize("form", ["shares", "logs", "sums"])
def test_a_softmax_that_sums_over_other_examples(form, own, taken, columns, classes):
    told = told_of(*batched(form, own, taken, columns, classes))
    assert [each.kind for each in told] == ([kinds.ROWS_MIX] if (own, taken) != ("each", "each") else [])
    for each in told:
        wrong = taken if own == "each" else own
        assert f"sum over {'the whole batch' if wrong == 'all' else 'the examples'}" in each.words
        assert f"axis={0 if columns else 1} and keepdims=True" in each.words
        assert ("softmax in line" in each.words) == (own != "each")
        assert "to the last digits" in each.number or form == "shares"


@pytest.mark.parametrize("joint", [True, False])
def test_a_softmax_over_all_is_right_for_shares_of_all_alone(joint):
    """The gradient is the loss's in both; targets that are one class for each row want sums of each row."""
    shares = RNG.uniform(size=(6, 3))
    targets = shares / shares.sum() if joint else np.eye(3)[[0, 1, 2, 2, 0, 1]]

    def ahead(params, x):
        z = x @ params[0] + params[1]
        e = np.exp(z - z.max())
        return e / e.sum()

    def loss(params, x, y):
        return -np.sum(y * np.log(ahead(params, x)))

    def grads(params, x, y):
        d = y.sum() * ahead(params, x) - y
        return [x.T @ d, d.sum(axis=0)]

    params = [RNG.normal(size=(3, 3)), RNG.normal(size=3)]
    told = told_of(loss, grads, params, RNG.normal(size=(6, 3)), targets)
    assert [each.kind for each in told] == ([] if joint else [kinds.ROWS_MIX])


# mistake: (kind, the gradient of the weights from errors (n,) and inputs (n, n), examples in rows)
SQUARE = {
    "right": (None, lambda e, a: np.mean(e[:, None] * a, axis=0)),
    "columns": (kinds.OUTER_BROADCAST, lambda e, a: np.mean(e * a, axis=0)),
    "axis": (kinds.WRONG_AXIS, lambda e, a: np.mean(e[:, None] * a, axis=1)),
    "untransposed": (kinds.TRANSPOSED, lambda e, a: np.mean(e * a, axis=1)),
    "down": (kinds.OUTER_BROADCAST, lambda e, a: np.mean(e[:, None] * a, axis=0)),
}
INPUTS, RESULTS = RNG.normal(size=(5, 5)), RNG.normal(size=5)


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("model", ["whole", "piece", "factors", "loop", "hidden", "logistic"])
@pytest.mark.parametrize("way", SQUARE)
def test_errors_along_the_wrong_axis_of_square_inputs(way, model, columns):
    kind, back = SQUARE[way]

    def rows(a):
        return a.T if columns else a

    def ahead(params, x):
        h = np.tanh(params[1] @ x if columns else x @ params[1]) if model == "hidden" else x
        w = params[0][1:] if model == "piece" else params[0]
        start = params[0][0] if model == "piece" else 0.0
        if model == "factors":
            return h, w, np.sum(h * (w[:, None] if columns else w), axis=0 if columns else 1)
        return h, w, (w @ h if columns else h @ w) + start

    def loss(params, x, y):
        if model == "loop":
            return sum(0.5 * (params[0] @ rows(x)[i] - t) ** 2 for i, t in enumerate(y)) / len(y)
        z = ahead(params, x)[2]
        if model == "logistic":
            return np.mean(np.log(1 + np.exp(z)) - (y > 0) * z)
        return 0.5 * np.mean((z - y) ** 2)

    def grads(params, x, y):
        h, w, z = ahead(params, x)
        e = 1 / (1 + np.exp(-z)) - (y > 0) if model == "logistic" else z - y
        dw = back(e, rows(h))
        if model == "piece":
            return [np.concatenate([[e.mean()], dw])]
        if model != "hidden":
            return [dw, params[1]]
        dz = (e * w if way == "down" else e[:, None] * w) * (1 - rows(h) ** 2) / len(y)
        return [dw, dz.T @ x.T if columns else x.T @ dz]

    def penalized(params, x, y):
        """Without a hidden layer the second array is in the penalty only."""
        return loss(params, x, y) + 0.5 * np.sum(params[1] ** 2)

    params = [RNG.normal(size=6 if model == "piece" else 5), RNG.normal(scale=0.5, size=(5, 5))]
    params = params[:1] if model == "piece" else params
    whole = penalized if model not in ("piece", "hidden") else loss
    told = told_of(whole, grads, params, INPUTS.T.copy() if columns else INPUTS, RESULTS)
    right = way == "right" or (way == "down" and model != "hidden")
    assert [each.kind for each in told] == ([] if right else [kind])
    assert right or "to the last digits" in told[0].number
    if way in ("columns", "down") and not right and model != "loop":
        wanted = "each column wants its own" if columns else "each row wants its own"
        assert wanted in told[0].words
