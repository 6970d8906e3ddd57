"""An optimizer turns a gradient into a direction: optimizer(gradient, state) -> direction, state.

Gradients are flat, (runs, n) or (n,). The state of the first call is None. The rate belongs to the loop: a
number, one per run, or a schedule, which is a function of the step's number.
"""

import numpy as np

from backprop_course import validate


def gradient_descent(gradient, state=None):
    """The gradient itself (Cauchy, 1847)."""
    return gradient, None


def momentum(beta=0.9):
    """The gradient plus `beta` times the last direction (Polyak, 1964).

    A constant gradient g builds up to g / (1 - beta). A beta outside [0, 1) raises ValueError.
    """
    beta = validate.between("beta", beta, 0, 1)

    def optimizer(gradient, last=None):
        direction = gradient if last is None else beta * last + gradient
        return direction, direction

    return optimizer


def nesterov(beta=0.9):
    """The gradient plus `beta` times the velocity that already counts it (Nesterov, 1983).

    Velocity v <- beta v + g, direction g + beta v: the form of Sutskever et al. (2013) for a gradient that is
    taken where the walk stands. A beta outside [0, 1) raises ValueError.
    """
    carried = momentum(beta)

    def optimizer(gradient, last=None):
        velocity, _ = carried(gradient, last)
        return gradient + beta * velocity, velocity

    return optimizer


def adagrad(eps=1e-10):
    """The gradient over the root of the sum of all squares so far, entry by entry (Duchi et al., 2011).

    Direction g / (sqrt(sum g²) + eps): eps stands outside the root. An eps that is not above 0 raises
    ValueError.
    """
    eps = validate.above_zero("eps", eps)

    def optimizer(gradient, total=None):
        total = (0.0 if total is None else total) + gradient**2
        return gradient / (np.sqrt(total) + eps), total

    return optimizer


def rmsprop(rho=0.9, eps=1e-8):
    """The gradient over the root of a moving mean of its squares (Tieleman & Hinton, 2012).

    Mean s <- rho s + (1 - rho) g² from s = 0, direction g / (sqrt(s) + eps): eps stands outside the root, and
    nothing corrects the start. A rho outside [0, 1) or an eps that is not above 0 raises ValueError.
    """
    rho, eps = validate.between("rho", rho, 0, 1), validate.above_zero("eps", eps)

    def optimizer(gradient, square=None):
        square = rho * (0.0 if square is None else square) + (1 - rho) * gradient**2
        return gradient / (np.sqrt(square) + eps), square

    return optimizer


def adam(beta1=0.9, beta2=0.999, eps=1e-8):
    """A moving mean of gradients over the root of a moving mean of squares (Kingma & Ba, 2014).

    At step t = 1, 2, ... both means start from 0, so they are divided by 1 - beta^t; the direction is
    m / (sqrt(s) + eps) of the corrected means: eps stands outside the root, after the correction. A beta
    outside [0, 1) or an eps that is not above 0 raises ValueError.
    """
    beta1, beta2 = validate.between("beta1", beta1, 0, 1), validate.between("beta2", beta2, 0, 1)
    eps = validate.above_zero("eps", eps)

    def optimizer(gradient, state=None):
        step, mean, square = (0, 0.0, 0.0) if state is None else state
        step = step + 1  # not +=: what is handed in stays as it is
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient**2
        root = np.sqrt(square / (1 - beta2**step))
        return mean / (1 - beta1**step) / (root + eps), (step, mean, square)

    return optimizer


def clipped(limit, then=gradient_descent):
    """The gradient shortened to norm `limit` where it is longer, handed to `then` (Pascanu et al., 2013).

    A limit that is not above 0 raises ValueError.
    """
    limit, then = validate.above_zero("limit", limit), checked("then", then)

    def optimizer(gradient, state=None):
        norm = np.linalg.norm(gradient, axis=-1, keepdims=True)
        return then(gradient * (limit / np.maximum(norm, limit)), state)

    return optimizer


OPTIMIZERS = momentum, nesterov, adagrad, rmsprop, adam, clipped


def checked(name, optimizer):
    """The optimizer, if it can be called as one; `name` is what the error calls it."""
    takes = ("gradient", "state")
    return validate.function(
        name, optimizer, takes, OPTIMIZERS + SCHEDULES, " such as gradient_descent or adam()"
    )


def constant_rate(rate):
    """The schedule that stays at `rate`, a number or one per run; a rate not above 0 raises ValueError."""
    rate = validate.positive("rate", rate)[()]
    return lambda number: rate


def step_decay(rate, every, factor=0.5):
    """The schedule that multiplies `rate` by `factor` after each `every` steps.

    A rate that is not above 0, an `every` below 1 or a factor outside [0, 1) raises ValueError.
    """
    rate, every = validate.positive("rate", rate)[()], validate.count("every", every)
    factor = validate.between("factor", factor, 0, 1)
    return lambda number: rate * factor ** (number // every)


def exponential_decay(rate, factor):
    """The schedule that multiplies `rate` by `factor` after each step.

    A rate that is not above 0 or a factor outside [0, 1) raises ValueError.
    """
    return step_decay(rate, 1, factor)


def cosine(rate, steps, last=0.0):
    """The schedule that falls from `rate` to `last` along half a cosine (Loshchilov & Hutter, 2017).

    Step number `steps` is the first at `last`, and there it stays. A rate that is not above 0, fewer than 1
    step or a `last` below 0 raises ValueError.
    """
    rate, steps = validate.positive("rate", rate)[()], validate.count("steps", steps)
    last = validate.between("last", last, 0, np.inf)
    return lambda number: last + (rate - last) * (1 + np.cos(np.pi * min(number / steps, 1))) / 2


def warm_up(steps, then):
    """The schedule that climbs in `steps` equal steps to the first rate of `then` (Goyal et al., 2017).

    Step number k < steps has the rate then(0) (k + 1) / steps; step number k >= steps has then(k - steps).
    `then` is a schedule, or a rate to stay at. Fewer than 1 step or a rate that is not above 0 raises
    ValueError.
    """
    steps, then = validate.count("steps", steps), _then(then)
    return lambda number: then(max(number - steps, 0)) * min((number + 1) / steps, 1)


def _then(rate):
    """A schedule, or the one that stays at a rate."""
    if callable(rate):
        return validate.function("then", rate, ["number"], OPTIMIZERS + SCHEDULES)
    rate = validate.positive("then", rate)[()]
    return lambda number: rate


SCHEDULES = constant_rate, step_decay, exponential_decay, cosine, warm_up


def schedule(name, rate):
    """The schedule of a rate: itself, or the one that stays at a number or one per run."""
    if callable(rate):
        validate.function(name, rate, ["number"], OPTIMIZERS + SCHEDULES)
        return lambda number: _one_or_one_a_run(f"{name}({number})", rate(number))
    constant = _one_or_one_a_run(name, rate)
    return lambda number: constant


def _one_or_one_a_run(name, rate):
    rate = validate.positive(name, rate)
    if rate.ndim > 1:
        raise ValueError(f"{name} has shape {rate.shape}, but must be one number, or one per run: (runs,)")
    return rate[()]
