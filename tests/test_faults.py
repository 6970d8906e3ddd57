"""The catalogue crossed with four networks and all probes: each fault is caught by the probe it names."""

import re

import numpy as np
import pytest

from backprop_course.check import faults
from backprop_course.check.programs import Program, program_of
from backprop_course.nn.models import mlp, weight_decay
from tools import faults_page

pytestmark = pytest.mark.slow

NUMERIC = {f"F{i}" for i in range(1, 31)} - {"F17", "F18", "F21", "F23", "F26"}


def said(crossing):
    """Which fault where, and what each probe says of it."""
    failed = [f"{found.probe}: {found.fault or found.words}" for found in crossing.report.failed]
    return f"{crossing.fault.name} ({crossing.fault.make.__name__}), {crossing.architecture.name}: {failed}"


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


def test_every_fault_is_caught_by_its_probe(record_property):
    crossings = faults_page.crossings()
    missed = [
        said(each) for each in crossings if each.fault.probe not in {f.probe for f in each.report.failed}
    ]
    named = [each for each in crossings if each.fault.name in {f.fault for f in each.report.failed}]
    record_property("faults", len(faults_page.CATALOGUE))
    record_property("crossings of faults, networks and probes", len(crossings) * len(faults_page.NAMES))
    record_property(
        "caught by the probe that the catalogue names", f"{len(crossings) - len(missed)} of {len(crossings)}"
    )
    record_property("named by a probe", f"{len(named)} of {len(crossings)}")
    assert missed == []
    assert [said(each) for each in crossings if each not in named] == []


def test_every_fault_is_one_somewhere():
    assert {each.fault.make for each in faults_page.crossings()} == {
        each.make for each in faults_page.CATALOGUE
    }


# Many steps along a wrong gradient are chaos: a processor's rounding may decide where one network ends.
OPTIMUM = re.compile(r"(?:\d/\d|·|–) \| [^|]* \|$", re.MULTILINE)


def test_the_page_is_in_step_with_the_catalogue():
    stored, made = faults_page.PAGE.read_text(encoding="utf-8"), faults_page.page()
    message = "run python -m tools.faults_page"
    assert OPTIMUM.sub("|", stored) == OPTIMUM.sub("|", made), message
    assert len(set(stored.splitlines()) - set(made.splitlines())) <= 3, message


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
