"""The tests notice slips: each mutant of the package fails a test that passes without it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mutants import KINDS, MUTANTS

HOUSE = Path(__file__).resolve().parents[2]
PASSED, FAILED = 0, 1  # pytest's exit codes; those above are for tests that could not be run
PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # loading all that are installed takes longer than a killer

pytestmark = pytest.mark.full


@pytest.fixture
def house(tmp_path):
    """A copy of the package, its tests and what these import."""
    for folder in ("backprop_course", "tests", "tools"):
        shutil.copytree(HOUSE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def run(house, killers):
    """Run some tests of a copy on the package of that copy."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "xdist", *killers]
    surroundings = os.environ | PLUGINS | {"PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=surroundings, capture_output=True, text=True)


def test_there_are_forty_mutants_of_every_kind():
    assert len(MUTANTS) == len({mutant[:3] for mutant in MUTANTS}) == 40
    assert {mutant.kind for mutant in MUTANTS} == set(KINDS)


def test_without_a_mutant_every_killer_passes(house):
    killers = sorted({killer for mutant in MUTANTS for killer in mutant.killers})
    done = run(house, killers)
    assert done.returncode == PASSED, done.stdout + done.stderr


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.module} {mutant.kind}")
def test_the_mutant_is_killed(mutant, house):
    module = house / "backprop_course" / mutant.module
    text = module.read_text(encoding="utf-8")
    assert text.count(mutant.before) == 1
    module.write_text(text.replace(mutant.before, mutant.after), encoding="utf-8")
    done = run(house, mutant.killers)
    assert done.returncode == FAILED, done.stdout + done.stderr
