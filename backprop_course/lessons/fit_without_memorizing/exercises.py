"""Exercises on memorizing: the gradient of weight decay, back through dropout, early stopping, the game."""

from itertools import pairwise

import numpy as np

from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.old import exercise, judge, judge_game
from backprop_course.tasks.verdict import NOT_YET

GAME = {"width": 32, "examples": 40}
BELOW = 0.6

# -- 1. weight decay --


def _decay(params, grads, strength):
    return _added(params, grads, strength, "WW")


def _added(params, grads, strength, which="WbWb"):
    """The gradients with strength * p added where `which` has the parameter: WW, W1, bb or WbWb."""
    decays = {"WW": (1, 0, 1, 0), "bb": (0, 1, 0, 1), "W1": (1, 0, 0, 0), "W2": (0, 0, 1, 0)}.get(
        which, (1,) * 4
    )
    return [g + strength * one * p for p, g, one in zip(params, grads, decays, strict=True)]


DECAYS = [
    Mistake("the biases decay, too. The sum runs over the weights W alone.", _added),
    Mistake("the biases decay and the weights do not.", lambda p, g, s: _added(p, g, s, "bb")),
    Mistake("W2 does not decay. The sum runs over both layers.", lambda p, g, s: _added(p, g, s, "W1")),
    Mistake("W1 does not decay. The sum runs over both layers.", lambda p, g, s: _added(p, g, s, "W2")),
    Mistake(
        "a factor 2 too many: the ½ in the penalty cancels it.", lambda p, g, s: _added(p, g, 2 * s, "WW")
    ),
    Mistake(
        "half of it is missing: what is the derivative of ½ W²?", lambda p, g, s: _added(p, g, s / 2, "WW")
    ),
    Mistake("the sign: this makes the weights grow.", lambda p, g, s: _added(p, g, -s, "WW")),
    Mistake("the strength λ is missing.", lambda p, g, s: _added(p, g, 1.0, "WW")),
    Mistake(
        "these are the gradients of the penalty alone. Add them to those of the loss.",
        lambda p, g, s: _added(p, [0 * each for each in g], s, "WW"),
    ),
    Mistake("nothing decays: the gradients come back as they came.", lambda p, g, s: list(g)),
    Mistake(
        "you add the penalty's value, one number. Wanted is its derivative by each weight.",
        lambda p, g, s: [
            each + s / 2 * (w**2).sum() * (k % 2 == 0) for k, (w, each) in enumerate(zip(p, g, strict=True))
        ],
    ),
    Mistake(
        "the sign of the weights is the derivative of |W|. The penalty here is a square.",
        lambda p, g, s: _added(list(map(np.sign, p)), g, s, "WW"),
    ),
    Mistake(
        "½ W² is the penalty itself. Wanted is its derivative by W.",
        lambda p, g, s: _added([w**2 / 2 for w in p], g, s, "WW"),
    ),
    Mistake("this moves the parameters. Wanted are gradients.", lambda p, g, s: _added(g, p, -s, "WbWb")),
    Mistake(
        "this scales the gradients. It is the weights that count.", lambda p, g, s: _added(g, g, s, "WW")
    ),
]


@exercise(
    "Differentiate (λ/2) W² by one weight. What happens to the ½ and the square?",
    "Two of the four gradients stay as they are: those of the parameters that the sum leaves out.",
    "The gradient of W1 is dW1 + strength * W1. Return all four, in the order W1, b1, W2, b2.",
)
def decay(answer):
    """Judge answer(params, grads, strength) -> the gradients of W1, b1, W2, b2 with weight decay."""
    rng, cases = np.random.default_rng(13), []
    for strength, sizes in ((0.1, (4, 3, 2)), (2.5, (2, 5, 3)), (0.01, (3, 3, 3))):
        shapes = [shape for n, m in pairwise(sizes) for shape in ((n, m), (1, m))]
        cases.append(([rng.normal(size=s) for s in shapes], [rng.normal(size=s) for s in shapes], strength))
    return judge(answer, _decay, cases, mistakes=DECAYS, names=["dW1", "db1", "dW2", "db2"])


# -- 2. back through dropout --


def _back(dy, kept, rate):
    return dy * kept / (1 - rate)


BACKS = [
    Mistake("the scale is lost on the way back. What did forward divide by?", lambda dy, kept, q: dy * kept),
    Mistake("the mask is missing: a dropped value has no influence.", lambda dy, kept, q: dy / (1 - q)),
    Mistake("nothing is dropped and nothing scaled.", lambda dy, kept, q: dy),
    Mistake("this lets through what was dropped.", lambda dy, kept, q: dy * (1 - kept) / (1 - q)),
    Mistake("the rate is what is dropped. Which share is kept?", lambda dy, kept, q: dy * kept / q),
    Mistake("you multiply by 1 − rate. Forward divides by it.", lambda dy, kept, q: dy * kept * (1 - q)),
    Mistake("you multiply by the rate.", lambda dy, kept, q: dy * kept * q),
    Mistake("the scale is there twice.", lambda dy, kept, q: dy * kept / (1 - q) ** 2),
    Mistake("it is 1 − rate, not 1 + rate, that is kept.", lambda dy, kept, q: dy * kept / (1 + q)),
    Mistake(
        "that is the scale that forward used. It still has to meet dy.", lambda dy, kept, q: kept / (1 - q)
    ),
    Mistake(
        "you scale by the share that happened to be kept. Forward used the probability, 1 − rate.",
        lambda dy, kept, q: dy * kept / kept.mean(),
    ),
]


@exercise(
    "Write forward for one value: y = x · something. What is dy/dx?",
    "The something has two parts: whether the value was kept, and what it was divided by.",
    "Backward multiplies by the same something as forward: kept / (1 - rate).",
)
def back(answer):
    """Judge answer(dy, kept, rate) -> dx, all (batch, units)."""
    rng, cases = np.random.default_rng(14), []
    for rate, shape in ((0.2, (6, 4)), (0.7, (5, 8)), (0.4, (3, 3))):
        cases.append((rng.normal(size=shape), (rng.random(shape) >= rate).astype(float), rate))
    return judge(answer, _back, cases, mistakes=BACKS, names=["dx"])


# -- 3. early stopping --


def _ended(losses, patience):
    """The step kept, and the step at which training ended."""
    best = 0
    for step, loss in enumerate(losses):
        if loss < losses[best]:
            best = step
        if step - best == patience:
            break
    return best, step


def _stop(losses, patience):
    return _ended(losses, patience)[0]


def _first_rise(losses, patience=0):
    rises = np.flatnonzero(np.diff(losses) > 0)
    return int(rises[0]) if rises.size else len(losses) - 1


def _rises_in_a_row(losses, patience):
    """The lowest loss until it has risen `patience` times in a row."""
    row = 0
    for step in range(1, len(losses)):
        row = row + 1 if losses[step] > losses[step - 1] else 0
        if row == patience:
            break
    return int(np.argmin(losses[: step + 1]))


STOPS = [
    Mistake(
        "this is where training ends. Its parameters are worse: which step was the best?",
        lambda losses, patience: _ended(losses, patience)[1],
    ),
    Mistake(
        "you look at all losses. Those after the stop are never computed.",
        lambda losses, patience: int(np.argmin(losses)),
    ),
    Mistake("this stops at the first rise, whatever the patience.", _first_rise),
    Mistake("this always keeps the last step.", lambda losses, patience: len(losses) - 1),
    Mistake(
        "your patience is one step too long: stop when the best is `patience` steps old.",
        lambda losses, patience: _stop(losses, patience + 1),
    ),
    Mistake(
        "your patience is one step too short: stop when the best is `patience` steps old.",
        lambda losses, patience: _stop(losses, patience - 1),
    ),
    Mistake(
        "this is the lowest loss. Wanted is its step.",
        lambda losses, patience: losses[_stop(losses, patience)],
    ),
    Mistake(
        "you count steps from 1. The first loss is step 0.",
        lambda losses, patience: _stop(losses, patience) + 1,
    ),
    Mistake(
        "you count rises in a row. A small fall that is no new lowest does not renew the patience.",
        _rises_in_a_row,
    ),
    Mistake(
        "a loss *equal* to the lowest is no new lowest: keep the first.",
        lambda losses, patience: _stop([x - 1e-12 * k for k, x in enumerate(losses)], patience),
    ),
    Mistake("this keeps the highest loss.", lambda losses, patience: int(np.argmax(losses))),
]


@exercise(
    "Walk through the losses once, and remember the step of the lowest one so far.",
    "Leave the loop when step - best reaches patience. What do you return: step or best?",
    "Start with best = 0. A lower loss makes best = step; then compare step - best with patience.",
)
def stop(answer):
    """Judge answer(losses, patience) -> the step whose parameters are kept."""
    cases = [
        ([3.0, 2.0, 2.5, 1.8, 1.9, 1.85, 1.95, 0.5], 3),
        ([2.3, 2.2, 2.1, 2.15, 2.05, 2.2, 2.1, 2.2, 2.0, 1.0, 3.0], 4),
        ([1.0, 1.2, 1.1, 1.3, 0.9, 0.2, 0.4], 2),
        ([5.0, 4.0, 3.0, 2.0, 1.5, 1.2, 1.3], 4),
        ([2.0, 1.5, 1.5, 1.6, 1.0, 1.4], 3),
        ([2.0, 1.0, 1.0, 1.5, 1.6, 0.3], 2),
        ([1.0, 1.2, 1.1, 0.8, 1.0, 1.2, 0.5], 2),
        ([1.0, 0.7, 0.9, 0.8, 0.6, 0.65, 0.7], 2),
    ]
    return judge(answer, _stop, cases, mistakes=STOPS, names=["the step"])


# -- 4. the game --


@exercise(
    "Without dropout, the right picture shows which weight decay is best. Start there.",
    "Both cures act together: with some dropout, less decay is needed, and the other way round.",
    "Try a decay near 0.01, and small dropout rates, one after the other.",
)
def below(lab):
    """Judge where the lab stands: width 32, 40 examples, and a validation loss that ends below 0.60."""
    goal = f"width 32, 40 examples, a validation loss that ends below {BELOW:.2f}"
    verdict = judge_game(lab, lambda now, picture: not _to_set(now) and picture.validation[-1] < BELOW, goal)
    if verdict.kind == NOT_YET and _to_set(lab.values):
        return verdict._replace(words=f"{verdict.words} Still to set: {', '.join(_to_set(lab.values))}.")
    return verdict


def _to_set(values):
    return [f"{name} is {values[name]}" for name, wanted in GAME.items() if values[name] != wanted]
