"""The lab of explanations: its maps against differences and loops, its words; groups and their gap."""

import re

import numpy as np
import pytest
from labs_on_stage import told
from scipy.stats import spearmanr

from backprop_course.lessons.explain_a_prediction import companion, experiments, lab, pictures

pytestmark = pytest.mark.slow

PILES = experiments.two_piles()
READERS = [lab.network_of(name) for name in lab.NETWORKS]


@pytest.mark.parametrize("params", READERS)
@pytest.mark.parametrize("k", [0, 8])
def test_the_gradient_is_what_nudged_pixels_show(params, k):
    x, h = PILES.first[3], 1e-5
    above, below = (experiments.score(params, x + move * np.eye(64), k) for move in (h, -h))
    slopes = (above - below) / (2 * h)
    np.testing.assert_allclose(experiments.gradient_map(params, x, k), slopes, atol=1e-8)


@pytest.mark.parametrize("base", [0.0, 1.0, PILES.known.mean(axis=0)])
@pytest.mark.parametrize("params", READERS)
def test_the_shares_add_up_and_the_gap_falls_by_four_where_pieces_double(params, base):
    x, k = PILES.first[1], 8
    ends = experiments.score(params, np.array([x, base + 0 * x]), k)
    sums = [experiments.integrated(params, x, k, base, pieces).sum() for pieces in (50, 100, 200)]
    gaps = np.abs(np.array(sums) - (ends[0] - ends[1]))
    assert gaps[0] < 1e-2 and (gaps[1:] < 0.3 * gaps[:-1] + 1e-9).all()


def test_hiding_is_done_pixel_by_pixel():
    x, params = PILES.first[1], READERS[0]
    drops = experiments.hidden_drops(params, x, 8)
    for pixel in range(64):
        hidden = x.copy()
        hidden[pixel] = 0
        before, after = experiments.score(params, np.array([x, hidden]), 8)
        assert drops[pixel] == pytest.approx(before - after, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_likeness_is_the_correlation_of_ranks(seed):
    one, other = np.random.default_rng(seed).integers(-4, 5, (2, 64)).astype(float)  # with many equal values
    assert experiments.rank_likeness(one, other) == pytest.approx(spearmanr(abs(one), abs(other)).statistic)
    assert experiments.rank_likeness(one, -3 * one) == pytest.approx(1)


def test_the_piles_differ_by_the_mark_alone():
    differs = PILES.first != PILES.second
    np.testing.assert_array_equal(np.flatnonzero(differs.any(axis=0)), [experiments.CORNER])
    np.testing.assert_array_equal(differs.any(axis=1), PILES.digits == experiments.EIGHT)


def test_weights_of_a_pixel_without_ink_stay_as_they_were():
    blank = np.flatnonzero((companion.clean_rows(0)[0] == 0).all(axis=0))
    assert {experiments.CORNER, 32} <= set(blank)
    np.testing.assert_array_equal(READERS[1][0][blank], experiments.untrained_weights()[0][blank])


def test_the_lesson_s_answers_are_the_lab_s():
    assert [lab.compute(9, 8, "integrated", "marked", ink).read == 8 for ink in (0.0, 0.1)] == [False, True]
    for_8, for_3 = (lab.compute(9, digit, "integrated", "clean", 0.0) for digit in (8, 3))
    assert lab.sure_in_words(for_8.probabilities[8]) == "94 %"
    strongest = np.argsort(-for_8.values)[:3], np.argsort(for_3.values)[:3]
    at = [sorted((int(place) // 8 + 1, int(place) % 8 + 1) for place in places) for places in strongest]
    assert at == [[(4, 4), (5, 4), (6, 3)], [(3, 3), (4, 3), (6, 3)]]


def test_the_words_tell_what_is_read_and_what_the_map_adds_up_to():
    for stop in told(lab.explain_a_prediction, together=10):
        explained, words = stop.result, stop.words.replace("−", "-")
        assert ("right" in words) == (explained.read == explained.truth)
        found = re.search(r"sum is (\S+); the score is (\S+) (above|below) that of an empty", words)
        added, rise = float(found[1]), float(found[2]) * (1 if found[3] == "above" else -1)
        assert added == pytest.approx(explained.values.sum(), abs=0.006)
        if explained.kind == "integrated":
            assert added == pytest.approx(rise, abs=0.02)
        row, column = map(int, re.search(r"row (\d), column (\d)", words).groups())
        largest = np.abs(explained.values).reshape(8, 8)[row - 1, column - 1]
        assert largest == np.abs(explained.values).max()


def test_a_name_of_places_says_one_or_how_many():
    maps = np.zeros((2, 64))
    maps[:, 9] = 1, -2
    assert pictures.spot_words(maps).endswith("always in row 2, column 2")
    maps[1, 10] = 3
    assert pictures.spot_words(maps).endswith("in 2 places")


def test_a_shifted_image_loses_its_last_column():
    x = np.arange(128.0).reshape(2, 64)
    moved = companion.shifted(x).reshape(2, 8, 8)
    np.testing.assert_array_equal(moved[:, :, 1:], x.reshape(2, 8, 8)[:, :, :-1])
    assert not moved[:, :, 0].any()


def test_rows_without_weight_are_never_learned_from():
    known, targets = companion.clean_rows(0)
    weights = (np.arange(len(known)) < 200).astype(float)
    poisoned = np.where(weights[:, None] > 0, known, np.nan)
    assert np.isfinite(companion.drawn_reader(poisoned, targets, weights, 0)[0]).all()


def test_the_worst_by_chance_is_that_of_dealt_groups():
    groups, hits = np.repeat([0, 1], [30, 70]), np.arange(100) >= 10
    worst, dealt = companion.worst_by_chance(hits, groups)
    assert worst == pytest.approx(20 / 30) and 0.8 < dealt.mean() < 0.9 and dealt.min() < worst + 0.1
    assert companion.worst_by_chance(np.ones(100, bool), groups)[1].min() == 1


def test_an_interval_of_a_mean_is_two_errors_wide():
    mean, low, high = companion.mean_interval([1.0, 2, 3, 4])
    assert mean == 2.5 and high - mean == pytest.approx(mean - low) == pytest.approx(1.96 * 0.6455, rel=1e-3)
