"""The mistakes behind a wrong gradient, one by one: what one explains is set aside, the rest is asked again.

A mistake is named only where the gradient with it in place is the claimed one, at all points and in every
block that it explains: up to one factor, and one multiple of the penalty, which are then named as well.
"""

from collections.abc import Iterable
from itertools import product
from time import process_time
from typing import NamedTuple

import numpy as np

from backprop_course.check.algebra import flat
from backprop_course.check.graph import gradients, penalty_gradient
from backprop_course.check.suspects import factors_of_size, suspects
from backprop_course.check.suspects.common import Suspect
from backprop_course.check.suspects.products import weights_on_the_way
from backprop_course.check.suspects.slopes import slopes


class ScaleFit(NamedTuple):
    """claim = data * (what the data term gives) + penalty * (what the penalty adds) + extra * array."""

    data: float = 1.0
    penalty: float = 1.0
    extra: float = 0.0

    @property
    def share(self):
        """The penalty's factor beside that of the data term."""
        return self.penalty / self.data if self.data else 1.0


EXACT = ScaleFit()


class Explanation(NamedTuple):
    """The mistakes that were found; by block how the claim fits the gradient with them, or None."""

    suspects: tuple
    fits: list
    complete: bool = True  # whether there was time to try all

    @property
    def explained(self):
        """The blocks that are explained."""
        return {i for i, fit in enumerate(self.fits) if fit is not None}

    def at_any_rate(self):
        """The same for gradients that are known up to one positive number, which is no mistake."""
        known = [fit.data for fit in self.fits if fit is not None]
        if not known or min(known) <= 0 or max(known) - min(known) > 1e-6 * max(known):
            return self
        fits = [fit and ScaleFit(1.0, fit.share, fit.extra / fit.data) for fit in self.fits]
        return self._replace(fits=fits)

    @property
    def cost(self):
        """How many things have to be wrong: the mistakes and the different factors besides."""
        fits = [fit for fit in self.fits if fit is not None]
        factors = {round(fit.data, 6) for fit in fits} - {1.0}
        penalties = {round(fit.share, 6) for fit in fits} - {1.0}
        extras = {round(fit.extra, 6) for fit in fits} - {0.0}
        odd = sum(not _is_plain(k) for k in (*factors, *penalties, *(each.size for each in self.suspects)))
        return len(self.suspects) + len(factors) + len(penalties) + len(extras) + 0.3 * odd


def _is_plain(k):
    return any(abs(abs(k) - each) < 1e-5 * each for each in (1, 2, 0.5)) or k == 0


class Case(NamedTuple):
    """Graphs at some points, each with its claims, and the relative error that counts as equal."""

    graphs: list
    tolerance: float
    noise: list  # by point and block, the size of what is rounding
    penalties: list  # by point and block, what the penalty adds
    truths: list  # by point, the right gradient
    deadline: float


def case_of(graphs, tolerance=1e-6, noise=None, seconds=4.0):
    """The Case of these graphs, to be explained within some seconds."""
    noise = noise or [[1e-13 * _size(graph)] * len(graph.parameters) for graph in graphs]
    truths = [gradients(graph) for graph in graphs]
    order = sorted(range(len(graphs)), key=lambda i: _agreement(graphs[i].claims, truths[i]))
    graphs, noise, truths = ([part[i] for i in order] for part in (graphs, noise, truths))
    added = [penalty_gradient(graph) for graph in graphs]
    return Case(graphs, tolerance, noise, added, truths, process_time() + seconds)


def _agreement(claims, truth):
    """How little a claim is off: the point where it is most is asked first."""
    pairs = [(c, t) for c, t in zip(claims, truth, strict=True) if c is not None]
    return -sum(np.linalg.norm(c - t) / (np.linalg.norm(c) + np.linalg.norm(t) + 1e-300) for c, t in pairs)


def _size(graph):
    return max(
        np.linalg.norm(block) for block in (*gradients(graph), *(c for c in graph.claims if c is not None))
    )


@np.errstate(all="ignore")
def explain(case, rounds=5):
    """The Explanation of the claims: the fewest mistakes that explain the most blocks."""
    best = _fitted(case, ())
    checked = {i for i, claim in enumerate(case.graphs[0].claims) if claim is not None}
    spare = []
    for _ in range(rounds):
        if best.explained >= checked and best.cost <= max(1, len(best.suspects)):
            break
        found = _one_more(case, best, checked)
        better = found[0] if found else _two_more(case, best, checked)
        better = better or _one_more_beside_a_factor(case, best, checked)
        spare += found[1:]
        if better is None:
            break
        best = better
    for each in spare if process_time() > case.deadline else ():  # no time was left to ask again
        if each.explained - best.explained:
            both = _fitted(case, (*best.suspects, each.suspects[-1]))
            best = both if _better(both, best, checked) else best
    return best._replace(complete=process_time() < case.deadline)


@np.errstate(all="ignore")
def mixture(case):
    """The suspect with claim = a * (the right gradient) + b * (the one with the suspect), or None.

    A mistake that is there in part only, or beside others, is no mistake with a name.
    """
    first, claims = case.graphs[0], _whole(case.graphs[0].claims)
    plain = _whole(gradients(first))
    for suspect in suspects(first):
        if suspect.sized is None and process_time() < case.deadline:
            made = _whole(gradient_with(first, (suspect,)))
            if claims is not None and _solved(claims, [plain, made], case.tolerance) is not None:
                return suspect
    return None


def _whole(blocks):
    """All blocks in one row; None where one is missing."""
    return None if any(b is None for b in blocks) else flat(blocks)


def _one_more(case, best, checked):
    """The explanations with one mistake more that are better, the best first."""
    found, seen = [], set()
    few = {part: getattr(case, part)[:1] for part in ("graphs", "noise", "penalties", "truths")}
    first = case._replace(**few)
    plain = gradient_with(case.graphs[0], best.suspects, case.penalties[0])
    open_ = {i for i in checked if best.fits[i] != EXACT}
    for suspect in suspects(case.graphs[0]):
        if suspect.down or suspect.changes or suspect.where & open_:
            for each in _of_all_sizes(case, best, suspect, plain, seen):
                tried = (*best.suspects, each)
                if _better(_quickly_fitted(first, best, each, plain), best, checked):
                    whole = _fitted(case, tried)
                    if _better(whole, best, checked):
                        found.append(whole)
        done = any(each.explained >= checked and each.cost <= len(each.suspects) for each in found)
        if done or process_time() > case.deadline:
            break
    return sorted(found, key=lambda each: (-len(each.explained & checked), each.cost))


def _two_more(case, best, checked):
    """The best explanation with two mistakes more, which only together explain a block; or None.

    A derivative and the weights on the way down are at one place: neither alone gives the claim below it.
    """
    graph, open_ = case.graphs[0], checked - best.explained
    if not open_ or any(case.graphs[0].claims[i] is None for i in open_):
        return None
    plain = gradient_with(graph, best.suspects, case.penalties[0])
    ways = (
        [each for each in family(graph) if _acts_on(case, best, each, plain, open_)]
        for family in (slopes, weights_on_the_way)
    )
    for first, second in product(*ways):
        tried = (*best.suspects, first, second)
        made = _made(case, tried)
        if made is not None and all(_is_claimed(case, made, i) for i in open_):
            whole = _fitted(case, tried)
            if all(whole.fits[i] == EXACT for i in open_) and whole.explained >= best.explained:
                return whole
        if process_time() > case.deadline:
            return None
    return None


def _one_more_beside_a_factor(case, best, checked):
    """The best explanation with a factor that blocks show, where several share it, and one mistake more.

    Below both, a block that gets other shares as well is a multiple of nothing: neither alone explains it.
    """
    known = _factors(best)
    case = case._replace(deadline=(process_time() + case.deadline) / 2)  # the rest is for what is asked after
    starts = list(_with_a_shared_factor(case, best, checked, known)) if known else []
    for start in sorted(starts, key=lambda each: (-len(each.explained & checked), each.cost)):
        if _better(start, best, checked):
            return start
        found = _one_more(case, start, checked)
        if found or process_time() > case.deadline:
            return found[0] if found else None
    return None


def _with_a_shared_factor(case, best, checked, known):
    """The explanations with a factor of a size that blocks show, at an operation."""
    graph, open_, seen = case.graphs[0], checked - best.explained, set()
    if not open_ or any(graph.claims[i] is None for i in open_):
        return
    plain = gradient_with(graph, best.suspects, case.penalties[0])
    for suspect in factors_of_size(graph, known):
        made = _made(case, (*best.suspects, suspect), None if suspect.changes else plain)
        if made is None or flat(made).tobytes() in seen:
            continue
        seen.add(flat(made).tobytes())
        if not all(_is_multiple(made[i], plain[i]) for i in open_):  # else the factors of blocks say it
            start = _fitted(case, (*best.suspects, suspect))
            if start.explained >= best.explained and _factors(start) < known:
                yield start


def _factors(found):
    """The factors other than 0 and 1 with which blocks fit."""
    return {round(fit.data, 9) for fit in found.fits if fit is not None} - {0.0, 1.0}


def _is_multiple(a, b):
    """Whether two arrays are multiples of each other, or nothing."""
    product = np.linalg.norm(a) * np.linalg.norm(b)
    return not abs(np.sum(a * b)) < (1 - 1e-9) * product


def _is_claimed(case, made, i):
    """Whether a block is the claimed one, at the first point."""
    return _equal([case.graphs[0].claims[i]], [made[i]], case.tolerance, [case.noise[0][i]])


def _acts_on(case, best, suspect, plain, open_):
    """Whether a mistake changes all blocks that are not explained."""
    made = _made(case, (*best.suspects, suspect))
    return made is not None and not any(np.allclose(made[i], plain[i], rtol=1e-9, atol=1e-300) for i in open_)


def _quickly_fitted(first, best, suspect, plain):
    """The Explanation at the first point: where the suspect changes nothing, all is as it was."""
    made = _made(first, (*best.suspects, suspect), None if suspect.changes else plain)
    if made is None:
        return Explanation((*best.suspects, suspect), [None] * len(best.fits))
    fits = [
        old if np.array_equal(m, p) else _quick_fit(first, best, m, i)
        for i, (m, p, old) in enumerate(zip(made, plain, best.fits, strict=True))
    ]
    return Explanation((*best.suspects, suspect), fits)


def _quick_fit(first, best, made, i):
    """The ScaleFit of a block at the first point; of few numbers, one by a factor that others have as well.

    Two numbers show at several points only whether one factor is in both.
    """
    fit, claim = _fit(first, [made], [first.penalties[0][i]], i), first.graphs[0].claims[i]
    if fit is None and claim is not None and claim.size <= 2:
        for k in {other.data for other in best.fits if other is not None} - {0.0, 1.0}:
            if _equal([claim], [k * made], first.tolerance, [first.noise[0][i]]):
                return ScaleFit(k, k)
    return fit


def _made(case, chosen, plain=None):
    """The gradient at the first point with these mistakes, or None; the last one may change `plain` only."""
    graph, added = case.graphs[0], case.penalties[0]
    try:
        if plain is None:
            return gradient_with(graph, chosen, added)
        blocks = chosen[-1].blocks(graph, [b - p for b, p in zip(plain, added, strict=True)])
        return [b + p for b, p in zip(blocks, added, strict=True)]
    except (ValueError, IndexError, KeyError, TypeError):  # a mistake that cannot be made here after all
        return None


def _better(tried, best, checked):
    """Whether more is explained, or the same by less."""
    if not tried.explained >= best.explained:
        return False
    return len(tried.explained & checked) > len(best.explained & checked) or tried.cost < best.cost


def _of_all_sizes(case, best, suspect, plain, seen) -> Iterable[Suspect]:
    """The suspect itself; or, where its size is unknown, those of the sizes that the claim asks for.

    `plain` is the gradient without it, `seen` what other suspects leave when they are of size 0.
    """
    if suspect.sized is None:
        yield suspect
        return
    graph, sizes = case.graphs[0], []
    without = gradient_with(graph, (*best.suspects, suspect.sized(0.0)))
    same = flat(without).tobytes()
    if same in seen and any(np.any(claim) for claim in graph.claims):
        return  # where all that is claimed is zero, this point tells no two apart
    seen.add(same)
    for i, claim in enumerate(graph.claims):
        rest = plain[i] - without[i]
        if (
            claim is None
            or best.fits[i] == EXACT
            or not np.abs(rest).max(initial=0) > 1e-9 * np.abs(plain[i]).max(initial=0)
        ):
            continue
        if np.linalg.norm(claim - without[i]) <= 1e-9 * np.linalg.norm(plain[i]):
            sizes.append(0.0)
            continue
        for columns in ([without[i], rest], [rest]):
            solved = _solved(np.ravel(claim if len(columns) > 1 else claim - without[i]), columns, 1e-5)
            if solved is not None and abs(solved[0]) > 1e-12:
                sizes.append(float(solved[-1] / (solved[0] if len(columns) > 1 else 1.0)))
                break
    if suspect.curved:
        sizes += [-1.0, *_curved(case, best, suspect, plain)]
    for q in dict.fromkeys(_rounded(q) for q in sizes):
        if q != 1.0:
            yield suspect.sized(q)


def _curved(case, best, suspect, plain, step=1e-4):
    """The size that brings the gradient nearest to the claim, by Gauss and Newton."""
    graph, q = case.graphs[0], 1.0
    able = [i for i, claim in enumerate(graph.claims) if claim is not None]
    claim = flat(graph.claims[i] for i in able)
    for _ in range(8):
        here, ahead = (
            flat(gradient_with(graph, (*best.suspects, suspect.sized(p)))[i] for i in able)
            for p in (q, q + step)
        )
        slope = (ahead - here) / step
        if not np.any(slope) or not np.isfinite(slope).all():
            return
        move = float(slope @ (claim - here) / (slope @ slope))
        q += move
        if abs(move) < 1e-9 * max(1, abs(q)):
            break
    if np.linalg.norm(claim - here) <= 1e-6 * np.linalg.norm(claim):
        yield q


def _rounded(q, within=1e-6):
    near = [k for k in (0.0, 1.0, -1.0, 2.0, 0.5) if abs(q - k) < within]
    return near[0] if near else q


def _solved(claim, columns, tolerance):
    """The one or two numbers with claim = sum of number * column; None where there are none, or too many."""
    columns = [np.ravel(c) for c in columns]
    sizes = [np.linalg.norm(c) for c in columns]
    if not all(sizes) or not np.isfinite(sizes).all() or claim.size < len(columns):
        return None
    a, *rest = (c / size for c, size in zip(columns, sizes, strict=True))
    numbers = [a @ claim]
    if rest:
        (b,), cosine = rest, a @ rest[0]
        if abs(cosine) > 1 - 1e-9:
            return None
        second = (b @ claim - cosine * numbers[0]) / (1 - cosine**2)
        numbers = [numbers[0] - cosine * second, second]
    off = claim - sum(k * c for k, c in zip(numbers, (a, *rest), strict=True))
    if np.linalg.norm(off) > tolerance * np.linalg.norm(claim):
        return None
    return [k / size for k, size in zip(numbers, sizes, strict=True)]


def gradient_with(graph, chosen, added=None):
    """The gradient with these mistakes in place; `added` is what the penalty adds, if it is known already."""
    changes = {}
    for each in chosen:
        for v, change in each.changes(graph).items() if each.changes else ():
            changes[v] = _both(graph.nodes[v], changes[v], change) if v in changes else change
    with np.errstate(all="ignore"):
        blocks = gradients(graph, changes)
        if any(each.blocks for each in chosen):
            added = penalty_gradient(graph) if added is None else added
            blocks = [b - p for b, p in zip(blocks, added, strict=True)]
            for each in chosen:
                blocks = each.blocks(graph, blocks) if each.blocks else blocks
            blocks = [b + p for b, p in zip(blocks, added, strict=True)]
    return blocks


def _both(node, one, other):
    """Two changes of one operation: each has its say where it differs from what is right."""

    def change(dy, grads):
        pairs, others = list(one(dy, grads)), list(other(dy, grads))
        if [i for i, _ in pairs] != [i for i, _ in others] or len(others) != len(node.inputs):
            return others
        right = dict(zip(node.inputs, node.pull(dy), strict=True))
        return [
            (i, b if right[i] is None or not np.array_equal(b, right[i]) else a)
            for (i, a), (_, b) in zip(pairs, others, strict=True)
        ]

    return change


def _fitted(case, chosen):
    """How the claims fit the gradient with these mistakes, block by block."""
    try:
        pairs = zip(case.graphs, case.penalties, strict=True)
        made = [gradient_with(graph, chosen, added) for graph, added in pairs]
    except (ValueError, IndexError, KeyError, TypeError):
        return Explanation(tuple(chosen), [None] * len(case.graphs[0].parameters))
    added = case.penalties
    fits = [_fit(case, [m[i] for m in made], [a[i] for a in added], i) for i in range(len(made[0]))]
    return Explanation(tuple(chosen), fits)


def factor_of(claims, truths, tolerance, noise):
    """The ScaleFit of a block by one number alone, or None."""
    if _equal(claims, truths, tolerance, noise):
        return EXACT
    k = _number(claims, truths, tolerance, noise)
    return None if k is None else ScaleFit(k, k)


def _fit(case, made, added, i):
    """The ScaleFit of one block over all points, or None."""
    claims = [graph.claims[i] for graph in case.graphs]
    if any(claim is None for claim in claims):
        return None
    noise = [noise[i] for noise in case.noise]
    if _equal(claims, made, case.tolerance, noise):
        return EXACT
    if all(np.linalg.norm(truth[i]) <= n for truth, n in zip(case.truths, noise, strict=True)):
        return None  # nothing belongs here, and of nothing there is no multiple
    ks = _number(claims, made, case.tolerance, noise)
    if ks is not None:
        return None if _partly_right(claims, [truth[i] for truth in case.truths]) else ScaleFit(ks, ks)
    points = [graph.point[i] for graph in case.graphs]
    without = [m - a for m, a in zip(made, added, strict=True)]
    penalized = any(np.any(a) for a in added)

    def two(first, second):
        fit = _two(claims, first, second, case.tolerance)
        return None if fit is None else [_rounded(k, case.tolerance) for k in fit]

    fit = two(without, added) if penalized else None
    if fit is not None:
        return ScaleFit(fit[0], fit[1], 0.0)
    fit = two(made, [p * (a == 0) for p, a in zip(points, added, strict=True)])
    if fit is not None:
        return ScaleFit(fit[0], fit[0], fit[1])
    fit = two(without, points) if penalized else None
    return None if fit is None else ScaleFit(fit[0], 0.0, fit[1])


def _partly_right(claims, truths):
    """Whether a quarter of the entries or more are right, not all: no factor of a whole block does that."""
    pairs = list(zip(claims, truths, strict=True))
    counted = sum(np.count_nonzero(truth) for _, truth in pairs)
    same = sum(np.count_nonzero(np.isclose(c, t, rtol=1e-6, atol=0) & (t != 0)) for c, t in pairs)
    return counted / 4 <= same < counted


def _equal(claims, made, tolerance, noise):
    """Whether all agree; what overflows agrees with nothing, as no number is far from infinity."""
    return all(
        np.linalg.norm(c - m) <= tolerance * (np.linalg.norm(c) + np.linalg.norm(m)) / 2 + n < np.inf
        for c, m, n in zip(claims, made, noise, strict=True)
    )


def _number(claims, made, tolerance, noise):
    """The one number k with claim = k made at all points; None where there is none."""
    if not any(np.any(m) for m in made):
        return None
    if all(np.linalg.norm(c) <= n for c, n in zip(claims, noise, strict=True)):
        return 0.0
    claim, whole = flat(claims), flat(made)
    ks = _solved(claim, [whole], 1.0) if len(claim) > 2 else None
    k = 0.0 if ks is None else _rounded(float(ks[0]), tolerance)
    return k if k and _equal(claims, [k * m for m in made], tolerance, noise) else None


def _two(claims, first, second, tolerance):
    """The two numbers with claim = k first + q second; None unless they are sure."""
    claim = flat(claims)
    if len(claim) < 5 or not np.any(claim):
        return None
    return _solved(claim, [flat(first), flat(second)], tolerance)
