"""A script without functions: a round of its loop, and the loss in it, as functions to be examined."""

import ast
import linecache
import types
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check.learner.binding import meanings
from backprop_course.check.learner.containers import is_number

ROUNDS = "_rounds_made"  # the variable that counts them, for loops whose rounds differ


class Round(NamedTuple):
    """One round of a training loop: the round itself, what it moves, and what comes before anything moves.

    That is the loss; where none is noted, `predict` tells the predictions.
    """

    step: types.FunctionType
    params: dict[str, Any]
    loss: types.FunctionType | None
    predict: types.FunctionType | None


def round_of(module, is_loss, is_predicted):
    """The Round of the last loop of a script that moves arrays, and has a loss or predictions; else None.

    `is_loss` says of a name whether it is that of a loss, `is_predicted` of a value whether it may be the
    predictions. The functions take nothing: they read and move the script's own variables, and their lines
    are those of its file.
    """
    try:
        tree = ast.parse("".join(linecache.getlines(module.__file__)))
    except SyntaxError:
        return None
    loops = [node for node in _at_the_top(tree.body, module) if isinstance(node, ast.For | ast.While)]
    for loop in reversed(loops):
        moved = [name for name in _moved(loop) if hasattr(module, name)]
        kept = [name for name in moved if _is_kept(getattr(module, name))]
        before = _before_a_move(loop.body, set(kept))
        named = [(name, node) for node in before for name in _named_by(node)]
        numbers = [each for each in named if is_number(getattr(module, each[0], None))]
        noted = [each for each in numbers if is_loss(each[0])][-1:]
        predicted = [each for each in named if is_predicted(getattr(module, each[0], None))][:1]
        if not (kept and (noted or predicted)):
            continue
        step = _function(module, loop, loop.body, moved, None, f"round_from_line_{loop.lineno}")
        loss, predict = (_value_of(module, loop, before, found) for found in (noted, predicted))
        params = [name for name in kept if _matters(module, loss or predict, name)]
        if params:
            _begin(module, set(moved) - set(params))
            return Round(step, {name: getattr(module, name) for name in params}, loss, predict)
    return None


def _matters(module, function, name):
    """Whether what a function returns depends on a variable: what an optimizer remembers does not matter."""
    held, state = getattr(module, name), np.random.get_state()
    found = []
    try:
        for share in (1.0, 1.01):
            np.random.set_state(state)
            setattr(module, name, share * held + (share - 1.0))
            found.append(function())
    except Exception:  # a learner's code may raise anything
        return False
    finally:
        setattr(module, name, held)
    return not np.array_equal(*found)


def _begin(module, names):
    """Let what a training remembers begin at nothing: velocities, and the number of the step."""
    for name in names:
        held = getattr(module, name)
        if "rate" in meanings(name):  # one that falls from round to round
            continue
        if is_number(held) or (isinstance(held, np.ndarray) and held.dtype.kind == "f"):
            setattr(module, name, 0 * held)


def _value_of(module, loop, before, found):
    """The function that returns a variable as it is before anything moves; None where there is none."""
    for name, node in found:
        return _function(module, loop, before, (), name, f"{name}_of_line_{node.lineno}")
    return None


def _at_the_top(body, module):
    """The statements of a file, with those below `if __name__ == "__main__":` where they have run."""
    for node in body:
        yield node
        main = isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)
        if main and module.__name__ == "__main__":
            yield from node.body


def _moved(loop):
    """The names that each round changes from what they were: W in W -= rate * dW, or W = W - rate * dW."""
    found, made = {}, set()
    for node in ast.walk(loop):
        if isinstance(node, ast.AugAssign):
            found.update(dict.fromkeys(_named_by(node)))
        elif isinstance(node, ast.Assign):
            read = {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
            for name in _named_by(node):
                if name in read:
                    found[name] = None
                else:
                    made.add(name)
    return [name for name in found if name not in made]


def _named_by(node):
    """The names to which a statement gives a value, also in part."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    parts = [each for target in targets for each in getattr(target, "elts", [target])]
    while any(isinstance(each, ast.Subscript) for each in parts):
        parts = [each.value if isinstance(each, ast.Subscript) else each for each in parts]
    return [each.id for each in parts if isinstance(each, ast.Name)]


def _is_kept(value):
    """Whether it may be a parameter: numbers with decimals."""
    array = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return array or (is_number(value) and isinstance(value, float))


def _before_a_move(body, moved):
    """The statements of a round that come before the first that moves something."""
    for number, node in enumerate(body):
        if any(moved & set(_named_by(each)) for each in ast.walk(node)):
            return body[:number]
    return body


def _function(module, loop, body, moved, returned, name):
    """The function of no arguments that runs statements once: as in the first round, then in the next."""
    space = vars(module)
    space.setdefault(ROUNDS, 0)
    counted = isinstance(loop, ast.For)
    each = f"list({ast.unparse(loop.iter)})" if counted else "[0]"
    which = f"[{each}[{ROUNDS} % len({each})]]"
    target = loop.target if counted else ast.Name("_", ast.Store())
    here = ast.parse(which, mode="eval").body
    once = ast.For(target=target, iter=here, body=list(body), orelse=[], type_comment=None)
    statements = [once]
    if moved:
        statements = [ast.Global([*moved, ROUNDS]), once, *ast.parse(f"{ROUNDS} += 1").body]
    if returned:
        statements.append(ast.Return(ast.Name(returned, ast.Load())))
    no_arguments = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    made = ast.FunctionDef(name=name, args=no_arguments, body=statements, decorator_list=[], returns=None)
    for node in (made, *statements):
        ast.copy_location(node, loop)
    tree = ast.fix_missing_locations(ast.Module([made], type_ignores=[]))
    exec(compile(tree, module.__file__, "exec"), space)
    function = space.pop(name)
    function.statements = loop  # what of the file it is, for whoever looks for its lines
    return function
