"""The exercises of notebook 04: typical wrong answers with what is said of them, and right ones."""

import numpy as np
import pytest

from backprop_course.lessons.chain_the_rule import exercises as exercise
from backprop_course.lessons.chain_the_rule.lab import chain_the_rule
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG


def by_hand(local=lambda a, z: a * (1 - a), start=lambda z2, y: z2 - y, keep_w2=True, bend=None, last=None):
    """An answer to the first exercise with parts of its own; `last` changes what the two weights multiply."""

    def answer(x, y, w1, b1, w2, b2):
        z1 = w1 * x + b1
        a = np.tanh(z1) if bend == "tanh" else 1 / (1 + np.exp(-z1))
        dz2 = start(w2 * a + b2, y)
        dz1 = local(a, z1) * (w2 if keep_w2 else 1) * dz2
        ends = {"x": x, "a": a} | (last(x, w1, z1) if last else {})
        return ends["x"] * dz1, dz1, ends["a"] * dz2, dz2

    return answer


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


right = by_hand()

WRONG_GRADIENTS = {
    "the slope of tanh": (by_hand(lambda a, z: 1 - a**2), "slope of tanh"),
    "the lesson's network": (by_hand(lambda a, z: 1 - a**2, bend="tanh"), "the lesson's network"),
    "tanh forward, sigmoid back": (by_hand(bend="tanh"), "on the way forward"),
    "the slope at z": (by_hand(lambda a, z: z * (1 - z)), "z₁ where the formula wants a"),
    "the slope at a": (by_hand(lambda a, z: sigmoid(a) * (1 - sigmoid(a))), "slope of the sigmoid at a"),
    "no slope": (by_hand(lambda a, z: 1), "between a and z₁"),
    "one factor too many": (by_hand(lambda a, z: (a * (1 - a)) ** 2), "twice"),
    "no slope and w2 forgotten": (by_hand(lambda a, z: 1, keep_w2=False), "look for one more mistake"),
    "w2 forgotten": (by_hand(keep_w2=False), "from a to z₂"),
    "the sign": (by_hand(start=lambda z2, y: y - z2), "signs are flipped"),
    "no half": (by_hand(start=lambda z2, y: 2 * (z2 - y)), "twice too large"),
    "the loss for its derivative": (by_hand(start=lambda z2, y: (z2 - y) ** 2 / 2), "the loss itself"),
    "x forgotten": (by_hand(last=lambda x, w1, z1: {"x": 1}), "dw1 equals db1"),
    "a forgotten": (by_hand(last=lambda x, w1, z1: {"a": 1}), "dw2 equals db2"),
    "x and a forgotten": (by_hand(last=lambda x, w1, z1: {"x": 1, "a": 1}), "their biases"),
    "w1 for x": (by_hand(last=lambda x, w1, z1: {"x": w1}), "the derivative by the input"),
    "z1 for a": (by_hand(last=lambda x, w1, z1: {"a": z1}), "the factor z₁"),
    "x for a": (by_hand(last=lambda x, w1, z1: {"a": x}), "the factor x"),
    "a number only": (lambda *case: 1.0, "4 results are wanted"),
    "zeros": (lambda *case: (0, 0, 0, 0), "zero everywhere"),
    "constants": (lambda *case: (1, 2, 3, 4), "the same"),
    "a shape of its own": (lambda *case: [np.array([d]) for d in right(*case)], "shape is (1,)"),
    "an order of its own": (lambda *case: right(*case)[::-1], "in another order than dw1, db1, dw2, db2"),
    "a third of it": (lambda *case: [d / 3 for d in right(*case)], "0.3333"),
}


@pytest.mark.parametrize("answer, words", WRONG_GRADIENTS.values(), ids=WRONG_GRADIENTS.keys())
def test_a_wrong_gradient_is_wrong_and_named(answer, words):
    verdict = exercise.gradients(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_the_right_gradient_is_right():
    assert exercise.gradients(right).kind == RIGHT
    assert exercise.gradients(lambda *case: list(right(*case))).kind == RIGHT


def both_paths(x, y, w, b, local=lambda a: 1 - a**2, keep_w=True, sign=1):
    """The derivatives by w and by b: over the first use, then over the second."""
    a = np.tanh(w * x + b)
    dz2 = sign * (w * a + b - y)
    dz1 = local(a) * (w if keep_w else 1) * dz2
    return (x * dz1, a * dz2), (dz1, dz2)


def joined(join, **parts):
    """An answer to the second exercise that joins the two uses in its own way."""
    return lambda *case: tuple(join(uses) for uses in both_paths(*case, **parts))


def picked(of_w, of_b):
    """An answer to the second exercise that joins the uses of w in one way and those of b in another."""
    return lambda *case: tuple(join(uses) for join, uses in zip((of_w, of_b), both_paths(*case), strict=True))


def first(uses):
    return uses[0]


def second(uses):
    return uses[1]


WRONG_SHARES = {
    "first use only": (joined(first), "only the first use"),
    "last use only": (joined(second), "only the last use"),
    "last use of b": (picked(sum, second), "b is also used twice. Its path through the first"),
    "first use of b": (picked(sum, first), "b is also used twice. Its path through the second"),
    "last use of w": (picked(second, sum), "w is also used twice. Its path through the first"),
    "first use of w": (picked(first, sum), "w is also used twice. Its path through the second"),
    "averaged": (joined(np.mean), "mean of the two"),
    "multiplied": (joined(np.prod), "multiply the two"),
    "subtracted": (joined(lambda uses: uses[0] - uses[1]), "subtract"),
    "w forgotten on the way": (joined(sum, keep_w=False), "lacks an arrow: how fast does wa + b"),
    "no slope": (joined(sum, local=lambda a: 1), "through the tanh"),
    "the slope of the sigmoid": (joined(sum, local=lambda a: a * (1 - a)), "slope of the sigmoid"),
    "the sign": (joined(sum, sign=-1), "signs are flipped"),
    "dw only": (lambda *case: joined(sum)(*case)[0], "2 results are wanted"),
    "swapped": (lambda *case: joined(sum)(*case)[::-1], "in another order than dw, db"),
    "zeros": (lambda *case: (0, 0), "zero everywhere"),
    "constants": (lambda *case: (1, 2), "the same"),
    "a shape of its own": (lambda *case: np.reshape(joined(sum)(*case), (2, 1)).tolist(), "shape is (1,)"),
}


@pytest.mark.parametrize("answer, words", WRONG_SHARES.values(), ids=WRONG_SHARES.keys())
def test_a_path_left_out_is_wrong_and_named(answer, words):
    verdict = exercise.shared(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_the_sum_over_both_uses_is_right():
    assert exercise.shared(joined(sum)).kind == RIGHT


def pushed(
    rate=lambda W, b, x, tW, tb, tx: tx @ W + x @ tW + tb,
    out=lambda z, tz: (1 - np.tanh(z) ** 2) * tz,
):
    """An answer to the third exercise with a rate of its own, and a way of its own through the tanh."""

    def answer(W, b, x, tW, tb, tx):
        z = x @ W + b
        return np.tanh(z), out(z, rate(W, b, x, tW, tb, tx))

    return answer


def moved(index, change):
    """The right answer with one of its two results changed."""

    def answer(*case):
        results = list(pushed()(*case))
        results[index] = change(results[index])
        return results

    return answer


WRONG_TANGENTS = {
    "weights only": (pushed(lambda W, b, x, tW, tb, tx: x @ tW + tb), "The input x moves too"),
    "input only": (pushed(lambda W, b, x, tW, tb, tx: tx @ W), "only the input moves"),
    "weights forgotten": (pushed(lambda W, b, x, tW, tb, tx: tx @ W + tb), "the weights stand still"),
    "bias forgotten": (pushed(lambda W, b, x, tW, tb, tx: tx @ W + x @ tW), "the bias stands still"),
    "both factors at once": (pushed(lambda W, b, x, tW, tb, tx: tx @ tW + tb), "tx and tW are multiplied"),
    "the bias's value": (pushed(lambda W, b, x, tW, tb, tx: tx @ W + x @ tW + b), "the value b"),
    "no slope": (pushed(out=lambda z, tz: tz), "has not been through the tanh yet"),
    "tanh of the rate": (pushed(out=lambda z, tz: np.tanh(tz)), "the rate itself through tanh"),
    "slope at z": (pushed(out=lambda z, tz: (1 - z**2) * tz), "the number before the bend"),
    "slope at y": (pushed(out=lambda z, tz: (1 - np.tanh(np.tanh(z)) ** 2) * tz), "tanh is applied twice"),
    "no tanh at all": (
        lambda W, b, x, tW, tb, tx: (x @ W + b, tx @ W + x @ tW + tb),
        "The layer ends with a tanh",
    ),
    "no tanh in y": (
        lambda *case: (case[2] @ case[0] + case[1], pushed()(*case)[1]),
        "y has not been through",
    ),
    "weights only, no slope": (
        pushed(lambda W, b, x, tW, tb, tx: x @ tW + tb, lambda z, tz: tz),
        "look for one more mistake",
    ),
    "value only": (lambda *case: pushed()(*case)[0], "2 results are wanted"),
    "swapped": (lambda *case: pushed()(*case)[::-1], "in another order than y, ty"),
    "the sign of ty": (moved(1, np.negative), "sign is flipped"),
    "ty of zeros": (moved(1, np.zeros_like), "ty: it is zero everywhere"),
    "ty of ones": (moved(1, np.ones_like), "ty"),
    "ty transposed": (moved(1, np.transpose), "transpose"),
    "ty summed over the rows": (moved(1, lambda ty: ty.sum(axis=0)), "ty: its shape is"),
    "pushed back": (lambda W, b, x, tW, tb, tx: (np.tanh(x @ W + b), tx @ W.T), "raises ValueError"),
}


@pytest.mark.parametrize("answer, words", WRONG_TANGENTS.values(), ids=WRONG_TANGENTS.keys())
def test_a_wrong_tangent_is_wrong_and_named(answer, words):
    verdict = exercise.tangent(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_the_right_tangent_is_right():
    assert exercise.tangent(pushed()).kind == RIGHT


def test_a_tangent_by_differences_is_right():
    def answer(W, b, x, tW, tb, tx):
        def at(t):
            return np.tanh((x + t * tx) @ (W + t * tW) + b + t * tb)

        return at(0), (at(1e-5) - at(-1e-5)) / 2e-5

    assert exercise.tangent(answer).kind == RIGHT


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return chain_the_rule()


def moved_to(lab, x, weight, step=10):
    """The lab with its controls set."""
    for name, value in {"x": x, "weight": weight, "step": step}.items():
        lab.controls[name].value = value
    return lab


@pytest.mark.parametrize("x, weight", [(3, 3), (-3, -3), (2.5, 1.8)])
@pytest.mark.parametrize("step", [0, 13])
def test_the_game_is_won_by_saturation_at_any_step(lab, x, weight, step):
    assert exercise.saturate(moved_to(lab, x, weight, step)).kind == RIGHT


@pytest.mark.parametrize(
    ("x", "weight", "words"),
    [
        (1.5, 0.8, "the derivative is 1.05 and the loss 0.977: which factor"),
        (3, 0.8, "which factor"),
        (0, 0.8, "an input of 0 silences w₁"),
        (0, 3, "an input of 0 silences w₁"),
        (-3, 3, "silent, but not wrong"),
        (3, -3, "silent, but not wrong"),
    ],
)
def test_the_game_says_what_is_missing(lab, x, weight, words):
    verdict = exercise.saturate(moved_to(lab, x, weight))
    assert verdict.kind == NOT_YET and words in verdict.words, verdict
