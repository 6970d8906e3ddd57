"""The course's notebooks as the tests see them: their cells run in a plain namespace, without a kernel."""

import ast
import importlib.util
import linecache
import pkgutil
import re
import symtable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat

from backprop_course import lessons
from backprop_course.course.normal_form import WIDGET_VIEW

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
BOTH_ROADS = [path for path in sorted(FOLDER.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
SOLUTION = re.compile(r"<details>\s*<summary>\s*Solution.*?```python\n(.*?)```", re.DOTALL)


class Asked(NamedTuple):
    """An exercise in a notebook: the cell that asks, its last line, the solution folded away below it.

    `before` are the cells above that the two need.
    """

    cell: str
    question: str
    solution: str
    before: list


def cells(path):
    """The cells of a notebook."""
    return nbformat.read(path, as_version=4).cells


@cache
def markdown(path):
    """All that a notebook says between its code cells."""
    return "\n\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")


def headings(path):
    """The headings of a notebook, without their marks."""
    return re.findall(r"^#+ (.+?)\s*$", markdown(path), re.MULTILINE)


def of_lessons(part):
    """The modules of one name, such as "claims", of all lessons that have one, by the lesson's name."""
    found = {}
    for lesson in sorted(module.name for module in pkgutil.iter_modules(lessons.__path__)):
        name = f"{lessons.__name__}.{lesson}.{part}"
        if importlib.util.find_spec(name):
            found[lesson] = importlib.import_module(name)
    return found


def imports_and_labs(path):
    """The numbers of the first code cell, which imports, and of the cells whose stored outputs are labs."""
    code = [number for number, cell in enumerate(cells(path)) if cell.cell_type == "code"]
    return [*code[:1], *(number for number in code[1:] if shows_a_lab(cells(path)[number]))]


def shows_a_lab(cell):
    """Whether a widget is among the stored outputs of a code cell."""
    return any(WIDGET_VIEW in output.get("data", {}) for output in cell.outputs)


def show(source, namespace):
    """Run a cell's source, in linecache as IPython's are; give the value of its last line, if it has one."""
    file = f"cell {hash(source)}"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, file, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), file, "eval"), namespace) if last else None


def exercises(path):
    """Every exercise in a notebook that has a folded solution."""
    above, found = [], []
    for cell in cells(path):
        if cell.cell_type == "code":
            above.append(cell.source)
        elif solution := SOLUTION.search(cell.source):
            asking, answer = above[-1], solution.group(1)
            question = ast.unparse(ast.parse(asking).body[-1])
            found.append(Asked(asking, question, answer, needed(above[:-1], f"{asking}\n{answer}")))
    return found


def needed(above, source):
    """The cells above that make the names which a cell uses, and those that these need, and so on."""
    kept, (_, wanted) = [], names(source)
    for cell in reversed(above):
        made, used = names(cell)
        if made & wanted:
            kept.insert(0, cell)
            wanted = wanted - made | used
    return kept


def names(source):
    """The global names that a cell makes, and those that it uses."""
    table = symtable.symtable(source, "cell", "exec")
    made = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()
    }
    return made, _used(table)


def _used(table):
    within = table.get_type() != "module"
    own = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or not within)
    }
    return own.union(*map(_used, table.get_children()))
