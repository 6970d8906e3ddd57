"""What the companion measures: width, cures that harm, depth, digits, and how lucky a chosen network is."""

from functools import lru_cache
from itertools import islice, repeat

import numpy as np

from backprop_course import data
from backprop_course.lessons.fit_without_memorizing.experiments import (
    JUDGING,
    STRENGTHS,
    bending_weights,
    layers_of,
    noisy_rings,
    parts_of_draw,
    trained_on_draws,
)
from backprop_course.nn.layers import dropout
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import Model, mlp, predict, start, weight_decay
from backprop_course.nn.network import forward
from backprop_course.nn.optimizers import momentum
from backprop_course.nn.training import fit, train
from backprop_course.tasks.stopping import stopped

# -- smaller networks, and cures that harm --


def by_width(widths=(2, 4, 32)):
    """A line for each width: the median training loss, on how many draws it beats the last on test rows."""
    lines, last = [], trained_on_draws(JUDGING, width=widths[-1])
    for width in widths:
        run = trained_on_draws(JUDGING, width=width)
        end, early = (run.end.test < last.end.test).sum(), (run.lowest.test < last.lowest.test).sum()
        words = f"lower on test rows than {widths[-1]} on {end}; early, on {early}"
        lines.append(f"width {width:>2}: training {np.median(run.end.training):.2f}, {words}")
    return "\n".join(lines)


CASES = {
    "32 units": {"width": 32},
    "32 units, decay 0.01": {"strength": 0.01},
    "32 units, decay 0.1": {"strength": 0.1},
    "4 units": {"width": 4},
    "4 units, dropout 0.5": {"width": 4, "dropped": 0.5},
}


def stopped_early():
    """A line for each of CASES: the median losses on training and test rows where validation was lowest."""
    lines = []
    for name, case in CASES.items():
        run = trained_on_draws(JUDGING, **case).lowest
        lines.append(f"{name:<22} training {np.median(run.training):.1f}, test {np.median(run.test):.1f}")
    return "\n".join(lines)


# -- depth --


def deep_answers(depth, seed=0):
    """A network of so many sigmoid layers after 2000 steps: both losses, and its answers to the plane."""
    training, validation, _ = parts_of_draw(45)
    model = mlp([2] + depth * [16] + [1], "sigmoid")
    run = fit(model, training.x, training.y, 0.5, steps=2000, rng=np.random.default_rng(seed))
    losses = [_loss(model, run.params, rows) for rows in (training, validation)]
    return *losses, predict(model, run.params, validation.x)


def kept_by_patience(depth=2, seed=0):
    """A line for each patience: which step a network of sigmoid layers keeps, and its test loss there."""
    training, validation, test = parts_of_draw(45)
    model = mlp([2] + depth * [16] + [1], "sigmoid")
    first = start(model, np.random.default_rng(seed))
    walk = islice(train(model, first, repeat((training.x, training.y)), 0.5), 3001)
    kept = [step.params for step in walk]
    losses = [_loss(model, params, validation) for params in kept]
    lines = []
    for patience in (20, 200, 1000):
        step = stopped(losses, patience)[0]
        lines.append(f"patience {patience:>4}: step {step:>4}, test {_loss(model, kept[step], test):.2f}")
    return "\n".join(lines)


def _loss(model, params, rows):
    return float(model.loss.value(forward(model.network, params, rows.x)[0][-1], rows.y))


# -- digits --

SPLITS = range(3)
NET = mlp([64, 32, 10], loss="softmax cross-entropy")


@lru_cache
def noisy_digits(n):
    """Digits, a fifth of the labels drawn anew: n to train on and 600 others, (x, y) stacked over SPLITS."""
    x, y = data.digits()
    parts = [[], [], [], []]
    for seed in SPLITS:
        rng = np.random.default_rng(seed)
        again = rng.random((len(y), 1)) < 0.2
        labels = np.where(again, np.eye(10)[rng.integers(0, 10, len(y))], y)
        order = rng.permutation(len(y))
        for part, each, rows in zip(
            parts, (x, labels) * 2, [order[:n]] * 2 + [order[-600:]] * 2, strict=True
        ):
            part.append(each[rows])
    x, y, x_test, y_test = (np.stack(part).astype("f4") for part in parts)
    return (x, y), (x_test, y_test)


@lru_cache
def on_digits(n, dropped=0.0, low=0.3, epochs=300):
    """Median losses over SPLITS on other digits: after all epochs on n, and where training was below `low`.

    The third number is the median epoch of the latter.
    """
    training, others = noisy_digits(n)
    dice, layers = np.random.default_rng(0), list(NET.network)
    if dropped:
        layers.insert(2, dropout(dropped, lambda shape: dice.random(shape, dtype="f4")))
    first = start(NET._replace(network=layers), [np.random.default_rng(seed) for seed in SPLITS])
    walk = train(NET._replace(network=layers), first, repeat(training), 0.1, momentum(0.9))
    looks = islice(walk, 0, epochs + 1, 10)
    seen = [[_digit_loss(step.params, rows) for rows in (training, others)] for step in looks]
    losses = np.array(seen)  # (looks, 2, splits)
    reached = (losses[:, 0] < low).argmax(axis=0)
    return np.median(losses[-1, 1]), np.median(losses[reached, 1, SPLITS]), np.median(10 * reached)


def _digit_loss(params, rows):
    """The loss (splits,) on rows (x, y), without dropout."""
    x, y = rows
    return NET.loss.value(forward(NET.network, [params[0], [], params[-1]], x)[0][-1], y)


def digit_lines():
    """A line for each number of digits: losses on others where training was equal, and by rate of dropout."""
    lines = []
    for n in (100, 300):
        ends = ", ".join(f"{rate}: {on_digits(n, rate)[0]:.2f}" for rate in (0.0, 0.5, 0.8))
        _, early, epoch = on_digits(n)
        lines.append(f"{n} digits, training loss 0.3 at epoch {epoch:.0f}: {early:.2f} on others")
        lines.append(f"{n} digits, 300 epochs, by dropout: {ends} on others")
    return "\n".join(lines)


# -- luck --


@lru_cache
def thirty_networks():
    """The parameters of 30 networks on the lesson's 50 points: five strengths of decay, six starts each."""
    training = parts_of_draw(45)[0]
    seeds, strengths = np.tile(np.arange(6), 5), np.repeat(STRENGTHS, 6)
    first = [np.stack(each) for each in zip(*(bending_weights(seed) for seed in seeds), strict=True)]
    model = weight_decay(Model(layers_of(), logistic, 2, 1), strengths)
    return fit(model, training.x, training.y, 1.0, params=[first[:2], [], first[2:]]).params


def right(rows):
    """Whether each of the 30 networks is right about each row, (30, n)."""
    answers = predict(Model(layers_of(), logistic, 2, 1), thirty_networks(), rows.x)
    return (answers[..., 0] > 0.5) == (rows.y[:, 0] > 0.5)


@lru_cache
def luck(seeds):
    """Points of accuracy on 40 fresh rows above that on 5000 others: the best of 30, the first."""
    known, gaps = right(noisy_rings(5000, 999)).mean(axis=1), []
    for seed in seeds:
        here = right(noisy_rings(40, seed)).mean(axis=1)
        gaps.append([100 * (here[each] - known[each]) for each in (here.argmax(), 0)])
    return np.array(gaps).T
