"""The lab of notebook 08: its arrays against a pass by hand, its regimes, its words, its picture."""

import numpy as np
import pytest
from labs_on_stage import told

from backprop_course.lessons.choose_a_start.lab import (
    CONSTANT,
    INITIALIZATIONS,
    OUTLOOKS,
    PLACES,
    POWERS,
    SHOWN,
    ZEROS,
    choose_a_start,
    chosen,
    compute,
    deepest_parameters,
    powers,
    say,
    share_by_bin,
)
from backprop_course.nn.signals import standardized_digits

pytestmark = pytest.mark.slow

BENDS = {
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    "relu": (lambda z: z * (z > 0), lambda z: 1.0 * (z > 0)),
}


def by_hand(initialization, scale, depth, activation):
    """Activations and dZ (depth, batch, width), layer by layer, with formulas of their own."""
    f, slope = BENDS[activation]
    (x, y), params = standardized_digits(), deepest_parameters(initialization)
    zs, a = [], x
    for W, b in params[:depth]:
        zs.append(a @ (scale * W) + scale * b)
        a = f(zs[-1])
    W, b = params[-1]
    out = a @ (scale * W) + scale * b
    exp = np.exp(out - out.max(axis=1, keepdims=True))
    delta = (exp / exp.sum(axis=1, keepdims=True) - y) / len(y) @ (scale * W).T * slope(zs[-1])
    deltas = [delta]
    for layer in reversed(range(1, depth)):
        delta = delta @ (scale * params[layer][0]).T * slope(zs[layer - 1])
        deltas.insert(0, delta)
    return f(np.array(zs)), np.array(deltas)


@pytest.fixture(scope="module")
def visited():
    """The values, the result and the words at each stop."""
    return told(choose_a_start, seed=1)


def test_every_position_agrees_with_a_pass_by_hand(visited):
    for values, picture, _ in visited:
        activations, deltas = by_hand(**values)
        np.testing.assert_allclose(picture.activations, activations, rtol=1e-6, atol=1e-12)
        assert picture.spread == pytest.approx(activations.std(axis=(1, 2)), rel=1e-6, abs=1e-12)
        if values["initialization"] in (ZEROS, CONSTANT):
            rounding = 1e-6 * max(1, np.abs(activations).max())
            assert not picture.deltas.any() and np.abs(deltas).max() < rounding
        else:
            sizes = np.sqrt((deltas**2).mean(axis=(1, 2)))
            assert np.sqrt((picture.deltas**2).mean(axis=(1, 2))) == pytest.approx(sizes, rel=1e-6, abs=0)


def test_regimes_and_numbers_are_in_the_words(visited):
    for values, picture, words in visited:
        assert picture.outlook in OUTLOOKS and words.startswith(OUTLOOKS[picture.outlook].capitalize())
        assert f"layer {values['depth']}" in words and "nan" not in words


@pytest.mark.parametrize(
    ("regime", "position"),
    [
        ("all units alike", (ZEROS, 1.0, 10, "tanh")),
        ("all units alike", (CONSTANT, 1.0, 10, "sigmoid")),
        ("blind", ("Xavier", 1.0, 30, "sigmoid")),
        ("blind", ("PyTorch default", 1.0, 30, "tanh")),
        ("saturated", ("normal 0.05", 10.0, 10, "tanh")),
        ("fading", ("normal 0.05", 1.0, 10, "tanh")),
        ("fading", ("Xavier", 1.0, 30, "relu")),
        ("growing", ("He", 2.0, 20, "relu")),
        ("even", ("He", 1.0, 30, "relu")),
        ("even", ("Xavier", 1.0, 30, "tanh")),
    ],
)
def test_each_regime_where_the_lesson_says(regime, position):
    assert compute(*position).outlook == regime


def test_theory_is_near_at_a_scale_of_one():
    for activation in BENDS:
        for name in set(INITIALIZATIONS) - {ZEROS, CONSTANT}:
            picture = compute(name, 1.0, 10, activation)
            a_layer = (picture.spread[-1] / picture.theory[-1]) ** 0.1  # a draw strays a little in each layer
            assert a_layer == pytest.approx(1, abs=0.08), (activation, name)


def test_shares_count_everything_once():
    values = np.array([-9.0, -3.0, -1.0, 0.0, 0.04, 1.0, 7.0, np.inf])
    found = share_by_bin(values, PLACES)
    assert found.sum() == pytest.approx(1) and found[0] == 2 / 8 and found[-1] == 2 / 8
    assert found[np.flatnonzero(np.isclose(PLACES, 0))] == 2 / 8
    assert share_by_bin(powers(np.zeros((3, 3))), POWERS)[0] == 1
    assert powers(np.array([0, 0.1, -10])).tolist() == [-1, 1]


def test_the_first_and_the_last_layer_are_among_the_chosen():
    for depth in range(2, 31):
        layers = chosen(depth)
        assert layers[0] == 0 and layers[-1] == depth - 1 and len(layers) == min(depth, SHOWN)


def test_the_picture_shows_the_result():
    a_lab = choose_a_start()
    for name, spot in {"activation": "relu", "initialization": "He", "depth": 17}.items():
        a_lab.controls[name].value = spot
    left, middle, right = a_lab.drawing.figure.axes
    picture = a_lab.result
    lines = {line.get_label(): line.get_ydata() for line in right.lines}
    assert lines["std, measured"] == pytest.approx(picture.spread)
    assert lines["std, theory"] == pytest.approx(picture.theory)
    assert lines["from digit to digit"] == pytest.approx(picture.between)
    names = [text.get_text() for text in left.texts]
    assert names == [f"layer {layer + 1}" for layer in chosen(17)]
    assert OUTLOOKS[picture.outlook] in left.get_title(loc="left") and not any(
        text.get_text() for text in middle.texts
    )
    heights = left.patches[0].get_data().values
    assert heights.max() == pytest.approx(0.85) and heights.argmax() == 30  # half of ReLU's values are 0


def test_relu_is_most_level_at_the_scale_of_the_answer_below_the_lab():
    scales = (1.0, 1.2, 1.3, 1.4, 1.5, 1.7, 2.0)
    spreads = [compute("Xavier", scale, 10, "relu").spread for scale in scales]
    assert scales[np.argmin([abs(np.log(each[-1] / each[0])) for each in spreads])] == 1.5


def test_the_scale_that_he_derives_keeps_the_band():
    scales = 10 ** np.linspace(0, 1, 81)
    spreads = [compute("normal 0.05", scale, 8, "relu").spread for scale in scales]
    won = scales[[0.5 <= spread.min() and spread.max() <= 1 for spread in spreads]]
    assert won.size and won / (np.sqrt(2 / 64) / 0.05) == pytest.approx(1, abs=0.1)


def test_words_say_what_is_off_the_axes():
    assert "counts at the edge" in say(compute("normal 0.05", 1.0, 30, "tanh"))
    assert "counts at the edge" not in say(compute("He", 1.0, 30, "relu"))
    saturated = compute("Xavier", 10.0, 30, "tanh")  # the activations are in their picture, dZ is not
    assert saturated.spread.max() < 1 and np.abs(saturated.deltas).max() > 1e6
    assert "counts at the edge" in say(saturated)
