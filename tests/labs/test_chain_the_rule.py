"""The labs of notebook 04: gradients against differences of plain formulas, the words, the picture."""

import re
from itertools import combinations

import matplotlib.colors
import matplotlib.patches
import numpy as np
import pytest
from labs_on_stage import driven

from backprop_course.check.differences import slope
from backprop_course.lessons.chain_the_rule.lab import (
    HIDDEN_LEAVES,
    HIDDEN_UNIT,
    OUTPUT_LEAVES,
    TWO_OUTPUTS,
    add_the_paths,
    chain_the_rule,
    compute,
    compute_paths,
    factor,
    forward_steps,
    in_digits,
    labels,
    say,
    step_in_words,
)
from backprop_course.widgets.style import BACKWARD, FORWARD

pytestmark = pytest.mark.slow

MAKERS = [chain_the_rule, add_the_paths]


def hidden_unit(x, w1, b1, w2, b2):
    return (w2 * np.tanh(w1 * x + b1) + b2 - 1) ** 2 / 2


def two_outputs(x, w, v1, v2):
    a = np.tanh(w * x)
    return (v1 * a - 1) ** 2 / 2 + (v2 * a + 0.5) ** 2 / 2


CASES = [
    (compute, hidden_unit, "w1", HIDDEN_LEAVES, ("x", "w1", "b1", "w2", "b2")),
    (compute_paths, two_outputs, "w", OUTPUT_LEAVES, ("x", "w", "v1", "v2")),
]


@pytest.fixture(scope="module", params=MAKERS, ids=lambda maker: maker.__name__)
def opened(request):
    return request.param()


@pytest.fixture
def a_lab(opened):
    """A lab where it opens; the tests share it."""
    opened.go({})
    return opened


@pytest.mark.parametrize("make, loss, weight_name, others, names", CASES)
def test_the_gradients_are_those_of_the_plain_formula(make, loss, weight_name, others, names):
    rng = np.random.default_rng(1)
    spots = [(-3, -3), (-3, 3), (3, 3), (0, 0), *rng.uniform(-3, 3, (8, 2)).tolist()]
    for x, weight in spots:
        result = make(0, x, weight)
        leaves = [{"x": x, weight_name: weight, **others}[name] for name in names]
        assert result.values["loss"] == pytest.approx(loss(*leaves))
        truth = slope(lambda leaves: loss(*leaves), leaves)
        assert [result.gradients[name] for name in names] == pytest.approx(truth.tolist(), abs=1e-8)


@pytest.mark.parametrize("graph, make", [(HIDDEN_UNIT, compute), (TWO_OUTPUTS, compute_paths)])
def test_every_local_derivative_is_the_slope_of_its_node(graph, make):
    values = make(0, 1.3, -0.7).values
    for node in forward_steps(graph):
        for parent, (_, local) in node.edges.items():
            measured = slope(lambda v: node.value(values | {parent: float(v)}), values[parent])  # noqa: B023
            expected = local(values)
            assert expected == pytest.approx(float(measured), abs=1e-8), (node.name, parent)


def everywhere():
    """Both graphs at random inputs and weights, at every step, without a picture."""
    rng = np.random.default_rng(2)
    for make, last in ((compute, 13), (compute_paths, 14)):
        for step in range(last + 1):
            for x, weight in [(-3, 3), (3, 3), (0, 0), *rng.uniform(-3, 3, (10, 2)).tolist()]:
                yield make(step, x, weight)


def test_every_gradient_is_the_sum_of_its_terms():
    for result in everywhere():
        for name, terms in result.terms.items():
            if name != "loss":
                total = sum(term.arrived * term.local for term in terms)
                assert total == pytest.approx(result.gradients[name]), name
    assert {name: len(terms) for name, terms in compute_paths(0, 1, 1).terms.items()}["a"] == 2


def test_steps_go_forward_to_the_loss_and_then_back_through_all(a_lab):
    step = a_lab.controls["step"]
    ahead, order = forward_steps(a_lab.result.graph), []
    assert step.values == tuple(range(len(ahead) + len(a_lab.result.graph) + 1))
    for spot in step.values[1:]:
        step.value = spot
        order.append(a_lab.result.current.name)
        assert a_lab.words.startswith("Forward" if spot <= len(ahead) else "Backward")
    assert order[: len(ahead)] == [node.name for node in ahead]
    assert order[len(ahead) :] == [node.name for node in a_lab.result.graph[::-1]]


def test_children_come_before_their_parents_on_the_way_back(a_lab):
    names = [node.name for node in a_lab.result.graph]
    for node in a_lab.result.graph:
        assert all(names.index(parent) < names.index(node.name) for parent in node.edges)


def test_nothing_is_shown_before_its_step(a_lab):
    ahead, step = len(forward_steps(a_lab.result.graph)), a_lab.controls["step"]
    leaves = sum(not node.value for node in a_lab.result.graph)
    for spot in step.values:
        step.value = spot
        values, grads, slopes, sent = labels(a_lab.result)
        assert len(values) == leaves + min(spot, ahead) and len(grads) == max(0, spot - ahead)
        known, returned = set(values), set(grads)
        assert all(child in known for _, child in slopes)
        assert all(parent in returned and (parent, child) in slopes for parent, child in sent)
    edges = sum(len(node.edges) for node in a_lab.result.graph)
    assert len(slopes) == len(sent) == edges


def test_stepping_back_returns_to_the_same_picture(a_lab):
    step, seen = a_lab.controls["step"], {}
    for spot in step.values:
        step.value = spot
        seen[spot] = a_lab.picture.moving, a_lab.words
    assert len(set(seen.values())) == len(step.values)
    for spot in reversed(seen):
        step.value = spot
        assert (a_lab.picture.moving, a_lab.words) == seen[spot]


def texts(a_lab):
    """All words that the picture shows."""
    (ax,) = a_lab.drawing.figure.axes
    return [text for text in [*ax.texts, ax._left_title] if text.get_text()]


def test_the_picture_shows_the_numbers_of_the_result(a_lab):
    for here in driven(a_lab):
        shown = [text.get_text() for text in texts(here)]
        for words in labels(here.result):
            assert all(word in shown for word in words.values())
        colors = {text.get_text(): text.get_color() for text in texts(here)}
        values, grads, _, sent = labels(here.result)
        assert all(colors[words] == FORWARD for words in values.values())
        assert all(colors[words] == BACKWARD for words in (*grads.values(), *sent.values()))


def test_the_current_node_is_outlined(a_lab):
    step = a_lab.controls["step"]
    rim = a_lab.drawing.artists[-2]
    assert isinstance(rim, matplotlib.patches.FancyBboxPatch)
    for spot in step.values:
        step.value = spot
        assert rim.get_visible() == (spot > 0)
        if spot:
            name = a_lab.result.current.name
            mine = [text for text in texts(a_lab) if f"{name.translate(LOW)} = " in text.get_text()]
            assert any(rim.get_window_extent().contains(*center(text)) for text in mine), name
            wanted = BACKWARD if a_lab.words.startswith("Backward") else FORWARD
            assert matplotlib.colors.to_hex(rim.get_edgecolor()) == wanted.lower()


LOW = str.maketrans("12", "₁₂")


def center(text):
    """The middle of a text, in pixels."""
    box = text.get_window_extent()
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def test_no_words_overlap_and_all_lie_in_the_picture(a_lab):
    a_lab.controls["step"].value = a_lab.controls["step"].values[-1]
    frame = a_lab.drawing.figure.bbox
    for x, weight in [(3, 3), (-3, 3), (3, -3), (1.5, 0.8), (0.1, -0.1), (-1.3, 2.9), (0, 0)]:
        a_lab.controls["x"].value, a_lab.controls["weight"].value = x, weight
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts(a_lab)]
        corners = np.array([[box.x0, box.y0, frame.x1 - box.x1, frame.y1 - box.y1] for _, box in boxes])
        assert (corners >= 0).all()
        for (one, here), (other, there) in combinations(boxes, 2):
            assert not here.overlaps(there), (one, other, x, weight)


def test_words_stay_inside_their_boxes(a_lab):
    a_lab.controls["step"].value = a_lab.controls["step"].values[-1]
    ax = a_lab.drawing.figure.axes[0]
    frames = [patch.get_window_extent() for patch in ax.patches if is_box(patch)]
    for x, weight in [(3, 3), (-3, 3), (3, -3), (1.5, 0.8), (0.1, -0.1), (-1.3, 2.9)]:
        a_lab.controls["x"].value, a_lab.controls["weight"].value = x, weight
        for text in texts(a_lab):
            box, (middle, height) = text.get_window_extent(), center(text)
            for frame in frames:
                if frame.contains(middle, height):
                    assert frame.x0 <= box.x0 and box.x1 <= frame.x1, text.get_text()
                elif frame.y0 < height < frame.y1:
                    assert box.x1 <= frame.x0 + 2 or box.x0 >= frame.x1 - 2, text.get_text()


def is_box(patch):
    """Whether a patch is the frame of a node: a box that stands still."""
    return isinstance(patch, matplotlib.patches.FancyBboxPatch) and not patch.get_animated()


def test_the_words_carry_the_numbers():
    words = say(compute(10, 1.5, 0.8))
    assert words == ("Backward 6 of 9: dz₁ = da × ∂a/∂z₁ = 1.258 × 0.559 = 0.703; the loss is 0.977.")
    assert say(compute(0, 1.5, 0.8)).startswith("Step 0: x = 1.500 and w₁ = 0.800")
    assert say(compute(2, 1.5, 0.8)) == (
        "Forward 2 of 4: a = tanh(z₁) = 0.664; local derivatives ∂a/∂z₁ = 1 − a² = 0.559."
    )


def test_the_last_number_of_the_work_is_the_gradient():
    for result in everywhere():
        if result.returned:
            words = say(result)
            work = words.split(";")[0].split(", the start")[0]
            said = float(work.rsplit("= ", 1)[1].replace("−", "-"))
            assert said == pytest.approx(result.gradients[result.current.name], abs=6e-4)
            assert words.endswith(f"the loss is {in_digits(result.values['loss'])}.")


def test_the_meeting_is_said_as_a_sum_whose_paths_can_cancel():
    meeting = compute_paths(11, 1.0, 0.4)
    assert meeting.current.name == "a"
    assert step_in_words(meeting) == "Two paths meet, and add: 0.643 + (−0.653) = −0.00971"
    assert abs(meeting.gradients["a"]) < 0.011
    assert min(abs(meeting.gradients[name]) for name in ("p1", "p2")) > 0.5
    assert re.search(r"= 0\.643 \+ \(−0\.653\) = −0\.00971; the loss is 0\.471\.$", say(meeting))


def test_a_flat_tanh_is_said_in_the_title():
    assert "lets little through" in step_in_words(compute(10, 3.0, 3.0))
    assert "lets little through" not in step_in_words(compute(10, 1.5, 0.8))


def test_numbers_are_short_and_keep_their_sign():
    cases = {0.0: "0.000", -1.3976: "−1.398", 0.001181: "0.00118", -2.344e-9: "−2.3e−9", 12.0: "12.000"}
    assert {value: in_digits(value) for value in cases} == cases
    assert factor(-0.5) == "(−0.500)" and factor(0.5) == "0.500"


def test_controls_have_their_names():
    named = [[control.description for control in maker().controls.values()] for maker in MAKERS]
    assert named == [["step", "input x", "weight w₁"], ["step", "input x", "weight w"]]


def test_far_out_the_tanh_lets_little_through_and_an_input_of_0_silences_its_weight():
    here, far, none = [compute(13, x, 0.8) for x in (1.5, 3.0, 0.0)]
    assert far.gradients["a"] > here.gradients["a"] and 1 - far.values["a"] ** 2 == pytest.approx(
        0.071, abs=5e-4
    )
    assert none.gradients["w1"] == 0 != none.gradients["b1"]
