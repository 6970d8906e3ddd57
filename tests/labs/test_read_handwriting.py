"""The lab of notebook 14: networks against single runs, drawings, words, picture; the interval; the forms."""

from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from backprop_course.lessons.read_handwriting import drawings, experiments, lab
from backprop_course.lessons.read_handwriting.experiments import DIGITS, FORM, FORMS, X, Y
from backprop_course.lessons.read_handwriting.intervals import interval
from backprop_course.nn import plain
from backprop_course.nn.models import mlp, predict, start
from backprop_course.nn.training import fit

pytestmark = pytest.mark.slow


def test_the_forms_hold_the_same_digits_again_and_again():
    first = DIGITS[FORM == 0].tolist()
    assert len(first) == 130 and len(FORMS) == 14
    for form in range(14):
        digits = DIGITS[FORM == form].tolist()
        assert len(digits) <= 130
        assert SequenceMatcher(None, first, digits, autojunk=False).ratio() > 0.96, form


def test_the_loop_of_the_lesson_is_the_package_s_fit():
    x, y = X[:100], Y[:100]
    model = mlp([64, 64, 10], loss="softmax cross-entropy")
    first = start(model, np.random.default_rng(3))
    done = fit(
        model, x, y, experiments.falls(0.3, 4, 2), steps=8, params=first, rng=np.random.default_rng(3),
        batch_size=32,
    )  # fmt: skip
    same = experiments.taught(x, y, 0.3, seed=3, epochs=2)
    for mine, theirs in zip(same, [p for layer in done.params for p in layer], strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-12)


def test_neighbors_by_two_loops():
    x, y, images = X[:60], Y[:60], X[60:75]
    for k in (1, 3):
        for image, digit in zip(images, experiments.neighbor_reads(x, y, images, k), strict=True):
            nearest = np.argsort([((image - row) ** 2).sum() for row in x])[:k]
            assert digit == np.bincount(DIGITS[nearest], minlength=10).argmax()
    assert experiments.neighbor_hits(x, y, x, y).all()


def test_what_is_left_out_is_not_learned_from():
    seen = []

    def spy(x, y, images, targets):
        rows = {tuple(row) for row in x}
        seen.append(len(x))
        assert len(x) + len(images) == len(X)
        assert not any(tuple(image) in rows for image in images[:5])
        return np.ones(len(images), bool)

    assert experiments.left_out(spy, FORM).all() and len(seen) == 14
    assert np.array_equal(np.bincount(experiments.dealt()), np.bincount(FORM))


# -- drawings --


def test_a_drawing_is_prepared_as_the_data_were():
    images, digits = drawings.many(5, np.random.default_rng(1))
    assert images.shape == (50, 64) and 0 <= images.min() <= images.max() == 1
    assert np.array_equal(images * 16, (images * 16).round())
    assert np.allclose(images.sum(axis=1), drawings.INK / 16, rtol=0.05)  # some pixels are equally near
    assert abs(X.sum(axis=1).mean() * 16 - drawings.INK) < 3
    rows = images.reshape(-1, 8, 8)
    assert (rows.max(axis=2) > 0).all() and (X.reshape(-1, 8, 8).max(axis=2) > 0).all(), "the full height"
    assert (rows[:, :, 0].sum() + rows[:, :, 7].sum()) < 0.02 * rows.sum()
    assert np.array_equal(np.bincount(digits), [5] * 10)


@pytest.mark.parametrize("move", [lambda p: p + 30, lambda p: 3 * p, lambda p: p[:, :2] * 0.25])
def test_where_and_how_large_one_draws_does_not_matter(move):
    strokes = [np.array(stroke) for stroke in drawings.strokes_of(drawings.SKELETONS[4][1])]
    moved = [move(stroke) for stroke in strokes]
    np.testing.assert_array_equal(drawings.prepared(moved), drawings.prepared(strokes))


@pytest.mark.parametrize(
    "strokes", [(((5, 5),),), (((0, 9), (90, 9)),), (((9, 0), (9, 90)),), (((1, 1), (1, 1)),)]
)
def test_a_dot_and_a_line_are_drawings_too(strokes):
    pixels = drawings.prepared(strokes)
    assert np.isfinite(pixels).all() and pixels.sum() * 16 >= drawings.INK


def test_blocks_are_counted_one_by_one():
    on = np.random.default_rng(0).random((32, 32)) < 0.3
    counts = drawings.ink_counts(on)
    for place, count in enumerate(counts):
        i, j = divmod(place, 8)
        assert count == on[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].sum()


# -- the lab --


def test_no_form_and_no_row_that_is_judged_was_learned_from():
    known = lab.sets()
    rows = {tuple(row) for row in known.x}
    new, hands, _ = (images for images, _ in known.kinds)
    assert sum(tuple(row) in rows for row in new) <= 2  # two images may be equal
    assert len(hands) == (FORM >= lab.NEW_HANDS).sum() and len(new) + len(known.x) + len(hands) == len(X)
    assert np.array_equal(hands[-lab.IMAGES :], X[FORM == 13].astype(np.float32))


@pytest.mark.parametrize("width", [4, 32])
def test_each_rate_of_a_width_is_a_run_of_its_own(width):
    place = 4
    known = lab.sets()
    model, each = mlp([64, width, 10], loss="softmax cross-entropy"), -(-len(known.x) // 32)
    first = [[p.astype(np.float32) for p in layer] for layer in start(model, np.random.default_rng(0))]
    one = fit(
        model, known.x, known.y, experiments.falls(lab.RATES[place], each), steps=40 * each, params=first,
        rng=np.random.default_rng(0), batch_size=32,
    )  # fmt: skip
    right = [(predict(model, one.params, x).argmax(-1) == truth).sum() for x, truth in known.kinds]
    assert np.allclose(lab.readers_of(width)[2][:, place], right, atol=4)


def test_every_position_is_a_distribution_said_in_few_words():
    for width in lab.WIDTHS:
        for rate in lab.RATES:
            for sketch in ((), list(lab.DRAWINGS)[1]):
                reading = lab.compute(sketch, rate, width, 7)
                assert reading.probabilities.sum() == pytest.approx(1, abs=1e-4)
                assert (reading.intervals[:, 0] <= reading.intervals[:, 1]).all()
                words = lab.say(reading)
                assert words.startswith(str(reading.standing).capitalize())


def test_all_standings_are_there_in_their_order():
    order = ["too slow", "good", "too fast", "hardly better than guessing"]
    names = [lab.compute((), rate, 64, 1).standing for rate in lab.RATES]
    assert sorted(names, key=order.index) == names and set(names) == set(order)


def test_new_hands_are_harder_than_new_rows_at_every_good_rate():
    for width in (16, 32, 64):
        for rate in lab.RATES:
            reading = lab.compute((), rate, width, 1)
            if reading.standing is lab.Pace.GOOD:
                rows, hands, sketches = reading.right / reading.seen
                assert rows > hands + 0.03 and hands > sketches + 0.03


def test_the_picture_shows_the_result():
    a_lab = lab.read_handwriting()
    for name, spot in {"rate": 0.3, "width": 8, "image": 14}.items():
        a_lab.controls[name].value = spot
    left, middle, right = a_lab.drawing.figure.axes
    reading = a_lab.result
    assert np.array_equal(left.images[0].get_array(), X[1667 + 13].astype(np.float32).reshape(8, 8))
    assert [bar.get_height() for bar in middle.patches] == pytest.approx(list(reading.probabilities))
    assert list(middle.lines[0].get_xdata()) == [reading.truth] == [DIGITS[1667 + 13]]
    *_, dots, below = (mark.get_xdata for mark in right.lines)
    assert list(dots()) == pytest.approx(list(reading.intervals[:, 1])) and len(below()) == 0
    a_lab.controls["width"].value, a_lab.controls["rate"].value = 32, 3
    shares = a_lab.result.intervals[:, 1]
    assert (shares < 40).all() and len(dots()) == 0 and list(below()) == [40] * 3, "arrows at the edge"
    assert [number.get_text().strip() for number in right.texts] == [f"{share:.0f}" for share in shares]
    a_lab.controls["sketch"].strokes = [[[10, 10], [12, 200]]]
    assert a_lab.result.drawn and a_lab.result.truth is None and "The drawing is read as" in a_lab.words
    assert list(middle.lines[0].get_xdata()) == []
    a_lab.buttons.press(-1)
    assert not a_lab.result.drawn and a_lab.controls["sketch"].strokes == []


def test_what_the_lesson_says_that_one_sees():
    foot = next(strokes for strokes, name in lab.DRAWINGS.items() if name == "ours, a 1")
    assert "The drawing is read as 2 with 99 %" in lab.say(lab.compute(foot, 1, 32, 1))
    assert "Image 14, a 3, is read as 8 with 91 %: wrong" in lab.say(lab.compute((), 0.3, 8, 14))
    for width, shares in {32: [97.2, 90.3, 83.7], 4: [91.8, 76.4, 70.3]}.items():
        assert lab.compute((), 1, width, 1).intervals[:, 1] == pytest.approx(shares, abs=0.06)


def test_numbers_in_words():
    said = [lab.percent_in_words(p) for p in (0.001, 0.0051, 0.42, 0.994, 0.9951, 1.0)]
    assert said == ["less than 1 %", "1 %", "42 %", "99 %", "more than 99 %", "more than 99 %"]
    assert lab.with_article(8) == "an 8" and lab.with_article(1) == "a 1"


# -- the interval --


def test_the_interval_is_wilsons():
    # A published case: 10 of 100 gives 5.5 to 17.4 %.
    assert interval(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)


@law
@given(st.integers(1, 2000), st.floats(0, 1))
def test_its_ends_are_the_shares_that_lie_196_errors_away(n, share):
    low, high = interval(share * n, n)
    assert -1e-12 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1 + 1e-12
    for end in (low, high):
        assert abs(share - end) == pytest.approx(1.96 * np.sqrt(max(end * (1 - end), 0) / n), abs=1e-7)


def test_the_promises_are_those_of_networks_that_left_the_group_out(monkeypatch):
    monkeypatch.setattr(experiments, "taught", lambda x, y, rate: [len(x)])
    monkeypatch.setattr(plain, "predict", lambda params, x: np.eye(10)[np.full(len(x), params[0] % 10)])
    p = experiments.left_out_probabilities.__wrapped__("form")
    assert np.array_equal(p.argmax(axis=1), (len(X) - np.bincount(FORM)[FORM]) % 10)
