"""The exercises of notebook 04, what its game says on the way, what its text says of formulas and work."""

import numpy as np
import pytest

from backprop_course.check.differences import slope
from backprop_course.lessons.chain_the_rule import exercises as exercise
from backprop_course.lessons.chain_the_rule import experiments
from backprop_course.lessons.chain_the_rule.lab import chain_the_rule
from backprop_course.tasks.verdict import Kind


def test_the_gradients_by_complex_steps_are_right():
    def loss(x, y, w1, b1, w2, b2):
        return (w2 / (1 + np.exp(-(w1 * x + b1))) + b2 - y) ** 2 / 2

    def answer(x, y, *weights):
        moved = [[w + 1e-30j * (i == j) for i, w in enumerate(weights)] for j in range(4)]
        return [loss(x, y, *each).imag / 1e-30 for each in moved]

    assert exercise.gradients(answer).kind is Kind.RIGHT


def test_the_total_derivative_forward_is_right():
    def answer(x, y, w, b):
        a = np.tanh(w * x + b)
        slope, dz2 = 1 - a**2, w * a + b - y
        return (a + w * slope * x) * dz2, (1 + w * slope) * dz2

    assert exercise.shared(answer).kind is Kind.RIGHT


def test_the_surplus_factor_is_measured():
    def loss(w1):
        return (-0.9 * np.tanh(w1 * 1.5 - 0.4) + 0.2 - 1) ** 2 / 2

    right = slope(loss, 0.8)
    printed = (
        slope(lambda z2: (z2 - 1) ** 2 / 2, -0.9 * np.tanh(0.8) + 0.2)
        * slope(lambda w1: -0.9 * np.tanh(w1 * 1.5 - 0.4), 0.8)
        * slope(lambda w1: np.tanh(w1 * 1.5 - 0.4), 0.8)
    )
    assert exercise.surplus(printed / right).kind is Kind.RIGHT
    assert exercise.surplus(printed).words.startswith("this is what the formula gives")
    assert exercise.surplus(right).words.startswith("this is the right derivative")


class Half:
    """An engine without its walk."""

    def __init__(self, value, parents=()):
        self.value, self.parents = value, parents

    def __mul__(self, other):
        return type(self)(self.value * other.value, [(other, self.value), (self, other.value)])

    def tanh(self):
        return type(self)(np.tanh(self.value), [(self, 1 - np.tanh(self.value) ** 2)])


def test_half_an_engine_is_judged_by_what_its_numbers_remember_in_any_order():
    assert exercise.remembers(Half).kind is Kind.RIGHT


@pytest.mark.parametrize(
    "method, written, words",
    [
        ("__mul__", lambda self, other: self.value * other.value, "`a * b` should give `Value("),
        ("__mul__", lambda self, other: Half(1.0, [(self, 1.0)]), "`a * b` should give `Value("),
        ("__mul__", lambda self, other: Half(1.0, [(self, other), (other, self)]), "keeps a Value where"),
        ("__mul__", lambda self, other: type(self)(self * other), "calls itself without end"),
        ("tanh", lambda self: type(self)(np.tanh(self)), "calls itself without end"),
        ("tanh", lambda self: Half(np.tanh(self.value), [self]), "`a.tanh()` should give `Value("),
        ("tanh", lambda self: Half(np.tanh(self.value), [(self, 1 - self.value**2)]), "taken at its input"),
    ],
)
def test_what_is_wrong_with_half_an_engine_is_said(method, written, words):
    verdict = exercise.remembers(type("Slipped", (Half,), vars(Half) | {method: written}))
    assert verdict.kind is Kind.WRONG and words in verdict.words, verdict


def test_half_an_engine_with_a_method_to_do_is_not_yet():
    def tanh(self): ...

    assert exercise.remembers(type("Unfinished", (Half,), vars(Half) | {"tanh": tanh})).kind is Kind.NOT_YET


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return chain_the_rule()


@pytest.mark.parametrize(
    ("x", "weight", "words"),
    [
        (1.5, 0.8, "dw₁ is 1.05 and the loss 0.977: which factor"),
        (0, 0.8, "an input of 0 silences w₁"),
        (-3, 3, "silent, but not wrong"),
    ],
)
def test_the_game_says_what_is_missing(lab, x, weight, words):
    lab.controls["x"].value, lab.controls["weight"].value = x, weight
    verdict = exercise.saturate(lab)
    assert verdict.kind is Kind.NOT_YET and words in verdict.words, verdict


def written_out(depth):
    """The loss of `depth` hidden units in a row, and its derivative by the first weight, in code.

    w and b are lists of weights and biases, the output's last; y is the target.
    """
    z, bends = "(w[0] * x + b[0])", []
    for layer in range(1, depth + 1):
        bends.append(f"(1 - np.tanh({z}) ** 2)")
        z = f"(w[{layer}] * np.tanh({z}) + b[{layer}])"
    factors = [f"w[{layer}]" for layer in range(1, depth + 1)]
    return f"({z} - y) ** 2 / 2", " * ".join([f"({z} - y)", *factors, *bends, "x"])


@pytest.mark.parametrize("depth, count", [(2, 5), (10, 65)])
def test_the_derivative_written_out_is_right_and_has_as_many_tanhs_as_the_text_says(depth, count):
    loss, derivative = written_out(depth)
    assert (loss.count("tanh"), derivative.count("tanh")) == (depth, count)
    rng = np.random.default_rng(depth)
    w, b = rng.uniform(0.8, 1.2, size=depth + 1), 0.1 * rng.normal(size=depth + 1)
    known = {"np": np, "x": 0.3, "y": 1.0, "w": w, "b": b}

    def at(first):
        return eval(loss, known | {"w": [first, *w[1:]]})

    assert eval(derivative, known) == pytest.approx(float(slope(at, w[0])), rel=1e-6)


def test_a_pass_costs_the_weights_and_the_way_back_twice_as_much_but_for_the_first_layer():
    for sizes in experiments.random_sizes(12):
        weights = experiments.dense_weights(sizes)
        assert experiments.multiply_adds(sizes) == (weights, 2 * weights - sizes[0] * sizes[1])
    sizes = [3, 4, 2]
    parameters = experiments.dense_weights(sizes) + sum(sizes[1:])
    assert experiments.multiply_adds_of_differences(sizes) == 2 * parameters * experiments.dense_weights(
        sizes
    )
