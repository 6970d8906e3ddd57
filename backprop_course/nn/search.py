"""Searching: the same training for every model, rate and seed of a grid, side by side on the runs axis.

Models may differ in anything: initializer, width, activation. Each is one call of `fit`.
"""

import numbers
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn.models import Model, accuracy, examples, predict
from backprop_course.nn.network import output
from backprop_course.nn.optimizers import gradient_descent
from backprop_course.nn.training import Reason, fit


class Search(NamedTuple):
    """Finished trainings over a grid; every array starts with the axes (models, rates, seeds).

    `losses` are those of each run's last step, inf where it diverged; `curves` (..., most steps + 1) are nan
    after a run's own end; `steps` and `reason` say when and why it stopped. `fits` are the Fits by the
    model's name, their runs in the order (rates, seeds).
    """

    models: dict
    rates: np.ndarray
    seeds: list
    losses: np.ndarray
    curves: np.ndarray
    steps: np.ndarray
    reason: np.ndarray
    fits: dict

    def accuracy(self, x, y):
        """Every run's accuracy on x (n, n_in), y (n, n_out), shaped as `losses`; 0 if it diverged."""

        def measured(model, params):
            return accuracy(predict(model, params, x), y)

        return self._of_each_run(measured, 0.0)

    def loss(self, x, y):
        """Every run's loss on x (n, n_in), y (n, n_out), shaped as `losses`; inf if it diverged."""

        def measured(model, params):
            inputs, targets = examples(model, x, y)
            return model.loss(output(model.network, params, inputs), targets)[0]

        return self._of_each_run(measured, np.inf)

    def best(self, losses=None):
        """The rate of the lowest median over the seeds, by the model's name; of `losses`, or of others."""
        medians = np.median(self.losses if losses is None else losses, axis=-1)
        return dict(zip(self.models, self.rates[medians.argmin(axis=-1)], strict=True))

    def _of_each_run(self, measured, of_diverged):
        found = [measured(model, self.fits[name].params) for name, model in self.models.items()]
        return np.where(self.reason == Reason.DIVERGED, of_diverged, np.reshape(found, self.losses.shape))


def search(models, x, y, rates, *, seeds=1, steps=1000, optimizer=gradient_descent, batch_size=None):
    """Train every model of a grid on x (n, n_in) and y (n, n_out), and return a Search.

    `models` is one Model, or several by name; `rates` (rates,) are tried with each of them, and with each of
    the `seeds`: a number of them, or a list. A seed draws first parameters and batches, as
    fit(..., rng=np.random.default_rng(seed)) does. Bad input raises ValueError.
    """
    models = {"model": models} if isinstance(models, Model) else _named(models)
    rates, seeds = np.atleast_1d(validate.positive("rates", rates)), _listed(seeds)
    if rates.ndim > 1:
        raise ValueError(f"rates has shape {rates.shape}, but must be a list of rates: (rates,)")
    each = np.repeat(rates, len(seeds))
    fits = {}
    for name, model in models.items():
        rngs = [np.random.default_rng(seed) for _ in rates for seed in seeds]
        fits[name] = fit(model, x, y, each, steps=steps, rng=rngs, optimizer=optimizer, batch_size=batch_size)
    return _tidy(models, rates, seeds, fits)


def _named(models):
    if not isinstance(models, dict) or not models or not all(isinstance(m, Model) for m in models.values()):
        raise ValueError(
            f"models must be a Model, or a dict of them by name, but it is {validate.short(models)}"
        )
    return models


def _listed(seeds):
    """The seeds themselves, where a number of them or a list is handed over."""
    if isinstance(seeds, numbers.Integral):
        return list(range(validate.count("seeds", seeds, most=10**6)))
    listed = seeds.tolist() if isinstance(seeds, np.ndarray) else seeds
    try:
        if isinstance(listed, list | tuple | range) and listed:
            return [validate.seed("seeds", seed) for seed in listed]
    except ValueError:
        pass
    wanted = "seeds must be a whole number of at least 1, or a list of such seeds from 0 on"
    raise ValueError(f"{wanted}, but it is {validate.short(seeds)}")


def _tidy(models, rates, seeds, fits):
    """The Fits of all models as arrays (models, rates, seeds)."""
    grid = (len(models), len(rates), len(seeds))
    longest = max(len(each.losses) for each in fits.values())
    curves = np.full((len(models), longest, len(rates) * len(seeds)), np.nan)
    for curve, each in zip(curves, fits.values(), strict=True):
        curve[: len(each.losses)] = each.losses
    steps, reason = (np.reshape([getattr(f, of) for f in fits.values()], grid) for of in ("steps", "reason"))
    curves = np.moveaxis(curves, 1, -1).reshape(*grid, longest)
    last = np.take_along_axis(curves, steps[..., None], axis=-1)[..., 0]
    losses = np.where(reason == Reason.DIVERGED, np.inf, last)
    return Search(models, rates, seeds, losses, curves, steps, reason, fits)
