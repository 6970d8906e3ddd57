"""The lab of notebook 13, and what the lesson measures: against single runs and the learner's own network."""

import re

import numpy as np
import pytest

from backprop_course.lessons.fit_without_memorizing import experiments
from backprop_course.lessons.fit_without_memorizing.experiments import (
    EXAMPLES,
    FLOOR,
    MANY,
    RATE,
    WRONG,
    bending_weights,
    noisy_rings,
    parts_of_draw,
    trained_on_draws,
)
from backprop_course.lessons.fit_without_memorizing.lab import (
    DECAYS,
    GAP,
    MARKS,
    SEED,
    STEPS,
    Fitting,
    compute,
    fit_without_memorizing,
    sample,
    say,
    train_with_decays,
)
from backprop_course.lessons.fit_without_memorizing.lab import RATE as LAB_RATE
from backprop_course.nn import plain
from backprop_course.nn.models import mlp, weight_decay
from backprop_course.nn.optimizers import adam
from backprop_course.nn.training import fit

pytestmark = pytest.mark.slow


def test_a_tenth_of_the_labels_is_wrong_and_samples_are_nested():
    rows = noisy_rings(4000, 0)
    assert rows.wrong.mean() == pytest.approx(WRONG, abs=0.02)
    truth = np.where(rows.wrong, 1 - rows.y, rows.y)[:, 0]
    assert (truth == (np.hypot(*rows.x.T) < 1.5)).mean() > 0.98
    few, many = parts_of_draw(7)[0], parts_of_draw(7, MANY)[0]
    assert len(few.x) == EXAMPLES and len(many.x) == MANY
    np.testing.assert_array_equal(few.x, many.x[:EXAMPLES])
    shares = np.linspace(0.01, 0.99, 9801)
    assert pytest.approx((-0.9 * np.log(shares) - 0.1 * np.log(1 - shares)).min(), abs=1e-6) == FLOOR


def test_trainings_side_by_side_are_those_of_the_learner_s_own_loop():
    run = trained_on_draws(range(2, 4), strength=0.01, steps=60)
    for which, seed in enumerate((2, 3)):
        training, validation, test = parts_of_draw(seed)
        params, seen = bending_weights(seed), []
        for _ in range(61):
            seen.append(
                [plain.loss(plain.predict(params, rows.x), rows.y) for rows in (training, validation, test)]
            )
            grads = plain.backward(params, training.x, training.y)
            decayed = [
                g + 0.01 * p * (k % 2 == 0) for k, (g, p) in enumerate(zip(grads, params, strict=True))
            ]
            params = plain.step(params, decayed, RATE)
        seen = np.array(seen)
        ends = [losses[which] for losses in run.end[:3]]
        np.testing.assert_allclose(ends, seen[60], rtol=2e-3)
        lowest = 10 * int(seen[::10, 1].argmin())
        assert run.lowest.step[which] == lowest
        assert run.lowest.test[which] == pytest.approx(seen[lowest, 2], rel=2e-3)


def test_a_training_is_kept_where_its_loss_first_was_low_enough():
    run = trained_on_draws(range(2, 5), low=0.35)
    assert (run.reached.training < 0.35).all()
    shorter = trained_on_draws(range(2, 3), steps=int(run.reached.step[0]) - 10)
    assert shorter.end.training[0] >= 0.35


def test_settings_are_chosen_and_judged_on_other_draws():
    assert not set(experiments.CHOOSING) & set(experiments.JUDGING)


@pytest.mark.parametrize(("width", "examples", "which"), [(3, 40, 0), (8, 20, 4), (32, 50, 6)])
def test_a_position_begins_as_one_training_alone(width, examples, which):
    sight = compute(width, DECAYS[which], 0.0, examples)
    rows, mark = sample(examples)[0], 5
    first = [each.astype("f4") for each in bending_weights(SEED, width)]
    model = weight_decay(mlp([2, width, 1]), DECAYS[which])
    params = [first[:2], [], first[2:]]
    alone = fit(model, rows.x, rows.y, LAB_RATE, steps=int(MARKS[mark]), optimizer=adam(), params=params)
    value = plain.loss(plain.predict(sum(alone.params, []), rows.x), rows.y)
    assert sight.training[mark] == pytest.approx(value, rel=1e-3)
    assert sight.by_decay[0][which] == sight.training[-1]


def test_the_penalty_and_dropout_are_not_in_the_losses():
    run, rows = train_with_decays(8, 0.5, 40), sample(40)[0]
    for which in (0, -1):
        params = [p[which] for own in run.params for p in own]
        value = plain.loss(plain.predict(params, rows.x), rows.y)
        assert run.training[-1, which] == pytest.approx(value, rel=1e-4)


def test_marks_end_with_the_last_step():
    assert MARKS[0] == 1 and MARKS[-1] == STEPS


@pytest.mark.parametrize(
    ("position", "verdict"),
    [
        ((32, 1e-5, 0.0, 50), Fitting.OVER),
        ((32, 0.1, 0.0, 50), Fitting.UNDER),
        ((4, 0.003, 0.5, 50), Fitting.UNDER),
        ((32, 1e-5, 0.0, 20), Fitting.OVER),
    ],
)
def test_the_verdict_fits_the_two_curves(position, verdict):
    picture = compute(*position)
    assert picture.fitting == verdict == say(picture).split(":")[0].lower()
    assert (picture.gap > GAP) == (verdict == Fitting.OVER)


def test_cures_cure_and_harm():
    def ends(*position):
        return compute(*position).validation[-1]

    assert ends(32, 1e-2, 0.0, 50) < ends(32, 1e-5, 0.0, 50) - 0.5  # weight decay
    assert ends(32, 1e-5, 0.5, 50) < ends(32, 1e-5, 0.0, 50) - 0.5  # dropout
    assert ends(32, 1e-1, 0.0, 50) > ends(32, 1e-2, 0.0, 50) + 0.1  # too much decay
    assert ends(4, 3e-3, 0.5, 50) > ends(4, 3e-3, 0.0, 50) + 0.1  # dropout where little is left


def test_the_words_hold_the_numbers_of_the_picture():
    lab = fit_without_memorizing()
    numbers = re.findall(r"\d+\.\d+", lab.words)
    picture = lab.result
    validation = picture.validation[-1], picture.validation.min()
    assert numbers[:3] == [f"{picture.training[-1]:.2g}", *(f"{each:.2f}" for each in validation)]
    assert numbers[0] in lab.picture.moving  # beside the arrow of the curve that leaves its axis
    lab.controls["decay"].value = DECAYS[picture.by_decay[1].argmin()]
    assert "no other weight decay ends lower" in lab.words


def test_losses_and_maps_are_finite_everywhere():
    for width in (1, 2, 7, 32):
        for dropped in (0.0, 0.9):
            for examples in (10, MANY):
                picture = compute(width, 1e-1, dropped, examples)
                assert np.isfinite([*picture.training, *picture.validation]).all()
                assert (picture.map >= 0).all() and (picture.map <= 1).all()
