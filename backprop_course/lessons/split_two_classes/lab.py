"""Lab: two overlapping clouds split by a line, under surprise or under squared error after a sigmoid."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.split_two_classes import pictures
from backprop_course.nn.initializers import normal
from backprop_course.nn.layers import dense
from backprop_course.nn.layers import sigmoid as sigmoid_layer
from backprop_course.nn.losses import sigmoid, squared_error
from backprop_course.nn.models import Model, logistic_regression, start
from backprop_course.nn.network import pack, shapes, windows
from backprop_course.nn.training import backprop, fit, train
from backprop_course.nn.walks import hessian
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import COARSE, FINE, choice, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS = 200
NEAR = 1.05  # a loss within 5 % of the minimum counts as arrived
LAST = 20  # a loss that still rises within so many last steps jumps
STILL = 0.99  # a loss that keeps so much of itself over the second half stands still
SEED = 5  # its first weights point the wrong way: most points start on the wrong side
EDGE, CELLS = 4.5, 60  # how far the map reaches, and how fine it is
SURPRISE, SQUARED_ERROR = "surprise", "squared error"


class Course(StrEnum):
    """What the loss of a walk does."""

    ARRIVING = "arriving"
    JUMPING = "jumping"
    STANDING = "standing"
    FALLING = "falling"


LOSS_NAMES = {SURPRISE: "surprise", SQUARED_ERROR: "squared error"}


class Problem(NamedTuple):
    """A model of the two clouds; the loss and the curvatures (3,) at the minimum that it finds from zero.

    Surprise has no other minimum. Squared error goes a little lower where the weights are very large.
    """

    model: Model
    minimum: float
    curvatures: np.ndarray

    @property
    def limit(self):
        """The rate from which that minimum holds no walk: 2/λmax."""
        return 2 / self.curvatures[-1]


class Walk(NamedTuple):
    """A line descending: losses (steps + 1,), and the first and last theta (3,): two weights and the bias."""

    rate: float
    loss: str
    losses: np.ndarray
    first: np.ndarray
    last: np.ndarray

    @property
    def problem(self):
        """What is known of this loss."""
        return problem(self.loss)

    @property
    def arrival(self):
        """The first step from which on the loss stays within 5 % of the minimum, or None."""
        above = np.flatnonzero(self.losses > NEAR * self.problem.minimum)
        step = int(above[-1]) + 1 if above.size else 0
        return step if step <= STEPS else None

    @property
    def accuracy(self):
        """The share of points on the right side at the end."""
        return (margins(self.last) > 0).mean()

    @property
    def course(self):
        """What its loss does, as far as it is seen."""
        if self.arrival is not None:
            return Course.ARRIVING
        if (np.diff(self.losses[-LAST - 1 :]) > 1e-9 * self.losses[-1]).any():
            return Course.JUMPING
        return Course.STANDING if self.losses[-1] > STILL * self.losses[STEPS // 2] else Course.FALLING


def linear(theta, x):
    """The pre-activation z (n,) of points x (n, 2)."""
    return x @ theta[:2] + theta[2]


def margins(theta):
    """z with the sign that makes it positive where a point lies on its own side (n,)."""
    x, y = data.clouds()
    return (2 * y[:, 0] - 1) * linear(theta, x)


def slopes_at(z):
    """The sigmoid's slope p(1 - p)."""
    p = sigmoid(z)
    return p * (1 - p)


def pull(loss, margin):
    """|∂loss/∂z| of a point with this margin: |p - y|, and with squared error that times p(1 - p)."""
    return sigmoid(-margin) * (slopes_at(margin) if loss == SQUARED_ERROR else 1)


@lru_cache
def problem(loss):
    """The model for this loss, and its minimum, found by a long descent from zero."""
    model = logistic_regression(2)
    if loss == SQUARED_ERROR:
        model = model._replace(network=[*model.network, sigmoid_layer], loss=squared_error)
    x, y = data.clouds()
    run = fit(model, x, y, rate=10.0, steps=2000, gradient_tolerance=1e-9)

    def gradient(theta):
        return pack(backprop(model, windows(theta, shapes(run.params)), x, y).grads)

    curvatures = np.linalg.eigvalsh(hessian(gradient, pack(run.params)))
    return Problem(model, run.losses[-1], curvatures)


def compute(rate, scale, loss):
    """Descend STEPS steps from normal weights of standard deviation `scale`, by the course's own `train`."""
    model = problem(loss).model
    model = model._replace(network=[dense(2, 1, normal(scale)), *model.network[1:]])
    params = start(model, np.random.default_rng(SEED))
    walk = train(model, params, [data.clouds()] * (STEPS + 1), rate)
    thetas, losses = zip(*((step.theta, step.loss) for step in walk), strict=True)
    return Walk(rate, loss, np.array(losses), thetas[0], thetas[-1])


def draw():
    """The map of the probability; the loss over its minimum by step; how hard each point pulls."""
    figure, (left, middle, right) = style.figure(3, ratios=[1, 1, 1.1])
    corners = [(-EDGE, EDGE)] * 2
    area = panels.boundary(left, *data.clouds(), *zip(*corners, strict=True), CELLS)
    places = panels.grid(*zip(*corners, strict=True), CELLS)
    curve = panels.loss_curve(middle, STEPS, 0.7, 1e3, label="loss / minimum", floor=1, floor_name="minimum")
    at = np.linspace(-12, 12, 121)
    pulls = pictures.pulls(right, at, {LOSS_NAMES[loss]: pull(loss, at) for loss in LOSS_NAMES})

    def move(walk):
        area.move(sigmoid(linear(walk.last, places)).reshape(CELLS, CELLS))
        curve.move(walk.losses / walk.problem.minimum)
        pulls.move(*((m, pull(walk.loss, m)) for m in map(margins, (walk.first, walk.last))))

    return drawing(figure, [area, curve, pulls], move, headings)


def headings(walk):
    """One title a panel: how many points are right, what the loss does, how hard the points pull."""
    right = f"{100 * walk.accuracy:.0f} of 100 on their side"
    strength = pull(walk.loss, margins(walk.last)).mean()
    return right, headline(walk), f"mean pull {strength:.2g} at the end"


def headline(walk):
    """The loss curve in a few words."""
    times = f"{walk.losses[-1] / walk.problem.minimum:.3g} × minimum"
    if walk.course is Course.ARRIVING:
        return f"within 5 % from step {walk.arrival}"
    if walk.course is Course.JUMPING:
        return "jumps up and down"
    return f"stands at {times}" if walk.course is Course.STANDING else f"still falls: {times}"


def say(walk):
    """The rate beside the limit, what the loss does, and how many points are right at the end."""
    limit = walk.problem.limit
    side = "beyond" if walk.rate >= limit else "below"
    rate = f"rate {walk.rate:.4g}, {side} its limit {limit:.3g}"
    right = f"{100 * walk.accuracy:.0f} of 100 points are on their side"
    return f"{LOSS_NAMES[walk.loss].capitalize()} at {rate}, {journey(walk)}; {right}."


def journey(walk):
    """What the loss does, with its steps and values."""
    first, last, minimum = walk.losses[0], walk.losses[-1], walk.problem.minimum
    fall = f"from {first:.3g} to {last:.3g}, {last / minimum:.3g} × the minimum"
    if walk.course is Course.ARRIVING:
        return f"stays within 5 % of the minimum, {minimum:.3g}, from step {walk.arrival} on"
    if walk.course is Course.JUMPING:
        late = walk.losses[-LAST:]
        return f"jumps between {late.min():.3g} and {late.max():.3g} (minimum {minimum:.3g})"
    if walk.course is Course.STANDING:
        return f"goes {fall}, and stands: since step {STEPS // 2} it fell by less than 1 %"
    return f"falls {fall}, in {STEPS} steps"


TRIES = (
    Try(
        "squared error",
        {"loss": SQUARED_ERROR},
        "Where do the gray points sit? How many points are still on the wrong side?",
    ),
    Try(
        "rate 25",
        {"rate": 25.0},
        "This is beyond the limit near the minimum. Does the loss climb without end?",
    ),
    Try(
        "squared error, rate 20",
        {"loss": SQUARED_ERROR, "rate": 20.0},
        "How many points come to their side now? Is the loss at rest?",
    ),
)


def split_two_classes():
    """The lab, at a start far on the wrong side, from where surprise arrives."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", rounded(0.01, 1000, FINE), 1, between=True),
        scale=slider("initialization", rounded(0.01, 100, COARSE), 10, between=True),
        loss=choice("loss", LOSS_NAMES, SURPRISE),
    )  # fmt: skip
