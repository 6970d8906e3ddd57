"""What the companion measures: grids over splits, valleys, schedules under noise, warm-up, a line search."""

from functools import lru_cache

import numpy as np

from backprop_course import data
from backprop_course.lessons.choose_a_rate import experiments
from backprop_course.lessons.choose_a_rate.lab import OPTIMIZERS, REMEMBER
from backprop_course.lessons.choose_a_rate.valley import Valley
from backprop_course.nn import optimizers
from backprop_course.nn.models import linear_regression, logistic_regression, mlp, start, weight_decay
from backprop_course.nn.network import forward, pack, shapes, windows
from backprop_course.nn.training import backprop, fit
from backprop_course.nn.walks import descend

# -- searching --


@lru_cache(maxsize=64)
def three_parts(seed=0):
    """A split of the tumors in three, each (x, y): for training, for choosing, for the final number."""
    x, x_test, y, y_test = data.split(*data.breast_cancer(), seed=seed)
    x, x_val, y, y_val = data.split(x, y, test=0.4, seed=seed)
    x, x_val, x_test = data.standardize(x, x_val, x_test)
    return (x, y), (x_val, y_val), (x_test, y_test)


def losses_after(rates, decays, parts):
    """The losses (parts, rates) after 50 steps of a logistic regression with weight decay, on each part."""
    model = logistic_regression(30)
    params = fit(weight_decay(model, decays), *parts[0], rates, steps=50).params
    return [model.loss(forward(model.network, params, x)[0][-1], y)[0] for x, y in parts]


NINE = {"equal steps": np.linspace(1e-3, 100, 9), "equal factors": np.geomspace(1e-3, 100, 9)}


def test_losses(nine, seeds):
    """For each split the test loss of that rate, of nine, that has the least validation loss."""
    found = []
    for seed in seeds:
        _, validation, test = losses_after(nine, np.zeros(9), three_parts(seed))
        found.append(test[validation.argmin()])
    return np.array(found)


def good_rates(within=0.05):
    """Many rates (rates,) in equal factors, and which are within a share of the least validation loss."""
    rates = np.geomspace(1e-3, 100, 401)
    curve = losses_after(rates, np.full(401, 1e-5), three_parts())[1]
    return rates, curve <= (1 + within) * curve.min()


# -- valleys --


def bend(theta):
    """The height of a bent valley, (1 - a)² + 10 (b - a²)² (after Rosenbrock, 1960)."""
    a, b = theta[..., 0], theta[..., 1]
    return (1 - a) ** 2 + 10 * (b - a**2) ** 2


def bend_gradient(theta):
    """Its slope."""
    a, b = theta[..., 0], theta[..., 1]
    return np.stack([2 * (a - 1) - 40 * a * (b - a**2), 20 * (b - a**2)], axis=-1)


STRAIGHT, TURNED = Valley(), Valley(turned=True)
VALLEYS = {
    "along": (STRAIGHT.loss, STRAIGHT.gradient, STRAIGHT.start()),
    "turned": (TURNED.loss, TURNED.gradient, TURNED.start()),
    "bent": (bend, bend_gradient, np.array([-1.0, 1.0])),
}
TRIES = np.geomspace(1e-4, 10, 61)


def best_in(valley, optimizer, beta=0.9, schedule=optimizers.constant_rate):
    """The best of TRIES in a valley, and the mean loss over the last 20 of 200 steps at it."""
    loss, gradient, first = VALLEYS[valley]
    rates = schedule(TRIES[:, None])
    with np.errstate(all="ignore"):  # a diverging walk overflows, and counts as inf
        path = descend(gradient, np.tile(first, (61, 1)), rates, 200, OPTIMIZERS[optimizer](beta))
        ends = np.nan_to_num(loss(path[-20:]).mean(axis=0), nan=np.inf)
    ends = np.maximum(ends, 1e-12)
    return TRIES[ends.argmin()], ends.min()


def valleys():
    """A line for each valley and optimizer: best rate and loss at the end, for two β where it has one."""
    lines = []
    for valley in VALLEYS:
        for name in OPTIMIZERS:
            betas = (0.9, 0.8) if name in REMEMBER else (0.9,)
            found = [(beta, *best_in(valley, name, beta)) for beta in betas]
            each = [f"rate {rate:<6.2g} loss {loss:.0e}" for _, rate, loss in found]
            if len(each) > 1:
                each = [f"β {beta}: {words}" for (beta, *_), words in zip(found, each, strict=True)]
            lines.append(f"{valley:<7} {name:<9} {'   '.join(each)}")
    return "\n".join(lines)


WITHOUT_NOISE = {
    "constant": optimizers.constant_rate,
    "x 0.97 a step": lambda rate: optimizers.exponential_decay(rate, 0.97),
    "cosine": lambda rate: optimizers.cosine(rate, 200),
}


def falling_in_the_valley():
    """A line for each of four optimizers: the loss at the end in the valley along the axes, by schedule."""
    lines = []
    for name in ("plain", "momentum", "rmsprop", "adam"):
        ends = [best_in("along", name, 0.9, schedule)[1] for schedule in WITHOUT_NOISE.values()]
        words = [f"{each} {end:.0e}" for each, end in zip(WITHOUT_NOISE, ends, strict=True)]
        lines.append(f"{name:<9} {'; '.join(words)}")
    return "\n".join(lines)


# -- schedules under noise --

LINE, STEPS = data.noisy_line(), 1000
LINE_RATES = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7])
SCHEDULES = {
    "constant": optimizers.constant_rate,
    "step": lambda rate: optimizers.step_decay(rate, 200),
    "exponential": lambda rate: optimizers.exponential_decay(rate, 0.995),
    "cosine": lambda rate: optimizers.cosine(rate, STEPS),
    "1/k": lambda rate: lambda number: rate / (1 + number / 20),
}


def excess(rates, seeds, schedule, size=8):
    """The loss of a line on all points above the least one, (rates, seeds), after steps on batches."""
    x, y = LINE
    model, rngs = linear_regression(1), [np.random.default_rng(seed) for _ in rates for seed in seeds]
    each = SCHEDULES[schedule](np.repeat(rates, len(seeds)))
    done = fit(model, x, y, each, steps=STEPS, rng=rngs, batch_size=size)
    return (backprop(model, done.params, x, y).loss - least()).reshape(len(rates), len(seeds))


def shared_steps():
    """A line for each schedule: its best first rate on 5 seeds, and the excess on 30 others at it."""
    lines = []
    for name in SCHEDULES:
        rate = LINE_RATES[np.median(excess(LINE_RATES, range(5), name), axis=1).argmin()]
        low, middle, high = np.quantile(excess([rate], range(5, 35), name)[0], [0.25, 0.5, 0.75])
        lines.append(f"{name:<12} from {rate:<4}: excess {middle:.0e} ({low:.0e} to {high:.0e})")
    return "\n".join(lines)


def least():
    """The least loss that a line through the points can have."""
    x, y = LINE
    return np.linalg.lstsq(np.hstack([x, np.ones_like(x)]), y, rcond=None)[1][0] / (2 * len(x))


def arrival(rate):
    """The first step at which all points in each step bring the excess below 1e-8, or None."""
    below = fit(linear_regression(1), *LINE, rate, steps=STEPS).losses - least() < 1e-8
    return int(below.argmax()) if below.any() else None


# -- warm-up --


def deep_losses(rate, seeds, climb=None, rows=100):
    """The mean loss over the last 10 of 60 steps of a ReLU network on some digits, one for each start."""
    x, y = (each[:rows] for each in data.digits())
    model = mlp([64, 32, 32, 10], "relu", "he", "softmax cross-entropy")
    schedule = rate if climb is None else optimizers.warm_up(climb, rate)
    rngs = [np.random.default_rng(seed) for seed in seeds]
    losses = fit(model, data.standardize(x), y, schedule, steps=60, rng=rngs).losses[-10:]
    return np.nan_to_num(losses.mean(axis=0), nan=np.inf)


# -- a line search --


def one_vector(seed):
    """The moons' network as a function of one flat vector: its start, and theta -> loss, gradient."""
    first = start(experiments.MODEL, np.random.default_rng(seed))

    def loss_and_gradient(theta):
        params = windows(theta, shapes(first))
        step = backprop(experiments.MODEL, params, experiments.X, experiments.Y)
        return float(step.loss), pack(step.grads)

    return pack(first), loss_and_gradient
