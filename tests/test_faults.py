"""The catalogue crossed with four networks and all probes: each fault is caught by the probe it names."""

import re

import numpy as np
import pytest

from backprop_course.check import faults
from backprop_course.check.programs import Program, program_of
from backprop_course.nn.layers import dense
from backprop_course.nn.models import INITIALIZERS, mlp, weight_decay
from tools import faults_page

pytestmark = pytest.mark.slow

NUMERIC = {f"F{i}" for i in range(1, 31)} - {"F17", "F18", "F21", "F23", "F26"}


def said(fault, architecture, report):
    """Which fault where, and what each probe says of it."""
    failed = [f"{found.probe}: {found.kind or found.words}" for found in report.failed]
    return f"{fault.name} ({fault.make.__name__}), {architecture.name}: {failed}"


def probe_of(fault):
    """The probe that the catalogue names."""
    return faults_page.PROBES[faults_page.NAMES.index(fault.probe)]


def test_every_class_of_mistakes_with_numbers_has_a_fault():
    assert {fault.code for fault in faults_page.CATALOGUE} == NUMERIC


@pytest.mark.parametrize(
    "fault", faults_page.CATALOGUE, ids=lambda fault: f"{fault.code} {fault.make.__name__}"
)
def test_every_fault_says_what_one_sees_and_what_is_wrong(fault):
    assert fault.probe in faults_page.NAMES
    assert re.fullmatch(r"[^\n]+\.", fault.symptom) and not fault.cure.endswith(".")


@pytest.mark.parametrize("architecture", faults_page.architectures(), ids=lambda each: each.name)
def test_the_right_program_passes_every_probe(architecture):
    report = faults_page.examined(program_of(architecture.model, architecture.rate), architecture)
    assert all(finding.passed for finding in report.findings), report


def test_every_fault_is_caught_and_named_by_its_probe(record_property):
    reports = [
        (fault, architecture, faults_page.examined(program, architecture, [probe_of(fault)]))
        for architecture in faults_page.architectures()
        for fault, program in faults_page.broken(architecture)
    ]
    missed = [said(*each) for each in reports if not each[2].failed]
    named = [each for each in reports if each[0].name in {found.kind for found in each[2].failed}]
    record_property("faults", len(faults_page.CATALOGUE))
    record_property(
        "caught by the probe that the catalogue names", f"{len(reports) - len(missed)} of {len(reports)}"
    )
    record_property("named by it", f"{len(named)} of {len(reports)}")
    assert missed == []
    assert [said(*each) for each in reports if each not in named] == []
    assert {fault.make for fault, *_ in reports} == {each.make for each in faults_page.CATALOGUE}


# Many steps along a wrong gradient are chaos: a processor's rounding may decide where one network ends.
OPTIMUM = re.compile(r"(?:\d/\d|·|–) \| [^|]* \|$", re.MULTILINE)
CHAOTIC = 0.05  # the share of trained networks that may end elsewhere on another processor


@pytest.mark.full  # every fault before every probe, and trained
def test_the_page_is_in_step_with_the_catalogue():
    stored, made = faults_page.PAGE.read_text(encoding="utf-8"), faults_page.page()
    message = "run python -m tools.faults_page"
    assert OPTIMUM.sub("|", stored) == OPTIMUM.sub("|", made), message
    there, here = (
        [end for row in OPTIMUM.findall(text) for end in re.split(r" \| |, ", row)] for text in (stored, made)
    )
    assert np.mean([a != b for a, b in zip(there, here, strict=True)]) <= CHAOTIC, message


@pytest.mark.parametrize(
    ("fault", "of_W", "of_b"), [(faults.bias_averaged, 1, 7), (faults.weights_averaged, 7, 1)]
)
def test_what_is_averaged_is_so_over_the_rows(fault, of_W, of_b):
    rng, layer = np.random.default_rng(0), dense(3, 2, INITIALIZERS["xavier"])
    params, x, dy = layer.init(rng), rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
    _, (dW, db) = layer.backward(params, x, dy)
    _, (wrong_dW, wrong_db) = fault(layer).backward(params, x, dy)
    np.testing.assert_allclose(
        [*wrong_dW.ravel() * of_W, *wrong_db.ravel() * of_b], [*dW.ravel(), *db.ravel()]
    )


def test_a_fault_that_needs_a_model_is_none_without_one():
    assert [
        f.make(Program()) for f in faults.PROGRAM if f.name in ("updated before use", "floor of the model")
    ] == [None] * 3


def test_without_its_hidden_layers_a_program_keeps_its_weight_decay():
    decayed = weight_decay(mlp([3, 4, 2]), 0.1)
    small = faults.no_hidden_layer(program_of(decayed))
    params = small.init(0)
    x, y = np.ones((5, 3)), np.ones((5, 2))
    without = program_of(small.model._replace(penalty=None)).loss(params, x, y)
    assert small.loss(params, x, y) - without == pytest.approx(0.05 * np.sum(params[0] ** 2))
    assert faults.no_hidden_layer(program_of(decayed._replace(penalty=lambda params: (0.0, params)))) is None
