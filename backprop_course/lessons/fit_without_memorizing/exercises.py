"""Exercises on memorizing: four blanks, early stopping, the floor, three trainings, the game."""

import operator
from itertools import pairwise

import numpy as np

from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.stopping import stopped, stopped_by_rises
from backprop_course.tasks.verdict import Hints

# -- a blank: what it costs to be sure --

sure = Number(
    asked="the loss of answering 0.99 where nine labels in ten are 1.",
    truth=-0.9 * np.log(0.99) - 0.1 * np.log(0.01),
    mistakes=[
        Mistake("this is what the nine right labels cost. Add the wrong one.", -0.9 * np.log(0.99)),
        Mistake("this is what the wrong label costs. Add the nine right ones.", -0.1 * np.log(0.01)),
        Mistake(
            "p and 1 − p have changed places: nine of ten labels are 1.",
            -0.1 * np.log(0.99) - 0.9 * np.log(0.01),
        ),
        Mistake("the shares are missing: weigh the two by 0.9 and 0.1.", -np.log(0.99) - np.log(0.01)),
        Mistake("the sign: a surprise is −ln of a probability.", 0.9 * np.log(0.99) + 0.1 * np.log(0.01)),
        Mistake("this is to base 10. The loss takes np.log.", -0.9 * np.log10(0.99) - 0.1 * np.log10(0.01)),
    ],
    hint=Hints(
        "Nine labels in ten cost −ln 0.99, one in ten costs −ln(1 − 0.99).",
        "Weigh the first by 0.9 and the second by 0.1, and add: `-0.9 * np.log(0.99) - ...`.",
    ),
)


# -- a blank: weight decay --

WEIGHTS, BIASES, ALL = (1, 0, 1, 0), (0, 1, 0, 1), (1, 1, 1, 1)  # which of W1, b1, W2, b2 decay


def _decayed(params, grads, strength, which=WEIGHTS):
    """The gradients with strength times the parameter added to those that decay."""
    return [g + strength * one * p for p, g, one in zip(params, grads, which, strict=True)]


DECAYS = [
    Mistake(
        "the biases decay, too. The sum runs over the weights W alone.",
        lambda p, g, s: _decayed(p, g, s, ALL),
    ),
    Mistake("the biases decay and the weights do not.", lambda p, g, s: _decayed(p, g, s, BIASES)),
    Mistake(
        "W2 does not decay. The sum runs over both layers.", lambda p, g, s: _decayed(p, g, s, (1, 0, 0, 0))
    ),
    Mistake(
        "W1 does not decay. The sum runs over both layers.", lambda p, g, s: _decayed(p, g, s, (0, 0, 1, 0))
    ),
    Mistake("a factor 2 too many: the ½ in the penalty cancels it.", lambda p, g, s: _decayed(p, g, 2 * s)),
    Mistake("half of it is missing: what is the derivative of ½ W²?", lambda p, g, s: _decayed(p, g, s / 2)),
    Mistake("the sign: this makes the weights grow.", lambda p, g, s: _decayed(p, g, -s)),
    Mistake("the strength λ is missing.", lambda p, g, s: _decayed(p, g, 1.0)),
    Mistake(
        "these are the gradients of the penalty alone. Add them to those of the loss.",
        lambda p, g, s: _decayed(p, [0 * each for each in g], s),
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
        lambda p, g, s: _decayed(list(map(np.sign, p)), g, s),
    ),
    Mistake(
        "½ W² is the penalty itself. Wanted is its derivative by W.",
        lambda p, g, s: _decayed([w**2 / 2 for w in p], g, s),
    ),
    Mistake("this moves the parameters. Wanted are gradients.", lambda p, g, s: _decayed(g, p, -s, ALL)),
    Mistake("this scales the gradients. It is the weights that count.", lambda p, g, s: _decayed(g, g, s)),
]


def _decay_cases():
    rng, cases = np.random.default_rng(13), []
    for strength, sizes in ((0.1, (4, 3, 2)), (2.5, (2, 5, 3)), (0.01, (3, 3, 3))):
        shapes = [shape for n, m in pairwise(sizes) for shape in ((n, m), (1, m))]
        cases.append(([rng.normal(size=s) for s in shapes], [rng.normal(size=s) for s in shapes], strength))
    return cases


decay = Exercise(
    asked="answer(params, grads, strength) -> the gradients of W1, b1, W2, b2 with weight decay.",
    truth=_decayed,
    cases=_decay_cases,
    names=["dW1", "db1", "dW2", "db2"],
    mistakes=DECAYS,
    hint=Hints(
        "Differentiate (λ/2) W² by one weight. What happens to the ½ and the square?",
        "Two of the four gradients stay as they are: those of the parameters that the sum leaves out.",
        "The gradient of W1 is dW1 + strength * W1. Return all four, in the order W1, b1, W2, b2.",
    ),
)


# -- a blank: back through dropout --


def _back(dD, M, keep):
    return dD * M / keep


BACKS = [
    Mistake("the scale is lost on the way back. What did forward divide by?", lambda d, m, keep: d * m),
    Mistake("the mask is missing: a dropped value has no influence.", lambda d, m, keep: d / keep),
    Mistake("nothing is dropped and nothing scaled.", lambda d, m, keep: d),
    Mistake("this lets through what was dropped.", lambda d, m, keep: d * (1 - m) / keep),
    Mistake("1 − keep is dropped. Which share is kept?", lambda d, m, keep: d * m / (1 - keep)),
    Mistake("you multiply by keep. Forward divides by it.", lambda d, m, keep: d * m * keep),
    Mistake("you multiply by 1 − keep.", lambda d, m, keep: d * m * (1 - keep)),
    Mistake("the scale is there twice.", lambda d, m, keep: d * m / keep**2),
    Mistake("that is the factor that forward used. It still has to meet dD.", lambda d, m, keep: m / keep),
    Mistake(
        "you scale by the share that happened to be kept. Forward used the probability, keep.",
        lambda d, m, keep: d * m / m.mean(),
    ),
]


def _back_cases():
    rng, cases = np.random.default_rng(14), []
    for keep, shape in ((0.8, (6, 4)), (0.3, (5, 8)), (0.6, (3, 3))):
        cases.append((rng.normal(size=shape), (rng.random(shape) < keep).astype(float), keep))
    return cases


back = Exercise(
    asked="answer(dD, M, keep) -> the derivative by A, in the shape of dD.",
    truth=_back,
    cases=_back_cases,
    names=["dA"],
    mistakes=BACKS,
    hint=Hints(
        "Look at one value: forward, D = A · something. What is the derivative of D by A?",
        "The something has two parts: whether the value was kept, and what it was divided by.",
        "Backward multiplies by the same something as forward: M / keep.",
    ),
)


# -- 1. early stopping --


def _kept(losses, patience):
    return stopped(losses, patience)[0]


def _first_rise(losses, patience=0):
    rises = np.flatnonzero(np.diff(losses) > 0)
    return int(rises[0]) if rises.size else len(losses) - 1


STOPS = [
    Mistake(
        "this is where training ends. Its parameters are worse: which step was the best?",
        lambda losses, patience: stopped(losses, patience)[1],
    ),
    Mistake(
        "you look at all losses. Those after the stop are never computed.",
        lambda losses, patience: int(np.argmin(losses)),
    ),
    Mistake("this stops at the first rise, whatever the patience.", _first_rise),
    Mistake("this always keeps the last step.", lambda losses, patience: len(losses) - 1),
    Mistake(
        "your patience is one step too long: stop when the best is `patience` steps old.",
        lambda losses, patience: _kept(losses, patience + 1),
    ),
    Mistake(
        "your patience is one step too short: stop when the best is `patience` steps old.",
        lambda losses, patience: _kept(losses, patience - 1),
    ),
    Mistake(
        "this is the lowest loss. Wanted is its step.",
        lambda losses, patience: losses[_kept(losses, patience)],
    ),
    Mistake(
        "you count steps from 1. The first loss is step 0.",
        lambda losses, patience: _kept(losses, patience) + 1,
    ),
    Mistake(
        "you count rises in a row. A small fall that is no new lowest does not renew the patience.",
        stopped_by_rises,
    ),
    Mistake(
        "a loss *equal* to the lowest is no new lowest: keep the first.",
        lambda losses, patience: stopped(losses, patience, operator.le)[0],
    ),
    Mistake("this keeps the highest loss.", lambda losses, patience: int(np.argmax(losses))),
]


stop = Exercise(
    asked="answer(losses, patience) -> the step whose parameters are kept.",
    truth=_kept,
    cases=lambda: [
        ([3.0, 2.0, 2.5, 1.8, 1.9, 1.85, 1.95, 0.5], 3),
        ([2.3, 2.2, 2.1, 2.15, 2.05, 2.2, 2.1, 2.2, 2.0, 1.0, 3.0], 4),
        ([1.0, 1.2, 1.1, 1.3, 0.9, 0.2, 0.4], 2),
        ([5.0, 4.0, 3.0, 2.0, 1.5, 1.2, 1.3], 4),
        ([2.0, 1.5, 1.5, 1.6, 1.0, 1.4], 3),
        ([2.0, 1.0, 1.0, 1.5, 1.6, 0.3], 2),
        ([1.0, 1.2, 1.1, 0.8, 1.0, 1.2, 0.5], 2),
        ([1.0, 0.7, 0.9, 0.8, 0.6, 0.65, 0.7], 2),
    ],
    names=["the step"],
    mistakes=STOPS,
    hint=Hints(
        "Walk through the losses once, and remember the step of the lowest one so far.",
        "Leave the loop when step - best reaches patience. What do you return: step or best?",
        "Start with best = 0. A lower loss makes best = step; then compare step - best with patience.",
    ),
)


# -- 2. the floor of several classes --


def _least(wrong, classes):
    return -(1 - wrong) * np.log(1 - wrong) - wrong * np.log(wrong / (classes - 1))


LEASTS = [
    Mistake(
        "this is the floor of two classes. A wrong label is spread over the classes − 1 others.",
        lambda wrong, classes: _least(wrong, 2),
    ),
    Mistake(
        "a wrong label falls on one of classes − 1, not of all classes.",
        lambda wrong, classes: _least(wrong, classes + 1),
    ),
    Mistake(
        "wrong and right have changed places.",
        lambda wrong, classes: -wrong * np.log(1 - wrong) - (1 - wrong) * np.log(wrong / (classes - 1)),
    ),
    Mistake(
        "the wrong labels cost something, too: wrong times −ln of what each of their classes gets.",
        lambda wrong, classes: -(1 - wrong) * np.log(1 - wrong),
    ),
    Mistake(
        "the right labels cost something, too: 1 − wrong times −ln(1 − wrong).",
        lambda wrong, classes: -wrong * np.log(wrong / (classes - 1)),
    ),
    Mistake("the sign: a surprise is −ln of a probability.", lambda wrong, classes: -_least(wrong, classes)),
    Mistake("this is what a guess costs that knows nothing.", lambda wrong, classes: np.log(classes)),
    Mistake(
        "each wrong class has the share wrong / (classes − 1), and there are classes − 1 of them.",
        lambda wrong, classes: (
            -(1 - wrong) * np.log(1 - wrong) - wrong / (classes - 1) * np.log(wrong / (classes - 1))
        ),
    ),
    Mistake(
        "this is to base 2. The loss takes np.log.", lambda wrong, classes: _least(wrong, classes) / np.log(2)
    ),
]

least = Exercise(
    asked="answer(wrong, classes) -> the least loss on new rows.",
    truth=_least,
    cases=lambda: [(0.18, 10), (0.3, 4), (0.05, 3)],
    names=["the floor"],
    mistakes=LEASTS,
    hint=Hints(
        "What is the best answer to a row? The probability of each class, as the labels have it.",
        "The true class has 1 − wrong; each of the classes − 1 others has wrong / (classes − 1).",
        "Mean surprise: (1 − wrong) times −ln of the first, plus wrong times −ln of the second.",
    ),
)


# -- 3. three trainings --

which = Choice(
    asked='which of the three learned by heart: "a", "b" or "c".',
    truth="b",
    why="its training loss lies far below the floor, and its validation loss far above.",
    mistakes=[
        Mistake("its training loss is as high as a guess has it: it has learned nothing yet.", "a"),
        Mistake("both lie near the floor: that is as good as it gets.", "c"),
    ],
    hint=Hints(
        "Two classes, a tenth of the labels wrong: where is the floor?",
        "Only a network that has learned wrong labels by heart gets *far* below the floor.",
    ),
)


# -- 4. the game --

SIZE = {"width": 32, "examples": 50}
BELOW = 0.43


def _reached(values, picture):
    return picture.validation[-1] < BELOW


below = Game(
    goal=f"width 32, 50 examples, a validation loss that ends below {BELOW:.2f}",
    lab="fit_without_memorizing",
    reached=_reached,
    required=SIZE,
    wins=[{**SIZE, "decay": 0.001, "dropped": 0.3}, {**SIZE, "decay": 0.003, "dropped": 0.3}],
    misses=[  # one cure is not enough, nor are both for more examples
        *({"dropped": rate} for rate in np.arange(10) / 10),
        *({"decay": decay} for decay in (1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)),
        {"decay": 0.001, "dropped": 0.3, "examples": 150},
    ],
    hint=Hints(
        "Without dropout, the right picture shows which weight decay is best. Start there.",
        "Both cures act together: with some dropout, less decay is needed, and the other way round.",
        "Try a dropout of 0.3, and decays below 0.01, one after the other.",
    ),
)
