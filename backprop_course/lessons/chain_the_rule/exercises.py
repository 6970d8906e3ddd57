"""Exercises on the chain rule: blanks on the way back, an engine to own, graphs by hand, the game."""

import numpy as np

from backprop_course.check.differences import slope
from backprop_course.nn.losses import sigmoid
from backprop_course.tasks.answers import DOTS, NO_RETURN, Judged, does_nothing
from backprop_course.tasks.exercise import Exercise, by_results
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake, combined
from backprop_course.tasks.pieces import Value  # noqa: F401
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints, Kind, Verdict

X, HIDDEN = 1.5, np.tanh(0.8 * 1.5 - 0.4)  # the lesson's input, and its a
SMALL, BAD = 0.01, 0.5


# -- blanks: two steps back --

dz1 = Exercise(
    asked="dz1 from da and a: what arrives, through the tanh.",
    truth=lambda da, a: da * (1 - a**2),
    cases=lambda: [(1.3, 0.4), (-0.7, -0.9)],
    names=["dz1"],
    mistakes=[
        Mistake("this is what arrives. What is the local derivative of the tanh's arrow?", lambda da, a: da),
        Mistake("this is the local derivative alone. What arrives at a?", lambda da, a: 1 - a**2),
        Mistake("multiply by the tanh's local derivative, 1 − a², not by a.", lambda da, a: da * a),
        Mistake("the square is missing: 1 − a².", lambda da, a: da * (1 - a)),
        Mistake(
            "what arrives is multiplied by the local derivative, not divided.", lambda da, a: da / (1 - a**2)
        ),
        Mistake(
            "a(1 − a) is the slope of the sigmoid of 03. Here it is 1 − a².", lambda da, a: da * a * (1 - a)
        ),
        Mistake("a is tanh(z1) already: you take tanh once more.", lambda da, a: da * (1 - np.tanh(a) ** 2)),
    ],
    hint=Hints(
        "What arrives × the local derivative: which two numbers are that here?",
        "What has come is da. The arrow's local derivative is the slope of tanh, written in a.",
    ),
)
dw1 = Exercise(
    asked="dw1 from dz1 and x: what arrives, over the arrow from w1 to z1.",
    truth=lambda dz1, x: dz1 * x,
    cases=lambda: [(1.3, 1.5), (-0.7, -0.4)],
    names=["dw1"],
    mistakes=[
        Mistake("this is db₁. What does w₁ multiply, on its way to z₁?", lambda dz1, x: dz1),
        Mistake("this is the local derivative alone. What arrives at z₁?", lambda dz1, x: x),
    ],
    hint=Hints("In z₁ = w₁ x + b₁, how much does z₁ move when w₁ alone grows by 1?"),
)


# -- half an engine: what a number remembers --


def _remembered(found, parents, what, wanted):
    """The value that an operation gives, and the local derivatives by its parents, in this order."""
    if found is None:
        raise Judged(Kind.NOT_YET, NO_RETURN)
    try:
        slopes = [slope for parent in parents for each, slope in found.parents if each is parent]
        if any(isinstance(each, type(found)) for each in [found.value, *slopes]):
            raise Judged(
                Kind.WRONG, f"{what} keeps a Value where a number belongs: `self.value`, `other.value`."
            )
        if len(slopes) == len(parents) == len(found.parents):
            return [found.value, *slopes]
    except (AttributeError, TypeError, ValueError):
        pass
    raise Judged(Kind.WRONG, f"{what} should give `Value(..., {wanted})`: its value, and each parent once.")


def _operates(mine):
    """What a class gives for a * b and for a.tanh(), as a function of two numbers."""

    def answer(a, b):
        one, other = mine(a), mine(b)
        try:
            product, bent = one * other, one.tanh()
        except RecursionError:
            raise Judged(
                Kind.WRONG, "it calls itself without end: multiply numbers, as `self.value`."
            ) from None
        product = _remembered(product, [one, other], "`a * b`", "[(self, ...), (other, ...)]")
        return [*product, *_remembered(bent, [one], "`a.tanh()`", "[(self, ...)]")]

    return answer


def _by_operations(exercise, mine):
    """The verdict on a class, by what its numbers remember."""
    if not isinstance(mine, type):
        return by_results(exercise, mine)
    return Verdict(Kind.NOT_YET, DOTS) if does_nothing(mine) else by_results(exercise, _operates(mine))


def _product_and_bend(product=lambda a, b: a * b, by=lambda a, b: (b, a), slope=lambda a, z: 1 - a**2):
    """The values and local derivatives of a * b and of tanh(a), with one of them mistaken."""
    return lambda a, b: [product(a, b), *by(a, b), np.tanh(a), slope(np.tanh(a), a)]


remembers = Exercise(
    asked="Value(number) with * and tanh(): each gives a Value that knows its parents and local derivatives.",
    truth=_product_and_bend(),
    cases=lambda: [(2.0, -3.0), (0.4, 0.9), (-0.7, 1.3)],
    names=["a * b", "the product's derivative by a", "that by b", "tanh(a)", "tanh's derivative"],
    mistakes=[
        Mistake("`a * b` adds its numbers.", _product_and_bend(product=lambda a, b: a + b)),
        Mistake(
            "a product's derivatives have changed places. When a alone grows by h, `a * b` grows by b h.",
            _product_and_bend(by=lambda a, b: (a, b)),
        ),
        Mistake(
            "1 and 1 are a sum's derivatives. By how much does `a * b` grow when a alone grows by h?",
            _product_and_bend(by=lambda a, b: (1, 1)),
        ),
        Mistake(
            "the slope of tanh is taken at its input. It is 1 − a², where a is what tanh gives.",
            _product_and_bend(slope=lambda a, z: 1 - z**2),
        ),
        Mistake("the square is missing in the slope of tanh.", _product_and_bend(slope=lambda a, z: 1 - a)),
        Mistake(
            "tanh has a local derivative of 1 here. Which number stands on its arrow?",
            _product_and_bend(slope=lambda a, z: 1),
        ),
    ],
    hint=Hints(
        "`a * b` is written as `a + b` is. The arrow from each parent carries the other one's value.",
        "`return Value(self.value * other.value, [(self, other.value), (other, ...)])`",
        "tanh: first `a = np.tanh(self.value)`. It has one parent, `[(self, ...)]`, with the slope 1 − a².",
    ),
    judge=_by_operations,
)


# -- a factor too many --

surplus = Number(
    asked="how many times the right derivative does the wrong formula give, at the lesson's numbers?",
    truth=X * (1 - HIDDEN**2),
    hint=Hints(
        "Write each of its three factors as a product over arrows. Which arrows are walked twice?",
        "∂z₂/∂w₁ is w₂ · (1 − a²) · x already. What is ∂a/∂w₁?",
    ),
    mistakes=[
        Mistake("this is what the formula gives: divide it by the right derivative.", 0.884570),
        Mistake("this is the right derivative. How many times as large is the formula's?", 1.054827),
        Mistake("only one of the two surplus arrows: ∂a/∂w₁ goes on to w₁.", 1 - HIDDEN**2),
        Mistake(
            "this is the right one over the formula's: turn the fraction around.", 1 / (X * (1 - HIDDEN**2))
        ),
    ],
    tolerance=2e-3,
)


# -- 1. a graph by hand --


def _gradients(x, y, *weights):
    def loss(weights):
        w1, b1, w2, b2 = weights
        return (w2 * sigmoid(w1 * x + b1) + b2 - y) ** 2 / 2

    return tuple(slope(loss, weights))


def _back(first, bend, local, passed, ends):
    """The way back through the graph, from its parts: each may be mistaken."""

    def answer(x, y, w1, b1, w2, b2):
        z1 = w1 * x + b1
        a = bend(z1)
        dz2 = first(w2 * a + b2, y)
        dz1 = local(a, z1) * passed(w2) * dz2
        one, two = ends(x, a, w1, z1)
        return one * dz1, dz1, two * dz2, dz2

    return answer


BENDS = [
    ("", sigmoid),
    ("on the way forward, a is still a tanh. Here the hidden unit is a sigmoid.", np.tanh),
]
LOCAL = [
    ("", lambda a, z: a * (1 - a)),
    (
        "1 − a² is the slope of tanh, but the hidden unit is a sigmoid now. What is its slope, written in a?",
        lambda a, z: 1 - a**2,
    ),
    (
        "you put z₁ where the formula wants a. The sigmoid's slope a(1 − a) is written in its output.",
        lambda a, z: z * (1 - z),
    ),
    (
        "you took the slope of the sigmoid at a. The arrow starts at z₁: how often is the sigmoid applied?",
        lambda a, z: sigmoid(a) * (1 - sigmoid(a)),
    ),
    (
        "one arrow got lost between a and z₁: dw1 and db1 go through it. What is its local derivative?",
        lambda a, z: 1,
    ),
    (
        "you walk the arrow from z₁ to a twice in dw1 and db1. Count the factors: one for each arrow.",
        lambda a, z: (a * (1 - a)) ** 2,
    ),
]
FIRST = [
    ("", lambda z2, y: z2 - y),
    (
        "all four signs are flipped. Look at the start: does the loss rise or fall when z₂ grows beyond y?",
        lambda z2, y: y - z2,
    ),
    (
        "all four are twice too large. What becomes of the ½ in the loss when you take its derivative?",
        lambda z2, y: 2 * (z2 - y),
    ),
    (
        "your way back starts with the loss itself. It starts with the derivative of the loss by z₂.",
        lambda z2, y: (z2 - y) ** 2 / 2,
    ),
]
PASSED = [
    ("", lambda w2: w2),
    (
        "the arrow from a to z₂ is missing in dw1 and db1. How fast does z₂ move when a alone moves?",
        lambda w2: 1,
    ),
]
ENDS = [
    ("", lambda x, a, w1, z1: (x, a)),
    (
        "dw1 equals db1: the arrow from w₁ to z₁ is missing. What does w₁ multiply?",
        lambda x, a, w1, z1: (1, a),
    ),
    (
        "dw2 equals db2: the arrow from w₂ to z₂ is missing. What does w₂ multiply?",
        lambda x, a, w1, z1: (x, 1),
    ),
    (
        "both weights got the derivatives of their biases: an arrow is missing. What does each multiply?",
        lambda x, a, w1, z1: (1, 1),
    ),
    (
        "dw1 ends with the factor w₁: that is the derivative by the input. What is multiplied by w₁?",
        lambda x, a, w1, z1: (w1, a),
    ),
    (
        "dw2 ends with the factor z₁. Does w₂ multiply the number before the sigmoid, or after it?",
        lambda x, a, w1, z1: (x, z1),
    ),
    (
        "dw2 ends with the factor x: the input does not reach w₂ as it is. What does w₂ multiply?",
        lambda x, a, w1, z1: (x, x),
    ),
]
GRADIENTS = combined(
    _back,
    *(FIRST, BENDS, LOCAL, PASSED, ENDS),
    named={
        (0, 1, 1, 0, 0): "this is still the lesson's network with its tanh. Which two lines change with the"
        " sigmoid?"
    },
)


gradients = Exercise(
    asked="answer(x, y, w1, b1, w2, b2) -> dw1, db1, dw2, db2 of the chain with a sigmoid inside.",
    truth=_gradients,
    cases=lambda: np.random.default_rng(1).normal(size=(5, 6)).tolist(),
    names=["dw1", "db1", "dw2", "db2"],
    mistakes=GRADIENTS,
    hint=Hints(
        "Write the way forward first. Then walk back as in the lesson: dz2 comes first, dw1 last.",
        "Only the arrow from z₁ to a is new. With σ(z) = 1 / (1 + e⁻ᶻ), its local derivative is a(1 − a).",
        "dz1 is a product of three: what arrives (dz2), the arrow from a to z₂ (w₂), and the new one.",
    ),
)


# -- 2. a weight used twice --


def _shared(x, y, w, b):
    return tuple(slope(lambda p: (p[0] * np.tanh(p[0] * x + p[1]) + p[1] - y) ** 2 / 2, [w, b]))


def _uses(
    joined,  # (over the first use, over the second), of w and of b -> dw, db
    local=lambda a: 1 - a**2,
    passed=lambda w: w,
    sign=1,
):
    """The way back over both uses, with each of its parts to be mistaken."""

    def answer(x, y, w, b):
        a = np.tanh(w * x + b)
        dz2 = sign * (w * a + b - y)
        dz1 = local(a) * passed(w) * dz2
        return joined((x * dz1, a * dz2), (dz1, dz2))

    return answer


def _added(dw, db):
    return sum(dw), sum(db)


SHARED = [
    Mistake(
        "you count only the first use, in wx + b. Where else does w enter on its way to the loss?",
        _uses(lambda dw, db: (dw[0], db[0])),
    ),
    Mistake(
        "you count only the last use, in wa + b. But a depends on w and b, too: follow the path through a.",
        _uses(lambda dw, db: (dw[1], db[1])),
    ),
    Mistake(
        "w is right, but b is also used twice. Its path through the first step is missing.",
        _uses(lambda dw, db: (sum(dw), db[1])),
    ),
    Mistake(
        "w is right, but b is also used twice. Its path through the second step is missing.",
        _uses(lambda dw, db: (sum(dw), db[0])),
    ),
    Mistake(
        "b is right, but w is also used twice. Its path through the first step is missing.",
        _uses(lambda dw, db: (dw[1], sum(db))),
    ),
    Mistake(
        "b is right, but w is also used twice. Its path through the second step is missing.",
        _uses(lambda dw, db: (dw[0], sum(db))),
    ),
    Mistake(
        "you take the mean of the two paths. Each has its full effect on the loss: what do two effects make?",
        _uses(lambda dw, db: (sum(dw) / 2, sum(db) / 2)),
    ),
    Mistake(
        "you multiply the two paths. Factors stand along one path: what happens where paths meet?",
        _uses(lambda dw, db: (np.prod(dw), np.prod(db))),
    ),
    Mistake(
        "you subtract one path from the other. What happens to effects where paths meet?",
        _uses(lambda dw, db: (dw[0] - dw[1], db[0] - db[1])),
    ),
    Mistake(
        "the path through a lacks an arrow: how fast does wa + b move when a alone moves?",
        _uses(_added, passed=lambda w: 1),
    ),
    Mistake(
        "the path through a lacks an arrow: from wx + b to a, through the tanh.",
        _uses(_added, local=lambda a: 1),
    ),
    Mistake(
        "a(1 − a) is the slope of the sigmoid. Here the bend is a tanh again.",
        _uses(_added, local=lambda a: a * (1 - a)),
    ),
    Mistake(
        "both signs are flipped. Look at the start: does the loss rise or fall when z₂ grows beyond y?",
        _uses(_added, sign=-1),
    ),
]


shared = Exercise(
    asked="answer(x, y, w, b) -> dw, db of the chain whose two layers share w and b.",
    truth=_shared,
    cases=lambda: np.random.default_rng(2).normal(size=(5, 4)).tolist(),
    names=["dw", "db"],
    mistakes=SHARED,
    hint=Hints(
        "Two paths lead from w to the loss: one enters at the first step, one at the second. So it is for b.",
        "Give the two uses names of their own, w₁ and w₂, and take the derivative by each, as in exercise 1.",
        "w₁ and w₂ move together, so their effects add up: dw is dw₁ + dw₂, and db is db₁ + db₂.",
    ),
)


# -- 3. the game --


def _silent(values, result):
    return abs(result.gradients["w1"]) < SMALL and result.values["loss"] > BAD


def _now(values, result, words):
    """How far the lab is from its goal, and what keeps it there."""
    slope, loss = result.gradients["w1"], result.values["loss"]
    now = f"Now dw₁ is {slope + 0.0:.3g} and the loss {loss:.3g}"
    if abs(slope) >= SMALL:
        return f"{now}: which factor on the path from w₁ can you make smaller?"
    if abs(values["x"]) < SMALL:
        return f"{now}: an input of 0 silences w₁, but look for another silent factor."
    return f"{now}: silent, but not wrong. Try the same with z₁ on its other side."


saturate = Game(
    goal=f"dw₁ between −{SMALL} and {SMALL}, while the loss is above {BAD}",
    lab="chain_the_rule",
    reached=_silent,
    now=_now,
    wins=[
        {"x": x, "weight": weight, "step": step}
        for x, weight in ((3, 3), (-3, -3), (2.5, 1.8))
        for step in (0, 13)
    ],
    misses=[
        {"x": x, "weight": weight} for x, weight in ((1.5, 0.8), (3, 0.8), (0, 0.8), (0, 3), (-3, 3), (3, -3))
    ],
    hint=Hints(
        "At input 0 the derivative is zero, but the loss is too small. Leave 0, and look at the path again.",
        "dw₁ has four factors. Which of them shrinks by itself when z₁ is large?",
        "Move input and weight far out. z₁ has two sides: on one, the output comes near its target, on one"
        " not.",
    ),
)
