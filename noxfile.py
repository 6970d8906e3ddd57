"""The matrix: the tests on each Python of this machine, with the oldest versions and with the newest.

`make matrix` runs it. The oldest versions are the lower bounds in pyproject.toml, or the first after them
that have a wheel for that Python. Outside the pinned versions notebooks must run; outputs may differ.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox


def works(python):
    """Whether this command starts a Python: a version manager may have put an empty shell there."""
    return shutil.which(python) and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


PYTHONS = [f"3.{minor}" for minor in range(11, 20) if works(f"python3.{minor}")]
RESOLUTIONS = {"oldest": ["--resolution=lowest-direct"], "newest": [], "prerelease": ["--prerelease=allow"]}
NOTEBOOKS = sorted(str(path) for path in Path("notebooks").rglob("*.ipynb"))
PLAIN = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# Other instructions round otherwise: what a notebook prints must not depend on them. Only x86 knows these.
OLD_PROCESSOR = {"OPENBLAS_CORETYPE": "Prescott"}
OLD_PROCESSOR |= {"NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3 AVX512_ICL AVX512_SPR"}

nox.options.default_venv_backend = "uv"


@nox.session(python=PYTHONS)
@nox.parametrize("versions", list(RESOLUTIONS))
def matrix(session, versions):
    """Run the tests with these versions; with prereleases, a failure is shown and forgiven."""
    install(session, versions)
    # The oldest libraries call what the newest of their own dependencies have since deprecated.
    old = ["-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning"]
    session.run(
        "python", "-m", "pytest", "tests", *NOTEBOOKS, "--ignore=tests/browser",
        f"--numprocesses={os.cpu_count()}", "--dist=loadfile", "-p", "no:cacheprovider",
        "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=300",
        *(old if versions == "oldest" else []), *session.posargs,
        env=PLAIN,
        success_codes=range(256) if versions == "prerelease" else [0],
    )  # fmt: skip


@nox.session(python=PYTHONS[:1])
def processor(session):
    """Compare every notebook's outputs, pinned versions, on a processor without the newer instructions."""
    session.install("--require-hashes", "--requirement", "pins/test.txt")
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")
    session.run(
        "python", "-m", "pytest", *NOTEBOOKS, f"--numprocesses={os.cpu_count()}", "--dist=loadfile",
        "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=300",
        "--nbval-sanitize-with=tests/nbval.cfg", *session.posargs, env=PLAIN | OLD_PROCESSOR,
    )  # fmt: skip


def install(session, versions):
    """The course, editable, with the versions that the resolution finds; only wheels, nothing is compiled."""
    pins = Path(session.create_tmp()) / "pins.txt"
    session.run(
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--extra=test", "--quiet",
        "--only-binary=:all:", f"--python-version={session.python}", f"--output-file={pins}",
        *RESOLUTIONS[versions], external=True, silent=True,
    )  # fmt: skip
    session.install("--requirement", str(pins))
    session.install("--no-deps", "--editable", ".")
