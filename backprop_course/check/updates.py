"""A program's steps beside the textbook's: plain descent, momentum, Nesterov, RMSprop, AdaGrad, Adam.

Displacements are old - new, a list of arrays for each step in a row; gradients are those before each step.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import displacement, flat, nearest_factor
from backprop_course.check.optimizers import (
    DECAYING,
    EPSILONS,
    RIGHT_RULES,
    RULES,
    TOLERANCE,
    betas_of,
    one_rate,
)

STEPS = 9
APART = 1e-6  # of the largest singular value, the least of columns that can be told from each other
NO_OPTIMIZER = "the steps remember something, and are those of no optimizer we know."


class StepVerdict(NamedTuple):
    """A kind (kinds.RIGHT, kinds.UNDECIDED or a mistake), its arrays, the words, and how we know.

    A `note` is worth a look where the steps are right.
    """

    kind: str
    where: tuple
    words: str
    number: str = ""
    note: str = ""


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
        words = "each array moves down its gradient, by a rate of its own."
        note = f"whether these are the rates of the arrays: {', '.join(f'{r:.4g}' for r in ratios)}"
        return StepVerdict(kinds.RIGHT, (), words, note=note)
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


def of_steps_in_a_row(moves, grads, rate=None, points=None, single=False):
    """The StepVerdict on displacements of steps in one life of an optimizer, with its rate where it is known.

    `points` are the arrays before each step, of which a decay takes a share; `single` says that float32 may
    have rounded what is kept. Where steps that are too long have led far away, the first few alone can tell,
    if they tell one thing.
    """
    idle = _idle(grads)
    if any(np.any(g[i]) for g in grads for i in idle) and len(idle) < len(grads[0]):
        kept = [i for i in range(len(grads[0])) if i not in idle]
        parts = [part and [[each[i] for i in kept] for each in part] for part in (moves, grads, points)]
        found = of_steps_in_a_row(*parts[:2], rate, parts[2], single)
        return found._replace(where=tuple(kept[i] for i in found.where))
    found = of_momentum(moves, grads, rate) or _shared_velocity(moves, grads) or _other_velocity(moves, grads)
    found = found or next(_adaptive(moves, grads, rate), None)
    found = found or _with_a_decay(moves, grads, points) or _of_changing_rates(moves, grads)
    found = found or _shared_squares(moves, grads) or _first_steps(moves, grads)
    found = found or (_but_for_rounding(moves, grads, points) if single and points else None)
    return found or StepVerdict(kinds.UNDECIDED, (), NO_OPTIMIZER)


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
    if not any(_weighs(k[n], late[n], moves, grads, i) for n, i in enumerate(where)):
        return None  # all steps are alike: no gradient is in them
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


def _weighs(k, late, moves, grads, i):
    """Whether the gradients of array i are more than rounding in its moves."""
    size = max(abs(k), abs(late)) * max(np.linalg.norm(g[i]) for g in grads)
    return size > 1e-9 * max(np.linalg.norm(m[i]) for m in moves)


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
        if -1e-6 < mu < 1:
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
    """(a, b, c) of one array with move = a * last move + b * gradient + c * last gradient; or None.

    Before the first step there are neither: without it, a quadratic's next gradient is a sum of the others.
    """
    if not np.any(flat(moves[1:])):
        return None
    alone = _ratio(moves, grads)
    if alone:
        return np.array([0.0, alone, 0.0])
    nothing = np.zeros_like(moves[0])
    begun = _sum_of(moves, ([nothing, *moves[:-1]], grads, [nothing, *grads[:-1]]))
    return _sum_of(moves[1:], (moves[:-1], grads[1:], grads[:-1])) if begun is None else begun


def _sum_of(target, columns, tolerance=1e-7):
    """The numbers with target = sum of number * column, step by step; None where there are none, or many.

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
    numbers, _, _, lengths = np.linalg.lstsq(matrix, wanted, rcond=1e-12)
    near = np.linalg.norm(matrix @ numbers - wanted) <= tolerance * np.linalg.norm(wanted)
    return numbers / units if near and lengths[-1] > APART * lengths[0] else None


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
        if _is_momentums_own(columns, moves, grads):
            continue
        numbers = _sum_of(list(map(flat, moves[1:])), columns)
        weighs = numbers is not None and any(
            np.linalg.norm(numbers[1] * flat(parts[1] for parts in each)) > 1e-9 * np.linalg.norm(flat(move))
            for each, move in zip(steps, moves[1:], strict=True)
        )
        if weighs:
            told = f"move = {numbers[0]:.4g} × {of_old} + {numbers[1]:.4g} × {of_new}"
            where = tuple(range(len(moves[0])))
            words = f"{words}, where momentum takes mu * old velocity + gradient."
            return StepVerdict(kinds.OPTIMIZER_FORMULA, where, words, told)
    return None


def _is_momentums_own(columns, moves, grads):
    """Whether the two parts of a velocity are momentum's, up to a sign: as the mean of a single entry is."""
    plain = [list(map(flat, part)) for part in (moves[:-1], grads[1:])]
    return all(
        any(np.allclose(sign * flat(some), flat(own), rtol=1e-9, atol=0) for sign in (1, -1))
        for some, own in zip(columns, plain, strict=True)
    )


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


SAMPLE = 16  # entries by which rules are sorted out


def _in_rows(*parts):
    """(by entry its array, how many arrays, and each part with all entries of a step in one row)."""
    own = np.repeat(np.arange(len(parts[0][0])), [a.size for a in parts[0][0]])
    return own, len(parts[0][0]), *([flat(each) for each in part] for part in parts)


def _adaptive(moves, grads, rate=None):
    """The StepVerdicts of the rules whose moves these are, up to one rate for all arrays and steps.

    Where rules differ by a number only, that which gives the known rate comes first, unless one is right that
    can be taken for no other.
    """
    own, n, moves, grads = _in_rows(moves, grads)
    others = []
    large = np.argsort(-np.sum(np.abs(moves), axis=0), kind="stable")[:SAMPLE]
    few = [[each[large] for each in part] for part in (moves, grads)]
    with np.errstate(all="ignore"):
        for rule in RULES:
            for b1, b2, eps in betas_of(rule, *few, own[large], n):
                k = one_rate(moves, rule.moves(grads, own, n, b1, b2, eps))
                told = f"b1 = {b1:g}, b2 = {b2:g}, eps = {eps:g}, rate {k or 0:.4g}"
                if k and k < 0:
                    words = "the update adds the gradient."
                    yield StepVerdict(kinds.UPDATE_SIGN, tuple(range(n)), words, told)
                elif k:
                    odd = _of_their_length(rule, k, b1, b2, rate)
                    if odd:
                        number = f"{told}, yours is {rate:.4g}"
                        where = () if odd.kind == kinds.UNDECIDED else tuple(range(n))
                        yield odd._replace(where=where, number=number)
                        return
                    where = () if rule.kind in (kinds.RIGHT, kinds.UNDECIDED) else tuple(range(n))
                    found = StepVerdict(rule.kind, where, f"{rule.words}.", told)
                    sure = rule.kind == kinds.RIGHT and not others
                    if sure or not rate or abs(k / rate - 1) < 1e-6:
                        yield found
                    else:
                        others.append(found)
    yield from others


def _of_their_length(rule, k, b1, b2, rate):
    """The StepVerdict where Adam's steps are as many times too long as what is missing makes them; or None.

    A rate of ten times as much, or half as much, may be another rate.
    """
    if not rate or not rule.words.startswith("Adam") or rule.kind != kinds.RIGHT or not b1:
        return None
    formula, unsure = kinds.OPTIMIZER_FORMULA, kinds.UNDECIDED
    lost = (
        (formula, np.sqrt(1 - b2), "Adam: 1 - b is missing in the second mean."),
        (formula, np.sqrt(1 - b2) / (1 - b1), "Adam: 1 - b is missing in the means."),
        (
            unsure,
            1 / (1 - b1),
            "are 1 / (1 - b) times as long as the rate: is 1 - b missing in the first mean?",
        ),
        (unsure, rate, "have the square of the rate: is it multiplied in twice?"),
    )
    for kind, times, words in lost:
        if abs(k / (rate * times) - 1) < 1e-3 and abs(times - 1) > 0.01:
            if kind == formula and any(abs(times / each - 1) < 0.01 for each in ROUND):
                words = f"are {times:.4g} times as long as the rate: is that meant, or is 1 - b missing?"
                kind = unsure
            return StepVerdict(kind, (), words if kind == formula else f"the steps are Adam's, and {words}")
    return None


ROUND = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 2, 4, 5, 10, 20, 50, 100)  # what may multiply a rate


# -- what float32 leaves of the steps --


def _but_for_rounding(moves, grads, points):
    """The StepVerdict that steps are those of a right optimizer, up to the rounding of float32; or None.

    Nothing is told of what is wrong: numbers as coarse as these would fit too much.
    """
    own, n, moves, grads, points = _in_rows(moves, grads, points)
    size = np.linalg.norm(moves)
    off = 1e-6 + 2.0**-23 * np.linalg.norm(points) / size if size else np.inf
    if off > 1e-3:
        return None
    with np.errstate(all="ignore"):
        for words, made in _right_moves(moves, grads, own, n, off):
            if (one_rate(moves, made, off) or 0) > 0:
                return StepVerdict(kinds.RIGHT, (), f"{words}, up to the rounding of float32.")
    return None


def _right_moves(moves, grads, own, n, tolerance):
    """(words, moves up to a rate) of momentum, and of the adaptive optimizers that may have made these."""
    for mu in MOMENTA:
        velocities = _velocities(grads, mu)
        yield f"momentum {mu:g}", velocities
        yield f"Nesterov's momentum {mu:g}", [mu * v + g for v, g in zip(velocities, grads, strict=True)]
    large = np.argsort(-np.sum(np.abs(moves), axis=0), kind="stable")[:SAMPLE]
    few = [[each[large] for each in part] for part in (moves, grads)]
    for rule in RIGHT_RULES:
        for at in betas_of(rule, *few, own[large], n, tolerance) if rule.kind == kinds.RIGHT else ():
            yield rule.words, rule.moves(grads, own, n, *at)


MOMENTA = (0.9, 0.5, 0.8, 0.95, 0.99)


def _velocities(grads, mu):
    """Momentum's velocities (Polyak, 1964)."""
    velocity, found = 0.0, []
    for g in grads:
        velocity = mu * velocity + g
        found.append(velocity)
    return found


# -- a share of the arrays, and a rate that changes --


def _with_a_decay(moves, grads, points):
    """The StepVerdict on steps that take a share of the arrays besides, as AdamW's do; or None."""
    if not points:
        return None
    with np.errstate(all="ignore"):
        found = _momentum_with_a_decay(moves, grads, points) or _adam_with_a_decay(moves, grads, points)
        return found or _decay_in_the_gradient(moves, grads, points)


def _momentum_with_a_decay(moves, grads, points):
    """move = mu * last move + k * gradient + c * array, with one mu and k for all."""
    found = []
    for i in range(len(moves[0])):
        m, g, p = ([each[i] for each in part] for part in (moves, grads, points))
        few = np.size(m[0]) * len(m[1:]) <= 2 * 3
        numbers = None if few else _sum_of(m[1:], (m[:-1], g[1:], p[1:]))
        if numbers is None:
            return None
        found.append(numbers)
    mu, k, c = np.array(found).T
    one = np.ptp(mu) < 1e-5 and np.ptp(k) < 1e-5 * abs(k[0])
    if not (one and np.all((1e-6 < mu) & (mu < 1)) and k[0] > 0):
        return None
    firsts = zip(moves[0], grads[0], points[0], c, strict=True)
    shares = [_share_at_first(*each, mu[0], k[0]) for each in firsts]
    return None if None in shares else _of_shares(shares, k[0], f"momentum {mu[0]:.4g}", f"rate {k[0]:.4g}")


def _share_at_first(move, grad, point, later, mu, k):
    """The share of an array that the first step takes beside k * gradient; None where it takes anything else.

    One that goes through the velocity is the same `later`. Of another, mu * last move has a part already.
    """
    rest, point = np.ravel(move - k * grad), np.ravel(point)
    if not np.any(point):
        return later
    share = nearest_factor(rest, point)
    beside = share * (1 - mu / (1 - share)) if share < 1 else share
    alike = min(abs(share - later), abs(beside - later)) <= 1e-4 * k
    near = np.linalg.norm(rest - share * point) <= 1e-6 * np.linalg.norm(move)
    return share if alike and near else None


def _of_shares(shares, k, optimizer, told):
    """The StepVerdict on an optimizer whose steps take these shares of the arrays, beside a rate of k."""
    number = f"{told}, shares {_listed(shares)}"
    up = tuple(i for i, share in enumerate(shares) if share < -1e-5 * k)
    if up:
        words = "the decay adds a share of the array, where it takes one away."
        return StepVerdict(kinds.PENALTY_SIGN, up, words, number)
    if max(shares) > 0.5 * k:  # as where mu multiplies the arrays too
        words = f"the steps are those of {optimizer}, and take {max(shares):.4g} of the arrays away besides: "
        return StepVerdict(kinds.UNDECIDED, (), f"{words}is that meant?", number)
    return StepVerdict(kinds.RIGHT, (), f"{optimizer}, with a decay.", number)


def _adam_with_a_decay(moves, grads, points):
    """The StepVerdict on the steps of Adam or RMSprop with a decay beside them, under the root, or before."""
    own, n, moves, grads, points = _in_rows(moves, grads, points)
    large = np.argsort(-np.sum(np.abs(moves), axis=0), kind="stable")[: 4 * SAMPLE]
    few = [[each[large] for each in part] for part in (moves, grads, points)]
    for rule, root in DECAYING:
        for (b1, b2), eps in product(rule.pairs, EPSILONS[:3]):
            for divisor in (None, root):

                def share_of(moves, grads, points, own, divisor=divisor, at=(b1, b2, eps), rule=rule):
                    made = rule.moves(grads, own, n, *at)
                    ones = divisor.moves(grads, own, n, *at) if divisor else [1.0] * len(made)
                    parts = [one * p for one, p in zip(ones, points, strict=True)]
                    return _in_parts(moves, made, parts, own)

                if share_of(*few, own[large]) is None:
                    continue
                found = share_of(moves, grads, points, own)
                if found is None or found[0] <= 0:
                    continue
                told = f"b1 = {b1:g}, b2 = {b2:g}, eps = {eps:g}, rate {found[0]:.4g}"
                if divisor is None:
                    return _of_shares(found[1:], found[0], rule.words, told)
                where = tuple(i for i, share in enumerate(found[1:]) if abs(share) > 1e-5 * found[0])
                if not where:
                    continue
                words = (
                    "its decay is divided by the root of the squares as well, which shrinks large ones less."
                )
                return StepVerdict(kinds.OPTIMIZER_FORMULA, where, f"{rule.words}: {words}", told)
    return None


DECAYS = (1e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def _decay_in_the_gradient(moves, grads, points):
    """The StepVerdict that a penalty's gradient, which the loss has not, goes through the means; or None."""
    wide = flat(np.full(p.shape, float(p.ndim > 1)) for p in points[0])
    own, n, moves, grads, points = _in_rows(moves, grads, points)
    for share, kept in product(DECAYS, (np.ones_like(wide), wide)):
        added = [g + share * kept * p for g, p in zip(grads, points, strict=True)]
        for rule, _ in DECAYING:
            for b1, b2, eps in betas_of(rule, moves, added, own, n):
                words = f"the steps are {rule.words}'s for the gradient plus {share:g} × the array: a penalty"
                words += " that the loss does not have. AdamW takes it from the arrays, not through the means"
                return StepVerdict(kinds.UNDECIDED, (), words, f"b1 = {b1:g}, b2 = {b2:g}, eps = {eps:g}")
    return None


def _in_parts(moves, made, parts, own):
    """The numbers with moves = k * made + (one share by array) * parts; None where there are none."""
    columns = [flat(made)]
    columns += [flat(np.where(own == i, part, 0.0) for part in parts) for i in np.unique(own)]
    wanted, matrix = flat(moves), np.stack(columns, axis=1)
    units = np.linalg.norm(matrix, axis=0)
    if not (np.isfinite(matrix).all() and np.all(units) and len(wanted) > 3 * len(units)):
        return None
    numbers, *_ = np.linalg.lstsq(matrix / units, wanted, rcond=1e-12)
    near = np.linalg.norm(matrix / units @ numbers - wanted) <= TOLERANCE * np.linalg.norm(wanted)
    return numbers / units if near else None


def _of_changing_rates(moves, grads):
    """The StepVerdict on steps of a known optimizer whose rate changes from step to step; or None."""
    own, n, moves, grads = _in_rows(moves, grads)
    lengths = np.linalg.svd(grads, compute_uv=False) if np.isfinite(grads).all() else (1.0, 0.0)
    if len(own) < 4 or not lengths[1] > APART * lengths[0]:  # on one line, any rule is right
        return None
    with np.errstate(all="ignore"):
        for words, made in _directions(grads, own, n):
            lengths = _along_each(moves, made)
            if lengths is not None:
                return _of_lengths(lengths, words, n)
        return _momentum_of_changing_rates(moves, grads, n)


def _directions(grads, own, n):
    """(words, the directions of the steps) of plain descent, momentum, and the right adaptive optimizers."""
    yield "plain descent", grads
    for mu in MOMENTA:
        yield f"momentum {mu:g}", _velocities(grads, mu)
    for rule, _ in DECAYING:
        for (b1, b2), eps in product(rule.pairs, EPSILONS[:3]):
            yield rule.words, rule.moves(grads, own, n, b1, b2, eps)


def _along_each(moves, made):
    """By step the number k with move = k * made; None where there is none."""
    found = []
    for a, b in zip(moves, made, strict=True):
        k = nearest_factor(a, b) if np.any(b) and np.isfinite(b).all() else 0.0
        if not np.linalg.norm(a - k * b) <= 1e-6 * np.linalg.norm(a):
            return None
        found.append(k)
    return np.array(found)


def _of_lengths(lengths, words, n):
    told = f"step by step the rate is {_listed(lengths)}"
    if np.any(lengths < -1e-6 * np.abs(lengths).max()):
        words = f"the steps are along those of {words}, but some of them uphill."
        return StepVerdict(kinds.OPTIMIZER_FORMULA, tuple(range(n)), words, told)
    if np.all(np.diff(lengths) <= 1e-6 * lengths[0]):
        return StepVerdict(kinds.RIGHT, (), f"{words}, with a rate that falls.", told)
    note = f"the steps are those of {words}, with a rate that changes from step to step"
    note = f"{note}: {_listed(lengths[:5])} ... Is that meant?"
    return StepVerdict(kinds.RIGHT, (), f"{words}, with a rate that changes.", told, note)


def _momentum_of_changing_rates(moves, grads, n):
    """The StepVerdict on move = mu * last move + (a rate of its own) * gradient; or None."""
    found = []
    for last, m, g in zip(moves, moves[1:], grads[1:], strict=False):
        matrix = np.stack([last, g], axis=1)
        numbers, *_ = np.linalg.lstsq(matrix, m, rcond=1e-12)
        if not np.linalg.norm(matrix @ numbers - m) <= 1e-6 * np.linalg.norm(m):
            return None
        found.append(numbers)
    mu, k = np.array(found).T
    if np.ptp(mu) > 1e-5 or not 1e-6 < mu[0] < 1:
        return None
    return _of_lengths(k, f"momentum {mu[0]:.4g}", n)
