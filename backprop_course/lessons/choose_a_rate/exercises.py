"""Exercises on rates and optimizers: two blanks, a corrected mean, a schedule, random trials, the game."""

import numpy as np

from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints
from backprop_course.widgets.words import short_powers

PEAK, LOW, CLIMB, END = 0.5, 0.1, 10, 100  # the schedule of the second exercise
SHARE, CERTAIN = 0.05, 0.95  # of the third: the good share of the range, and how surely it is to be hit


# -- blanks: what momentum makes of a steady gradient, and Adam's direction --


longer = Number(
    asked="how many times as long as a steady gradient the direction becomes, with β = 0.9.",
    truth=10,
    mistakes=[
        Mistake("this is 1 + β, of the gradient that changes its sign. Solve d = β d + g for d.", 1.9),
        Mistake("this is what becomes of the gradient that changes its sign. Yours keeps its sign.", 1 / 1.9),
        Mistake("this is 1 − β. Divide by it.", 0.1),
        Mistake("this is for β = ½.", 2),
        Mistake("1 − 0.9 is 0.1: dividing by it makes ten of one.", 9),
        Mistake("β and 1 − β have changed places: 1 / (1 − β) with β = 0.9.", 1 / 0.9),
    ],
    hint=Hints("When d has settled, it no longer changes: d = 0.9 d + g.", "d − 0.9 d is a tenth of d."),
)


def _direction(m, s, t, mean=0.9, square=0.999):
    return m / (1 - mean**t) / (np.sqrt(s / (1 - square**t)) + 1e-8)


DIRECTIONS = [
    Mistake(
        "the correction is missing: both means are still too small.",
        lambda m, s, t: m / (np.sqrt(s) + 1e-8),
    ),
    Mistake(
        "only m is corrected. s started from 0 as well.",
        lambda m, s, t: m / (1 - 0.9**t) / (np.sqrt(s) + 1e-8),
    ),
    Mistake(
        "only s is corrected. m started from 0 as well.",
        lambda m, s, t: m / (np.sqrt(s / (1 - 0.999**t)) + 1e-8),
    ),
    Mistake(
        "the correction needs the power t: 1 − βᵗ, not 1 − β.",
        lambda m, s, t: _direction(m, s, 1),
    ),
    Mistake("your t runs one ahead: the first step is t = 1.", lambda m, s, t: _direction(m, s, t + 1)),
    Mistake(
        "the two β have changed places: 0.9 belongs to m, 0.999 to s.",
        lambda m, s, t: _direction(m, s, t, 0.999, 0.9),
    ),
    Mistake("both means are corrected with 0.9: s has 0.999.", lambda m, s, t: _direction(m, s, t, 0.9, 0.9)),
    Mistake(
        "the root is missing: s is a mean of squares.",
        lambda m, s, t: m / (1 - 0.9**t) / (s / (1 - 0.999**t) + 1e-8),
    ),
    Mistake(
        "s is corrected outside the root. Divide s by 1 − 0.999ᵗ first, then take the root.",
        lambda m, s, t: m / (1 - 0.9**t) / (np.sqrt(s) / (1 - 0.999**t) + 1e-8),
    ),
    Mistake(
        "you multiply by 1 − βᵗ. Too small a mean is made larger: divide.",
        lambda m, s, t: m * (1 - 0.9**t) / (np.sqrt(s * (1 - 0.999**t)) + 1e-8),
    ),
    Mistake("βᵗ is a power, β ** t, not β · t.", lambda m, s, t: _product(m, s, t)),
]


def _product(m, s, t):
    return m / (1 - 0.9 * t) / (np.sqrt(np.abs(s / (1 - 0.999 * t))) + 1e-8)


def _direction_cases():
    rng, cases = np.random.default_rng(3), []
    for t in (1, 2, 7, 300):
        m = rng.normal(size=(3, 2))
        cases.append((m, m**2 * rng.uniform(0.5, 2, size=(3, 2)), t))
    return cases


direction = Exercise(
    asked="answer(m, s, t) -> Adam's direction, in the shape of m.",
    truth=_direction,
    cases=_direction_cases,
    names=["the direction"],
    mistakes=DIRECTIONS,
    hint=Hints(
        "Correct m first: divide it by `1 - 0.9**t`.",
        "The corrected s is `s / (1 - 0.999**t)`. Take np.sqrt of it and add 1e-8.",
        "The direction is the corrected m over that root.",
    ),
)


# -- 1. a moving mean that starts right --


def _mean(gradients, beta):
    return _means(gradients, beta, lambda mean, t: mean / (1 - beta**t))


def _means(gradients, beta, correct, weight=None, first=0.0):
    """The moving mean after each step, as correct(mean, t) hands it out."""
    weight, mean, means = 1 - beta if weight is None else weight, first, []
    for t, gradient in enumerate(gradients, start=1):
        mean = beta * mean + weight * gradient
        means.append(correct(mean, t))
    return np.array(means)


def _fed_back(gradients, beta):
    """The corrected mean takes the place of the mean that goes on."""
    mean, means = 0.0, []
    for t, gradient in enumerate(gradients, start=1):
        mean = (beta * mean + (1 - beta) * gradient) / (1 - beta**t)
        means.append(mean)
    return np.array(means)


MEANS = [
    Mistake(
        "the correction is missing: the first rows are too small. By what share?",
        lambda g, beta: _means(g, beta, lambda mean, t: mean),
    ),
    Mistake(
        "this is momentum's sum. For a mean the correction needs the power t: 1 − βᵗ, not 1 − β.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean / (1 - beta)),
    ),
    Mistake(
        "you go on with the corrected mean. Correct what you hand out, and keep the plain one.",
        _fed_back,
    ),
    Mistake(
        "your t runs one ahead: the first step is t = 1.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean / (1 - beta ** (t + 1))),
    ),
    Mistake(
        "your t runs one behind, and the first row is not corrected: the first step is t = 1.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean / (1 - beta ** (t - 1) if t > 1 else 1)),
    ),
    Mistake(
        "all rows are divided by the last step's 1 − βᵗ. Each row has its own t.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean / (1 - beta ** len(g))),
    ),
    Mistake(
        "the gradients come in squared: that is Adam's s. Wanted is the mean of the gradients.",
        lambda g, beta: _mean(g**2, beta),
    ),
    Mistake(
        "β and 1 − β have changed places: β stays with the old mean.",
        lambda g, beta: _means(g, 1 - beta, lambda mean, t: mean / (1 - beta**t)),
    ),
    Mistake(
        "β and 1 − β have changed places: β stays with the old mean.",
        lambda g, beta: _mean(g, 1 - beta),
    ),
    Mistake(
        "the new gradient comes in with weight 1 instead of 1 − β.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean / (1 - beta**t), weight=1),
    ),
    Mistake(
        "you multiply by 1 − βᵗ. Too small a mean is made larger.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean * (1 - beta**t)),
    ),
    Mistake(
        "the mean starts from the first gradient. It is to start from 0, and be corrected.",
        lambda g, beta: _means(g, beta, lambda mean, t: mean, first=g[0]),
    ),
    Mistake(
        "this is the even mean of all gradients so far: β should forget the old ones.",
        lambda g, beta: np.cumsum(g, axis=0) / np.arange(1, len(g) + 1)[:, None],
    ),
    Mistake(
        "only the last mean comes out. One is wanted after each step: (T, n).",
        lambda g, beta: _mean(g, beta)[-1],
    ),
]


def _mean_cases():
    rng, draws = np.random.default_rng(10), ((6, 3, 0.9), (9, 2, 0.7), (4, 1, 0.5))
    return [(rng.normal(size=(steps, n)), beta) for steps, n, beta in draws]


mean = Exercise(
    asked="answer(gradients (T, n), beta) -> the corrected moving mean after each step (T, n).",
    truth=_mean,
    cases=_mean_cases,
    names=["the means"],
    mistakes=MEANS,
    hint=Hints(
        "One step: the mean becomes β times itself plus 1 − β times the new gradient. It starts from 0.",
        "Collect mean / (1 − βᵗ) in a list at each step, with t = 1 at the first.",
        "`for t, g in enumerate(gradients, start=1):` counts from 1. At the end, np.array(the list).",
    ),
)


# -- 2. up, then down --


def _schedule(number, climb=lambda k: (k + 1) / CLIMB, fall=lambda u: (1 + np.cos(np.pi * u)) / 2, steps=0):
    """The schedule, or one that climbs or falls in another way, or in so many steps."""
    if number < CLIMB:
        return PEAK * climb(number)
    return LOW + (PEAK - LOW) * fall(min((number - CLIMB) / (steps or END - CLIMB), 1))


def _later(fall):
    """A schedule that climbs as it should, and then goes by fall(number)."""
    return lambda number: _schedule(number) if number < CLIMB else fall(number)


def _wave(u):
    """Half a cosine from the peak to the lowest rate, as u goes from 0 to 1; and up again beyond."""
    return LOW + (PEAK - LOW) * (1 + np.cos(np.pi * u)) / 2


RATES = [
    Mistake(
        "your climb begins at 0, so step 0 stands still. Which share of ten steps is step 0?",
        lambda k: _schedule(k, climb=lambda k: k / CLIMB),
    ),
    Mistake(
        "your climb begins at 0, so step 0 stands still. Which share of ten steps is step 0?",
        lambda k: _schedule(k, climb=lambda k: k / (CLIMB - 1)),
    ),
    Mistake(
        "your cosine runs since step 0: at step 10 it should just begin.",
        _later(lambda k: _wave(min(k / END, 1))),
    ),
    Mistake(
        "your cosine takes 100 steps from step 10 on. From 10 to 100, how many are there?",
        lambda k: _schedule(k, steps=END),
    ),
    Mistake(
        "the ½ is missing: at step 10 the cosine is 1, and 1 + 1 is 2.",
        lambda k: _schedule(k, fall=lambda u: 1 + np.cos(np.pi * u)),
    ),
    Mistake(
        "half a cosine goes to π, not to 2π: yours is up again at step 100.",
        lambda k: _schedule(k, fall=lambda u: (1 + np.cos(2 * np.pi * u)) / 2),
    ),
    Mistake(
        "your cosine has no π: it goes only to 1 where it should go to π.",
        lambda k: _schedule(k, fall=lambda u: (1 + np.cos(u)) / 2),
    ),
    Mistake(
        "np.cos takes radians: half a cosine goes to π, not to 180.",
        lambda k: _schedule(k, fall=lambda u: (1 + np.cos(180 * u)) / 2),
    ),
    Mistake(
        "yours climbs from 0.1 to 0.5: 1 − cos rises, and 1 + cos falls.",
        lambda k: _schedule(k, fall=lambda u: (1 - np.cos(np.pi * u)) / 2),
    ),
    Mistake(
        "yours falls toward 0 and is cut off at 0.1: it should come to rest at 0.1 at step 100.",
        _later(lambda k: max(LOW, PEAK * (1 + np.cos(np.pi * min((k - CLIMB) / (END - CLIMB), 1))) / 2)),
    ),
    Mistake(
        "half a cosine goes from 1 to −1, and needs the 1 + in front: yours turns negative.",
        lambda k: _schedule(k, fall=lambda u: np.cos(np.pi * u)),
    ),
    Mistake(
        "yours is a quarter of a cosine: it should be flat at its end too.",
        lambda k: _schedule(k, fall=lambda u: np.cos(np.pi / 2 * u)),
    ),
    Mistake(
        "this is a straight line down. Half a cosine falls slowly, then fast, then slowly.",
        lambda k: _schedule(k, fall=lambda u: 1 - u),
    ),
    Mistake(
        "yours falls to 0. It is to end at 0.1.",
        _later(lambda k: PEAK * (_wave(min((k - CLIMB) / (END - CLIMB), 1)) - LOW) / (PEAK - LOW)),
    ),
    Mistake(
        "yours begins to fall from 0.6: the 0.1 comes on top. How far is it from 0.5 to 0.1?",
        _later(lambda k: LOW + PEAK * (_wave(min((k - CLIMB) / (END - CLIMB), 1)) - LOW) / (PEAK - LOW)),
    ),
    Mistake(
        "after step 100 it climbs again: from there on it is to stay at 0.1.",
        _later(lambda k: _wave((k - CLIMB) / (END - CLIMB))),
    ),
    Mistake("the climb is missing.", lambda k: _schedule(max(k, CLIMB))),
    Mistake("the fall is missing.", lambda k: _schedule(min(k, CLIMB))),
]


rate = Exercise(
    asked="answer(number) -> the rate: ten steps up to 0.5, half a cosine down to 0.1 at step 100.",
    truth=_schedule,
    cases=lambda: [(number,) for number in (0, 4, 9, 10, 25, 55, 80, 99, 100, 130, 170)],
    names=["the rate"],
    mistakes=RATES,
    where=lambda number: f"at step {number}",
    hint=Hints(
        "Two cases: `if number < 10:` the climb, otherwise the cosine. At step 9 the climb is done.",
        "On the way down, let u run from 0 at step 10 to 1 at step 100: u = (number − 10) / 90, at most 1.",
        "0.5 (1 + cos(π u)) falls from 1 to 0. Stretch it to the way from 0.5 to 0.1, and add 0.1.",
    ),
)


# -- 3. how many random trials --


def _trials(share=SHARE, certain=CERTAIN):
    """How many trials make at least one hit of probability `share` at least `certain`."""
    return np.ceil(np.log(1 - certain) / np.log(1 - share))


TRIALS = [
    Mistake("one hit is then *expected*, but with probability 0.36 there is none.", 1 / SHARE),
    Mistake("probabilities of hits do not add up. How probable is it that *all* miss?", CERTAIN / SHARE),
    Mistake("not quite 95 %: round up.", _trials() - 1),
    Mistake("a number of trials is whole: round up.", np.log(0.05) / np.log(0.95)),
    Mistake("this hits with 5 %. All misses together may have 5 %: 0.95ⁿ ≤ 0.05.", _trials(certain=0.05)),
    Mistake("this is for 90 %.", _trials(certain=0.9)),
    Mistake("this is for 99 %.", _trials(certain=0.99)),
    Mistake("this is for a tenth of the range.", _trials(share=0.1)),
    Mistake("the number does not multiply with the number of settings.", _trials() ** 2),
]


def _outcome(number):
    """How surely any other number of trials hits."""
    if not 0 <= number < 1e6:
        return None
    sure = 100 * (1 - (1 - SHARE) ** number)
    word = "more than needed" if number > _trials() else "not enough"
    return f"with {number:.4g} trials the chance of a hit is {sure:.1f} %. That is {word}."


trials = Number(
    asked="the number of random trials that hits a twentieth of the range with at least 95 %.",
    truth=_trials(),
    tolerance=1e-3,
    mistakes=TRIALS,
    otherwise=_outcome,
    hint=Hints(
        "How probable is it that one trial misses? And that n trials all miss?",
        "All n miss with probability 0.95ⁿ. That may be at most 0.05.",
        "Solve 0.95ⁿ = 0.05 with logarithms, and round up.",
    ),
)


# -- 4. the game --

TURNED = {"valley": "turned by 45°", "schedule": "constant"}
MOMENTUM = {"optimizer": "momentum", "beta": 0.7, "rate": 1.5}
ADAM = {"optimizer": "adam", "beta": 0.66, "rate": 1.0}
BELOW = 1e-8


def _reached(values, walk):
    return walk.end < BELOW


across = Game(
    goal=short_powers(f"the valley turned by 45°, a constant schedule, a loss at the end below {BELOW:.0e}"),
    lab="choose_a_rate",
    reached=_reached,
    required=TURNED,
    wins=[{**TURNED, **MOMENTUM}, {**TURNED, **ADAM}],
    misses=[
        MOMENTUM,
        TURNED,
        {**TURNED, **MOMENTUM, "schedule": "cosine"},
        {**TURNED, **MOMENTUM, "optimizer": "plain"},
        {**TURNED, **ADAM, "beta": 0.9},
        {**TURNED, **ADAM, "optimizer": "rmsprop"},
    ],
    hint=Hints(
        "Try the optimizers one after the other, each with the rate at its star. Which stars are lowest?",
        "Those that remember gradients have a β. The one at the start is too large: what does the star do"
        " as β falls?",
        "Take momentum, put β between 0.6 and 0.7, and drag the rate to the star.",
    ),
)
