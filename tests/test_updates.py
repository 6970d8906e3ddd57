"""An optimizer's steps are known by what they do: the textbook's are right, each mistake has its name."""

import numpy as np
import pytest

from backprop_course.check import kinds
from backprop_course.check.algebra import flat
from backprop_course.check.optimizers import RULES
from backprop_course.check.updates import STEPS, of_plain_steps, of_steps_in_a_row

RNG = np.random.default_rng(4)
SHAPES = [(3, 2), (2,), (2, 2)]


def gradients():
    return [[RNG.normal(size=shape) for shape in SHAPES] for _ in range(STEPS)]


def momentum(grads, mu=0.9, rate=0.1, late=False, nesterov=False, shared=False):
    velocity, moves = [np.zeros(shape) for shape in SHAPES], []
    for g in grads:
        new = [mu * v + rate * d for v, d in zip(velocity, g, strict=True)]
        ahead = [mu * v + rate * d for v, d in zip(new, g, strict=True)]
        moves.append([v.copy() for v in (velocity if late else ahead if nesterov else new)])
        velocity = [new[0] * 0 + v if shared else v for v in new]
    return moves


def velocities(grads, rule, rate=0.1):
    """The moves by a velocity that each step makes of the old one and the gradient."""
    velocity, moves = [np.zeros(shape) for shape in SHAPES], []
    for g in grads:
        velocity = list(map(rule, velocity, g))
        moves.append([rate * v for v in velocity])
    return moves


def adam(grads, b1=0.9, b2=0.999, rate=0.01, corrected=True, rooted=True, power=True, per_array=False):
    m, v, t, moves = [np.zeros(s) for s in SHAPES], [np.zeros(s) for s in SHAPES], 0, []
    for g in grads:
        move = []
        t += not per_array
        for i, d in enumerate(g):
            t += per_array
            m[i] = b1 * m[i] + (1 - b1) * d
            v[i] = b2 * v[i] + (1 - b2) * d**2
            k = t if power else 1
            top, low = (m[i] / (1 - b1**k), v[i] / (1 - b2**k)) if corrected else (m[i], v[i])
            move.append(rate * top / ((np.sqrt(low) if rooted else low) + 1e-8))
        moves.append(move)
    return moves


def adagrad(grads, decay=None):
    total, moves = [np.zeros(s) for s in SHAPES], []
    for g in grads:
        total = [
            t + d * d if decay is None else decay * t + (1 - decay) * d * d
            for t, d in zip(total, g, strict=True)
        ]
        moves.append([0.1 * d / (np.sqrt(t) + 1e-8) for t, d in zip(total, g, strict=True)])
    return moves


def added_up(grads, cleared=()):
    return [
        [0.1 * sum(g[i] for g in grads[t if i in cleared else 0 : t + 1]) for i in range(len(SHAPES))]
        for t in range(len(grads))
    ]


@pytest.mark.parametrize(
    "kind, moves",
    [
        (kinds.RIGHT, momentum),
        (kinds.RIGHT, lambda grads: momentum(grads, nesterov=True)),
        (kinds.RIGHT, adam),
        (kinds.RIGHT, lambda grads: adam(grads, b1=0.95, b2=0.99)),
        (kinds.RIGHT, adagrad),
        (kinds.RIGHT, lambda grads: adagrad(grads, 0.9)),
        (kinds.STALE_VELOCITY, lambda grads: momentum(grads, late=True)),
        (kinds.UPDATE_SIGN, lambda grads: momentum(grads, rate=-0.1)),
        (kinds.OPTIMIZER_FORMULA, lambda grads: momentum(grads, mu=1.3)),
        (kinds.OPTIMIZER_STATE, lambda grads: momentum(grads, mu=-0.9)),
        (kinds.OPTIMIZER_FORMULA, lambda grads: velocities(grads, lambda v, g: v * v + g)),
        (kinds.OPTIMIZER_FORMULA, lambda grads: velocities(grads, lambda v, g: 0.9 * v + g * g)),
        (kinds.OPTIMIZER_FORMULA, lambda grads: velocities(grads, lambda v, g: 0.9 * v.mean() + g)),
        (kinds.ACCUMULATE, added_up),
        (kinds.ACCUMULATE, lambda grads: added_up(grads, cleared=[0])),
        (kinds.BIAS_CORRECTION, lambda grads: adam(grads, corrected=False)),
        (kinds.BIAS_CORRECTION, lambda grads: adam(grads, power=False)),
        (kinds.BIAS_CORRECTION, lambda grads: adam(grads, per_array=True)),
        (kinds.OPTIMIZER_FORMULA, lambda grads: adam(grads, rooted=False)),
        (kinds.UNDECIDED, lambda grads: [[np.sin(9 * d) for d in g] for g in grads]),
    ],
)  # fmt: skip
def test_steps_in_a_row(kind, moves):
    grads = gradients()
    assert of_steps_in_a_row(moves(grads), grads).kind == kind


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.words)
def test_each_rule_is_known_by_its_own_moves(rule):
    """Or a rule of the same kind before it: where only the rate tells two apart, the first is named."""
    grads = [[flat(each)] for each in gradients()]
    own, (b1, b2) = np.zeros(len(grads[0][0]), int), rule.pairs[0]
    with np.errstate(all="ignore"):
        made = rule.moves([g for (g,) in grads], own, 1, b1, b2, 1e-8)
    finite = all(np.isfinite(move).all() for move in made)
    if finite and rule.words.removeprefix("Adam: ") not in OF_THE_RATE_ALONE:
        found = of_steps_in_a_row([[0.01 * move] for move in made], grads)
        assert found.kind == rule.kind, found


# What but divides all steps by one number, or does nothing where there is but one array.
OF_THE_RATE_ALONE = {
    "1 - b is missing in the means",
    "1 - b is missing in the first mean",
    "1 - b is missing in the second mean",
    "Adam's t is counted once per array, not once per step",
}


def corrected(grads, first, second):
    m, v, moves = 0.0, 0.0, []
    for t, g in enumerate(map(flat, grads), start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        moves.append([0.01 * m / first(t) / (np.sqrt(v / second(t)) + 1e-8)])
    return moves


@pytest.mark.parametrize(
    "first, second, words",
    [
        (lambda t: 1 - 0.9 * t, lambda t: 1 - 0.999**t, "of the mean takes b * t"),
        (lambda t: 0.1**t, lambda t: 1 - 0.999**t, "of the mean takes (1 - b)^t"),
        (lambda t: 1 - 0.9**t, lambda t: 0.001**t, "of the squares takes (1 - b)^t"),
        (lambda t: 1 - 0.9 ** (t + 1), lambda t: 1 - 0.999**t, "of the mean counts t one too high"),
        (lambda t: 1.0, lambda t: 1 - 0.999**t, "of the mean is missing"),
    ],
)
def test_a_correction_that_is_wrong_in_one_of_the_means(first, second, words):
    grads = gradients()
    found = of_steps_in_a_row(corrected(grads, first, second), [[flat(each)] for each in grads])
    assert found.kind == kinds.BIAS_CORRECTION and words in found.words


def test_one_rate_for_both_means_is_asked_about():
    grads = gradients()
    found = of_steps_in_a_row(adam(grads, b1=0.9, b2=0.9), grads)
    assert found.kind == kinds.UNDECIDED and "is that meant" in found.words


def walked(rule, rate=0.01):
    """Moves, gradients and points of steps array by array: rule(array, gradient, its state, t, rate)."""
    rng = np.random.default_rng(3)
    arrays, shifts = ([rng.normal(size=shape) for shape in SHAPES] for _ in range(2))
    states, moves, grads, points = [{} for _ in SHAPES], [], [], []
    for t in range(1, STEPS + 1):
        points.append(arrays)
        grads.append([np.sin(3 * a) + b for a, b in zip(arrays, shifts, strict=True)])
        arrays = [rule(*each, t, rate) for each in zip(arrays, grads[-1], states, strict=True)]
        moves.append([a - b for a, b in zip(points[-1], arrays, strict=True)])
    return of_steps_in_a_row(moves, grads, rate, points)


def root(s, t):
    return np.sqrt(s["v"] / (1 - 0.999**t)) + 1e-8


def of_adam(g, s, t, first=0.1, second=0.001):
    s["m"] = 0.9 * s.get("m", 0) + first * g
    s["v"] = 0.999 * s.get("v", 0) + second * g * g
    return s["m"] / (1 - 0.9**t) / root(s, t)


def of_momentum(g, s, rate=1.0):
    s["v"] = 0.9 * s.get("v", 0) + rate * g
    return s["v"]


def clipped(a, g, s, t, r):
    return a - r * np.clip(of_adam(g, s, t), -0.5, 0.5)


@pytest.mark.parametrize(
    "kind, words, rule",
    [
        (kinds.RIGHT, "Adam, with a decay", lambda a, g, s, t, r: a - r * of_adam(g, s, t) - 0.1 * r * a),
        (kinds.RIGHT, "Adam, with a decay", lambda a, g, s, t, r: (a - r * of_adam(g, s, t)) * (1 - 0.1 * r)),
        (kinds.RIGHT, "decay", lambda a, g, s, t, r: a - r * of_adam(g, s, t) - 0.1 * r * a * (a.ndim > 1)),
        (kinds.PENALTY_SIGN, "adds a share", lambda a, g, s, t, r: a - r * of_adam(g, s, t) + 0.1 * r * a),
        (kinds.OPTIMIZER_FORMULA, "decay is divided",
         lambda a, g, s, t, r: a - r * of_adam(g, s, t) - 0.1 * r * a / root(s, t)),
        (kinds.UNDECIDED, "a penalty", lambda a, g, s, t, r: a - r * of_adam(g + 0.1 * a, s, t)),
        (kinds.RIGHT, "momentum", lambda a, g, s, t, r: a - r * of_momentum(g, s) - 0.1 * r * a),
        (kinds.RIGHT, "momentum", lambda a, g, s, t, r: a - r * of_momentum(g + 0.1 * a, s)),
        (kinds.RIGHT, "falls", lambda a, g, s, t, r: a - r / (1 + 0.1 * t) * g),
        (kinds.RIGHT, "falls", lambda a, g, s, t, r: a - r / (1 + 0.1 * t) * of_momentum(g, s)),
        (kinds.RIGHT, "falls", lambda a, g, s, t, r: a - of_momentum(g, s, r / (1 + 0.1 * t))),
        (kinds.RIGHT, "falls", lambda a, g, s, t, r: a - r * 0.9**t * of_adam(g, s, t)),
        (kinds.UNDECIDED, "changes", lambda a, g, s, t, r: a - r * min(1, t / 5) * of_adam(g, s, t)),
        (kinds.OPTIMIZER_FORMULA, "uphill", lambda a, g, s, t, r: a - r * (4.5 - t) * of_adam(g, s, t)),
        (kinds.UNDECIDED, "1 - b missing", lambda a, g, s, t, r: a - r * of_adam(g, s, t, first=1)),
        (kinds.OPTIMIZER_FORMULA, "in the second", lambda a, g, s, t, r: a - r * of_adam(g, s, t, second=1)),
        (kinds.OPTIMIZER_FORMULA, "in the means", lambda a, g, s, t, r: a - r * of_adam(g, s, t, 1, 1)),
        (kinds.UPDATE_SCALE, "the steps are", lambda a, g, s, t, r: a - r * of_momentum(g, s, r)),
        (kinds.UNDECIDED, "no optimizer", clipped),
    ],
)  # fmt: skip
def test_decays_and_rates_beside_an_optimizer(kind, words, rule):
    found = walked(rule)
    assert found.kind == kind and words in found.words, found


def stepped(update):
    olds, grads = gradients(), gradients()
    pairs = list(zip(olds, grads, strict=True))
    news = [[update(o, g, i) for i, (o, g) in enumerate(zip(*each, strict=True))] for each in pairs]
    return olds, news, grads


@pytest.mark.parametrize(
    "kind, update",
    [
        (kinds.RIGHT, lambda o, g, i: o - 0.1 * g),
        (kinds.UPDATE_SIGN, lambda o, g, i: o + 0.1 * g),
        (kinds.UPDATE_SIGN, lambda o, g, i: o + (0.1 if i == 1 else -0.1) * g),
        (kinds.OLD_LOST, lambda o, g, i: -0.1 * g),
        (kinds.UPDATE_PARTIAL, lambda o, g, i: o - 0.1 * g * (i > 0)),
        (kinds.UPDATE_SCALAR, lambda o, g, i: o - 0.1 * g.flat[0]),
        (kinds.UPDATE_SCALE, lambda o, g, i: o - 0.2 * g),
    ],
)
def test_plain_steps(kind, update):
    assert of_plain_steps(*stepped(update), 0.1).kind == kind


def test_a_gradient_that_is_rounding_moves_nothing():
    olds, news, grads = stepped(lambda o, g, i: o - 0.1 * g * (i != 1))
    tiny = [[g * (1e-17 if i == 1 else 1) for i, g in enumerate(each)] for each in grads]
    assert of_plain_steps(olds, news, tiny, 0.1).kind == kinds.RIGHT
    assert of_plain_steps(olds, news, grads, 0.1).kind == kinds.UPDATE_PARTIAL
