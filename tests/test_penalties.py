"""Weight decay: its value and gradient, what decays and what not, many strengths side by side, its doors."""

from itertools import islice, repeat

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, seeds

from backprop_course import data
from backprop_course.check.differences import check_model, relative_error, slope
from backprop_course.check.programs import program_of
from backprop_course.nn import models
from backprop_course.nn.initializers import xavier
from backprop_course.nn.layers import Layer, batch_norm, dense, tanh
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import start, weight_decay
from backprop_course.nn.network import block_names, chain, pack, residual
from backprop_course.nn.optimizers import momentum
from backprop_course.nn.search import search
from backprop_course.nn.training import backprop, fit, train

X, Y = data.moons(30)
NET, RNG = models.mlp([2, 3, 1]), np.random.default_rng(0)
DEEP = models.Model(
    [
        batch_norm(2),  # first: a bias before it has gradient zero, which no relative error can judge
        dense(2, 4, xavier),
        residual(tanh, dense(4, 4, xavier)),
        chain(tanh, dense(4, 3, xavier), tanh),
        dense(3, 1, xavier),
    ],
    logistic, 2, 1,
)  # fmt: skip


def somewhere(model, seed=0):
    """Parameters of which no bias is zero."""
    rng = np.random.default_rng(seed)
    return [[frozen(p + rng.normal(0, 0.5, p.shape)) for p in own] for own in start(model, rng)]


def test_a_model_decays_only_if_told_to():
    assert NET.penalty is None and weight_decay(NET, 0.1).penalty is not None
    assert weight_decay(NET, 0.1).network is NET.network


@given(strength=st.floats(0, 10), seed=seeds)
@law
def test_loss_and_gradient_gain_the_penalty_and_nothing_else_changes(strength, seed):
    params = somewhere(NET, seed)
    without, with_it = (backprop(model, params, X, Y) for model in (NET, weight_decay(NET, strength)))
    W1, W2 = params[0][0], params[2][0]
    added = strength / 2 * ((W1**2).sum() + (W2**2).sum())
    assert with_it.loss == pytest.approx(without.loss + added, rel=1e-12)
    for number in (0, 2):
        (dW, db), (dW_0, db_0) = with_it.grads[number], without.grads[number]
        np.testing.assert_allclose(dW, dW_0 + strength * params[number][0], rtol=1e-12, atol=1e-15)
        np.testing.assert_array_equal(db, db_0)
    np.testing.assert_equal(with_it.dxs, without.dxs)


def test_strength_zero_is_no_decay():
    ends = [fit(model, X, Y, 0.5, steps=50) for model in (NET, weight_decay(NET, 0))]
    np.testing.assert_array_equal(pack(ends[0].params), pack(ends[1].params))


@pytest.mark.parametrize("model", [NET, DEEP], ids=["mlp", "nested"])
@pytest.mark.parametrize("strength", [1e-3, 0.3, 3.0])
def test_the_gradient_passes_the_check(model, strength):
    assert check_model(weight_decay(model, strength), X, Y).passed


def test_a_penalty_of_another_network_is_refused():
    model = weight_decay(NET, 0.1)._replace(network=models.mlp([2, 3, 3, 1]).network)
    for call in (lambda: fit(model, X, Y, 0.1), lambda: backprop(model, start(model, RNG), X, Y)):
        with pytest.raises(ValueError, match="params are 6 arrays, but the penalty knows 4"):
            call()


def test_a_penalty_may_be_any_function_of_the_parameters():
    def lasso(params):
        return sum(np.abs(p).sum() for p in params), [np.sign(p) for p in params]

    model, params = NET._replace(penalty=lasso), somewhere(NET)
    assert check_model(model, X, Y).passed
    walk = list(islice(train(model, params, repeat((X, Y)), 0.1), 4))
    assert walk[0].loss == backprop(model, params, X, Y).loss
    np.testing.assert_array_equal(
        fit(model, X, Y, 0.1, params=params, steps=3).losses, [s.loss for s in walk]
    )


@pytest.mark.parametrize("wrong", [0.5, 2.0, -1.0])
def test_the_check_sees_a_wrong_gradient_of_the_penalty(wrong):
    model = weight_decay(NET, 0.3)

    class Wrong(models.Penalty):
        def __call__(self, params):
            value, grads = super().__call__(params)
            return value, [wrong * each for each in grads]

    found = check_model(model._replace(penalty=Wrong(*model.penalty)), X, Y)
    assert found.errors["dW1"] > 0.05 and found.errors["db1"] < 1e-7


def test_backprop_agrees_with_differences_and_autograd():
    model, params = weight_decay(NET, 0.7), somewhere(NET)

    def objective(W1, b1, W2, b2):
        z = anp.dot(anp.tanh(anp.dot(X, W1) + b1), W2) + b2
        return anp.mean(anp.logaddexp(0, z) - Y * z) + 0.35 * (anp.sum(W1**2) + anp.sum(W2**2))

    flat, grads = sum(params, []), sum(backprop(model, params, X, Y).grads, [])
    for which, mine in enumerate(grads):
        np.testing.assert_allclose(mine, grad(objective, which)(*flat), rtol=1e-10, atol=1e-14)

    def moved(W):
        return backprop(model, [[W, params[0][1]], *params[1:]], X, Y).loss

    assert relative_error(grads[0], slope(moved, params[0][0])) < 1e-8


def test_only_weights_decay_also_inside_nested_layers():
    names = ["gamma", "beta", "W", "b", "W", "b", "W", "b", "W", "b"]
    assert weight_decay(DEEP, 1.0).penalty.counts == [name == "W" for name in names]


def test_a_step_of_plain_descent_shrinks_the_weights():
    params, rate, strength = somewhere(NET), 0.2, 0.5
    (_, plain), (_, decayed) = (
        islice(train(model, params, repeat((X, Y)), rate), 2) for model in (NET, weight_decay(NET, strength))
    )
    shrunk = [[p - rate * strength * params[i][k] * (k == 0) for k, p in enumerate(own)]
              for i, own in enumerate(plain.params)]  # fmt: skip
    np.testing.assert_allclose(pack(decayed.params), pack(shrunk), rtol=1e-12)


def test_many_strengths_are_separate_runs():
    strengths, options = [0.0, 1e-3, 0.1, 1.0], {"steps": 40, "optimizer": momentum(0.5)}
    together = fit(weight_decay(NET, strengths), X, Y, 0.3, **options)
    assert together.losses.shape == (41, 4) and together.steps.shape == (4,)
    for run, strength in enumerate(strengths):
        alone = fit(weight_decay(NET, strength), X, Y, 0.3, **options)
        np.testing.assert_allclose(pack(together.params)[run], pack(alone.params), rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(together.losses[:, run], alone.losses, rtol=1e-12)


def test_train_gives_every_strength_its_run():
    walk = train(weight_decay(NET, [0.0, 0.5]), somewhere(NET), repeat((X, Y)), 0.3)
    first, second = islice(walk, 2)
    assert first.loss.shape == second.loss.shape == (2,) and second.params[0][1].shape == (2, 1, 3)


def test_a_run_that_decays_too_fast_diverges_alone():
    found = fit(weight_decay(NET, [1e-3, 100.0]), X, Y, 0.5, steps=400)
    assert list(found.reason) == ["step limit", "diverged"] and np.isfinite(pack(found.params)).all()


def test_float32_stays():
    model, x = weight_decay(NET, [0.0, 0.1]), X.astype("float32")
    found = fit(model, x, Y, 0.3, steps=5)
    assert pack(found.params).dtype == np.float32 and found.losses.dtype == np.float32
    step = backprop(model, found.params, x, Y.astype("float32"))
    assert {g.dtype for own in step.grads for g in own} == {np.dtype("float32")}


def test_the_program_and_the_search_of_a_model_decay_too():
    model = weight_decay(NET, 0.3)
    params, step = sum(somewhere(NET), []), backprop(model, somewhere(NET), X, Y)
    program = program_of(model)
    assert program.loss(params, X, Y) == pytest.approx(float(step.loss), rel=1e-12)
    for mine, right in zip(program.grads(params, X, Y), sum(step.grads, []), strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-12)
    found = search({"free": NET, "decayed": model}, X, Y, 0.3, steps=60)
    sizes = [np.linalg.norm(fit.params[0][0]) for fit in found.fits.values()]
    assert sizes[1] < sizes[0]
    bare = found.loss(X, Y)[:, 0, 0]
    assert bare[0] == pytest.approx(found.losses[0, 0, 0]) and bare[1] < found.losses[1, 0, 0]


@pytest.mark.parametrize(
    ("strength", "got"),
    [
        (-0.1, "-0.1"), (np.nan, "nan"), (np.inf, "inf"), ([0.1, -1], "-1"), (True, "True"), ([], "[]"),
        (None, "None"), ("strong", "strong"), (np.ones((2, 2)), "(2, 2)"), (np.ones((1, 2)), "(1, 2)"),
    ],
)  # fmt: skip
def test_a_bad_strength_is_refused(strength, got):
    with pytest.raises(ValueError, match="strength") as error:
        weight_decay(NET, strength)
    assert got in str(error.value)


@pytest.mark.parametrize("shape", [(3,), (3, 1), (3, 1, 1)])
def test_strengths_come_in_three_shapes(shape):
    assert weight_decay(NET, np.ones(shape)).penalty.strength.shape == (3, 1, 1)


def test_runs_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="2 entries, but must have one per run: 3"):
        fit(weight_decay(NET, [0, 1, 2]), X, Y, [0.1, 0.2])
    with pytest.raises(ValueError, match="2 strengths: check one at a time"):
        check_model(weight_decay(NET, [0, 1]), X, Y)


def test_a_layer_of_ones_own_says_what_decays():
    def scaled(name, weights=None):
        own = Layer(
            lambda params, x: (params[0] * x, x),
            lambda params, x, dy: (params[0] * dy, [(x * dy).sum(axis=-2, keepdims=True)]),
            lambda rng: [rng.normal(size=(1, 2))],
            (name,),
            ((1, 2),),
            weights=weights,
        )
        return models.Model([own, dense(2, 1, xavier)], logistic, 2, 1)

    assert weight_decay(scaled("W"), 1).penalty.counts == [True, True, False]
    assert weight_decay(scaled("gain", ()), 1).penalty.counts == [False, True, False]
    assert weight_decay(scaled("weights", ("weights",)), 1).penalty.counts == [True, True, False]
    assert block_names(scaled("weights", ("weights",)).network) == ["weights1", "W2", "b2"]
    with pytest.raises(ValueError, match=r"parameters \('weights',\): its `weights` must say which of them"):
        weight_decay(scaled("weights"), 1)
    with pytest.raises(ValueError, match="weights are .*, but must be among the names"):
        weight_decay(scaled("gain", ("W",)), 1)
