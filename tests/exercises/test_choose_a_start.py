"""The exercises of first weights: typical mistakes are named, and other ways are right."""

import numpy as np
import pytest

from backprop_course.lessons.choose_a_start import exercises as exercise
from backprop_course.lessons.choose_a_start.lab import choose_a_start
from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG
from exercises.judging import wrong

# -- the size --


@pytest.mark.parametrize(
    "answer",
    [
        lambda std, a, n: a.shape[1] * std**2 * np.mean(a**2),
        lambda std, a, n: std**2 * (a * a).sum() / len(a),
        lambda std, a, n: std**2 * a.shape[1] * (a.var() + a.mean() ** 2),
    ],
)
def test_the_size_by_any_way_is_right(answer):
    assert exercise.size(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("from the outputs", lambda s, a, n: n * s**2 * np.mean(a**2)),
        ("from the batch", lambda s, a, n: a.shape[0] * s**2 * np.mean(a**2)),
        ("n is missing", lambda s, a, n: s**2 * np.mean(a**2)),
        ("drops its mean", lambda s, a, n: a.shape[1] * s**2 * np.var(a)),
        ("average a, then square", lambda s, a, n: a.shape[1] * s**2 * np.mean(a) ** 2),
        ("lacks its square", lambda s, a, n: a.shape[1] * s**2 * np.mean(a)),
        ("not yet the variance", lambda s, a, n: a.shape[1] * s * np.mean(a**2)),
        ("one root too many", lambda s, a, n: a.shape[1] * s**2 * np.sqrt(np.mean(a**2))),
        ("without a root", lambda s, a, n: np.sqrt(a.shape[1]) * s**2 * np.mean(a**2)),
        ("a half too little", lambda s, a, n: 0.5 * a.shape[1] * s**2 * np.mean(a**2)),
        ("root mean square", lambda s, a, n: s * np.sqrt(a.shape[1] * np.mean(a**2))),
        ("a itself is missing", lambda s, a, n: a.shape[1] * s**2),
        ("over the units too", lambda s, a, n: a.shape[1] * s**2 * np.mean(a**2, axis=0)),
        ("over the batch too", lambda s, a, n: a.shape[1] * s**2 * np.mean(a**2, axis=1)),
        ("are mixed", lambda s, a, n: a.shape[1] * s**2 * np.sum(a**2) / len(a)),
        ("zero everywhere", lambda s, a, n: 0.0),
    ],
)
def test_a_wrong_size_is_named(named, mistake):
    assert wrong(exercise.size(mistake), named)


# -- the start after ReLU --


@pytest.mark.parametrize("answer", [np.sqrt(2 / 300), 0.0816, 0.0817, np.float32(0.08165)])
def test_the_start_after_relu(answer):
    assert exercise.std(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("variance", 2 / 300),
        ("not negative", -np.sqrt(2 / 300)),
        ("counts the outputs. The sum", np.sqrt(2 / 200)),
        ("keeps the size of all z", np.sqrt(1 / 300)),
        ("forgets that ReLU", np.sqrt(1 / 200)),
        ("Xavier's, which", np.sqrt(2 / 500)),
        ("Xavier's with ReLU's 2", np.sqrt(4 / 500)),
        ("PyTorch's default", np.sqrt(1 / 900)),
        ("*bound*", np.sqrt(6 / 300)),
        ("By which factor", np.sqrt(0.5 / 300)),
        ("64 inputs", np.sqrt(2 / 64)),
        ("n is missing", np.sqrt(2)),
        ("multiplies the mean square by 13.5", 0.3),
        ("not it", np.inf),
    ],
)
def test_a_wrong_start_is_named(named, mistake):
    assert wrong(exercise.std(mistake), named)


# -- uniform weights --


def test_uniform_weights_by_another_way():
    def answer(u):
        bound = np.sqrt(6 / sum(u.shape))
        return -bound + 2 * bound * u

    assert exercise.uniform(answer).kind == RIGHT


def bound(c):
    """Uniform weights within c(n_in, n_out)."""
    return lambda u: (2 * u - 1) * c(*u.shape)


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("a third of it", bound(lambda i, o: np.sqrt(2 / (i + o)))),
        ("mean is not 0", lambda u: u * np.sqrt(6 / sum(u.shape))),
        ("mean is not 0", lambda u: u * np.sqrt(2 / sum(u.shape))),
        ("half as wide", lambda u: (u - 0.5) * np.sqrt(6 / sum(u.shape))),
        ("1/12", lambda u: (u - 0.5) * np.sqrt(2 / sum(u.shape))),
        ("mean of this one draw", lambda u: (u - u.mean()) * 2 * np.sqrt(6 / sum(u.shape))),
        ("standardize this one", lambda u: (u - u.mean()) / u.std() * np.sqrt(2 / sum(u.shape))),
        ("lacks its root", bound(lambda i, o: 6 / (i + o))),
        ("He's variance", bound(lambda i, o: np.sqrt(6 / i))),
        ("inputs alone", bound(lambda i, o: np.sqrt(3 / i))),
        ("outputs alone", bound(lambda i, o: np.sqrt(3 / o))),
        ("half of Xavier's", bound(lambda i, o: np.sqrt(3 / (i + o)))),
        ("PyTorch's default", bound(lambda i, o: 1 / np.sqrt(i))),
        ("not scaled", bound(lambda i, o: 1)),
        ("sign flipped", bound(lambda i, o: -np.sqrt(6 / (i + o)))),
    ],
)
def test_wrong_uniform_weights_are_named(named, mistake):
    assert wrong(exercise.uniform(mistake), named)


# -- the game --


def played(**values):
    """The verdict on a lab at these values."""
    a_lab = choose_a_start()
    for name, value in values.items():
        a_lab.controls[name].value = value
    return exercise.even(a_lab)


def test_the_game():
    start = played()
    assert start.kind == NOT_YET and "depth is 10, activation is tanh" in start.words
    setting = {"depth": 30, "activation": "relu"}
    assert played(**setting, initialization="He").kind == NOT_YET
    assert "Still to set" not in played(**setting, initialization="He").words
    assert played(**setting, initialization="orthogonal", scale=2**0.5).kind == RIGHT
    assert played(depth=29, activation="relu", initialization="orthogonal", scale=2**0.5).kind == NOT_YET


def test_another_lab_is_not_the_game():
    assert exercise.even(fit_a_line()).kind == exercise.even(3).kind == WRONG
