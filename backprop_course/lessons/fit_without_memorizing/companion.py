"""What the companion measures: width, cures that harm, depth, digits, and how lucky a chosen network is."""

from functools import lru_cache
from itertools import islice, repeat

import numpy as np

from backprop_course import data
from backprop_course.lessons.fit_without_memorizing.experiments import (
    EVERY,
    STRENGTHS,
    WIDTH,
    bending_weights,
    layers_of,
    noisy_rings,
    parts_of_draw,
    side_by_side,
    trained_on_draws,
)
from backprop_course.nn.layers import dropout
from backprop_course.nn.losses import logistic, sigmoid
from backprop_course.nn.models import Model, mlp, predict, start, weight_decay
from backprop_course.nn.network import forward
from backprop_course.nn.optimizers import momentum
from backprop_course.nn.training import fit, train
from backprop_course.tasks.stopping import stopped

# -- smaller networks, and cures that harm --


HUNDRED = range(5, 105)  # draws enough for medians that hardly change from processor to processor


def by_width(widths=(2, 4, WIDTH)):
    """A line for each width: median losses at the end, and on test rows stopped early, beside WIDTH's."""
    lines, wide = [], trained_on_draws(HUNDRED, width=WIDTH)
    for width in widths:
        run = trained_on_draws(HUNDRED, width=width)
        end, early = _beside(run.end.test, wide.end.test), _beside(run.lowest.test, wide.lowest.test)
        training = np.median(run.end.training)
        lines.append(f"width {width:>2}: training {training:.2f}, test {end}; early, test {early}")
    return "\n".join(lines)


def _beside(losses, others):
    """The median of losses, and on how many draws they are lower than others, or higher, if that is more."""
    lower, higher = (losses < others).sum(), (losses > others).sum()
    counts = {"": 0, f", lower on {lower}": lower, f", higher on {higher}": higher}
    return f"{np.median(losses):.2f}{max(counts, key=counts.get)}"


CASES = {
    "32 units": {"width": WIDTH},
    "32 units, decay 0.01": {"strength": 0.01},
    "32 units, decay 0.1": {"strength": 0.1},
    "4 units": {"width": 4},
    "4 units, dropout 0.5": {"width": 4, "dropped": 0.5},
}


def stopped_early():
    """A line for each of CASES: median losses where validation was lowest, beside those without the cure."""
    lines = []
    for name, case in CASES.items():
        run = trained_on_draws(HUNDRED, **case).lowest
        without = trained_on_draws(HUNDRED, width=case.get("width", WIDTH)).lowest
        training, test = np.median(run.training), _beside(run.test, without.test)
        lines.append(f"{name:<20} training {training:.2f}, test {test}")
    return "\n".join(lines)


# -- depth --

TEN = range(5, 15)  # draws for what takes longer


def deep_walk(depth, steps):
    """A model of so many sigmoid layers, and its parameters at every tenth step, a run for each of TEN."""
    model, data = mlp([2] + depth * [16] + [1], "sigmoid"), side_by_side(TEN)[0]
    first = start(model, [np.random.default_rng(seed) for seed in TEN])
    walk = train(model, first, repeat(data), 0.5)
    return model, (step.params for step in islice(walk, 0, steps + 1, EVERY))


def _deep_losses(model, params, rows):
    """The losses (runs,) on rows (x, y)."""
    x, y = rows
    return model.loss.value(forward(model.network, params, x)[0][-1], y)


def deep_line(depth):
    """In words: after 2000 steps both median losses, and on how many draws all answers are the same."""
    training, validation, _ = side_by_side(TEN)
    model, walk = deep_walk(depth, 2000)
    *_, params = walk
    medians = [np.median(_deep_losses(model, params, rows)) for rows in (training, validation)]
    answers = sigmoid(forward(model.network, params, validation[0])[0][-1])
    equal = np.ptp(answers, axis=-2) < 1e-3
    words = f"training {medians[0]:.2f}, validation {medians[1]:.2f}"
    return f"{depth:>2} layers: {words}; all answers equal to 0.001 on {equal.sum()} of {len(TEN)} draws"


def kept_by_patience(depth=2):
    """A line for each patience: on how many draws the loss on test rows at the kept step is near ln 2."""
    _, validation, test = side_by_side(TEN)
    model, walk = deep_walk(depth, 3000)
    seen = np.array([[_deep_losses(model, params, rows) for rows in (validation, test)] for params in walk])
    lines = []
    for patience in (20, 200, 1000):
        kept = [stopped(losses, patience // EVERY)[0] for losses in seen[:, 0].T]
        ends = seen[kept, 1, range(len(TEN))]
        words = f"test {np.median(ends):.2f}, above 0.65 on {(ends > 0.65).sum()} of {len(TEN)} draws"
        lines.append(f"patience {patience:>4}: {words}")
    return "\n".join(lines)


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
