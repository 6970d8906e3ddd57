"""Is this backward right? Central differences tell, block by block."""

from typing import NamedTuple

import numpy as np

from backprop_course import doors
from backprop_course.layers import Layer
from backprop_course.network import chain


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


def relative_error(a, b):
    """||a - b|| / (||a|| + ||b||): 0 for equal, 1 for opposite, 0 when both are zero."""
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(np.subtract(a, b)) / scale) if scale else 0.0


def slope(f, point, step=1e-5):
    """The gradient of f (array -> number) at `point` by central differences, in the shape of `point`."""
    point = np.array(point, dtype=float)
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        here = point[index]
        point[index] = here + step
        above = f(point)
        point[index] = here - step
        gradient[index] = (above - f(point)) / (2 * step)
        point[index] = here
    return gradient


def check(layer, x, *, rng=None, points=5, tolerance=1e-7):
    """Compare a layer's backward with central differences of sum(dy * y), for random dy; return a Check.

    `x` is an input (batch, n_in), or the shape of one to be drawn anew for every point. Parameters are drawn by the
    layer's init and moved off it, so that no bias is zero. All arrays handed over are read-only: a backward that
    writes into them fails. Raises ValueError where backward returns the wrong number or shape of arrays.
    """
    rng = rng or np.random.default_rng(0)
    given = None if isinstance(x, tuple) else doors.matrix("x", x)
    errors = {}
    for _ in range(doors.count("points", points)):
        here = rng.normal(size=x) if given is None else given
        params = [p + rng.normal(0, 0.5, p.shape) for p in layer.init(rng)]
        for block, error in _errors_at(layer, params, here, rng).items():
            errors[block] = max(error, errors.get(block, 0.0))
    return Check(errors, tolerance)


def check_model(model, x, y, *, rng=None, points=5, tolerance=1e-7):
    """Compare a whole model's gradient, loss included, with central differences; return a Check.

    x is (batch, n_in), y is (batch, n_out). Raises ValueError as `check` does.
    """
    x, y = doors.matrix("x", x, model.n_in), doors.matrix("y", y, model.n_out)
    doors.same_length("x", x, "y", y)
    return check(chain(*model.network, judged(model.loss, y)), x, rng=rng, points=points, tolerance=tolerance)


def judged(loss, y):
    """The loss as a last layer: z -> its value for targets y, a (1, 1) matrix."""

    def forward(params, z):
        value, dz = loss(z, y)
        return np.reshape(value, (1, 1)), dz

    return Layer(forward, lambda params, dz, dy: (dz * dy, []), lambda rng: [])


def _errors_at(layer, params, x, rng):
    arrays = [_read_only(a) for a in (x, *params)]
    y, saved = layer.forward(arrays[1:], arrays[0])
    dy = _read_only(rng.normal(size=y.shape))
    claimed = _blocks(layer.backward(arrays[1:], saved, dy), arrays)

    def along(which):
        def value(array):
            here = [*arrays[:which], array, *arrays[which + 1 :]]
            return (dy * layer.forward(here[1:], here[0])[0]).sum()

        return value

    truth = [slope(along(which), array) for which, array in enumerate(arrays)]
    return {name: relative_error(mine, right) for (name, mine), right in zip(claimed.items(), truth)}


def _blocks(answer, arrays):
    """The arrays that a backward returned, by name, each checked against the array it belongs to."""
    if not (isinstance(answer, tuple) and len(answer) == 2):
        raise ValueError(f"backward must return dx, grads, but it returned {type(answer).__name__}")
    dx, grads = answer
    if len(grads) != len(arrays) - 1:
        raise ValueError(f"grads has {len(grads)} arrays, but must have one per parameter: {len(arrays) - 1}")
    blocks = {"dx": dx} | {f"grads[{i}]": grad for i, grad in enumerate(grads)}
    for (name, block), array in zip(blocks.items(), arrays):
        if np.shape(block) != array.shape:
            raise ValueError(f"{name} has shape {np.shape(block)}, but must be {array.shape}: as what it belongs to")
    return blocks


def _read_only(array):
    copy = np.array(array, dtype=float)
    copy.setflags(write=False)
    return copy
