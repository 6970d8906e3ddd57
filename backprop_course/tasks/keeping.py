"""A learner's own pieces: judged on their own, and kept on the desk in my_network.py, to which is only added.

A piece is a function or class that knows np, the other pieces and nothing else: it is run again from its
source, away from the notebook that it was written in.
"""

import ast
import builtins
import linecache
import re
import symtable
from collections.abc import Callable
from types import FunctionType
from typing import NamedTuple

import numpy as np

from backprop_course.check.running import Late, Paper, Quits, in_time, message
from backprop_course.nn import plain
from backprop_course.nn.engine import Value
from backprop_course.tasks import answers, desk
from backprop_course.tasks.exercise import by_results
from backprop_course.tasks.verdict import Kind, Verdict

FILE = "my_network.py"
LARGEST_FILE = 5_000_000  # bytes of it that are still read; a piece has some 500
HEADER = "# Your own pieces. What is added later counts.\nimport numpy as np\n"
ALONE = "Move that inside, or hand it in: a piece may use Python's own names, and"
BLOCK = re.compile(r"^# >>> (\w+) \(\d\d\)\n((?:(?!# (?:>>>|<<<) ).*\n)*)# <<< \1$", re.MULTILINE)


class Written(NamedTuple):
    """A definition as it was written: its name, its source, and where that begins."""

    name: str
    source: str
    file: str
    line: int = 1


class Piece(NamedTuple):
    """The judge of an exercise whose right answer is kept, under this name, as a piece of lesson `lesson`.

    called(answer) makes of an answer the function of the exercise's cases whose results are judged.
    """

    name: str
    lesson: str
    called: Callable = lambda answer: answer

    def __call__(self, exercise, answer):
        if not callable(answer):
            return by_results(exercise, answer)
        if answers.does_nothing(answer):
            return Verdict(Kind.NOT_YET, answers.DOTS)
        found = definition(answer)
        verdict = alone(exercise, found, course()) if found else verdict_on_piece(exercise, answer)
        if verdict.kind is not Kind.RIGHT or not (place := desk.find()):
            return verdict
        return verdict._replace(words=f"{verdict.words} {keep(self, found, place / FILE)}")


# -- judging it on its own --


def course():
    """The names that a piece may use: np, and the course's own pieces, which know nothing else either."""
    # without the builtins NumPy's own methods, as mean(), find nothing to import with
    known = {"__builtins__": builtins, "__name__": "my_network", "np": np, "Value": Value}
    own = [each for each in vars(plain).values() if isinstance(each, FunctionType)]
    known.update((each.__name__, FunctionType(each.__code__, known, each.__name__)) for each in own)
    return known


def verdict_on_piece(exercise, answer):
    """The verdict of a piece's exercise on an answer, with the truth and all mistakes called alike."""
    called, further = exercise.judge.called, exercise.further

    def alike(mistake):
        return mistake._replace(answer=called(mistake.answer))

    if further and further.mistake:
        further = further._replace(mistake=alike(further.mistake))
    mistakes = list(map(alike, exercise.mistakes))
    return by_results(
        exercise._replace(truth=called(exercise.truth), mistakes=mistakes, further=further), called(answer)
    )


def alone(exercise, found, known):
    """The verdict on a definition that has nothing but the known names."""
    try:
        if strange := strangers(found, known):
            allowed = ", ".join(sorted(name for name in known if not name.startswith("_")))
            return Verdict(
                Kind.WRONG,
                f"it uses `{strange[0]}`, which is known in this notebook only. {ALONE} {allowed}.",
            )
        answer = in_time(lambda: run(found, dict(known)), answers.SECONDS, Paper())
    except (Late, Quits) as stopped:
        return Verdict(Kind.WRONG, str(stopped))
    except Exception as error:
        return Verdict(Kind.WRONG, f"it cannot be defined: {type(error).__name__}: {message(error)}.")
    return verdict_on_piece(exercise, answer)


def run(found, known):
    """What a definition makes, run among these names, in place of the one that is known."""
    tree = ast.increment_lineno(ast.parse(found.source), found.line - 1)
    known.pop(found.name, None)
    exec(compile(tree, found.file, "exec"), known)
    return known[found.name]


def strangers(found, known):
    """The names that a definition uses, and that are neither its own nor known nor Python's."""
    table = symtable.symtable(found.source, found.file, "exec")
    own = {each.get_name() for each in table.get_symbols() if each.is_assigned() or each.is_imported()}
    return sorted(_used(table) - own - known.keys() - vars(builtins).keys())


def _used(table):
    """The global names that a block of code and the blocks within it use."""
    within = table.get_type() != "module"
    used = [each for each in table.get_symbols() if each.is_referenced() and (each.is_global() or not within)]
    return {each.get_name() for each in used}.union(*map(_used, table.get_children()))


def definition(thing):
    """The definition of a function or class at the top of a cell or file; None where there is none."""
    parts = vars(thing).values() if isinstance(thing, type) else [thing]
    codes = [each.__code__ for each in parts if isinstance(each, FunctionType)]
    lines = linecache.getlines(codes[0].co_filename) if codes else []
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return None
    for node in tree.body:
        if getattr(node, "name", None) == thing.__qualname__:
            first = min(each.lineno for each in [node, *node.decorator_list])
            own = range(first, node.end_lineno + 1)
            if all(code.co_filename == codes[0].co_filename and code.co_firstlineno in own for code in codes):
                return Written(
                    node.name, "".join(lines[first - 1 : own.stop - 1]), codes[0].co_filename, first
                )


# -- keeping it --


def keep(piece, found, file):
    """Add a right answer to the file, where it does not end in it already; what became of that, in words."""
    if found is None or found.name != piece.name:
        return (
            f"Not kept: write it as `{piece.name}`, at the top of a cell, so that your other pieces find it."
        )
    source = found.source if found.source.endswith("\n") else f"{found.source}\n"
    block = f"\n\n# >>> {piece.name} ({piece.lesson})\n{source}# <<< {piece.name}\n"
    if BLOCK.findall(block) != [(piece.name, source)]:
        return (
            "Not kept: a line of it starts with `# >>>` or `# <<<`, which marks where a piece begins or ends."
        )
    try:
        kept = kept_pieces(file)
        if piece.name not in kept or kept[piece.name].source != source:
            desk.add(file, block if file.exists() else HEADER + block)
    except OSError as error:
        return f"It could not be kept in {FILE}: {error.strerror or error}."
    return "Kept."


def kept_pieces(file):
    """The latest definition of each piece in a file, by name; what else stands there is passed over.

    Raises OSError where it cannot be read.
    """
    desk.keep_clear(file)
    if not file.exists():
        return {}
    if file.stat().st_size > LARGEST_FILE:
        raise OSError(f"it has more than {LARGEST_FILE // 1_000_000} million bytes")
    text = file.read_bytes().decode(errors="replace").replace("\r\n", "\n")
    latest = {block[1]: block for block in BLOCK.finditer(text)}
    return {
        name: Written(name, block[2], str(file), text.count("\n", 0, block.start(2)) + 1)
        for name, block in latest.items()
    }
