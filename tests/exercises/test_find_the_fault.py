"""Lesson 07: its blanks, the four broken passes as they are, half repaired and repaired, and how a program is
handed over."""

import inspect
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from notebooks_on_stage import cells

from backprop_course.check.examination import examine
from backprop_course.check.file import examine_file
from backprop_course.lessons.find_the_fault import exercises as exercise
from backprop_course.lessons.find_the_fault import experiments
from backprop_course.lessons.find_the_fault.exercises import Pass
from backprop_course.nn.losses import sigmoid, squared_error
from backprop_course.nn.plain import check
from backprop_course.tasks.verdict import Kind

NUMBERS = range(1, 5)
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "07_find_the_fault.ipynb"
FOUND = "1 - a is taken for the derivative of tanh."


def judged(number, answer):
    """The verdict of exercise `number`."""
    return getattr(exercise, f"pass_{number}")(answer)


def broken(number):
    """The broken pass of exercise `number`."""
    return getattr(exercise, f"_pass_{number}")


def grads(X, A1, dZ1, dZ2):
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


def identity(z):
    return z


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


def repaired(number):
    """A right answer to exercise `number`, in another hand than the solution's."""
    hidden = sigmoid_pass if number == 2 else tanh_pass
    output = sigmoid if number == 4 else identity
    return lambda *case: hidden(output, *case)


# -- the passes --


@pytest.mark.parametrize("number", NUMBERS)
def test_the_broken_pass_is_not_yet_an_answer_and_its_wrong_blocks_are_named(number):
    verdict = judged(number, broken(number))
    assert verdict.kind == Kind.NOT_YET and "still there" in verdict.words
    blocks = {2: "dW1, db1; right: dW2, db2", 3: "dW1, db1, dW2; right: db2", 4: "dW2;"}
    assert f"Wrong: {blocks.get(number, 'dW1, db1, dW2, db2')}" in verdict.words


@pytest.mark.parametrize("number", NUMBERS)
def test_a_repaired_pass_is_right(number):
    assert judged(number, repaired(number)).kind == Kind.RIGHT


@pytest.mark.parametrize("number", [1, 2])
def test_the_loss_that_is_stated_is_judged(number):
    """1/(2n) times the sum over rows and outputs, by differences; a mean over the outputs, too, is wrong."""
    hidden = np.tanh if number == 1 else sigmoid
    X, Y, *params = getattr(exercise, f"pass_{number}").cases()[0]

    def stated(params, X, Y):
        W1, b1, W2, b2 = params
        return ((hidden(X @ W1 + b1) @ W2 + b2 - Y) ** 2).sum() / (2 * len(X))

    slopes = experiments.measured_slopes(stated, params, X, Y)
    for grad, slope in zip(repaired(number)(X, Y, *params), slopes, strict=True):
        assert Y.shape[1] == 2 and np.allclose(grad, slope, atol=1e-8)
    assert judged(number, lambda *case: [g / 2 for g in repaired(number)(*case)]).kind == Kind.WRONG


@pytest.mark.parametrize("number", [1, 4])
def test_another_mistake_is_named(number):
    """Whoever repairs one thing and forgets the slope of tanh is told so."""

    def half(X, Y, W1, b1, W2, b2):
        A1 = np.tanh(X @ W1 + b1)
        dZ2 = ((identity if number == 1 else sigmoid)(A1 @ W2 + b2) - Y) / len(X)
        return grads(X, A1, dZ2 @ W2.T, dZ2)

    verdict = judged(number, half)
    assert (
        verdict.kind == Kind.WRONG and "layer 1's activation" in verdict.words and "missing" in verdict.words
    )


def test_what_raises_or_writes_is_wrong_and_says_so():
    def writing(X, Y, W1, b1, W2, b2):
        W2 *= 2
        return tanh_pass(identity, X, Y, W1, b1, W2, b2)

    assert judged(1, writing).kind == Kind.WRONG
    assert "ZeroDivisionError" in judged(1, lambda *case: 1 / 0).words


@pytest.mark.parametrize("rows", [1, 5])
def test_the_third_pass_mixes_rows_so_one_row_alone_is_right_and_the_sum_of_several_is(rows):
    case = Pass(broken(3), "tanh", squared_error, outputs=lambda hidden: 1).case(0, rows, 4, 3)
    right = [np.allclose(a, b) for a, b in zip(broken(3)(*case), repaired(3)(*case), strict=True)]
    assert right == ([True] * 4 if rows == 1 else [False, False, False, True])


@pytest.mark.parametrize("number", NUMBERS)
def test_the_notebook_shows_the_very_pass_that_is_judged(number):
    own = inspect.getsource(broken(number)).strip().replace("def _pass", "def pass")
    stubs = [cell.source for cell in cells(NOTEBOOK) if cell.source.startswith(f"def pass_{number}(")]
    assert len(stubs) == 1 and stubs[0].startswith(own)


# -- the lesson's program --


@pytest.fixture(scope="module")
def program():
    """The notebook's own program, as its cell defines it, and what it is handed."""
    (source,) = [cell.source for cell in cells(NOTEBOOK) if "\ndef predict(" in cell.source]
    space = {"np": np, "sigmoid": sigmoid}
    exec(source, space)
    X, Y = experiments.hundred_points()
    return SimpleNamespace(source=source, **space, X=X, Y=Y, params=experiments.first_weights(0))


def test_it_is_the_program_that_was_trained(program):
    slope = experiments.slope_without_square
    wrong = experiments.gradient_of_moons(program.params, program.X, program.Y, slope)
    for mine, theirs in zip(program.backward(program.params, program.X, program.Y), wrong, strict=True):
        assert np.allclose(mine, theirs)


@pytest.mark.slow
def test_every_way_to_hand_it_over_gives_the_same_answer(program, tmp_path):
    params, X, Y = program.params, program.X, program.Y

    def step(params, X, Y):
        return [p - 0.5 * grad for p, grad in zip(params, program.backward(params, X, Y), strict=True)]

    class Net:
        def __init__(self):
            self.W1, self.b1, self.W2, self.b2 = (p.copy() for p in params)

        def loss(self, X, Y):
            return program.loss([self.W1, self.b1, self.W2, self.b2], X, Y)

        def backward(self, X, Y):
            return program.backward([self.W1, self.b1, self.W2, self.b2], X, Y)

    net = Net()
    assert examine(program.loss, params=params, x=X, y=Y, step=step, rate=0.5).answer.endswith(FOUND)
    assert examine(net.loss, net.backward, x=X, y=Y, obj=net).answer.endswith(FOUND)
    file = tmp_path / "my_net.py"
    data = "from backprop_course.lessons.find_the_fault.experiments import first_weights, hundred_points\n"
    head = f"import numpy as np\n\nfrom backprop_course.nn.losses import sigmoid\n{data}\n\n"
    file.write_text(f"{head}{program.source}\n\n\nX, Y = hundred_points()\nparams = first_weights(0)\n")
    assert FOUND in examine_file(file).splitlines()[0]


def test_repaired_as_the_lesson_says_it_is_right(program):
    space = {"np": np, "sigmoid": sigmoid}
    exec(program.source.replace("(1 - A1)", "(1 - A1**2)"), space)
    report = examine(space["loss"], space["backward"], program.params, program.X, program.Y)
    assert report.verdict == "right"


# -- the experiments --


def test_the_gradient_is_right_and_every_patient_s_is_not():
    (X, Y), params = experiments.hundred_points(), experiments.first_weights(0)
    assert check(params, X, Y, experiments.gradient_of_moons(params, X, Y)) < 1e-7
    for patient in experiments.PATIENTS.values():
        assert check(params, X, Y, patient(params, X, Y)) > 1e-2


def test_runs_at_once_are_the_runs_one_by_one_and_end_where_they_are_said_to():
    def last(seeds):
        *_, params = experiments.moons_descent(experiments.gradient_of_moons, seeds, steps=20)
        return params

    for seed in range(3):
        for one, all_of_them in zip(last(seed), last(range(3)), strict=True):
            assert np.allclose(one, all_of_them[seed])
    ends = experiments.last_loss(range(2), mistaken=True)
    assert np.array_equal(ends, experiments.moons_training(range(2), mistaken=True)[1][-1])


def test_the_gradient_of_all_pairs_is_that_of_its_loss_and_a_factor_scales():
    (X, Y), params = experiments.hundred_points(), experiments.first_weights(0)

    def loss(params, X, y):
        return np.mean((experiments.probabilities(params, X) - y) ** 2) / 2

    slopes = experiments.measured_slopes(loss, params, X, Y[:, 0])
    for grad, slope in zip(experiments.backward_of_all_pairs(params, X, Y[:, 0]), slopes, strict=True):
        assert np.allclose(grad, slope, atol=1e-9)
    twice = partial(experiments.gradient_of_moons, factor=2.0)(params, X, Y)
    assert np.allclose(twice[0], 2 * experiments.gradient_of_moons(params, X, Y)[0])
