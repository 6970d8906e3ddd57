"""A search gives what separate trainings give, in its place of the grid."""

import numpy as np
import pytest

from backprop_course import data
from backprop_course.nn.models import accuracy, mlp, predict
from backprop_course.nn.optimizers import momentum
from backprop_course.nn.search import search
from backprop_course.nn.training import Reason, fit

X, Y = data.moons(60)
RATES, SEEDS = [0.1, 1.0, 3.0], [4, 7]
MODELS = {"narrow": mlp([2, 3, 1]), "wide, he": mlp([2, 8, 1], "relu", "he")}


OPTIONS = {"full batch": {}, "batches": {"batch_size": 16}, "momentum": {"optimizer": momentum(0.8)}}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_each_run_is_the_separate_training(options):
    found = search(MODELS, X, Y, RATES, seeds=SEEDS, steps=30, **options)
    assert found.losses.shape == (2, 3, 2) and found.curves.shape == (2, 3, 2, 31)
    for m, (name, model) in enumerate(MODELS.items()):
        for r, rate in enumerate(RATES):
            for s, seed in enumerate(SEEDS):
                alone = fit(model, X, Y, rate, steps=30, rng=np.random.default_rng(seed), **options)
                np.testing.assert_allclose(found.curves[m, r, s], alone.losses, rtol=1e-9, err_msg=name)
                assert found.losses[m, r, s] == found.curves[m, r, s, -1]
                assert found.steps[m, r, s] == alone.steps and found.reason[m, r, s] == alone.reason


def test_accuracy_and_loss_are_those_of_each_run():
    found = search(MODELS, X, Y, RATES, seeds=SEEDS, steps=30)
    x, y = data.moons(40, seed=5)
    alone = fit(MODELS["wide, he"], X, Y, 3.0, steps=30, rng=np.random.default_rng(7))
    seen = predict(MODELS["wide, he"], alone.params, x)
    assert found.accuracy(x, y)[1, 2, 1] == accuracy(seen, y)
    np.testing.assert_allclose(found.loss(X, Y), found.losses, rtol=1e-9)
    assert found.loss(x, y).shape == (2, 3, 2)


def test_a_diverged_run_scores_worst_and_leaves_the_others_alone():
    line = mlp([2, 1], loss="squared error")
    found = search(line, X, Y, [0.1, 1e9], seeds=3, steps=200)
    assert (found.reason[0, 1] == Reason.DIVERGED).all() and np.isinf(found.losses[0, 1]).all()
    assert np.isinf(found.loss(X, Y)[0, 1]).all() and (found.accuracy(X, Y)[0, 1] == 0).all()
    assert np.isfinite(found.losses[0, 0]).all() and found.best() == {"model": 0.1}


def test_a_run_that_diverged_scores_worst_though_its_last_loss_is_finite():
    line = mlp([2, 1], loss="squared error")
    found = search(line, X, Y, [0.1, 1e9], steps=8)
    assert found.reason[0, 1, 0] == Reason.DIVERGED and np.isfinite(found.curves[0, 1, 0]).all()
    assert np.isposinf(found.losses[0, 1, 0]) and found.losses[0, 0, 0] == found.curves[0, 0, 0, -1]
    assert np.isposinf(found.loss(X, Y)[0, 1, 0]) and found.accuracy(X, Y)[0, 1, 0] == 0


def test_curves_of_models_that_stop_apart_share_one_length():
    found = search({"a": mlp([2, 1], loss="squared error"), "b": mlp([2, 3, 1])}, X, Y, 1e9, steps=300)
    short, long = found.curves[:, 0, 0]
    assert found.reason[0, 0, 0] == Reason.DIVERGED and found.curves.shape[-1] == found.steps.max() + 1
    assert np.isnan(short[found.steps[0, 0, 0] + 1 :]).all()
    assert np.isfinite(long[: found.steps[1, 0, 0]]).all()


def test_best_takes_the_median_over_seeds_of_any_measure():
    found = search(MODELS, X, Y, RATES, seeds=3, steps=20)
    errors = 1 - found.accuracy(X, Y)
    for m, name in enumerate(MODELS):
        assert found.best()[name] == RATES[np.median(found.losses[m], axis=-1).argmin()]
        assert found.best(errors)[name] == RATES[np.median(errors[m], axis=-1).argmin()]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"models": {}}, "models must be a Model, or a dict of them by name, but it is {}"),
        ({"models": {"a": "tanh"}}, "models must be a Model"),
        ({"rates": [0.1, -1]}, "rates must be a finite number above 0"),
        ({"rates": []}, "rates must be"),
        ({"seeds": 0}, "seeds must be a whole number of at least 1"),
        ({"seeds": []}, "seeds must be a whole number of at least 1, or a list of such seeds"),
        ({"seeds": [1, -2]}, "seeds must be a whole number of at least 1, or a list of such seeds"),
        ({"steps": 0}, "steps must be a whole number of at least 1"),
        ({"y": Y[:, 0]}, "y has shape (60,)"),
    ],
)
def test_bad_input_is_refused_in_words(changed, words):
    given = {"models": MODELS, "x": X, "y": Y, "rates": RATES} | changed
    with pytest.raises(ValueError) as refused:
        search(given.pop("models"), given.pop("x"), given.pop("y"), given.pop("rates"), **given)
    assert words in str(refused.value)
