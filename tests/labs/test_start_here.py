"""The lab of notebook 00: each rate against a training of its own, its words against what is drawn."""

import re

import numpy as np
import pytest
from labs_on_stage import driven

from backprop_course.lessons.start_here.lab import (
    HIGH,
    LOW,
    MODEL,
    RATES,
    SEED,
    say,
    start_here,
    trainings,
    two_moons,
)
from backprop_course.nn.models import predict
from backprop_course.nn.training import fit
from backprop_course.widgets import panels

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("rate", RATES)
def test_every_rate_is_trained_as_if_it_were_alone(rate):
    losses, kept = trainings()
    alone = fit(MODEL, *two_moons(), rate, steps=400, rng=np.random.default_rng(SEED))
    run = RATES.index(rate)
    assert np.allclose(losses[:, run], alone.losses, rtol=1e-6)
    for ours, theirs in zip(sum(kept[-1], []), sum(alone.params, []), strict=True):
        assert np.allclose(ours[run], theirs, rtol=1e-5, atol=1e-8)


def test_the_words_say_what_is_drawn():
    x, y = two_moons()
    for a_lab in driven(start_here()):
        moment, words = a_lab.result, say(a_lab.result)
        assert f"{moment.right} of 200 points" in words and f"{moment.losses[-1]:.3g}" in words
        step, rate = a_lab.values["step"], a_lab.values["rate"]
        kept = [[p[RATES.index(rate)] for p in own] for own in trainings()[1][step // 10]]
        assert moment.right == ((predict(MODEL, kept, x) > 0.5) == (y > 0.5)).sum()
        rising = (moment.losses[1:] > moment.losses[:-1]).sum()
        said = re.search(r"rose in (\d+) of these", words)
        assert (int(said[1]) if said else 0) == rising and ("fell in each" in words) == (step > 0 == rising)
        curve = a_lab.drawing.figure.axes[1].lines[0].get_xydata()
        assert len(curve) == step + 1 and curve[-1, 1] == pytest.approx(max(moment.losses[-1], 0.005))


def straightness(step):
    """The share of the map on which a straight line agrees with the network, at the lab's first rate."""
    known = [[p[RATES.index(0.3)] for p in own] for own in trainings()[1][step // 10]]
    places = panels.grid(LOW, HIGH)
    side = np.sign(predict(MODEL, known, places) - 0.5)
    D = np.hstack([places, np.ones((len(places), 1))])
    return (np.sign(D @ np.linalg.lstsq(D, side)[0]) == side).mean()


def test_the_border_is_straight_after_100_steps_and_bends_after():
    losses = trainings()[0][:, RATES.index(0.3)]
    assert straightness(100) > 0.97 > 0.9 > straightness(400)
    assert losses[80] - losses[100] < 0.02 * losses[0] < losses[200] - losses[300]
