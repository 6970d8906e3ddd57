"""The lab of notebook 07: its trainings against plain NumPy, its regimes, its words, its picture."""

import re

import numpy as np
import pytest
from labs_on_stage import told

from backprop_course import data
from backprop_course.lessons.find_the_fault.lab import (
    EFFECTS,
    EVERY,
    MENU,
    MODEL,
    SEEDS,
    SEVERITIES,
    STEPS,
    Effect,
    compute,
    draw,
    find_the_fault,
    say,
)
from backprop_course.nn.models import start
from backprop_course.widgets.panels import within_axis

pytestmark = pytest.mark.slow

STEP_FAULTS = {
    "sign of the update", "one number moves an array", "output layer left out", "biases left out",
    "W₂ updated before use",
}  # fmt: skip


def sigma(z):
    return 1 / (1 + np.exp(-z))


SLOPES = {
    "derivative missing": lambda z: 1.0,
    "derivative at a, not z": lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
    "formula in a fed with z": lambda z: 1 - z**2,
    "derivative of the sigmoid": lambda z: sigma(z) * sigma(-z),
}
FACTORS = {
    "sign of the gradient": -1, "sign of the update": -1, "factor 2": 2, "1/n missing": 4, "1/n twice": 0.25,
}  # fmt: skip


def loss_and_grads(params, fault="none", rate=0.0):
    """Loss and gradients of 2-2-1 on XOR, tanh and cross-entropy, with a fault in the backward pass."""
    (x, y), (W1, b1, W2, b2) = data.xor(), params
    Z1 = x @ W1 + b1
    A1, Z2 = np.tanh(Z1), np.tanh(Z1) @ W2 + b2
    p = sigma(Z2)
    dZ2 = (p - y) / 4 * (p * (1 - p) if fault == "derivative of another loss" else 1)
    dW2, db2 = A1.T @ dZ2, dZ2.sum(0, keepdims=True)
    carried = W2 - rate * dW2 if fault == "W₂ updated before use" else W2
    dA1 = dZ2 @ carried.T * (fault != "nothing passed down")
    dZ1 = dA1 * SLOPES.get(fault, lambda z: 1 - np.tanh(z) ** 2)(Z1)
    dW1, db1 = x.T @ dZ1, dZ1.sum(0, keepdims=True)
    dW1 = dW1.T if fault == "weights transposed" else dW1
    db1 = db1 * 0 + dZ1.sum() if fault == "bias summed over all" else db1
    grads = [FACTORS.get(fault, 1) * g for g in (dW1, db1, dW2, db2)]
    return np.mean(np.logaddexp(0, Z2) - y * Z2), grads


def way(fault, grads):
    """What a faulty update makes of gradients."""
    if fault == "one number moves an array":
        return [0 * g + g[0, 0] for g in grads]
    if fault == "output layer left out":
        return [grads[0], grads[1], 0 * grads[2], 0 * grads[3]]
    return [g * (i % 2 == 0 or fault != "biases left out") for i, g in enumerate(grads)]


def by_hand(fault, severity, rate, seed, steps):
    """The losses of one training, at every step."""
    params = sum(start(MODEL, np.random.default_rng(seed)), [])
    losses, total = [], [0 * p for p in params]
    for _ in range(steps + 1):
        loss, right = loss_and_grads(params)
        wrong = way(fault, loss_and_grads(params, fault, rate)[1])
        total = [t + g for t, g in zip(total, wrong, strict=True)]
        wrong = total if fault == "gradients accumulate" else wrong
        losses.append(loss)
        both = zip(params, right, wrong, strict=True)
        params = [p - rate * ((1 - severity) * a + severity * b) for p, a, b in both]
    return np.array(losses)


@pytest.mark.parametrize("fault", MENU)
@pytest.mark.parametrize("severity", [0.25, 1.0])
def test_the_trainings_are_those_written_in_plain_numpy(fault, severity):
    steps = 5 if fault == "formula in a fed with z" else 50  # it runs away
    for rate, seed in ((1.0, 3), (0.5, 17)):
        trial = compute(fault, severity, rate, seed)
        count = steps // EVERY + 1
        for side, share in ((trial.right, 0.0), (trial.wrong, severity)):
            losses = by_hand(fault, share, rate, seed, steps)[::EVERY]
            assert np.allclose(side.losses[:count, seed], losses, rtol=1e-6)


@pytest.mark.parametrize("fault", MENU)
def test_no_severity_is_the_right_pass(fault):
    trial = compute(fault, 0.0, 1.0, 4)
    assert np.array_equal(trial.right.losses, trial.wrong.losses) and trial.gain == 0
    assert np.array_equal(trial.right.map, trial.wrong.map) and trial.cosine == pytest.approx(1)


@pytest.mark.parametrize("fault", MENU)
@pytest.mark.parametrize("rate", [0.5, pytest.param(2.0, marks=pytest.mark.full)])
def test_the_kit_s_verdict_comes_from_the_probe_that_sees_the_fault(fault, rate):
    found = compute(fault, 1.0, rate, 0).finding
    if fault == "none":
        assert found.passed
    else:
        probe = "step" if fault in STEP_FAULTS else "gradient"
        assert found.passed is False
        assert found.probe == ("purity" if fault == "gradients accumulate" else probe)
        assert found.kind not in ("", "unknown")


def test_a_mixture_gets_facts_and_no_name():
    found = compute("derivative missing", 0.5, 2.0, 0).finding
    assert found.kind in ("", "unknown") and "W1" in found.words and "W2" not in found.words


def test_half_a_flipped_sign_is_no_step_at_all():
    trial = compute("sign of the gradient", 0.5, 2.0, 0)
    assert np.ptp(trial.wrong.losses, axis=0).max() < 1e-12 and trial.finding.kind == "zero"


@pytest.mark.parametrize("fault, factor", [("factor 2", 2), ("1/n missing", 4), ("1/n twice", 0.25)])
def test_a_constant_factor_is_a_rate(fault, factor):
    wrong = compute(fault, 1.0, 1.0, 0)
    assert np.array_equal(wrong.wrong.losses, compute("none", 1.0, factor, 0).right.losses)
    assert wrong.cosine == pytest.approx(1)


@pytest.mark.parametrize("fault", ["derivative at a, not z", "derivative of the sigmoid"])
def test_some_wrong_passes_are_better_than_the_right_one(fault):
    trial = compute(fault, 1.0, 4.0, 1)
    assert trial.effect == Effect.MORE and trial.gain >= 3 and trial.cosine < 0.995


@pytest.mark.parametrize(
    "fault, counts",
    [
        ("W₂ updated before use", {0.25: (12, 12), 0.5: (14, 14), 1.0: (14, 14), 4.0: (7, 13)}),
        ("derivative at a, not z", {4.0: (19, 13)}),
    ],
)
def test_the_counts_of_the_lesson_and_its_misconceptions_hold(fault, counts):
    for rate, (wrong, right) in counts.items():
        trial = compute(fault, 1.0, rate, 0)
        assert (trial.wrong.solved, trial.right.solved) == (wrong, right)


def test_solved_and_map_are_those_of_a_training_by_hand():
    fault, rate = "bias summed over all", 1.0
    (x, y), count = data.xor(), 0
    for seed in range(4):
        params = sum(start(MODEL, np.random.default_rng(seed)), [])
        for _ in range(STEPS):
            grads = loss_and_grads(params, fault)[1]
            params = [p - rate * g for p, g in zip(params, grads, strict=True)]
        W1, b1, W2, b2 = params
        corner = sigma(np.tanh(np.array([[-0.5, 1.5]]) @ W1 + b1) @ W2 + b2)
        trial = compute(fault, 1.0, rate, seed)
        assert trial.wrong.map[-1, 0] == pytest.approx(corner.item(), abs=1e-4)
        count += ((np.tanh(x @ W1 + b1) @ W2 + b2 > 0) == (y > 0.5)).all()
    low = (compute(fault, 1.0, rate, 0).wrong.losses[-1, :4] < 0.3).sum()
    assert count == low


@pytest.fixture(scope="module")
def visited():
    """What the lab is set to, shows and says at each stop."""
    return told(find_the_fault)


@pytest.mark.full
def test_every_position_is_said_with_its_regime_and_numbers(visited):
    for values, trial, words in visited:
        assert words == say(trial)
        assert words.startswith(EFFECTS[trial.effect].capitalize())
        assert f"{trial.wrong.solved} of {SEEDS} seeds solve XOR (right: {trial.right.solved})" in words
        assert f"seed {values['seed']} " in words and f"cosine {trial.cosine:.2f}" in words
        assert (trial.effect == Effect.NO_FAULT) == ("Diagnosis: nothing is wrong." in words)
        last = trial.wrong.losses[-1, trial.seed]
        if np.isfinite(last):
            ending = float(re.search(r"seed \d+ .*?loss ([\d.e+-]+)", words)[1])
            assert ending == pytest.approx(last, rel=0.05), words  # two digits of it
        else:
            assert "leaves the finite numbers by step" in words


@pytest.mark.parametrize(
    "fault, rate, regime",
    [
        ("none", 1.0, Effect.NO_FAULT),
        ("sign of the update", 1.0, Effect.CLIMBS),
        ("formula in a fed with z", 1.0, Effect.CLIMBS),
        ("derivative missing", 2.0, Effect.FEWER),
        ("nothing passed down", 2.0, Effect.FEWER),
        ("1/n twice", 1.0, Effect.SLOWER),
        ("derivative of another loss", 2.0, Effect.SLOWER),
        ("derivative of the sigmoid", 4.0, Effect.MORE),
        ("factor 2", 1.0, Effect.AS_MANY),
    ],
)
def test_the_regimes(fault, rate, regime):
    assert compute(fault, 1.0, rate, 0).effect == regime


def test_a_run_that_leaves_the_finite_numbers_says_its_step():
    trial = compute("formula in a fed with z", 1.0, 2.0, 0)
    step = EVERY * np.flatnonzero(~np.isfinite(trial.wrong.losses[:, 0]))[0]
    assert f"seed 0 leaves the finite numbers by step {step} (right: " in say(trial)


@pytest.mark.full
def test_the_picture_shows_the_result_within_its_axes(visited):
    drawing = draw()
    axes = drawing.figure.axes
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    for _, trial, _ in visited:
        drawing.move(trial)
        assert [(ax.get_xlim(), ax.get_ylim()) for ax in axes] == limits
        for ax, side in zip(axes, (trial.right, trial.wrong), strict=False):
            shown = np.ma.filled(ax.images[0].get_array(), np.nan)
            assert np.allclose(shown, side.map, equal_nan=True)
        low, high = axes[2].get_ylim()
        pale, right, wrong = axes[2].lines[:3]
        for line, losses in ((right, trial.right.losses), (wrong, trial.wrong.losses)):
            drawn = within_axis(losses[:, trial.seed], low, high)
            assert np.array_equal(line.get_ydata(), drawn, equal_nan=True)
        runs = pale.get_ydata().reshape(SEEDS, -1)
        assert np.isnan(runs[:, -1]).all()  # the pen is lifted after each
        for run, losses in zip(runs, trial.wrong.losses.T, strict=True):
            assert np.array_equal(run[:-1], within_axis(losses, low, high), equal_nan=True)


def test_the_picture_changes_with_the_result_and_only_then():
    a_lab = find_the_fault()
    first = a_lab.picture.moving
    for name, other in (("fault", "factor 2"), ("severity", 0.5), ("rate", 4.0), ("seed", 5)):
        was = a_lab.controls[name].value
        a_lab.controls[name].value = other
        assert a_lab.picture.moving != first, name
        a_lab.controls[name].value = was
        assert a_lab.picture.moving == first, name


def test_right_is_one_of_the_severities():
    assert SEVERITIES[0] == 0 and SEVERITIES[-1] == 1
