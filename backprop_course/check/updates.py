"""A program's steps beside the textbook's: plain descent, momentum, Nesterov, RMSprop, AdaGrad, Adam.

Displacements are old - new, a list of arrays for each step in a row; gradients are those before each step.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import displacement, flat, nearest_factor

STEPS = 9


class StepVerdict(NamedTuple):
    """A kind (kinds.RIGHT, kinds.UNDECIDED or a mistake), its arrays, the words, and how we know."""

    kind: str
    where: tuple
    words: str
    number: str = ""


def of_plain_steps(olds, news, grads, rate=None):
    """The StepVerdict on steps without a memory, from several points; None where no simple rule holds.

    What is moved wrongly, not what is derived wrongly: each block's gradient is taken for granted.
    """
    moves = list(map(displacement, olds, news))
    ratios = _without_idle(_ratios(moves, grads), grads)
    return (
        _old_lost(ratios, _ratios(news, grads))
        or _of_no_move(moves)
        or _of_ratios(ratios, rate)
        or _of_a_length(olds, moves, grads)
        or _of_signs(moves, grads)
        or _of_one_number(moves, grads)
    )


def _of_no_move(moves):
    """The StepVerdict that nothing is moved; or None."""
    if any(np.any(m) for move in moves for m in move):
        return None
    words = "your update moves none of these arrays. Does it return the new ones, or reach others?"
    return StepVerdict(kinds.UNDECIDED, (), f"{words} Hand over grads=... as well")


def _of_a_length(olds, moves, grads):
    """The StepVerdict that each step goes along its gradient, however far; or None."""
    if all(_is_downhill(*each) for each in zip(olds, moves, grads, strict=True)):
        return StepVerdict(kinds.RIGHT, (), "the step follows the gradient, by a length of its own.")


def _of_signs(moves, grads):
    """The StepVerdict that all entries move by one length, each along its gradient's sign; or None."""
    lengths = [np.max(np.abs(flat(move))) for move in moves]
    alike = lengths[0] > 0 and np.allclose(lengths, lengths[0], rtol=1e-3)
    if alike and all(map(_is_sign, moves, grads)):
        words = "only the sign of the gradient is left: what it is divided by is its own size, not a mean."
        number = "all entries move by the same length"
        return StepVerdict(kinds.OPTIMIZER_FORMULA, tuple(range(len(grads[0]))), words, number)


def _of_one_number(moves, grads):
    """The StepVerdict that the first entry of each gradient moves its whole array; or None."""
    firsts = [[np.full(g.shape, g.flat[0]) for g in each] for each in grads]
    if None not in _ratios(moves, firsts) and any(g.size > 1 for g in grads[0]):
        words = "one number of each gradient moves the whole array."
        number = "all entries of an array move alike"
        return StepVerdict(kinds.UPDATE_SCALAR, tuple(range(len(grads[0]))), words, number)


def partly_wrong(olds, news, grads):
    """The StepVerdict that some arrays do not move by their gradient, while others do; or None."""
    ratios = _ratios(list(map(displacement, olds, news)), grads)
    known = [r for r in ratios if r]
    wrong = tuple(i for i, r in enumerate(ratios) if r is None)
    if known and np.allclose(known, known[0], rtol=1e-6) and known[0] > 0:
        words = "it does not move by its own gradient, the others do."
        return StepVerdict(kinds.UNKNOWN, wrong, words, f"the others move by {known[0]:.4g} × gradient")
    return None


def _ratios(moves, grads):
    """Block by block, the one number k with move = k gradient at all points; None where there is none."""
    return [_ratio([m[i] for m in moves], [g[i] for g in grads]) for i in range(len(grads[0]))]


def _without_idle(ratios, grads):
    """The ratios, where that of a block without a gradient is another's: of nothing, nothing is right."""
    first, idle = next((r for r in ratios if r), 0.0), _idle(grads)
    return [first if r == 0 and i in idle else r for i, r in enumerate(ratios)]


def _idle(grads, rounding=1e-13):
    """The blocks whose gradients are nothing but rounding: that of a bias before its mean is subtracted."""
    sizes = [np.linalg.norm(flat(each)) for each in grads]
    return [
        i
        for i in range(len(grads[0]))
        if all(np.linalg.norm(g[i]) <= rounding * size for g, size in zip(grads, sizes, strict=True))
    ]


def _old_lost(ratios, of_the_new):
    """The StepVerdict that new values are a multiple of the gradient, where other blocks are right."""
    gone = tuple(i for i, r in enumerate(ratios) if r is None and of_the_new[i])
    others = [r for i, r in enumerate(ratios) if i not in gone]
    if not gone or None in others or (others and not any(others)):
        return None
    words = "the old values are lost: the new ones are a multiple of the gradient alone (=- for -=)."
    number = f"new / gradient is {of_the_new[gone[0]]:.4g} at every point"
    return StepVerdict(kinds.OLD_LOST, gone, words, number)


def _is_downhill(old, move, grad, tolerance=1e-6):
    """Whether all arrays move by one positive number times (gradient + decay * old), decay >= 0."""
    m, g, p = flat(move), flat(grad), flat(old)
    if not (np.isfinite(m).all() and np.isfinite(g).all() and np.any(g)):
        return False
    numbers, *_ = np.linalg.lstsq(np.stack([g, p], axis=1), m, rcond=1e-12)
    k = nearest_factor(m, g)
    alone = k > 0 and np.linalg.norm(m - k * g) <= tolerance * np.linalg.norm(m)
    off = np.linalg.norm(np.stack([g, p], axis=1) @ numbers - m)
    enough = len(m) > 4 and off <= tolerance * np.linalg.norm(m)
    return alone or enough and numbers[0] > 0 and 0 <= numbers[1] < numbers[0]


def _is_sign(move, grad):
    m, g = flat(move), flat(grad)
    sizes = np.abs(m[g != 0])
    return sizes.size > 1 and np.ptp(sizes) <= 1e-3 * sizes.max() and np.all(m * g >= 0)


def _of_ratios(ratios, rate):
    """The StepVerdict on steps that are the gradient times a number, block by block; or None."""
    if None in ratios or not any(ratios):
        return None
    known, everywhere = [r for r in ratios if r], tuple(range(len(ratios)))
    still = tuple(i for i, r in enumerate(ratios) if r == 0)
    if still:
        words = "it is left out of the update: it never moves."
        return StepVerdict(kinds.UPDATE_PARTIAL, still, words, "old - new is 0")
    if all(r < 0 for r in known):
        words = "the update adds the gradient: old - rate * gradient goes down."
        return StepVerdict(kinds.UPDATE_SIGN, everywhere, words, f"(new - old) / gradient is {-known[0]:.4g}")
    flipped = tuple(i for i, r in enumerate(ratios) if r < 0)
    if flipped:
        words = "its update adds the gradient, the others subtract it."
        return StepVerdict(kinds.UPDATE_SIGN, flipped, words)
    if np.allclose(known, known[0], rtol=1e-6):
        if rate and abs(known[0] - rate) > 1e-6 * rate:
            words = f"the step is {known[0] / rate:.4g} times rate * gradient."
            number = f"(old - new) / gradient is {known[0]:.4g}, the rate {rate:.4g}"
            return StepVerdict(kinds.UPDATE_SCALE, everywhere, words, number)
        words = "the step is the old values - rate * gradient."
        return StepVerdict(kinds.RIGHT, (), words, f"the rate is {known[0]:.4g}")
    if not rate:
        return StepVerdict(kinds.RIGHT, (), "each array moves down its gradient, by a rate of its own.")
    other = tuple(i for i, r in enumerate(ratios) if abs(r - rate) > 1e-6 * abs(rate))
    number = ", ".join(f"{ratios[i]:.4g}" for i in other) + f" in place of {rate:.4g}"
    return StepVerdict(kinds.UPDATE_SCALE, other, "it moves by another rate than the rest.", number)


def _ratio(some, others, tolerance=1e-6):
    """The one number k with some = k others at all points; None where there is none."""
    a, b = flat(some), flat(others)
    if not np.any(b):
        return 0.0 if not np.any(a) else None
    k = nearest_factor(a, b)
    grain = 1e-13 * (1 + np.linalg.norm(a))
    if np.linalg.norm(a) <= grain:
        return 0.0
    return k if np.linalg.norm(a - k * b) <= tolerance * np.linalg.norm(a) + grain else None


# -- steps that remember --


def of_steps_in_a_row(moves, grads, rate=None):
    """The StepVerdict on displacements of steps in one life of an optimizer, with its rate where it is known.

    Where steps that are too long have led far away, the first few alone can tell, if they tell one thing.
    """
    idle = _idle(grads)
    if any(np.any(g[i]) for g in grads for i in idle) and len(idle) < len(grads[0]):
        kept = [i for i in range(len(grads[0])) if i not in idle]
        found = of_steps_in_a_row(
            *([[each[i] for i in kept] for each in part] for part in (moves, grads)), rate
        )
        return found._replace(where=tuple(kept[i] for i in found.where))
    found = of_momentum(moves, grads, rate) or _shared_velocity(moves, grads) or _other_velocity(moves, grads)
    found = found or next(_adaptive(moves, grads), None)
    found = found or _shared_squares(moves, grads) or _first_steps(moves, grads)
    words = "the steps remember something, and are those of no optimizer we know."
    return found or StepVerdict(kinds.UNDECIDED, (), words)


def _first_steps(moves, grads):
    """The StepVerdict on the first steps alone, where all rules that give them have the same mistake."""
    for few in (3, 2, 1):
        found = []
        for each in _adaptive(moves[:few], grads[:few]):
            found.append(each)
            if each.kind == kinds.RIGHT or each.kind != found[0].kind:
                found = []
                break
        if found:
            words = {each.words.partition(": ")[2] or each.words for each in found}
            return found[0]._replace(words=words.pop()) if len(words) == 1 else found[0]
    return None


def of_momentum(moves, grads, rate):
    """The StepVerdict on move = mu * last move + k * gradient + late * last gradient: momentum; or None."""
    found = [_recurrence([m[i] for m in moves], [g[i] for g in grads]) for i in range(len(moves[0]))]
    where = tuple(i for i, each in enumerate(found) if each is not None)
    if not where or any(np.any(m[i]) for m in moves for i in range(len(found)) if i not in where):
        return None
    mu, k, late = (np.array([found[i][part] for i in where]) for part in range(3))
    size, told = np.abs(k).max() + np.abs(late).max(), f"momentum {_listed(mu)}, rate {_listed(k)}"
    adding = tuple(i for i, own in zip(where, mu, strict=True) if abs(own - 1) < 1e-6)
    if 0 < len(adding) < len(where) and all(min(abs(own), abs(own - 1)) < 1e-6 for own in mu):
        words = (
            "each step uses the sum of all its gradients so far; those of the others are set back to zero."
        )
        return StepVerdict(kinds.ACCUMULATE, adding, words, told)
    if not all(
        np.allclose(own, own[0], atol=1e-6 * unit) for own, unit in ((mu, 1), (k, size), (late, size))
    ):
        words = "the arrays do not follow the same rule: their momentum or rate differs."
        return StepVerdict(kinds.OPTIMIZER_STATE, where, words, told)
    verdict = _of_momentum(float(mu[0]), float(k[0]), float(late[0]), size, where)
    first = _ratio(moves[0], grads[0])
    plain = verdict.kind == kinds.RIGHT and abs(late[0]) < 1e-7 * size
    if not (plain and rate and first) or any(abs(first - c * rate) <= 1e-3 * first for c in (1, 1 - mu[0])):
        return verdict
    words = f"the steps are {first / rate:.4g} times what the rate and the velocity give."
    number = f"the first step is {first:.4g} × gradient, the rate is {rate:.4g}"
    return StepVerdict(kinds.UPDATE_SCALE, tuple(range(len(found))), words, number)


def _of_momentum(mu, k, late, size, where):
    """The StepVerdict on move = mu * last move + k * gradient + late * last gradient, in all arrays."""
    told = f"move = {mu:.4g} × last move + {k:.4g} × gradient + {late:.4g} × last gradient"
    if abs(k) < 1e-7 * size:
        words = "the parameters move by the velocity of the step before: it is renewed after they moved."
        return StepVerdict(kinds.STALE_VELOCITY, where, words, told)
    if k < 0:
        return StepVerdict(kinds.UPDATE_SIGN, where, "the update adds the gradient.", told)
    if abs(late) < 1e-7 * size:
        if abs(mu - 1) < 1e-7:
            words = "each step uses the sum of all gradients so far: they are never set back to zero."
            return StepVerdict(kinds.ACCUMULATE, where, words, told)
        if 0 < mu < 1:
            return StepVerdict(kinds.RIGHT, (), f"momentum {mu:.4g}", told)
        if mu > 1:
            words = "the momentum is above 1: the velocity grows without end."
            return StepVerdict(kinds.OPTIMIZER_FORMULA, where, words, told)
        if mu < 0:
            words = "the old velocity is subtracted, where momentum adds it: it pulls back."
            return StepVerdict(kinds.OPTIMIZER_STATE, where, words, told)
    if 0 < mu < 1 and abs(late + mu * k / (1 + mu)) < 1e-6 * size:
        return StepVerdict(kinds.RIGHT, (), f"Nesterov's momentum {mu:.4g}", told)
    return StepVerdict(kinds.UNKNOWN, where, "the velocity follows no textbook rule.", told)


def _listed(numbers):
    return ", ".join(f"{k:.4g}" for k in numbers)


def _recurrence(moves, grads):
    """(a, b, c) of one array, or None."""
    target, columns = moves[1:], (moves[:-1], grads[1:], grads[:-1])
    return _sum_of(target, columns) if np.any(flat(target)) else None


def _sum_of(target, columns, tolerance=1e-7):
    """The numbers with target = sum of number * column, step by step; None where there are none.

    A step is held against the largest up to it: those of a velocity that explodes are larger each time.
    """
    sizes = np.maximum.accumulate([np.linalg.norm(each) for each in target])
    rows = np.repeat(np.where(sizes > 0, sizes, 1.0), [np.size(each) for each in target])
    wanted = flat(target) / rows
    with np.errstate(all="ignore"):
        parts = [flat(column) / rows for column in columns]
        units = [np.linalg.norm(part) for part in parts]
    if not (all(units) and np.isfinite(units).all() and len(wanted) >= 5):
        return None
    matrix = np.stack([part / unit for part, unit in zip(parts, units, strict=True)], axis=1)
    numbers, *_ = np.linalg.lstsq(matrix, wanted, rcond=1e-12)
    near = np.linalg.norm(matrix @ numbers - wanted) <= tolerance * np.linalg.norm(wanted)
    return numbers / units if near else None


# What stands where a velocity is mu * old + k * gradient: words, and the two parts, of v and g.
_VELOCITIES = (
    ("the old velocity is squared", "last move²", "gradient", lambda v, g: (v * v, g)),
    ("the gradient is squared", "last move", "gradient²", lambda v, g: (v, g * g)),
    ("the old velocity loses its signs", "size of last move", "gradient", lambda v, g: (np.abs(v), g)),
    ("the old velocity is averaged to one number", "mean of last move", "gradient",
     lambda v, g: (np.full(v.shape, v.mean()), g)),
    ("the gradient is averaged to one number", "last move", "mean gradient",
     lambda v, g: (v, np.full(g.shape, g.mean()))),
)  # fmt: skip


def _other_velocity(moves, grads):
    """The StepVerdict on a velocity that all arrays have by another formula; or None."""
    for words, of_old, of_new, made in _VELOCITIES:
        with np.errstate(all="ignore"):
            steps = [list(map(made, *each)) for each in zip(moves[:-1], grads[1:], strict=True)]
        columns = [[flat(parts[k] for parts in each) for each in steps] for k in (0, 1)]
        numbers = _sum_of(list(map(flat, moves[1:])), columns)
        if numbers is not None:
            told = f"move = {numbers[0]:.4g} × {of_old} + {numbers[1]:.4g} × {of_new}"
            where = tuple(range(len(moves[0])))
            words = f"{words}, where momentum takes mu * old velocity + gradient."
            return StepVerdict(kinds.OPTIMIZER_FORMULA, where, words, told)
    return None


def _shared_squares(moves, grads):
    """One mean of squares for all arrays: together they move as one array does, in turns."""
    for way in (1, -1) if len({np.shape(m) for m in moves[0]}) == 1 < len(moves[0]) else ():
        row = [[[each] for step in part for each in step[::way]] for part in (moves, grads)]
        found = next((each for each in _adaptive(*row) if each.kind == kinds.RIGHT), None)
        if found:
            words = f"one state is shared by all arrays: {found.words.rstrip('.')} of all of them in turns."
            return StepVerdict(kinds.OPTIMIZER_STATE, tuple(range(len(moves[0]))), words, found.number)
    return None


def _shared_velocity(moves, grads):
    """One velocity for all arrays, each handing it on to the next."""
    shapes = {np.shape(m) for m in moves[0]}
    if len(shapes) > 1 or len(moves[0]) < 2:
        return None
    for backwards in (False, True):
        order = range(len(moves[0]))[::-1] if backwards else range(len(moves[0]))
        row = [m[i] for m in moves for i in order]
        told = _recurrence(row, [g[i] for g in grads for i in order])
        if told is not None and abs(told[2]) < 1e-6 * abs(told[1]) and 0 < told[0] <= 1:
            return StepVerdict(
                kinds.OPTIMIZER_STATE,
                tuple(order),
                "one velocity is shared by all arrays: each moves on with the momentum of the other.",
                f"move = {told[0]:.4g} × the other array's last move + {told[1]:.4g} × gradient",
            )
    return None


# -- optimizers that divide by the gradient's size --


class Rule(NamedTuple):
    """An adaptive optimizer: moves(grads, array of each entry, of how many, b1, b2, eps) up to the rate."""

    kind: str
    words: str
    first: tuple  # choices of b1
    second: tuple  # choices of b2
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
    betas=lambda b1, b2: (b1, b2),
):
    """Adam's moves, with parts of it exchanged."""
    m_of = m_of or (lambda m, g, b: b * m + (1 - b) * g)
    v_of = v_of or (lambda v, g, b: b * v + (1 - b) * g * g)
    count = count or (lambda t, i, n: t)

    def moves(grads, i, n, b1, b2, eps):
        m = v = np.zeros_like(grads[0])
        found = []
        for t, g in enumerate(grads, start=1):
            old = m, v
            m, v = m_of(m, g, b1), v_of(v, g, b2)
            k, (c1, c2) = count(t, i, n), betas(b1, b2)
            used = old if late else (m, v)
            top = used[0] / (1 - power(c1, k)) if m_hat and np.all(k) else used[0]
            low = used[1] / (1 - power(c2, k)) if v_hat and np.all(k) else used[1]
            if kept:
                m, v = top, low
            found.append(top / (root(low + eps) if inside else root(low) + eps))
        return found

    return moves


FIRST_BETAS, SECOND_BETAS = (0.9, 0.95, 0.8, 0.99, 0.5), (0.999, 0.99, 0.9, 0.95, 0.98)
NO_BETA = (0.0,)


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


RMSPROP = dict(m_of=_plain, m_hat=False, v_hat=False)
ADAGRAD = dict(m_of=_plain, v_of=_summed, m_hat=False, v_hat=False)

# What is wrong, in words, and which parts of `_adam` it exchanges.
OF_CORRECTIONS = {
    "bias correction divides by 1 - b, where 1 - b^t belongs": dict(count=lambda t, i, n: 1),
    "bias correction is missing": dict(m_hat=False, v_hat=False),
    "bias correction of the squares is missing": dict(v_hat=False),
    "bias correction of the mean is missing": dict(m_hat=False),
    "t is counted once per array, not once per step": dict(count=lambda t, i, n: (t - 1) * n + i + 1),
    "t is one too high": dict(count=lambda t, i, n: t + 1),
    "t starts at 0": dict(count=lambda t, i, n: t - 1),
    "means are kept corrected: the correction is applied again and again": dict(kept=True),
    "second mean is corrected with b1, not with b2": dict(betas=lambda b1, b2: (b1, b1)),
    "first mean is corrected with b2, not with b1": dict(betas=lambda b1, b2: (b2, b2)),
    "two corrections are exchanged: 1 - b2^t for the first mean": dict(betas=lambda b1, b2: (b2, b1)),
    "bias correction takes b * t, where b^t belongs": dict(power=lambda b, t: b * t),
    "bias correction takes b^(1/t), where b^t belongs": dict(power=lambda b, t: b ** (1 / t)),
    "bias correction multiplies by 1 - b^t, where it divides": dict(power=lambda b, t: 1 - 1 / (1 - b**t)),
}
OF_ADAM = {
    "the root of the mean square is missing": dict(root=_itself),
    "the second mean is not one of squares": dict(v_of=lambda v, g, b: b * v + (1 - b) * g, root=_root),
    "1 - b is missing in the means": dict(m_of=lambda m, g, b: b * m + g, v_of=_summed_squares),
    "1 - b is missing in the second mean": dict(v_of=_summed_squares),
    "the second mean is made of the first, not of the gradient": _squares_of_the_mean,
    "the second mean forgets what was before": dict(v_of=lambda v, g, b: (1 - b) * g * g),
    "the first mean forgets what was before": dict(m_of=lambda m, g, b: (1 - b) * g),
    "the squares are added up, with no mean": dict(v_of=_summed, v_hat=False),
    "1 - b is missing in the first mean": dict(m_of=lambda m, g, b: b * m + g),
    "b and 1 - b are exchanged in the means": dict(m_of=_exchanged, v_of=_exchanged_squares),
}
OF_RMSPROP = {
    "the root of the mean square is missing": dict(root=_itself),
    "b and 1 - b are exchanged in the mean": dict(v_of=_exchanged_squares),
    "1 - b is missing in the mean": dict(v_of=_summed_squares),
    "the mean is one of sizes, not of squares": dict(v_of=lambda v, g, b: b * v + (1 - b) * abs(g)),
    "the mean square is not multiplied by b": dict(v_of=lambda v, g, b: v + (1 - b) * g * g),
}


def _rules():
    """All Rules, the right ones first."""
    for words, inside in (("", False), (", eps inside the root", True)):
        yield Rule(kinds.RIGHT, f"Adam{words}", FIRST_BETAS, SECOND_BETAS, _adam(inside=inside))
        yield Rule(kinds.RIGHT, f"RMSprop{words}", NO_BETA, SECOND_BETAS, _adam(**RMSPROP, inside=inside))
        yield Rule(kinds.RIGHT, f"AdaGrad{words}", NO_BETA, NO_BETA, _adam(**ADAGRAD, inside=inside))
    for words, parts in OF_CORRECTIONS.items():
        yield Rule(kinds.BIAS_CORRECTION, f"Adam's {words}", FIRST_BETAS, SECOND_BETAS, _adam(**parts))
    words = "Adam moves by the means of the step before"
    yield Rule(kinds.STALE_VELOCITY, words, FIRST_BETAS, SECOND_BETAS, _adam(late=True))
    yield Rule(kinds.OPTIMIZER_STATE, "Adam's two means lie in one array", FIRST_BETAS, SECOND_BETAS, _in_one)
    formula = kinds.OPTIMIZER_FORMULA
    for words, parts in OF_ADAM.items():
        yield Rule(
            formula, f"Adam: {words}", FIRST_BETAS, SECOND_BETAS, parts if callable(parts) else _adam(**parts)
        )
    yield Rule(formula, "Adam: its two rates b are exchanged", SECOND_BETAS, FIRST_BETAS, _adam())
    for words, parts in OF_RMSPROP.items():
        yield Rule(formula, f"RMSprop: {words}", NO_BETA, SECOND_BETAS, _adam(**RMSPROP | parts))
    words = "RMSprop: the mean square is renewed after the step"
    yield Rule(kinds.STALE_VELOCITY, words, NO_BETA, SECOND_BETAS, _adam(**RMSPROP, late=True))
    words = "AdaGrad: the root of the sum of squares is missing"
    yield Rule(formula, words, NO_BETA, NO_BETA, _adam(**ADAGRAD, root=_itself))


RULES = tuple(_rules())
TOLERANCE = 1e-7
EPSILONS = (1e-8, 1e-7, 1e-6, 1e-10, 1e-5, 1e-4, 1e-3, 1e-12, 0.0)


SAMPLE = 16  # entries by which rules are sorted out


def _adaptive(moves, grads):
    """The StepVerdicts of the rules whose moves these are, up to one rate for all arrays and steps."""
    n = len(moves[0])
    own = np.repeat(np.arange(n), [m.size for m in moves[0]])  # by entry, its array
    moves, grads = ([flat(each) for each in part] for part in (moves, grads))
    large = np.argsort(-np.sum(np.abs(moves), axis=0), kind="stable")[:SAMPLE]
    few = [[each[large] for each in part] for part in (moves, grads)]
    with np.errstate(all="ignore"):
        for rule in RULES:
            for b1, b2, eps in _fitting(rule, *few, own[large], n):
                k = _one_rate(moves, rule.moves(grads, own, n, b1, b2, eps))
                told = f"b1 = {b1:g}, b2 = {b2:g}, eps = {eps:g}, rate {k or 0:.4g}"
                if k and k < 0:
                    words = "the update adds the gradient."
                    yield StepVerdict(kinds.UPDATE_SIGN, tuple(range(n)), words, told)
                elif k:
                    where = () if rule.kind == kinds.RIGHT else tuple(range(n))
                    yield StepVerdict(rule.kind, where, f"{rule.words}.", told)


def _fitting(rule, moves, grads, own, n):
    """The (b1, b2, eps) with which a rule makes these moves, up to a rate: all are tried at once."""
    pairs = [
        each for each in product(rule.first, rule.second) if rule.first != FIRST_BETAS or each[0] < each[1]
    ]
    b1, b2 = (np.reshape(each, (-1, 1, 1)) for each in zip(*pairs, strict=True))
    made = rule.moves(grads, own, n, b1, b2, np.reshape(EPSILONS, (-1, 1)))
    shape = len(pairs), len(EPSILONS), len(own)
    made = np.concatenate([np.broadcast_to(each, shape) for each in made], axis=-1)
    k = made @ flat(moves) / np.sum(made**2, axis=-1)
    off = np.linalg.norm(k[..., None] * made - flat(moves), axis=-1)
    for pair, e in np.argwhere(off <= TOLERANCE * np.linalg.norm(flat(moves))):
        yield *pairs[pair], EPSILONS[e]


def _one_rate(moves, made):
    a, b = flat(moves), flat(made)
    if not np.isfinite(b).all() or not np.any(b):
        return None
    k = nearest_factor(a, b)
    return k if np.linalg.norm(a - k * b) <= TOLERANCE * np.linalg.norm(a) else None
