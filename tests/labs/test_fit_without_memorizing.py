"""The lab of notebook 13: its trainings against single runs, its verdicts, its words."""

import re

import numpy as np
import pytest

from backprop_course.lessons.fit_without_memorizing.lab import (
    BATCH,
    DECAYS,
    FLIPPED,
    FLOOR,
    GAP,
    HELD_OUT,
    MARKS,
    MOST,
    RATE,
    STEPS,
    Fitting,
    compute,
    fit_without_memorizing,
    network_with_decays,
    noisy_rings,
    sample,
    say,
    train_with_decays,
)
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import start, weight_decay
from backprop_course.nn.network import forward
from backprop_course.nn.optimizers import adam
from backprop_course.nn.training import fit

pytestmark = pytest.mark.slow


def test_a_fifth_of_the_labels_is_wrong_and_samples_are_nested():
    for n, seed in ((MOST, 3), (HELD_OUT, 1000)):
        points = noisy_rings(n, seed)
        assert points.flipped.sum() == FLIPPED * n
        truth = np.where(points.flipped, 1 - points.y[:, 0], points.y[:, 0])
        assert (truth == (np.hypot(*points.x.T) < 1.5)).mean() > 0.9
    np.testing.assert_array_equal(sample(40).x, sample(200).x[:40])
    assert FLOOR == pytest.approx(0.5004, abs=1e-4)


@pytest.mark.parametrize(("width", "examples", "which"), [(3, 40, 0), (8, 20, 4), (32, 40, 6)])
def test_a_position_begins_as_one_training_alone(width, examples, which):
    picture = compute(width, DECAYS[which], 0.0, examples)
    model = weight_decay(network_with_decays(width, 0, None), DECAYS[which])
    (x, y, _), mark = sample(examples), 5
    first = start(model, np.random.default_rng(0))
    alone = fit(model, x, y, RATE, steps=int(MARKS[mark]), optimizer=adam(), params=first)
    z = forward(model.network, alone.params, x)[0][-1]
    assert picture.training[mark] == pytest.approx(float(logistic.value(z, y)), rel=1e-3)
    assert picture.by_decay[0][which] == picture.training[-1]


def test_the_penalty_and_dropout_are_not_in_the_losses():
    run = train_with_decays(8, 0.5, 40)
    x, y, _ = sample(40)
    for which in (0, -1):
        W1, b1, W2, b2 = (p[which] for own in run.params for p in own)
        value = logistic.value(np.tanh(x @ W1 + b1) @ W2 + b2, y)
        assert run.training[-1, which] == pytest.approx(value, rel=1e-4)


def test_marks_end_with_the_last_step_and_many_examples_come_in_batches():
    assert MARKS[0] == 1 and MARKS[-1] == STEPS and BATCH < MOST


@pytest.mark.parametrize(
    ("position", "verdict"),
    [
        ((32, 1e-5, 0, 40), Fitting.OVER),
        ((32, 0.1, 0, 40), Fitting.UNDER),
        ((1, 1e-5, 0, 200), Fitting.UNDER),
        ((32, 1e-5, 0, 20), Fitting.OVER),
    ],
)
def test_the_verdict_fits_the_two_curves(position, verdict):
    picture = compute(*position)
    assert picture.fitting == verdict == say(picture).split(":")[0].lower()
    assert (picture.gap > GAP) == (verdict == Fitting.OVER)


def test_cures_cure_and_harm():
    def ends(*position):
        return compute(*position).validation[-1]

    assert ends(32, 1e-2, 0, 40) < ends(32, 1e-5, 0, 40) - 0.5  # weight decay
    assert ends(32, 1e-5, 0.5, 40) < ends(32, 1e-5, 0, 40) - 0.5  # dropout
    assert ends(32, 1e-5, 0, 200) < ends(32, 1e-5, 0, 40) - 0.5  # more examples
    assert ends(32, 1e-1, 0, 40) > ends(32, 1e-2, 0, 40)  # too much decay
    assert ends(32, 1e-2, 0.8, 40) > ends(32, 1e-2, 0, 40)  # too much of both


def test_the_words_hold_the_numbers_of_the_picture():
    lab = fit_without_memorizing()
    numbers = re.findall(r"\d+\.\d\d", lab.words)
    picture = lab.result
    assert numbers[:3] == [
        f"{each:.2f}" for each in (picture.training[-1], picture.validation[-1], picture.validation.min())
    ]
    lab.controls["decay"].value = DECAYS[picture.by_decay[1].argmin()]
    assert "no other weight decay ends lower" in lab.words


def test_losses_and_maps_are_finite_everywhere():
    for width in (1, 2, 7, 32):
        for dropped in (0.0, 0.9):
            for examples in (20, 200):
                picture = compute(width, 1e-1, dropped, examples)
                assert np.isfinite([*picture.training, *picture.validation]).all()
                assert (picture.map >= 0).all() and (picture.map <= 1).all()
