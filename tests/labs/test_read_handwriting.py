"""The lab of notebook 14: networks against single runs, verdicts, words and picture; two intervals."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from backprop_course import data
from backprop_course.lessons.read_handwriting import lab as lesson
from backprop_course.lessons.read_handwriting.intervals import interval_of_mean, interval_of_share
from backprop_course.lessons.read_handwriting.lab import (
    EPOCHS,
    GUESSING,
    IMAGES,
    RATES,
    WIDTHS,
    compute,
    epochs,
    loss_and_accuracy,
    loss_in_words,
    percent_in_words,
    read_handwriting,
    reader,
    say,
    split_digits,
    train_width,
)
from backprop_course.nn.models import accuracy, predict, start
from backprop_course.nn.network import pack
from backprop_course.nn.optimizers import momentum
from backprop_course.nn.training import fit

pytestmark = pytest.mark.slow


def test_the_validation_images_are_those_of_the_lesson_and_none_of_the_test():
    x, x_test, y, _ = data.split(*data.digits())
    _, held, _, _ = data.split(x, y)
    (x_train, _), (images, truth) = split_digits()
    assert len(images) == IMAGES and images.dtype == truth.dtype == np.float32
    rows = {tuple(row) for row in images}
    assert rows == {tuple(row) for row in held.astype(np.float32)}
    assert not rows & {tuple(row) for row in x_test.astype(np.float32)}
    assert not rows & {tuple(row) for row in x_train}


def small(width=4):
    """A model, its first parameters in float64, and both data sets."""
    model, rng = reader(width), np.random.default_rng(3)
    return (
        model,
        start(model, rng),
        [tuple(a.astype(float) for a in pair) for pair in split_digits()],
        rng,
    )


def test_epochs_are_those_of_fit_with_the_same_dice():
    model, first, (training, validation), _ = small()
    walk = epochs(model, first, training, validation, 0.1, np.random.default_rng(7))
    seen = list(islice(walk, 4))
    steps = -(-len(training[0]) // 64)
    run = fit(
        model, *training, 0.1, steps=3 * steps, params=first, rng=np.random.default_rng(7),
        batch_size=64, optimizer=momentum(0.9),
    )  # fmt: skip
    assert np.allclose(pack(seen[-1].params), pack(run.params), rtol=1e-12)
    assert seen[0].training == pytest.approx(run.losses[0])
    for k in (1, 2, 3):
        assert seen[k].training == pytest.approx(run.losses[(k - 1) * steps : k * steps].mean())
    assert seen[-1].accuracy == accuracy(predict(model, run.params, validation[0]), validation[1])
    assert (seen[-1].validation, seen[-1].accuracy) == loss_and_accuracy(model, seen[-1].params, *validation)


def test_the_loss_of_the_validation_data_by_hand():
    model, first, (_, (x, y)), _ = small()
    p = predict(model, first, x)
    assert loss_and_accuracy(model, first, x, y)[0] == pytest.approx(-(y * np.log(p)).sum(axis=1).mean())


@pytest.mark.parametrize("width", [4, 32])
def test_each_rate_of_a_width_is_a_run_of_its_own(width):
    place = 4
    model, (training, validation) = reader(width), split_digits()
    first = [[p.astype(np.float32) for p in own] for own in start(model, np.random.default_rng(0))]
    rate = np.float32(RATES[place])
    *_, last = islice(epochs(model, first, training, validation, rate, np.random.default_rng(0)), EPOCHS + 1)
    run = train_width(width)
    assert run.validation[-1, place] == pytest.approx(last.validation, rel=1e-3)
    assert run.accuracy[place] == pytest.approx(last.accuracy, abs=0.004)
    assert run.training.shape == run.validation.shape == (EPOCHS + 1, len(RATES))


def test_every_position_is_finite_a_distribution_and_said_in_few_words():
    for width in WIDTHS:
        for rate in RATES:
            for image in (1, 100, IMAGES):
                reading = compute(rate, width, image)
                assert np.isfinite(reading.training).all() and np.isfinite(reading.validation).all()
                assert reading.probabilities.sum() == pytest.approx(1, abs=1e-4)
                words = say(reading)
                assert (
                    len(words) <= 320 and "nan" not in words and words.startswith(reading.pace.capitalize())
                )
                assert words.endswith((": right.", "%."))


def test_all_four_verdicts_are_there_in_their_order():
    names = [compute(rate, 16, 1).pace for rate in RATES]
    order = ["slow", "good", "too fast", "worse than guessing"]
    assert sorted(names, key=order.index) == names and set(names) == set(order)
    for rate, name in zip(RATES, names, strict=True):
        end = compute(rate, 16, 1).validation[-1]
        assert (name == "worse than guessing") == (end > GUESSING)


def test_wider_reads_better_up_to_a_point():
    best = {width: run.accuracy.max() for width, run in zip(WIDTHS, map(train_width, WIDTHS), strict=True)}
    assert best[2] < 0.7 < best[4] < 0.91 < best[8] < best[16] < best[32] and best[32] > 0.97
    assert abs(best[64] - best[32]) < 0.015


def test_the_first_images_are_the_hardest():
    run, truth = train_width(64), split_digits()[1][1]
    right = (run.probabilities[6] * truth).sum(axis=1)
    assert right[:20].mean() < 0.7 and right[-100:].min() > 0.9


def test_the_picture_shows_the_result():
    a_lab = read_handwriting()
    for name, spot in {"rate": RATES[8], "width": 8, "image": 7}.items():
        a_lab.controls[name].value = spot
    left, middle, right = a_lab.drawing.figure.axes
    reading = a_lab.result
    assert np.array_equal(left.images[0].get_array(), reading.pixels)
    assert [bar.get_height() for bar in middle.patches] == pytest.approx(list(reading.probabilities))
    assert middle.lines[0].get_xdata() == [reading.truth]
    training, validation, star = right.lines[:3]
    assert np.allclose(training.get_ydata(), reading.training) and np.allclose(
        validation.get_ydata(), reading.validation
    )
    assert star.get_xdata() == [reading.validation.argmin()]
    assert f"{reading.truth}" in left.get_title(loc="left") and reading.pace in right.get_title(loc="left")
    assert f"read as {reading.read}" in middle.get_title(loc="left")


def test_numbers_in_words():
    said = [percent_in_words(p) for p in (0.001, 0.0051, 0.42, 0.994, 0.9951, 1.0)]
    assert said == ["below 1 %", "1 %", "42 %", "99 %", "above 99 %", "above 99 %"]
    assert [loss_in_words(n) for n in (0.0712, 2.31, 99.4, 336.2)] == ["0.071", "2.3", "99", "336"]
    assert lesson.with_article(8) == "an 8" and lesson.with_article(1) == "a 1"


# -- the two intervals --


def test_the_interval_of_a_mean_by_hand():
    low, high = interval_of_mean([1.0, 2.0, 3.0])
    assert (low, high) == pytest.approx((2 - 1.96 / np.sqrt(3), 2 + 1.96 / np.sqrt(3)))


def test_the_interval_of_a_share_is_wilsons():
    # A published case: 10 of 100 gives 5.5 to 17.4 %.
    assert interval_of_share(0.1, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)


@law
@given(st.integers(1, 2000), st.floats(0, 1))
def test_wilsons_ends_are_the_shares_that_lie_196_errors_away(n, share):
    low, high = interval_of_share(share, n)
    assert -1e-12 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1 + 1e-12
    for end in (low, high):
        assert abs(share - end) == pytest.approx(1.96 * np.sqrt(max(end * (1 - end), 0) / n), abs=1e-7)


def test_wilsons_interval_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    ends = np.array([interval_of_share(k / 450, 450) for k in rng.binomial(450, 0.97, 2000)])
    assert 0.92 < ((ends[:, 0] < 0.97) & (0.97 < ends[:, 1])).mean() < 0.98
