"""Arrays that are overwritten while the backward pass still needs what they held."""

import numpy as np
import pytest
from expected import accusations

from backprop_course.check import kinds
from backprop_course.check.conclusion import conclusion
from backprop_course.check.reading import read

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(3)
SEQUENCES, LABELS = RNG.normal(size=(5, 4, 2)), RNG.normal(size=5)
RECURRENT = [RNG.normal(size=s) * 0.7 for s in ((2, 3), (3, 3), (3,), (3,))]


def told_of(loss, grads, params, **data):
    return accusations(conclusion(read(loss, grads, params, **data)))


def run(params, x, kept, start_kept=True):
    """(the last state, those of all steps) of sequences, or a batch; `kept` is what is stored of a state."""
    U, W, b, v = params
    h = np.zeros((*x.shape[:-2], 3))
    states = [kept(h) if start_kept else np.zeros_like(h)]
    for t in range(x.shape[-2]):
        h[...] = np.tanh(x[..., t, :] @ U + h @ W + b)
        states.append(kept(h))
    return h, states


def slopes(params, x, dh, states, derivatives, ahead):
    """The gradients of the recurrent layer from what was stored: for its weights, and for its derivatives."""
    U, W, b, _ = params
    made = [np.zeros(a.shape) for a in (U, W, b)]
    for t in reversed(range(x.shape[-2])):
        dz = np.atleast_2d((dh + ahead[t]) * (1 - derivatives[t + 1] ** 2))
        made[0] += np.atleast_2d(x[..., t, :]).T @ dz
        made[1] += np.atleast_2d(states[t]).T @ dz
        made[2] += dz.sum(0)
        dh = (dz @ W.T).reshape(np.shape(dh))
    return made


def same(h):
    return h


STORED = {
    "right": (np.copy, np.copy, True),
    "all": (same, same, True),
    "but the start": (same, same, False),
    "the weights' inputs": (same, np.copy, True),
    "the derivatives": (np.copy, same, True),
}


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.parametrize("way", STORED)
def test_all_states_that_were_stored_are_the_last_one(way, batch):
    kept, kept_for_slopes, start_kept = STORED[way]
    parts = [(SEQUENCES, LABELS)] if batch else list(zip(SEQUENCES, LABELS, strict=True))

    def loss(params, x, y):
        x, y = (x, y) if batch else (list(x), list(y))
        pairs = [(x, y)] if batch else zip(x, y, strict=True)
        return sum(np.sum((run(params, s, kept)[0] @ params[3] - t) ** 2) for s, t in pairs)

    def grads(params, x, y):
        total = [np.zeros(a.shape) for a in params]
        for s, t in parts:
            h, states = run(params, s, kept, start_kept)
            _, derivatives = run(params, s, kept_for_slopes, start_kept)
            d = 2 * (h @ params[3] - t)
            dh = np.multiply.outer(d, params[3])
            own = slopes(params, s, dh, states, derivatives, np.zeros(4))
            own.append(np.atleast_1d(d) @ np.atleast_2d(h))
            total = [a + b for a, b in zip(total, own, strict=True)]
        return total

    told = told_of(loss, grads, RECURRENT, x=SEQUENCES, y=LABELS)
    assert {each.kind for each in told} == (set() if way == "right" else {kinds.CHANGED_IN_PLACE}), told
    assert len(told) == (way != "right")


@pytest.mark.parametrize(
    "way, kind",
    [("right", None), ("all", kinds.CHANGED_IN_PLACE), ("the outputs' weights", kinds.WRONG_INPUT)],
)
def test_outputs_of_every_step_take_the_last_state(way, kind):
    targets = RNG.normal(size=(5, 4))
    kept = np.copy if way != "all" else same
    kept_for_outputs = np.copy if way == "right" else same

    def loss(params, x, y):
        states = run(params, x, np.copy)[1][1:]
        return sum(np.sum((h @ params[3] - y[:, t]) ** 2) for t, h in enumerate(states))

    def grads(params, x, y):
        right = run(params, x, np.copy)[1][1:]
        errors = [2 * (h @ params[3] - y[:, t]) for t, h in enumerate(right)]
        _, states = run(params, x, kept)
        _, outputs = run(params, x, kept_for_outputs)
        ahead = [np.outer(d, params[3]) for d in errors]
        dv = sum(d @ h for d, h in zip(errors, outputs[1:], strict=True))
        return [*slopes(params, x, np.zeros((5, 3)), states, states, ahead), dv]

    told = told_of(loss, grads, RECURRENT, x=SEQUENCES, y=targets)
    assert [each.kind for each in told] == ([kind] if kind else []), told
    assert not told or "changed in place" in told[0].words


@pytest.mark.parametrize("copied", [True, False])
def test_a_state_that_is_updated_by_two_operations_in_place(copied):
    def ahead(params, x):
        U, W, b, v = params
        h, states, added = np.zeros(3), [], []
        for row in x:
            states.append(h.copy() if copied else h)
            added.append(np.tanh(row @ U + h @ W + b))
            h *= 0.8
            h += 0.2 * added[-1]
        return h, states, added

    def loss(params, x, y):
        return (ahead(params, x)[0] @ params[3] - y[0]) ** 2

    def grads(params, x, y):
        U, W, b, v = params
        h, states, added = ahead(params, x)
        d = 2 * (h @ v - y[0])
        dh, dU, dW, db = d * v, np.zeros((2, 3)), np.zeros((3, 3)), np.zeros(3)
        for t in reversed(range(len(x))):
            dz = 0.2 * dh * (1 - added[t] ** 2)
            dU, dW, db = dU + np.outer(x[t], dz), dW + np.outer(states[t], dz), db + dz
            dh = 0.8 * dh + W @ dz
        return [dU, dW, db, d * h]

    told = told_of(loss, grads, RECURRENT, x=SEQUENCES[0], y=LABELS)
    assert [each.kind for each in told] == ([] if copied else [kinds.CHANGED_IN_PLACE]), told


@pytest.mark.parametrize("copied", [True, False])
def test_layers_of_one_width_that_share_the_array_of_their_activations(copied):
    weights = [RNG.normal(size=(3, 3)) for _ in range(4)]
    x, y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 3))

    def ahead(weights, x):
        out, stored = np.empty((6, 3)), [x]
        for W in weights:
            out[:] = np.tanh(stored[-1] @ W)
            stored.append(out.copy() if copied else out)
        return out, stored

    def loss(weights, x, y):
        return np.sum((ahead(weights, x)[0] - y) ** 2)

    def grads(weights, x, y):
        out, stored = ahead(weights, x)
        d, made = 2 * (out - y), [None] * 4
        for k in reversed(range(4)):
            d = d * (1 - stored[k + 1] ** 2)
            made[k], d = stored[k].T @ d, d @ weights[k].T
        return made

    told = told_of(loss, grads, weights, x=x, y=y)
    assert [each.kind for each in told] == ([] if copied else [kinds.CHANGED_IN_PLACE]), told


# -- an array of several uses that is updated between them --


@pytest.mark.parametrize("given", ["step", "step and gradient"])
@pytest.mark.parametrize("order", ["right", "in between"])
@pytest.mark.parametrize("deep", [False, True])
def test_tied_weights_that_are_updated_before_they_carry_the_derivative_down(deep, order, given):
    sizes = [(4, 3), (3, 2)] if deep else [(4, 3)]
    params = [RNG.normal(size=s) for s in sizes] + [RNG.normal(size=sizes[-1][1])]
    x = RNG.normal(size=(6, 4))

    def ahead(params, x):
        *weights, b = params
        values = [x]
        for W in weights:
            values.append(np.tanh(values[-1] @ W + (b if W is weights[-1] else 0)))
        for W in reversed(weights):
            values.append(np.tanh(values[-1] @ W.T))
        return values

    def loss(params, x):
        return np.sum((ahead(params, x)[-1] - x) ** 2) / len(x)

    def moved(params, x, rate, at_once):
        *weights, b = params
        values = ahead(params, x)
        new, d = [W.copy() for W in weights], 2 * (values[-1] - x) / len(x)
        uses = [*range(len(weights)), *reversed(range(len(weights)))]
        for n in reversed(range(len(uses))):
            k, turned = uses[n], n >= len(weights)
            d = d * (1 - values[n + 1] ** 2)
            if n == len(weights) - 1:
                db = d.sum(0)
            share = values[n].T @ d
            new[k] -= rate * (share.T if turned else share)
            W = new[k] if at_once else weights[k]
            d = d @ (W if turned else W.T)
        return [*new, b - rate * db]

    def step(params, x, rate):
        return moved(params, x, rate, order == "in between")

    handed = dict(params=params, x=x, step=step, rate=0.3)
    if given != "step":
        handed["grads"] = lambda params, x: [
            p - new for p, new in zip(params, moved(params, x, 1, False), strict=True)
        ]
    told = conclusion(read(loss, **handed))
    if order == "right":
        assert told.verdict == kinds.RIGHT, told
    elif given == "step":
        assert [each.kind for each in accusations(told)] == [kinds.UPDATED_BEFORE_USE], told


@pytest.mark.parametrize("at_once", [False, True])
def test_recurrent_weights_that_are_updated_at_every_step_of_the_way_back(at_once):
    x, y = SEQUENCES[0], LABELS[0]

    def loss(params, x, y):
        return (run(params, x, np.copy)[0] @ params[3] - y) ** 2

    def step(params, x, y, rate):
        U, W, b, v = params
        h, states = run(params, x, np.copy)
        d, new = 2 * (h @ v - y), [U.copy(), W.copy(), b.copy()]
        dh = d * v
        for t in reversed(range(len(x))):
            dz = dh * (1 - states[t + 1] ** 2)
            new[0] -= rate * np.outer(x[t], dz)
            new[1] -= rate * np.outer(states[t], dz)
            new[2] -= rate * dz
            dh = (new[1] if at_once else W) @ dz
        return [*new, v - rate * d * h]

    told = conclusion(read(loss, params=RECURRENT, x=x, y=np.array(y), step=step, rate=0.2))
    assert [each.kind for each in accusations(told)] == ([kinds.UPDATED_BEFORE_USE] if at_once else []), told
    assert at_once or told.verdict == kinds.RIGHT
