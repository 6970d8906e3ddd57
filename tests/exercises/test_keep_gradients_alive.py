"""The exercises of deep networks: typical mistakes are named, and other ways are right."""

import warnings

import numpy as np
import pytest

from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.lessons.keep_gradients_alive import exercises as exercise
from backprop_course.lessons.keep_gradients_alive.lab import keep_gradients_alive
from backprop_course.tasks.verdict import NOT_YET, RIGHT
from exercises.judging import wrong

# -- the factor --


@pytest.mark.parametrize(
    "answer",
    [
        lambda W, s: W.std() * np.sqrt(W.shape[1] * np.mean(s * s)),
        lambda W, s: np.linalg.norm(W) * np.linalg.norm(s) / len(W) / np.sqrt(len(s)),
    ],
)
def test_the_factor_by_another_way_is_right(answer):
    assert exercise.factor(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("wrong side of W", lambda W, s: np.sqrt(W.shape[0] * W.var() * (s**2).mean())),
        ("n from the batch", lambda W, s: np.sqrt(s.shape[0] * W.var() * (s**2).mean())),
        ("n is missing", lambda W, s: np.sqrt(W.var() * (s**2).mean())),
        ("*root* of the mean square", lambda W, s: W.shape[1] * W.var() * (s**2).mean()),
        ("average the slopes and then square", lambda W, s: np.sqrt(W.shape[1] * W.var()) * s.mean()),
        ("lack their square", lambda W, s: np.sqrt(W.shape[1] * W.var() * s.mean())),
        ("slopes are missing", lambda W, s: W.std() * np.sqrt(W.shape[1])),
        ("std and variance", lambda W, s: np.sqrt(W.shape[1]) * W.var() * np.sqrt((s**2).mean())),
        ("over the units too", lambda W, s: W.std() * np.sqrt(W.shape[1] * (s**2).mean(axis=0))),
        ("over the batch too", lambda W, s: W.std() * np.sqrt(W.shape[1] * (s**2).mean(axis=1))),
        ("*worst*", lambda W, s: np.linalg.norm(W, 2) * np.sqrt((s**2).mean())),
    ],
)
def test_a_wrong_factor_is_named(named, mistake):
    assert wrong(exercise.factor(mistake), named)


def right_factor(W, s):
    """The factor as the solution has it."""
    return np.sqrt(W.shape[1] * np.mean(W**2) * np.mean(s**2))


def product(W, s):
    """A product whose sizes do not agree."""
    return W @ W


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("zero everywhere", lambda W, s: 0.0),
        ("the same whatever", lambda W, s: 0.4),
        ("the sign is flipped", lambda W, s: -right_factor(W, s)),
        ("its shape is (1,)", lambda W, s: right_factor(W, s)[None]),
        ("nan", lambda W, s: np.nan),
        ("ValueError in the line `return W @ W`", product),
        ("numbers or arrays", lambda W, s: "large"),
    ],
)
def test_a_generic_wrong_factor_is_named(named, answer):
    assert wrong(exercise.factor(answer), named)


# -- the start --


@pytest.mark.parametrize("answer", [0.1354571, 0.1355, 0.135, np.sqrt(2 / 109), np.float32(0.1354571)])
def test_the_start_of_a_leaky_relu(answer):
    assert exercise.std(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("not negative", -np.sqrt(2 / 109)),
        ("He's", np.sqrt(2 / 100)),
        ("Xavier's", 0.1),
        ("variance", 2 / 109),
        ("average the slopes. The formula", np.sqrt(2 / 130)),
        ("average, then square", 1 / 6.5),
        ("in full", 1 / np.sqrt(109)),
        ("for 64 units", np.sqrt(2 / (64 * 1.09))),
        ("n is missing", np.sqrt(2 / 1.09)),
        ("with 0.2 each layer multiplies Δ by 1.48", 0.2),
        ("multiplies Δ by 1.03", np.float32(0.14)),
        ("multiplies Δ by 0", 0),
        ("not it", np.inf),
        ("not it", -3),
        ("not it", [0.1, 0.2]),
        ("numbers or arrays", "small"),
    ],
)
def test_a_wrong_start_is_named(named, mistake):
    assert wrong(exercise.std(mistake), named)


# -- clipping --


def joint_norm(grads):
    """The norm of all entries together."""
    return np.sqrt(sum(np.sum(g * g) for g in grads))


def by_cases(gs, c):
    """Clipping with an if."""
    return [g * c / joint_norm(gs) for g in gs] if joint_norm(gs) > c else gs


def by_the_larger(gs, c):
    """Clipping without an if, as a tuple."""
    return tuple(g * c / max(joint_norm(gs), c) for g in gs)


@pytest.mark.parametrize("answer", [by_cases, by_the_larger])
def test_clipping_by_another_way_is_right(answer):
    verdict = exercise.clip(answer)
    assert verdict.kind == RIGHT and "4 cases" in verdict.words


def quietly(answer):
    """The answer with its warnings off, as a notebook would go on after them."""

    def call(*arguments):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return answer(*arguments)

    return call


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("cuts each entry", lambda gs, c: [np.clip(g, -c, c) for g in gs]),
        ("its own norm", lambda gs, c: [g * c / max(np.linalg.norm(g), c) for g in gs]),
        ("short gradients become longer", lambda gs, c: [g * c / joint_norm(gs) for g in gs]),
        ("short gradients become longer", lambda gs, c: [g * c / (joint_norm(gs) + 1e-12) for g in gs]),
        ("lacks its root", lambda gs, c: [g * c / max(joint_norm(gs) ** 2, c) for g in gs]),
        ("norms do not add up", lambda gs, c: [g * c / max(sum(map(np.linalg.norm, gs)), c) for g in gs]),
        ("largest entry", lambda gs, c: [g * c / max(c, *(abs(g).max() for g in gs)) for g in gs]),
        ("end with norm 1", lambda gs, c: [g / joint_norm(gs) for g in gs] if joint_norm(gs) > c else gs),
        ("nothing is clipped", lambda gs, c: gs),
        ("all gradients are 0", lambda gs, c: [g / joint_norm(gs) * min(joint_norm(gs), c) for g in gs]),
    ],
)
def test_a_wrong_clipping_is_named(named, mistake):
    assert wrong(exercise.clip(quietly(mistake)), named)


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
    ("named", "answer"),
    [
        ("zero everywhere", lambda gs, c: [0 * g for g in gs]),
        ("the sign is flipped", lambda gs, c: [-g for g in by_cases(gs, c)]),
        ("another order", lambda gs, c: by_cases(gs, c)[::-1]),
        ("matrix 1: the transpose", lambda gs, c: [g.T for g in by_cases(gs, c)]),
        ("matrix 2: its shape is (3,), but must be (1, 3)", lambda gs, c: [gs[0], gs[1][0], gs[2]]),
        ("3 results are wanted, but there is 1", lambda gs, c: np.concatenate([g.ravel() for g in gs])),
        ("writes into an array", in_place),
        ("changes what it is handed", in_the_list),
    ],
)
def test_a_generic_wrong_clipping_is_named(named, answer):
    assert wrong(exercise.clip(answer), named)


# -- the game --


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return keep_gradients_alive()


def at(lab, depth=50, activation="sigmoid", initialization="he", scale=10**0.85, remedy="none"):
    """The verdict on a lab with its controls set."""
    spots = {"depth": depth, "activation": activation, "initialization": initialization}
    for name, value in {**spots, "scale": scale, "remedy": remedy}.items():
        lab.controls[name].value = value
    return exercise.alive(lab)


@pytest.mark.parametrize("spot", [{}, {"initialization": "xavier", "scale": 10}])
def test_the_game_is_won_by_large_weights(lab, spot):
    assert at(lab, **spot).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "spot"),
    [
        ("Vanishing", {"scale": 1}),
        ("Vanishing", {"scale": 10**0.6}),  # 4 times Xavier's, the answer for slopes of 1/4
        ("Exploding", {"scale": 10}),
        ("Still to set: remedy is residual.", {"remedy": "residual", "scale": 1}),
        ("Still to set: depth is 49.", {"depth": 49}),
        ("Still to set: activation is tanh.", {"activation": "tanh", "initialization": "xavier", "scale": 1}),
    ],
)
def test_the_game_is_not_won_elsewhere_and_says_why(lab, named, spot):
    verdict = at(lab, **spot)
    assert verdict.kind == NOT_YET and named in verdict.words and lab.words in verdict.words


@pytest.mark.parametrize("handed", [..., None, 7, fit_a_line])
def test_the_game_wants_its_own_lab(handed):
    assert wrong(exercise.alive(handed() if handed is fit_a_line else handed), "lab")
