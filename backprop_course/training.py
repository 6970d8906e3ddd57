"""Training: descend along the negative gradient, and say why you stopped.

`train` yields a Step and then descends, for ever; `fit` is the short form with a stop rule.
"""

from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import doors
from backprop_course.models import start
from backprop_course.network import backward, forward, pack, shapes, windows
from backprop_course.optimizers import plain

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

    One run: losses (steps + 1,), a number of steps, a reason. Many: params stacked, losses (most steps + 1, runs)
    with nan after a run's own end, steps and reason (runs,). A diverged run keeps its last finite parameters.
    """

    params: list
    losses: np.ndarray
    steps: np.ndarray
    reason: np.ndarray

    def __str__(self):
        if np.ndim(self.reason):
            reasons, counts = np.unique(self.reason, return_counts=True)
            return f"{len(self.reason)} runs: " + ", ".join(f"{n} {r}" for r, n in zip(reasons, counts))
        finite = self.losses[np.isfinite(self.losses)]
        return f"{self.reason} at step {self.steps}" + (f", loss {finite[-1]:.6g}" if finite.size else "")


def backprop(model, params, x, y):
    """The Step at `params`: forward, loss, backward, on inputs x (batch, n_in) and targets y (batch, n_out)."""
    with np.errstate(all="ignore"):  # a diverging run overflows; that is reported in words
        xs, saves = forward(model.network, params, x)
        loss, dz = model.loss(xs[-1], y)
        dxs, grads = backward(model.network, params, saves, dz)
    return Step(loss, params, xs, dxs, grads)


def train(model, params, data, rate, optimizer=plain):
    """Yield the Step at the current parameters, then descend; once for each pair (x, y) of `data`.

    `rate` is a number, one per run as (runs, 1), or a schedule: a function of the step's number.
    """
    theta, nesting, state = pack(params), shapes(params), None
    for number, (x, y) in enumerate(data):
        step = backprop(model, windows(theta, nesting), x, y)
        yield step
        with np.errstate(all="ignore"):
            direction, state = optimizer(pack(step.grads), state)
            theta = theta - (rate(number) if callable(rate) else rate) * direction


def batches(x, y, size, rng):
    """Endless mini-batches of `size` rows: the rows are shuffled anew for every epoch, the last batch of one may be smaller."""
    while True:
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            rows = order[first : first + size]
            yield x[rows], y[rows]


def fit(model, x, y, rate, *, steps=1000, gradient_tolerance=0.0, loss_tolerance=0.0, params=None, rng=None,
        optimizer=plain, batch_size=None):
    """Train a model on x (n, n_in) and y (n, n_out) until a stop rule holds, and return a Fit.

    A run stops at step k when its gradient's norm is below gradient_tolerance, when its loss changed by less than
    loss_tolerance since step k - 1, after `steps` steps, or where loss or gradient leave the finite numbers.
    Several rates (runs,), stacked `params`, or a list of generators `rng` train one run each, in one call.
    It starts from `params`, or from the model's own initializer. Bad input raises ValueError.
    """  # fmt: skip
    x, y = _data(model, x, y)
    rate = rate if callable(rate) else doors.positive("rate", rate).astype(x.dtype)
    steps, rng = doors.count("steps", steps), rng or np.random.default_rng(0)
    theta, nesting = _first_theta(model, params, rng, rate, x.dtype)
    data = repeat((x, y))
    if batch_size is not None:
        data = batches(x, y, doors.count("batch_size", batch_size), rng if hasattr(rng, "permutation") else rng[0])
    rate = rate.reshape(-1, 1) if np.ndim(rate) else rate
    walk = islice(train(model, windows(theta, nesting), data, rate, optimizer), steps + 1)
    tolerances = [
        doors.between("gradient_tolerance", gradient_tolerance, 0, np.inf),
        doors.between("loss_tolerance", loss_tolerance, 0, np.inf),
    ]
    return _until(walk, nesting, *tolerances)


def _data(model, x, y):
    x, y = doors.matrix("x", x, model.n_in), doors.matrix("y", y, model.n_out)
    doors.same_length("x", x, "y", y)
    wrong = model.loss.refuse(y)
    if wrong:
        raise ValueError(f"y does not suit the {model.loss.name}: it wants {wrong}")
    return x, y.astype(x.dtype)


def _first_theta(model, params, rng, rate, dtype):
    """theta of every run, and the nesting of its parameters."""
    own = start(model, np.random.default_rng(0))
    params = start(model, rng) if params is None else params
    if shapes(params) != shapes(own):
        raise ValueError(f"params have the shapes {shapes(params)}, but this model wants {shapes(own)}")
    theta = pack(params).astype(dtype)
    if not np.isfinite(theta).all():
        raise ValueError("params must be finite, but they hold nan or inf")
    rates = np.size(rate) if np.ndim(rate) else 1
    if theta.ndim == 2 and rates not in (1, len(theta)):
        raise ValueError(f"rate has {rates} values, but must have one per run: {len(theta)}")
    many = np.ndim(rate) and theta.ndim == 1
    return np.broadcast_to(theta, (rates, theta.size)) if many else theta, shapes(own)


def _until(walk, nesting, gradient_tolerance, loss_tolerance):
    """Follow a walk until every run has stopped; a run's parameters stay those of its last finite step."""
    losses, last, alive = [], np.nan, np.True_
    for number, step in enumerate(walk):
        theta, size = pack(step.params), _norm(pack(step.grads))
        if number == 0:
            final, ends, reason = theta, np.zeros(size.shape, int), np.full(size.shape, STEP_LIMIT, dtype="<U14")
        losses.append(np.where(alive, step.loss, np.nan))
        finite = np.isfinite(step.loss) & np.isfinite(size)
        final = np.where((alive & finite)[..., None], theta, final)
        ends = np.where(alive, number, ends)
        with np.errstate(invalid="ignore"):
            change = np.abs(step.loss - last)
        verdicts = {DIVERGED: ~finite, SMALL_CHANGE: change < loss_tolerance, SMALL_GRADIENT: size < gradient_tolerance}
        for why, holds in verdicts.items():
            reason = np.where(alive & holds, why, reason)
        alive, last = alive & (reason == STEP_LIMIT), step.loss
        if not alive.any():
            break
    return Fit(windows(final, nesting), np.array(losses), ends[()], reason[()])


def _norm(gradient):
    with np.errstate(over="ignore", invalid="ignore"):  # inf or nan is the answer we look for
        return np.linalg.norm(gradient, axis=-1)
