"""What the catalogue says one sees of a fault in training holds on each of the page's networks."""

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from backprop_course.check.programs import Program, descending, program_of
from tools import faults_page

STEPS = 500


class Run(NamedTuple):
    """A wrong program, trained, and the right one: losses after each step, first and last parameters."""

    program: Program
    right: Program
    x: np.ndarray
    y: np.ndarray
    losses: np.ndarray
    usual: np.ndarray
    first: list
    last: list

    @property
    def ratio(self):
        """The steps it takes to come near the least loss, as a multiple of the right program's."""
        return near(self.losses) / near(self.usual)

    @property
    def moved(self):
        """Whether each array has moved."""
        return [not np.array_equal(a, b) for a, b in zip(self.first, self.last, strict=True)]


def near(losses):
    """The first step with a loss of at most .02, or infinity."""
    there = np.flatnonzero(np.abs(losses) <= 0.02)
    return there[0] if len(there) else np.inf


def trained(program, x, y, steps=STEPS):
    first = params = program.init(0)
    losses = [program.loss(params, x, y)]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            if not np.isfinite(losses[-1]):
                break
            params = program.step([np.array(p) for p in params], x, y)
            losses.append(program.loss(params, x, y))
    return np.array(losses), first, params


@cache
def usual(number):
    each = faults_page.architectures()[number]
    return trained(program_of(each.model, each.rate), *faults_page.examples(each.model))[0]


def runs(name):
    """The runs of a fault, by its function's name, on all networks that can have it."""
    for number, each in enumerate(faults_page.architectures()):
        x, y = faults_page.examples(each.model)
        for fault, program in faults_page.broken(each):
            if f"{fault.make.__name__} {fault.part}".strip() == name:
                losses, first, last = trained(program, x, y)
                right = program_of(each.model, each.rate)
                yield Run(program, right, x, y, losses, usual(number), first, last)


def within(low, high):
    return lambda run: low <= run.ratio <= high


def never_moves(*places):
    """Not one of the arrays at these places moves, and some other does."""
    return lambda run: not any(run.moved[i] for i in places) and any(run.moved)


def frozen_share(run):
    return 0 < sum(run.moved) < len(run.moved)


def constant(run):
    """The loss of one prediction for all, 1/2."""
    floor = np.log(2) if run.losses[0] > 0.5 else 0.125
    tail = np.median(run.losses[-100:])
    return near(run.losses) == np.inf and abs(tail - floor) < 0.1 * floor


def climbs(run):
    losses = run.losses[np.isfinite(run.losses)]
    return losses[1] > losses[0] and np.all(np.diff(losses[:30]) > -1e-3) and losses[-1] > losses[0]


def acts_as_rate(factor):
    """The run is the right program's at another rate."""

    def holds(run):
        rate = factor(*run.y.shape) * run.right.rate
        other = trained(descending(run.right._replace(rate=rate)), run.x, run.y, 20)[0]
        return np.allclose(other, run.losses[: len(other)], rtol=1e-6)

    return holds


def no_rate_cures_it(run):
    step = run.program.step
    params = run.first
    for _ in range(20):
        params = [p + 1e-3 * (q - p) for p, q in zip(params, step(params, run.x, run.y), strict=True)]
    return run.program.loss(params, run.x, run.y) > run.losses[0]


def keeps_differences(run):
    return all(np.ptp(b - a) < 1e-9 * (1 + np.abs(b).max()) for a, b in zip(run.first, run.last, strict=True))


def weights_grow(run):
    normal = trained(run.right, run.x, run.y)[2]
    return max(np.abs(p).max() for p in run.last) > 5 * max(np.abs(p).max() for p in normal)


def second_run_starts_trained(run):
    start = run.program.init(0)
    for _ in range(STEPS):
        run.program.step(start, run.x, run.y)
    return np.isclose(run.program.loss(start, run.x, run.y), run.losses[-1])


def differs(run):
    return not np.array_equal(run.program.init(0)[0], run.program.init(0)[0])


def predicts(run):
    return run.program.predict(run.last, run.x)


def follows_the_row_before(run):
    order = np.array([1, 0, 2, 3])
    return not np.allclose(predicts(run)[order], run.program.predict(run.last, run.x[order]))


def cannot_be_used(run):
    """It learns the rows it has seen, and has a bias for each: for another number of rows there is none."""
    with pytest.raises(ValueError):
        run.program.predict(run.last, run.x[:3])
    return len(run.last[-1]) == len(run.x)


def no_number_far_out(run):
    with np.errstate(all="ignore"):
        return not np.isfinite(run.program.loss([1e3 * p for p in run.first], run.x, run.y))


def ends_above(run):
    return not run.losses[-1] <= run.losses[0] and not np.any(run.losses[1:] < run.losses[0])


def same(run):
    return np.array_equal(run.losses, run.usual)


NOT_SOONER, SLOW, TWICE, THRICE = (
    within(0.95, np.inf),
    within(1.05, np.inf),
    within(1.8, np.inf),
    within(3, np.inf),
)
NOT_AT_ALL = within(np.inf, np.inf)
USUAL = within(0.8, 1.2)
SEEN = {
    "missing_slope": [SLOW],
    "doubled_slope": [within(0.9, 2.1)],
    "missing_output_slope": [within(0, 0.9)],
    "doubled_output_slope": [NOT_AT_ALL],
    "slope_at_output": [SLOW],
    "slope_formula_at_input": [lambda run: len(run.losses) <= 51 and not np.isfinite(run.losses[-1])],
    "wrong_activation": [lambda run: run.losses[10] < run.losses[0]],
    "wrong_formula": [lambda run: run.losses[10] < run.losses[0]],
    "weights_frozen W": [TWICE, frozen_share],
    "bias_frozen b": [within(0.95, 3), frozen_share],
    "bias_summed_over_all b": [USUAL],
    "bias_averaged b": [USUAL],
    "weights_averaged W": [within(1.2, 2)],
    "weights_transposed W": [USUAL],
    "passed_down_untransposed": [USUAL],
    "weights_flipped W": [NOT_AT_ALL],
    "bias_flipped b": [THRICE],
    "detached": [TWICE, never_moves(0, 1)],
    "written_into_dy": [same],
    "wrong_record W": [NOT_SOONER],
    "other_slope": [NOT_AT_ALL],
    "flipped": [climbs],
    "doubled": [acts_as_rate(lambda n, k: 2), within(0.4, 0.7)],
    "halved": [acts_as_rate(lambda n, k: 0.5), within(1.9, 2.1)],
    "not_averaged": [acts_as_rate(lambda n, k: n)],
    "averaged_twice": [acts_as_rate(lambda n, k: 1 / n), within(3.9, np.inf)],
    "averaged_over_outputs": [acts_as_rate(lambda n, k: 1 / k)],
    "length_of_transposed": [acts_as_rate(lambda n, k: n / k)],
    "climbing": [climbs, no_rate_cures_it],
    "scalar_update": [NOT_AT_ALL, keeps_differences],
    "output_left_out": [THRICE, never_moves(-1, -2)],
    "hidden_left_out": [TWICE, never_moves(0, 1)],
    "biases_left_out": [never_moves(1, -1), within(0.8, np.inf)],
    "updated_before_use": [within(0.95, 1.05)],
    "mixed_samples": [within(1.5, np.inf), follows_the_row_before],
    "unzeroed": [within(0, 0.9), weights_grow],
    "updated_in_place": [second_run_starts_trained],
    "stale_loss": [lambda run: np.array_equal(run.losses[1:], run.usual[:-1])],
    "unseeded": [differs],
    "flat_target": [
        lambda run: abs(run.losses[-1] - 0.25) < 0.03 and run.losses[-1] > 1.5 * run.losses.min(),
        lambda run: np.allclose(predicts(run), run.y.ravel(), atol=0.1),
    ],
    "private_biases": [within(0, 1.5), cannot_be_used],
    "unguarded": [lambda run: np.allclose(run.losses, run.usual), no_number_far_out],
    "no_hidden_layer": [constant],
    "out_of_range": [lambda run: np.all(predicts(run) > 0.9)],
    "overheated": [ends_above],
}
NAMES = {f"{fault.make.__name__} {fault.part}".strip() for fault in faults_page.CATALOGUE}


def test_every_symptom_is_measured():
    assert set(SEEN) == NAMES


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEN)
def test_the_symptom_holds_on_every_network(name):
    found = list(runs(name))
    assert found
    for claim in SEEN[name]:
        assert all(map(claim, found)), [(run.ratio, run.losses[[0, 1, -1]]) for run in found]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["missing_slope", "slope_at_output", "wrong_record W", "biases_left_out"])
def test_what_may_be_a_plateau_is_one_somewhere_and_none_elsewhere(name):
    assert len({np.isfinite(run.ratio) for run in runs(name)}) == 2
