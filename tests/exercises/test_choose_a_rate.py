"""The exercises on rates and optimizers: typical mistakes are named, and other ways are right."""

import numpy as np
import pytest

from backprop_course.lessons.choose_a_rate import exercises as exercise
from backprop_course.lessons.choose_a_rate.lab import choose_a_rate
from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.nn.optimizers import adam, cosine, warm_up
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG
from exercises.judging import wrong

# -- the moving mean --


def by_weights(gradients, beta):
    """Each row as one weighted mean."""
    rows = []
    for t in range(1, len(gradients) + 1):
        weights = beta ** np.arange(t)[::-1, None]
        rows.append((weights * gradients[:t]).sum(axis=0) / weights.sum())
    return rows and np.array(rows)


def moving(correct, first=lambda g: 0.0, old=lambda beta: beta, new=lambda beta: 1 - beta):
    """A learner's loop with some part of it exchanged."""

    def answer(gradients, beta):
        mean, means = first(gradients), []
        for t, g in enumerate(gradients, start=1):
            mean = old(beta) * mean + new(beta) * g
            means.append(correct(mean, beta, t))
        return np.array(means)

    return answer


def fed_back(gradients, beta):
    """The corrected mean goes on."""
    mean, means = 0, []
    for t, g in enumerate(gradients, start=1):
        mean = (beta * mean + (1 - beta) * g) / (1 - beta**t)
        means.append(mean)
    return np.array(means)


def corrected(mean, beta, t):
    """As it should be."""
    return mean / (1 - beta**t)


def test_the_mean_by_another_way_is_right_and_is_adams_numerator():
    assert exercise.mean(by_weights).kind == exercise.mean(moving(corrected)).kind == RIGHT
    gradients, state, found = np.random.default_rng(0).normal(size=(5, 2)), None, []
    for gradient in gradients:
        direction, state = adam(0.7, 0.0, 1e-300)(gradient, state)
        found.append(direction * np.abs(gradient))  # beta2 = 0: the root is the gradient's own size
    np.testing.assert_allclose(moving(corrected)(gradients, 0.7), found)


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("correction is missing", moving(lambda mean, beta, t: mean)),
        ("momentum's sum", moving(lambda mean, beta, t: mean / (1 - beta))),
        ("go on with the corrected mean", fed_back),
        ("one ahead", moving(lambda mean, beta, t: mean / (1 - beta ** (t + 1)))),
        ("one behind", moving(lambda mean, beta, t: corrected(mean, beta, t - 1) if t > 1 else mean)),
        ("last step's 1 − βᵗ", lambda g, beta: moving(lambda m, b, t: corrected(m, b, len(g)))(g, beta)),
        ("come in squared", lambda g, beta: moving(corrected)(g**2, beta)),
        ("changed places", moving(corrected, old=lambda b: 1 - b, new=lambda b: b)),
        ("needs the power t", moving(lambda mean, beta, t: mean, new=lambda b: 1)),
        ("weight 1 instead of 1 − β", moving(corrected, new=lambda b: 1)),
        ("multiply by", moving(lambda mean, beta, t: mean * (1 - beta**t))),
        ("from the first gradient", moving(lambda mean, beta, t: mean, first=lambda g: g[0])),
        ("even mean", lambda g, beta: np.cumsum(g, axis=0) / np.arange(1, len(g) + 1)[:, None]),
        ("only the last mean", lambda g, beta: moving(corrected)(g, beta)[-1]),
        ("zero everywhere", lambda g, beta: np.zeros_like(g)),
    ],
)
def test_a_wrong_mean_is_named(named, mistake):
    assert wrong(exercise.mean(mistake), named), exercise.mean(mistake)


# -- the schedule --


def down(fall, steps=90, up=lambda k: 0.05 * (k + 1)):
    """A climb, then 0.1 + 0.4 fall(u)."""
    return lambda k: up(k) if k < 10 else 0.1 + 0.4 * fall(min((k - 10) / steps, 1))


def half_cosine(u):
    """From 1 to 0."""
    return np.cos(np.pi * u / 2) ** 2


def test_the_schedule_by_another_way_is_right():
    assert exercise.rate(down(half_cosine)).kind == RIGHT
    assert exercise.rate(warm_up(10, cosine(0.5, 90, last=0.1))).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("begins at 0", down(half_cosine, up=lambda k: 0.05 * k)),
        ("begins at 0", down(half_cosine, up=lambda k: 0.5 * k / 9)),
        ("no π", down(lambda u: (1 + np.cos(u)) / 2)),
        ("radians", down(lambda u: (1 + np.cos(180 * u)) / 2)),
        ("1 − cos rises", down(lambda u: 1 - half_cosine(u))),
        ("cut off", down(lambda u: (max(0.1, 0.5 * half_cosine(u)) - 0.1) / 0.4)),
        ("at step 10 it gives 0.55, but 0.5 is right", lambda k: 0.55 if k == 10 else down(half_cosine)(k)),
        ("at step 100 it gives 0, but", lambda k: 0 if k > 99 else down(half_cosine)(k)),
        (
            "runs since step 0",
            lambda k: 0.05 * (k + 1) if k < 10 else 0.1 + 0.4 * half_cosine(min(k / 100, 1)),
        ),
        ("takes 100 steps", down(half_cosine, steps=100)),
        ("½ is missing", down(lambda u: 1 + np.cos(np.pi * u))),
        ("not to 2π", down(lambda u: (1 + np.cos(2 * np.pi * u)) / 2)),
        ("turns negative", down(lambda u: np.cos(np.pi * u))),
        ("quarter", down(lambda u: np.cos(np.pi / 2 * u))),
        ("straight line", down(lambda u: 1 - u)),
        ("climbs again", lambda k: 0.05 * (k + 1) if k < 10 else 0.1 + 0.4 * half_cosine((k - 10) / 90)),
        ("falls to 0", down(lambda u: (0.5 * half_cosine(u) - 0.1) / 0.4)),
        ("comes on top", down(lambda u: 0.5 * half_cosine(u) / 0.4)),
        ("climb is missing", lambda k: down(half_cosine)(max(k, 10))),
        ("fall is missing", lambda k: down(half_cosine)(min(k, 10))),
        ("zero everywhere", lambda k: 0.0),
    ],
)
def test_a_wrong_schedule_is_named(named, mistake):
    assert wrong(exercise.rate(mistake), named), exercise.rate(mistake)


# -- the trials --


def test_fifty_nine_trials():
    assert exercise.trials(59).kind == exercise.trials(59.0).kind == RIGHT
    assert 1 - 0.95**59 >= 0.95 > 1 - 0.95**58


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("expected", 20),
        ("do not add up", 19),
        ("round up", 58),
        ("round up", 58.4),
        ("hits with 5 %", 1),
        ("for 90 %", 45),
        ("for 99 %", 90),
        ("a tenth", 29),
        ("does not multiply", 59**2),
        ("the chance of a hit is 40.1 %. That is not enough", 10),
        ("the chance of a hit is 99.4 %. That is more than needed", 100),
        ("not it", -3),
        ("numbers or arrays", "many"),
    ],
)
def test_a_wrong_number_of_trials_is_named(named, answer):
    assert wrong(exercise.trials(answer), named), exercise.trials(answer)


# -- the game --


def test_the_game_is_won_by_momentum_only_in_the_turned_valley():
    lab = choose_a_rate()
    assert exercise.across(lab).kind == NOT_YET and "valley is along the axes" in exercise.across(lab).words
    lab.controls["beta"].value, lab.controls["rate"].value = 0.7, 1.36
    assert exercise.across(lab).kind == NOT_YET
    lab.controls["valley"].value = "turned by 45°"
    assert exercise.across(lab).kind == RIGHT
    lab.controls["schedule"].value = "cosine"
    assert "schedule is cosine" in exercise.across(lab).words


def test_another_lab_is_not_the_game():
    assert exercise.across(fit_a_line()).kind == exercise.across(3).kind == WRONG
