"""Optimizers that divide by the gradient's size, as the textbooks have them, and with one thing wrong.

Each is known by its moves: from the gradients of some steps in a row, up to one rate.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import flat, nearest_factor


class Rule(NamedTuple):
    """An adaptive optimizer: moves(grads, array of each entry, of how many, b1, b2, eps) up to the rate."""

    kind: str
    words: str
    pairs: tuple  # choices of (b1, b2)
    moves: object


def _in_one(grads, i, n, b1, b2, eps):
    """Adam's moves where both means lie in one array."""
    both, found = np.zeros_like(grads[0]), []
    for t, g in enumerate(grads, start=1):
        both = b1 * both + (1 - b1) * g
        both = b2 * both + (1 - b2) * g * g
        found.append(both / (1 - b1**t) / (np.sqrt(np.abs(both) / (1 - b2**t)) + eps))
    return found


def _squares_of_the_mean(grads, i, n, b1, b2, eps):
    """Adam's moves where the second mean takes the squares of the first."""
    m = v = np.zeros_like(grads[0])
    found = []
    for t, g in enumerate(grads, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * m * m
        found.append(m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps))
    return found


def _nadam(grads, i, n, b1, b2, eps):
    """Adam's moves with Nesterov's look ahead."""
    m = v = np.zeros_like(grads[0])
    found = []
    for t, g in enumerate(grads, start=1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        found.append((b1 * m + (1 - b1) * g) / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps))
    return found


def _adamax(grads, i, n, b1, b2, eps):
    """Adam's moves where the largest gradient, which decays, stands for the root of the squares."""
    m = u = np.zeros_like(grads[0])
    found = []
    for t, g in enumerate(grads, start=1):
        m, u = b1 * m + (1 - b1) * g, np.maximum(b2 * u, abs(g))
        found.append(m / (1 - b1**t) / (u + eps))
    return found


def _efficient_adam(grads, i, n, b1, b2, eps):
    """Adam's moves where the corrections go into the rate: eps is not corrected (Kingma and Ba, 2015)."""
    m = v = np.zeros_like(grads[0])
    found = []
    for t, g in enumerate(grads, start=1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        found.append(np.sqrt(1 - b2**t) / (1 - b1**t) * m / (np.sqrt(v) + eps))
    return found


def _yogi(corrected, first=0.0, rising=False):
    """Adam's moves where a second mean goes up or down by its share of the squares (Zaheer et al., 2018).

    `rising` are those where none goes down: there a mean that is never multiplied by b has the same.
    """

    def moves(grads, i, n, b1, b2, eps):
        m, v = np.zeros_like(grads[0]), np.full_like(grads[0], first)
        found = []
        for t, g in enumerate(grads, start=1):
            falls = rising and np.any(v > g * g, axis=-1, keepdims=True)
            m, v = b1 * m + (1 - b1) * g, v - (1 - b2) * np.sign(v - g * g) * g * g
            top, low = (m / (1 - b1**t), v / (1 - b2**t)) if corrected else (m, v)
            found.append(np.where(falls, np.nan, top / (np.sqrt(low) + eps)))
        return found

    return moves


def _adabelief(added):
    """Adam's moves where the squares are of what the first mean does not foretell (Zhuang et al., 2020)."""

    def moves(grads, i, n, b1, b2, eps):
        m = v = np.zeros_like(grads[0])
        found = []
        for t, g in enumerate(grads, start=1):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * (g - m) ** 2 + (eps if added else 0.0)
            found.append(m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps))
        return found

    return moves


def _radam(least):
    """Adam's moves, rectified; the first, of too few squares, are the mean's (Liu et al., 2020)."""

    def moves(grads, i, n, b1, b2, eps):
        m = v = np.zeros_like(grads[0])
        most, found = 2 / (1 - b2) - 1, []
        for t, g in enumerate(grads, start=1):
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
            count, top = most - 2 * t * b2**t / (1 - b2**t), m / (1 - b1**t)
            share = (count - 4) * (count - 2) * most / ((most - 4) * (most - 2) * count)
            rectified = np.sqrt(np.abs(share)) * top / (np.sqrt(v / (1 - b2**t)) + eps)
            found.append(np.where(count > least, rectified, top))
        return found

    return moves


def _amsgrad(corrected, rising=False):
    """Adam's moves where the second mean never falls (Reddi et al., 2018).

    `rising` are those where Adam's own never falls either.
    """

    def moves(grads, i, n, b1, b2, eps):
        m = v = most = np.zeros_like(grads[0])
        found = []
        for t, g in enumerate(grads, start=1):
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
            most = np.maximum(most, v / (1 - b2**t) if corrected == "first" else v)
            low = most / (1 - b2**t) if corrected == "last" else most
            falls = rising and np.any(most > v, axis=-1, keepdims=True)
            move = m / (1 - b1**t if corrected else 1) / (np.sqrt(low) + eps)
            found.append(np.where(falls, np.nan, move))
        return found

    return moves


def _adadelta(grads, i, n, b1, b2, eps):
    """The moves of AdaDelta, whose rate is the root of its own moves' mean square."""
    v = moved = np.zeros_like(grads[0])
    found = []
    for g in grads:
        v = b2 * v + (1 - b2) * g * g
        found.append(np.sqrt(moved + eps) / np.sqrt(v + eps) * g)
        moved = b2 * moved + (1 - b2) * found[-1] ** 2
    return found


def _centered(inside):
    def moves(grads, i, n, b1, b2, eps):
        v = mean = np.zeros_like(grads[0])
        found = []
        for g in grads:
            v, mean = b2 * v + (1 - b2) * g * g, b2 * mean + (1 - b2) * g
            low = v - mean**2
            found.append(g / (np.sqrt(low + eps) if inside else np.sqrt(low) + eps))
        return found

    return moves


def _rmsprop_with_momentum(grads, i, n, b1, b2, eps):
    v = velocity = np.zeros_like(grads[0])
    found = []
    for g in grads:
        v = b2 * v + (1 - b2) * g * g
        velocity = b1 * velocity + g / (np.sqrt(v) + eps)
        found.append(velocity)
    return found


def _adam(
    m_of=None,
    v_of=None,
    count=None,
    m_hat=True,
    v_hat=True,
    root=np.sqrt,
    kept=False,
    late=False,
    inside=False,
    power=pow,
    only="both",
    betas=lambda b1, b2: (b1, b2),
    first=0.0,
):
    """Adam's moves, with parts of it exchanged; another count or power in `only` one mean, or in both."""
    m_of = m_of or (lambda m, g, b: b * m + (1 - b) * g)
    v_of = v_of or (lambda v, g, b: b * v + (1 - b) * g * g)
    count = count or (lambda t, i, n: t)

    def share(side, b, t, i, n):
        """What a mean is divided by."""
        odd = only in (side, "both")
        k = count(t, i, n) if odd else t
        return 1 - (power if odd else pow)(b, k) if np.all(k) else 1.0

    def moves(grads, i, n, b1, b2, eps):
        m, v = np.zeros_like(grads[0]), np.full_like(grads[0], first)
        found = []
        for t, g in enumerate(grads, start=1):
            old = m, v
            m, v = m_of(m, g, b1), v_of(v, g, b2)
            c1, c2 = betas(b1, b2)
            used = old if late else (m, v)
            top = used[0] / share("mean", c1, t, i, n) if m_hat else used[0]
            low = used[1] / share("squares", c2, t, i, n) if v_hat else used[1]
            if kept:
                m, v = top, low
            found.append(top / (root(low + eps) if inside else root(low) + eps))
        return found

    return moves


FIRST_BETAS, SECOND_BETAS = (0.9, 0.95, 0.8, 0.99, 0.5), (0.999, 0.99, 0.9, 0.95, 0.98)
PAIRS = tuple(pair for pair in product(FIRST_BETAS, SECOND_BETAS) if pair[0] < pair[1])
EXCHANGED = tuple(pair[::-1] for pair in PAIRS)
EQUAL = tuple((b, b) for b in (0.9, 0.95, 0.99, 0.999))
FOR_SQUARES = tuple((0.0, b) for b in SECOND_BETAS)
ALL_PAIRS = tuple(product(FIRST_BETAS, SECOND_BETAS))
NO_BETA = ((0.0, 0.0),)


def _plain(m, g, b):
    return g


def _summed(v, g, b):
    return v + g * g


def _itself(v):
    return v


def _root(v):
    return np.sqrt(np.abs(v))


def _exchanged(m, g, b):
    return (1 - b) * m + b * g


def _exchanged_squares(v, g, b):
    return _exchanged(v, g * g, b)


def _summed_squares(v, g, b):
    return b * v + g * g


def _once_more(m, g, b):
    return m + b * m + (1 - b) * g


def _squares_once_more(v, g, b):
    return _once_more(v, g * g, b)


RMSPROP = dict(m_of=_plain, m_hat=False, v_hat=False)
ADAGRAD = dict(m_of=_plain, v_of=_summed, m_hat=False, v_hat=False)

# What is wrong, in words, and which parts of `_adam` it exchanges.
OF_ONE_CORRECTION = {
    "divides by 1 - b, where 1 - b^t belongs": dict(count=lambda t, i, n: 1),
    "takes b * t, where b^t belongs": dict(power=lambda b, t: b * t),
    "takes b^(1/t), where b^t belongs": dict(power=lambda b, t: b ** (1 / t)),
    "takes (1 - b)^t, where 1 - b^t belongs": dict(power=lambda b, t: 1 - (1 - b) ** t),
    "divides by b^t, where 1 - b^t belongs": dict(power=lambda b, t: 1 - b**t),
    "divides by 1 + b^t, where 1 - b^t belongs": dict(power=lambda b, t: -(b**t)),
    "multiplies by 1 - b^t, where it divides": dict(power=lambda b, t: 1 - 1 / (1 - b**t)),
    "counts t one too high": dict(count=lambda t, i, n: t + 1),
    "counts t from 0": dict(count=lambda t, i, n: t - 1),
}
OF_CORRECTIONS = {
    "bias correction is missing": dict(m_hat=False, v_hat=False),
    "bias correction of the squares is missing": dict(v_hat=False),
    "bias correction of the mean is missing": dict(m_hat=False),
    "t is counted once per array, not once per step": dict(count=lambda t, i, n: (t - 1) * n + i + 1),
    "t is counted once per layer, not once per step": dict(
        count=lambda t, i, n: (t - 1) * (n // 2) + i // 2 + 1
    ),
    "means are kept corrected: the correction is applied again and again": dict(kept=True),
    "second mean is corrected with b1, not with b2": dict(betas=lambda b1, b2: (b1, b1)),
    "first mean is corrected with b2, not with b1": dict(betas=lambda b1, b2: (b2, b2)),
    "two corrections are exchanged: 1 - b2^t for the first mean": dict(betas=lambda b1, b2: (b2, b1)),
}
for _words, _parts in OF_ONE_CORRECTION.items():
    OF_CORRECTIONS[f"bias correction {_words}"] = _parts
    for _side in ("mean", "squares"):
        OF_CORRECTIONS[f"bias correction of the {_side} {_words}"] = _parts | dict(only=_side)
OF_ADAM = {
    "the root of the mean square is missing": dict(root=_itself),
    "the root is taken twice": dict(root=lambda v: np.sqrt(np.sqrt(v))),
    "it multiplies by the root of the mean square, where it divides": dict(
        root=lambda v: 1 / (np.sqrt(v) + 1e-8)
    ),
    "the second mean is not one of squares": dict(v_of=lambda v, g, b: b * v + (1 - b) * g, root=_root),
    "the first mean is one of squares": dict(m_of=lambda m, g, b: b * m + (1 - b) * g * g),
    "1 - b is missing in the means": dict(m_of=lambda m, g, b: b * m + g, v_of=_summed_squares),
    "1 - b is missing in the second mean": dict(v_of=_summed_squares),
    "the second mean is made of the first, not of the gradient": _squares_of_the_mean,
    "the second mean forgets what was before": dict(v_of=lambda v, g, b: (1 - b) * g * g),
    "the first mean forgets what was before": dict(m_of=lambda m, g, b: (1 - b) * g),
    "both means forget what was before": dict(
        m_of=lambda m, g, b: (1 - b) * g, v_of=lambda v, g, b: (1 - b) * g * g
    ),
    "the squares are added up, with no mean": dict(v_of=_summed, v_hat=False),
    "1 - b is missing in the first mean": dict(m_of=lambda m, g, b: b * m + g),
    "the first mean is not multiplied by b": dict(m_of=lambda m, g, b: m + (1 - b) * g),
    "the second mean is not multiplied by b": dict(v_of=lambda v, g, b: v + (1 - b) * g * g),
    "the old means are added once more (+= for =)": dict(m_of=_once_more, v_of=_squares_once_more),
    "the old first mean is added once more (+= for =)": dict(m_of=_once_more),
    "the old second mean is added once more (+= for =)": dict(v_of=_squares_once_more),
    "b and 1 - b are exchanged in the means": dict(m_of=_exchanged, v_of=_exchanged_squares),
    "b and 1 - b are exchanged in the first mean": dict(m_of=_exchanged),
    "b and 1 - b are exchanged in the second mean": dict(v_of=_exchanged_squares),
}
OF_RMSPROP = {
    "the root of the mean square is missing": dict(root=_itself),
    "the root is taken twice": dict(root=lambda v: np.sqrt(np.sqrt(v))),
    "b and 1 - b are exchanged in the mean": dict(v_of=_exchanged_squares),
    "1 - b is missing in the mean": dict(v_of=_summed_squares),
    "the mean is one of sizes, not of squares": dict(v_of=lambda v, g, b: b * v + (1 - b) * abs(g)),
    "the mean is one of gradients, not of their squares": dict(
        v_of=lambda v, g, b: b * v + (1 - b) * g, root=_root
    ),
    "the mean square is not multiplied by b": dict(v_of=lambda v, g, b: v + (1 - b) * g * g),
    "the old mean square is added once more (+= for =)": dict(v_of=_squares_once_more),
}
OF_ADAGRAD = {
    "the root of the sum of squares is missing": dict(root=_itself),
    "the sum is one of gradients, not of their squares": dict(v_of=lambda v, g, b: v + g, root=_root),
    "the sum is one of sizes, not of squares": dict(v_of=lambda v, g, b: v + abs(g)),
}


def _right_rules():
    for words, inside in (("", False), (", eps inside the root", True)):
        yield Rule(kinds.RIGHT, f"Adam{words}", PAIRS, _adam(inside=inside))
        yield Rule(kinds.RIGHT, f"RMSprop{words}", FOR_SQUARES, _adam(**RMSPROP, inside=inside))
        yield Rule(kinds.RIGHT, f"AdaGrad{words}", NO_BETA, _adam(**ADAGRAD, inside=inside))
        yield Rule(kinds.RIGHT, f"RMSprop, centered{words}", FOR_SQUARES, _centered(inside))
        of_a_sum = _adam(**ADAGRAD, inside=inside, first=0.1)
        yield Rule(kinds.RIGHT, f"AdaGrad, its sum from 0.1 on{words}", NO_BETA, of_a_sum)
    yield Rule(kinds.RIGHT, "Adam, its corrections in the rate", PAIRS, _efficient_adam)
    yield Rule(
        kinds.RIGHT, "RMSprop, its squares corrected", FOR_SQUARES, _adam(**RMSPROP | dict(v_hat=True))
    )
    yield Rule(kinds.RIGHT, "RMSprop with momentum", ALL_PAIRS, _rmsprop_with_momentum)
    words = "the steps are AMSGrad's, or Adam's without a correction of the bias: is that meant?"
    yield Rule(kinds.UNDECIDED, words, PAIRS, _amsgrad("", rising=True))
    for corrected in ("first", "last", ""):
        yield Rule(kinds.RIGHT, "AMSGrad", PAIRS, _amsgrad(corrected))
    yield Rule(kinds.RIGHT, "Nadam", PAIRS, _nadam)
    yield Rule(kinds.RIGHT, "AdaMax", PAIRS, _adamax)
    yield Rule(kinds.RIGHT, "AdaDelta", FOR_SQUARES, _adadelta)
    for added in (False, True):
        yield Rule(kinds.RIGHT, "AdaBelief", PAIRS, _adabelief(added))
    for least in (5, 4):
        yield Rule(kinds.RIGHT, "RAdam", PAIRS, _radam(least))
    words = "the steps are Yogi's, or Adam's with a second mean that is never multiplied by b: is that meant?"
    for corrected in (True, False):
        yield Rule(kinds.UNDECIDED, words, PAIRS, _yogi(corrected, rising=True))
        for first in (0.0, 1e-6):
            yield Rule(kinds.RIGHT, "Yogi", PAIRS, _yogi(corrected, first))
    words = (
        "the steps are Adam's with one b for both means, where the second is usually 0.999: is that meant?"
    )
    yield Rule(kinds.UNDECIDED, words, EQUAL, _adam())


def _wrong_rules():
    for words, parts in OF_CORRECTIONS.items():
        yield Rule(kinds.BIAS_CORRECTION, f"Adam's {words}", PAIRS, _adam(**parts))
    yield Rule(kinds.STALE_VELOCITY, "Adam moves by the means of the step before", PAIRS, _adam(late=True))
    yield Rule(kinds.OPTIMIZER_STATE, "Adam's two means lie in one array", PAIRS, _in_one)
    formula = kinds.OPTIMIZER_FORMULA
    for words, parts in OF_ADAM.items():
        yield Rule(formula, f"Adam: {words}", PAIRS, parts if callable(parts) else _adam(**parts))
    yield Rule(formula, "Adam: its two rates b are exchanged", EXCHANGED, _adam())
    for words, parts in OF_RMSPROP.items():
        yield Rule(formula, f"RMSprop: {words}", FOR_SQUARES, _adam(**RMSPROP | parts))
    words = "RMSprop: the mean square is renewed after the step"
    yield Rule(kinds.STALE_VELOCITY, words, FOR_SQUARES, _adam(**RMSPROP, late=True))
    for words, parts in OF_ADAGRAD.items():
        yield Rule(formula, f"AdaGrad: {words}", NO_BETA, _adam(**ADAGRAD | parts))


def _one(m, g, b):
    return np.ones_like(g)


# Optimizers beside which a decay may stand, or a rate that changes; and what they divide by, below 1.
DECAYING = tuple(
    (Rule(kinds.RIGHT, words, pairs, _adam(**parts)), Rule(kinds.RIGHT, words, pairs, _adam(**parts | below)))
    for words, pairs, parts, below in (
        ("Adam", PAIRS[:4], {}, dict(m_of=_one, m_hat=False)),
        ("RMSprop", FOR_SQUARES[:3], RMSPROP, dict(m_of=_one)),
        ("AdaGrad", NO_BETA, ADAGRAD, dict(m_of=_one)),
    )
)
RIGHT_RULES = tuple(_right_rules())
RULES = (*RIGHT_RULES, *_wrong_rules())
TOLERANCE = 1e-7
EPSILONS = (1e-8, 1e-7, 1e-6, 1e-10, 1e-5, 1e-4, 1e-3, 1e-12, 0.0)


def betas_of(rule, moves, grads, own, n, tolerance=TOLERANCE):
    """The (b1, b2, eps) with which a rule makes these moves, up to a rate: all are tried at once."""
    b1, b2 = (np.reshape(each, (-1, 1, 1)) for each in zip(*rule.pairs, strict=True))
    made = rule.moves(grads, own, n, b1, b2, np.reshape(EPSILONS, (-1, 1)))
    shape = len(rule.pairs), len(EPSILONS), len(own)
    made = np.concatenate([np.broadcast_to(each, shape) for each in made], axis=-1)
    k = made @ flat(moves) / np.sum(made**2, axis=-1)
    off = np.linalg.norm(k[..., None] * made - flat(moves), axis=-1)
    for pair, e in np.argwhere(off <= tolerance * np.linalg.norm(flat(moves))):
        yield *rule.pairs[pair], EPSILONS[e]


def one_rate(moves, made, tolerance=TOLERANCE):
    """The one number k with moves = k times those made; None where there is none."""
    a, b = flat(moves), flat(made)
    if not np.isfinite(b).all() or not np.any(b):
        return None
    k = nearest_factor(a, b)
    return k if np.linalg.norm(a - k * b) <= tolerance * np.linalg.norm(a) else None
