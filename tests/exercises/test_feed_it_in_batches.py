"""The exercises of batches: typical mistakes are named, and other ways are right."""

import numpy as np
import pytest

from backprop_course.lessons.feed_it_in_batches import exercises as exercise
from backprop_course.lessons.feed_it_in_batches.lab import feed_it_in_batches
from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.tasks.verdict import NOT_YET, RIGHT
from exercises.judging import wrong

# -- one gradient from many --


@pytest.mark.parametrize(
    "answer",
    [
        lambda gs, sizes: np.average(gs, axis=0, weights=sizes),
        lambda gs, sizes: sizes @ gs / np.sum(sizes),
        lambda gs, sizes: sum(n / sizes.sum() * g for n, g in zip(sizes, gs, strict=True)),
    ],
)
def test_the_whole_gradient_by_another_way_is_right(answer):
    assert exercise.whole(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("every batch counts the same", lambda gs, sizes: sum(gs) / len(gs)),
        ("a sum over batches", lambda gs, sizes: sum(gs)),
        ("the summed loss", lambda gs, sizes: sizes @ gs),
        ("by the number of batches", lambda gs, sizes: sizes @ gs / len(sizes)),
        ("They are means already: undo", lambda gs, sizes: np.average(gs, axis=0, weights=1 / sizes)),
        ("once more", lambda gs, sizes: (1 / sizes) @ gs),
        ("stands for several rows", lambda gs, sizes: sum(gs) / sum(sizes)),
        ("the last batch out", lambda gs, sizes: np.average(gs[:-1], axis=0, weights=sizes[:-1])),
        ("square roots", lambda gs, sizes: np.average(gs, axis=0, weights=sizes**0.5)),
        ("the squares", lambda gs, sizes: np.average(gs, axis=0, weights=sizes**2)),
        ("zero everywhere", lambda gs, sizes: 0 * gs[0]),
        ("the sign is flipped", lambda gs, sizes: -np.average(gs, axis=0, weights=sizes)),
        ("shape", lambda gs, sizes: np.average(gs, axis=0, weights=sizes)[None]),
        ("ValueError", lambda gs, sizes: gs * sizes),
    ],
)
def test_a_wrong_whole_gradient_is_named(named, mistake):
    assert wrong(exercise.whole(mistake), named)


# -- the noise --


def by_pairs(rows, size):
    """The noise from all inner products of pairs of distances."""
    away = rows - rows.mean(axis=0)
    products, N = away @ away.T, len(rows)
    same, others = np.trace(products) / N, (products.sum() - np.trace(products)) / (N * (N - 1))
    return np.sqrt(max(0, (size * same + size * (size - 1) * others) / size**2))


def by_the_sample_variance(rows, size):
    """The noise with ddof=1, where the factor becomes 1 - size/N."""
    return np.sqrt(rows.var(axis=0, ddof=1).sum() / size * (1 - size / len(rows)))


@pytest.mark.parametrize("answer", [by_pairs, by_the_sample_variance])
def test_the_noise_by_another_way_is_right(answer):
    assert exercise.noise(answer).kind == RIGHT


def factor(rows, size):
    """What comes on top when no row is drawn twice."""
    return (len(rows) - size) / (len(rows) - 1)


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("*with* replacement", lambda rows, B: np.sqrt(rows.var(axis=0).sum() / B)),
        ("mean *square*", lambda rows, B: rows.var(axis=0).sum() / B * factor(rows, B)),
        ("outside the root", lambda rows, B: np.sqrt(rows.var(axis=0).sum() / B) * factor(rows, B)),
        ("N − 1 below", lambda rows, B: np.sqrt(rows.var(axis=0).sum() / B * (1 - B / len(rows)))),
        ("with the root of the batch", lambda rows, B: np.sqrt(rows.var(axis=0).sum() * factor(rows, B)) / B),
        ("with the batch size", lambda rows, B: np.sqrt(rows.var(axis=0).sum()) / B),
        ("and for draws", lambda rows, B: rows.var(axis=0).sum() / B),
        (
            "*over* the rows",
            lambda rows, B: np.sqrt(rows.var(axis=1).mean() * rows.shape[1] / B * factor(rows, B)),
        ),
        ("batch size is missing", lambda rows, B: np.sqrt(rows.var(axis=0).sum() * factor(rows, B))),
        ("the noise of one row", lambda rows, B: np.sqrt(rows.var(axis=0).sum())),
        ("from 0", lambda rows, B: np.sqrt((rows**2).sum(axis=1).mean() / B * factor(rows, B))),
        ("per entry", lambda rows, B: np.sqrt(rows.var(axis=0).mean() / B * factor(rows, B))),
        ("over the entries too", lambda rows, B: np.sqrt(rows.var(axis=0) / B * factor(rows, B))),
        (
            "mean of the distances",
            lambda rows, B: (
                np.linalg.norm(rows - rows.mean(axis=0), axis=1).mean() * np.sqrt(factor(rows, B) / B)
            ),
        ),
        (
            "added over the rows",
            lambda rows, B: np.linalg.norm(rows - rows.mean(axis=0)) * np.sqrt(factor(rows, B) / B),
        ),
        ("twice", lambda rows, B: np.sqrt(rows.var(axis=0, ddof=1).sum() / B * factor(rows, B))),
        ("zero everywhere", lambda rows, B: 0.0),
    ],
)
def test_a_wrong_noise_is_named(named, mistake):
    assert wrong(exercise.noise(mistake), named)


# -- the steps --


@pytest.mark.parametrize("answer", [480, 480.0, 30 * 16, np.int64(480)])
def test_the_steps_of_thirty_epochs(answer):
    assert exercise.steps(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("next epoch", 468),
        ("next epoch", 468.75),
        ("next epoch", 469),
        ("last rows", 450),
        ("batches of one", 30000),
        ("full batch", 30),
        ("There are 30.", 16),
        ("the last batch counts", 15),
        ("no whole number", 15.625),
        ("mixed up", 1920),
        ("so many losses", 481),
        ("not it", 7),
        ("numbers or arrays", "many"),
    ],
)
def test_a_wrong_count_is_named(named, mistake):
    assert wrong(exercise.steps(mistake), named)


# -- the game --


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return feed_it_in_batches()


def at(lab, size, rate):
    """The verdict on a lab with its controls set."""
    lab.controls["size"].value, lab.controls["rate"].value = size, rate
    return exercise.scaled(lab)


@pytest.mark.parametrize("rate", [0.3, 0.27])
def test_the_game_is_won_by_the_scaling_rule(lab, rate):
    assert at(lab, 16, rate).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "size", "rate"),
    [
        ("Slow", 16, 0.019),
        ("Noisy", 16, 0.6),
        ("Diverging", 16, 1.2),
        ("Still to set: batch size is 1.", 1, 0.019),
        ("Still to set: batch size is 8.", 8, 0.15),
        ("Still to set: batch size is 64.", 64, 1.2),
    ],
)
def test_the_game_is_not_won_elsewhere_and_says_why(lab, named, size, rate):
    verdict = at(lab, size, rate)
    assert verdict.kind == NOT_YET and named in verdict.words and lab.words in verdict.words


@pytest.mark.parametrize("handed", [..., None, 7, fit_a_line])
def test_the_game_wants_its_own_lab(handed):
    assert wrong(exercise.scaled(handed() if handed is fit_a_line else handed), "lab")
