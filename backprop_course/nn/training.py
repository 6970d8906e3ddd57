"""Training: descend along the negative gradient, and say why you stopped.

`train` yields a Step and then descends, as long as there are data; `fit` is the short form with a stop rule.
"""

from enum import StrEnum
from functools import lru_cache
from itertools import chain, islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn import optimizers
from backprop_course.nn._descent import lent_steps
from backprop_course.nn.models import batch, examples, matching, start
from backprop_course.nn.network import backward, forward, pack, shapes, windows
from backprop_course.nn.optimizers import gradient_descent


class Reason(StrEnum):
    """Why a training stopped."""

    SMALL_GRADIENT = "small gradient"
    SMALL_CHANGE = "small change"
    STEP_LIMIT = "step limit"
    DIVERGED = "diverged"


GROWTH = 1e6  # a loss that ends this many times above its first, or above 1, has diverged


class Propagation(NamedTuple):
    """One forward and one backward pass: the loss per run, and all that led to it."""

    loss: np.ndarray
    params: list
    xs: list
    dxs: list
    grads: list


class Step(NamedTuple):
    """Where a training stands: the loss per run, theta and its gradient, both (n,) or (runs, n).

    `params` and `grads` are views onto them, a list of matrices per layer; `nesting` holds their shapes.
    """

    loss: np.ndarray
    theta: np.ndarray
    gradient: np.ndarray
    nesting: list

    @property
    def params(self):
        """The parameters of this step."""
        return windows(self.theta, self.nesting)

    @property
    def grads(self):
        """The derivatives of the loss by the parameters, nested as they are."""
        return windows(self.gradient, self.nesting)


class Fit(NamedTuple):
    """A finished training, and why it stopped.

    One run: losses (steps + 1,), a number of steps, a Reason. Many: params stacked, losses (most steps + 1,
    runs) with nan after a run's own end, steps and reason (runs,). A run has diverged where loss, gradient or
    parameters left the finite numbers, or where its loss ended above 1e6 times its first one (above 1e6, if
    that was below 1): what comes back in time has not. A diverged run keeps its last finite parameters.
    """

    params: list
    losses: np.ndarray
    steps: np.ndarray
    reason: np.ndarray

    def __str__(self):
        if np.ndim(self.reason):
            reasons, counts = np.unique(self.reason, return_counts=True)
            each = [f"{count} {reason}" for reason, count in zip(reasons, counts, strict=True)]
            return f"{len(self.reason)} runs: " + ", ".join(each)
        finite = self.losses[np.isfinite(self.losses)]
        return f"{self.reason} at step {self.steps}" + (f", loss {finite[-1]:.6g}" if finite.size else "")

    __repr__ = __str__  # what a cell that ends in one shows


def backprop(model, params, x, y):
    """The Propagation at `params`: forward, loss, backward; on x (batch, n_in) and targets y (batch, n_out).

    A model's penalty is part of the loss and of grads. With a runs axis, x and y may have one, too. Raises
    ValueError where params, x or y do not fit the model or are not finite.
    """
    (x, y), params = batch(model, x, y), matching(model, params)
    with np.errstate(all="ignore"):  # a diverging run overflows; that is reported in words
        xs, saves = forward(model.network, params, x)
        loss, dz = model.loss(xs[-1], y)
        dxs, grads = backward(model.network, params, saves, dz)
        if model.penalty is not None:
            value, slopes = model.penalty(sum(params, []))
            loss, rest = loss + value, iter(slopes)
            grads = [[grad + next(rest) for grad in own] for own in grads]
    return Propagation(loss, params, xs, dxs, grads)


def train(model, params, data, rate, optimizer=gradient_descent):
    """Yield the Step at the current parameters, then descend; once for each pair (x, y) of `data`.

    `rate` is a number, one per run as (runs,), or a schedule: a function of the step's number. Where the
    rate, the data or the penalty have a runs axis, the parameters get one. Bad input raises ValueError; for
    what `data` hold, when its turn comes.
    """
    params, schedule = matching(model, params), _columns(rate)
    optimizer = optimizers.checked("optimizer", optimizer)
    return _steps(model, params, _pairs(model, data), schedule, optimizer)


def _steps(model, params, pairs, schedule, optimizer):
    """The Steps of `train`."""
    nesting = shapes(params)
    for first in islice(pairs, 1):
        theta = _stacked(model, params, schedule(0), x=first[0])
        walk = lent_steps(model, theta, nesting, chain([first], pairs), schedule, optimizer)
        for loss, here, gradient in _quietly(walk):
            yield Step(loss, here.copy(), gradient.copy(), nesting)


def _quietly(walk):
    """What a walk yields; a diverging run overflows, and that is said in words."""
    while True:
        with np.errstate(all="ignore"):
            reached = next(walk, None)
        if reached is None:
            return
        yield reached


def batches(x, y, size, rng):
    """Endless mini-batches of `size` rows: shuffled anew for every epoch, whose last batch may be smaller.

    A list of generators shuffles for one run each: the batches are stacked, (runs, size, features). There x
    and y may be stacked, too, (runs, n, features): each run has its own rows. Bad input raises ValueError.
    """
    rng = validate.generators("rng", rng)
    shaped = validate.matrices if isinstance(rng, list) else validate.matrix
    x, y = shaped("x", x), shaped("y", y)
    validate.same_length("x", x.swapaxes(0, -2), "y", y.swapaxes(0, -2))
    for name, array in (("x", x), ("y", y)):
        if array.ndim == 3 and len(array) != len(rng):
            raise ValueError(f"{name} has {len(array)} runs, but must have one per generator: {len(rng)}")
    return _shuffled(x, y, validate.count("size", size), rng)


def _shuffled(x, y, size, rng):
    if not isinstance(rng, np.random.Generator):
        own = (np.broadcast_to(rows, (len(rng), *rows.shape[-2:])) for rows in (x, y))
        for pairs in zip(*map(_shuffled, *own, repeat(size), rng), strict=True):
            yield tuple(np.stack(same) for same in zip(*pairs, strict=True))
    while True:
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            rows = order[first : first + size]
            yield x[rows], y[rows]


def fit(model, x, y, rate, *, steps=1000, gradient_tolerance=0.0, loss_tolerance=0.0, params=None, rng=None,
        optimizer=gradient_descent, batch_size=None):  # fmt: skip
    """Train a model on x (n, n_in) and y (n, n_out) until a stop rule holds, and return a Fit.

    A run stops at step k when its gradient's norm is below gradient_tolerance, when its loss changed by less
    than loss_tolerance since step k - 1, after `steps` steps, or where loss, gradient or parameters leave the
    finite numbers. Several rates (runs,), stacked `params`, or a list of generators `rng` train one run each,
    in one call. `rate` may be a schedule: a function of the step's number. Training starts from `params`, or
    from the model's own initializer. Bad input raises ValueError.
    """
    x, y = examples(model, x, y)
    rng = validate.generators("rng", np.random.default_rng(0) if rng is None else rng)
    schedule, optimizer = _columns(rate), optimizers.checked("optimizer", optimizer)
    params = matching(model, start(model, rng) if params is None else params)
    data = repeat((x, y))
    if batch_size is not None:
        data = _shuffled(x, y, validate.count("batch_size", batch_size), rng)
    theta, nesting = _stacked(model, params, schedule(0), x, rng), shapes(params)
    walk = lent_steps(model, theta, nesting, data, schedule, optimizer)
    tolerances = [
        validate.between("gradient_tolerance", gradient_tolerance, 0, np.inf),
        validate.between("loss_tolerance", loss_tolerance, 0, np.inf),
    ]
    with np.errstate(all="ignore"):  # as in _quietly
        return _until(islice(walk, validate.count("steps", steps) + 1), theta, nesting, *tolerances)


# -- what comes in --


def _columns(rate):
    """The rate as a function of the step's number: one number, or a column of one per run."""
    schedule = optimizers.schedule("rate", rate)

    @lru_cache(maxsize=1)  # step 0 is asked for twice: how many runs there are, and how far to go
    def column(number):
        now = schedule(number)
        return now[:, None] if now.ndim else now

    return column


def _pairs(model, data):
    """The pairs of `data` as arrays that suit the model; after the first, kinds and sums are looked at."""
    last, known = object(), None
    wanted = "data must hold pairs (x, y), as batches gives them"
    try:
        pairs = iter(data)
    except Exception:  # an object may raise anything when it is asked for what it holds
        raise ValueError(f"{wanted}, but it is {validate.short(data)}") from None
    for pair in pairs:
        if pair is not last:
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise ValueError(f"{wanted}, but one is {validate.short(pair)}")
            last, known = pair, pair if known and _alike(pair, known) else batch(model, *pair)
        yield known


def _alike(pair, known):
    """Whether a pair holds finite arrays that have the known types and, but for rows, the known shapes."""
    if not all(type(array) is np.ndarray and array.ndim > 1 for array in pair):
        return False
    (x, y), wanted = pair, [(array.dtype, array.shape[:-2], array.shape[-1]) for array in known]
    found = [(array.dtype, array.shape[:-2], array.shape[-1]) for array in pair]
    return found == wanted and 0 < x.shape[-2] == y.shape[-2] and bool(np.isfinite(x.sum() + y.sum()))


def _stacked(model, params, rate, x, rng=None):
    """theta in the type of x, with a runs axis where anything that it meets has one."""
    theta = pack(params).astype(x.dtype)
    penalty = (
        0.0 if model.penalty is None else model.penalty([p[(0,) * (p.ndim - 2)] for p in sum(params, [])])[0]
    )
    axes = {
        "params": theta.shape[:-1],
        "x": x.shape[:-2],
        "rate": rate.shape[:1],
        "rng": (len(rng),) if isinstance(rng, list) else (),
        "the penalty": np.shape(penalty),
    }
    counts = {name: runs for name, axis in axes.items() for runs in axis}
    runs = max(counts.values(), default=1)
    for name, number in counts.items():
        if number not in (1, runs):
            raise ValueError(f"{name} has {number} entries, but must have one per run: {runs}")
    return np.broadcast_to(theta, (runs, theta.shape[-1])) if counts else theta


# -- when to stop --


def _until(walk, theta, nesting, gradient_tolerance, loss_tolerance):
    """Follow a walk from theta until every run has stopped; it keeps what it was at its last finite step."""
    runs, losses, last, final, before = theta.shape[:-1], [], np.nan, theta, theta
    alive, ends, reason = np.ones(runs, bool), np.zeros(runs, int), np.full(runs, Reason.STEP_LIMIT, "<U14")
    for number, (loss, theta, gradient) in enumerate(walk):
        losses.append(np.where(alive, loss, np.nan))
        size = np.sqrt(np.vecdot(gradient, gradient))
        small_change, small_gradient = np.abs(loss - last) < loss_tolerance, size < gradient_tolerance
        finite = _finite(loss, size, theta)
        stops = alive & (small_change | small_gradient | ~finite)
        if stops.any():
            rules = [Reason.SMALL_CHANGE, Reason.SMALL_GRADIENT, Reason.DIVERGED]
            for why, holds in zip(rules, [small_change, small_gradient, ~finite], strict=True):
                reason = np.where(stops & holds, why, reason)
            final = np.where(stops[..., None], np.where(finite[..., None], theta, before), final)
            alive, ends = alive & ~stops, np.where(stops, number, ends)
            if not alive.any():
                break
        before, last = theta, loss
    final, ends, losses = (
        np.where(alive[..., None], theta, final),
        np.where(alive, number, ends),
        np.array(losses),
    )
    reason = np.where(_grown(losses, ends), Reason.DIVERGED, reason)
    return Fit(windows(final, nesting), losses, ends[()], reason if runs else Reason(reason[()]))


def _finite(loss, size, theta):
    """Whether the loss, the gradient's size and all parameters of each run are finite."""
    finite = np.isfinite(loss + size + np.vecdot(theta, theta))  # a finite sum has finite terms
    return finite if finite.all() else np.isfinite(loss) & np.isfinite(size) & np.isfinite(theta).all(axis=-1)


def _grown(losses, ends):
    """Whether the loss of each run ends far above its first."""
    ended = np.take_along_axis(losses, ends[None], axis=0)[0]
    return ended > GROWTH * np.maximum(losses[0], 1)
