"""The rules of the house: which floor may import what, how long things are, how a lesson is laid out."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "backprop_course"


class Floor(NamedTuple):
    """Some modules, and what they may import: of ours, of others, of others inside functions only."""

    modules: set
    ours: set
    others: set
    deferred: set = frozenset()


GROUND = {"doors", "layers", "losses", "initializers", "optimizers", "propagation"}
MACHINE = {"network", "models", "descent", "training", "searching", "saving", "normalizing"}
MACHINE |= {"checking", "programs", "faults", "diagnosis", "probes"}
PICTURES = {"style", "plots", "stills"}
BELOW_THE_DESK = GROUND | {"data"} | MACHINE | PICTURES
FLOORS = [
    Floor(GROUND, {"layers", "doors"}, {"numpy"}),
    Floor({"data"}, {"doors"}, {"numpy"}, {"sklearn"}),
    Floor(MACHINE, GROUND | {"data"} | MACHINE, {"numpy"}),
    Floor(PICTURES, {"style"}, {"numpy", "matplotlib"}),
    Floor({"exercises"}, BELOW_THE_DESK | {"exercises"}, {"numpy", "IPython"}),
    Floor(
        {"labs"},
        BELOW_THE_DESK | {"exercises", "labs"},
        {"numpy", "matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython"},
    ),
]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def module_of(path):
    """The module, or the package in the package, that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def floor_of(path):
    """The floor that a file stands on."""
    found = [floor for floor in FLOORS if module_of(path) in floor.modules]
    assert found, f"{module_of(path)} stands on no floor: give it one in FLOORS"
    return found[0]


def imported(node):
    """The dotted names that one import statement brings in; `from . import x` is not our style."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, "imports name the package in full"
    return [f"{node.module}.{alias.name}" for alias in node.names]


def imports(tree, inside_functions=True):
    """All names that a module imports, or only those that it imports as soon as it is imported itself."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    deferred = set() if inside_functions else {id(inner) for outer in functions for inner in ast.walk(outer)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [name for node in nodes if id(node) not in deferred for name in imported(node)]


def ours(names):
    """Which of our modules these dotted names belong to."""
    return {name.split(".")[1] for name in names if name.startswith("backprop_course.")}


def others(names):
    """Which packages of others these dotted names belong to; the standard library is everybody's."""
    return {name.split(".")[0] for name in names} - {"backprop_course"} - sys.stdlib_module_names


def parse(path):
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path):
    floor, tree = floor_of(path), parse(path)
    assert ours(imports(tree)) <= floor.ours
    assert others(imports(tree)) <= floor.others | floor.deferred
    assert others(imports(tree, inside_functions=False)) <= floor.others


def test_no_module_imports_itself_by_a_detour():
    graph = {}
    for path in MODULES:
        graph.setdefault(module_of(path), set()).update(ours(imports(parse(path))) - {module_of(path)})
    assert set(TopologicalSorter(graph).static_order()) >= graph.keys()


def code_lines(text):
    """How many lines of a text are neither blank nor a comment."""
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in text.splitlines())


def body_length(function, lines):
    """How many lines of code a function's body has, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return code_lines("\n".join(lines[body[0].lineno - 1 : function.end_lineno])) if body else 0


@pytest.mark.parametrize("folder", ["backprop_course", "tools"])
def test_functions_are_short(folder):
    lengths = {}
    for path in (HOUSE / folder).rglob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        functions = [node for node in ast.walk(parse(path)) if isinstance(node, ast.FunctionDef)]
        lengths |= {f"{path.name}:{each.lineno} {each.name}": body_length(each, lines) for each in functions}
    assert {name: length for name, length in lengths.items() if length > 25} == {}
    assert median(lengths.values()) <= 6


def public(tree):
    """The functions and classes that a module offers, and the methods that its classes offer."""
    kinds = ast.FunctionDef | ast.ClassDef
    found = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    return found + [inner for node in found if isinstance(node, ast.ClassDef) for inner in public(node)]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_everything_public_says_what_it_is(path):
    tree = parse(path)
    assert ast.get_docstring(tree) or not tree.body, "the module has no docstring"
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def run(code):
    """What a fresh Python prints for some code."""
    return subprocess.check_output([sys.executable, "-c", code], cwd=HOUSE, text=True)


def test_the_lower_floors_load_nothing_heavy():
    names = sorted(module_of(path) for path in MODULES if module_of(path) in GROUND | {"data"} | MACHINE)
    heavy = {"matplotlib", "PIL", "ipywidgets", "anywidget", "IPython", "sklearn", "scipy"}
    loads = "; ".join(["import sys, backprop_course", *(f"import backprop_course.{name}" for name in names)])
    assert run(f"{loads}; print(sorted({heavy} & sys.modules.keys()))").strip() == "[]"


def test_the_package_imports_about_as_fast_as_numpy():
    def seconds(name):
        return float(run(f"from time import process_time as now; a = now(); import {name}; print(now() - a)"))

    # The least of several processor times, taken in turn: what a busy machine does not disturb.
    pairs = [(seconds("numpy"), seconds("backprop_course")) for _ in range(5)]
    numpy, package = map(min, zip(*pairs, strict=True))
    assert package <= 1.2 * numpy
