"""The rules of the house: which part may import what, and what every part says of itself."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from backprop_course.check import faults, kinds

HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "backprop_course"


# From the ground up: what stands on one floor imports from lower floors only, and parts of one floor
# are strangers to each other.
FLOORS = [["moved", "validate"], ["data"], ["nn"], ["check"], ["tasks", "widgets"], ["course", "lessons"]]
FLOORS += [["__main__"]]
# What a part may import of others: at once, or inside functions only.
OTHERS = {
    "data": {"numpy"},
    "nn": {"numpy"},
    "check": {"numpy"},
    "validate": {"numpy"},
    "moved": set(),
    "tasks": {"numpy", "IPython"},
    "widgets": {"numpy", "matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython", "PIL"},
    "course": {"nbformat", "jupyter_core", "jupyter_server", "zmq"},
    "lessons": {"numpy", "matplotlib"},
    "__main__": set(),
}
DEFERRED = {"lessons": {"dask", "distributed", "scipy"}}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path):
    """The part of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def below(part):
    """The parts on all floors below a part's own."""
    (height,) = [number for number, floor in enumerate(FLOORS) if part in floor]
    return {lower for floor in FLOORS[:height] for lower in floor}


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
    """The parts of ours that these dotted names belong to."""
    return {name.split(".")[1] for name in names if name.startswith("backprop_course.")}


def others(names):
    """Which packages of others these dotted names belong to; the standard library is everybody's."""
    return {name.split(".")[0] for name in names} - {"backprop_course"} - sys.stdlib_module_names


@cache
def parse(path):
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path):
    part, tree = part_of(path), parse(path)
    assert ours(imports(tree)) <= below(part) | {part}
    assert others(imports(tree)) <= OTHERS[part] | DEFERRED.get(part, set())
    assert others(imports(tree, inside_functions=False)) <= OTHERS[part]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_lesson_never_imports_a_lesson(path):
    if part_of(path) == "lessons" and path.parent.name != "lessons":
        names = [name for name in imports(parse(path)) if name.startswith("backprop_course.lessons.")]
        assert {name.split(".")[2] for name in names} <= {path.relative_to(PACKAGE).parts[1]}


def dotted(path):
    """The name by which a file's module is imported."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def test_no_module_imports_itself_by_a_detour():
    modules = {dotted(path): path for path in MODULES}
    graph = {}
    for module, path in modules.items():
        names = imports(parse(path))
        graph[module] = {other for other in modules for name in names if f"{name}.".startswith(f"{other}.")}
    assert set(TopologicalSorter(graph).static_order()) >= graph.keys()


def public(tree):
    """The functions and classes that a module offers, and the methods that its classes offer."""
    kinds = ast.FunctionDef | ast.ClassDef
    found = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    return found + [inner for node in found if isinstance(node, ast.ClassDef) for inner in public(node)]


# What every lab has, by the same name; what a learner writes in the course of it, in plain form and as the
# exercise that asks for it, beside the package's own; the commands, each called as what it opens; a function
# and the layer that applies it; and how long a door may take.
ROLES = {"compute", "draw", "say", "headings", "headline"}
PIECES = {"backward", "check", "loss", "predict", "sigmoid", "softmax", "step", "train", "Value"}
COMMANDS = {"answers", "examine", "lab"}
LAYERS = {"sigmoid"}
LIMITS = {"SECONDS"}


def homes(names_in):
    """{public name: the files where names_in(syntax tree) finds it}."""
    found = {}
    for path in MODULES:
        for name in names_in(parse(path)):
            if not name.startswith("_"):
                found.setdefault(name, set()).add(path.relative_to(PACKAGE).as_posix())
    return found


def defined(tree):
    """The names of a module's functions and classes."""
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def assigned(tree):
    """The names that a module itself assigns."""
    return [
        name for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) for name in targets(node)
    ]


def test_no_name_means_two_things():
    places = homes(defined)
    for name in PIECES:
        places[name] -= {"nn/plain.py"}
    for name in COMMANDS:
        places[name] -= {"__main__.py"}
    twice = {name: files for name, files in places.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in ROLES} == {}
    assert {file.split("/")[0] for name in ROLES for file in places[name]} == {"lessons"}


def test_no_constant_means_two_things():
    """Outside the lessons: what a lesson's own numbers are called is read in its folder only."""
    shared = {
        name: {file for file in files if not file.startswith("lessons/")}
        for name, files in homes(lambda tree: {*defined(tree), *assigned(tree)}).items()
    }
    for name in PIECES:
        shared[name] -= {"nn/plain.py", "tasks/pieces.py"}
    for name in COMMANDS:
        shared[name] -= {"__main__.py"}
    for name in LAYERS:
        shared[name] -= {"nn/layers.py"}
    assert {name: files for name, files in shared.items() if len(files) > 1 and name not in LIMITS} == {}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_everything_public_says_what_it_is(path):
    tree = parse(path)
    assert ast.get_docstring(tree) or not tree.body, "the module has no docstring"
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def compared(tree):
    """The texts that a module compares with == or != as they are written there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            sides = [node.left, *node.comparators]
            yield from (side.value for side in sides if isinstance(side, ast.Constant))


def named_texts(tree):
    """The texts that a module or its classes give a name of capitals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and all(name.isupper() for name in targets(node)):
            values = getattr(node.value, "elts", [node.value])
            yield from (each.value for each in values if isinstance(each, ast.Constant))


def targets(node):
    """The names that an assignment gives."""
    sides = node.targets if isinstance(node, ast.Assign) else [node.target]
    each = [name for side in sides for name in getattr(side, "elts", [side])]
    each = [name.value if isinstance(name, ast.Starred) else name for name in each]
    return [name.id for name in each if isinstance(name, ast.Name)]


@pytest.mark.parametrize("lab", sorted(PACKAGE.glob("lessons/*/lab.py")), ids=lambda lab: lab.parent.name)
def test_what_a_lesson_calls_by_a_name_is_compared_by_it(lab):
    modules = list(lab.parent.glob("*.py"))
    texts = {text for path in modules for text in named_texts(parse(path)) if isinstance(text, str)}
    for path in modules:
        assert texts.isdisjoint(compared(parse(path))), path.name


# -- mistakes have one list of names --

KINDS = [text for name, text in vars(kinds).items() if name.isupper()]
CHECK = [path for path in MODULES if part_of(path) == "check" and path.name != "kinds.py"]
# Words that mean something else too: the state of a block, an argument, a probe, a number.
PLAIN = {"right", "rate", "shape", "zero"}


def test_no_two_kinds_have_one_name():
    assert [text for text, times in Counter(KINDS).items() if times > 1] == []


def test_every_fault_of_the_catalogue_is_called_by_a_kind():
    catalogue = [*faults.LAYER, *faults.OUTPUT.values(), *faults.LOSS, *faults.NETWORK, *faults.PROGRAM]
    assert {fault.name for fault in catalogue} <= set(KINDS)


def kind_fields():
    """{class: which of its fields is a kind}; that of a Note is no mistake's, but an oddity's."""
    classes = [node for path in CHECK for node in parse(path).body if isinstance(node, ast.ClassDef)]
    fields = {node.name: [name for each in node.body for name in annotated(each)] for node in classes}
    return {name: own.index("kind") for name, own in fields.items() if "kind" in own and name != "Note"}


def annotated(node):
    """The name of a field, as a list."""
    return targets(node) if isinstance(node, ast.AnnAssign) else []


def kinds_written_out(tree):
    """What a module hands to these classes as a kind and writes out as a text."""
    places = kind_fields()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in places:
            place = places[node.func.id]
            named = [each.value for each in node.keywords if each.arg == "kind"]
            handed = [*node.args[place : place + 1], *named]
            yield from (each.value for each in handed if isinstance(each, ast.Constant))


@pytest.mark.parametrize("path", CHECK, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_mistake_is_called_by_its_constant(path):
    tree = parse(path)
    assert list(kinds_written_out(tree)) == []
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert texts & set(KINDS) <= PLAIN


def test_findings_of_every_sort_have_a_kind():
    assert {"Finding", "Diagnosis", "ProbeFinding", "Suspect", "StepVerdict"} <= kind_fields().keys()


def run(code):
    """What a fresh Python prints for some code."""
    return subprocess.check_output([sys.executable, "-c", code], cwd=HOUSE, text=True)


def test_the_lower_floors_load_nothing_heavy():
    lower = below("widgets")
    names = sorted(dotted(path) for path in MODULES if part_of(path) in lower and path.stem != "__init__")
    heavy = {"matplotlib", "PIL", "ipywidgets", "anywidget", "IPython", "sklearn", "scipy"}
    loads = "; ".join(["import sys, backprop_course", *(f"import {name}" for name in names)])
    assert run(f"{loads}; print(sorted({heavy} & sys.modules.keys()))").strip() == "[]"


def test_the_package_imports_about_as_fast_as_numpy():
    def seconds(name):
        return float(run(f"from time import process_time as now; a = now(); import {name}; print(now() - a)"))

    # The least of several processor times, taken in turn: what a busy machine does not disturb.
    pairs = [(seconds("numpy"), seconds("backprop_course")) for _ in range(5)]
    numpy, package = map(min, zip(*pairs, strict=True))
    assert package <= 1.2 * numpy


# -- what nobody uses is gone --

USERS = ["backprop_course/**/*.py", "notebooks/**/*.ipynb", "tests/**/*.py", "tools/*.py", "benchmarks/*.py"]


def test_every_function_and_class_is_used():
    texts = (path.read_text("utf-8") for users in USERS for path in HOUSE.glob(users))
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    for path in MODULES:
        for node in parse(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert words[node.name] > 1, f"{path.stem}.{node.name}"
