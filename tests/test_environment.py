"""The files that say what is installed agree, and none knows the machine it was written on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def pins():
    """The constraints as {name: version}."""
    lines = re.findall(r"^([^#\s=]+)==(\S+)$", (HOUSE / "constraints.txt").read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in lines}


def conda():
    """The requirements of environment.yml, without those that its pip installs."""
    lines = re.findall(r"^  - ([\w.-]+[^:\s]*)$", (HOUSE / "environment.yml").read_text(), re.MULTILINE)
    return {Requirement(line).name: Requirement(line) for line in lines if line != "conda-forge"}


def wanted(*lists):
    """The requirements in lists of pyproject.toml, by name, without the project itself."""
    requirements = [Requirement(line) for lines in lists for line in lines]
    return {each.name: each for each in requirements if each.name != PROJECT["name"]}


@pytest.mark.parametrize("requirement", wanted(PROJECT["dependencies"], *EXTRAS.values()).values(), ids=str)
def test_every_dependency_is_bounded_and_pinned_within_its_bound(requirement):
    assert [bound.operator for bound in requirement.specifier] == [">="]
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


def test_conda_asks_for_the_same_as_pip():
    asked = conda()
    assert str(asked.pop("python").specifier) == PROJECT["requires-python"]
    assert asked.pop("pip") == Requirement("pip")
    assert asked == wanted(PROJECT["dependencies"], EXTRAS["lab"])


def test_the_test_environment_contains_the_lab():
    assert f"{PROJECT['name']}[lab]" in EXTRAS["test"]


def tracked_texts():
    """Every text file that git tracks or would track, by name."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=HOUSE, capture_output=True, text=True, check=True).stdout.split("\0")
    there = [name for name in names if (HOUSE / name).is_file() and not name.endswith(".png")]
    return {name: (HOUSE / name).read_text(encoding="utf-8") for name in there}


# The brackets keep these patterns from finding themselves.
REGISTRY = re.compile(r"\b(files[.]pythonhosted[.]org|pypi[.](org|io))|--(extra-)?index[-]url|--find[-]links")
MACHINE = re.compile(r"(?<![\w.:/])[/](home|root|Users|work|opt|mnt|tmp)[/]\w|\bfile:[/]{2}")


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_package_registry_or_a_path_of_a_machine(pattern):
    found = {name: match[0] for name, text in tracked_texts().items() if (match := pattern.search(text))}
    assert found == {}
