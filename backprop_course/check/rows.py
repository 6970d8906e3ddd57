"""The gradient on other examples than those handed over: rows left out, or labels of other rows."""

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import flat, nearest_factor
from backprop_course.check.conventions import data_shape, examples_axes, take
from backprop_course.check.graph import arriving_at, bare_graph, gradients, passed_back
from backprop_course.check.suspects.slopes import outputs

FEW_TARGETS = 60  # so many can be asked for one by one


def of_other_rows(reading, truth, claims, tolerance=1e-6):
    """(kind, place, words, number, what to look at) where the claims are the gradient on other rows; or None.

    A factor is allowed: a mean over fewer rows may be divided by all of them.
    """
    for kind, place, words, parts in (*_other_data(reading), *_alternatives(reading.x, reading.y)):
        k = _factor(truth, claims, parts, tolerance)
        if k is not None:
            number = f"on these rows your gradient is the right one times {k:.4g}, at every point"
            return kind, place, words, number, "the indices of the rows"
    return None


def of_shuffled_targets(reading, truth, claims, tolerance=1e-6):
    """As of_other_rows, where the targets stand in any other order: inputs and targets were shuffled apart.

    A gradient in which the targets stand in a line tells which targets it has taken.
    """
    y = reading.y
    if not (isinstance(y, np.ndarray) and y.dtype.kind == "f" and 1 < y.size <= FEW_TARGETS and truth.follow):
        return None
    if any(claim is None for each in claims for claim in each):
        return None
    sides, columns = [], []
    for point, claim in zip(truth.points, claims, strict=True):
        right = _flat_gradient(truth.follow, point, reading.x, y)
        moved = [_flat_gradient(truth.follow, point, reading.x, y + one) for one in _units(y.shape)]
        if right is None or any(each is None for each in moved):
            return None
        sides.append(flat(claim) - right)
        columns.append(np.stack([each - right for each in moved], axis=1))
    side, table = np.concatenate(sides), np.concatenate(columns)
    change, _, rank, _ = np.linalg.lstsq(table, side)
    left = np.linalg.norm(table @ change - side)
    taken = y + change.reshape(y.shape)
    if rank < y.size or left > tolerance * np.linalg.norm(side) or np.allclose(taken, y, atol=1e-6):
        return None
    if not _are_the_rows_of(taken, y):
        return None
    words = "the gradient takes your targets in another order: inputs and targets are not shuffled alike."
    number = "the targets that it asks for are yours, at other rows, at every point"
    return kinds.WRONG_ROWS, "every array", words, number, "where the rows are shuffled or picked"


def of_other_pairs(reading, truth, claims_of, tolerance=1e-6):
    """As of_other_rows, where inputs and targets of different rows are taken together, in whatever order.

    With one target for all rows the gradient is right then, whichever of the targets that is.
    """
    ways = [each for each in examples_axes(reading.x, reading.y) if reading.y is not None and each[1] > 1]
    for axis, n in ways[:1] if truth.follow else ():
        for row in _two_different(reading.y, axis, n):
            same = reading._replace(y=take(reading.y, np.full(n, row), axis))
            about = _about(truth, same)
            if about is None or not _is_claimed(claims_of(same, about), about, tolerance):
                break
        else:
            words = "the gradient takes inputs and targets of different rows together: shuffled apart."
            number = "with one target for all rows, your gradient is right at every point"
            return kinds.WRONG_ROWS, "every array", words, number, "where the rows are shuffled or picked"
    return None


def weights_of_examples(reading, truth, claims, i, tolerance=1e-6):
    """By example the number that its share of block i is multiplied with, at every point; None for none."""
    ways = [axis for axis, n in examples_axes(reading.x, reading.y) if 1 < n <= FEW_TARGETS]
    for axis in ways[:1] if truth.follow else ():
        n = dict(examples_axes(reading.x, reading.y))[axis]
        data = [tuple(take(each, [row], axis) for each in (reading.x, reading.y)) for row in range(n)]
        shares = [[_gradient(truth.follow, point, [each]) for each in data] for point in truth.points]
        if any(each is None for part in shares for each in part):
            return None
        columns = [flat(part[row][i] for part in shares) for row in range(n)]
        table, claim = np.stack(columns, axis=1), flat(c[i] for c in claims)
        whole = flat(t[i] for t in truth.gradient)
        k = nearest_factor(whole, table.sum(axis=1))
        weights, _, rank, _ = np.linalg.lstsq(k * table, claim, rcond=None)
        off = np.linalg.norm(k * table @ weights - claim) + np.linalg.norm(k * table.sum(axis=1) - whole)
        return (
            weights if rank == n and off <= tolerance * np.linalg.norm(claim) and len(claim) > 2 * n else None
        )
    return None


def _two_different(y, axis, n):
    """The numbers of two rows of targets that differ; of as many as there are."""
    rows = [np.ravel(take(y, [i], axis)) for i in range(n)]
    return [0, *[i for i in range(1, n) if not np.array_equal(rows[i], rows[0])][:1]]


def _about(truth, reading):
    """The Truth at the same points for other data; None where the loss may need its own."""
    try:
        graphs = [truth.follow(point, (reading.x, reading.y)) for point in truth.points]
    except Exception:  # the learner's loss may need all its rows, or whatever
        return None
    return truth._replace(graphs=graphs, gradient=[gradients(graph) for graph in graphs])


def _is_claimed(found, about, tolerance):
    claims, _, _, noise = found
    return all(
        c is not None and np.linalg.norm(c - t) <= tolerance * np.linalg.norm(t) + n
        for claim, right, ns in zip(claims, about.gradient, noise, strict=True)
        for c, t, n in zip(claim, right, ns, strict=True)
    )


def _flat_gradient(follow, point, x, y):
    made = _gradient(follow, point, [(x, y)])
    return None if made is None else flat(made)


def _units(shape):
    return np.eye(int(np.prod(shape))).reshape(-1, *shape)


def _are_the_rows_of(taken, y):
    """Whether some rows, or columns, are those of y in another order."""
    for axis in range(y.ndim) if max(y.shape) > 1 else ():
        pair = (np.moveaxis(each, axis, 0).reshape(y.shape[axis], -1) for each in (taken, y))
        mine, theirs = (np.array(sorted(np.round(each, 5).tolist())) for each in pair)
        if y.shape[axis] > 1 and np.allclose(mine, theirs, atol=2e-5):
            return True
    return False


def of_stale_cache(reading, truth, claims, tolerance=1e-6):
    """As of_other_rows, where backward takes the values of other examples for the layers' own.

    The error is that of x; what the layers kept on the way ahead is that of another array of its shape.
    """
    for name, other in reading.nearby:
        if data_shape(other) == data_shape(reading.x) != () and other is not reading.x:
            made = [
                _with_values_of(truth.follow, point, (reading.x, reading.y), other) for point in truth.points
            ]
            k = _multiple(claims, made, tolerance)
            if k is not None:
                words = f"backward works with what the layers kept of {name}, not of x."
                number = f"with the values of {name}, the gradient is yours times {1 / k:.4g}, at every point"
                return (
                    kinds.STALE_CACHE,
                    "every array",
                    words,
                    number,
                    "what runs between forward and backward",
                )
    return None


def _with_values_of(follow, point, data, other):
    """The gradient where the error is that of the data and all below it is taken at other examples."""
    try:
        right, stale = follow(point, data), follow(point, (other, *data[1:]))
        if [node.op for node in right.nodes] != [node.op for node in stale.nodes]:
            return None
        arrived = arriving_at(right, {v for site in outputs(right) for v in right.sites[site]})
        return gradients(stale, {v: _taking(stale, v, arrived) for v in arrived})
    except Exception:  # the learner's loss may not take these
        return None


def _taking(graph, v, arrived):
    return lambda dy, grads: passed_back(graph, v, arrived[v])


def _other_data(reading):
    """As _alternatives: data of other variables, which the code reads beside those of the loss."""
    x, y = reading.x, reading.y
    for name, other in reading.nearby:
        if other is y or not _is_like(other, x):
            continue
        for label, target in ((None, y), *reading.nearby):
            if label != name and (target is y or _is_like(target, y)) and (other is not x or target is not y):
                if data_shape(other)[:1] == data_shape(target)[:1]:
                    what = " and ".join([name, label] if label else [name])
                    words = f"the gradient is that of {what}, and the loss takes other data."
                    yield kinds.WRONG_LOSS, "loss", words, [(other, target)]


def _is_like(other, data):
    """Whether an array can stand for some data: rows of the same kind."""
    return (
        data_shape(other)[1:] == data_shape(data)[1:] and len(data_shape(other)) == len(data_shape(data)) > 0
    )


def _alternatives(x, y):
    """(kind, place, words, pairs (x, y)) of other data: the sum over the pairs is what is compared."""
    for axis, n in examples_axes(x, y):
        if n > 1:
            yield from _along(x, y, axis, n)


def _along(x, y, axis, n):
    rows = np.arange(n)

    def at(which):
        return take(x, which, axis), take(y, which, axis)

    for words, which in (
        ("the last example is left out", rows[:-1]),
        ("the first example is left out", rows[1:]),
        ("only the last example counts", rows[-1:]),
        ("only the first example counts", rows[:1]),
        ("the last example counts for all", np.full(n, n - 1)),
        ("the first example counts for all", np.zeros(n, int)),
        ("every second example is left out", rows[::2]),
    ):
        yield kinds.ROWS_LEFT_OUT, "every array", f"{words} in the gradient.", [at(which)]
    for words, which in (
        ("of the next row", np.roll(rows, -1)),
        ("of the row before", np.roll(rows, 1)),
        ("of the rows in reverse", rows[::-1]),
        ("of the first row", np.zeros(n, int)),
        ("of the last row", np.full(n, n - 1)),
    ):
        if y is not None:
            words = f"the gradient takes the targets {words}: they do not belong to their inputs."
            yield kinds.WRONG_ROWS, "every array", words, [(x, take(y, which, axis))]
    words = "the loss of all examples is not made of the losses of each: the gradient is that of their sum."
    yield kinds.WRONG_LOSS, "loss", words, [at(rows[i : i + 1]) for i in range(min(n, 60))]


def _factor(truth, claims, parts, tolerance):
    """The k with claim = k * gradient on these data, in all blocks at all points; or None."""
    made = (_gradient(truth.follow, point, parts) for point in truth.points)
    return _multiple(claims, made, tolerance)


def _multiple(claims, gradients_made, tolerance):
    top, low = [], []
    for made, claim in zip(gradients_made, claims, strict=True):
        if made is None or any(c is None for c in claim):
            return None
        top.append(flat(claim))
        low.append(flat(made))
        k = nearest_factor(flat(top), flat(low))
        if not k or np.linalg.norm(top[-1] - k * low[-1]) > tolerance * np.linalg.norm(top[-1]):
            return None
    return nearest_factor(flat(top), flat(low))


def _gradient(follow, point, parts):
    total = None
    for data in parts:
        try:
            made = gradients(follow(point, data, graph=bare_graph))
        except Exception:  # the learner's loss may need all its rows, or whatever
            return None
        total = made if total is None else [a + b for a, b in zip(total, made, strict=True)]
    return total
