"""The lab of notebook 15: gradients beside differences, equations that hold, shapes, the picture."""

import re
from itertools import combinations

import numpy as np
import pytest
from labs_on_stage import driven

from backprop_course.check.differences import slope
from backprop_course.lessons.let_a_tape_do_it import lab as lesson
from backprop_course.lessons.let_a_tape_do_it.lab import (
    BIASES,
    LAST,
    PLACES,
    ROWS,
    STEP_OF,
    compute,
    equation,
)
from backprop_course.nn import plain

pytestmark = pytest.mark.slow

SETTINGS = [(rows, bias) for rows in range(1, ROWS + 1) for bias in BIASES]


@pytest.fixture(scope="module")
def a_lab():
    """One lab for all tests."""
    return lesson.let_a_tape_do_it()


@pytest.mark.parametrize("rows, bias", SETTINGS)
def test_the_gradients_are_those_of_the_plain_network(rows, bias):
    tensors = compute(LAST, rows, bias).tensors
    params = [tensors[name].value for name in ("W1", "b1", "W2", "b2")]
    x, y = tensors["X"].value, lesson.Y[:rows]
    for place, name in enumerate(("W1", "b1", "W2", "b2")):

        def loss(p, place=place):
            moved = [p if each == place else q for each, q in enumerate(params)]
            return plain.loss(plain.predict(moved, x), y)

        assert tensors[name].grad == pytest.approx(slope(loss, params[place]), abs=1e-8), name
    assert tensors["X"].grad == pytest.approx(
        slope(lambda x: plain.loss(plain.predict(params, x), y), x), abs=1e-8
    )


WORK = {"": lambda a, b: a, "@": np.matmul, "+": np.add, "×": np.multiply}


@pytest.mark.parametrize("rows, bias", SETTINGS)
def test_every_equation_holds_with_the_numbers_that_it_shows(rows, bias):
    for step in range(1, LAST + 1):
        result, first, sign, second, words = equation(compute(step, rows, bias))
        if first.name.startswith("sum of"):
            axes = tuple(a for a in (0, 1) if result.array.shape[a] == 1)
            worked = first.array.sum(axis=axes, keepdims=True)
        elif "(" in first.name:
            continue  # a function of an array, which the next test knows
        else:
            worked = WORK[sign](first.array, second and second.array)
        assert np.broadcast_to(worked, result.array.shape) == pytest.approx(result.array), (step, words)


def test_forward_is_the_plain_network():
    tensors = compute(LAST, ROWS, "a number a unit").tensors
    p = plain.predict([tensors[name].value for name in ("W1", "b1", "W2", "b2")], lesson.X)
    assert tensors["s"].value[:, 0] == pytest.approx(-np.log((p * lesson.Y).sum(axis=1)))
    assert tensors["loss"].value == pytest.approx(plain.loss(p, lesson.Y))
    assert tensors["A1"].value == pytest.approx(np.tanh(tensors["Z1"].value))


@pytest.mark.parametrize("rows, bias", SETTINGS)
def test_a_gradient_has_the_shape_of_its_value_and_every_step_its_own_words(rows, bias):
    said = [lesson.say(compute(step, rows, bias)) for step in range(LAST + 1)]
    assert len(set(said)) == LAST + 1
    for tensor in compute(LAST, rows, bias).tensors.values():
        assert tensor.grad.shape == tensor.value.shape
    for step in range(1, LAST + 1):
        result = equation(compute(step, rows, bias)).result
        shape = " × ".join(map(str, result.array.shape)) or "a number"
        assert f"{result.name} ({shape}) = " in said[step]


@pytest.mark.parametrize(
    "rows, bias, words",
    [
        (4, "a number a unit", "so the rows are added"),
        (4, "a number a flower", "so the columns are added"),
        (4, "one number", "so the rows and columns are added"),
        (1, "a number a unit", "nothing was repeated"),
        (1, "one number", "so the columns are added"),
    ],
)
def test_what_is_said_of_a_bias_is_what_was_repeated(rows, bias, words):
    result = compute(STEP_OF["b1"], rows, bias)
    assert words in lesson.say(result)
    value, arrived = result.tensors["b1"].value, result.tensors["Z1"].value
    repeated = [
        name for name, a, b in zip(("rows", "columns"), value.shape, arrived.shape, strict=True) if a < b
    ]
    assert re.findall(r"rows|columns", words) == repeated


def test_nothing_is_shown_before_its_step(a_lab):
    for step in range(LAST + 1):
        result = compute(step, ROWS, "a number a unit")
        assert len(result.written) == min(step, 7) and len(result.returned) == max(0, step - 7)
    names = [each.name for each in PLACES]
    assert [each.name for each in result.returned] == names[::-1]
    assert all(names.index(tail) < names.index(head) for tail, head in lesson.EDGES)


def test_the_picture_shows_the_numbers_of_the_equation(a_lab):
    for here in driven(a_lab):
        (ax,) = here.drawing.figure.axes
        shown = [text.get_text() for text in ax.texts if text.get_text()]
        made = equation(here.result)
        for part in [made.result, made.first, made.second] if made else []:
            for number in part.array.ravel() if part else []:
                assert f"{number + 0.0:.3f}".replace("-", "−") in shown


def test_no_words_overlap_and_all_lie_in_the_picture(a_lab):
    frame = a_lab.drawing.figure.bbox
    for step in (0, 4, 10, 13, 14, STEP_OF["b1"], LAST):
        a_lab.controls["step"].value = step
        (ax,) = a_lab.drawing.figure.axes
        texts = [text for text in ax.texts if text.get_text()]
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
        corners = np.array([[box.x0, box.y0, frame.x1 - box.x1, frame.y1 - box.y1] for _, box in boxes])
        assert (corners >= -1).all()
        for (one, here), (other, there) in combinations(boxes, 2):
            assert not here.overlaps(there), (one, other, step)


def test_it_opens_where_a_bias_adds_up(a_lab):
    fresh = lesson.let_a_tape_do_it()
    assert fresh.words.startswith("Backward 9 of 12: db₁ (1 × 2) = sum of dZ₁ (4 × 2); it was repeated")
