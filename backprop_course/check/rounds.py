"""A training that is a loop, not a function: one round of it, and the loss in it, as functions.

The loop may stand in the file itself, or in a function or method that trains. Which statements move what is
seen by running them one by one.
"""

import ast
import copy
import linecache
import re
import types
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check.learner.calling import perturbed
from backprop_course.check.learner.containers import (
    CODE,
    HOLDING,
    children,
    ends,
    follow,
    get,
    is_array,
    is_number,
    is_whole,
    leaves,
    put,
    way_in_words,
)
from backprop_course.check.learner.life import Root, life
from backprop_course.check.learner.parameters import BIASES
from backprop_course.check.learner.reaching import RECORDS, is_called_data, is_setting, last_name

COUNTER = "_rounds_made"  # the variable that counts them, for loops whose rounds differ
FIRST = (0, 1, 2)  # rounds that are tried: of the example (0, 0) no gradient of a weight is seen
MOST_LEAVES = 60  # arrays that are tried one by one
LOOPS = (ast.For, ast.While)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Round(NamedTuple):
    """One round of a training loop: the round itself, what it moves, and what comes before anything moves.

    That is the loss; where none is noted, `predict` tells the predictions.
    """

    step: types.FunctionType
    params: dict[str, Any]
    loss: types.FunctionType | None
    predict: types.FunctionType | None


class Loop(NamedTuple):
    """A loop where it stands: its node, the variables there, the file, and what sums up the losses."""

    node: ast.stmt
    space: dict
    file: str
    sums: tuple = ()


def round_of(module, ran, is_loss, is_predicted):
    """The Round of the innermost loop that moves what its loss, or its predictions, depend on; else None.

    `ran` are the variables of functions that have run, by the number of their first line; `is_loss` says of
    a name whether it is that of a loss, or of what `adds` them, `is_predicted` of a value whether it may be
    the predictions. The functions take nothing: they read and move the file's own variables, and their lines
    are those of its file.
    """
    return _first(module, ran, lambda loop: _round(loop, is_loss, is_predicted))


def step_of(module, ran, is_loss, known):
    """The round of the innermost loop that moves one of the arrays `known`, as a function; else None."""

    def moves_one(loop):
        loop, trial, carried = _looked_at(loop, is_loss)
        own = [
            leaf
            for leaf in carried
            if any(_value(trial, end) is each for end in ends(leaf) for each in known)
        ]
        if not own:
            return None
        _begin(trial, carried, own)
        return _function(loop, loop.node.body, counted=not _of_examples(loop.node))

    return _first(module, ran, moves_one)


def _value(trial, leaf):
    return follow(trial.held, leaf.path)


def _first(module, ran, made_of):
    """What is made of the first Loop of which something is, the innermost first; else None."""
    try:
        tree = ast.parse("".join(linecache.getlines(module.__file__)))
    except SyntaxError:
        return None
    own = dict(vars(module))
    for body, space in _places(tree, module, ran):
        for node in _loops(body):
            with np.errstate(all="ignore"):
                found = made_of(Loop(node, space(), module.__file__))
            if found is not None:
                return found
            vars(module).clear()
            vars(module).update(own)
    return None


def _places(tree, module, ran):
    """Where loops may stand: (statements, function that makes the variables there ready)."""
    yield list(_at_the_top(tree.body, module)), partial(vars, module)
    for node in ast.walk(tree):
        lines = [each.lineno for each in (node, *node.decorator_list)] if _is_function(node) else []
        variables = ran.get(min(lines, default=None))
        if variables is not None:
            renamed = {
                name: f"{name}_" for name in variables if isinstance(vars(module).get(name), CODE)
            }  # a variable that is called as a function of the file is
            body = [_Renaming(renamed).visit(copy.deepcopy(each)) for each in node.body]
            yield body, partial(_laid_over, module, variables, renamed)


def _is_function(node):
    return isinstance(node, ast.FunctionDef)


def _laid_over(module, variables, renamed):
    """The variables of the file, with those of a function laid over them."""
    space = vars(module)
    space.update((renamed.get(name, name), value) for name, value in variables.items())
    return space


class _Renaming(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node


def _at_the_top(body, module):
    """The statements of a file, with those below `if __name__ == "__main__":` where they have run."""
    for node in body:
        yield node
        main = isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)
        if main and module.__name__ == "__main__":
            yield from node.body


def _loops(body):
    """The loops in some statements, those within others first, the later ones of equal depth first."""
    found = []

    def walk(nodes, depth):
        for node in nodes:
            if isinstance(node, (*SCOPES, ast.ClassDef)):
                continue
            found.extend([(depth, node)] if isinstance(node, LOOPS) else [])
            walk(ast.iter_child_nodes(node), depth + isinstance(node, LOOPS))

    walk(body, 0)
    return [node for _, node in sorted(reversed(found), key=lambda each: -each[0])]


def _looked_at(loop, is_loss):
    """(the Loop with its sums, the Tryout of it, the leaves that its rounds carry on)."""
    made, passed_on = _assigned_and_carried(loop.node)
    loop = loop._replace(sums=tuple(_sums(loop, is_loss)))
    held = {name: value for name, value in loop.space.items() if _may_hold(name, value)}
    aside = {*made - passed_on, *loop.sums}
    trial = Tryout(loop, held, [leaf for leaf in leaves(_without(held, aside)) if _is_kept(held, leaf)])
    first, carried = max(
        ((number, _carried(trial, number)) for number in FIRST[: None if _of_examples(loop.node) else 1]),
        key=lambda each: len(each[1]),
    )
    loop.space[COUNTER] = first
    return loop, trial, carried


def _round(loop, is_loss, is_predicted):
    """The Round of one Loop; None where it moves nothing that a loss in it depends on."""
    loop, trial, carried = _looked_at(loop, is_loss)
    if not carried:
        return None
    moving = _moving(trial, carried)
    still = [node for i, node in enumerate(loop.node.body) if i not in moving]
    before = loop.node.body[: min(moving, default=0)]
    for body in (before, still):
        for role, name in _told(loop, body, is_loss, is_predicted):
            function = _function(loop, _until(body, name), returned=name)
            params = [leaf for leaf in carried if _matters(trial, function, leaf)]
            if params:
                params += [leaf for leaf in _kin(trial, carried, params) if _matters(trial, function, leaf)]
                step = _function(loop, loop.node.body, counted=not _of_examples(loop.node))
                _begin(trial, carried, params)
                told = {"loss": None, "predict": None} | {role: function}
                return Round(step, _holders(trial.held, params), **told)
    return None


def _without(held, names):
    return {name: value for name, value in held.items() if name not in names}


def _may_hold(name, value):
    odd = name.startswith("__") or isinstance(value, CODE)
    return not odd and (is_array(value) or bool(children(value)))


def _is_kept(held, leaf):
    """Whether it may be a parameter, or what a training remembers: numbers with decimals, no setting."""
    value, name = get(held, leaf), last_name(leaf)
    if is_setting(name) or re.search(RECORDS, name):
        return False
    whole = is_whole(held, leaf) or (not leaf.parts and _kind(follow(held, leaf.path)) in "iub")
    return not whole and value.size > 0


def _kind(value):
    return value.dtype.kind if isinstance(value, np.ndarray) else "f"


def _holders(held, params):
    """The parameters by name; where some are single numbers, or gathered from lists, what holds them."""
    values = {} if any(leaf.parts for leaf in params) else {leaf: follow(held, leaf.path) for leaf in params}
    if values and all(isinstance(value, np.ndarray) for value in values.values()):
        tops = {leaf.path[0] for leaf in params}
        inside = len(tops) == 1 and all(isinstance(key, str) for leaf in params for _, key in leaf.path[1:2])
        inside = inside and all(len(leaf.path) > 1 for leaf in params)
        return {way_in_words(leaf.path[inside:]): value for leaf, value in values.items()}
    names = dict.fromkeys(leaf.path[0][1] if leaf.path else leaf.parts[0].path[0][1] for leaf in params)
    return {name: held[name] for name in names}


class Tryout(NamedTuple):
    """A Loop to be tried: what its variables hold, and the leaves there that may be parameters."""

    loop: Loop
    held: dict
    leaves: list

    def left_by(self, functions, moved=None):
        """The numbers of the leaves after each function, one after the other; None where one raises.

        `moved` is a leaf that begins a little off. All happens on copies.
        """
        space, ends = self.loop.space, []
        kept = [Root(space, name) for name in self.held]
        with life({}, kept):
            try:
                if moved is not None:
                    now = {name: space[name] for name in self.held}
                    put(now, moved, perturbed([get(now, moved)], np.random.default_rng(0))[0])
                    space.update(now)
                for function in functions:
                    function()
                    ends.append([self._number(leaf) for leaf in self.leaves])
            except Exception:  # a learner's code may raise anything
                return None
        return ends

    def _number(self, leaf):
        try:
            return get(self.loop.space, leaf)
        except (TypeError, ValueError, LookupError, AttributeError):
            return np.array(np.nan)


def _carried(trial, number):
    """The leaves that the round of a number changes from what they were, not without looking at that."""
    if len(trial.leaves) > MOST_LEAVES:
        return []
    trial.loop.space[COUNTER] = number
    once = _function(trial.loop, trial.loop.node.body, everywhere=True)
    start, ends = [get(trial.held, leaf) for leaf in trial.leaves], trial.left_by([once])
    if ends is None:
        return []
    changed = [i for i, (old, new) in enumerate(zip(start, ends[0], strict=True)) if not _same(old, new)]
    carried = []
    for i in changed:
        other = trial.left_by([once], trial.leaves[i])
        if other and any(not _same(ends[0][j], other[0][j]) for j in changed):
            carried.append(trial.leaves[i])
    return carried


def _same(one, other):
    return one.shape == other.shape and np.array_equal(one, other, equal_nan=True)


def _moving(trial, carried):
    """The numbers of the statements of a round that change one of the leaves carried on."""
    body = trial.loop.node.body
    single = [_function(trial.loop, [node], everywhere=True) for node in body]
    start, ends = [get(trial.held, leaf) for leaf in trial.leaves], trial.left_by(single) or []
    places = [trial.leaves.index(leaf) for leaf in carried]
    return {
        number
        for number, (old, new) in enumerate(zip([start, *ends], ends, strict=False))
        if any(not _same(old[i], new[i]) for i in places)
    }


def _told(loop, body, is_loss, is_predicted):
    """What may tell the loss before anything moves, the last first; then what may be the predictions."""
    named = [name for node in body for each in ast.walk(node) for name in _named_by(each)]
    named = list(dict.fromkeys(name for name in named if name in loop.space))
    for name in reversed(named):
        if _number_in(loop.space[name]) is not None and (is_loss(name.rstrip("_")) or name in loop.sums):
            yield "loss", name
    for name in named:
        if is_predicted(loop.space[name]):
            yield "predict", name


def _kin(trial, carried, params):
    """The leaves that no round changes, but that are called like parameters, or lie beside them."""
    owners = {leaf.path[:-1] for leaf in params if len(leaf.path) > 1}
    for leaf in trial.leaves:
        name = last_name(leaf)
        like = re.match(BIASES, name.lower()) or (leaf.path[:-1] in owners and not is_called_data(name))
        if leaf not in carried and like:
            yield leaf


def _number_in(value):
    """A number, or that of a node that knows its own gradient; else None."""
    if callable(getattr(value, "backward", None)):
        held = (getattr(value, name, None) for name in HOLDING)
        value = next((np.ravel(each)[0] for each in held if np.size(each) == 1 and is_array(each)), None)
    return value if is_number(value) else None


def _matters(trial, function, leaf):
    """Whether what a function returns depends on a leaf."""
    told = []

    def tell():
        value = function()
        number = _number_in(value)
        told.append(value if number is None else number)

    trial.left_by([tell])
    trial.left_by([tell], leaf)
    return len(told) == 2 and not np.array_equal(*told)


def _begin(trial, carried, params):
    """Let what a training remembers begin at nothing: velocities, and the number of the step."""
    for leaf in carried:
        if leaf not in params and not is_called_data(last_name(leaf)):
            put(trial.held, leaf, 0 * get(trial.held, leaf))
    trial.loop.space.update(trial.held)
    for owner in {id(each): each for leaf in params for each in _owners(trial.held, leaf)}.values():
        if is_array(getattr(owner, "grad", None)):  # what the last call of backward() has left
            owner.grad = 0.0 * owner.grad
    counts = [leaf for leaf in leaves(trial.held) if is_whole(trial.held, leaf)]
    once = _function(trial.loop, trial.loop.node.body, everywhere=True)
    start, ends = [get(trial.held, leaf) for leaf in counts], trial._replace(leaves=counts).left_by([once])
    pairs = zip(counts, start, ends[0], strict=True) if ends else ()
    counts = [leaf for leaf, old, new in pairs if new.shape == old.shape and np.all(new > old)]
    for number in (0, 1):  # the first step is number 1 where it is counted after it was made
        for leaf in counts:
            put(trial.held, leaf, np.array(number))
        trial.loop.space.update(trial.held)
        ends = trial.left_by([once])
        if ends and all(
            np.isfinite(end).all() for leaf, end in zip(trial.leaves, ends[0], strict=True) if leaf in params
        ):
            return


def _owners(held, leaf):
    """The objects whose attribute a leaf is, or its ends are."""
    paths = [end.path for end in ends(leaf)]
    return [follow(held, path[:-1]) for path in paths if path and path[-1][0] == "attribute"]


def _sums(loop, is_loss):
    """The losses to which each round adds its own."""
    nodes = [node for node in ast.walk(loop.node) if isinstance(node, ast.AugAssign)]
    names = [name for node in nodes if isinstance(node.op, ast.Add) for name in _named_by(node)]
    told = [name for name in names if is_loss(name.rstrip("_"), adds=True)]
    return [name for name in dict.fromkeys(told) if is_number(loop.space.get(name))]


def _of_examples(node):
    """Whether each round of a loop is about other examples: not a count of epochs."""
    if not isinstance(node, ast.For):
        return False
    counts = isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) in ("range", "trange", "tqdm")
    names = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
    indices = [each.slice for each in ast.walk(node) if isinstance(each, ast.Subscript)]
    read = {each.id for index in indices for each in ast.walk(index) if isinstance(each, ast.Name)}
    return not counts or bool(names & read)


def _named_by(node):
    """The names to which a statement gives a value, also in part."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    parts = [each for target in targets for each in getattr(target, "elts", [target])]
    while any(isinstance(each, ast.Subscript) for each in parts):
        parts = [each.value if isinstance(each, ast.Subscript) else each for each in parts]
    return [each.id for each in parts if isinstance(each, ast.Name)]


def _until(body, name):
    """The statements up to the last that gives a name its value."""
    last = max(i for i, node in enumerate(body) for each in ast.walk(node) if name in _named_by(each))
    return [_flat(node, name) for node in body[: last + 1]]


def _flat(node, name):
    """A statement, without the condition on which a loss is noted: in every tenth round, say."""
    told = isinstance(node, ast.If) and not node.orelse
    if told and any(name in _named_by(each) for each in ast.walk(node)):
        always = ast.If(ast.Constant(True), node.body, [])
        return ast.copy_location(always, node)
    return node


# -- statements as a function --


def _function(loop, body, returned=None, counted=False, everywhere=False):
    """The function of no arguments that runs statements once, as a round of the loop does, the first first.

    `counted`: from call to call it goes on to the next round. `everywhere`: all that it makes are variables
    of the file, as it is in a script; else those that it takes from the round before. What sums up losses
    begins at zero.
    """
    space, node = loop.space, loop.node
    space.setdefault(COUNTER, 0)
    is_for = isinstance(node, ast.For)
    each = _listed(node.iter, space) if is_for else "[0]"
    here = ast.parse(f"[{each}[{COUNTER} % len({each})]]", mode="eval").body
    target = node.target if is_for else ast.Name("_", ast.Store())
    once = ast.For(target=target, iter=here, body=list(body), orelse=[], type_comment=None)
    assigned, carried = _assigned_and_carried(once)
    shared = sorted(assigned if everywhere else carried)
    begun = [ast.parse(f"{name} = 0.0").body[0] for name in loop.sums]
    statements = [ast.Global(list(dict.fromkeys([*shared, *loop.sums, COUNTER]))), *begun, once]
    statements += ast.parse(f"{COUNTER} += 1").body if counted else []
    statements += [ast.Return(ast.Name(returned, ast.Load()))] if returned else []
    no_arguments = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    name = f"{returned}_of_line_{node.lineno}" if returned else f"round_from_line_{node.lineno}"
    made = ast.FunctionDef(name=name, args=no_arguments, body=statements, decorator_list=[], returns=None)
    for new in (made, *statements):
        ast.copy_location(new, node)
    tree = ast.fix_missing_locations(ast.Module([made], type_ignores=[]))
    exec(compile(tree, loop.file, "exec"), space)
    function = space.pop(name)
    function.statements = node  # what of the file it is, for whoever looks for its lines
    return function


def _listed(iterable, space):
    """What a loop goes through, as text; a range in numbers: how many rounds it has is no setting then."""
    text = ast.unparse(iterable)
    if text.startswith("range("):
        try:
            return repr(eval(text, space))
        except Exception:  # what it reads may be gone
            return f"list({text})"
    return f"list({text})"


def _assigned_and_carried(node):
    """The names to which statements give a value, and those among them that are read before."""
    stored, carried = set(), set()

    def use(each):
        if isinstance(each, ast.Name):
            if isinstance(each.ctx, ast.Load):
                carried.update({each.id} - stored)
            else:
                stored.add(each.id)
        elif isinstance(each, SCOPES):
            walk(each)
        elif isinstance(each, ast.AugAssign):
            if isinstance(each.target, ast.Name):
                carried.update({each.target.id} - stored)
            for part in (each.target, each.value):
                use(part)
        elif isinstance(each, ast.Assign):
            for part in (each.value, *each.targets):
                use(part)
        elif isinstance(each, ast.For):
            for part in (each.iter, each.target, *each.body, *each.orelse):
                use(part)
        elif isinstance(each, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            inner = {name.id for part in each.generators for name in ast.walk(part.target) if _is_name(name)}
            names = [name for name in ast.walk(each) if _is_name(name) and isinstance(name.ctx, ast.Load)]
            carried.update({name.id for name in names} - inner - stored)
        else:
            walk(each)

    def walk(each):
        for child in ast.iter_child_nodes(each):
            use(child)

    use(node)
    return stored, stored & carried


def _is_name(node):
    return isinstance(node, ast.Name)
