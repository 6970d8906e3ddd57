"""The lab of shared steps: its times by the ring's own sums, its gradients row by row, its words."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from labs_on_stage import told

from backprop_course import data
from backprop_course.lessons.share_the_work import experiments, lab, pictures
from backprop_course.nn import plain

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("workers", lab.WORKERS)
@pytest.mark.parametrize("link", lab.LINKS)
def test_a_ring_takes_the_time_of_all_its_rounds(workers, link):
    pieces, bytes_a_second = lab.GRADIENT / workers, link * 1e9 / 8
    rounds = sum(pieces / bytes_a_second for _ in range(2 * (workers - 1)))
    assert lab.ring_seconds(workers, link) == pytest.approx(rounds)


@pytest.mark.parametrize("workers", lab.WORKERS)
@pytest.mark.parametrize("shard", [1, 8, 256])
def test_the_gradient_together_is_that_of_a_line_through_all_rows_of_the_step(workers, shard):
    x, y = (rows[: workers * shard] for rows in data.noisy_line(16384))
    a, b, h = 0.0, 0.0, 1e-5

    def loss(a, b):
        return ((a * x + b - y) ** 2).mean() / 2

    slopes = (loss(a + h, b) - loss(a - h, b)) / (2 * h), (loss(a, b + h) - loss(a, b - h)) / (2 * h)
    step = lab.compute(workers, shard, 10)
    np.testing.assert_allclose(step.together, slopes, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(step.each.mean(axis=0), step.together, rtol=1e-12)


@pytest.mark.parametrize("shard", lab.SHARDS)
def test_more_machines_are_never_farther_off_and_all_rows_are_exact(shard):
    steps = [lab.compute(workers, shard, 10) for workers in lab.WORKERS]
    assert all(more.error <= fewer.error for fewer, more in zip(steps, steps[1:], strict=False))
    assert lab.compute(64, 256, 10).error < 1e-9 < steps[0].error


def test_the_error_is_the_root_mean_square_of_an_epoch_s_steps():
    rows, whole = lab.gradients_row_by_row(), lab.gradients_row_by_row().mean(axis=0)
    steps = [rows[first : first + 256].mean(axis=0) for first in range(0, lab.ALL_ROWS, 256)]
    step = lab.compute(8, 32, 10)
    assert step.steps == len(steps)
    assert step.error == pytest.approx(np.sqrt(np.mean([((each - whole) ** 2).sum() for each in steps])))


def test_the_gradient_of_each_machine_is_in_the_picture():
    _, (_, _, right) = plt.subplots(1, 3)
    whole = lab.gradients_row_by_row().mean(axis=0)
    pictures.gradient_points(right, whole)
    low, high = np.transpose([right.get_xlim(), right.get_ylim()])
    for workers, shard in itertools.product(lab.WORKERS, lab.SHARDS):
        each = lab.compute(workers, shard, 10).each - whole
        assert (low < each).all() and (each < high).all()


def test_alone_nothing_is_gained_and_a_free_exchange_would_gain_the_number_of_machines():
    for shard in lab.SHARDS:
        assert lab.compute(1, shard, 1).gain == pytest.approx(1)
        assert all(lab.compute(n, shard, 100).gain < n for n in lab.WORKERS[1:])
    assert lab.compute(64, 256, 100).gain > 60


def test_the_words_tell_the_times_and_the_error():
    for stop in told(lab.share_the_work, together=10):
        step, words = stop.result, stop.words
        assert ("idles" in words) == (step.workers == 1)
        assert (f"{step.gain:.3g} times as many rows" in words) == (step.workers > 1)
        assert ("is exact" in words) == (step.rows == 16384) == ("steps" not in words)
        if step.workers > 1:
            assert f"{100 * step.computing / step.seconds:.2g} % of the time" in words


def test_the_lesson_s_numbers_are_the_lab_s():
    assert round(lab.compute(2, 32, 10).gain, 2) == 1.09
    assert [f"{lab.compute(n, 32, 10).gain:.3g}" for n in (16, 32)] == ["6.24", "12.2"]
    assert round(lab.compute(2, 256, 1).gain, 2) == 0.98
    assert lab.ring_seconds(2, 1) / lab.ROW == pytest.approx(266.7, abs=0.1)
    assert [(f"{s.share:.0%}", round(s.gain)) for s in (lab.compute(64, b, 10) for b in (32, 256))] == [
        ("38%", 24),
        ("83%", 53),
    ]


def test_shards_hold_each_row_once():
    X, Y = experiments.known_digits()
    for shards in (experiments.low_and_high(X, Y), [experiments.shard(which, 3) for which in range(3)]):
        rows = np.vstack([np.hstack(each) for each in shards])
        assert sorted(map(tuple, rows)) == sorted(map(tuple, np.hstack([X, Y])))


def test_without_batch_norm_nothing_is_off_in_the_way_that_it_is_measured():
    X, Y = experiments.known_digits()
    params, rows = experiments.weights_before_sharing(), np.arange(16)
    halves = [plain.backward(params, X[own], Y[own]) for own in np.split(rows, 2)]
    shared = [np.mean(arrays, axis=0) for arrays in zip(*halves, strict=True)]
    assert experiments.distance_from(shared, plain.backward(params, X[rows], Y[rows])) < 1e-12
    assert experiments.normed_and_apart([0]) > 0.1


def test_the_picture_of_times_says_all_of_them():
    times = experiments.recorded()
    words = str(pictures.times_alone_and_shared(times))
    assert f"{times['2 workers']:.2g} s on two workers" in words and words.count("alone") == 3
