"""What lesson 15 recorded of PyTorch, JAX and Keras is what they give here; `make full` lays them apart."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from backprop_course.lessons.let_a_tape_do_it import frameworks
from tools.frameworks import LESSONS

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = Path(sys.prefix) / "frameworks"
IN_FLOAT32 = {"jax_loop", "keras_fit"}  # their digits depend on the processor
MISSING = [name for name in ("torch", "jax", "keras") if not (FOLDER / name).is_dir()]

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        bool(MISSING),
        reason=f"not in {FOLDER}: {', '.join(MISSING)} (`make full` lays there what pins/ has for a machine)",
    ),
]


def beside_the_frameworks(*arguments):
    """What a Python that finds the frameworks prints."""
    path = os.pathsep.join([str(HOUSE), str(FOLDER)])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": path, "KERAS_HOME": str(FOLDER / ".keras")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


def alike(here, there, tolerance):
    """Whether two results are the same: numbers to a tolerance, words and shapes exactly."""
    if isinstance(here, list):
        return len(here) == len(there) and all(
            alike(one, other, tolerance) for one, other in zip(here, there, strict=True)
        )
    if isinstance(here, float):
        return bool(np.isclose(here, there, rtol=tolerance, atol=tolerance))
    return here == there


def test_what_is_recorded_is_what_they_give():
    code = "import json; from tools.frameworks import live; print(json.dumps(live()))"
    live = json.loads(beside_the_frameworks("-c", code).splitlines()[-1])
    recorded = json.loads(frameworks.RECORD.read_text(encoding="utf-8"))
    assert live.keys() == recorded.keys()
    for name, result in recorded.items():
        assert alike(result, live[name], 1e-5 if name in IN_FLOAT32 else 1e-10), name


def test_the_lessons_print_the_same_where_the_frameworks_are():
    options = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/nbval.cfg"]
    options += ["--nbval-cell-timeout", "1000", "-p", "no:cacheprovider"]
    said = beside_the_frameworks("-m", "pytest", "-q", *options, *map(str, LESSONS))
    assert " passed" in said and "skipped" not in said


def test_the_layers_are_those_of_pytorch():
    said = beside_the_frameworks("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_torch.py")
    assert " passed" in said and "skipped" not in said
