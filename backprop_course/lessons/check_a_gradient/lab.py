"""Lab: a derivative measured with a step; which step, which method, and what goes wrong at both ends."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.check.differences import relative_error
from backprop_course.lessons.check_a_gradient import pictures
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FOUR, choice, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing
from backprop_course.widgets.words import two_digits

STEPS = np.logspace(-15, 0, 121)
NEAR = np.linspace(-2, 2, 401)  # places around x, in steps
LOW, HIGH = 1e-18, 3.0  # the errors in the picture
ONE_SIDED, CENTRAL, COMPLEX = "forward differences", "central differences", "complex step"
METHODS = {ONE_SIDED: "forward differences", CENTRAL: "central differences", COMPLEX: "complex step"}
PRECISIONS = {"float64": (np.float64, np.complex128), "float32": (np.float32, np.complex64)}
KINKED = "ReLU near its kink"
SUBJECTS = {
    ONE_SIDED: "forward differences in {} measure",
    CENTRAL: "central differences in {} measure",
    COMPLEX: "the complex step in {} measures",
}


class Cause(StrEnum):
    """What limits a step; best, where no step is ten times better."""

    KINK = "kink"
    BEST = "best"
    TRUNCATION = "truncation"
    ROUNDING = "rounding"


CAUSES = {
    Cause.KINK: "kink",
    Cause.BEST: "best",
    Cause.TRUNCATION: "truncation",
    Cause.ROUNDING: "rounding",
}


class Function(NamedTuple):
    """A function of real or complex numbers, the place x where it is checked, and f', f'', f''' there."""

    f: Callable
    x: float
    slopes: tuple
    kink: float = np.inf  # how far from x the nearest kink is


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _tanh_at(x):
    t, slope = np.tanh(x), 1 / np.cosh(x) ** 2  # 1 - t² would cancel where t is near 1
    return Function(np.tanh, x, (slope, -2 * t * slope, slope * (6 * t * t - 2)))


def _sigmoid_at(x):
    s = _sigmoid(x)
    slope = s * (1 - s)
    return Function(_sigmoid, x, (slope, slope * (1 - 2 * s), slope * (1 - 6 * slope)))


def _softplus_at(x):
    s = _sigmoid(x)
    return Function(lambda z: np.log(1 + np.exp(z)), x, (s, s * (1 - s), s * (1 - s) * (1 - 2 * s)))


FUNCTIONS = {
    "tanh": _tanh_at(0.6),
    "tanh, saturated": _tanh_at(6.0),
    "sigmoid": _sigmoid_at(0.6),
    "softplus": _softplus_at(0.6),
    KINKED: Function(lambda z: z * (z.real > 0), 1e-3, (1.0, 0.0, 0.0), kink=1e-3),
}


class Measurement(NamedTuple):
    """A derivative measured with one step: the estimate, its relative error, and what limits it.

    errors and theory are those of every step in STEPS; close (401,) is the function at NEAR, less f(x), in
    units of h f'; dots (k, 2) are the points that the method used, in h and in h f'.
    """

    step: float
    activation: str
    method: str
    precision: str
    cause: Cause
    estimate: float
    error: float
    errors: np.ndarray
    theory: np.ndarray
    close: np.ndarray
    dots: np.ndarray

    @property
    def function(self):
        """The function that is checked."""
        return FUNCTIONS[self.activation]

    @property
    def truth(self):
        """The derivative, from its formula."""
        return self.function.slopes[0]


def estimated(f, x, step, method, precision):
    """The derivative of f at x by one of METHODS, all numbers in one of PRECISIONS."""
    real, complex_ = PRECISIONS[precision]
    x, h = real(x), real(step)
    if method == COMPLEX:
        return float(f(complex_(complex(x, h))).imag / h)
    if method == CENTRAL:
        return float((f(x + h) - f(x - h)) / (2 * h))
    return float((f(x + h) - f(x)) / h)


def expected_errors(function, steps, method, precision):
    """What truncates and what rounds, both as relative errors by step.

    Taylor's next term stands for the first. The last digit of f, and of x itself, stands for the second;
    the complex step subtracts nothing, and loses no more than that digit.
    """
    f, x, (slope, second, third) = function.f, function.x, function.slopes
    last = np.finfo(PRECISIONS[precision][0]).eps / 2
    cut = steps * abs(second) / 2 if method == ONE_SIDED else steps**2 * abs(third) / 6
    lost = last * (abs(f(np.float64(x))) + abs(x * slope)) / steps * (2 if method == ONE_SIDED else 1)
    if method == COMPLEX:
        lost = np.full_like(steps, last * abs(slope))
    if method == CENTRAL:
        cut = np.where(steps > function.kink, abs(0.5 * (1 + function.kink / steps) - slope), cut)
    return cut / (2 * abs(slope)), lost / (2 * abs(slope))


def cause(function, step, method, precision):
    """What limits this step, as theory expects."""
    if method == CENTRAL and step > function.kink:
        return Cause.KINK
    (cut,), (lost,) = expected_errors(function, np.array([step]), method, precision)
    least = np.min(sum(expected_errors(function, STEPS, method, precision)))
    if cut + lost <= 10 * least:
        return Cause.BEST
    return Cause.TRUNCATION if cut > lost else Cause.ROUNDING


@lru_cache
def curve(activation, method, precision):
    """Relative errors measured and expected at all STEPS."""
    function = FUNCTIONS[activation]
    f, x, truth = function.f, function.x, function.slopes[0]
    found = [relative_error(estimated(f, x, step, method, precision), truth) for step in STEPS]
    return np.array(found), sum(expected_errors(function, STEPS, method, precision))


def compute(step, activation, method, precision):
    """Measure the derivative of an activation with a step, and look at the function within two steps."""
    function, real = FUNCTIONS[activation], PRECISIONS[precision][0]
    x, h = real(function.x), real(step)

    def zoomed(places):
        rise = (function.f(x + places.astype(real) * h) - function.f(x)) / h
        return rise.astype(float) / function.slopes[0]

    used = np.array({ONE_SIDED: [0, 1], CENTRAL: [-1, 1], COMPLEX: [0]}[method], dtype=float)
    dots = np.column_stack([used, zoomed(used)])
    setting = step, activation, method, precision, cause(function, step, method, precision)
    estimate = estimated(function.f, function.x, step, method, precision)
    error = relative_error(estimate, function.slopes[0])
    return Measurement(*setting, estimate, error, *curve(activation, method, precision), zoomed(NEAR), dots)


def draw():
    """The error by step, with the point where we are; the function within two steps, under the microscope."""
    figure, (left, right) = style.figure(2, ratios=[1.2, 1])
    errors = pictures.error_by_step(left, STEPS, LOW, HIGH)
    lens = pictures.microscope(right, NEAR)

    def move(reading):
        errors.move(reading.errors, reading.theory, reading.step, reading.error)
        lens.move(reading.close, reading.dots, reading.estimate / reading.truth)

    return drawing(figure, [errors, lens], move, headings)


def headings(reading):
    """One title a panel: what limits the step with its error, what the microscope shows."""
    return f"{CAUSES[reading.cause]}: relative error {size(reading.error)}", view(reading)


def size(error):
    """An error in words: noise below the last digit has no number."""
    return "below 1e-15" if error < 1e-15 else two_digits(error)


def view(reading):
    """What the microscope shows."""
    if reading.step > reading.function.kink / 2:
        return "within ±2h: a kink"
    if np.ptp(reading.close) == 0:
        return "within ±2h: all round to one value"
    if np.unique(reading.close).size < 200:
        return "within ±2h: rounding makes stairs"
    straight = np.abs(reading.close - NEAR).max() < 0.03
    return "within ±2h: a straight line" if straight else "within ±2h: the curve bends"


def advice(reading):
    """What limits the step, and which way to move it."""
    if reading.estimate == 0:
        return "both values round to the same number, and every digit is lost"
    if reading.cause is Cause.KINK:
        return f"the step reaches over the kink, {reading.function.kink:g} away"
    best = STEPS[np.argmin(reading.theory)]
    if reading.cause is Cause.BEST:
        never = ", and none is too small" if reading.method == COMPLEX else ""
        return f"no step is ten times better{never}"
    way = "shorter" if reading.cause is Cause.TRUNCATION else "longer"
    return f"take a {way} step, near {best:.1g}"


def say(reading):
    """What limits the step, the derivative beside the truth, the relative error, and which way to move."""
    name = reading.activation.replace(",", " ").split()[0]
    who = SUBJECTS[reading.method].format(reading.precision)
    what = f"{name}'s slope at x = {reading.function.x:g} with h = {reading.step:.3g}"
    slopes = f"as {reading.estimate:.6g}; it is {reading.truth:.6g}; relative error {size(reading.error)}"
    return f"{CAUSES[reading.cause].capitalize()}: {who} {what} {slopes}; {advice(reading)}."


TRIES = (
    Try(
        "step 1e-5",
        {"step": 1e-5},
        "Right: what has become of the stairs? Move the step size: from where on does the line bend?",
    ),
    Try(
        "ReLU near its kink",
        {"activation": KINKED, "step": 1e-2},
        "Lower the step size: from where on is the slope right?",
    ),
    Try("float32", {"precision": "float32"}, "Left: where is the bottom of the valley now?"),
)


def check_a_gradient():
    """The lab, at a step so short that rounding shows."""
    return lab(
        compute, draw, say, TRIES,
        step=slider("step size", rounded(1e-15, 1, FOUR), 1e-15, between=True),
        activation=choice("activation", list(FUNCTIONS), "tanh"),
        method=choice("method", METHODS, CENTRAL),
        precision=choice("precision", list(PRECISIONS), "float64"),
    )  # fmt: skip
