"""What is wrong with a learner's program, where, and how we know: from a Reading to a Conclusion."""

import re
from time import process_time
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import displacements, flat
from backprop_course.check.claimed import claimed, crept, stepped
from backprop_course.check.differences import factors_along, relative_error
from backprop_course.check.evidence import (
    GUARDED,
    MOST_OF_A_GUARD,
    SLIGHT,
    Block,
    blocks_of,
    column,
    evidence_of,
    factors_of,
    share_of_a_guard,
)
from backprop_course.check.facts import are_cut_to_integers, are_shifted, facts, part_of
from backprop_course.check.graph import above
from backprop_course.check.identification import described
from backprop_course.check.learner.handover import Raised, Unreadable
from backprop_course.check.peeling import EXACT, case_of, explain, mixture
from backprop_course.check.rows import (
    of_other_pairs,
    of_other_rows,
    of_shuffled_targets,
    of_stale_cache,
    weights_of_examples,
)
from backprop_course.check.saying import layers_in_words, said_of_fits, said_of_part, said_of_suspect, summary
from backprop_course.check.stepping import (
    cut_to_integers,
    is_example_by_example,
    is_one_step,
    moves_in_part_at_once,
    moves_nothing,
    of_one_example,
    runs_away,
    verdict_on_steps,
)
from backprop_course.check.suspects.masks import drops_units
from backprop_course.check.truth import along_the_way, truth_of, unclipped
from backprop_course.check.updates import STEPS, of_plain_steps, of_steps_in_a_row
from backprop_course.check.wrong_loss import is_of_another_loss, oddities_of_the_loss

NAMED, LOCATED = "named", "located"
USUAL_SIZE = 3000  # numbers among the parameters
USUAL_SECONDS, MOST_SECONDS = 5.0, 20.0  # for that size, and for more
SMALLER = (0.3, 0.1, 0.03)  # by which points are multiplied where a guard is too large beside an answer
LONG_LOSS = 200  # operations of a loss: each mistake that is tried goes through all of them


class Finding(NamedTuple):
    """One thing that is wrong: its kind (of `kinds`), its place in the learner's names, and in words.

    `number` says how we know, `look` what to look at; a `note` is worth a look and no mistake.
    """

    kind: str
    where: str
    words: str
    number: str = ""
    look: str = ""
    note: bool = False


class Conclusion(NamedTuple):
    """The verdict (kinds.RIGHT, NAMED, LOCATED or kinds.UNDECIDED), the findings, and what they rest on.

    `model` is what was understood, in one line; `blocks` a Block by name; `unchecked` what was not checked.
    """

    verdict: str
    findings: list
    blocks: dict
    model: str = ""
    unchecked: tuple = ()


def conclusion(reading, seconds=None):
    """The Conclusion on a Reading, within about so many seconds.

    By default these are 5, or 20 where the program is large or its loss has many operations.
    """
    small, asked = sum(a.size for a in reading.start) <= USUAL_SIZE, seconds
    seconds = asked or (USUAL_SECONDS if small else MOST_SECONDS)
    end = process_time() + seconds
    if reading.loss is None:
        return _undecided(reading, "there is no loss to compare with: hand it over as well")
    truth = truth_of(reading, 0.6 * seconds)
    if truth is None:
        return _undecided(reading, "the loss is no finite number near the first parameters")
    if truth.graphs and len(truth.graphs[0].nodes) > LONG_LOSS and not asked:
        end += MOST_SECONDS - seconds
    if _is_random(reading, truth.points[0]):
        words = "the same parameters give two losses: if it is random, fix its seed; if it goes on from what "
        words += "an earlier call left, set that anew in every call"
        return _undecided(reading, words)
    truth, unseen = unclipped(reading, _beside_a_guard(reading, truth))
    found = _looked_at_alone if reading.grads is None and reading.step is None else _compared
    if reading.grads is None and reading.step is None and reading.trail:
        found = _of_a_training
    found = found(reading, truth, end)
    return found._replace(model=_model(reading, truth), unchecked=(*found.unchecked, *filter(None, [unseen])))


def _beside_a_guard(reading, truth):
    """The Truth, at smaller points where a guard in its logarithm would be no small part of an answer."""
    for scale in SMALLER if share_of_a_guard(truth.graphs) > GUARDED else ():
        points = [[scale * array for array in point] for point in truth.points]
        other = along_the_way(reading, truth, points)
        if other and share_of_a_guard(other.graphs) <= MOST_OF_A_GUARD:
            return other
    return truth


def _undecided(reading, reason):
    return Conclusion(
        kinds.UNDECIDED, [], {name: Block("unchecked") for name in reading.names}, unchecked=(reason,)
    )


def _is_random(reading, point):
    with np.errstate(all="ignore"):
        first, second = (reading.loss(point, reading.x, reading.y) for _ in range(2))
    return first != second


def _model(reading, truth):
    if truth.network:
        return described(truth.network, reading.names, reading.x)
    return summary(truth.graphs[0], reading.names) if truth.graphs else ""


def _concluded(findings, blocks, unchecked):
    names = {finding.kind for finding in findings if not finding.note}
    if names - {kinds.UNKNOWN}:
        verdict = NAMED
    elif names:
        verdict = LOCATED
    else:
        right = blocks and all(block.state == kinds.RIGHT for block in blocks.values())
        verdict = kinds.RIGHT if right else kinds.UNDECIDED
    return Conclusion(verdict, findings, blocks, "", tuple(unchecked))


# -- the loss alone --


def _looked_at_alone(reading, truth, end):
    """Where there is no gradient and no step, the loss is called far out, where a sigmoid is 0 or 1."""
    try:
        with np.errstate(all="ignore"):
            value = reading.loss([1e3 * a for a in truth.points[0]], reading.x, reading.y)
    except Raised:  # Python's own exp and log raise there
        value = 0.0
    findings = []
    if not np.isfinite(value):
        words = (
            "there is neither a gradient nor an update to compare the loss with: hand over grads or step. "
        )
        words += f"Besides: with parameters 1000 times as large the loss is {value}, exp or log is unguarded."
        look = "exp and log in the loss: they are taken of whatever comes"
        findings = [Finding(kinds.UNGUARDED, "loss", words, f"the loss there is {value}", look, note=True)]
    return _concluded(findings, {}, ["there is no gradient and no step: only the loss was looked at"])


# -- a gradient or a step beside the loss --


def _compared(reading, truth, end):
    on_steps = verdict_on_steps(reading, truth) if reading.step else None
    told = on_steps is not None and on_steps.kind != kinds.UNDECIDED
    if not reading.step or told or is_one_step(reading, truth.points[0]):
        found = _weighed(reading, truth, end, on_steps, claimed if reading.grads else stepped)
        scaled = reading.grads and told and on_steps.kind == kinds.UPDATE_SCALE
        return (_right_together(reading, truth, end, found) or found) if scaled else found
    alone = None if reading.is_a_round else of_one_example(reading, truth.points[0])
    about = truth_of(alone, 0.3 * (end - process_time())) if alone else None
    if reading.grads:
        of_one = verdict_on_steps(alone, about) if about else None
        of_one = of_one if of_one and of_one.kind != kinds.UNDECIDED else on_steps
        return _weighed(reading, truth, end, of_one, claimed)
    return _of_many_steps(reading, truth, end, on_steps, alone if about else None, about)


def _right_together(reading, truth, end, found):
    """The Conclusion on a gradient that is a sum, where the update divides by its count; else None."""
    if all(block.state == kinds.RIGHT for block in found.blocks.values()):
        return None
    steps = _weighed(reading, truth, end, None, stepped)
    if steps.verdict != kinds.RIGHT:
        return None
    words = (
        "your gradient is a multiple of the loss's, and your update makes up for it: together they are right"
    )
    return steps._replace(unchecked=(*steps.unchecked, words))


def _of_many_steps(reading, truth, end, on_steps, alone, about):
    """The Conclusion on an update that may be many in a row, as over an epoch, where there is no gradient.

    On one example alone an epoch is one step; at a rate that goes to zero it is the sum of its steps.
    """
    if on_steps is not None and on_steps.kind == kinds.UNDECIDED and on_steps.where:
        return _undecided(reading, on_steps.words)
    if on_steps is not None and moves_nothing(reading, truth.points[0]):
        return _undecided(reading, on_steps.words)
    most = process_time() + 0.8 * (end - process_time())
    whole = _weighed(reading, truth, most, on_steps, stepped)
    if whole.verdict in (NAMED, kinds.RIGHT):
        return whole
    of_one = _compared(alone, about, end) if alone else None
    if of_one and of_one.verdict == NAMED:
        words = "your update goes through the examples: it was looked at on one of them alone"
        return of_one._replace(unchecked=(*of_one.unchecked, words))
    right = of_one is not None and of_one.verdict == kinds.RIGHT
    remembers = any((note.kind, note.where) == ("remembers", "step") for note in reading.notes)
    if reading.rated and reading.rate and not remembers:  # at a tiny rate what is kept weighs most
        small = _weighed(reading, truth, end, None, crept)
        wrong = [
            block for block in small.blocks.values() if block.state == kinds.WRONG and block.error > SLIGHT
        ]
        alone_right = small.verdict == kinds.RIGHT and not of_one
        if alone_right and moves_in_part_at_once(reading, truth):
            return _undecided(reading, _IN_PART)
        if small.verdict == NAMED or wrong or alone_right or (small.verdict == kinds.RIGHT and right):
            return small
    if right and is_example_by_example(reading, truth.points[:2]):
        return of_one
    if not right and not remembers and _goes_uphill(reading, truth):
        return whole
    words = "your update is no single step along a gradient: hand over grads=..., or a function of one step"
    return _undecided(reading, words)


_IN_PART = (
    "at a tiny rate your update is right; at yours a part of the parameters moves by its gradient, the rest "
    "by what is taken later. Is something changed before the rest is computed? All gradients come first"
)


def _of_a_training(reading, truth, end):
    """The Conclusion on a training that begins from parameters of its own: on its first rounds in a row."""
    try:
        path = reading.trail(reading.x, reading.y, STEPS)
    except Raised:  # such as for no round at all, for which nobody asks
        path = None
    alike = path is not None and all(
        np.shape(a) == s.shape for point in path for a, s in zip(point, reading.start, strict=True)
    )
    about = along_the_way(reading, truth, path[:-1]) if alike else None
    if about is None or not np.isfinite(flat(a for each in path for a in each)).all():
        return _undecided(
            reading, "your training begins from its own parameters: hand over a function of one step"
        )
    on_steps = of_plain_steps(path[:-1], path[1:], about.gradient, reading.rate)
    ways = dict(zip((_key(each) for each in path), path[1:], strict=False))
    walking = reading._replace(step=lambda arrays, *_: ways[_key(arrays)], walk=None)
    found = _weighed(walking, about, end, on_steps, stepped)
    if on_steps is None and found.verdict != NAMED:
        on_steps = of_steps_in_a_row(displacements(path), about.gradient, reading.rate, path[:-1])
        return _weighed(walking, about, end, on_steps, stepped)
    return found


def _key(arrays):
    """What tells one point of a path from another."""
    return b"".join(np.asarray(array, float).tobytes() for array in arrays)


def _goes_uphill(reading, truth):
    """Whether some array is not moved down its own gradient, at no point: no rate makes that right."""
    evidence, _ = evidence_of(reading, truth, stepped)
    for i in range(len(evidence.names)):
        pairs = zip(column(evidence.claims, i), column(evidence.truths, i), strict=True)
        downhill = [
            c is not None and float(np.sum(c * t)) > 0.5 * np.linalg.norm(c) * np.linalg.norm(t)
            for c, t in pairs
        ]
        if not any(downhill):
            return True
    return False


def _weighed(reading, truth, end, on_steps, claims_of):
    """The Conclusion from the gradients that `claims_of` finds, and a StepVerdict, if there is one."""
    findings, unchecked, blocks, evidence, complete = [], [], {}, None, True
    told = on_steps is not None and on_steps.kind != kinds.UNDECIDED
    unsure = not reading.grads and on_steps is not None and on_steps.kind == kinds.UNDECIDED
    if reading.grads or not told:
        evidence, odd = evidence_of(reading, truth, claims_of)
        blocks = blocks_of(evidence)
        of_gradient, complete = _of_the_gradient(reading, truth, evidence, blocks, end)
        unknown = not of_gradient or any(finding.kind == kinds.UNKNOWN for finding in of_gradient)
        if unsure and unknown:
            shuffled = of_shuffled_targets(reading, truth, evidence.claims) if evidence.graphs else None
            of_gradient = [Finding(*shuffled)] if shuffled else []
            blocks = {name: Block("unchecked") for name in reading.names}
            unchecked.append("hand over the gradient too, grads=...: what the steps are made of shows there")
        findings += of_gradient
        if not complete:
            unchecked.append("there was no time to try all mistakes that could be made")
        findings += [Finding(*each) for each in odd if not _is_told(*each[:2], findings)]
        unchecked += _unchecked(evidence, truth)
    else:
        wrong = on_steps.where if on_steps.kind != kinds.RIGHT else ()
        blocks = {
            name: Block(kinds.WRONG if i in wrong else kinds.RIGHT) for i, name in enumerate(reading.names)
        }
    findings += _of_the_steps(reading, on_steps, unchecked)
    findings += _of_the_state(reading, truth, findings, on_steps and on_steps.kind)
    findings += _of_the_predictions(reading, truth)
    if process_time() < end and complete:
        wrong = any(
            block.state == kinds.WRONG and not (block.error or 1) < SLIGHT for block in blocks.values()
        )
        findings = _with_the_loss(reading, truth, findings, evidence if wrong else None, end, claims_of)
    concluded = _concluded(findings, blocks, unchecked)
    remembers = any((note.kind, note.where) == ("remembers", "step") for note in reading.notes)
    if concluded.verdict == kinds.RIGHT and on_steps and not told and (remembers or on_steps.where):
        words = f"the gradient is right, and {on_steps.words.rstrip('.')}"
        rest = [each for each in unchecked if each != on_steps.words.rstrip(".")]
        return concluded._replace(verdict=kinds.UNDECIDED, unchecked=(words, *rest))
    return concluded


def _is_told(kind, name, findings):
    """Whether findings tell of an odd shape: by its kind, or by a mistake that makes one number of it."""
    named = [f for f in findings if f.kind != kinds.UNKNOWN and name in f.where.split(", ")]
    return any(f.kind == kind for f in findings) or (kind == kinds.SUMMED_OVER_ALL and bool(named))


def _unchecked(evidence, truth):
    if truth.along:
        count, size = len(truth.along[0].directions), sum(a.size for a in truth.points[0])
        yield f"{size:,} parameters: {count} random directions of each array were compared, not every entry"
    if evidence.graphs is None:
        yield "the loss could not be followed step by step: only factors were looked for"


def _of_the_gradient(reading, truth, evidence, blocks, end):
    """(findings for the blocks that are wrong, whether all mistakes were tried)."""
    wrong = [i for i, name in enumerate(evidence.names) if blocks[name].state == kinds.WRONG]
    if not wrong:
        return [], True
    if evidence.graphs is None:
        case, found = None, factors_of(evidence)
    else:
        case = case_of(evidence.graphs, evidence.tolerance, evidence.noise, max(end - process_time(), 1.0))
        found = explain(case)
    if not reading.grads and not evidence.rate:
        found = found.at_any_rate()
    errors = [blocks[evidence.names[i]].error for i in wrong]
    if max(errors) < SLIGHT and not any(_is_explained(found, i) for i in wrong):
        return [_slightly_off(evidence.names, wrong, max(errors))], True
    said = [said_of_suspect(evidence, case, found, number) for number in range(len(found.suspects))]
    found = _without_the_slight(_without_the_masks_factor(found))
    if any(found.fits[i] is None for i in wrong):
        found = _without_multiples(found)
    said += said_of_fits(reading, evidence, found)
    told = [
        each
        for i in wrong
        if found.fits[i] is None
        for each in _told(reading, truth, evidence, i, found.complete)
    ]
    return [Finding(*each) for each in said] + list(_merged(told)), found.complete or not told


def _without_the_masks_factor(found):
    """The Explanation without a factor where a dropout mask is missing: a number stands for the mask."""
    where = {i for each in found.suspects if each.kind == kinds.MASK_MISSING for i in each.where}
    fits = [
        fit and (fit._replace(data=1.0, penalty=fit.share) if i in where else fit)
        for i, fit in enumerate(found.fits)
    ]
    return found._replace(fits=fits)


def _without_the_slight(found):
    """The Explanation where factors next to 1, which say nothing beside what is wrong, count as 1."""
    return found._replace(fits=[EXACT if fit and _is_next_to_1(fit) else fit for fit in found.fits])


def _without_multiples(found):
    """The Explanation without multiples of arrays: beside what is unexplained, they are no sure penalty.

    An array that a forward pass leaves out may stand in its own gradient like one.
    """
    return found._replace(fits=[None if fit and fit.extra else fit for fit in found.fits])


def _is_next_to_1(fit):
    return fit.data == fit.penalty and not fit.extra and abs(fit.data - 1) < 1e-4


def _is_explained(found, i):
    """Whether a mistake explains a block, other than by a number next to 1."""
    if found.fits[i] is None:
        return False
    numbers = [found.fits[i].data, *(suspect.size for suspect in found.suspects)]
    return not any(0 < abs(number - 1) < SLIGHT for number in numbers)


def _slightly_off(names, wrong, error):
    """The finding that a gradient is right but for something small."""
    where = "every array" if len(wrong) == len(names) > 3 else ", ".join(names[i] for i in wrong)
    words = f"{where}: right but for a relative error of {error:.0e}, less than wrong formulas make."
    look = "numbers drawn without a seed, float32, a numerical derivative, a small number in a divisor"
    return Finding(kinds.UNKNOWN, where, words, look=look)


def _told(reading, truth, evidence, i, complete):
    """What the numbers of a block say that nothing explains as a whole."""
    name, points = evidence.names[i], column(evidence.points, i)
    pair = column(evidence.claims, i), column(evidence.truths, i)
    if are_cut_to_integers(*pair):
        words = f"{name}: its gradient is cut to whole numbers."
        number, look = "all its entries are whole numbers, at every point", "the dtype of what it is put into"
        return [Finding(kinds.INTEGERS, name, words, number, look)]
    part = part_of(points, *pair, evidence.tolerance) if pair[0][0].shape == points[0].shape else None
    if part:
        return [Finding(*each) for each in said_of_part(name, *part)]
    if _are_in_another_order(*pair, evidence.tolerance):
        words = f"{name}: its gradient holds the right numbers in another order."
        number, look = (
            "sorted, both are the same at every point",
            "how it is unrolled, reshaped or transposed",
        )
        return [Finding(kinds.ENTRY_ORDER, name, words, number, look)]
    followed = complete and evidence.graphs  # a mistake that was not tried yet may explain more
    weights = weights_of_examples(reading, truth, evidence.claims, i) if followed else None
    if weights is not None:
        return [_of_weights(name, np.round(weights, 6) + 0.0)]
    said, look = facts(name, *pair, evidence.tolerance), f"the line that makes the gradient of {name}"
    return [Finding(kinds.UNKNOWN, name, " ".join(said), look=look)]


def _of_weights(name, weights):
    """The finding that the shares of the examples are multiplied with these numbers."""
    number = f"their shares are multiplied by {', '.join(f'{k:.4g}' for k in weights[:8])}, at every point"
    look = "what each example's share is multiplied with or divided by"
    left_out = np.flatnonzero(weights == 0)
    if left_out.size == len(weights) - 1 > 1 and weights[-1]:
        words = f"{name}: only the last example counts: its share takes the place of those before it."
        look = "what is set to zero, or assigned where it should be added, within the loop over the examples"
        return Finding(kinds.ROWS_LEFT_OUT, name, words, number, look)
    if left_out.size and np.ptp(weights[weights != 0]) < 1e-5:
        which = f"example {left_out[0]} is" if left_out.size == 1 else f"examples {_counted(left_out)} are"
        words = f"{name}: {which} left out, counted from 0."
        return Finding(
            kinds.ROWS_LEFT_OUT, name, words, number, "where the loop over the examples begins and ends"
        )
    words = f"{name}: the examples count by different numbers, where the loss takes them alike."
    return Finding(kinds.ROWS_LEFT_OUT if left_out.size else kinds.SCALE, name, words, number, look)


def _counted(numbers, most=8):
    return ", ".join(map(str, numbers[:most])) + (" ..." if len(numbers) > most else "")


def _merged(findings):
    """The findings, those of several arrays that say the same as one."""
    groups = {}
    for each in findings:
        said = each.words.removeprefix(f"{each.where}: ")
        key = (each.kind, said, each.number) if each.number else each
        groups.setdefault(key, []).append((each, said))
    for alike in groups.values():
        names, (first, said) = ", ".join(each.where for each, _ in alike), alike[0]
        yield first if len(alike) == 1 else first._replace(where=names, words=f"{names}: {said}")


def _are_in_another_order(claims, truths, tolerance):
    """Whether the claims have the entries of the truths, all different, elsewhere."""
    return all(
        np.size(claim) == np.size(truth) > 3
        and relative_error(claim, truth) > 0.01
        and np.allclose(np.sort(claim, axis=None), np.sort(truth, axis=None), rtol=10 * tolerance, atol=0)
        for claim, truth in zip(claims, truths, strict=True)
    )


# -- steps, and what is kept between two calls --


def _of_the_steps(reading, on_steps, unchecked):
    """The findings for what a StepVerdict says."""
    if on_steps is None or on_steps.kind == kinds.RIGHT:
        unchecked += [on_steps.note] if on_steps and on_steps.note else []
        return []
    if on_steps.kind == kinds.UNDECIDED:
        unchecked.append(on_steps.words.rstrip("."))
        return []
    everywhere = len(on_steps.where) == len(reading.names) > 1
    where = "every array" if everywhere else ", ".join(reading.names[i] for i in on_steps.where)
    place = f"the update of {where}"
    words = f"{place}: {on_steps.words}"
    return [Finding(on_steps.kind, place, words, on_steps.number, "the lines of the update")]


def _of_the_state(reading, truth, findings, steps):
    """Findings on what is kept between two calls, on integers and on rates that run away.

    Where `steps`, the kind of the StepVerdict, is undecided, their running away says nothing of the rate.
    """
    if reading.grads and steps != kinds.RIGHT and _accumulates(reading, truth.points[0]):
        words = "the same call a second time gives twice the gradient: what the first left is added to."
        look = "where the gradients are set to zero"
        number = "two calls at the same parameters: the second is twice the first"
        yield Finding(kinds.ACCUMULATE, "the gradient", words, number, look)
    if cut_to_integers(reading, truth):
        words = "the first parameters are integers: what the update stores in them is cut to whole numbers."
        number = "one step from the first parameters ends at whole numbers"
        look = "the dtype of the first parameters: write 2.0 for 2"
        yield Finding(kinds.INTEGERS, ", ".join(reading.names[i] for i in reading.whole), words, number, look)
    elif reading.step and not findings and (reading.grads or steps != kinds.UNDECIDED):
        ran = runs_away(reading)
        if ran:
            yield _running_away(ran, steps != kinds.UNDECIDED)


def _running_away(ran, follows_a_rule):
    number = f"in 60 steps the loss goes from {ran[0]:.4g} to {ran[1]:.4g}"
    if follows_a_rule:
        words = "the gradient is right, but the steps run away: the rate is too high for these data."
        return Finding(kinds.RATE, "the rate", words, number, "a smaller rate, or features scaled to about 1")
    words = "the gradient is right, but the steps run away, and they are those of no optimizer we know."
    return Finding(kinds.UNKNOWN, "the update", words, number, "the lines of the update; then the rate")


def _accumulates(reading, point):
    """Whether a second call gives twice the gradient; a step that sets it to zero first makes that good."""
    pair = reading.twice("grads", point, reading.x, reading.y)
    blocks = [(a, b) for a, b in zip(*pair, strict=True) if a is not None and b is not None]
    largest = max((np.abs(b).max(initial=0) for _, b in blocks), default=0)
    return largest > 0 and all(
        np.allclose(2 * np.asarray(a), b, rtol=1e-9, atol=1e-12 * largest) for a, b in blocks
    )


def _of_the_predictions(reading, truth):
    """A finding where `predict` gives what the loss makes with units dropped."""
    if not (reading.predicts and truth.graphs):
        return
    graph = truth.graphs[0]
    dropped = {v for site, found in graph.sites.items() for v in found if drops_units(graph, v)}
    try:
        with np.errstate(all="ignore"):
            predicted = np.ravel(reading.predict(graph.point, reading.x)) if dropped else np.empty(0)
    except (Raised, Unreadable):
        return
    made = [np.ravel(graph.nodes[v].value) for v in above(graph, dropped)]
    if any(each.size == predicted.size and np.allclose(each, predicted, rtol=1e-9, atol=0) for each in made):
        words = "predict leaves dropout on: what the mask takes out in training is missing there as well."
        number = "what predict returns is what the loss makes with the dropout mask, to the last digits"
        yield Finding(kinds.DROPOUT_STAYS_ON, "predict", words, number, "the mask in what predict calls")


# -- the loss itself --

_OF_ANOTHER_LOSS = Finding(
    kinds.UNKNOWN,
    "loss or error",
    "loss and gradient do not belong together: the gradient is exactly that of another loss. Either the loss "
    "is not what you mean, or the error that the gradient begins with is not this loss's.",
    "the gradient's own derivatives are symmetric, as only a gradient's are",
    "what the loss adds up and over which examples; and the first line of the backward pass",
)


def _with_the_loss(reading, truth, findings, evidence, end, claims_of):
    """The findings; where the loss itself explains what nothing else does, that instead."""
    unknown = [f for f in findings if f.kind in (kinds.UNKNOWN, kinds.WRONG_AXIS)]
    wrong = bool(unknown) and evidence is not None
    told = [Finding(*each) for each in oddities_of_the_loss(truth.graphs, wrong, reading.y)]
    if any(f.kind == kinds.ROWS_MIX for f in findings):  # a softmax is told by the gradient already
        told = [f for f in told if f.kind != kinds.ROWS_MIX]
    alone = wrong and len(unknown) == len(findings)
    right_then = _right_with_one_state(reading, truth, evidence) if wrong and not told else set()
    if right_then and any(_arrays_at(f, evidence.names) <= right_then for f in unknown):
        rest = [f for f in findings if not _arrays_at(f, evidence.names) <= right_then]
        return rest + [_of_what_remembers(reading)]
    if truth.graphs and alone and not told:
        looks = (of_other_rows, of_stale_cache, of_shuffled_targets)
        of_rows = next(filter(None, (look(reading, truth, evidence.claims) for look in looks)), None)
        of_rows = of_rows or of_other_pairs(reading, truth, claims_of)
        told = [Finding(*of_rows)] if of_rows else []
    deep = (
        truth.graphs and len(set(layers_in_words(truth.graphs[0]).values())) > 1
    )  # one layer's is, whatever it is
    if alone and not told and deep and not truth.along and is_of_another_loss(reading, truth.points[0]):
        told = [] if _is_shifted(evidence) or _is_mixed(evidence, end) else [_OF_ANOTHER_LOSS]
    return [f for f in findings if f not in unknown] + told if told else findings


def _right_with_one_state(reading, truth, evidence):
    """The arrays whose gradient is the loss's where what is kept from call to call begins at zero, by name.

    What else is found about these is by accident: of two functions one is not the other's gradient.
    """
    if not _remembering(reading) or truth.along:
        return set()
    if reading.grads and _accumulates(reading, truth.points[0]):
        return set()
    points = truth.points[:2]
    try:
        loss, grads = reading.cleared()
        claims = [evidence.claims[:2]]
        claims += [[grads(point, reading.x, reading.y) for point in points]] if reading.grads else []
        factors = [factors_along(lambda a: loss(a, reading.x, reading.y), points, each) for each in claims]
    except Exception:  # a learner's code may want another state than zeros
        return set()
    found = [
        {name for name, k in zip(evidence.names, ks, strict=True) if k is not None and abs(k - 1) < 2e-3}
        for ks in factors
    ]
    return max(found, key=len)


def _arrays_at(finding, names):
    """The arrays in the place of a finding, or all where it names none; that of an update is none of them."""
    if finding.where.startswith("the update"):
        return {finding.where}
    return set(names) & set(re.split(r"[\s,()]+", finding.where)) or set(names)


def _remembering(reading):
    """The notes that a loss or a gradient depends on the calls before it."""
    return [note for note in reading.notes if note.kind == "remembers" and note.where in ("loss", "grads")]


def _of_what_remembers(reading):
    """The finding that a loss or a gradient depends on the calls before it."""
    notes = _remembering(reading)
    which = " and ".join(dict.fromkeys("gradient" if n.where == "grads" else "loss" for n in notes))
    words = (
        f"the {which} goes on from what an earlier call left, so what it is depends on the calls before it: "
    )
    words += "loss and gradient are not of one function of the parameters. Set the state anew in every call."
    look = "the state that is kept from call to call: where a sequence begins"
    return Finding(kinds.HIDDEN_STATE, which, words, notes[0].words, look)


def _is_shifted(evidence):
    """Whether a wrong block is the right one with the same numbers added everywhere: noise, no loss."""
    pairs = [(column(evidence.claims, i), column(evidence.truths, i)) for i in range(len(evidence.names))]
    return any(are_shifted(*pair) for pair in pairs)


def _is_mixed(evidence, end):
    """Whether the claim is a part of the right gradient and a part of one with a known mistake."""
    if not evidence.graphs:
        return False
    seconds = max(end - process_time(), 1.0)
    return mixture(case_of(evidence.graphs, evidence.tolerance, seconds=seconds)) is not None
