"""The exercises of deep networks: right answers of another kind, clipping that writes, what the game says."""

import numpy as np
import pytest

from backprop_course.lessons.keep_gradients_alive import exercises as exercise
from backprop_course.lessons.keep_gradients_alive.lab import keep_gradients_alive
from backprop_course.tasks.verdict import Kind


@pytest.mark.parametrize(
    "answer",
    [
        lambda W, s: W.std() * np.sqrt(W.shape[1] * np.mean(s * s)),
        lambda W, s: np.linalg.norm(W) * np.linalg.norm(s) / len(W) / np.sqrt(len(s)),
    ],
)
def test_the_factor_by_another_way_is_right(answer):
    assert exercise.factor(answer).kind is Kind.RIGHT


@pytest.mark.parametrize("answer", [0.1355, 0.135, np.sqrt(2 / 109), np.float32(0.1354571)])
def test_the_start_of_a_leaky_relu_is_right_to_three_digits(answer):
    assert exercise.std(answer).kind is Kind.RIGHT


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("with 0.2 each layer multiplies dZ by 1.48", 0.2),
        ("multiplies dZ by 1.03", np.float32(0.14)),
        ("multiplies dZ by 0", 0),
        ("not it", np.inf),
        ("not it", -3),
        ("not it", [0.1, 0.2]),
    ],
)
def test_another_start_is_told_what_it_does(words, answer):
    verdict = exercise.std(answer)
    assert verdict.kind is Kind.WRONG and words in verdict.words


def by_cases(gs, c):
    """Clipping with an if."""
    norm = np.sqrt(sum(np.sum(g * g) for g in gs))
    return [g * c / norm for g in gs] if norm > c else gs


def by_the_larger(gs, c):
    """Clipping without an if, as a tuple."""
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gs]))
    return tuple(g * c / max(norm, c) for g in gs)


@pytest.mark.parametrize("answer", [by_cases, by_the_larger])
def test_clipping_by_another_way_is_right(answer):
    verdict = exercise.clip(answer)
    assert verdict.kind is Kind.RIGHT and "4 cases" in verdict.words


def test_clipping_that_makes_short_gradients_longer_is_named_also_with_an_epsilon():
    def answer(gs, c):
        norm = np.sqrt(sum(np.sum(g * g) for g in gs))
        return [g * c / (norm + 1e-12) for g in gs]

    assert "short gradients become longer" in exercise.clip(answer).words


def in_place(gs, c):
    """Writes into the caller's arrays."""
    for g in gs:
        g *= 0.5
    return gs


def in_the_list(gs, c):
    """Puts new arrays into the caller's list."""
    gs[:] = by_cases(gs, c)
    return gs


@pytest.mark.parametrize(
    ("words", "answer"), [("writes into an array", in_place), ("changes what it is handed", in_the_list)]
)
def test_clipping_in_place_is_told_so(words, answer):
    assert words in exercise.clip(answer).words


def test_the_game_says_what_is_still_to_set():
    verdict = exercise.alive(keep_gradients_alive())
    assert verdict.kind is Kind.NOT_YET and "Vanishing" in verdict.words
    assert verdict.words.endswith("Still to set: depth is 30, activation is tanh.")
