"""The course's notebooks as the tests see them: their cells run in a plain namespace, without a kernel."""

import ast
import re
from pathlib import Path

import nbformat

from backprop_course.course.normal_form import WIDGET_VIEW

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
SOLUTION = re.compile(r"<details>\s*<summary>\s*Solution.*?```python\n(.*?)```", re.DOTALL)


def cells(path):
    """The cells of a notebook."""
    return nbformat.read(path, as_version=4).cells


def imports_and_labs(path):
    """The numbers of the first code cell, which imports, and of the cells whose stored outputs are labs."""
    code = [number for number, cell in enumerate(cells(path)) if cell.cell_type == "code"]
    return [*code[:1], *(number for number in code[1:] if shows_a_lab(cells(path)[number]))]


def shows_a_lab(cell):
    """Whether a widget is among the stored outputs of a code cell."""
    return any(WIDGET_VIEW in output.get("data", {}) for output in cell.outputs)


def show(source, namespace):
    """Run a cell's source; give the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), namespace) if last else None


def last_line(source):
    """The last expression of a cell, as source."""
    return ast.unparse(ast.parse(source).body[-1])


def exercises(path):
    """Run a notebook; at each solution yield (the stub's verdict, its last line, the solution, namespace)."""
    namespace, stub, verdict = {"__name__": "notebook"}, "", None
    for cell in cells(path):
        if cell.cell_type == "code":
            stub, verdict = cell.source, show(cell.source, namespace)
        elif found := SOLUTION.search(cell.source):
            yield verdict, last_line(stub), found.group(1), namespace
