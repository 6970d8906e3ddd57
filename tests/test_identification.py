"""The network behind a loss is found from shapes and values alone, in any convention, or not at all."""

import itertools

import numpy as np
import pytest
from expected import accusations, names
from nets_on_stage import MISTAKES, Net, conventions, handed, nets

from backprop_course.check import identification
from backprop_course.check.conclusion import conclusion
from backprop_course.check.identification import described, form_loss, identified
from backprop_course.check.reading import read


def some_in_test(cases):
    """Every fourth case as it is; `make full` tries the others too."""
    return [
        case if n % 4 == 0 else pytest.param(*case, marks=pytest.mark.full) for n, case in enumerate(cases)
    ]


@pytest.mark.parametrize("number, convention", list(enumerate(conventions(40, seed=11))))
def test_the_network_is_found(number, convention):
    net = Net(convention, seed=number)
    params = list(net.params.values())

    def loss(arrays):
        return net.loss(dict(zip(net.params, arrays, strict=True)), net.x, net.y)

    found = identified(loss, params, net.x, net.y, seconds=20)
    assert found is not None
    point = [p + 0.3 for p in params]
    assert form_loss(found)(point, net.x, net.y) == pytest.approx(loss(point), rel=1e-7)
    words = described(found, list(net.params), net.x)
    assert "-".join(map(str, convention.sizes)) in words


def test_another_loss_is_no_network():
    rng = np.random.default_rng(0)
    W, x, y = rng.normal(size=(3, 2)), rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    assert identified(lambda a: float(np.sum(np.sin(x @ a[0]) * y)), [W], x, y) is None
    assert identified(lambda a: float(np.sum(a[0] ** 2)), [W], None, None) is None


@pytest.mark.parametrize("count", [10, 14])
def test_arrays_of_equal_shapes_end_the_search_in_time(count, monkeypatch):
    asked = itertools.count()
    monkeypatch.setattr(identification, "process_time", lambda: next(asked) / 10_000)
    rng = np.random.default_rng(0)
    arrays, x = [rng.normal(size=(3, 3)) for _ in range(count)], rng.normal(size=(4, 3))
    assert identified(lambda a: float(np.sum(np.sin(sum(a)))), arrays, x, x) is None
    assert next(asked) < 40_000


@pytest.mark.parametrize("fault, net", some_in_test(list(nets(25, seed=7))), ids=str)
def test_every_mistake_is_named_in_every_convention(fault, net):
    found = accusations(conclusion(read(**handed(net))))
    if fault is None:
        assert found == []
    elif not net.is_right():
        same = {"zero"} if fault == "summed over everything" and net.c.output == "softmax" else set()
        assert found and all(({fault} | same) & names(f) for f in found), (fault, net.mistakes, net.c, found)


PLAIN = {"unknown", "scale", "sign", "zero", "penalty scale", "penalty missing", "penalty on the bias"}


@pytest.mark.full
@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9])
def test_a_part_of_a_mistake_gets_no_name(share):
    for _, net in nets(3, seed=int(100 * share), share=share):
        found = accusations(conclusion(read(**handed(net))))
        assert {f.kind for f in found} <= PLAIN, (net.mistakes, net.c, found)


def pairs(count, seed):
    """So many programs with two mistakes, each of which shows alone: (what they are called, the net)."""
    rng = np.random.default_rng(seed)
    for number, convention in enumerate(conventions(count, seed)):
        layers = range(len(convention.sizes) - 1)
        able = [(name, i) for name, (_, can) in MISTAKES.items() for i in layers if can(convention, i)]
        for _ in range(3):
            both = [able[k] for k in rng.choice(len(able), 2, replace=False)]
            if not any(Net(convention, [each], seed=number).is_right() for each in both):
                yield {MISTAKES[name][0] for name, _ in both}, Net(convention, both, seed=number)


@pytest.mark.slow
@pytest.mark.parametrize("kinds, net", some_in_test(list(pairs(7, seed=3))), ids=str)
def test_two_mistakes_get_their_names_and_no_third(kinds, net):
    found = accusations(conclusion(read(**handed(net))))
    named = [f for f in found if f.kind != "unknown"]
    assert all(names(f) & kinds for f in named), (net.mistakes, net.c, found)
    assert named, (net.mistakes, net.c, found)
