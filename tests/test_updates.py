"""An optimizer's steps are known by what they do: the textbook's are right, each mistake has its name."""

from types import SimpleNamespace

import numpy as np
import pytest

from backprop_course.check import kinds
from backprop_course.check.algebra import flat
from backprop_course.check.conclusion import conclusion
from backprop_course.check.optimizers import RULES
from backprop_course.check.reading import read
from backprop_course.check.stepping import moves_in_part_at_once
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
    "RMSprop: 1 - b is missing in the mean",
    "RMSprop: the mean square is not multiplied by b",
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


def walked(rule, rate=0.01, start=None, slopes=None, single=False):
    """The verdict on steps array by array, by a rule(array, gradient, its state, t, rate)."""
    rng = np.random.default_rng(3)
    arrays, shifts = ([rng.normal(size=shape) for shape in SHAPES] for _ in range(2))
    arrays = arrays if start is None else start
    slopes = slopes or (lambda arrays: [np.sin(3 * a) + b for a, b in zip(arrays, shifts, strict=True)])
    states, moves, grads, points = [{} for _ in arrays], [], [], []
    for t in range(1, STEPS + 1):
        points.append(arrays)
        grads.append(slopes(arrays))
        arrays = [rule(*each, t, rate) for each in zip(arrays, grads[-1], states, strict=True)]
        moves.append([a - b for a, b in zip(points[-1], arrays, strict=True)])
    return of_steps_in_a_row(moves, grads, rate, points, single)


def root(s, t):
    return np.sqrt(s["v"] / (1 - 0.999**t)) + 1e-8


def of_adam(g, s, t, first=0.1, second=0.001):
    s["m"] = 0.9 * s.get("m", 0) + first * g
    s["v"] = 0.999 * s.get("v", 0) + second * g * g
    return s["m"] / (1 - 0.9**t) / root(s, t)


def of_momentum(g, s, rate=1.0, mu=0.9):
    s["v"] = mu * s.get("v", 0) + rate * g
    return s["v"]


def of_means(g, s, b2=0.999):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
    return s["m"], s["v"]


def efficient(g, s, t):
    m, v = of_means(g, s)
    return np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-7)


def of_adam_99(g, s, t, times):
    m, v = of_means(g, s, 0.99)
    return times * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)


def from_a_tenth(g, s):
    s["v"] = s.get("v", 0.1) + g * g
    return g / (np.sqrt(s["v"]) + 1e-7)


def belief(g, s, t):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = 0.999 * s.get("v", 0) + 0.001 * (g - s["m"]) ** 2 + 1e-8
    return s["m"] / (1 - 0.9**t) / (np.sqrt(s["v"] / (1 - 0.999**t)) + 1e-8)


def yogi(g, s, t):
    s["m"], v = 0.9 * s.get("m", 0) + 0.1 * g, s.get("v", np.zeros_like(g))
    s["v"] = v - 0.001 * np.sign(v - g * g) * g * g
    return s["m"] / (1 - 0.9**t) / root(s, t)


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
        (kinds.RIGHT, "changes", lambda a, g, s, t, r: a - r * min(1, t / 5) * of_adam(g, s, t)),
        (kinds.RIGHT, "changes", lambda a, g, s, t, r: a - r * (1 - t % 4 / 5) * of_momentum(g, s)),
        (kinds.RIGHT, "corrections in the rate", lambda a, g, s, t, r: a - r * efficient(g, s, t)),
        (kinds.RIGHT, "AdaGrad", lambda a, g, s, t, r: a - r * from_a_tenth(g, s)),
        (kinds.RIGHT, "AdaBelief", lambda a, g, s, t, r: a - r * belief(g, s, t)),
        (kinds.UNDECIDED, "as long as the rate", lambda a, g, s, t, r: a - r * of_adam_99(g, s, t, 0.1)),
        (kinds.BIAS_CORRECTION, "divides by 1 - b,",
         lambda a, g, s, t, r: a - r * (of_means(g, s)[0] / 0.1) / (np.sqrt(s["v"] / 0.001) + 1e-8)),
        (kinds.UNDECIDED, "of the arrays away", lambda a, g, s, t, r: 0.9 * a - of_momentum(g, s, r)),
        (kinds.UNDECIDED, "no optimizer",
         lambda a, g, s, t, r: a - r * of_momentum(g, s, 1, 0.8 if a.ndim > 1 else 0.9) - 0.1 * r * a),
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


X1, Y1, X5 = np.array([0.5, -1.0, 2.0]), np.array([0.3, -0.8]), np.array([0.5, -1.0, 2.0, 0.7, -0.3])
FEW = {  # models of which a few numbers say all: (first arrays, their gradients)
    "one number": ([np.array(0.0)], lambda p: [2 * (p[0] - 3)]),
    "two numbers": ([np.array(0.4), np.array(0.1)],
                    lambda p: [2 * k * (2 * p[0] + p[1] - 1) for k in (2, 1)]),
    "one example": ([np.ones((3, 2)), np.zeros(2)],
                    lambda p: [np.outer(X1, X1 @ p[0] + p[1] - Y1), X1 @ p[0] + p[1] - Y1]),
    "one example of one output": ([np.zeros(5)], lambda p: [(X5 @ p[0] - 1) * X5]),
}  # fmt: skip


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize(
    "kinds_of_it, rule",
    [
        ({kinds.RIGHT}, lambda a, g, s, t, r: a - r * of_momentum(g, s)),
        ({kinds.RIGHT}, lambda a, g, s, t, r: a - of_momentum(g, s, r)),
        ({kinds.RIGHT}, lambda a, g, s, t, r: a - r * (g + 0.9 * of_momentum(g, s))),
        ({kinds.ACCUMULATE}, lambda a, g, s, t, r: a - r * of_momentum(g, s, 1, 1.0)),
        ({kinds.RIGHT, kinds.UNDECIDED}, lambda a, g, s, t, r: a - r / (1 + 0.1 * t) * of_momentum(g, s)),
        ({kinds.RIGHT, kinds.UNDECIDED}, lambda a, g, s, t, r: a - r * min(1, t / 5) * of_adam(g, s, t)),
    ],
)
def test_models_of_which_a_few_numbers_say_all(kinds_of_it, rule, name):
    found = walked(rule, 0.02, *FEW[name])
    assert found.kind in kinds_of_it, found


def test_along_one_line_a_wrong_optimizer_is_not_one_whose_rate_changes():
    def rule(a, g, s, t, r):
        of_means(g, s)
        return a - r * s["m"] / (1 - 0.9 ** (t + 3)) / root(s, t)

    assert walked(rule, 0.02, *FEW["one example of one output"]).kind != kinds.RIGHT


def test_yogi_and_a_mean_that_is_never_multiplied_by_b_are_told_apart_where_they_can_be():
    for start, slopes in (None, None), FEW["one example"]:
        found = walked(lambda a, g, s, t, r: a - r * yogi(g, s, t), 0.02, start, slopes)
        assert found.kind in (kinds.RIGHT, kinds.UNDECIDED) and "Yogi" in found.words


def test_adam_without_corrections_is_amsgrad_where_no_mean_falls():
    def rule(a, g, s, t, r):
        m, v = of_means(g, s)
        return a - r * m / (np.sqrt(v) + 1e-8)

    found = walked(rule, 0.02, *FEW["one example"])
    assert found.kind == kinds.UNDECIDED and "AMSGrad" in found.words
    assert walked(rule).kind == kinds.BIAS_CORRECTION


def test_the_first_steps_of_radam_have_no_squares():
    def rule(a, g, s, t, r):
        of_means(g, s)
        count = 1999 - 2 * t * 0.999**t / (1 - 0.999**t)
        share = (count - 4) * (count - 2) * 1999 / (1995 * 1997 * count)
        return a - r * s["m"] / (1 - 0.9**t) * (np.sqrt(share) / root(s, t) if count > 5 else 1)

    assert walked(rule).kind == kinds.RIGHT


def test_a_rate_that_goes_up_is_right_and_noted():
    found = walked(lambda a, g, s, t, r: a - r * min(1, t / 5) * of_adam(g, s, t))
    assert found.kind == kinds.RIGHT and "Is that meant" in found.note


def test_where_a_rule_is_wrong_is_said_of_the_arrays_it_concerns():
    found = walked(lambda a, g, s, t, r: a - of_momentum(g, s, r * (4.5 - t)))
    assert found.kind == kinds.OPTIMIZER_FORMULA and found.where == (0, 1, 2)
    found = walked(lambda a, g, s, t, r: a - r * of_adam(g, s, t) - 0.1 * r * a / root(s, t) * (a.ndim > 1))
    assert found.where == (0, 2) and found.words.startswith("Adam: its decay")


@pytest.mark.parametrize(
    "rule",
    [
        lambda a, g, s, t, r: np.float32(a - r * of_momentum(g, s)).astype(float),
        lambda a, g, s, t, r: np.float32(a - r * of_adam(g, s, t)).astype(float),
    ],
)
def test_float32_rounds_the_steps_of_right_optimizers(rule):
    assert walked(rule, single=True).kind == kinds.RIGHT


@pytest.mark.parametrize("matrices", [2, 1])
def test_of_matrices_that_move_one_after_the_other_it_is_asked_whether_that_is_meant(matrices):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(8, 3)), rng.normal(size=(8, 2))

    def loss(U, v, x, y):
        return np.mean((np.tanh(x @ U) @ v - y) ** 2)

    def slopes(U, v, x, y):
        a = np.tanh(x @ U)
        d = 2 * (a @ v - y) / y.size
        return x.T @ ((d @ v.T if v.ndim > 1 else np.outer(d, v)) * (1 - a**2)), a.T @ d

    def step(U, v, x, y, rate=0.1):
        U = U - rate * slopes(U, v, x, y)[0]
        return U, v - rate * slopes(U, v, x, y)[1]

    last = rng.normal(size=(4, 2) if matrices == 2 else 4)
    data = x, (y if matrices == 2 else y[:, 0])
    told = conclusion(read(loss, None, [rng.normal(size=(3, 4)), last], *data, step=step, rate=0.1))
    if matrices == 2:
        assert told.verdict == kinds.UNDECIDED and "is that meant" in told.unchecked[0], told
    else:
        assert [each.kind for each in told.findings if not each.note] == [kinds.UPDATED_BEFORE_USE]


@pytest.mark.parametrize("mu", [0.0, 0.9])
def test_a_program_in_float32_is_right(mu):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(8, 3)).astype(np.float32), rng.normal(size=(8, 2)).astype(np.float32)
    params = [rng.normal(size=(3, 2)).astype(np.float32), rng.normal(size=2).astype(np.float32)]
    velocity = [np.zeros_like(p) for p in params]

    def loss(W, b, x, y):
        return np.mean((x @ W + b - y) ** 2)

    def grads(W, b, x, y):
        d = 2 * (x @ W + b - y) / y.size
        return x.T @ d, d.sum(0)

    def step(W, b, x, y, rate=0.01):
        for i, g in enumerate(grads(W, b, x, y)):
            velocity[i] = mu * velocity[i] + g
        return [(p - rate * v).astype(np.float32) for p, v in zip((W, b), velocity, strict=True)]

    told = conclusion(read(loss, grads, params, x, y, step=step, rate=0.01))
    assert told.verdict == kinds.RIGHT, told


def test_few_entries_that_move_as_in_one_step_are_an_epoch_too():
    grads = [np.ones((6, 2)), np.ones(3)]

    def reading(share, last):
        news = [-0.1 * grads[0] * share, -0.1 * grads[1] * last]
        return SimpleNamespace(rate=0.1, x=None, y=None, step=lambda *_: news)

    truth = SimpleNamespace(points=[[np.zeros((6, 2)), np.zeros(3)]], gradient=[grads])
    of_one_row = np.array([[1.0]] + 5 * [[0.9]])
    assert not moves_in_part_at_once(reading(of_one_row, 0.9), truth)
    assert moves_in_part_at_once(reading(of_one_row, 1.0), truth)


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
