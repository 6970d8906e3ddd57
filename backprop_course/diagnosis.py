"""From a wrong answer to the mistake behind it.

Each fault of the catalogue is committed on purpose, wherever it can sit; the one that gives the very gradient that is
claimed, at every point and in every block, is the diagnosis. Where none fits, the facts are said and no story.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from backprop_course import faults
from backprop_course.checking import relative_error
from backprop_course.models import start
from backprop_course.network import backward, forward

RIGHT, UNKNOWN = "right", "unknown"


class Diagnosis(NamedTuple):
    """The mistake by name, the block or layer where it sits, and both in a sentence."""

    fault: str
    where: str
    words: str

    def __str__(self):
        return self.words


class Case(NamedTuple):
    """Claims beside truths: by point, lists of arrays in the order of `names`; `sizes` holds (rows, outputs) by point.

    `possible()` yields what else it could be: (name, place, cure, gradients by point).
    """

    names: list
    claims: list
    truths: list
    sizes: list
    tolerance: float = 1e-6
    possible: Callable[[], Iterator] = lambda: iter(())


# -- a model's gradient --


def diagnose(model, claimed, x, y, *, rng=None, points=5, tolerance=1e-6):
    """Say what is wrong with the gradient claimed(params, x, y), a flat list of arrays as `params` is; return a Diagnosis.

    The claim is compared with the model's own gradient at `points` random parameters with non-zero biases, block by
    block, up to the relative error `tolerance`.
    """
    rng = rng or np.random.default_rng(0)
    where = [somewhere(model, rng) for _ in range(points)]
    claims = [claimed([p.copy() for p in params], x, y) for params in where]

    def gradients(network, loss):
        return [gradient_of(network, loss, params, x, y) for params in where]

    def possible():
        return ((f.name, place, f"{place}: {f.cure}", gradients(*parts)) for f, place, parts in committed(model))

    truths = gradients(model.network, model.loss)
    return diagnosis(Case(block_names(model.network), claims, truths, [(len(x), y.shape[1])] * points, tolerance, possible))


def block_names(network):
    """The names of all parameters in order, numbered by dense layer: W1, b1, W2, ..."""
    names, number = [], 0
    for layer in network:
        number += layer.names == ("W", "b")
        names += [f"{name}{number}" for name in layer.names]
    return names


def somewhere(model, rng):
    """Random parameters of a model, off their first values, so that no bias is zero."""
    return [p + rng.normal(0, 0.5, p.shape) for own in start(model, rng) for p in own]


def gradient_of(network, loss, params, x, y):
    """The gradient that a network and a loss(z, y) -> value, dz give, as a flat list in the order of `params`."""
    nested, rest = [], list(params)
    for layer in network:
        nested.append(rest[: len(layer.names)])
        rest = rest[len(layer.names) :]
    xs, saves = forward(network, nested, x)
    return sum(backward(network, nested, saves, loss(xs[-1], y)[1])[1], [])


def committed(model):
    """Every fault of the catalogue at every place where the model can have it: (fault, place, (network, loss))."""
    network, loss = model.network, model.loss
    for fault in faults.LOSS[:1]:  # the others only scale, which needs no trial
        yield fault, "the loss", (network, fault.make(loss))
    for fault in faults.LAYER:
        broken = [fault.make(layer) for layer in network]
        places = [i for i, layer in enumerate(broken) if layer]
        for i in places:
            yield fault, _place(network, i), ([*network[:i], broken[i], *network[i + 1 :]], loss)
        if len(places) > 1:
            yield fault, "every layer", ([new or old for new, old in zip(broken, network, strict=True)], loss)


def _place(network, index):
    number = sum(layer.names == ("W", "b") for layer in network[: index + 1])
    return f"layer {number}" if network[index].names else f"layer {number}'s activation"


# -- from a case to its diagnosis --


def diagnosis(case):
    """The first explanation that fits a case, from the plainest on; the facts if none does."""
    for look in (_shapes, _agreement, _one_factor, _one_fault, _factor_below, _block_by_block, _fault_and_factor):
        found = look(case)
        if found:
            return found
    return _facts(case)


def _shapes(case):
    if any(len(claim) != len(case.names) for claim in case.claims):
        return Diagnosis("shape", "all", f"{len(case.names)} gradients are wanted, one for each of {', '.join(case.names)}.")
    for i, name in enumerate(case.names):
        claims, truths = _column(case.claims, i), _column(case.truths, i)
        if all(c.shape == t.shape for c, t in zip(claims, truths, strict=True)):
            continue
        if all(c.shape == t.shape[::-1] and relative_error(c.T, t) < case.tolerance for c, t in zip(claims, truths, strict=True)):
            return Diagnosis("transposed", name, f"{name}: this is the transpose of what is wanted.")
        return Diagnosis("shape", name, f"{name}: the shape is {claims[0].shape}, but must be {truths[0].shape}.")


def _column(gradients, i):
    return [np.asarray(gradient[i], dtype=float) for gradient in gradients]


def _same(claims, truths, tolerance):
    """Whether all gradients, lists of arrays by point, agree block by block."""
    pairs = zip(claims, truths, strict=True)
    return all(relative_error(a, b) <= tolerance for c, t in pairs for a, b in zip(c, t, strict=True))


def _agreement(case):
    if _same(case.claims, case.truths, case.tolerance):
        return Diagnosis(RIGHT, "all", "right.")


def _factors(claims, truths, tolerance):
    """By point, the one number k with claim = k truth in every block; None where there is none."""
    ks = []
    for claim, truth in zip(claims, truths, strict=True):
        a, b = (np.concatenate([np.ravel(block) for block in blocks]) for blocks in (claim, truth))
        ks.append(a @ b / (b @ b) if b.any() else 1.0)
    scaled = [[k * block for block in truth] for k, truth in zip(ks, truths, strict=True)]
    return np.array(ks) if _same(claims, scaled, tolerance) else None


def _named(ks, case):
    """What factors, one a point, are called: (fault, words); (None, "") where they follow no rule."""
    rows, outputs = np.array(case.sizes, dtype=float).T
    if not ks.any():
        return "zero", "0"
    sources = [
        (2.0, "2: a square's factor beside a loss with its half"),
        (0.5, "1/2: a half too many"),
        (rows, "n: the 1/n is missing"),
        (1 / rows, "1/n: the average is taken twice"),
        (outputs, "the number of outputs: summed, not averaged, over them"),
        (1 / outputs, "1 / the number of outputs: averaged, not summed, over them"),
        (rows / outputs, "n / outputs: n is counted along the wrong axis"),
        (2 * rows, "2 n: a square's factor, and the 1/n is missing"),
    ]
    fits = [words for k, words in sources if np.any(k != 1) and np.allclose(np.abs(ks), k, rtol=1e-5)]
    constant = np.allclose(ks, ks[0], rtol=1e-5)
    if not fits and not constant:
        return None, ""
    words = " or ".join(fits) if fits or np.isclose(abs(ks[0]), 1) else f"{abs(ks[0]):.4g}"
    sign = (ks < 0).all()
    return ("sign", f"-1: the sign is flipped{', and by ' + words if words else ''}") if sign else ("scale", words)


def _one_factor(case):
    ks = _factors(case.claims, case.truths, case.tolerance)
    fault, words = _named(ks, case) if ks is not None else (None, "")
    subject = case.names[0] if len(case.names) == 1 else "every block"
    if fault == "zero":
        return Diagnosis(fault, "all", f"{subject}: it is zero everywhere, so nothing flows back from the loss.")
    return fault and Diagnosis(fault, "all", f"{subject}: it is the right one times {words}.")


def _one_fault(case):
    for fault, place, words, gradients in case.possible():
        if _same(case.claims, gradients, case.tolerance):
            return Diagnosis(fault, place, f"{words}.")


def _fault_and_factor(case):
    for fault, place, words, gradients in case.possible():
        ks = _factors(case.claims, gradients, case.tolerance)
        scale = ks is not None and _named(ks, case)
        if scale and scale[0] not in (None, "zero"):
            return Diagnosis(fault, place, f"{words}; besides, everything is multiplied by {scale[1]}.")


def _factor_below(case):
    """A factor that all blocks below one layer share, while those above are right."""
    for cut in range(len(case.names) - 2, 0, -2):
        above = [[gradient[cut:] for gradient in part] for part in (case.claims, case.truths)]
        below = [[gradient[:cut] for gradient in part] for part in (case.claims, case.truths)]
        ks = _factors(*below, case.tolerance) if _same(*above, case.tolerance) else None
        fault, words = _named(ks, case) if ks is not None else (None, "")
        if fault:
            layer = f"layer {case.names[cut][1:]}"
            place = f"everything below {layer} is multiplied by {words}: look at what {layer} passes down"
            return Diagnosis(fault, f"below {layer}", f"{place}.")


def _block_by_block(case):
    """An explanation of its own for every wrong block, or None if one has none."""
    wrong = [i for i in range(len(case.names)) if not _same(*_only(case, i), case.tolerance)]
    found = [_block(case, i) for i in wrong]
    if found and all(found):
        return Diagnosis(found[0].fault, ", ".join(f.where for f in found), " ".join(f.words for f in found))


def _only(case, i):
    return [[block] for block in _column(case.claims, i)], [[block] for block in _column(case.truths, i)]


def _block(case, i):
    """What one block is of the right one: a multiple, its transpose, its sum or its first element everywhere."""
    name, (claims, truths) = case.names[i], _only(case, i)
    ks = _factors(claims, truths, case.tolerance)
    fault, words = _named(ks, case) if ks is not None else (None, "")
    if fault:
        return Diagnosis(fault, name, f"{name}: it is the right one times {words}.")
    guesses = [
        ("transposed", "it is the transpose of what is wanted", lambda t: t.T if t.shape == t.T.shape else 0 * t),
        ("summed over everything", "it is summed over the units too, not over the batch alone", lambda t: 0 * t + t.sum()),
        ("broadcast", "one element stands for the whole array", lambda t: 0 * t + t.flat[0]),
    ]
    for fault, words, guess in guesses:
        if _same(claims, [[guess(t)] for (t,) in truths], case.tolerance):
            return Diagnosis(fault, name, f"{name}: {words}.")


def _facts(case):
    """What is known when nothing fits."""
    errors = {
        name: float(np.max([relative_error(*pair) for pair in zip(_column(case.claims, i), _column(case.truths, i), strict=True)]))
        for i, name in enumerate(case.names)
    }
    wrong = [name for name, error in errors.items() if not error <= case.tolerance]
    a, b = (np.concatenate([np.ravel(block) for block in gradients[0]]) for gradients in (case.claims, case.truths))
    worst, (size, right) = max(wrong, key=errors.get), (np.linalg.norm(a), np.linalg.norm(b))
    words = f"no known mistake fits. Wrong: {', '.join(wrong)}; the largest relative error is {errors[worst]:.2g}, in {worst}"
    if np.isfinite(size) and size * right:
        words += f"; the cosine with the right one is {a @ b / (size * right):.2f}, the length {size / right:.3g} times its own"
    return Diagnosis(UNKNOWN, ", ".join(wrong), f"{words}.")
