"""A training that is a loop, not a function: one round of it, and the loss in it, as functions.

The loop may stand in the file itself, or in a function or method that trains. Which statements move what is
seen by running them one by one.
"""

import ast
import linecache
import re
import time
import types
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check.learner.binding import meanings
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
from backprop_course.check.learner.life import Root, chances, life, put_back, states_of
from backprop_course.check.learner.parameters import BIASES
from backprop_course.check.learner.reaching import RECORDS, is_called_data, is_setting, last_name
from backprop_course.check.loops import (
    COUNTER,
    Loop,
    assigned_and_carried,
    bodies,
    function_of,
    is_of_examples,
    loops_in,
    named_by,
    noting,
    sums_of,
    until,
    unweighted,
)

FIRST = (0, 1, 2)  # rounds that are tried: of the example (0, 0) no gradient of a weight is seen
SECONDS_FOR_LOOPS = 30.0  # of a processor, after which no further loop is tried
MOST_CHANGED = 80  # arrays that are tried one by one
GRADIENT_OF = ("d{}", "d_{}", "grad_{}", "{}_grad", "g{}", "g_{}", "grad{}", "delta_{}")  # of one array


class Round(NamedTuple):
    """One round of a training loop: the round itself, what it moves, and what comes before anything moves.

    That is the loss; where none is noted, `predict` tells the predictions, and `target` what they should be.
    `grads` are the gradients that the round has made by then, where it gives them names.
    """

    step: types.FunctionType
    params: dict[str, Any]
    loss: types.FunctionType | None
    predict: types.FunctionType | None
    target: Any = None
    grads: types.FunctionType | None = None


def rounds_of(module, ran, is_loss, noted=True):
    """The Rounds of loops that move what a loss in them depends on, or predictions; the innermost first.

    Where the loss is not to be the one that is `noted`, those by their predictions only.

    `ran` are the variables of functions that have run, by the number of their first line; `is_loss` says of
    a name whether it is that of a loss, or of what `adds` them. The functions take nothing: they read and
    move the file's own variables, and their lines are those of its file.
    """
    return _each(module, ran, is_loss, partial(_rounds, noted=noted))


def step_of(module, ran, is_loss, known):
    """The round of the innermost loop that moves one of the arrays `known`, as a function; else None."""

    def moving(tryout, carried):
        own = [
            leaf
            for leaf in carried
            if any(_value(tryout, end) is each for end in ends(leaf) for each in known)
        ]
        if own:
            _begin(tryout, carried, own)
            yield _step(tryout.loop)

    return next(_each(module, ran, is_loss, moving), None)


def _value(tryout, leaf):
    return follow(tryout.held, leaf.path)


def _each(module, ran, is_loss, made_of):
    """All that is made of each Loop, the innermost first; its variables are laid over those of the file.

    A loop around one that trains is none: it makes many steps in each of its rounds.
    """
    try:
        tree = ast.parse("".join(linecache.getlines(module.__file__)))
    except SyntaxError:
        return
    own, end = dict(vars(module)), time.process_time() + SECONDS_FOR_LOOPS
    for body, space in bodies(tree, module, ran):
        training = []
        for node in loops_in(body):
            if any(inner in training for inner in ast.walk(node)) or time.process_time() > end:
                continue
            loop = Loop(node, space(), module.__file__, is_loss=is_loss)
            try:
                loop = noting(loop)
                tryout, carried, trains = _looked_at(loop._replace(sums=tuple(sums_of(loop))))
                for made in made_of(tryout, carried) if carried else ():
                    trains = True
                    yield made
            except Exception:  # a learner's loop may be anything
                trains = False
            training += [node] if trains else []
            vars(module).clear()
            vars(module).update(own)


def _looked_at(loop):
    """(the Tryout of a Loop, the leaves that its rounds carry on, whether all carry on the same)."""
    made, passed_on = assigned_and_carried(loop.node)
    held = {name: value for name, value in loop.space.items() if _may_hold(name, value)}
    aside = {*made - passed_on, *loop.sums}
    kept = [leaf for leaf in leaves(_without(held, aside)) if _is_kept(held, leaf)]
    sources = chances(loop.space.values())
    tryout = Tryout(loop, held, kept, (sources, states_of(sources)))
    numbers = FIRST if is_of_examples(loop.node) else FIRST[:1]
    found = [(number, _carried(tryout, number)) for number in numbers]
    first, carried = max(found, key=lambda each: len(each[1]))
    loop.space[COUNTER] = first
    return tryout, carried, len(carried) > 1 and all(set(each) == set(carried) for _, each in found)


def _rounds(tryout, carried, noted):
    """The Rounds of one Loop: by the loss that it notes, else by what may be its predictions.

    What depends on some of the parameters only is none of them: a penalty, what a layer on the way gives.
    """
    told = {"loss": _losses, "predict": _predictions} if noted else {"predict": _predictions}
    for role, names in told.items():
        found = list(_candidates(tryout, carried, role, names))
        most = max((len(params) for *_, params in found), default=0)
        whole = [each for each in found if len(each[2]) == most]
        for function, target, params in whole[:1] if role == "loss" else whole:
            yield _made(tryout, carried, params, target=target, **{role: function})
        if whole and role == "loss":
            return


def _candidates(tryout, carried, role, names):
    """(function, targets, parameters) of what may be the loss, or the predictions, before it is moved."""
    loop, moved = tryout.loop, _moved(tryout, carried)
    before = [loop.node.body[:number] for number in sorted(moved)]
    still = [node for number, node in enumerate(loop.node.body) if number not in moved]
    for body in filter(None, (*before, still)):
        earlier = [
            leaf for number in moved if number < len(body) and body is not still for leaf in moved[number]
        ]
        for name, target in names(tryout, body):
            told = [unweighted(node, loop.sums) for node in until(body, name, first=role == "predict")]
            function = function_of(loop, told, returned=name)
            params = _parameters(tryout, carried, function)
            if params and not any(leaf in earlier for leaf in params):
                yield function, target, params


def _parameters(tryout, carried, function):
    """The leaves on which what a function returns depends: those that are moved, and their kin."""
    params = [leaf for leaf in carried if _matters(tryout, function, leaf)]
    kin = _kin(tryout, carried, params) if params else ()
    return params + [leaf for leaf in kin if _matters(tryout, function, leaf)]


def _made(tryout, carried, params, loss=None, predict=None, target=None):
    _begin(tryout, carried, params)
    held = _holders(tryout.held, params)
    moved = _moved(tryout, carried)
    first = min((n for n in moved if any(leaf in params for leaf in moved[n])), default=0)
    grads = _gradients(tryout, first, held)
    return Round(_step(tryout.loop), held, loss, predict, target, grads)


def _gradients(tryout, number, params):
    """The function that tells the gradients which a round has made before statement `number`; or None.

    They are one variable for each array, dW1, grad_W1 or W1_grad, or one that holds them all.
    """
    body = tryout.loop.node.body[:number]
    names = {name for node in body for each in ast.walk(node) for name in named_by(each)}
    whole = [
        name for name in names if meanings(name) == {"grads"} and leaves({name: tryout.loop.space.get(name)})
    ]
    each = {
        key: [form.format(key) for form in GRADIENT_OF if form.format(key) in names]
        for key in params
        if key.isidentifier()
    }
    if params and len(each) == len(params) and all(each.values()):
        told = f"dict({', '.join(f'{key}={found[0]}' for key, found in each.items())})"
    elif len(whole) == 1:
        told = whole[0]
    else:
        return None
    return function_of(tryout.loop, body, returned=told, called="gradients")


def _step(loop):
    """A round of a Loop as a function."""
    return function_of(loop, loop.node.body, counted=not is_of_examples(loop.node))


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
    """A Loop to be tried: what its variables hold, and the leaves there that may be parameters.

    `drawn` are the sources of random numbers there, and their states: every try draws the same numbers.
    """

    loop: Loop
    held: dict
    leaves: list
    drawn: tuple

    def left_by(self, functions, moved=None):
        """The numbers of the leaves after each function, one after the other; None where one raises.

        `moved` is a leaf that begins a little off. All happens on copies.
        """
        space, ends = self.loop.space, []
        kept = [Root(space, name) for name in self.held]
        put_back(*self.drawn)
        with life({}, kept), np.errstate(all="ignore"):
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
            finally:
                put_back(*self.drawn)
        return ends

    def _number(self, leaf):
        try:
            return get(self.loop.space, leaf)
        except (TypeError, ValueError, LookupError, AttributeError):
            return np.array(np.nan)


def _carried(tryout, number):
    """The leaves that the round of a number changes from what they were, not without looking at that."""
    tryout.loop.space[COUNTER] = number
    once = function_of(tryout.loop, tryout.loop.node.body, everywhere=True)
    start, ends = [get(tryout.held, leaf) for leaf in tryout.leaves], tryout.left_by([once])
    if ends is None:
        return []
    changed = [i for i, (old, new) in enumerate(zip(start, ends[0], strict=True)) if not _same(old, new)]
    carried = []
    for i in changed if len(changed) <= MOST_CHANGED else ():
        other = tryout.left_by([once], tryout.leaves[i])
        if other and any(not _same(ends[0][j], other[0][j]) for j in changed):
            carried.append(tryout.leaves[i])
    return carried


def _same(one, other):
    return one.shape == other.shape and np.array_equal(one, other, equal_nan=True)


def _moved(tryout, carried):
    """The leaves carried on that a statement of a round changes, by its number, where it changes any."""
    body = tryout.loop.node.body
    single = [function_of(tryout.loop, [node], everywhere=True) for node in body]
    start, ends = [get(tryout.held, leaf) for leaf in tryout.leaves], tryout.left_by(single) or []
    found = {}
    for number, (old, new) in enumerate(zip([start, *ends], ends, strict=False)):
        pairs = zip(tryout.leaves, old, new, strict=True)
        changed = [leaf for leaf, one, other in pairs if leaf in carried and not _same(one, other)]
        found |= {number: changed} if changed else {}
    return found


def _losses(tryout, body):
    """(the name of what may be the loss in some statements, None), the last first."""
    loop = tryout.loop
    named = [name for node in body for each in ast.walk(node) for name in named_by(each)]
    for name in dict.fromkeys(reversed([name for name in named if name in loop.space])):
        if _number_in(loop.space[name]) is not None and (loop.is_loss(name.rstrip("_")) or name in loop.sums):
            yield name, None


def _predictions(tryout, body):
    """(the name of what may be the predictions, the targets) in some statements.

    Targets have the predictions' shape and are taken from them, or are called so; labels have one axis less.
    """
    space, values = tryout.loop.space, {}
    shown = function_of(tryout.loop, body, everywhere=True)
    tryout.left_by([shown, lambda: values.update(space)])
    names = list(dict.fromkeys(name for node in body for each in ast.walk(node) for name in named_by(each)))
    beside = {frozenset(pair) for node in tryout.loop.node.body for pair in _subtracted(node)}
    known = [name for name, value in values.items() if isinstance(value, np.ndarray | float)]
    for name in [each for each in names if each in known]:
        like = [
            other for other in known if other != name and np.shape(values[other]) == np.shape(values[name])
        ]
        told = [other for other in like if frozenset((name, other)) in beside]
        told += [other for other in known if "y" in meanings(other) and _fits(values[other], values[name])]
        for other in dict.fromkeys(told):
            yield name, np.array(values[other])


def _fits(target, output):
    """Whether targets have the shape of predictions, or are labels of their rows or columns."""
    target, output = np.asarray(target), np.asarray(output)
    labels = (
        target.dtype.kind in "iu" and target.ndim == 1 and output.ndim == 2 and len(target) in output.shape
    )
    return target.shape == output.shape or labels


def _subtracted(node):
    """The names of which one is subtracted from the other: p - y."""
    for each in ast.walk(node):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Sub):
            sides = [side.id for side in (each.left, each.right) if isinstance(side, ast.Name)]
            if len(sides) == 2:
                yield sides


def _kin(tryout, carried, params):
    """The leaves that no round changes, but that are called like parameters, or lie beside them."""
    owners = {leaf.path[:-1] for leaf in params if len(leaf.path) > 1}
    for leaf in tryout.leaves:
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


def _matters(tryout, function, leaf):
    """Whether what a function returns depends on a leaf."""
    told = []

    def tell():
        value = function()
        number = _number_in(value)
        told.append(value if number is None else number)

    tryout.left_by([tell])
    tryout.left_by([tell], leaf)
    return len(told) == 2 and not np.array_equal(*told)


def _begin(tryout, carried, params):
    """Let what a training remembers begin at nothing: velocities, and the number of the step."""
    for leaf in carried:
        if leaf not in params and not is_called_data(last_name(leaf)):
            put(tryout.held, leaf, 0 * get(tryout.held, leaf))
    tryout.loop.space.update(tryout.held)
    for owner in {id(each): each for leaf in params for each in _owners(tryout.held, leaf)}.values():
        if is_array(getattr(owner, "grad", None)):  # what the last call of backward() has left
            owner.grad = 0.0 * owner.grad
    counts = [leaf for leaf in leaves(tryout.held) if is_whole(tryout.held, leaf)]
    once = function_of(tryout.loop, tryout.loop.node.body, everywhere=True)
    start, ends = [get(tryout.held, leaf) for leaf in counts], tryout._replace(leaves=counts).left_by([once])
    pairs = zip(counts, start, ends[0], strict=True) if ends else ()
    counts = [leaf for leaf, old, new in pairs if new.shape == old.shape and np.all(new > old)]
    for number in (0, 1):  # the first step is number 1 where it is counted after it was made
        for leaf in counts:
            put(tryout.held, leaf, np.array(number))
        tryout.loop.space.update(tryout.held)
        ends = tryout.left_by([once])
        if ends and all(
            np.isfinite(end).all() for leaf, end in zip(tryout.leaves, ends[0], strict=True) if leaf in params
        ):
            return


def _owners(held, leaf):
    """The objects whose attribute a leaf is, or its ends are."""
    paths = [end.path for end in ends(leaf)]
    return [follow(held, path[:-1]) for path in paths if path and path[-1][0] == "attribute"]
