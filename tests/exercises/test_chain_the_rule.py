"""The exercises of notebook 04: stubs, typical wrong answers, and right ones."""

import numpy as np
import pytest

from backprop_course.exercises import chain_the_rule as exercise
from backprop_course.exercises.verdicts import NOT_YET, RIGHT, WRONG
from backprop_course.labs.chain_the_rule import chain_the_rule


def stub(*arguments):
    ...


@pytest.mark.parametrize("judged", [exercise.gradients, exercise.shared, exercise.tangent])
def test_a_stub_is_not_yet_an_answer(judged):
    assert judged(stub).kind == NOT_YET


def by_hand(local, sign=1, keep_w2=True):
    """An answer to the first exercise with a local derivative of its own."""

    def answer(x, y, w1, b1, w2, b2):
        a = 1 / (1 + np.exp(-(w1 * x + b1)))
        dz2 = sign * (w2 * a + b2 - y)
        dz1 = local(a, w1 * x + b1) * (w2 if keep_w2 else 1) * dz2
        return x * dz1, dz1, a * dz2, dz2

    return answer


def right_local(a, z):
    return a * (1 - a)


WRONG_GRADIENTS = {
    "the slope of tanh": by_hand(lambda a, z: 1 - a**2),
    "the slope at the wrong place": by_hand(lambda a, z: z * (1 - z)),
    "no slope": by_hand(lambda a, z: 1),
    "one factor too many": by_hand(lambda a, z: (a * (1 - a)) ** 2),
    "the sign": by_hand(right_local, sign=-1),
    "w2 forgotten": by_hand(right_local, keep_w2=False),
    "a number only": lambda *arguments: 1.0,
    "an order of its own": lambda *arguments: by_hand(right_local)(*arguments)[::-1],
}


@pytest.mark.parametrize("answer", WRONG_GRADIENTS.values(), ids=WRONG_GRADIENTS.keys())
def test_a_wrong_gradient_is_wrong(answer):
    assert exercise.gradients(answer).kind == WRONG


def test_the_right_gradient_is_right():
    assert exercise.gradients(by_hand(right_local)).kind == RIGHT
    assert exercise.gradients(lambda *arguments: list(by_hand(right_local)(*arguments))).kind == RIGHT


def both_paths(x, y, w, b):
    """The derivatives by w and by b: over the first use, then over the second."""
    a = np.tanh(w * x + b)
    dz2 = w * a + b - y
    dz1 = (1 - a**2) * w * dz2
    return (x * dz1, a * dz2), (dz1, dz2)


WRONG_SHARES = {
    "first use only": lambda *case: tuple(uses[0] for uses in both_paths(*case)),
    "last use only": lambda *case: tuple(uses[1] for uses in both_paths(*case)),
    "averaged": lambda *case: tuple(np.mean(uses) for uses in both_paths(*case)),
    "multiplied": lambda *case: tuple(np.prod(uses) for uses in both_paths(*case)),
    "bias counted once": lambda *case: (sum(both_paths(*case)[0]), both_paths(*case)[1][1]),
}


@pytest.mark.parametrize("answer", WRONG_SHARES.values(), ids=WRONG_SHARES.keys())
def test_a_path_left_out_is_wrong(answer):
    assert exercise.shared(answer).kind == WRONG


def test_the_sum_over_both_uses_is_right():
    assert exercise.shared(lambda *case: tuple(sum(uses) for uses in both_paths(*case))).kind == RIGHT


def pushed(rate, slope=lambda y: 1 - y**2):
    """An answer to the third exercise whose pre-activation has a rate of its own."""

    def answer(W, b, x, tW, tb, tx):
        y = np.tanh(x @ W + b)
        return y, slope(y) * rate(W, x, tW, tb, tx)

    return answer


def right_rate(W, x, tW, tb, tx):
    return tx @ W + x @ tW + tb


WRONG_TANGENTS = {
    "weights only": pushed(lambda W, x, tW, tb, tx: x @ tW + tb),
    "input only": pushed(lambda W, x, tW, tb, tx: tx @ W),
    "bias forgotten": pushed(lambda W, x, tW, tb, tx: tx @ W + x @ tW),
    "both factors at once": pushed(lambda W, x, tW, tb, tx: tx @ tW + tb),
    "no slope": pushed(right_rate, slope=lambda y: 1),
    "value only": lambda W, b, x, tW, tb, tx: np.tanh(x @ W + b),
    "pushed back": lambda W, b, x, tW, tb, tx: (np.tanh(x @ W + b), tx @ W.T),
}


@pytest.mark.parametrize("answer", WRONG_TANGENTS.values(), ids=WRONG_TANGENTS.keys())
def test_a_wrong_tangent_is_wrong(answer):
    assert exercise.tangent(answer).kind == WRONG


def test_the_right_tangent_is_right():
    assert exercise.tangent(pushed(right_rate)).kind == RIGHT


def at(x, weight, step=10):
    """The lab with its controls set."""
    a_lab = chain_the_rule()
    for name, value in {"x": x, "weight": weight, "step": step}.items():
        a_lab.controls[name].value = value
    return a_lab


@pytest.mark.parametrize("x, weight", [(3, 3), (-3, -3), (2.5, 1.8)])
@pytest.mark.parametrize("step", [0, 13])
def test_the_game_is_won_by_saturation_at_any_step(x, weight, step):
    assert exercise.saturate(at(x, weight, step)).kind == RIGHT


@pytest.mark.parametrize("x, weight", [(1.5, 0.8), (0, 0.8), (0, 3), (-3, 3), (3, 0.8), (3, -3)])
def test_the_game_is_not_won_by_a_silent_input_or_a_small_loss(x, weight):
    assert exercise.saturate(at(x, weight)).kind == NOT_YET
