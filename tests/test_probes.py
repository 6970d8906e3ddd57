"""The probes on programs that were written by hand, in plain NumPy, right and wrong."""

from itertools import cycle, product

import numpy as np
import pytest

from backprop_course.check import probes
from backprop_course.check.faults import written_into_dy
from backprop_course.check.programs import program, program_of
from backprop_course.nn import layers
from backprop_course.nn.losses import squared_error
from backprop_course.nn.models import mlp
from tools.faults_page import architectures, examples

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(5, 3)), RNG.integers(0, 2, (5, 2)).astype(float)
START = {
    "W1": RNG.normal(size=(3, 3)),
    "b1": np.zeros((1, 3)),
    "W2": RNG.normal(size=(3, 2)),
    "b2": np.zeros((1, 2)),
}
RATE = 0.1
MODEL = mlp([3, 3, 2])


def sigma(z):
    return 1 / (1 + np.exp(-z))


def loss(params, x=X, y=Y):
    """Cross-entropy of a 3-3-2 network."""
    z = np.tanh(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    return np.sum(np.logaddexp(0, z) - y * z) / len(x)


def grads(params, bug=None):
    """Its gradient by hand, with one of the classic mistakes."""
    W1, b1, W2, b2 = params.values()
    z1 = X @ W1 + b1
    a1 = np.tanh(z1)
    p = sigma(a1 @ W2 + b2)
    n = {"no 1/n": 1, "1/n twice": len(X) ** 2, "factor 2": len(X) / 2, "n from the columns": 2}.get(
        bug, len(X)
    )
    dz2 = (Y - p if bug == "target - prediction" else p - Y) / n
    if bug == "extra p(1-p)":
        dz2 = dz2 * p * (1 - p)
    dW2 = {"z for a": z1, "x for a": X}.get(bug, a1).T @ dz2
    da1 = dz2 @ W2.T
    slopes = {
        "no slope": 1,
        "slope at z": 1 - z1**2,
        "slope at a": 1 - np.tanh(a1) ** 2,
        "slope twice": (1 - a1**2) ** 2,
        "sigmoid's slope": a1 * (1 - a1),
        "slope of a sigmoid": sigma(z1) * (1 - sigma(z1)),
        "mask of a ReLU": z1 > 0,
    }
    dz1 = da1 * slopes.get(bug, 1 - a1**2)
    dW1 = (a1 if bug == "a for x" else X).T @ dz1
    db1, db2 = dz1.sum(0, keepdims=True), dz2.sum(0, keepdims=True)
    wrong = {
        "dW1 transposed": {"W1": dW1.T},
        "dW2 transposed": {"W2": dW2.T},
        "one sum for b1": {"b1": np.full((1, 3), dz1.sum())},
        "b1 over the wrong axis": {"b1": dz1.sum(1, keepdims=True)},
        "b2 lost its axis": {"b2": dz2.sum(0)},
        "mean for b2": {"b2": dz2.mean(0, keepdims=True)},
        "nothing below": {"W1": 0 * dW1, "b1": 0 * db1},
        "b1 forgotten": {"b1": 0 * db1},
        "sign of W2": {"W2": -dW2},
        "one entry of W1": {"W1": np.full((3, 3), dW1[0, 0])},
    }
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} | wrong.get(bug, {})


def step(params, bug=None):
    """One step down, with one of the classic mistakes."""
    g = grads(params)
    if bug == "W2 first":
        half = params | {key: params[key] - RATE * g[key] for key in ("W2", "b2")}
        a1 = np.tanh(X @ params["W1"] + params["b1"])
        dz1 = (sigma(a1 @ params["W2"] + params["b2"]) - Y) / len(X) @ half["W2"].T * (1 - a1**2)
        return half | {
            "W1": params["W1"] - RATE * X.T @ dz1,
            "b1": params["b1"] - RATE * dz1.sum(0, keepdims=True),
        }
    if bug == "in place":
        for key in params:
            params[key] -= RATE * g[key]
        return params
    left_out = {
        "only the output": ("W1", "b1"),
        "only hidden": ("W2", "b2"),
        "no biases": ("b1", "b2"),
        "no b1": ("b1",),
    }.get(bug, ())
    sign = 1 if bug == "plus" else -1
    one = (lambda a: a.flat[0]) if bug == "one number" else (lambda a: a)
    return {key: params[key] + (0 if key in left_out else sign * RATE * one(g[key])) for key in params}


WRONG_GRADIENTS = {
    "no 1/n": ("scale", "scale"),
    "1/n twice": ("scale", "scale"),
    "factor 2": ("scale", "scale"),
    "n from the columns": ("scale", "scale"),
    "target - prediction": ("sign", "sign"),
    "extra p(1-p)": ("output derivative doubled", ""),
    "z for a": ("wrong input", ""),
    "x for a": ("wrong input", ""),
    "a for x": ("wrong input", ""),
    "no slope": ("derivative missing", ""),
    "slope at z": ("wrong argument", ""),
    "slope at a": ("wrong argument", ""),
    "slope twice": ("derivative doubled", ""),
    "sigmoid's slope": ("wrong activation", ""),
    "slope of a sigmoid": ("wrong activation", ""),
    "mask of a ReLU": ("wrong activation", ""),
    "dW1 transposed": ("transposed", "transposed"),
    "dW2 transposed": ("transposed", "transposed"),
    "one sum for b1": ("summed over everything", "summed over everything"),
    "b1 over the wrong axis": ("shape", "shape"),
    "b2 lost its axis": ("shape", "shape"),
    "mean for b2": ("averaged where summed", "averaged where summed"),
    "nothing below": ("zero", "zero"),
    "b1 forgotten": ("zero", "zero"),
    "sign of W2": ("sign", "sign"),
    "one entry of W1": ("broadcast", "broadcast"),
}
WRONG_STEPS = {
    "plus": ("step", "sign of the update", "sign of the update"),
    "one number": ("step", "scalar update", "scalar update"),
    "only the output": ("step", "partial update", "partial update"),
    "only hidden": ("step", "partial update", "partial update"),
    "no biases": ("step", "partial update", "partial update"),
    "no b1": ("step", "partial update", "partial update"),
    "W2 first": ("step", "updated before use", ""),
    "in place": ("purity", "written in place", "written in place"),
}


def examined(wrong, model):
    """The report on functions of a dict of parameters alone."""
    return probes.run_probes(
        program(**wrong, rate=RATE, params=START), probes.setting(START, X, Y, model=model)
    )


def by_probe(report):
    """What each failed probe calls the fault."""
    return {finding.probe: finding.kind for finding in report.failed}


# -- a network by hand --


@pytest.mark.parametrize("model", [MODEL, None], ids=["model known", "no model"])
def test_the_right_program_passes(model):
    report = examined({"loss": loss, "grads": grads, "step": step}, model)
    assert report.passed, report
    assert [f.probe for f in report.findings if f.passed is None] == ["optimum"]


@pytest.mark.parametrize("bug", WRONG_GRADIENTS)
@pytest.mark.parametrize("known", [True, False], ids=["model known", "no model"])
def test_a_wrong_gradient_is_caught_and_named(bug, known):
    report = examined({"loss": loss, "grads": lambda params: grads(params, bug)}, MODEL if known else None)
    assert by_probe(report)["gradient"] == WRONG_GRADIENTS[bug][0 if known else 1], report


@pytest.mark.parametrize("bug", WRONG_STEPS)
@pytest.mark.parametrize("known", [True, False], ids=["model known", "no model"])
@pytest.mark.parametrize("alone", [True, False], ids=["step alone", "with grads"])
def test_a_wrong_step_is_caught_and_named(bug, known, alone):
    functions = {"loss": loss, "step": lambda params: step(params, bug)} | ({} if alone else {"grads": grads})
    probe, *names = WRONG_STEPS[bug]
    assert by_probe(examined(functions, MODEL if known else None))[probe] == names[0 if known else 1]


def test_a_step_without_a_loss_is_held_against_the_model():
    wrong = {"step": lambda params: step(params, "plus")}
    assert by_probe(examined(wrong, MODEL)) == {"step": "sign of the update", "descent": ""}
    assert examined(wrong, None).passed


def test_a_fault_that_changes_nothing_is_no_name():
    """With two arrays the hidden layers are none: leaving them out of the update is the ordinary update."""

    def loss(params, x, y):
        return float(np.mean((np.tanh(x @ params[0]) @ params[1] - y) ** 2))

    def step(params, x, y):
        return [p - 0.1 * (np.cos(p) + p) for p in params]

    rng = np.random.default_rng(0)
    data = rng.normal(size=(5, 2)), rng.normal(size=(5, 1))
    plain = program(loss, lambda params, x, y: [np.cos(p) + p for p in params], step)
    start = [rng.normal(size=(2, 3)), rng.normal(size=(3, 1))]
    found = probes.run_probes(plain, probes.setting(start, *data))
    assert "partial update" not in {finding.kind for finding in found.failed}


def test_a_step_that_follows_a_wrong_gradient_has_its_fault_not_one_of_the_update():
    def follow(params):
        return {key: params[key] - RATE * g for key, g in grads(params, "target - prediction").items()}

    report = examined(
        {"loss": loss, "grads": lambda p: grads(p, "target - prediction"), "step": follow}, MODEL
    )
    assert by_probe(report) == {"gradient": "sign", "step": "sign", "descent": ""}


def test_the_learner_s_own_convention_counts():
    def sum_loss(params):
        return 3 * loss(params)

    right = examined({"loss": sum_loss, "grads": lambda p: {k: 3 * g for k, g in grads(p).items()}}, MODEL)
    assert right.passed
    wrong = examined(
        {"loss": sum_loss, "grads": lambda p: {k: 3 * g for k, g in grads(p, "no slope").items()}}, MODEL
    )
    assert "multiplied" not in wrong.failed[0].words and wrong.failed[0].kind == "derivative missing"


def test_another_loss_than_the_model_s_gets_no_story_of_the_model():
    report = examined({"loss": lambda p: loss(p) ** 2, "grads": grads}, MODEL)
    assert by_probe(report) == {"gradient": ""}


# -- lists, dicts, arrays --


def test_gradients_may_be_named_with_a_d():
    report = examined({"loss": loss, "grads": lambda p: {f"d{k}": g for k, g in grads(p).items()}}, None)
    assert report.passed


def test_a_list_and_one_array_do_as_well():
    bowl = program(lambda w: np.sum(w**2), lambda w: 2 * w, lambda w: w - 0.1 * 2 * w, params=np.ones(3))
    assert probes.run_probes(bowl, probes.setting(np.ones(3))).passed
    line = program(
        lambda params, x, y: np.sum((x @ params[0] - y) ** 2),
        lambda params, x, y: [2 * x.T @ (x @ params[0] - y)],
        predict=lambda params, x: x @ params[0],
    )
    assert probes.run_probes(line, probes.setting([np.ones((3, 2))], X, Y)).passed


def test_what_is_put_into_the_params_is_noticed():
    def entry(params):
        params["W1"] = params["W1"] - RATE * grads(params)["W1"]
        return params

    assert by_probe(examined({"loss": loss, "step": entry}, None))["purity"] == "written in place"


# -- a layer of ours with a learner's backward --


def with_backward(backward):
    """The tanh network with a backward of one's own in its activation."""
    network = list(MODEL.network)
    network[1] = layers.tanh._replace(backward=backward)
    return MODEL._replace(network=network)


def test_a_layer_s_backward_is_examined_in_its_model():
    broken = program_of(with_backward(lambda params, saved, dy: (dy * saved[1], [])))
    place = probes.setting(broken.init(0), X, Y, model=MODEL)
    assert probes.gradient(broken, place).passed is False
    missing = program_of(with_backward(lambda params, saved, dy: (dy, [])))
    assert probes.gradient(missing, place).words.startswith(
        "layer 1's activation: the activation's derivative"
    )


def into_saved(params, saved, dy):
    dx = dy * (1 - saved[1] ** 2)
    saved[1][...] = 0
    return dx, []


@pytest.mark.parametrize("backward", [into_saved, written_into_dy(layers.tanh).backward], ids=["saved", "dy"])
def test_a_backward_that_writes_into_what_it_is_handed_is_named(backward):
    broken = program_of(with_backward(backward))
    found = probes.purity(broken, probes.setting(broken.init(0), X, Y))
    assert (found.kind, found.words.split(":")[0]) == ("written in place", "layer 1's activation")


# -- kinks, rounding, float32 --


def relu_at_zero():
    """A right ReLU network whose biases are zero, on the corners of a square: (0, 0) lies on every kink."""
    model = architectures()[1].model
    right, (x, y) = program_of(model), examples(model)
    return right, probes.setting(right.init(0), x, 1 - y)._replace(points=[right.init(i) for i in range(3)])


def test_a_kink_is_the_reason_and_no_accusation():
    right, place = relu_at_zero()
    found = probes.gradient(right, place)
    assert found.passed is None and "kink" in found.words
    assert probes.run_probes(right, place).passed


def test_some_points_on_a_kink_are_left_out():
    right, place = relu_at_zero()
    off = probes.setting(place.points[0], place.x, place.y).points
    found = probes.gradient(right, place._replace(points=[*place.points, *off]))
    assert found.passed and found.words.endswith("over 5 points; 3 more lie on a kink.")


def test_a_fault_is_seen_beside_a_kink():
    right, place = relu_at_zero()
    wrong = right._replace(grads=lambda *at: [2 * g for g in right.grads(*at)])
    assert probes.gradient(wrong, place).passed is False


def single(function):
    """A function in float32 from end to end."""

    def call(params, x, y):
        result = function([np.float32(p) for p in params], np.float32(x), np.float32(y))
        return [np.float32(r) for r in result] if isinstance(result, list) else float(np.float32(result))

    return call


@pytest.mark.parametrize("architecture", architectures(), ids=lambda each: each.name)
def test_float32_is_judged_by_the_model(architecture):
    model, right = architecture.model, program_of(architecture.model, architecture.rate)
    coarse = right._replace(loss=single(right.loss), grads=single(right.grads), step=single(right.step))
    place = probes.setting(right.init(0), *examples(model), model=model)
    assert probes.run_probes(coarse, place).passed, probes.run_probes(coarse, place)
    flipped = coarse._replace(grads=lambda *at: [-g for g in coarse.grads(*at)])
    assert probes.gradient(flipped, place).kind == "sign"
    assert probes.gradient(flipped, place._replace(model=None)).passed is None


def random_programs(count):
    """Right programs of small random networks, with a setting."""
    kinds = product((1, 2, 3), ("tanh", "relu", "softplus", "sigmoid"), ("squared error", "logistic loss"))
    for number, (depth, activation, loss) in zip(range(count), cycle(kinds)):  # noqa: B905
        rng = np.random.default_rng(number)
        model = mlp([int(n) for n in rng.integers(1, 4, depth + 1)], activation, "xavier", loss)
        x, y = rng.normal(size=(4, model.n_in)), rng.uniform(size=(4, model.n_out))
        right = program_of(model)
        yield right, probes.setting(right.init(number), x, y, model=model, points=2, seed=number)


@pytest.mark.slow
def test_no_probe_accuses_a_right_program(record_property):
    count = 240
    accused = [
        report
        for report in map(probes.run_probes, *zip(*random_programs(count), strict=True))
        if not report.passed
    ]
    record_property("false alarms, programs before all probes", f"{len(accused)} of {count}")
    assert accused == []


# -- the report, what raises, many seeds --


def test_a_program_that_raises_has_failed_and_says_with_what():
    def raises(params, x, y):
        raise KeyError("W3")

    report = probes.run_probes(
        program_of(MODEL)._replace(grads=raises, step=None), probes.setting(program_of(MODEL).init(0), X, Y)
    )
    assert [(f.kind, f.words) for f in report.failed][0] == ("error", "your code raises KeyError: 'W3'.")


@pytest.mark.parametrize("junk", [None, 3, "text", [], [None] * 4, [np.nan] * 4], ids=repr)
def test_junk_fails_and_nothing_raises(junk):
    place = probes.setting(program_of(MODEL).init(0), X, Y, model=MODEL)
    for part in ("grads", "step"):
        report = probes.run_probes(program_of(MODEL)._replace(**{part: lambda params, x, y: junk}), place)
        assert not report.passed and all(found.words for found in report.findings)


def test_the_report_prints_a_line_for_each_probe():
    report = probes.run_probes(program_of(MODEL), probes.setting(program_of(MODEL).init(0), X, Y))
    assert (
        str(report).splitlines()[0]
        == "shape       ok    predictions, gradients and updates have the shapes they should."
    )
    assert len(str(report).splitlines()) == len(probes.PROBES)


def test_seeds_tells_how_many_starts_arrive():
    x, y = examples(MODEL._replace(n_out=1))
    sure = probes.seeds(mlp([2, 16, 1], "relu", "he", squared_error), x, y, 0.1, count=40, steps=400)
    doubtful = probes.seeds(mlp([2, 3, 1], "relu", "he", squared_error), x, y, 0.1, count=40, steps=400)
    assert (
        sure.passed and not doubtful.passed and doubtful.words.endswith("of 40 seeds come within 0.02 of 0.")
    )
