"""The exercises of batch norm: typical mistakes are named, and other ways are right."""

import numpy as np
import pytest

from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.lessons.normalize_a_batch import exercises as exercise
from backprop_course.lessons.normalize_a_batch.lab import normalize_a_batch
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG
from exercises.judging import wrong

# -- three paths --


def by_jacobian(dy, gamma, standard, s):
    n, dx = len(dy), np.empty_like(dy)
    for k in range(dy.shape[1]):
        column = standard[:, k]
        dx[:, k] = (np.eye(n) - 1 / n - np.outer(column, column) / n) @ dy[:, k] * gamma[0, k] / s[0, k]
    return dx


def by_gradients(dy, gamma, standard, s):
    n = len(dy)
    return gamma / (n * s) * (n * dy - dy.sum(axis=0) - standard * (dy * standard).sum(axis=0))


def against_s(dy, gamma, standard, s):
    g = gamma * dy
    return (g - g.mean(axis=0) + standard * (g * standard).mean(axis=0)) / s


def by_rows(dy, gamma, standard, s):
    g = gamma * dy
    return (g - g.mean(axis=1, keepdims=True) - standard * (g * standard).mean(axis=0)) / s


def by_s_twice(dy, gamma, standard, s):
    g = gamma * dy
    return (g - g.mean(axis=0)) / s - standard * (g * standard).mean(axis=0) / s**2


@pytest.mark.parametrize("answer", [by_jacobian, by_gradients])
def test_the_backward_by_another_way_is_right(answer):
    assert exercise.dx(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("γ is missing", lambda dy, g, h, s: by_gradients(dy, np.ones_like(g), h, s)),
        ("mean is missing", lambda dy, g, h, s: g / s * (dy - h * (dy * h).mean(axis=0))),
        ("path through s is missing", lambda dy, g, h, s: g / s * (dy - dy.mean(axis=0))),
        ("path through the mean is missing", lambda dy, g, h, s: g / s * dy),
        ("one more mistake", lambda dy, g, h, s: g / s * dy),
        ("mean lacks its 1/n", lambda dy, g, h, s: g / s * (dy - dy.sum(axis=0) - h * (dy * h).mean(axis=0))),
        ("s lacks its 1/n", lambda dy, g, h, s: g / s * (dy - dy.mean(axis=0) - h * (dy * h).sum(axis=0))),
        ("path through s has the wrong sign", against_s),
        ("division by s is missing", lambda dy, g, h, s: s * by_gradients(dy, g, h, s)),
        ("multiply by s", lambda dy, g, h, s: s * s * by_gradients(dy, g, h, s)),
        ("by the variance", lambda dy, g, h, s: by_gradients(dy, g, h, s) / s),
        ("arrives at γ", lambda dy, g, h, s: (dy * h).sum(axis=0, keepdims=True)),
        ("arrives at β", lambda dy, g, h, s: dy.sum(axis=0, keepdims=True)),
        ("average along the rows", by_rows),
        ("whole array", lambda dy, g, h, s: (g * dy - np.mean(g * dy) - h * np.mean(g * dy * h)) / s),
        ("in the two means", lambda dy, g, h, s: (g * dy - dy.mean(axis=0) - h * (dy * h).mean(axis=0)) / s),
        ("mind the brackets", lambda dy, g, h, s: s * by_gradients(dy, g, h, s) + g * dy / s - g * dy),
        ("divided by s twice", by_s_twice),
    ],
)  # fmt: skip
def test_mistakes_in_the_backward_are_named(named, mistake):
    assert wrong(exercise.dx(mistake), named), exercise.dx(mistake)


# -- the layer at test time --


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("ε is missing", lambda g, b, m, v, e: (g / v**0.5, b - g * m / v**0.5)),
        ("under the root", lambda g, b, m, v, e: (g / (v**0.5 + e), b - g * m / (v**0.5 + e))),
        ("Its root is wanted", lambda g, b, m, v, e: (g / (v + e), b - g * m / (v + e))),
        ("mean is missing in the shift", lambda g, b, m, v, e: (g / np.sqrt(v + e), b)),
        ("the mean is not scaled", lambda g, b, m, v, e: (g / np.sqrt(v + e), b - m)),
        ("shift's sign", lambda g, b, m, v, e: (g / np.sqrt(v + e), b + g * m / np.sqrt(v + e))),
        ("β is not scaled", lambda g, b, m, v, e: (g / np.sqrt(v + e), (b - m) * g / np.sqrt(v + e))),
        ("β is missing", lambda g, b, m, v, e: (g / np.sqrt(v + e), -g * m / np.sqrt(v + e))),
        ("γ is missing", lambda g, b, m, v, e: (1 / np.sqrt(v + e), b - m / np.sqrt(v + e))),
        ("swapped", lambda g, b, m, v, e: (b - g * m / np.sqrt(v + e), g / np.sqrt(v + e))),
    ],
)
def test_mistakes_in_the_affine_layer_are_named(named, mistake):
    assert wrong(exercise.affine(mistake), named), exercise.affine(mistake)


def test_the_affine_layer_by_two_evaluations_is_right():
    def answer(gamma, beta, mean, var, eps):
        def norm(x):
            return gamma * (x - mean) / np.sqrt(var + eps) + beta

        return norm(1.0) - norm(0.0), norm(0.0)

    assert exercise.affine(answer).kind == RIGHT


# -- folding --


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("W is not scaled", lambda W, b, a, c: (W, b * a + c)),
        ("divide W", lambda W, b, a, c: (W / a, b * a + c)),
        ("passes through the scale", lambda W, b, a, c: (W * a, b + c)),
        ("shift is missing", lambda W, b, a, c: (W * a, b * a)),
        ("old bias is missing", lambda W, b, a, c: (W * a, c)),
        ("not scaled itself", lambda W, b, a, c: (W * a, (b + c) * a)),
        ("not changed at all", lambda W, b, a, c: (W * a, b)),
        ("swapped", lambda W, b, a, c: (b * a + c, W * a)),
    ],
)
def test_mistakes_in_folding_are_named(named, mistake):
    assert wrong(exercise.fold(mistake), named), exercise.fold(mistake)


def test_folding_by_a_diagonal_matrix_is_right():
    assert exercise.fold(lambda W, b, a, c: (W @ np.diag(a[0]), b @ np.diag(a[0]) + c)).kind == RIGHT


# -- the game --


def test_the_game_wants_rate_accuracy_and_company():
    lab = normalize_a_batch()
    assert exercise.fast(lab).kind == NOT_YET
    lab.controls["rate"].value = 10**0.25
    assert exercise.fast(lab).kind == NOT_YET, "small batches"
    lab.controls["batch_size"].value = 128
    assert exercise.fast(lab).kind == RIGHT
    lab.controls["norm"].value = "without"
    assert exercise.fast(lab).kind == NOT_YET


def test_another_lab_is_no_answer():
    assert exercise.fast(fit_a_line()).kind == exercise.fast(None).kind == WRONG
