"""What a learner calls the arrays: names out of their own code."""

import ast
import inspect
import itertools
import textwrap

from backprop_course.check.learner.binding import asked
from backprop_course.check.learner.containers import HOLDING, follow, plain_function, space_of, way_in_words


def names_of(program):
    """The learner's names of the arrays of a program, in their order; no two the same."""
    container = program.hands["params"]
    trees = _parsed(functions_of(program))
    names = [
        _name(program, container, leaf, place, trees)
        for leaf, place in zip(program.leaves, program.places, strict=True)
    ]
    names = _shorter(names)
    ways = [_place_name(place) or f"params{_rest(_way(leaf))}" for leaf, place in _pairs(program)]
    return [name if names.count(name) == 1 else way for name, way in zip(names, ways, strict=True)]


def _shorter(names):
    """The names without the name of the one container that they all begin with."""
    heads = {name.split(".")[0] if "." in name else None for name in names}
    alone = len(heads) == 1 and None not in heads and not any("[" in head for head in heads)
    return [name.split(".", 1)[1] for name in names] if alone else names


def _pairs(program):
    return zip(program.leaves, program.places, strict=True)


def _way(leaf):
    """The way to a leaf; for one of several pieces, the way to the rows and then what they are called.

    A parameter that carries its gradient is called by its own name, without its `.data`.
    """
    if not leaf.parts:
        carried = bool(leaf.path) and leaf.path[-1][0] == "attribute" and leaf.path[-1][1] in HOLDING
        return leaf.path[:-1] if carried else leaf.path
    inner = _way(leaf.parts[0])[len(leaf.path) + 1 :]
    return (*leaf.path, *inner)


def _with_fields(container, path):
    """A way with the names of fields in place of numbers, where it leads through tuples that have them."""
    held, named = container, []
    for kind, key in path:
        fields = getattr(held, "_fields", ()) if kind == "item" else ()
        named.append(("attribute", fields[key]) if fields else (kind, key))
        held = follow(held, ((kind, key),))
    return tuple(named)


def _rest(path):
    said = way_in_words(path)
    return said if not said or said.startswith("[") else f".{said}"


def _place_name(place):
    """The variable in which an array lies: network[0].weights; the object's own name is left out."""
    if place is None:
        return None
    holder, leaf = place
    way = _way(leaf)
    if isinstance(holder, str):
        return way_in_words(way) or None
    return way_in_words(way) if holder.name == "self" else f"{holder.name}{_rest(way)}"


def _name(program, container, leaf, place, trees):
    way = _way(leaf) if leaf.parts else _with_fields(container, _way(leaf))
    if way and isinstance(way[0][1], str):
        return way_in_words(way)
    by_argument = _argument_name(program, way, container, trees)
    return by_argument or _place_name(place) or f"{_argument(program) or 'params'}{_rest(way)}"


def _argument_name(program, way, container, trees):
    """A name out of the functions: an argument's, or out of a line `W1, b1, W2, b2 = params`; or None."""
    base = _argument(program)
    if not way:
        return base
    (_, first), rest = way[0], way[1:]
    for role in program.bound:
        parts = _spread(program, role)
        if first in parts:
            return parts[first] + _rest(rest)
    if len(way) == 1:
        names = _unpacked(trees, {base, "params", "self.params", "self.parameters"}, len(container))
        return names[first] if names else _variable(program, follow(container, way))
    if base and len(way) == 2 and isinstance(rest[0][1], int):
        names = _unpacked(
            trees, {f"{base}[", f"{base}", "self.params"}, len(follow(container, way[:1])), loosely=True
        )
        return f"{base}[{first}].{names[rest[0][1]]}" if names else None
    return None


def _spread(program, role):
    """The arguments' names by part of the container, for a function that takes the parts one by one."""
    pairs = zip(asked(program.hands[role]), program.bound[role].positional, strict=False)
    return {which: name for name, (kind, which) in pairs if kind == "part"}


def _argument(program):
    """The name of the argument that takes the parameters in one piece; or None."""
    for role, way in program.bound.items():
        for name, (kind, _) in zip(asked(program.hands[role]), way.positional, strict=False):
            if kind == "params":
                return name
    return None


def _unpacked(trees, sources, count, loosely=False):
    """The names into which one of the sources is unpacked, if there are so many; or None."""
    for source, names in _unpackings(trees, loosely):
        near = any(source.startswith(each) for each in sources if each) if loosely else source in sources
        if near and len(names) == count:
            return names
    return None


def unpacked_names(function, argument):
    """The names into which a function unpacks one of its arguments in one line; or None."""
    trees = _parsed([plain_function(function), *_named(function)])
    return next((names for source, names in _unpackings(trees) if source == argument), None)


def _unpackings(trees, loops=False):
    """Pairs (source, names) of lines that unpack something into names: `W1, b1 = params`; or of loops too."""
    for node in itertools.chain.from_iterable(map(ast.walk, trees)):
        if isinstance(node, ast.Assign):
            target, source = node.targets[0], node.value
        elif loops and isinstance(node, ast.For | ast.comprehension):
            target, source = node.target, node.iter
        else:
            continue
        if isinstance(target, ast.Tuple) and all(isinstance(each, ast.Name) for each in target.elts):
            yield ast.unparse(source), [each.id for each in target.elts]


def _parsed(functions):
    """The syntax trees of functions, as far as their source can be found."""
    trees = []
    for each in functions:
        try:
            trees.append(ast.parse(textwrap.dedent(inspect.getsource(each))))
        except (OSError, TypeError, SyntaxError, ValueError):
            continue
    return trees


def functions_of(program):
    """The functions of a program, those of the same file that they name, and the methods of its object."""
    roles = sorted(program.bound, key=("grads", "both", "step").__contains__, reverse=True)
    functions = [program.hands[role] for role in roles if program.hands[role] is not None]
    functions = list(map(plain_function, functions))
    near = [each for function in functions for each in _named(function)]
    owner = program.hands["obj"]
    own = [] if owner is None else [each for each in vars(type(owner)).values() if inspect.isfunction(each)]
    return list(dict.fromkeys([*functions, *near, *own]))


def _named(function):
    space = space_of(function)
    used = getattr(getattr(function, "__code__", None), "co_names", ())
    return [space[name] for name in used if inspect.isfunction(space.get(name))]


def _variable(program, value):
    """The name of the learner's variable that holds this very array; or None."""
    for role in program.bound:
        for name, held in space_of(program.hands[role]).items():
            if held is value and not name.startswith("_") and not isinstance(held, float | int):
                return name
    return None
