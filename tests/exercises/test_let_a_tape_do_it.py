"""Notebook 15: its tape on many programs, its slips in numbers, other right answers, its record."""

import json
from pathlib import Path

import numpy as np
import pytest

from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.let_a_tape_do_it import exercises as exercise
from backprop_course.lessons.let_a_tape_do_it import experiments, frameworks, tape
from backprop_course.nn import plain
from backprop_course.tasks.verdict import Kind

MORE = [
    exercise.ArrayProgram(
        "softmax", "", lambda a: experiments.softmax_of(a).surprise(exercise.TARGETS).mean(), [(4, 3)]
    ),
    exercise.ArrayProgram("sum", "", lambda a, b: experiments.total((a + b).tanh()), [(4, 3), (4, 1)]),
    exercise.ArrayProgram("repeated", "", lambda a, b: (a.tanh() + b).tanh().mean(), [(4, 3), (1, 1)]),
    exercise.ArrayProgram(
        "dropped", "", lambda a: experiments.half_dropped(a, np.random.default_rng(3)).tanh().mean(), [(4, 3)]
    ),
]  # fmt: skip


@pytest.mark.parametrize("program", [*exercise.PROGRAMS, *MORE], ids=lambda program: program.text)
def test_the_tape_gives_the_gradients_of_differences(program):
    rng = np.random.default_rng(5)
    arrays = [rng.normal(size=shape) for shape in program.shapes]
    tensors = [tape.Tensor(array) for array in arrays]
    program.compute(*tensors).backward()
    for place, tensor in enumerate(tensors):

        def value(p, place=place):
            moved = [tape.Tensor(p if each == place else q) for each, q in enumerate(arrays)]
            return float(program.compute(*moved).value)

        assert relative_error(tensor.grad, slope(value, arrays[place])) < 1e-7


def test_the_surprise_is_finite_far_out():
    z = tape.Tensor([[1000.0, -1000.0], [0.0, 1000.0]])
    loss = z.surprise(np.eye(2)).mean()
    loss.backward()
    assert loss.value == pytest.approx(0) and np.isfinite(z.grad).all()


def test_the_gradient_is_that_of_the_network_of_05_at_many_starts():
    x, y = experiments.petals()
    for seed in range(5):
        start = experiments.iris_start(seed)
        W1, b1, W2, b2 = params = [tape.Tensor(array) for array in start]
        ((tape.Tensor(x) @ W1 + b1).tanh() @ W2 + b2).surprise(y).mean().backward()
        assert experiments.apart([p.grad for p in params], plain.backward(start, x, y)) < 1e-12


def test_two_softmaxes_have_the_floor_that_the_text_derives():
    for classes, floor in ((3, np.log(1 + 2 / np.e)), (10, exercise.floor.truth)):
        z = tape.Tensor(np.where(np.eye(classes) == 1, 500.0, -500.0))
        assert experiments.softmax_of(z).surprise(np.eye(classes)).mean().value == pytest.approx(floor)
        for scale in (0.1, 1, 10):
            z = tape.Tensor(scale * np.random.default_rng(0).normal(size=(50, classes)))
            y = np.eye(classes)[np.arange(50) % classes]
            assert experiments.softmax_of(z).surprise(y).mean().value > floor


SOURCE = Path(tape.__file__).read_text(encoding="utf-8")
SLIPS = {
    ("parent.grad += send", "parent.grad = send"): "Each path that leads to a adds its share",
    ("(1 - a**2)", "(1 - a)"): "Look at the slope of tanh",
    (
        "self.value.T @ arrived",
        "2 * self.value.T @ arrived",
    ): "gradient 2 is not that of differences. Look at @",
    ("sum_to(arrived, other.value.shape)", "arrived"): "raises ValueError",
    ("reversed(self.order([]))", "self.order([])"): "Look at `backward`",
}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip[1])
def test_a_wrong_tape_is_told_where(slip):
    assert slip[0] in SOURCE
    space = {}
    exec(SOURCE.replace(*slip), space)
    verdict = exercise.Tensor(space["Tensor"])
    assert verdict.kind is Kind.WRONG and SLIPS[slip] in verdict.words, verdict


def test_a_gradient_by_einsum_is_right():
    assert (
        exercise.product(lambda d, A, W: (np.einsum("nk,jk->nj", d, W), np.einsum("nj,nk->jk", A, d))).kind
        is Kind.RIGHT
    )


def test_a_missing_framework_gives_what_is_recorded_and_another_error_is_raised():
    recorded = json.loads(frameworks.RECORD.read_text(encoding="utf-8"))

    def pytorch_kinks():
        raise ModuleNotFoundError("torch")

    assert frameworks.ask(pytorch_kinks) == (recorded["pytorch_kinks"], "(recorded)")
    assert frameworks.ask(lambda: (np.ones(2), 3.0)) == ([[1.0, 1.0], 3.0], "(run here)")
    with pytest.raises(ZeroDivisionError):
        frameworks.ask(lambda: 1 / 0)
