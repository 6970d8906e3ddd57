"""The files that say what is installed agree, and none knows the machine it was written on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())
PROJECT, EXTRAS = PYPROJECT["project"], PYPROJECT["project"]["optional-dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
FILES = ["lab", "test", "grading", "site", "frameworks", "torch", "upkeep"]
PIN = re.compile(r"([\w.-]+)==([\w.]+)(?: ; [^\\\n]+)?((?: \\\n {4}--hash=sha256:[0-9a-f]{64})+)\n")


def pins(*names):
    """The pins of these files as [(name, version)]."""
    texts = [(HOUSE / "pins" / f"{name}.txt").read_text() for name in names]
    return [(pin[1], pin[2]) for text in texts for pin in PIN.finditer(text)]


def conda(file):
    """The requirements of a conda environment, without what its pip installs; there `=3.13` is a prefix."""
    lines = re.findall(r"^  - ([\w.-]+[^:\s]*)$", (HOUSE / file).read_text(), re.MULTILINE)
    lines = [re.sub(r"(?<![<>=!~])=(?!=)(.+)", r"==\1.*", line) for line in lines if line != "conda-forge"]
    return {Requirement(line).name: Requirement(line) for line in lines}


def wanted(*lists):
    """The requirements in lists of pyproject.toml, by name, without the project itself."""
    requirements = [Requirement(line) for lines in lists for line in lines]
    return {each.name: each for each in requirements if each.name != PROJECT["name"]}


@pytest.mark.parametrize("name", FILES)
def test_all_that_a_file_of_pins_asks_for_is_pinned_hashed_and_a_wheel(name):
    rest = PIN.sub("", (HOUSE / "pins" / f"{name}.txt").read_text())
    orders = [line for line in rest.splitlines() if not line.startswith("#")]
    assert orders == ["--only-binary :all:", *(["-r lab.txt"] if name == "test" else [])]


NEEDS = [(["lab"], each) for each in wanted(PROJECT["dependencies"]).values()]
NEEDS += [(["lab", "test"], each) for each in wanted(EXTRAS["test"]).values()]
NEEDS += [(["lab", "test", group], each) for group in GROUPS for each in wanted(GROUPS[group]).values()]


@pytest.mark.parametrize("files, requirement", NEEDS, ids=str)
def test_every_dependency_is_bounded_and_pinned_within_its_bound(files, requirement):
    assert [bound.operator for bound in requirement.specifier] == [">="]
    [version] = [version for name, version in pins(*files) if name == canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


def test_no_pin_stands_in_two_files_of_the_course_and_the_others_agree_with_them():
    course = pins("lab", "test", "grading")
    assert len(set(course)) == len(course)
    names = {name for name, version in course}
    assert {pin for pin in pins("site", "frameworks", "upkeep") if pin[0] in names} <= set(course)
    beside = {name for name, version in pins("site") + pins("frameworks") + pins("torch")}
    assert not beside & {name for name, version in pins("lab", "test")}


def test_what_builds_the_course_is_pinned_and_comes_with_the_lab():
    [backend] = map(Requirement, PYPROJECT["build-system"]["requires"])
    assert (canonicalize_name(backend.name), str(backend.specifier).removeprefix("==")) in pins("lab")


def test_every_action_of_a_workflow_is_pinned_by_its_hash():
    workflows = [path.read_text() for path in (HOUSE / ".github" / "workflows").glob("*.yml")]
    actions = [action for text in workflows for action in re.findall(r"\buses: (.*)", text)]
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+")
    assert actions and [action for action in actions if not pinned.fullmatch(action)] == []


CONDA = {"environment.yml": PROJECT["requires-python"], ".binder/environment.yml": "==3.13.*"}


@pytest.mark.parametrize("file, python", CONDA.items(), ids=list(CONDA))
def test_conda_asks_for_the_same_as_pip(file, python):
    asked = conda(file)
    assert str(asked.pop("python").specifier) == python
    assert asked.pop("pip") == Requirement("pip")
    assert asked == wanted(PROJECT["dependencies"])


def test_the_python_that_binder_takes_is_one_of_the_course():
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains("3.13")


def tracked_texts():
    """Every text file that git tracks or would track, by name."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=HOUSE, capture_output=True, text=True, check=True).stdout.split("\0")
    binary = ".png", ".gif", ".npz"
    there = [name for name in names if (HOUSE / name).is_file() and not name.endswith(binary)]
    return {name: (HOUSE / name).read_text(encoding="utf-8") for name in there}


# The brackets keep these patterns from finding themselves.
REGISTRY = re.compile(r"\b(files[.]pythonhosted[.]org|pypi[.](org|io))|--(extra-)?index[-]url|--find[-]links")
MACHINE = re.compile(r"(?<![\w.:/])[/](home|root|Users|work|opt|mnt|tmp)[/]\w|\bfile:[/]{2}")


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_package_registry_or_a_path_of_a_machine(pattern):
    found = {name: match[0] for name, text in tracked_texts().items() if (match := pattern.search(text))}
    assert found == {}
