"""The exercises of notebook 03: other right answers, losses that fail; and a peer's numbers."""

import ast

import numpy as np
import pytest
from notebooks_on_stage import FOLDER, cells

from backprop_course import data
from backprop_course.lessons.split_two_classes import exercises as exercise
from backprop_course.tasks.verdict import Kind


def squash(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def test_a_loss_written_another_way_is_right():
    def answer(z, y):
        return (y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)).mean()

    assert exercise.stable_loss(answer).kind is Kind.RIGHT


def careless_log(z, y):
    return (np.maximum(z, 0) - y * z + np.log(1 + np.exp(-np.abs(z)))).mean()


def padded_log(z, y):
    a = squash(z)
    return -np.mean(y * np.log(a + 1e-8) + (1 - y) * np.log(1 - a + 1e-8))


def half_of_the_loss(z, y):
    return np.log(squash(z)).mean()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (careless_log, "a tiny number to a large one"),
        (padded_log, "caps the loss"),
        (half_of_the_loss, "it gives inf"),
    ],
)
def test_a_loss_that_fails_at_large_logits_is_named(answer, words):
    assert words in exercise.stable_loss(answer).words


def test_a_gradient_from_tanh_is_right():
    def answer(params, X, Y):
        dZ = (squash(X @ params[0] + params[1]) - Y) / len(X)
        return np.einsum("ni,nk->ik", X, dZ), np.ones((1, len(X))) @ dZ

    assert exercise.backward(answer).kind is Kind.RIGHT


def test_a_line_for_both_kinds_of_tumor_may_be_written_with_where():
    p, y = np.array([0.9, 0.2, 0.6, 0.01]), np.array([1, 0, 0, 1])
    assert exercise.dz(np.where(y == 1, p - 1, p), p, y).kind is Kind.RIGHT
    assert "y = 1 it is p − 1" in exercise.dz(p, p, y).words


def test_an_error_signal_row_by_row_is_right():
    def answer(z, Y):
        rows = [np.exp(row - row.max()) / np.exp(row - row.max()).sum() for row in z]
        return (np.array(rows) - Y) / len(z)

    assert exercise.softmax_gradient(answer).kind is Kind.RIGHT


def test_scikit_learn_finds_the_coefficients_that_the_notebook_names():
    from sklearn.linear_model import LogisticRegression

    sources = [cell.source for cell in cells(FOLDER / "deeper" / "03_trust_a_probability.ipynb")]
    (source,) = [source for source in sources if source.startswith("peer = ")]
    line, columns = [ast.parse(source).body[i].value for i in (0, 1)]  # np.array(...), tumors[:, ...]
    peer, pair = ast.literal_eval(line.args[0]), ast.literal_eval(columns.slice.elts[1])
    measured, benign = data.breast_cancer()
    x, _, y, _ = data.split(measured, 1 - benign)
    x = data.standardize(x)[:, pair]
    fitted = LogisticRegression(C=np.inf, tol=1e-12, solver="newton-cholesky").fit(x, y[:, 0])
    assert [*fitted.coef_[0], *fitted.intercept_] == pytest.approx(peer, abs=1e-6)
