"""The exercises of notebook 07: the ten broken passes as they are, half repaired, and repaired."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from notebooks_on_stage import cells

from backprop_course.lessons.find_the_fault import exercises as exercise
from backprop_course.nn.losses import sigmoid, softmax
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG

NUMBERS = range(1, 11)
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "07_find_the_fault.ipynb"


def judged(number, answer):
    """The verdict of exercise `number`."""
    return getattr(exercise, f"pass_{number}")(answer)


def broken(number):
    """The broken pass of exercise `number`."""
    return getattr(exercise, f"_pass_{number}")


def grads(X, A1, dZ1, dZ2):
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


def tanh_pass(output, X, Y, W1, b1, W2, b2):
    """The right gradients of tanh, then an output whose signal is (prediction - target) / n."""
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (output(A1 @ W2 + b2) - Y) / len(X)
    return grads(X, A1, dZ2 @ W2.T * (1 - A1**2), dZ2)


def sigmoid_pass(output, X, Y, W1, b1, W2, b2):
    """The same with a hidden sigmoid."""
    A1 = sigmoid(X @ W1 + b1)
    dZ2 = (output(A1 @ W2 + b2) - Y) / len(X)
    return grads(X, A1, dZ2 @ W2.T * A1 * (1 - A1), dZ2)


def identity(z):
    return z


def repaired(number):
    """A right answer to exercise `number`, in another hand than the solution's."""
    hidden = sigmoid_pass if number in (2, 5) else tanh_pass
    output = {1: identity, 2: identity, 9: identity, 7: softmax, 8: softmax}.get(number, sigmoid)
    if number != 8:
        return lambda *case: hidden(output, *case)

    def step(X, Y, *rest):
        *params, rate = rest
        return [p - rate * g for p, g in zip(params, hidden(output, X, Y, *params), strict=True)]

    return step


@pytest.mark.parametrize("number", NUMBERS)
def test_the_broken_pass_is_not_yet_an_answer_and_its_wrong_blocks_are_named(number):
    verdict = judged(number, broken(number))
    assert verdict.kind == NOT_YET and "still there" in verdict.words
    blocks = {2: "dW1, db1; right: dW2, db2", 4: "db1, db2", 8: "W1, b1", 10: "dW2;"}
    assert f"Wrong: {blocks.get(number, '')}" in verdict.words


@pytest.mark.parametrize("number", NUMBERS)
def test_a_repaired_pass_is_right(number):
    assert judged(number, repaired(number)).kind == RIGHT


@pytest.mark.parametrize("number", [1, 3, 4, 6, 10])
def test_another_mistake_is_named(number):
    """Whoever repairs one thing and forgets the slope of tanh is told so."""

    def half(X, Y, W1, b1, W2, b2):
        A1 = np.tanh(X @ W1 + b1)
        dZ2 = ((identity if number == 1 else sigmoid)(A1 @ W2 + b2) - Y) / len(X)
        return grads(X, A1, dZ2 @ W2.T, dZ2)

    verdict = judged(number, half)
    assert verdict.kind == WRONG and "layer 1's activation" in verdict.words and "missing" in verdict.words


def test_half_repairs_are_wrong():
    def sum_first(X, Y, W1, b1, W2, b2):  # of exercise 4: only one of the two biases
        dW1, _, dW2, db2 = tanh_pass(sigmoid, X, Y, W1, b1, W2, b2)
        return dW1, broken(4)(X, Y, W1, b1, W2, b2)[1], dW2, db2

    def a_of_a(X, Y, W1, b1, W2, b2):  # of exercise 5: the formula is fed with σ(a)
        A1 = sigmoid(X @ W1 + b1)
        dZ2 = (sigmoid(A1 @ W2 + b2) - Y) / len(X)
        return grads(X, A1, dZ2 @ W2.T * sigmoid(A1) * (1 - sigmoid(A1)), dZ2)

    def late(X, Y, W1, b1, W2, b2, rate):  # of exercise 8: the other way round, W2 moves with the new W1
        dW1, db1, _, _ = tanh_pass(softmax, X, Y, W1, b1, W2, b2)
        W1, b1 = W1 - rate * dW1, b1 - rate * db1
        _, _, dW2, db2 = tanh_pass(softmax, X, Y, W1, b1, W2, b2)
        return W1, b1, W2 - rate * dW2, b2 - rate * db2

    for number, answer in ((4, sum_first), (5, a_of_a), (8, late)):
        assert judged(number, answer).kind == WRONG


def test_what_raises_or_writes_is_wrong_and_says_so():
    def writing(X, Y, W1, b1, W2, b2):
        W2 *= 2
        return tanh_pass(identity, X, Y, W1, b1, W2, b2)

    assert judged(1, writing).kind == WRONG
    assert "ZeroDivisionError" in judged(1, lambda *case: 1 / 0).words


@pytest.mark.parametrize("number", NUMBERS)
def test_the_notebook_shows_the_very_pass_that_is_judged(number):
    own = inspect.getsource(broken(number)).strip().replace("def _pass", "def pass")
    stubs = [cell.source for cell in cells(NOTEBOOK) if cell.source.startswith(f"def pass_{number}(")]
    assert len(stubs) == 1 and stubs[0].startswith(own)
