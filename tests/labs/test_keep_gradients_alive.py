"""The lab of notebook 09: its signals against a pass by hand, its verdicts, its words, its picture."""

import re

import numpy as np
import pytest
from labs_on_stage import cut_at_the_edges, driven

from backprop_course.lessons.keep_gradients_alive.lab import (
    ALIVE,
    DEEPEST,
    INITIALIZATIONS,
    compute,
    keep_gradients_alive,
    say,
    scaled,
)
from backprop_course.nn.models import start
from backprop_course.nn.network import pack, shapes
from backprop_course.nn.signals import BATCH_NORM, NONE, REMEDIES, RESIDUAL, deep, standardized_digits
from backprop_course.nn.training import backprop
from backprop_course.widgets.words import two_digits

pytestmark = pytest.mark.slow

BENDS = {
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    "relu": (lambda z: z * (z > 0), lambda z: 1.0 * (z > 0)),
    "identity": (lambda z: z, np.ones_like),
}


def by_hand(depth, activation, initialization, scale, remedy):
    """∂loss/∂z (depth,), ∂loss/∂W and the activations, layer by layer, with formulas of their own."""
    f, slope = BENDS[activation]
    x, y = standardized_digits()
    params = scaled(depth, initialization, scale, remedy)
    passed, activity, stds, z = float(remedy == RESIDUAL), x, [], 0
    zs, inputs = [], []
    for number, (W, b, *_) in enumerate(params[:depth]):
        inputs.append(activity)
        z = (passed * z if number else 0) + activity @ W + b
        if remedy == BATCH_NORM:
            stds.append(np.sqrt(z.var(axis=0) + 1e-5))
            z = (z - z.mean(axis=0)) / stds[-1]
        zs.append(z)
        activity = f(z)
    out = activity @ params[-1][0] + params[-1][1]
    exp = np.exp(out - out.max(axis=1, keepdims=True))
    delta = (exp / exp.sum(axis=1, keepdims=True) - y) / len(y) @ params[-1][0].T * slope(z)
    deltas, dWs = [], []
    for number in reversed(range(depth)):
        deltas.append(delta)
        before = delta
        if remedy == BATCH_NORM:
            standard = zs[number]
            before = before - before.mean(axis=0) - standard * (before * standard).mean(axis=0)
            before = before / stds[number]
        dWs.append(inputs[number].T @ before)
        if number:
            delta = passed * delta + before @ params[number][0].T * slope(zs[number - 1])
    rms = [np.sqrt((each**2).mean()) for each in deltas[::-1]]
    return np.array(rms), np.array([np.linalg.norm(dW) for dW in dWs[::-1]]), [f(z).std() for z in zs]


@pytest.fixture(scope="module")
def visited():
    """The values, the result, the words and the drawn curves at each stop."""
    return [
        (a_lab.values, a_lab.result, a_lab.words, curves(a_lab))
        for a_lab in driven(keep_gradients_alive(), seed=1)
    ]


def curves(a_lab):
    """The heights of all lines with more than two points, as they are drawn now."""
    lines = [line for ax in a_lab.drawing.figure.axes for line in ax.lines]
    return [line.get_ydata() for line in lines if len(line.get_xdata()) > 2]


def test_every_position_agrees_with_a_pass_by_hand(visited):
    for values, picture, _, _ in visited:
        dz, dW, forward = by_hand(**values)
        assert len(dz) == values["depth"]
        assert picture.seen.backward == pytest.approx(dz, rel=1e-6, abs=0), values
        assert picture.weights == pytest.approx(dW, rel=1e-6, abs=0), values
        assert picture.seen.forward == pytest.approx(forward, rel=1e-6, abs=0), values


def test_verdict_and_numbers_are_in_the_words(visited):
    verdicts = set()
    for values, picture, words, _ in visited:
        ratio = picture.seen.backward[0] / picture.seen.backward[-1]
        wanted = "Vanishing" if ratio < 1 / ALIVE else "Exploding" if ratio > ALIVE else "Alive"
        assert words.startswith(wanted + ":") and f"is {two_digits(ratio)} times" in words
        layers = values["depth"] - 1
        assert f"multiplies it by {ratio ** (1 / layers):.3f}, theory says" in words
        assert words.count(f"layer {layers + 1}") == 2 and re.search(r"\d", words) and "nan" not in words
        verdicts.add(wanted)
    assert verdicts == {"Vanishing", "Exploding", "Alive"}


def test_theory_is_near_wherever_the_factor_is_the_same_everywhere():
    for activation in ("tanh", "sigmoid", "relu"):
        for initialization in INITIALIZATIONS:
            picture = compute(50, activation, initialization, 1.0, NONE)
            assert picture.seen.factor == pytest.approx(picture.theory.factor, rel=0.03)


def test_curves_are_cut_where_they_leave_their_axes():
    a_lab = keep_gradients_alive()
    for depth, scale in ((DEEPEST, 0.1), (DEEPEST, 10)):
        a_lab.controls["depth"].value, a_lab.controls["scale"].value = depth, scale
        for ax in a_lab.drawing.figure.axes:
            assert all(cut_at_the_edges(line) for line in ax.lines[:2])


def test_the_picture_shows_the_result():
    a_lab = keep_gradients_alive()
    for name, spot in {"remedy": RESIDUAL, "initialization": "He", "activation": "sigmoid"}.items():
        a_lab.controls[name].value = spot
    a_lab.controls["depth"].value = 17
    left, middle, right = a_lab.drawing.figure.axes
    picture = a_lab.result
    lines = {line.get_label(): line.get_ydata() for line in left.lines}
    assert lines["measured"] == pytest.approx(picture.seen.backward)
    assert lines["theory"] == pytest.approx(picture.theory.backward * picture.seen.backward[-1])
    assert any(np.array_equal(li.get_ydata(), picture.weights) for li in middle.lines)
    assert any(np.array_equal(li.get_ydata(), picture.seen.forward) for li in right.lines)
    assert picture.fate in left.get_title(loc="left")


def test_a_deeper_network_begins_with_the_weights_of_a_shallower_one():
    for remedy in REMEDIES:
        short_one, long_one = (scaled(depth, "He", 0.5, remedy) for depth in (4, 9))
        for a, b in zip(short_one[:4], long_one[:4], strict=True):
            assert all(np.array_equal(p, q) for p, q in zip(a, b, strict=True))


@pytest.mark.parametrize("remedy", REMEDIES)
def test_the_lab_s_parameters_fit_its_model(remedy):
    model = deep(7, "relu", INITIALIZATIONS["He"], remedy)
    drawn = start(model, np.random.default_rng(0))
    assert shapes(scaled(7, "He", 2.0, remedy)) == shapes(drawn)


def test_scale_multiplies_the_weights_but_not_gamma():
    one, two = (scaled(5, "PyTorch default", scale, BATCH_NORM) for scale in (1.0, 3.0))
    assert np.allclose(two[2][0], 3 * one[2][0]) and np.allclose(two[2][1], 3 * one[2][1])
    assert np.array_equal(two[2][2], np.ones((1, 64))) and np.array_equal(two[2][3], np.zeros((1, 64)))


@pytest.mark.parametrize("remedy", REMEDIES)
def test_a_deep_network_is_the_same_for_one_run_and_for_many(remedy):
    model, (x, y) = deep(5, "tanh", INITIALIZATIONS["Xavier"], remedy), standardized_digits(16)
    many = backprop(model, start(model, [np.random.default_rng(seed) for seed in (3, 4)]), x, y)
    alone = backprop(model, start(model, np.random.default_rng(4)), x, y)
    assert np.allclose(pack(many.grads)[1], pack(alone.grads), rtol=1e-10)


@pytest.mark.parametrize(
    "activation, alive", [("tanh", [2.2, 3, 3.5, 4, 4.5, 5]), ("relu", [3.5, 4]), ("sigmoid", [])]
)
def test_the_scales_of_the_answers_below_the_lab_are_in_the_band(activation, alive):
    scales = (2, 2.2, 3, 3.5, 4, 4.5, 5, 6, 10)
    ratios = [compute(30, activation, "normal, std 0.05", scale, NONE).seen.ratio for scale in scales]
    assert [scale for scale, ratio in zip(scales, ratios, strict=True) if 0.01 < ratio < 100] == alive


def test_the_laws_that_the_lesson_tells():
    def ratio(*position):
        return compute(*position).seen.ratio

    small = ratio(30, "tanh", "normal, std 0.05", 1.0, NONE)
    assert 1e-12 < small < 1e-11
    assert ratio(30, "tanh", "normal, std 0.05", 0.2, NONE) < 1e-30  # smaller weights: worse
    assert ratio(30, "relu", "normal, std 0.05", 1.0, NONE) < 1e-15  # ReLU without He: worse than tanh
    assert 0.1 < ratio(DEEPEST, "relu", "He", 1.0, NONE) < 10
    assert ratio(30, "relu", "normal, std 0.05", 10.0, NONE) > 1e12  # unbounded: it explodes more
    assert ratio(30, "tanh", "normal, std 0.05", 10.0, NONE) < 1e7
    assert 1e-19 < ratio(30, "sigmoid", "Xavier", 1.0, NONE) < 1e-17  # nonlinear, and the worst
    assert 5 < ratio(30, "tanh", "normal, std 0.05", 1.0, BATCH_NORM) < 50
    assert 1 < ratio(30, "tanh", "normal, std 0.05", 1.0, RESIDUAL) < 10
    assert ratio(30, "relu", "normal, std 0.05", 10.0, RESIDUAL) > 1e12  # links do not cure exploding


def test_a_number_is_said_in_two_digits():
    assert [two_digits(n) for n in (0.0123, 99.0, 4e-12, 123.0, 12300.0)] == [
        "0.012",
        "99",
        "4.0e-12",
        "120",
        "1.2e+4",
    ]


def test_words_name_the_threshold():
    for scale in (0.2, 1.0, 5.0):
        words = say(compute(20, "tanh", "Xavier", scale, NONE))
        assert re.search(r"\((below 1/100|above 100|within × 100)\)", words)
