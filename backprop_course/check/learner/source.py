"""The lines of a learner's code in which the gradients of some arrays are made."""

import ast
import inspect
import re
import textwrap
import tokenize
from typing import NamedTuple

from backprop_course.check.learner.binding import meanings

WIDEST = 100  # characters of a line that are shown
MOST_TOGETHER = 2  # lines that make one array and are shown together
PREFIXES = "d grad g gradient nabla del delta dld djd ded dcd dlossd dcostd".split()
SUFFIXES = ["grad", "gradient", "grads"]


class Line(NamedTuple):
    """One statement of a learner's: the number of its line, None where it is in no file, and its text."""

    number: int | None
    text: str

    def __str__(self):
        return f"`{self.text}`" if self.number is None else f"{self.number}: `{self.text}`"


class Assignment(NamedTuple):
    """A statement that gives something a value: what is named on its left, as (base, name), and its right."""

    target: tuple
    value: ast.AST
    line: Line


def lines_of(functions, arrays, count, in_order=True):
    """The Lines that make the gradients of some arrays, {place: name}, out of `count`.

    They stand in the first of the functions that has them; what this returns in a row is in the arrays' order
    where `in_order`. Of several arrays it is the line of what all are made from, such as dz1 for W1 and b1,
    where there is one; nothing where that is not plain.
    """
    for number, function in enumerate(functions):
        made, returned = _assignments(function)
        rows = [_made_in(made, each) for each in returned]
        rows = rows if in_order and number == 0 and len(rows) == count else [None] * count
        found = [_line_for(made, name) or rows[place] for place, name in arrays.items()]
        if found and all(found):
            shared = _shared(made, found) if len(found) > 1 else None
            told = [line for each in ([shared] if shared else found) for line in _making(made, each)]
            return sorted(dict.fromkeys(told), key=lambda line: line.number or 0)
    return []


def _making(made, assignment):
    """The Lines that make what an Assignment makes: dW = X.T @ dz, and then dW += reg * W."""
    target = assignment.target
    same = [each.line for each in made if each.target == target and not _is_begun(each)] if target[1] else []
    return dict.fromkeys([*same, assignment.line]) if len(same) <= MOST_TOGETHER else [assignment.line]


def returned_names(function):
    """What a function calls the things that it returns in a row, "" for one without a name."""
    _, returned = _assignments(getattr(function, "__func__", function))
    return [each.target[1] if each.target[0] == "" else "" for each in returned]


def _assignments(function):
    """The Assignments of a function, and those of what it returns in a row at its end."""
    try:
        if hasattr(function, "statements"):  # of a script's loop, with the numbers of its lines
            tree, first = function.statements, 1
        else:
            lines, first = inspect.getsourcelines(function)
            tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError, ValueError, tokenize.TokenError):  # or it was changed since
        return [], []
    name = function.__code__.co_filename
    in_a_file = name.endswith(".py") and "ipykernel" not in name

    def line(node):
        return Line(first + node.lineno - 1 if in_a_file else None, ast.unparse(node))

    made, returned = [], []
    for node in sorted(_statements(tree), key=lambda each: each.lineno):
        if isinstance(node, ast.Return):
            returned = [Assignment(_named(each), each, line(each)) for each in node.value.elts]
            continue
        if isinstance(node, ast.AugAssign):
            pairs = [(node.target, ast.BinOp(node.target, node.op, node.value))]
        else:
            pairs = [pair for target in node.targets for pair in _pairs(target, node.value)]
        made += [Assignment(_named(target), value, line(node)) for target, value in pairs]
    return [each for each in made if len(each.line.text) <= WIDEST], returned


def _made_in(made, returned):
    """The last Assignment of what is returned by its name; for anything else, the Assignment itself."""
    named = [each for each in made if returned.target[1] and each.target == returned.target]
    return named[-1] if named else returned


def _statements(tree):
    """The assignments, and what returns several things in a row."""
    for node in ast.walk(tree):
        several = isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple | ast.List)
        if isinstance(node, ast.Assign | ast.AugAssign) or several:
            yield node


def _pairs(target, value):
    """What is given to what: the parts of a tuple one by one."""
    if isinstance(target, ast.Tuple | ast.List):
        several = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
        values = value.elts if several else [value] * len(target.elts)
        return list(zip(target.elts, values, strict=True))
    return [(target, value)]


def _named(target):
    """(base, name) of what stands on the left: ("", "dW1"), ("self", "dW1"), ("grads", "W1")."""
    if isinstance(target, ast.Name):
        return "", target.id
    if isinstance(target, ast.Attribute):
        return ast.unparse(target.value), target.attr
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return ast.unparse(target.value), str(target.slice.value)
    if isinstance(target, ast.Subscript):  # dh[h < 0] = 0 changes dh
        return _named(target.value)
    return "", ""


def _plain(name):
    return name.replace("_", "").lower()


def _line_for(made, name):
    """The Assignment that makes the gradient of an array of this name; None where there is none."""
    own = re.search(r"([A-Za-z]\w*)(?:'\]|\"\])?$", name)
    if own is None:
        return None
    bare = _plain(own[1])
    spelled = {head + bare for head in PREFIXES} | {bare + tail for tail in SUFFIXES}

    def fits(each):
        base, target = each.target
        in_gradients = "grads" in meanings(base.rpartition(".")[2]) and _plain(target) == bare
        return _plain(target) in spelled or in_gradients

    def moves(each):
        return _plain(each.target[1]) == bare and any(_named(v) == each.target for v in ast.walk(each.value))

    found = (each for each in made if fits(each) and not _is_begun(each))
    return next(found, None) or next(filter(moves, made), None)  # as in W1 -= rate * X.T @ dz1


def _is_begun(assignment):
    """Whether it is where a sum begins: zeros, or nothing; dh[h < 0] = 0 is no beginning."""
    text = ast.unparse(assignment.value)
    begun = "zeros" in text or text in ("0", "0.0", "[]", "{}", "None")
    return begun and "[" not in assignment.line.text.partition("=")[0]


def _shared(made, found):
    """The last Assignment before some others of what they all are made from; None where there is none."""
    read = [{_named(node) for node in ast.walk(each.value)} - {("", "")} for each in found]
    first = min((made.index(each) for each in found if each in made), default=len(made))
    common = set.intersection(*read)
    own = [each for each in made[:first] if each.target in common and not _is_begun(each)]
    own = [each for each in own if not _is_count(each)]
    return own[-1] if own else None


def _is_count(assignment):
    """Whether it counts the examples: n = len(X), m = X.shape[0]."""
    text = ast.unparse(assignment.value)
    return text.startswith("len(") or ".shape" in text or text.isdecimal()
