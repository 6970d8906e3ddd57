"""Bad input is refused in words: the argument, what it got and what it wants. All else is welcome."""

from itertools import islice, repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, matrices

from backprop_course import data
from backprop_course.check.differences import check, check_model, relative_error, slope
from backprop_course.nn import layers, losses, models, optimizers
from backprop_course.nn.network import chain, init, residual
from backprop_course.nn.training import backprop, batches, fit, train
from backprop_course.validate import matrix

X = np.array([[0.0, 1.0], [2.0, 0.5], [1.0, 3.0]])
Y = np.array([[0.0], [1.0], [1.0]])
LINE, TWO, MANY = models.linear_regression(2), models.logistic_regression(2), models.softmax_regression(2, 3)
MLP, XAVIER = models.mlp([2, 3, 1]), models.INITIALIZERS["xavier"]
START = models.start(LINE, np.random.default_rng(0))


def put(array, place, value):
    copy = array.copy()
    copy[place] = value
    return copy


def fitted(model=LINE, x=X, y=Y, rate=0.1, **options):
    return lambda: fit(model, x, y, rate, steps=options.pop("steps", 3), **options)


NAMES = "one of tanh, sigmoid, relu, leaky relu, softplus, identity"
HALVES = np.full((3, 3), 0.5)
ROWS_OF_3 = "must be (3, 1): one row per example"
GENERATOR = "a generator such as np.random.default_rng(0), or a list of them"
PARAMS = "this model wants [[(2, 1), (1, 1)]]"
WHOLE = "must be a whole number of at least 1"
RATE = "rate must be a finite number above 0"

# What is called, and which words its message must hold: the argument, what it got, what it wants.
REFUSED = {
    # -- the shapes of data --
    "y of shape (n,)": (fitted(y=Y[:, 0]), "y has shape (3,)", ROWS_OF_3),
    "x of shape (n,)": (fitted(x=X[:, 0]), "x has shape (3,)", "must be (3, 2): one row per example"),
    "y (n,) in check_model": (lambda: check_model(LINE, X, Y[:, 0]), "y has shape (3,)", ROWS_OF_3),
    "y (n,) in accuracy": (
        lambda: models.accuracy(Y, Y[:, 0]),
        "y has shape (3,)",
        ROWS_OF_3,
    ),
    "prediction (n,) in accuracy": (
        lambda: models.accuracy(Y[:, 0], Y),
        "prediction has shape (3,) and y has (3, 1)",
        "both must be (examples, outputs)",
    ),
    "x with three axes": (
        fitted(x=X[None]),
        "x has shape (1, 3, 2)",
        "must have two axes: (examples, features)",
    ),
    "x a number": (fitted(x=1.0), "x has shape ()", "must have two axes"),
    "y transposed": (fitted(y=Y.T), "y has shape (1, 3)", "must be (1, 1): 1 per example"),
    "x with a column too many": (
        fitted(x=np.ones((3, 5))),
        "x has shape (3, 5)",
        "must be (3, 2): 2 per example",
    ),
    "another x in predict": (
        lambda: models.predict(LINE, START, np.ones((3, 5))),
        "x has shape (3, 5)",
        "must be (3, 2): 2 per example",
    ),
    "no examples": (fitted(x=X[:0], y=Y[:0]), "x has shape (0, 2): it is empty", "at least one example"),
    "no features": (
        fitted(x=X[:, :0]),
        "x has shape (3, 0): it is empty",
        "at least one example and one feature",
    ),
    "x and y of different length": (
        fitted(y=Y[:2]),
        "x has 3 rows and y has 2",
        "both must have one row per example",
    ),
    "different length in check_model": (
        lambda: check_model(LINE, X[:1], Y),
        "x has 1 rows and y has 3",
        "both must",
    ),
    # -- the values of data --
    "nan in x": (fitted(x=put(X, (1, 0), np.nan)), "x must be finite", "x[1, 0] is nan"),
    "inf in y": (fitted(y=put(Y, (2, 0), -np.inf)), "y must be finite", "y[2, 0] is -inf"),
    "nan in predict": (
        lambda: models.predict(LINE, START, put(X, (0, 1), np.nan)),
        "x must be finite",
        "x[0, 1] is nan",
    ),
    "words": (fitted(x=[["1", "2"]] * 3), "x must hold real numbers", "it is [['1', '2']"),
    "complex numbers": (fitted(x=X * 1j), "x must hold real numbers", "it is array([["),
    "objects": (fitted(x=X.astype(object)), "x must hold real numbers", "it is array([["),
    "None": (fitted(y=None), "y must hold real numbers", "it is None"),
    "None among numbers": (
        fitted(y=[[0], [None], [1]]),
        "y must hold real numbers",
        "it is [[0], [None], [1]]",
    ),
    "dates": (fitted(x=np.zeros((3, 2), "M8[D]")), "x must hold real numbers", "1970"),
    "rows of different length": (
        fitted(x=[[1, 2], [3], [4, 5]]),
        "x must have rows of equal length",
        "it is [[1, 2], [3], [4, 5]]",
    ),
    # -- targets that do not suit the loss --
    "label 2": (
        fitted(TWO, y=Y * 2),
        "y does not suit the logistic loss",
        "targets from 0 to 1, but one is 2",
    ),
    "label -1": (
        fitted(TWO, y=Y * 2 - 1),
        "y does not suit the logistic loss",
        "targets from 0 to 1, but one is -1",
    ),
    "label 2 in check_model": (
        lambda: check_model(TWO, X, Y * 2),
        "y does not suit the logistic loss",
        "one is 2",
    ),
    "rows not one-hot": (
        fitted(MANY, y=HALVES),
        "y does not suit the softmax cross-entropy",
        "rows that sum to 1, but one is off by 0.5",
    ),
    "softmax of one column": (
        fitted(models.mlp([2, 1], loss="softmax cross-entropy")),
        "y does not suit the softmax cross-entropy",
        "one column per class (one-hot rows), but there is 1 column",
    ),
    # -- the learning rate --
    "rate zero": (fitted(rate=0), RATE, "it is 0"),
    "rate negative": (fitted(rate=-0.1), RATE, "it is -0.1"),
    "rate nan": (fitted(rate=np.nan), RATE, "it is nan"),
    "rate inf": (fitted(rate=np.inf), RATE, "it is inf"),
    "rate True": (fitted(rate=True), RATE, "it is True"),
    "rate a word": (fitted(rate="0.1"), "rate must hold real numbers", "it is '0.1'"),
    "rate None": (fitted(rate=None), "rate must hold real numbers", "it is None"),
    "no rates": (fitted(rate=[]), RATE, "it is []"),
    "one bad rate of several": (fitted(rate=[0.1, -1]), RATE, "it is [0.1, -1]"),
    "rates in a table": (
        fitted(rate=np.ones((2, 2))),
        "rate has shape (2, 2)",
        "must be one number, or one per run: (runs,)",
    ),
    "rates not one per run": (
        fitted(rate=[0.1, 0.2], rng=[np.random.default_rng(0)] * 3),
        "rate has 2 entries",
        "must have one per run: 3",
    ),
    "params not one per run": (
        fitted(rate=[0.1, 0.2, 0.3], params=[[np.zeros((2, 2, 1)), np.zeros((2, 1, 1))]]),
        "params has 2 entries",
        "must have one per run: 3",
    ),
    "a schedule below zero": (
        fitted(rate=lambda step: 1.5 - step),
        "rate(2) must be a finite number above 0",
        "it is -0.5",
    ),
    "a schedule of words": (
        fitted(rate=lambda step: "fast"),
        "rate(0) must hold real numbers",
        "it is 'fast'",
    ),
    # -- the other numbers of fit --
    "no steps": (fitted(steps=0), f"steps {WHOLE}", "it is 0"),
    "half a step": (fitted(steps=1.5), f"steps {WHOLE}", "it is 1.5"),
    "steps True": (fitted(steps=True), f"steps {WHOLE}", "it is True"),
    "steps a word": (fitted(steps="many"), f"steps {WHOLE}", "it is 'many'"),
    "a negative tolerance": (
        fitted(gradient_tolerance=-1e-3),
        "gradient_tolerance must be a number from 0",
        "it is -0.001",
    ),
    "a nan tolerance": (fitted(loss_tolerance=np.nan), "loss_tolerance must be a number from 0", "it is nan"),
    "a tolerance None": (fitted(loss_tolerance=None), "loss_tolerance must be a number from 0", "it is None"),
    "an empty batch": (fitted(batch_size=0), f"batch_size {WHOLE}", "it is 0"),
    "half a batch": (fitted(batch_size=2.5), f"batch_size {WHOLE}", "it is 2.5"),
    # -- random numbers --
    "a seed for a generator": (fitted(rng=42), f"rng must be {GENERATOR}", "it is 42"),
    "the seed 0": (fitted(rng=0), f"rng must be {GENERATOR}", "it is 0"),
    "no generators": (fitted(rng=[]), f"rng must be {GENERATOR}", "it is []"),
    "seeds for generators": (fitted(rng=[1, 2]), f"rng must be {GENERATOR}", "it is [1, 2]"),
    "a seed in start": (lambda: models.start(LINE, 42), f"rng must be {GENERATOR}", "it is 42"),
    "a legacy generator": (
        lambda: models.start(LINE, np.random.RandomState(0)),
        f"rng must be {GENERATOR}",
        "it is RandomState",
    ),
    # -- params --
    "params of another model": (
        fitted(params=models.start(MLP, np.random.default_rng(0))),
        "params have the shapes [[(2, 3), (1, 3)], [], [(3, 1), (1, 1)]]",
        PARAMS,
    ),
    "a flat bias": (
        fitted(params=[[np.zeros((2, 1)), np.zeros(1)]]),
        "params have the shapes [[(2, 1), (1,)]]",
        PARAMS,
    ),
    "params flat": (
        fitted(params=np.zeros(3)),
        "params must be a list of matrices per layer",
        "array([0., 0., 0.])",
    ),
    "params a number": (fitted(params=3), "params must be a list of matrices per layer", "it is 3"),
    "params with words": (fitted(params=[["W", "b"]]), "params must hold real numbers", "it is 'W'"),
    "params with nan": (
        fitted(params=[[np.zeros((2, 1)), np.full((1, 1), np.nan)]]),
        "params must be finite",
        "nan",
    ),
    "params of different runs": (
        fitted(params=[[np.zeros((3, 2, 1)), np.zeros((1, 1))]]),
        "params have the runs axes [(), (3,)]",
        "must all have the same one, or none",
    ),
    "params of another model in predict": (
        lambda: models.predict(MLP, START, X),
        "params have the shapes [[(2, 1), (1, 1)]]",
        "this model wants [[(2, 3), (1, 3)], [], [(3, 1), (1, 1)]]",
    ),
    # -- models --
    "an unknown activation": (
        lambda: models.mlp([2, 1], "swish"),
        f"activation must be {NAMES}",
        "it is 'swish'",
    ),
    "an activation not called": (
        lambda: models.mlp([2, 1], layers.leaky_relu),
        f"activation must be {NAMES}, or a Layer",
        "it is <function leaky_relu",
    ),
    "an activation None": (lambda: models.mlp([2, 3, 1], None), f"activation must be {NAMES}", "it is None"),
    "an unknown initializer": (
        lambda: models.logistic_regression(2, "glorot"),
        "initializer must be one of xavier, he, orthogonal, torch default, zeros",
        "it is 'glorot'",
    ),
    "an initializer that is a number": (
        lambda: models.linear_regression(2, initializer=0.1),
        "initializer must be one of xavier",
        "it is 0.1",
    ),
    "an unknown loss": (
        lambda: models.mlp([2, 1], loss="mse"),
        "loss must be one of squared error, logistic loss, softmax cross-entropy",
        "it is 'mse'",
    ),
    "a loss that is a function": (
        lambda: models.mlp([2, 1], loss=max),
        "loss must be one of squared error",
        "max",
    ),
    "one size": (lambda: models.mlp([2]), "sizes must list at least the inputs and the outputs", "it is [2]"),
    "sizes a number": (
        lambda: models.mlp(3),
        "sizes must list at least the inputs and the outputs",
        "it is 3",
    ),
    "sizes a word": (lambda: models.mlp("231"), "sizes must list at least", "it is '231'"),
    "a layer of width 0": (lambda: models.mlp([2, 0, 1]), f"sizes[1] {WHOLE}", "it is 0"),
    "a layer of width 2.5": (lambda: models.mlp([2, 2.5, 1]), f"sizes[1] {WHOLE}", "it is 2.5"),
    "no inputs": (lambda: models.linear_regression(0), f"n_in {WHOLE}", "it is 0"),
    "no outputs": (lambda: models.linear_regression(2, 0), f"n_out {WHOLE}", "it is 0"),
    "one class": (
        lambda: models.softmax_regression(2, 1),
        "n_classes must be a whole number of at least 2",
        "it is 1",
    ),
    # -- check and slope --
    "no points": (lambda: check(layers.tanh, X, points=0), f"points {WHOLE}", "it is 0"),
    "a flat x in check": (lambda: check(layers.tanh, X[0]), "x has shape (2,)", "must be (2, 1)"),
    "nan in check": (
        lambda: check(layers.tanh, put(X, (0, 0), np.nan)),
        "x must be finite",
        "x[0, 0] is nan",
    ),
    "an empty shape in check": (lambda: check(layers.tanh, (0, 2)), f"x {WHOLE}", "it is 0"),
    "rows in a tuple in check": (lambda: check(layers.tanh, ((1, 2), (3, 4))), f"x {WHOLE}", "it is (1, 2)"),
    "a tolerance nan in check": (
        lambda: check(layers.tanh, X, tolerance=np.nan),
        "tolerance must be a number from 0",
        "it is nan",
    ),
    "a seed in check": (lambda: check(layers.tanh, X, rng=3), "rng must be a generator", "it is 3"),
    "slopes of an array": (
        lambda: slope(lambda x: x, X),
        "f must return a number",
        "an array of shape (3, 2)",
    ),
    "shapes that would broadcast": (
        lambda: relative_error(Y, Y[:, 0]),
        "a has shape (3, 1) and b has (3,)",
        "both must have the same",
    ),
    # -- data --
    "no rows": (lambda: data.noisy_line(n=0), f"n {WHOLE}", "it is 0"),
    "one moon": (lambda: data.moons(n=1), "n must be a whole number of at least 2", "it is 1"),
    "half a row": (lambda: data.spirals(n=10.5), "n must be a whole number of at least 2", "it is 10.5"),
    "negative noise": (lambda: data.circles(noise=-1), "noise must be a number from 0", "it is -1"),
    "no seed": (lambda: data.moons(seed=None), "seed must be a whole number of at least 0", "it is None"),
    "a negative seed": (
        lambda: data.clouds(seed=-1),
        "seed must be a whole number of at least 0",
        "it is -1",
    ),
    "a label too high": (
        lambda: data.one_hot([0, 3], 3),
        "labels must be whole numbers from 0 to 2",
        "one is 3",
    ),
    "half a label": (
        lambda: data.one_hot([0.5], 3),
        "labels must be whole numbers from 0 to 2",
        "one is 0.5",
    ),
    "labels in words": (
        lambda: data.one_hot(["a", "b"], 3),
        "labels must hold real numbers",
        "it is ['a', 'b']",
    ),
    "labels in a column": (
        lambda: data.one_hot(Y, 2),
        "labels has shape (3, 1)",
        "must be a list of at least one label",
    ),
    "no labels": (lambda: data.one_hot([], 2), "labels has shape (0,)", "at least one label"),
    "everything for the test": (
        lambda: data.split(X, Y, test=1.0),
        "test must be a number from 0 to below 1",
        "it is 1.0",
    ),
    "nothing for the test": (
        lambda: data.split(X, Y, test=0),
        "test is 0 of 3 rows",
        "at least one row in each part",
    ),
    "one row to split": (
        lambda: data.split(X[:1], Y[:1]),
        "test is 0.25 of 1 rows",
        "at least one row in each part",
    ),
    "split of different lengths": (lambda: data.split(X, Y[:2]), "x has 3 rows and y has 2", "both must"),
    "nan to standardize": (
        lambda: data.standardize(put(X, (0, 0), np.nan)),
        "train must be finite",
        "train[0, 0] is nan",
    ),
    "another number of features": (
        lambda: data.standardize(X, X[:, :1]),
        "others has shape (3, 1)",
        "must be (3, 2): 2 per example",
    ),
}


def trained(model=LINE, x=X, y=Y, rate=0.1, params=None, data=None, **options):
    """The first two steps of train, on these data."""
    params = models.start(model, np.random.default_rng(0)) if params is None else params
    return [*islice(train(model, params, repeat((x, y)) if data is None else data, rate, **options), 2)]


def passed(model=LINE, x=X, y=Y, params=None):
    """A backprop on these data."""
    return backprop(model, models.start(model, np.random.default_rng(0)) if params is None else params, x, y)


DATA = {
    "y (n,)": {"y": Y[:, 0]},
    "y (n,) of many classes": {"model": MANY, "y": np.array([0, 2, 1])},
    "y (n, 1) of many classes": {"model": MANY, "y": np.array([[0], [2], [1]])},
    "x (n,)": {"x": X[:, 0]},
    "y transposed": {"y": Y.T},
    "more rows in y": {"y": np.vstack([Y, Y])},
    "more rows in x": {"x": np.vstack([X, X])},
    "a column too many": {"x": np.ones((3, 5))},
    "no rows": {"x": X[:0], "y": Y[:0]},
    "no columns": {"x": X[:, :0]},
    "nan": {"x": put(X, (1, 0), np.nan)},
    "inf": {"y": put(Y, (2, 0), np.inf)},
    "words": {"x": [["1", "2"]] * 3},
    "complex": {"y": Y * 1j},
    "None": {"y": None},
    "ragged": {"x": [[1, 2], [3], [4, 5]]},
    "label 2": {"model": TWO, "y": 2 * Y},
    "not one-hot": {"model": MANY, "y": HALVES},
    "a flat bias": {"params": [[np.zeros((2, 1)), np.zeros(1)]]},
    "params of another model": {"params": models.start(MLP, np.random.default_rng(0))},
    "params flat": {"params": np.zeros(3)},
    "runs apart": {"params": [[np.zeros((3, 2, 1)), np.zeros((1, 1))]]},
    "no model": {"model": "mlp", "params": START},
    "a model not called": {"model": models.mlp, "params": START},
    "nan in params": {"params": [[np.zeros((2, 1)), np.full((1, 1), np.nan)]]},
}
# Networks whose layers do not suit each other: the layers, n_in, and the words.
MISFITS = {
    "no layers": ([], 2, "model.network must hold at least one layer, but it has none"),
    "a layer that takes others": (
        [layers.dense(2, 5, XAVIER), layers.tanh, layers.dense(4, 1, XAVIER)],
        2,
        "model.network[2] takes 4 features, but must take the 5 of model.network[1]",
    ),
    "another n_in": (
        [layers.dense(2, 1, XAVIER)],
        5,
        "model.network[0] takes 2 features, but must take the 5 of model.n_in",
    ),
    "another n_out": (
        [layers.dense(2, 3, XAVIER)],
        2,
        "model.network gives 3 features, but must give the 1 of model.n_out",
    ),
    "a norm of others": (
        [layers.dense(2, 5, XAVIER), layers.batch_norm(4)],
        2,
        "model.network[1] takes 4 features, but must take the 5 of model.network[0]",
    ),
    "a residual that changes width": (
        [residual(layers.dense(2, 3, XAVIER)), layers.dense(3, 1, XAVIER)],
        2,
        "model.network[0] is a residual whose parts give 3 features, but they must give the 2 of model.n_in",
    ),
    "a chain that hangs apart": (
        [chain(layers.dense(2, 3, XAVIER), layers.affine(2), layers.dense(2, 1, XAVIER))],
        2,
        "model.network[0].parts[1] takes 2 features, but must take the 3 of model.network[0].parts[0]",
    ),
}
STEPPING = {
    "rate 0": {"rate": 0},
    "rate a word": {"rate": "0.1"},
    "rate True": {"rate": True},
    "rates (runs, 1)": {"rate": np.full((3, 1), 0.1)},
    "rates (runs, 1) from a schedule": {"rate": lambda step: np.full((3, 1), 0.1)},
    "a schedule not called": {"rate": optimizers.cosine},
    "an optimizer's name": {"optimizer": "adam"},
    "an optimizer not called": {"optimizer": optimizers.adam},
    "an optimizer None": {"optimizer": None},
    "an optimizer of one answer": {"optimizer": lambda gradient, state: gradient},
    "an optimizer of another shape": {"optimizer": lambda gradient, state: (gradient[:1], state)},
    "runs that do not fit": {"rate": [0.1, 0.2], "params": [[np.zeros((3, 2, 1)), np.zeros((3, 1, 1))]]},
}


def words_of(call, *given, **options):
    """What is said where something is refused."""
    with pytest.raises(ValueError) as refused:
        call(*given, **options)
    return str(refused.value)


@pytest.mark.parametrize("case", DATA | STEPPING)
def test_fit_train_and_backprop_refuse_in_the_same_words(case):
    given = (DATA | STEPPING)[case]
    words = words_of(lambda: fitted(**given)())
    assert words_of(trained, **given) == words
    if case in DATA:
        assert words_of(passed, **given) == words


@pytest.mark.parametrize("case", MISFITS)
def test_layers_that_do_not_suit_each_other_are_refused_at_every_door_in_the_same_words(case):
    network, n_in, words = MISFITS[case]
    model, x = models.Model(network, losses.logistic, n_in, 1), np.ones((3, n_in))
    params = init(network, np.random.default_rng(0))
    doors = [lambda: fit(model, x, Y, 0.1), lambda: trained(model, x, Y, params=params),
             lambda: passed(model, x, Y, params), lambda: models.predict(model, params, x)]  # fmt: skip
    assert [words_of(door) for door in doors] == [words] * 4


def test_what_only_a_layer_of_ones_own_knows_is_left_to_it():
    own = layers.Layer(
        lambda params, x: (np.hstack([x, x]), None), lambda params, saved, dy: (dy[:, :2] + dy[:, 2:], []),
        lambda rng: [],
    )  # fmt: skip
    model = models.Model([own, layers.dense(4, 1, XAVIER)], losses.logistic, 2, 1)
    assert fit(model, X, Y, 0.1, steps=3).steps == 3


@pytest.mark.parametrize("case", ["y (n,)", "more rows in y", "a column too many", "no rows", "nan"])
def test_later_pairs_of_train_are_looked_at_too(case):
    x, y = [(DATA[case] | {}).get(name, value) for name, value in (("x", X), ("y", Y))]
    words = words_of(lambda: fitted(x=x, y=y)())
    good = [(X, Y), (X[:2], Y[:2])]
    assert words_of(lambda: [*train(LINE, START, [*good, (x, y)], 0.1)]) == words


def test_refused_in_these_words():
    assert "labels become such rows by one_hot(labels, 3)" in words_of(passed, MANY, y=np.array([0, 2, 1]))
    assert "labels become such rows by one_hot(labels, 3)" in words_of(
        passed, MANY, y=np.array([[0], [2], [1]])
    )
    assert "one_hot" not in words_of(passed, y=Y[:, 0])
    assert "such as gradient_descent or adam(), but it is 'adam'" in words_of(trained, optimizer="adam")
    assert "optimizer is the function adam itself: write its brackets too" in words_of(
        trained, optimizer=optimizers.adam
    )
    assert "rate has shape (3, 1), but must be one number, or one per run: (runs,)" in words_of(
        trained, rate=np.full((3, 1), 0.1)
    )
    assert "data must hold pairs (x, y)" in words_of(trained, data=(X, Y))
    assert "data must hold pairs (x, y)" in words_of(trained, data=[(X, Y, Y)])


@pytest.mark.parametrize("maker", [*optimizers.OPTIMIZERS, *optimizers.SCHEDULES])
def test_no_maker_is_taken_for_what_it_makes(maker):
    name = "optimizer" if maker in optimizers.OPTIMIZERS else "rate"
    assert f"{name} is the function {maker.__name__} itself" in words_of(trained, **{name: maker})


@pytest.mark.parametrize(
    "case", ["more rows in y", "no rows", "nan", "inf", "words", "complex", "None", "ragged"]
)
def test_batches_refuse_in_the_same_words_before_the_first_is_asked_for(case):
    x, y = [(DATA[case] | {}).get(name, value) for name, value in (("x", X), ("y", Y))]
    assert words_of(batches, x, y, 2, np.random.default_rng(0)) == words_of(lambda: fitted(x=x, y=y)())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((X, Y[:, 0], 2), "y has shape (3,)"), ((X, Y, 0), f"size {WHOLE}, but it is 0"),
        ((X, Y, 2.5), f"size {WHOLE}"), ((X, Y, True), f"size {WHOLE}"),
        ((X, Y, 2, 0), f"rng must be {GENERATOR}"),
    ],
)  # fmt: skip
def test_batches_refuse(given, words):
    x, y, size, *rng = given
    assert words in words_of(batches, x, y, size, rng[0] if rng else np.random.default_rng(0))


@pytest.mark.parametrize("loss", models.LOSSES.values(), ids=models.LOSSES)
@pytest.mark.parametrize("runs", [(), (2,)], ids=["one run", "two runs"])
def test_a_loss_refuses_targets_that_would_broadcast(loss, runs):
    z, y = np.zeros((*runs, 5, 3)), np.eye(3)[[0, 1, 2, 0, 1]]
    assert loss(z, y)[0].shape == runs and loss(z, y.tolist())[1].shape == z.shape
    for wrong in (y[:, 0], y[:1], y[:, :1], y.T, 0.0, np.arange(5) % 3):
        assert f"y has shape {np.shape(wrong)}, but must be (5, 3) as z is" in words_of(loss, z, wrong)
    assert "one_hot(labels, 3)" in words_of(loss, z, np.arange(5) % 3)


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_in_words(name):
    call, *words = REFUSED[name]
    with pytest.raises(ValueError) as refusal:
        call()
    message = str(refusal.value)
    assert all(each in message for each in words), message
    assert type(refusal.value) is ValueError and len(message) <= 250 and "\n" not in message


# -- what is welcome, and left as it was --

EXPECTED = fit(LINE, X, Y, 0.1, steps=10).losses

WELCOME = {
    "lists": (X.tolist(), Y.tolist()),
    "tuples": (tuple(map(tuple, X)), tuple(map(tuple, Y))),
    "read-only arrays": (frozen(X), frozen(Y)),
    "Fortran-ordered arrays": (np.asfortranarray(X), np.asfortranarray(Y)),
    "every other row": (np.repeat(X, 2, axis=0)[::2], np.repeat(Y, 2, axis=0)[::2]),
    "big-endian numbers": (X.astype(">f8"), Y.astype(">f8")),
    "integer targets": (X, Y.astype(int)),
    "unsigned targets": (X, Y.astype("u1")),
    "truth values": (X, Y == 1),
}


@pytest.mark.parametrize("name", WELCOME)
def test_other_kinds_of_the_same_numbers_give_the_same_fit(name):
    x, y = WELCOME[name]
    before = np.array(x), np.array(y)
    found = fit(LINE, x, y, 0.1, steps=10)
    np.testing.assert_allclose(found.losses, EXPECTED, rtol=1e-14)
    assert models.predict(LINE, found.params, x).dtype == float
    np.testing.assert_array_equal((x, y)[0], before[0])
    np.testing.assert_array_equal((x, y)[1], before[1])


def test_integer_inputs_are_numbers_too_and_stay_integers():
    x = np.array([[0, 1], [2, 0], [1, 3]])
    whole, real = (fit(LINE, each, Y, 0.1, steps=10).losses for each in (x, x.astype(float)))
    np.testing.assert_array_equal(whole, real)
    assert x.dtype == int


@pytest.mark.parametrize("model", [LINE, TWO, MLP])
def test_one_example_is_enough(model):
    found = fit(model, X[1:2], Y[1:2], 0.1, steps=50)
    assert found.losses[-1] < found.losses[0] and found.reason == "step limit"
    assert models.predict(model, found.params, X[:1]).shape == (1, 1)
    assert check_model(model, X[:1], Y[:1]).passed


def test_one_example_of_many_classes_is_enough():
    found = fit(MANY, X[:1], [[0, 1, 0]], 0.1, steps=50)
    assert found.losses[-1] < found.losses[0]


@pytest.mark.parametrize("rate", [1, np.float32(0.1), np.int64(1), [0.1], (0.1, 0.2)])
def test_rates_may_be_any_positive_numbers(rate):
    runs = np.ravel(rate).size
    assert np.size(fit(LINE, X, Y, rate, steps=2).reason) == runs


@pytest.mark.parametrize("steps", [1, np.int64(3), np.uint8(3)])
def test_steps_may_be_any_whole_numbers(steps):
    assert fit(LINE, X, Y, 0.1, steps=steps).steps == steps


def test_nothing_of_the_callers_is_changed():
    x, y, rate = X.copy(), Y.copy(), np.array([0.1, 0.2])
    params = [[np.ones((2, 1)), np.ones((1, 1))]]
    found = fit(LINE, x, y, rate, params=params, steps=5)
    models.predict(LINE, found.params, x)
    models.accuracy(y, y)
    check_model(LINE, x, y)
    check(layers.tanh, x)
    data.standardize(x, x)
    data.split(x, y)
    for array, before in [(x, X), (y, Y), (rate, [0.1, 0.2]), (params[0][0], 1), (params[0][1], 1)]:
        np.testing.assert_array_equal(array, np.broadcast_to(before, array.shape))
    assert all(array.flags.writeable for array in (x, y, rate, *params[0]))


@given(value=matrices(-1e300, 1e300), kind=st.sampled_from(["f4", "f8", "f2", "i8", "u1", "?"]))
@law
def test_a_matrix_at_the_door_is_float32_if_it_was_and_float64_else(value, kind):
    with np.errstate(all="ignore"):
        value = np.nan_to_num(value.astype(kind))
    clean = matrix("x", value)
    assert clean.dtype == (np.float32 if kind == "f4" else np.float64)
    assert (clean is value) == (kind in ("f4", "f8")), "no copy where none is needed"
    np.testing.assert_array_equal(clean, value)


def test_a_plain_function_serves_as_a_loss():
    model = models.mlp([2, 3, 1])._replace(loss=lambda z, y: (((z - y) ** 2).sum(), 2 * (z - y)))
    assert check_model(model, X, Y).passed
    assert not check_model(model._replace(loss=lambda z, y: (((z - y) ** 2).sum(), z - y)), X, Y).passed
    found = fit(model, X, Y, 0.01, steps=20)
    assert np.diff(found.losses).max() < 0
    with pytest.raises(ValueError, match="model.loss must be a Loss, whose predict says what z predicts"):
        models.predict(model, found.params, X)


def test_a_loss_of_ones_own_serves():
    mine = losses.Loss("my loss", losses.squared_error.value, lambda z: z, lambda y: None)
    assert fit(models.mlp([2, 1], loss=mine), X, Y, 0.1, steps=5).losses[-1] < 1
