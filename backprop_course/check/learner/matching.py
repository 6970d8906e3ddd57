"""Which array of a result belongs to which parameter: by its key, by its place, or by its shape."""

import re

import numpy as np

from backprop_course.check.learner.containers import (
    Leaf,
    attributes,
    follow,
    get,
    is_array,
    is_number,
    leaves,
)

STORES = ("grads", "gradients", "_grads")  # of an object that keeps the gradients of its parameters apart
BEFORE = r"^(?:(?:grads?|gradients?|nabla|delta|deriv|d|g|D)_?|_)"
AFTER = r"_?(?:grads?|gradients?|_)$"


def matched(result, template, params, names=None):
    """For each leaf of a template its leaf in the result, None where it has none: (leaves, how); or None.

    `names` are those that a function gives the parts of a template without keys: by them keys are told.
    `how` says it in words. In place of leaves stands "cut" for one long array, "joined" for pieces of one.
    """
    shapes = [np.shape(get(template, leaf)) for leaf in params]
    guided = [_along(result, template, leaf) for leaf in params]
    options = [(guided, "by key" if _has_keys(result) else "by place")]
    if names and isinstance(result, dict):
        options.append(([_called(result, name) for name in names], "by key"))
    found = leaves(result)
    if len(found) == len(params):
        options += [([found[i] for i in order], how) for order, how in _orders(result, found, shapes)]
    if _has_keys(result):
        options.append(([_by_name(result, leaf) for leaf in params], "by key"))
    size = sum(int(np.prod(shape)) for shape in shapes)
    if is_array(result) and len(params) > 1 and np.size(result) == size and not all(guided):
        return "cut", "cut from one long array"
    if len(params) == 1 and len(found) > 1 and sum(get(result, leaf).size for leaf in found) == size:
        return "joined", "joined to one long array"
    options = [option for option in options if any(option[0])]
    if not options:
        return None
    return max(options, key=lambda option: _score(result, option[0], shapes))


def fetched(result, plan, shapes):
    """The arrays of a result by a plan of `matched`: float arrays, None where there is none."""
    if plan == "joined":
        pieces = [get(result, leaf).ravel() for leaf in leaves(result)]
        return [np.concatenate(pieces).reshape(shapes[0])]
    if plan == "cut":
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
        pieces = np.split(np.array(result, dtype=float).ravel(), ends[:-1])
        return [piece.reshape(shape) for piece, shape in zip(pieces, shapes, strict=True)]
    return [None if leaf is None else _fetched(result, leaf) for leaf in plan]


def _fetched(result, leaf):
    try:
        return get(result, leaf)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None


def _score(result, plan, shapes):
    """How many leaves have an array of their own shape, then how many have one at all."""
    fits = [_shape(result, leaf) for leaf in plan]
    right = sum(fit == shape for fit, shape in zip(fits, shapes, strict=True))
    return right, sum(fit is not None for fit in fits)


def _shape(result, leaf):
    array = None if leaf is None else _fetched(result, leaf)
    return None if array is None else array.shape


# -- by key and by place, along the template --


def _along(result, template, leaf):
    """The leaf of a result that lies where the template's leaf does; or None."""
    if leaf.parts:
        parts = tuple(_along(result, template, part) for part in leaf.parts)
        whole = _along(result, template, leaf._replace(parts=()))
        return Leaf(leaf.path, parts) if all(parts) else whole
    way, here, there = (), result, template
    for step in leaf.path:
        if is_number(here):  # a gradient is a plain number where the parameter is an object
            break
        step_there = _alike(here, there, step)
        if step_there is None:
            return None
        way, here, there = (*way, step_there), follow(here, (step_there,)), follow(there, (step,))
    if is_array(here) or (isinstance(here, np.ndarray) and here.ndim == 0):
        return Leaf(way)
    inside = leaves(here)
    return Leaf((*way, *inside[0].path), inside[0].parts) if len(inside) == 1 else None


def _alike(here, there, step):
    """The step into a result that corresponds to a step into the template; or None."""
    kind, key = step
    if isinstance(here, dict):
        found = key if key in here else _key(here, str(key))
        return None if found is None else ("item", found)
    if isinstance(here, list | tuple) or (isinstance(here, np.ndarray) and here.ndim):
        keys = _keys(there)
        return ("item", keys.index(key)) if key in keys and len(here) == len(keys) else None
    if here is None or is_array(here):
        return None
    found = _key(attributes(here), str(key))
    return None if found is None else ("attribute", found)


def _keys(container):
    """The keys of a container in its order; none for an object."""
    if isinstance(container, dict):
        return list(container)
    return list(range(len(container))) if isinstance(container, list | tuple) else []


def _key(named, key):
    """The key of a dict that means the gradient of `key`, or `key` itself; or None."""
    if key in named:
        return key
    others = [other for other in named if isinstance(other, str)]
    found = [other for other in others if stem(other) in (key, stem(key))]
    loose = [other for other in others if stem(other).lower() in (key.lower(), stem(key).lower())]
    return (found or loose or [None])[0]


def stem(key):
    """A name without what says that it is a gradient: dW1, grad_W1, W1_grad, gW1 are W1."""
    for pattern in (BEFORE, AFTER):
        rest = re.sub(pattern, "", key)
        key = rest if rest else key
    return key


def _has_keys(result):
    parts = result if isinstance(result, list | tuple) else [result]
    return any(isinstance(part, dict) for part in parts)


def _by_name(result, leaf):
    """The entry of a flat dict for a leaf by its words: W of the first layer is W1 or W0."""
    if not isinstance(result, dict):
        return None
    names = [str(key) for _, key in leaf.path if not isinstance(key, int)]
    count = [key for _, key in leaf.path if isinstance(key, int)]
    numbered = [f"{last}{n + shift}" for last in names[-1:] for n in count[:1] for shift in (1, 0)]
    last = names[-1:] if not count else []
    for spelled in (*numbered, "_".join(names), "".join(names), *last):
        found = _key(result, spelled)
        if found is not None and is_array(result[found]):
            return Leaf((("item", found),))
    return None


def _called(result, name):
    """The entry of a flat dict that means the gradient of a name; or None."""
    found = _key(result, name)
    return Leaf((("item", found),)) if found is not None and is_array(result[found]) else None


def gradient_leaf(holder, leaf):
    """The leaf of the same object that holds a leaf's gradient: W and dW, grad_W, data and grad; or None."""
    if leaf.parts:
        parts = tuple(gradient_leaf(holder, part) for part in leaf.parts)
        return Leaf(leaf.path, parts) if all(parts) else None
    for cut in range(len(leaf.path) - 1, -1, -1):
        above, (kind, key) = leaf.path[:cut], leaf.path[cut]
        place = follow(holder, above)
        named = place if isinstance(place, dict) else attributes(place) if kind == "attribute" else {}
        for other in named:
            if other != key and (_is_gradient_of(other, str(key)) or other in STORES):
                way = (*above, (kind, other))
                rest = leaf.path[cut + 1 :]
                if _reaches(holder, way, rest):
                    return Leaf((*way, *rest))
        for store in (*STORES, "grad"):
            if store in named and isinstance(named[store], dict) and (found := _key(named[store], str(key))):
                return Leaf((*above, (kind, store), ("item", found)))
    return None


def _is_gradient_of(other, key):
    """Whether a name says that it is the gradient of what has another name: dW, grad_W, or grad alone."""
    told = isinstance(other, str) and stem(other) != other and stem(other) in (key, stem(key))
    return told or other in ("grad", "gradient")


def _reaches(holder, way, rest):
    try:
        return is_array(follow(holder, (*way, *rest)))
    except (KeyError, IndexError, AttributeError, TypeError):
        return False


# -- by shape --


def _orders(result, found, shapes):
    """The orders in which a flat list of arrays may belong to the parameters."""
    theirs = [_shape(result, leaf) for leaf in found]
    count = len(found)
    yield range(count), "by place"
    yield range(count)[::-1], "last first"
    for size in range(2, count):
        if count % size == 0:
            groups = [range(i, i + size) for i in range(0, count, size)]
            yield [i for group in groups[::-1] for i in group], "last layer first"
            yield [group[i] for i in range(size) for group in groups], "by shape"
    if len(set(theirs)) == count and sorted(theirs) == sorted(shapes):
        yield [theirs.index(shape) for shape in shapes], "by shape"
