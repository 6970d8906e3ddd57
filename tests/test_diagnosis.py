"""The diagnosis names the mistake and its place, accuses nothing that is right, and tells no wrong story."""

from itertools import cycle, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law, seeds

from backprop_course.check import faults
from backprop_course.check.diagnosis import (
    ModelCase,
    committed,
    diagnose,
    diagnosis,
    gradient_of,
    gradients_with_faults,
    place,
    somewhere,
)
from backprop_course.check.differences import SINGLE
from backprop_course.check.kinds import RIGHT, UNKNOWN
from backprop_course.check.programs import program_of
from backprop_course.nn import layers, losses
from backprop_course.nn.initializers import he
from backprop_course.nn.models import ACTIVATIONS, LOSSES, Model, mlp, weight_decay
from backprop_course.nn.network import block_names, chain, residual
from tools.faults_page import architectures, examples, places

pytestmark = pytest.mark.slow

# A gradient that two mistakes share has the name of the other.
SAME_GRADIENT = {
    (
        "summed over everything",
        "b3",
    ): "the rows of a softmax's dz sum to 0, and so does its bias gradient: it is zero",
}


def claims(parts):
    """The gradient of a network and a loss, as a learner would hand it in."""
    return lambda params, x, y: gradient_of(*parts, params, x, y)


# -- every fault of the catalogue, wherever it can sit --


def test_faults_are_named(record_property):
    total, misses = 0, []
    for architecture in architectures():
        model = architecture.model
        x, y = examples(model)
        for fault, where, parts in places(model):
            if fault.probe == "gradient":
                found = diagnose(model, claims(parts), x, y)
                total += 1
                misses += [(fault.name, where, found)] if found.kind != fault.name else []
    record_property("diagnosed by name", f"{total - len(misses)} of {total} faults at all their places")
    for name, where, found in misses:
        record_property(f"not by name: {name} in {where}", f"{found} ({SAME_GRADIENT[name, where]})")
    assert len(misses) <= 0.05 * total


def test_the_fault_and_place_that_are_named_give_this_very_gradient():
    model = architectures()[3].model
    x, y = examples(model)
    params = somewhere(model, np.random.default_rng(9))
    known = {(f.name, where, f"{where}: {f.cure}."): parts for f, where, parts in committed(model)}
    for _, _, parts in places(model):
        found = diagnose(model, claims(parts), x, y)
        pair = [gradient_of(*each, params, x, y) for each in (known.get(tuple(found), parts), parts)]
        for a, b in zip(*pair, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-14)


DEEP = mlp([3, 4, 4, 2], "tanh", "xavier", "squared error")
RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))


def changed(**blocks):
    """The right gradient of DEEP with some of its blocks changed."""
    names = block_names(DEEP.network)

    def claimed(params, x, y):
        grads = program_of(DEEP).grads(params, x, y)
        return [blocks.get(name, lambda g: g)(g) for name, g in zip(names, grads, strict=True)]

    return claimed


def below(factor):
    """The gradients of layer 1 times a factor."""
    return changed(W1=lambda g: factor * g, b1=lambda g: factor * g)


SAID = [
    (changed(b1=lambda g: np.full_like(g, g.sum())), "summed over everything",
     "b1: summed over all units instead of over the batch."),
    (changed(W2=lambda g: g.T), "transposed", "W2: the transpose of what is wanted."),
    (changed(W1=lambda g: g.T), "transposed", "W1: the transpose of what is wanted."),
    (changed(W3=lambda g: -g), "sign", "W3: the sign is flipped."),
    (changed(W1=lambda g: 0 * g), "zero", "W1: zero everywhere."),
    (changed(W1=lambda g: 0 * g, b2=lambda g: -g), "zero",
     "W1: it is zero everywhere. b2: it is the right one times -1: the sign is flipped."),
    (changed(W2=lambda g: np.full_like(g, g[1, 2])), "broadcast",
     "W2: one of its entries stands for all of them."),
    (changed(W2=lambda g: np.full_like(g, g.mean())), "averaged over everything",
     "W2: averaged over all units."),
    (changed(b2=lambda g: g[0]), "shape", "b2: its shape is (4,), but must be (1, 4)."),
    (changed(b2=lambda g: g.sum()), "summed over everything", "b2: its shape is (), but must be (1, 4)."),
    (changed(b2=lambda g: 2 * g.sum()), "shape", "b2: its shape is (), but must be (1, 4)."),
    (changed(b2=lambda g: np.repeat(g / 6, 6, axis=0)), "one bias per row",
     "b2: its shape is (6, 4), but must be (1, 4)."),
    (changed(b2=lambda g: np.repeat(g, 6, axis=0)), "shape", "b2: its shape is (6, 4), but must be (1, 4)."),
    (changed(W2=lambda g: g / 6, b3=lambda g: -g), "averaged where summed",
     "W2: it is the right one times 1/n, n the number of examples: the average is taken twice. "
     "b3: it is the right one times -1: the sign is flipped."),
    (changed(b3=lambda g: g * np.nan), "not finite", "b3: it holds nan or inf."),
    (changed(b3=lambda g: g + np.inf), "not finite", "b3: it holds nan or inf."),
    (below(3.7), "scale", "everything below layer 2 is multiplied by 3.7: look at what layer 2 passes down."),
    (below(1 / 2.5), "scale",
     "everything below layer 2 is multiplied by 0.4: look at what layer 2 passes down."),
    (below(0), "zero",
     "layer 2: nothing arrives below it: look at what it passes down, and the activation beneath."),
    (lambda *at: [-5 * g for g in changed()(*at)], "sign",
     "every block: it is the right one times -1: the sign is flipped, and by 5."),
    (lambda *at: changed()(*at)[::-1], "order",
     "these are the right gradients, in another order than W1, b1, W2, b2, W3, b3."),
]  # fmt: skip


@pytest.mark.parametrize("claimed, fault, words", SAID, ids=[words[:40] for *_, words in SAID])
def test_what_is_said(claimed, fault, words):
    found = diagnose(DEEP, claimed, X, Y)
    assert (found.kind, str(found)) == (fault, words)


def test_a_fault_and_a_factor_are_both_said():
    parts = next(parts for fault, _, parts in committed(DEEP) if fault.name == "derivative missing")
    found = diagnose(DEEP, lambda *at: [6 * g for g in claims(parts)(*at)], X, Y)
    assert found.kind == "derivative missing"
    assert str(found).endswith("multiplied by n, the number of examples: the 1/n is missing.")


def test_where_nothing_fits_the_facts_are_said():
    found = diagnose(DEEP, changed(W2=lambda g: g + np.arange(16.0).reshape(4, 4)), X, Y)
    assert (found.kind, found.where) == (UNKNOWN, "W2")
    assert str(found).startswith(
        "W2: wrong, but like no mistake we know. The relative error is largest in W2, "
    )
    assert "the cosine with the right one is" in str(found)


def test_the_facts_are_those_of_the_worst_block_where_it_is_worst():
    found = diagnose(DEEP, changed(W2=lambda g: 1.5 * g + 1e-3, b1=lambda g: g + 1e-6), X, Y)
    assert (found.kind, found.where) == (UNKNOWN, "b1, W2")
    assert "largest in W2" in found.words and "the length 1.5" in found.words


def test_the_penalty_stays_in_the_suspects():
    model = weight_decay(DEEP, 0.1)
    penalty = model.penalty

    def claimed(params, x, y):
        parts = next(parts for fault, _, parts in committed(model) if fault.name == "derivative missing")
        grads = gradient_of(*parts, params, x, y)
        return [g + p for g, p in zip(grads, penalty(params)[1], strict=True)]

    assert diagnose(model, claimed, X, Y).kind == "derivative missing"
    assert diagnose(model, program_of(DEEP).grads, X, Y).kind == UNKNOWN


@pytest.mark.parametrize(
    "make",
    [
        layers.batch_norm,
        lambda n: residual(layers.dense(n, n, lambda *a: [np.ones((n, n)), np.ones((1, n))])),
    ],
)
def test_other_layers_have_names_and_places_too(make):
    model = DEEP._replace(network=[*DEEP.network[:1], make(4), *DEEP.network[1:]])
    assert len(set(block_names(model.network))) == 8
    assert diagnose(model, program_of(model).grads, X, Y).kind == RIGHT
    for fault, _, parts in committed(model):
        assert (
            diagnose(model, claims(parts), X, Y).kind in (fault.name, RIGHT, "zero", "sign", "scale")
            or fault.name == "zero"
        )


# -- junk --

SIX = [
    None,
    "W1",
    1j,
    object(),
    [1, [2]],
    np.array(None),
    np.zeros(()),
    np.zeros((0, 3)),
    np.full((2, 2), np.nan),
]
JUNK = [None, ..., 3, "W1", [], {"W1": 1}, np.zeros(6), range(6), *([each] * 6 for each in SIX)]


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_answered_in_words(junk):
    found = diagnose(DEEP, lambda params, x, y: junk, X, Y)
    assert found.kind == "shape" and len(found.words) > 20


def test_what_raises_is_answered_in_words():
    found = diagnose(DEEP, lambda params, x, y: params[9], X, Y)
    assert str(found) == "it raises IndexError: list index out of range."


def test_what_writes_into_everything_harms_nobody():
    def vandal(params, x, y):
        grads = program_of(DEEP).grads(params, x, y)
        for array in (*params, x, y):
            array[...] = np.nan
        return grads

    assert diagnose(DEEP, vandal, X, Y).kind == RIGHT


# -- zero false alarms --


def targets(loss, rng, shape):
    """Random targets that suit a loss."""
    y = rng.uniform(0.05, 0.95, shape)
    return y / y.sum(axis=1, keepdims=True) if loss == "softmax cross-entropy" else y


def random_model(rng, depth, activation, loss, normalized):
    """A model of random widths, and data for it."""
    widths = [int(n) for n in rng.integers(1, 6, depth + 1)]
    widths[-1] = max(widths[-1], 2) if loss == "softmax cross-entropy" else widths[-1]
    model = mlp(widths, activation, "xavier", loss)
    if normalized:
        pairs = [
            [layer, layers.batch_norm(n)] if layer.names else [layer]
            for layer, n in zip(model.network, np.repeat(widths[1:], 2), strict=False)
        ]
        model = model._replace(network=sum(pairs, []))
    rows = int(rng.integers(2 if normalized else 1, 7))
    return model, rng.normal(size=(rows, widths[0])), targets(loss, rng, (rows, widths[-1]))


def random_models(count):
    """All depths, activations and losses, with batch norm and without, again and again."""
    kinds = cycle(product(range(1, 6), ACTIVATIONS, LOSSES, (False, True)))
    for number, kind in zip(range(count), kinds):  # noqa: B905
        yield random_model(np.random.default_rng(number), *kind)


@pytest.mark.parametrize("count", [540, pytest.param(2160, marks=pytest.mark.full)])
def test_the_right_gradient_is_never_accused(count, record_property):
    accused = []
    for model, x, y in random_models(count):
        found = diagnose(model, program_of(model).grads, x, y, points=1)
        accused += [found] if found.kind != RIGHT else []
    record_property("false alarms, networks in float64", f"{len(accused)} of {count}")
    assert accused == []


def in_single(model):
    """The model's gradient in float32 from end to end, the rows from last to first: so rounded otherwise."""
    grads = program_of(model).grads
    return lambda params, x, y: grads(
        [np.float32(p) for p in params], np.float32(x[::-1]), np.float32(y[::-1])
    )


@pytest.mark.parametrize("count", [180, pytest.param(720, marks=pytest.mark.full)])
def test_the_right_gradient_in_float32_is_never_accused(count, record_property):
    accused = []
    for model, x, y in random_models(count):
        found = diagnose(model, in_single(model), x, y, points=1)
        accused += [found] if found.kind != RIGHT else []
    record_property("false alarms, networks in float32", f"{len(accused)} of {count}")
    assert accused == []


# -- no story that is not true --


def explained(claim, truth):
    """Whether one block, at all points, is a simple function of the right one."""
    total = [c.sum() / t.sum() for c, t in zip(claim, truth, strict=True)]
    simple = [lambda t, k=k: k * t for k in (total[0], 0, 1, -1, 2, 6, 1 / 6, 1 / 2)]
    simple += [lambda t, k=k: np.full_like(t, t.flat[k]) for k in range(truth[0].size)]
    simple += [lambda t: t.T, lambda t: np.full_like(t, t.sum()), lambda t: np.full_like(t, t.mean())]
    fits = [[same(c, f(t)) for c, t in zip(claim, truth, strict=True)] for f in simple]
    return any(map(all, fits))


def same(a, b):
    """Whether two arrays have one shape and the same entries."""
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-12)


def multiple(a, b):
    """Whether two gradients point the same way or the opposite one."""
    a, b = (np.concatenate([block.ravel() for block in gradient]) for gradient in (a, b))
    return np.allclose(a * (b @ b), (a @ b) * b, rtol=1e-4, atol=1e-12)


def reproduced(found, model, claimed, x, y):
    """Whether the mistake that is named gives the claim, up to a factor; or explains the blocks it names."""
    rng = np.random.default_rng(5)
    points = [somewhere(model, rng) for _ in range(3)]
    mine = [claimed(params, x, y) for params in points]
    right = [program_of(model).grads(params, x, y) for params in points]
    for name, where, _, gradients in gradients_with_faults(model, points, x, y):
        if (name, where) == found[:2] and all(map(multiple, mine, gradients)):
            return True
    names = block_names(model.network)
    misshapen = found.where in names and found.kind == "transposed"
    blocks = [names.index(found.where)] if misshapen else range(len(names))
    return all(explained([g[i] for g in mine], [g[i] for g in right]) for i in blocks)


SPOILED = {
    "right": lambda g, rng: g,
    "flipped": lambda g, rng: -g,
    "scaled": lambda g, rng: rng.choice([0, 0.5, 2, 6, 1 / 6, 3.7]) * g,
    "transposed": lambda g, rng: g.T,
    "summed": lambda g, rng: np.full_like(g, g.sum()),
    "one entry": lambda g, rng: np.full_like(g, g.flat[0]),
    "cut": lambda g, rng: np.where(g > 0, g, 0),
    "squared": lambda g, rng: g * g,
    "reversed": lambda g, rng: g[:, ::-1],
    "a little off": lambda g, rng: 1.001 * g + 1e-4,
}


@given(seed=seeds, ways=st.lists(st.sampled_from(sorted(SPOILED)), min_size=6, max_size=6))
@law
def test_a_fault_that_is_named_gives_the_very_claim(seed, ways):
    def claimed(params, x, y):
        rng = np.random.default_rng(seed)
        return [
            SPOILED[way](g, rng) for way, g in zip(ways, program_of(DEEP).grads(params, x, y), strict=True)
        ]

    found = diagnose(DEEP, claimed, X, Y)
    assert found.kind in (RIGHT, UNKNOWN, "shape") or reproduced(found, DEEP, claimed, X, Y), found


def test_two_mistakes_at_once_are_named_only_if_that_gives_the_claim(record_property):
    model = mlp([2, 3, 3, 1])
    x, y = RNG.normal(size=(6, 2)), RNG.integers(0, 2, (6, 1)).astype(float)
    single = [
        (where, network)
        for f, where, (network, loss) in committed(model)
        if f in faults.LAYER and "," not in where
    ]
    pairs = [(a, b) for (w, a), (v, b) in product(single, single) if w < v][::16]
    named = 0
    for a, b in pairs:
        both = [new if new is not old else other for new, other, old in zip(a, b, model.network, strict=True)]
        claimed = claims((both, model.loss))
        found = diagnose(model, claimed, x, y)
        assert found.kind in (RIGHT, UNKNOWN) or reproduced(found, model, claimed, x, y), found
        named += found.kind != UNKNOWN
    record_property(
        "two mistakes at once", f"{named} of {len(pairs)} named, the others told as unknown, no wrong story"
    )


@given(seed=seeds, scale=st.sampled_from([1e-6, 1, 1e6]))
@law
def test_noise_is_called_unknown(seed, scale):
    rng = np.random.default_rng(seed)
    found = diagnose(DEEP, lambda params, x, y: [scale * rng.normal(size=p.shape) for p in params], X, Y)
    assert found.kind == UNKNOWN


def test_a_case_of_one_array_speaks_of_it_alone():
    case = ModelCase(["dx"], [[2 * np.ones((3, 2))]], [[np.ones((3, 2))]], [(3, 1)])
    assert (
        str(diagnosis(case))
        == "dx: it is the right one times 2: a square's factor beside a loss with its half."
    )


@pytest.mark.parametrize("error, fault", [(1e-5, RIGHT), (1e-3, UNKNOWN)])
def test_float32_has_a_tolerance_of_its_own(error, fault):
    wrong = [1 + error, 1 - error, 1, 1]
    claimed = changed(b1=lambda g: np.float32(g * wrong))
    assert diagnose(DEEP, claimed, X, Y).kind == fault and error < 10 * SINGLE * 10
    assert diagnose(DEEP, changed(b1=lambda g: g * wrong), X, Y).kind == UNKNOWN


KINDS = {
    "affine layer": lambda n: layers.affine(n),
    "batch norm": lambda n: layers.batch_norm(n),
    "residual block": lambda n: residual(layers.batch_norm(n)),
    "chain": lambda n: chain(layers.batch_norm(n), layers.tanh),
    "own layer": lambda n: layers.batch_norm(n)._replace(kind=layers.OWN),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_is_called_by_its_kind(kind):
    network = [layers.dense(2, 3, he), KINDS[kind](3), layers.tanh, layers.dense(3, 1, he)]
    assert place(network, [1]) == f"layer 1's {kind}"
    others = [each for each in KINDS if each != kind]
    places = [where for _, where, _ in committed(Model(network, losses.logistic, 2, 1))]
    assert places and not [where for where in places for other in others if other in where]


def test_a_float32_beyond_its_range_is_no_error():
    model = mlp([2, 3, 1])
    x, y = np.full((4, 2), 3e-38, np.float32), np.ones((4, 1), np.float32)

    def claimed(params, x, y):
        return [g.astype(np.float32) for g in program_of(model).grads(params, x, y)]

    with np.errstate(all="raise"):
        assert diagnose(model, claimed, x, y).kind == RIGHT
