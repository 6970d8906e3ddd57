"""Training: descend along the negative gradient, and say why you stopped.

`train` yields a Step and then descends, forever; `fit` is the short form with a stop rule.
"""

from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn.descent import descend
from backprop_course.nn.models import examples, matching, start
from backprop_course.nn.network import backward, forward, pack, shapes, windows
from backprop_course.nn.optimizers import plain

SMALL_GRADIENT, SMALL_CHANGE = "small gradient", "small change"
STEP_LIMIT, DIVERGED = "step limit", "diverged"


class Step(NamedTuple):
    """One forward and one backward pass: the loss per run, and all that led to it."""

    loss: np.ndarray
    params: list
    xs: list
    dxs: list
    grads: list


class Fit(NamedTuple):
    """A finished training, and why it stopped.

    One run: losses (steps + 1,), a number of steps, a reason. Many: params stacked, losses (most steps + 1,
    runs) with nan after a run's own end, steps and reason (runs,). A diverged run keeps its last finite
    parameters.
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
    """The Step at `params`: forward, loss, backward; on inputs x (batch, n_in), targets y (batch, n_out).

    A model's penalty is part of the loss and of grads.
    """
    with np.errstate(all="ignore"):  # a diverging run overflows; that is reported in words
        xs, saves = forward(model.network, params, x)
        loss, dz = model.loss(xs[-1], y)
        dxs, grads = backward(model.network, params, saves, dz)
        if model.penalty is not None:
            value, slopes = model.penalty(sum(params, []))
            loss, rest = loss + value, iter(slopes)
            grads = [[grad + next(rest) for grad in own] for own in grads]
    return Step(loss, params, xs, dxs, grads)


def train(model, params, data, rate, optimizer=plain):
    """Yield the Step at the current parameters, then descend; once for each pair (x, y) of `data`.

    `rate` is a number, one per run as (runs, 1), or a schedule: a function of the step's number.
    """
    theta, nesting, state = pack(params), shapes(params), None
    for number, (x, y) in enumerate(data):
        step = backprop(model, windows(theta, nesting), x, y)
        yield step
        now = rate(number) if callable(rate) else rate
        with np.errstate(all="ignore"):
            direction, state = optimizer(pack(step.grads), state)
            theta = theta - np.multiply(now, direction, dtype=theta.dtype)  # float32 stays


def batches(x, y, size, rng):
    """Endless mini-batches of `size` rows: shuffled anew for every epoch, whose last batch may be smaller.

    A list of generators shuffles for one run each: the batches are stacked, (runs, size, features).
    """
    if not isinstance(rng, np.random.Generator):
        for pairs in zip(*(batches(x, y, size, one) for one in rng), strict=True):
            yield tuple(np.stack(same) for same in zip(*pairs, strict=True))
    while True:
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            rows = order[first : first + size]
            yield x[rows], y[rows]


def fit(model, x, y, rate, *, steps=1000, gradient_tolerance=0.0, loss_tolerance=0.0, params=None, rng=None,
        optimizer=plain, batch_size=None):  # fmt: skip
    """Train a model on x (n, n_in) and y (n, n_out) until a stop rule holds, and return a Fit.

    A run stops at step k when its gradient's norm is below gradient_tolerance, when its loss changed by less
    than loss_tolerance since step k - 1, after `steps` steps, or where loss, gradient or parameters leave the
    finite numbers. Several rates (runs,), stacked `params`, or a list of generators `rng` train one run each,
    in one call. `rate` may be a schedule: a function of the step's number. Training starts from `params`, or
    from the model's own initializer. Bad input raises ValueError.
    """
    x, y = examples(model, x, y)
    rng = validate.generators("rng", np.random.default_rng(0) if rng is None else rng)
    schedule = _schedule(rate)
    params = matching(model, start(model, rng) if params is None else params)
    theta = _stacked(pack(params).astype(x.dtype), schedule(0), rng, model.penalty)
    data = repeat((x, y))
    if batch_size is not None:
        data = batches(x, y, validate.count("batch_size", batch_size), rng)
    nesting, steps = shapes(params), validate.count("steps", steps)
    walk = islice(descend(model, theta, nesting, data, schedule, optimizer), steps + 1)
    tolerances = [
        validate.between("gradient_tolerance", gradient_tolerance, 0, np.inf),
        validate.between("loss_tolerance", loss_tolerance, 0, np.inf),
    ]
    with np.errstate(all="ignore"):  # as in backprop
        return _until(walk, nesting, *tolerances)


def _schedule(rate):
    """The rate as a function of the step's number: one number, or a column of one per run."""
    if callable(rate):
        return lambda number: _rates(f"rate({number})", rate(number))
    constant = _rates("rate", rate)
    return lambda number: constant


def _rates(name, rate):
    rate = validate.positive(name, rate)
    if rate.ndim and rate.shape not in ((rate.size,), (rate.size, 1)):
        raise ValueError(f"{name} has shape {rate.shape}, but must be one number, or one per run: (runs,)")
    return rate.reshape(-1, 1) if rate.ndim else rate


def _stacked(theta, rate, rng, penalty):
    """theta, with a runs axis where the parameters, the rate, the generators or the penalty have one."""
    counts = {} if theta.ndim == 1 else {"params": len(theta)}
    counts |= {} if rate.ndim == 0 else {"rate": len(rate)}
    counts |= {} if isinstance(rng, np.random.Generator) else {"rng": len(rng)}
    counts |= {"weight decay": len(penalty.strength)} if penalty and penalty.strength.ndim else {}
    runs = max(counts.values(), default=1)
    for name, number in counts.items():
        if number not in (1, runs):
            raise ValueError(f"{name} has {number} entries, but must have one per run: {runs}")
    return np.broadcast_to(theta, (runs, theta.shape[-1])) if counts else theta


def _until(walk, nesting, gradient_tolerance, loss_tolerance):
    """Follow a walk until every run has stopped; a run's parameters stay those of its last finite step."""
    losses, last, before = [], np.nan, None
    for number, (loss, theta, gradient) in enumerate(walk):
        if before is None:
            before, final = theta, theta.copy()
            alive, ends = np.ones(theta.shape[:-1], bool), np.zeros(theta.shape[:-1], int)
            reason = np.full(alive.shape, STEP_LIMIT, "<U14")
        losses.append(np.where(alive, loss, np.nan))
        size = np.sqrt(np.vecdot(gradient, gradient))
        small_change, small_gradient = np.abs(loss - last) < loss_tolerance, size < gradient_tolerance
        finite = _finite(loss, size, theta)
        stops = alive & (small_change | small_gradient | ~finite)
        if stops.any():
            verdicts = {SMALL_CHANGE: small_change, SMALL_GRADIENT: small_gradient, DIVERGED: ~finite}
            for why, holds in verdicts.items():
                reason = np.where(stops & holds, why, reason)
            final = np.where(stops[..., None], np.where(finite[..., None], theta, before), final)
            alive, ends = alive & ~stops, np.where(stops, number, ends)
            if not alive.any():
                break
        before, last = theta, loss
    final, ends = np.where(alive[..., None], theta, final), np.where(alive, number, ends)
    return Fit(windows(final, nesting), np.array(losses), ends[()], reason[()])


def _finite(loss, size, theta):
    """Whether the loss, the gradient's size and all parameters of each run are finite."""
    finite = np.isfinite(loss + size + np.vecdot(theta, theta))  # a finite sum has finite terms
    return finite if finite.all() else np.isfinite(loss) & np.isfinite(size) & np.isfinite(theta).all(axis=-1)
