"""Is this backward right? Central differences tell, block by block."""

from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.check.algebra import nearest_factor
from backprop_course.check.running import in_time
from backprop_course.nn import layers
from backprop_course.nn.layers import OWN, Layer
from backprop_course.nn.models import Penalty, examples
from backprop_course.nn.network import chain, init

SECONDS = 60.0  # for one check: a large layer takes a while
SINGLE = 2e-4  # the relative error up to which gradients in float32 are equal


class Check(NamedTuple):
    """The largest relative error of each block over all points, against a tolerance."""

    errors: dict
    tolerance: float

    @property
    def passed(self):
        """Whether every block is within the tolerance."""
        return all(error <= self.tolerance for error in self.errors.values())

    def __str__(self):
        rows = [
            f"{block:<8} relative error {error:.1e}  {'ok' if error <= self.tolerance else 'WRONG'}"
            for block, error in self.errors.items()
        ]
        return "\n".join(rows)

    __repr__ = __str__  # what a cell that ends in one shows


def relative_error(a, b):
    """||a - b|| / (||a|| + ||b||): 0 for equal, 1 for opposite, 0 when both are zero.

    It is nan where a or b is not finite. Raises ValueError where the shapes differ: (n,) and (n, 1) would
    broadcast to (n, n).
    """
    a, b = validate.reals("a", a), validate.reals("b", b)
    if a.shape != b.shape:
        raise ValueError(f"a has shape {a.shape} and b has {b.shape}, but both must have the same")
    largest = np.max(np.abs([a, b]), initial=0.0)
    if largest == 0:
        return 0.0
    with np.errstate(invalid="ignore"):
        a, b = np.divide(a, largest), np.divide(b, largest)  # no square may underflow: gradients do vanish
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def slope(f, point, step=1e-5):
    """The gradient of f (array -> number) at `point` by central differences, in the shape of `point`.

    f is given SECONDS for all its calls; running.Late is raised where they are not enough.
    """
    validate.function("f", f, ["point"])
    step = validate.above_zero("step", step)
    point = np.array(validate.finite("point", point), dtype=float)
    return in_time(lambda: _slope(f, point, step), SECONDS)


def _slope(f, point, step):
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        here = point[index]
        point[index] = here + step
        above = f(point)
        if np.ndim(above):
            raise ValueError(f"f must return a number, but it returns an array of shape {np.shape(above)}")
        point[index] = here - step
        gradient[index] = (above - f(point)) / (2 * step)
        point[index] = here
    return gradient


def factors_along(f, points, claims, step=1e-3, tolerance=2e-3):
    """By array the number k with claim = k * (the slope of f), along a few directions at all points; or None.

    f takes a list of arrays; `points` holds such lists, `claims` a list of gradients for each, of which some
    may be None. k is 1 where claim and slope are both zero.
    """
    rng, found = np.random.default_rng(0), []
    for i, array in enumerate(points[0]):
        made = [np.asarray(np.nan if claim[i] is None else claim[i], float) for claim in claims]
        if any(each.size != np.size(array) for each in made):
            found.append(None)
            continue
        pairs = []
        for point, claim in zip(points, made, strict=True):
            for way in rng.normal(size=(3, *np.shape(array))):
                above, below = (
                    f([*point[:i], np.asarray(point[i] + h * way), *point[i + 1 :]]) for h in (step, -step)
                )
                pairs.append((claim.ravel() @ np.ravel(way), (above - below) / (2 * step)))
        found.append(_factor(*np.transpose(pairs), tolerance))
    return found


def _factor(claims, slopes, tolerance):
    if not claims.any() and np.abs(slopes).max() < 1e-9:
        return 1.0
    k = nearest_factor(claims, slopes)
    return k if np.linalg.norm(claims - k * slopes) <= tolerance * np.linalg.norm(claims) else None


def check(layer, x, *, rng=None, points=5, tolerance=1e-7):
    """Compare a layer's backward with central differences of sum(dy * y), for random dy; return a Check.

    `x` is an input (batch, n_in), or the shape of one to be drawn anew for every point. Parameters are drawn
    by the layer's init and moved off it, so that no bias is zero. All arrays handed over are read-only.
    Raises ValueError where backward writes into them, or returns the wrong number or shape of arrays, and
    running.Late where all this takes longer than SECONDS.
    """
    layers.refuse_no_layer("layer", layer)
    rng = validate.generator("rng", np.random.default_rng(0) if rng is None else rng)
    shape = [validate.count("x", size) for size in x] if isinstance(x, tuple) else None
    given = validate.matrix("x", x) if shape is None else None
    tolerance = validate.between("tolerance", tolerance, 0, np.inf)
    points = validate.count("points", points)
    return Check(in_time(lambda: _errors(layer, shape, given, rng, points), SECONDS), tolerance)


def _errors(layer, shape, given, rng, points):
    """The largest relative error of each block over some points; nan stays."""
    errors = {}
    for _ in range(points):
        here = rng.normal(size=shape) if given is None else given
        params = [p + rng.normal(0, 0.5, p.shape) for p in init([layer], rng)[0]]
        for block, error in _errors_at(layer, params, here, rng).items():
            errors[block] = float(np.maximum(error, errors.get(block, 0.0)))
    return errors


def check_model(model, x, y, *, rng=None, points=5, tolerance=1e-7):
    """Compare a whole model's gradient, loss and penalty included, with central differences; return a Check.

    x is (batch, n_in), y is (batch, n_out). Raises ValueError as `check` and `fit` do, and running.Late.
    """
    x, y = examples(model, x, y)
    whole = penalized(chain(*model.network, loss_layer(model.loss, y)), model.penalty)
    return check(whole, x, rng=rng, points=points, tolerance=tolerance)


def loss_layer(loss, y):
    """The loss as a last layer: z -> its value for targets y, a (1, 1) matrix."""

    def forward(params, z):
        value, dz = loss(z, y)
        return np.reshape(value, (1, 1)), dz

    return Layer(forward, lambda params, dz, dy: (dz * dy, []), lambda rng: [])


def penalized(layer, penalty):
    """The layer whose value (1, 1) has a penalty on its parameters added; the layer itself for None."""
    if penalty is None:
        return layer
    if isinstance(penalty, Penalty) and penalty.strength.ndim:
        raise ValueError(f"the weight decay has {len(penalty.strength)} strengths: check one at a time")

    def forward(params, x):
        value, saved = layer.forward(params, x)
        return value + penalty(params)[0], saved

    def backward(params, saved, dy):
        dx, grads = layer.backward(params, saved, dy)
        return dx, [grad + dy * more for grad, more in zip(grads, penalty(params)[1], strict=True)]

    return layer._replace(forward=forward, backward=backward, kind=OWN, parts=())


def _errors_at(layer, params, x, rng):
    arrays = [_read_only(a) for a in (x, *params)]
    y, saved = layer.forward(arrays[1:], arrays[0])
    _freeze((y, saved))
    dy = _read_only(rng.normal(size=y.shape))
    claimed = _blocks(layer.backward(arrays[1:], saved, dy), arrays, layer.names)

    def along(which):
        def value(array):
            here = [*arrays[:which], array, *arrays[which + 1 :]]
            return (dy * layer.forward(here[1:], here[0])[0]).sum()

        return value

    truth = [slope(along(which), array) for which, array in enumerate(arrays)]
    pairs = zip(claimed.items(), truth, strict=True)
    return {name: relative_error(mine, right) for (name, mine), right in pairs}


def _blocks(answer, arrays, names):
    """The arrays that a backward returned, by name, each checked against the array it belongs to."""
    if not (isinstance(answer, tuple) and len(answer) == 2):
        raise ValueError(f"backward must return dx, grads, but it returned {type(answer).__name__}")
    dx, grads = answer
    if not isinstance(grads, list | tuple) or len(grads) != len(arrays) - 1:
        got = f"{len(grads)} arrays" if isinstance(grads, list | tuple) else type(grads).__name__
        raise ValueError(f"grads must be a list of {len(arrays) - 1}, one per parameter, but it is {got}")
    blocks = {"dx": dx} | {f"d{name}": grad for name, grad in zip(names, grads, strict=True)}
    blocks = {name: validate.reals(name, block) for name, block in blocks.items()}
    for (name, block), array in zip(blocks.items(), arrays, strict=True):
        if block.shape != array.shape:
            raise ValueError(f"{name} has shape {block.shape}, but belongs to one of shape {array.shape}")
    return blocks


def _read_only(array):
    copy = np.array(array, dtype=float)
    copy.setflags(write=False)
    return copy


def _freeze(saved):
    """Make every array in nested tuples and lists read-only."""
    if isinstance(saved, np.ndarray):
        saved.setflags(write=False)
    elif isinstance(saved, tuple | list):
        for each in saved:
            _freeze(each)
