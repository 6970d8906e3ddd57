"""Where a learner keeps arrays: in lists, dicts, objects, one inside the other; how to find and to set them.

A Leaf is one array with the way to it. A row of neurons, each with its own weights, is one leaf: a matrix.
"""

import copy
import numbers
import types
from collections import deque
from typing import NamedTuple

import numpy as np

from backprop_course.check import running
from backprop_course.check.tape import like_tuple

DEEPEST = 8
LARGEST_WHOLE = 2**31  # of a whole number that is meant as one
CODE = (type, types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.ModuleType)
HOLDERS = (dict, list, tuple, np.ndarray)
CHANCE = (np.random.Generator, np.random.RandomState, np.random.BitGenerator)


class Leaf(NamedTuple):
    """An array, a number or a list of numbers: the steps to it, ("item", key) or ("attribute", name).

    A generator's arguments are found by ("variable", name).

    `parts` are the leaves of which one row each is made; none for a leaf that lies in one piece.
    """

    path: tuple
    parts: tuple = ()


def leaves(value):
    """The leaves of a container, in its own order; what can be reached in two ways lies on the shortest."""
    return _leaves(value, (), _owners(value))


def _owners(value):
    """The shortest way to each container inside a container, by identity: in a graph, every node has many."""
    ways, waiting = {id(value): ()}, deque([(value, ())])
    while waiting:
        holder, path = waiting.popleft()
        for step, child in children(holder) if len(path) <= DEEPEST else ():
            if id(child) not in ways and not is_array(child):
                ways[id(child)] = (*path, step)
                waiting.append((child, (*path, step)))
    return ways


def is_number(value):
    """Whether it is one real number; True and False are none."""
    return isinstance(value, numbers.Real | np.number) and not isinstance(value, bool | np.bool)


def is_tensor(value):
    """Whether it is a tensor of torch."""
    return type(value).__module__.startswith("torch") and hasattr(value, "detach")


def is_frame(value):
    """Whether it is a table or a column of pandas."""
    return type(value).__module__.startswith("pandas") and hasattr(value, "to_numpy")


def as_numpy(value):
    """A tensor, a table or a column as an array of NumPy; anything else as it is."""
    if is_tensor(value):
        return value.detach().numpy().copy()
    return value.to_numpy() if is_frame(value) else value


def is_array(value):
    """Whether it is an array of real numbers, or a list or list of lists of them."""
    if is_tensor(value) or is_frame(value):
        value = as_numpy(value)
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iuf"
    return is_number(value) or _is_vector(value) or _is_matrix(value)


def _is_vector(value):
    return isinstance(value, list) and len(value) > 0 and all(map(is_number, value))


def _is_matrix(value):
    rows = isinstance(value, list) and len(value) > 0 and all(map(_is_vector, value))
    return rows and len({len(row) for row in value}) == 1


def _leaves(value, path, owners):
    if is_array(value):
        return [Leaf(path)]
    if len(path) > DEEPEST or owners.get(id(value)) != path:
        return []
    found = [_leaves(child, (*path, step), owners) for step, child in children(value)]
    if isinstance(value, list | tuple):
        rows = _rows(value, path, [leaf for leaf in found])
        if rows:
            return rows
    return [leaf for each in found for leaf in each]


def is_generator(value):
    """Whether it is a generator that is not at its end."""
    return getattr(value, "gi_frame", None) is not None


def children(value):
    """What is directly inside a container: pairs (step, child)."""
    if isinstance(value, dict):
        return [(("item", key), child) for key, child in value.items()]
    if isinstance(value, list | tuple):
        return [(("item", i), child) for i, child in enumerate(value)]
    if is_generator(value):
        code, held = value.gi_code, value.gi_frame.f_locals
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return [(("variable", name), held[name]) for name in names if name in held]
    if isinstance(value, np.ndarray) and value.dtype == object:
        return [(("item", i), value[i]) for i in range(len(value))] if value.ndim == 1 else []
    if value is None or isinstance(value, (str, bytes, bool, np.ndarray, *CODE, *CHANCE)) or is_number(value):
        return []
    if is_tensor(value) or is_frame(value):
        return []
    named = [(name, child) for name, child in attributes(value).items() if not name.startswith("__")]
    single = [name for name, child in named if name not in GRADIENT and is_array(child)]
    carries = GRADIENT - {"g"} if single in (["b"], ["beta"], ["bias"]) else GRADIENT  # g is a gain there
    own = [child for name, child in named if name in carries and not isinstance(child, list | tuple | dict)]
    if len(single) == 1 and own:  # a parameter with its gradient
        named = [(single[0], getattr(value, single[0]))]
    return [(("attribute", name), child) for name, child in named]


HOLDING = ("data", "value", "val", "d", "_data", "array")  # of an object that is one parameter
GRADIENT = {"grad", "gradient", "g", "grads"}


def attributes(value):
    """The attributes of an object, with or without a __dict__."""
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    kept = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    shared = {name: held for name, held in kept_in_class(type(value)).items() if isinstance(held, HOLDERS)}
    return kept | shared | dict(getattr(value, "__dict__", {}))


def kept_in_class(kind):
    """The variables that a learner keeps in a class for all its objects, by name."""
    found = {}
    for each in reversed(kind.__mro__):
        plain = map(plain_function, vars(each).values())
        if any(isinstance(member, types.FunctionType) and is_own(member) for member in plain):
            found |= {name: held for name, held in vars(each).items() if not name.startswith("__")}
    return found


def is_own(function):
    """Whether a learner wrote a function."""
    return not running.is_library(function.__code__.co_filename)


def plain_function(function):
    """The function of a method; anything else as it is."""
    return getattr(function, "__func__", function)


def space_of(function):
    """The variables of the file in which a function, or a method, stands, by name; {} for anything else."""
    return getattr(plain_function(function), "__globals__", {})


def _rows(value, path, found):
    """The leaves of a list of like things, each one number or one neuron; none if it is no such list."""
    if not value or any(is_array(child) and not is_number(child) for child in value) or is_number(value[0]):
        return []
    ways = [[leaf.path[len(path) + 1 :] for leaf in each] for each in found]
    if not ways[0] or any(way != ways[0] for way in ways):
        return []
    shapes = [[np.shape(get(value, _below(leaf, path))) for leaf in each] for each in found]
    if any(shape != shapes[0] for shape in shapes) or any(len(shape) > 1 for shape in shapes[0]):
        return []
    numbers_only = all(shape == () for shape in shapes[0])
    if numbers_only and len(shapes[0]) > 1:  # layers of one unit each: their w and b are apart
        return []
    lists = any(
        isinstance(follow(value, _below(leaf, path).path), list) for leaf in found[0] if not leaf.parts
    )
    gathered = any(leaf.parts for leaf in found[0])
    if not (numbers_only or lists or gathered or len(value) > 1) or isinstance(value, tuple):
        return []
    return [Leaf(path, parts) for parts in map(tuple, zip(*found, strict=True))]


def _below(leaf, path):
    return Leaf(leaf.path[len(path) :], tuple(_below(part, path) for part in leaf.parts))


def size_of(data):
    """The sum of the sizes of all numbers in data, however they are nested."""
    data = as_numpy(data)
    if isinstance(data, np.ndarray) and data.dtype.kind in "iufb":
        return float(np.sum(np.abs(data.astype(float))))
    return abs(float(data)) if is_number(data) else sum(size_of(child) for _, child in children(data))


def ends(leaf):
    """The leaves in one piece of which a leaf is made; itself, if it is one."""
    return [end for part in leaf.parts for end in ends(part)] if leaf.parts else [leaf]


def follow(value, path):
    """What lies at the end of a way."""
    for kind, key in path:
        value = value.gi_frame.f_locals if kind == "variable" else value
        value = getattr(value, key) if kind == "attribute" else value[key]
    return value


def get(value, leaf):
    """The leaf's value as a new float array."""
    if leaf.parts:
        return np.array([get(value, part) for part in leaf.parts])
    return np.array(as_numpy(follow(value, leaf.path)), dtype=float)


def put(value, leaf, array):
    """The container with the leaf set to an array, in the learner's own kind, in place where it can be."""
    if leaf.parts:
        for i, part in enumerate(leaf.parts):
            value = put(value, part, array[i])
        return value
    return _put(value, leaf.path, array)


def _put(value, path, array):
    return _placed(value, path, like(follow(value, path), array))


def _placed(value, path, new):
    """The container with something new at the end of a way."""
    if not path:
        return new
    (kind, key), rest = path[0], path[1:]
    if kind == "attribute":
        set_attribute(value, key, _placed(getattr(value, key), rest, new))
        return value
    if kind == "variable":  # of a generator
        _placed(value.gi_frame.f_locals, (("item", key), *rest), new)
        return value
    new = _placed(value[key], rest, new)
    if not isinstance(value, tuple):
        value[key] = new
        return value
    items = [new if i == key else item for i, item in enumerate(value)]
    return like_tuple(value, items)


def set_attribute(value, name, new):
    """Set an attribute of an object, a copy of the learner's, also where its class forbids that."""
    try:
        setattr(value, name, new)
    except AttributeError:  # a frozen dataclass
        object.__setattr__(value, name, new)


def like(old, array):
    """An array as the learner keeps it: an array, a number, a list; an array that can hold it stays itself.

    Nothing here may lose what a subclass of ndarray records about its numbers.
    """
    if isinstance(old, np.ndarray):
        return _as_array(old, array)
    if is_tensor(old) or is_frame(old):
        return in_kind(old, array)
    if isinstance(old, list):
        old[:] = (_whole(array) if _is_whole(old) else array).tolist()
        return old
    return (_whole(array) if _is_whole(old) else array).reshape(()).item()


def in_kind(old, array):
    """An array as a tensor, a table or a column like an old one; a tensor that can hold it stays itself."""
    array = np.asarray(array)
    if is_tensor(old):
        same = old.shape == array.shape
        return old.detach().copy_(old.new_tensor(array)) if same else old.new_tensor(array)
    if old.ndim == 1:
        return type(old)(array.ravel(), name=old.name, index=old.index if len(array) == len(old) else None)
    return type(old)(array, columns=old.columns, index=old.index if len(array) == len(old) else None)


def _is_whole(old):
    """Whether a number, or a list of numbers, holds whole numbers of Python's."""
    if isinstance(old, list):
        return all(map(_is_whole, old))
    return isinstance(old, int)


def is_whole(value, leaf):
    """Whether a leaf is made of whole numbers of Python's, which a learner may mean as a count."""
    return not leaf.parts and _is_whole(follow(value, leaf.path))


def _whole(array):
    """An array of whole numbers as such; others as they are."""
    if type(array) is not np.ndarray or not np.array_equal(array, np.round(array)):
        return array
    return array.astype(int) if np.abs(array).max(initial=0) < LARGEST_WHOLE else array


def _as_array(old, array):
    if array.size != old.size:  # a step has broadcast the old one to another shape
        return array.copy()
    array = array.reshape(old.shape)
    if type(array) is not np.ndarray:
        return array.copy()
    if old.dtype.kind in "iu":  # whole numbers stay whole, as the learner has them
        whole = _whole(array)
        return whole.astype(old.dtype) if whole is not array else array.copy()
    if not old.flags.writeable:
        return array.copy()
    old[...] = array
    return old


def copied(value):
    """A copy of a container with all that is in it; what cannot be copied is itself."""
    try:
        return copy.deepcopy(value)
    except Exception:  # locks, generators, open files
        return value


def whole_arrays(value, found):
    """The numbers of the leaves of a container that are arrays of whole numbers."""
    held = [None if leaf.parts else follow(value, leaf.path) for leaf in found]
    return [i for i, each in enumerate(held) if isinstance(each, np.ndarray) and each.dtype.kind in "iu"]


def dtype_of(value, found):
    """The one type of numbers that all leaves of a container fit into."""
    held = [np.asarray(as_numpy(follow(value, ends(leaf)[0].path))).dtype for leaf in found]
    return np.result_type(*held)


def raised(value):
    """A copy with all arrays of coarser floats as float64: what is right shows only there."""
    value = copied(value)
    for leaf in leaves(value):
        value = _raised(value, leaf)
    return value


def _raised(value, leaf):
    for part in leaf.parts:
        value = _raised(value, part)
    held = None if leaf.parts else follow(value, leaf.path)
    if isinstance(held, np.ndarray | np.floating) and held.dtype.kind == "f" and held.dtype != float:
        value = _placed(value, leaf.path, held.astype(float))
    return _placed(value, leaf.path, held.double()) if is_tensor(held) else value


def way_in_words(path):
    """A way in words, as a learner writes it: layers[0].W; keys of dicts are written like attributes."""
    said = ""
    for _kind, key in path:
        said += f"[{key}]" if isinstance(key, int) else f".{key}"
    return said.lstrip(".")


def identities(container):
    """The identities of all that is in a container, and its own; numbers have none."""
    found, waiting = set(), [container]
    while waiting:
        held = waiting.pop()
        if id(held) not in found and held is not None and not is_number(held):
            found.add(id(held))
            waiting += [] if is_array(held) else [child for _, child in children(held)]
    return found
