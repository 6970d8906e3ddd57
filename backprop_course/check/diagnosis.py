"""From a wrong gradient to the mistake behind it.

Each fault of the catalogue is committed on purpose, wherever it can sit; the one that gives the very gradient
that is claimed, at every point and in every block, is the diagnosis. Where none fits, the facts are said and
no story.
"""

import re
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.check import faults, kinds
from backprop_course.check.algebra import flat
from backprop_course.check.conventions import read_as, reasons
from backprop_course.check.differences import SINGLE, relative_error
from backprop_course.check.programs import program_of
from backprop_course.check.running import SECONDS, Late, in_time, message
from backprop_course.nn import layers
from backprop_course.nn.models import examples, start
from backprop_course.nn.network import backward, block_names, forward, nested

OF_A_LAYER = {
    layers.DENSE: "", layers.ACTIVATION: "'s activation", layers.BATCH_NORM: "'s batch norm",
    layers.AFFINE: "'s affine layer", layers.DROPOUT: "'s dropout", layers.CHAIN: "'s chain",
    layers.RESIDUAL: "'s residual block", layers.OWN: "'s own layer",
}  # fmt: skip


class Diagnosis(NamedTuple):
    """The kind of mistake (of `kinds`), the block or layer where it sits, and both in a sentence."""

    kind: str
    where: str
    words: str

    def __str__(self):
        return self.words


class ModelCase(NamedTuple):
    """Claims beside truths: by point, lists of arrays in the order of `names`.

    `sizes` holds (rows, outputs) by point. `possible()` yields what else it could be: (kind, place, words,
    gradients by point). A block smaller than `negligible` times its neighbors is rounding: the bias
    before a batch norm has no gradient, but its sum is not quite zero.
    """

    names: list
    claims: list
    truths: list
    sizes: list
    tolerance: float = 1e-6
    possible: Callable[[], Iterator] = lambda: iter(())
    negligible: float = 1e-12


# -- a model's gradient --


def diagnose(model, claimed, x, y, *, rng=None, points=5, tolerance=1e-6):
    """The Diagnosis of the gradient claimed(params, x, y), a flat list of arrays as `params` is.

    The claim is compared with the model's own gradient at `points` random parameters with non-zero biases,
    block by block, up to the relative error `tolerance`; in float32, up to 2e-4. Whatever `claimed` does,
    nothing is raised, and it is given SECONDS. Bad input raises ValueError.
    """
    x, y = examples(model, x, y)
    rng = validate.generator("rng", np.random.default_rng(0) if rng is None else rng)
    tolerance = validate.between("tolerance", tolerance, 0, np.inf)
    where = [somewhere(model, rng) for _ in range(validate.count("points", points, most=1000))]
    try:
        claims = in_time(lambda: _claims(claimed, where, x, y), SECONDS)
    except Late as late:
        return Diagnosis(kinds.RAISES, "all", str(late))
    if isinstance(claims, Diagnosis):
        return claims
    return diagnosis(beside_the_model(model, claims, where, x, y, tolerance))


def _claims(claimed, where, x, y):
    """What is claimed at some points; or the Diagnosis where the learner's code raises."""
    try:
        return [claimed([p.copy() for p in params], x.copy(), y.copy()) for params in where]
    except BaseException as error:  # a learner's code may raise anything, also SystemExit
        return Diagnosis(kinds.RAISES, "all", f"it raises {type(error).__name__}: {message(error)}.")


def beside_the_model(model, claims, points, x, y, tolerance=1e-6, ratio=1.0):
    """The ModelCase of claims at some points beside a model's gradients, times the `ratio` of the losses."""

    def scaled(gradients):
        return ([ratio * block for block in gradient] for gradient in gradients)

    def possible():
        return ((*told, scaled(gradients)) for *told, gradients in gradients_with_faults(model, points, x, y))

    grads = program_of(model).grads
    with np.errstate(all="ignore"):
        truths = list(scaled(grads(params, x, y) for params in points))
    case = ModelCase(
        block_names(model.network), claims, truths, [np.shape(y)] * len(points), tolerance, possible
    )
    if not _is_single(case) or misshapen(case):
        return case
    coarse = [list(map(np.float32, params)) for params in points]
    with np.errstate(all="ignore"):  # a product of float32 may warn of numbers that are none
        single = list(scaled(grads(params, np.float32(x), np.float32(y)) for params in coarse))
    return case._replace(truths=[_as_good_as(*each) for each in zip(claims, truths, single, strict=True)])


def _as_good_as(claim, truth, single):
    """The truth, set to the claim where that is not far worse than what is right, but in float32."""
    limit = 20 * max(relative_error(*pair) for pair in zip(single, truth, strict=True))
    return [a if relative_error(a, b) <= limit else b for a, b in zip(claim, truth, strict=True)]


def somewhere(model, rng):
    """Random parameters of a model, off their first values, so that no bias is zero."""
    return [p + rng.normal(0, 0.5, p.shape) for own in start(model, rng) for p in own]


def gradient_of(network, loss, params, x, y):
    """The gradient that a network and a loss(z, y) -> value, dz give, a flat list as `params` is."""
    params = nested(network, params)
    xs, saves = forward(network, params, x)
    return sum(backward(network, params, saves, loss(xs[-1], y)[1])[1], [])


def gradients_with_faults(model, points, x, y):
    """What the gradient would be with each fault: (kind, place, words, gradients by point)."""
    for fault, where, (network, loss) in committed(model):
        grads = program_of(model._replace(network=network, loss=loss)).grads
        yield fault.name, where, f"{where}: {fault.cure}.", map(grads, points, repeat(x), repeat(y))


def committed(model):
    """Every fault of the catalogue wherever the model can have it: (fault, place, (network, loss))."""
    network, loss = model.network, model.loss
    for fault in faults.LAYER:
        broken = [fault.make(layer) for layer in network]
        places = [i for i, layer in enumerate(broken) if layer]
        for i in places:
            named = faults.OUTPUT.get(fault.make, fault) if i == len(network) - 1 else fault
            yield named, place(network, [i], fault.part), ([*network[:i], broken[i], *network[i + 1 :]], loss)
        if len(places) > 1:
            everywhere = [new or old for new, old in zip(broken, network, strict=True)]
            yield fault, place(network, places, fault.part), (everywhere, loss)
    for fault in faults.NETWORK:
        for here, there, wrong in fault.make(network, model.n_in):
            told = fault._replace(cure=f"{fault.cure}: the one of {place(network, [there])}")
            yield told, place(network, [here], fault.part), (wrong, loss)
    for fault in faults.LOSS:
        yield fault, "the loss", (network, fault.make(loss))


def place(network, indices, part=""):
    """Where a fault sits, in words: W1, layer 2, layer 1's activation, every layer."""
    numbers = [sum(layer.kind == layers.DENSE for layer in network[: i + 1]) for i in indices]
    if part:
        return ", ".join(f"{part}{number}" for number in numbers)
    if len(indices) > 1:
        return "every layer"
    return f"layer {numbers[0]}{OF_A_LAYER[network[indices[0]].kind]}"


# -- from a case to its diagnosis --


def diagnosis(case):
    """The first explanation that fits a case, from the plainest on; the facts if none does."""
    found = misshapen(case)
    if found:
        return found
    with np.errstate(all="ignore"):
        case = _settled(case)
        return _explained(case)


def _explained(case):
    for look in (_agreement, _one_factor, _one_fault, _factor_below, _block_by_block, _fault_and_factor):
        found = look(case)
        if found:
            return found
    return _facts(case)


def misshapen(case):
    """What is wrong before a number is compared: the claims' count, kind, order, shape, or nan; or None."""
    wanted = f"{len(case.names)} arrays are wanted, one for each of {', '.join(case.names)}"
    for claim in case.claims:
        if not isinstance(claim, list | tuple):
            return Diagnosis(kinds.SHAPE, "all", f"a list of {wanted}; this is {type(claim).__name__}.")
        if len(claim) != len(case.names):
            return Diagnosis(kinds.SHAPE, "all", f"{wanted}; there are {len(claim)}.")
        for name, block in zip(case.names, claim, strict=True):
            if not _is_real(block):
                got = type(block).__name__
                return Diagnosis(kinds.SHAPE, name, f"{name}: numbers are wanted; this is {got}.")
    looks = [_order(case), *(_misfit(case, i) for i in range(len(case.names)))]
    return next(filter(None, looks), None)


def _is_real(block):
    try:
        return validate.reals("block", block) is not None
    except Exception:  # an object may raise anything when NumPy asks it for numbers
        return False


def _order(case):
    """Whether the right gradients stand in another order; or None."""
    names, columns = case.names, range(len(case.names))

    def fits(i, j):
        return _same(_column(case.claims, j), _column(case.truths, i), case.tolerance)

    if all(fits(i, i) for i in columns):
        return None
    order = [next((j for j in columns if fits(i, j)), -1) for i in columns]
    if sorted(order) == list(columns):
        words = f"these are the right gradients, in another order than {', '.join(names)}."
        return Diagnosis(kinds.ORDER, "all", words)


def _misfit(case, i):
    """What is wrong with the shape of a block, or that it is not finite; or None."""
    name, claims, truths = case.names[i], _column(case.claims, i), _column(case.truths, i)
    for (claim,), (truth,) in zip(claims, truths, strict=True):
        if claim.shape != truth.shape:
            kind, words = _kind_of_shape(claims, truths, case.tolerance), "the transpose of what is wanted"
            if kind != kinds.TRANSPOSED:
                words = f"its shape is {claim.shape}, but must be {truth.shape}"
            return Diagnosis(kind, name, f"{name}: {words}.")
        if not np.isfinite(claim).all():
            return Diagnosis(kinds.NOT_FINITE, name, f"{name}: it holds nan or inf.")


def _kind_of_shape(claims, truths, tolerance):
    """What a block of another shape is called: as its shape tells, if its numbers agree; else SHAPE."""
    read = [read_as(claim, truth.shape) for (claim,), (truth,) in zip(claims, truths, strict=True)]
    kind = read[0][0]
    if any(each is None or told != kind for told, each in read):
        return kinds.SHAPE
    if kind == kinds.SUMMED_OVER_ALL:
        truths = [[np.full_like(truth, truth.sum())] for (truth,) in truths]
    return kind if _same([[each] for _, each in read], truths, tolerance) else kinds.SHAPE


def _settled(case):
    """The case in float64, with blocks that are rounding set to zero; float32 has its own tolerance."""
    if _is_single(case):
        case = case._replace(tolerance=max(case.tolerance, SINGLE), negligible=1e-5)

    def settled(gradient):
        sizes = [np.linalg.norm(block) for block in gradient]
        least = [case.negligible * max(sizes[max(i - 1, 0) : i + 2]) for i in range(len(sizes))]
        kept = [size > limit for size, limit in zip(sizes, least, strict=True)]
        return [np.asarray(block, dtype=float) * keep for block, keep in zip(gradient, kept, strict=True)]

    def possible():
        return ((*told, map(settled, gradients)) for *told, gradients in case.possible())

    claims, truths = ([settled(gradient) for gradient in part] for part in (case.claims, case.truths))
    return case._replace(claims=claims, truths=truths, possible=possible)


def _is_single(case):
    gradients = [claim for claim in case.claims if isinstance(claim, list | tuple)]
    return any(getattr(block, "dtype", None) == np.float32 for claim in gradients for block in claim)


def _column(gradients, i):
    return [[np.asarray(gradient[i], dtype=float)] for gradient in gradients]


def _same(claims, truths, tolerance):
    """Whether all gradients, lists of arrays by point, agree block by block."""
    pairs = (pair for c, t in zip(claims, truths, strict=True) for pair in zip(c, t, strict=True))
    return all(a.shape == b.shape and relative_error(a, b) <= tolerance for a, b in pairs)


def _agreement(case):
    if _same(case.claims, case.truths, case.tolerance):
        return Diagnosis(kinds.RIGHT, "all", "right.")


# -- one number between the claim and the truth --


def _factor(case, blocks):
    """What the one number k is called with claim = k * truth in these blocks: (kind, words), or None."""
    claims, truths = ([gradient[blocks] for gradient in part] for part in (case.claims, case.truths))
    return _named(_factors(claims, truths, case.tolerance), case)


def _factors(claims, truths, tolerance):
    """By point, the one k with claim = k truth in every block, nan where truth is zero; None if none fits."""
    ks = []
    for claim, truth in zip(claims, truths, strict=True):
        k = _ratio(flat(claim), flat(truth))
        if not _same([claim], [[np.nan_to_num(k) * block for block in truth]], tolerance):
            return None
        ks.append(k)
    return np.array(ks)


def _ratio(a, b):
    """The k that brings k b nearest to a, nan where b is zero."""
    largest = np.abs(b).max(initial=0)
    if not largest:
        return np.nan
    a, b = a / largest, b / largest  # no square may underflow
    return a @ b / (b @ b)


def _named(ks, case):
    """What factors, one a point, are called: (kind, words); None where they follow no rule."""
    if ks is None or np.isnan(ks).all():
        return None
    told = ~np.isnan(ks)
    ks, (rows, outputs) = ks[told], np.array(case.sizes, dtype=float)[told].T
    if not ks.any():
        return kinds.ZERO, ""

    def equal(k):
        return np.allclose(np.abs(ks), k, rtol=10 * case.tolerance)

    fits = [words for k, words in reasons(rows, outputs) if equal(k)]
    if not (fits or equal(abs(ks[0]))) or (ks < 0).any() != (ks < 0).all():
        return None
    size = "" if equal(1) else " or ".join(fits) or f"{abs(ks[0]):.4g}"
    flipped = f"-1: the sign is flipped{size and ', and by ' + size}"
    return (kinds.SIGN, flipped) if ks[0] < 0 else (kinds.SCALE, size)


def _one_factor(case):
    subject = case.names[0] if len(case.names) == 1 else "every block"
    found = _factor(case, slice(None))
    if found and found[0] == kinds.ZERO:
        return Diagnosis(
            kinds.ZERO, "all", f"{subject}: zero everywhere, so nothing flows back from the loss."
        )
    return found and Diagnosis(found[0], "all", f"{subject}: it is the right one times {found[1]}.")


def _factor_below(case):
    """A factor that all blocks below one layer share, while those above are right."""
    for cut in (i for i, name in enumerate(case.names) if i and re.fullmatch(r"W\d+", name)):
        above = [[gradient[cut:] for gradient in part] for part in (case.claims, case.truths)]
        found = _same(*above, case.tolerance) and _factor(case, slice(cut))
        if found:
            layer = f"layer {case.names[cut][1:]}"
            words = f"everything below {layer} is multiplied by {found[1] or 0}"
            return Diagnosis(found[0], f"below {layer}", f"{words}: look at what {layer} passes down.")


# -- a fault of the catalogue --


def _one_fault(case):
    for kind, where, words, gradients in case.possible():
        if _same(case.claims, gradients, case.tolerance):
            return Diagnosis(kind, where, words)


def _fault_and_factor(case):
    for kind, where, words, gradients in case.possible():
        found = _named(_factors(case.claims, gradients, case.tolerance), case)
        if found and found[0] != kinds.ZERO:
            return Diagnosis(kind, where, f"{words} Besides, everything is multiplied by {found[1]}.")


# -- each block by itself --


def _block_by_block(case):
    """An explanation of its own for every wrong block, or None if one has none."""
    wrong = [i for i in range(len(case.names)) if not _block_is_right(case, i)]
    found = [_block(case, i) for i in wrong]
    if all(found):
        return Diagnosis(found[0].kind, ", ".join(f.where for f in found), " ".join(f.words for f in found))


def _block_is_right(case, i):
    return _same(_column(case.claims, i), _column(case.truths, i), case.tolerance)


def _block(case, i):
    """What one block is of the right one: a multiple, its transpose, or one number everywhere; or None."""
    name, claims, truths = case.names[i], _column(case.claims, i), _column(case.truths, i)
    ks = _factors(claims, truths, case.tolerance)
    found = _named(ks, case)
    if found:
        words = f"the right one times {found[1]}" if found[1] else "zero everywhere"
        averaged = np.allclose(ks, [1 / rows for rows, _ in case.sizes], rtol=10 * case.tolerance)
        return Diagnosis(kinds.AVERAGED if averaged else found[0], name, f"{name}: it is {words}.")
    if _same(claims, [[t.T] for (t,) in truths], case.tolerance):
        return Diagnosis(kinds.TRANSPOSED, name, f"{name}: it is the transpose of what is wanted.")
    constant = all(np.ptp(claim) <= case.tolerance * np.abs(claim).max() for (claim,) in claims)
    if constant and len({truth.shape for (truth,) in truths}) == 1:
        return _constant(name, claims, truths, case.tolerance)


def _constant(name, claims, truths, tolerance):
    """Which number of the right block stands for all of it: its sum, its mean, one entry; or None."""
    mine = np.array([[claim.flat[0]] for (claim,) in claims])
    entries = np.array([truth.ravel() for (truth,) in truths])
    sums, means = (f(entries, axis=1, keepdims=True) for f in (np.sum, np.mean))
    near = tolerance * np.abs(entries).max(axis=1, keepdims=True)
    told = [
        (kinds.SUMMED_OVER_ALL, "summed over the units too, not over the batch alone", sums),
        (kinds.AVERAGED_OVER_ALL, "averaged over all units", means),
        (kinds.BROADCAST, "one of its entries stands for all of them", entries),
    ]
    for kind, words, numbers in told:
        if (np.abs(mine - numbers) <= near).all(axis=0).any():
            return Diagnosis(kind, name, f"{name}: {words}.")


# -- the facts --


def _facts(case):
    """What is known when nothing fits: of the block that is worst, at the point where it is."""
    pairs = zip(case.claims, case.truths, strict=True)
    errors = np.array([[relative_error(a, b) for a, b in zip(c, t, strict=True)] for c, t in pairs])
    wrong = [
        name for name, error in zip(case.names, errors.max(axis=0), strict=True) if error > case.tolerance
    ]
    point, i = np.unravel_index(np.argmax(errors), errors.shape)
    a, b = np.ravel(case.claims[point][i]), np.ravel(case.truths[point][i])
    size, right = np.linalg.norm(a), np.linalg.norm(b)
    words = f"{', '.join(wrong)}: wrong, but like no mistake we know. The relative error is largest in "
    words += f"{case.names[i]}, {errors.max():.2g}"
    if size * right:
        cosine = (a / size) @ (b / right)
        words += (
            f"; the cosine with the right one is {cosine:.2f}, the length {size / right:.3g} times its own"
        )
    return Diagnosis(kinds.UNKNOWN, ", ".join(wrong), f"{words}.")
