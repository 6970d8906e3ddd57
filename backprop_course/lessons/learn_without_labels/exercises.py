"""Exercises on codes: two blanks, a floor, the best plane, tied weights, a size of code, the game."""

import numpy as np

from backprop_course.lessons.learn_without_labels.experiments import known_and_unseen, principal
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

# -- blanks: the two gradients, and the floor of four points --


dD = Exercise(
    asked="dD from C (n, k) and dR (n, d): the derivative of the loss by D.",
    truth=lambda C, dR: C.T @ dR,
    cases=lambda: drawn(0, [((4, 1), (4, 2))]),
    names=["dD"],
    mistakes=[
        Mistake("this has the shape of D transposed: D is (k, d).", lambda C, dR: dR.T @ C),
        Mistake("the sign is flipped.", lambda C, dR: -C.T @ dR),
        Mistake("you divide by n once more: dR has it already.", lambda C, dR: C.T @ dR / len(C)),
    ],
    hint=Hints(
        "R = C D, as a layer without a bias. How did 05 come from dZ to dW?", "C transposed, times dR."
    ),
)
dE = Exercise(
    asked="dE from X (n, d), dR (n, d) and D (k, d): the derivative of the loss by E.",
    truth=lambda X, dR, D: X.T @ (dR @ D.T),
    cases=lambda: drawn(1, [((4, 2), (4, 2), (1, 2))]),
    names=["dE"],
    mistakes=[
        Mistake("this has the shape of E transposed: E is (d, k).", lambda X, dR, D: (dR @ D.T).T @ X),
        Mistake("the sign is flipped.", lambda X, dR, D: -X.T @ (dR @ D.T)),
        Mistake("this is dC, what passes down to the code. One step more.", lambda X, dR, D: dR @ D.T),
        Mistake("you divide by n once more: dR has it already.", lambda X, dR, D: X.T @ (dR @ D.T) / len(X)),
    ],
    hint=Hints(
        "First dC = dR Dᵀ passes down to the code, (n, k).", "C = X E, so dE is X transposed, times dC."
    ),
)
floor = Number(
    asked="the least loss that a code of one number leaves on the four points.",
    truth=0.25,
    mistakes=[
        Mistake("this is the mean square off the line. The loss is half of it.", 0.5),
        Mistake("this is the mean square of the shadows: what is kept, not what is lost.", 4.5),
        Mistake("this is half of what the shadows keep. What is lost?", 2.25),
        Mistake("this is half of all, 5: what is lost without a code.", 2.5),
    ],
    hint=Hints(
        "The mean square of the points is 5. How much of it is in the shadows on the best line?",
        "5 − 4.5 is lost in the mean square. The loss is half of that.",
    ),
)


# -- 1. the best plane --


def _best_plane(X, k):
    mean = X.mean(axis=0)
    V = principal(X - mean, k)
    return mean + (X - mean) @ V.T @ V


def _smallest(X, k):
    mean = X.mean(axis=0)
    V = np.linalg.eigh((X - mean).T @ (X - mean))[1][:, :k].T
    return mean + (X - mean) @ V.T @ V


def _not_centered(X, k):
    V = principal(X, k)
    return X @ V.T @ V


def _shift_forgotten(X, k):
    V = principal(X - X.mean(axis=0), k)
    return X @ V.T @ V


def _rows_for_columns(X, k):
    mean = X.mean(axis=0)
    vectors = np.linalg.eigh((X - mean).T @ (X - mean))[1]
    V = vectors[::-1][:k]
    return mean + (X - mean) @ V.T @ V


def _one_less(X, k):
    return _best_plane(X, k - 1)


plane = Exercise(
    asked="answer(X (n, d), k) -> what the best plane of k directions makes of the rows of X, (n, d).",
    truth=_best_plane,
    cases=lambda: [(X + 3, k) for (X,), k in zip(drawn(2, [((9, 4),), ((7, 3),)]), (2, 1), strict=True)],
    names=["the rebuilt rows"],
    mistakes=[
        Mistake("the mean is not added again at the end.", lambda X, k: _best_plane(X, k) - X.mean(axis=0)),
        Mistake("X is not centered: take its mean away before anything else.", _not_centered),
        Mistake(
            "the directions are right; center the rows too before you take their shadows.", _shift_forgotten
        ),
        Mistake("these are the directions of least spread: `eigh` sorts upward.", _smallest),
        Mistake("`eigh` gives directions as columns; you took rows.", _rows_for_columns),
        Mistake("one direction is missing.", _one_less),
        Mistake("this is the mean alone: what is added to it?", lambda X, k: 0 * X + X.mean(axis=0)),
        Mistake(
            "this is the code, (n, k). The rebuilt rows are the code times the directions.",
            lambda X, k: (X - X.mean(axis=0)) @ principal(X - X.mean(axis=0), k).T,
        ),
    ],
    hint=Hints(
        "Center first: mean = X.mean(axis=0).",
        "V: the last k columns of np.linalg.eigh(A.T @ A)[1], A being the centered rows.",
        "The code is A @ V, the rebuilt rows are mean + A @ V @ V.T.",
    ),
)


# -- 2. tied weights --


def _tied(X, E):
    dR = (X @ E @ E.T - X) / len(X)
    return X.T @ dR @ E + dR.T @ X @ E


tied = Exercise(
    asked="answer(X (n, d), E (d, k)) -> the derivative of the loss by E where D is E transposed, (d, k).",
    truth=_tied,
    cases=lambda: drawn(3, [((6, 4), (4, 2)), ((5, 3), (3, 1))]),
    names=["dE"],
    mistakes=[
        Mistake(
            "this is the share of the encoder. E is used twice: add the decoder's, dDᵀ.",
            lambda X, E: X.T @ ((X @ E @ E.T - X) / len(X)) @ E,
        ),
        Mistake(
            "this is the share of the decoder. E is used twice: add the encoder's.",
            lambda X, E: ((X @ E @ E.T - X) / len(X)).T @ X @ E,
        ),
        Mistake(
            "twice the encoder's share is not the sum: the two paths differ.",
            lambda X, E: 2 * X.T @ ((X @ E @ E.T - X) / len(X)) @ E,
        ),
        Mistake("the sign is flipped: R − X, not X − R.", lambda X, E: -_tied(X, E)),
        Mistake("the loss is a mean over n rows: divide by n.", lambda X, E: len(X) * _tied(X, E)),
        Mistake("the loss has a ½: no 2 is left over.", lambda X, E: 2 * _tied(X, E)),
        Mistake("where paths meet, derivatives add; you take their mean.", lambda X, E: _tied(X, E) / 2),
        Mistake("this has the shape of D: transpose it.", lambda X, E: _tied(X, E).T),
    ],
    hint=Hints(
        "E reaches the loss on two paths: as E, and as D = Eᵀ. Write dE and dD as above.",
        "The derivative by D is (k, d). By E it is its transpose.",
        "dE of the encoder plus dD.T.",
    ),
)


# -- 3. how many numbers --


def _sizes():
    known = known_and_unseen().known
    return np.linalg.eigvalsh(known.T @ known / len(known))[::-1]


def _needed(share):
    squares = _sizes()
    kept = np.cumsum(squares) / squares.sum()
    return int(np.argmax(kept >= share)) + 1


def _needed_from_the_smallest(share):
    squares = _sizes()[::-1]
    return int(np.argmax(np.cumsum(squares) / squares.sum() >= share)) + 1


size = Number(
    asked="the smallest code whose floor is at most a tenth of the loss of the mean alone.",
    truth=_needed(0.9),
    tolerance=1e-9,
    mistakes=[
        Mistake(
            "this is one too few: Python counts from 0, a code of one number has index 0.", _needed(0.9) - 1
        ),
        Mistake("this is one too many: the first size at which it holds is wanted.", _needed(0.9) + 1),
        Mistake("at this size a tenth is kept. A tenth may be lost.", _needed(0.1)),
        Mistake(
            "the largest eigenvalue comes first: `squares` is ascending.", _needed_from_the_smallest(0.9)
        ),
    ],
    hint=Hints(
        "All eigenvalues together are the mean square of the images; the k largest are what k numbers keep.",
        "`np.cumsum(squares[::-1]) / squares.sum()` is the share kept by 1, 2, 3 … numbers.",
        "Find the first place where it is at least 0.9, and count from 1.",
    ),
)


# -- 4. the game --


cleanest = Game(
    goal="noise of 0.4 a pixel, and unseen images rebuilt with a loss below 1.35",
    lab="learn_without_labels",
    reached=lambda values, result: not result.diverges and result.unseen_loss < 1.35,
    wins=[{"noise": 0.4, "size": 16, "rate": 0.15}, {"noise": 0.4, "size": 32, "rate": 0.15}],
    misses=[
        {"noise": 0.4, "size": 8, "rate": 1.0},
        {"noise": 0.4, "size": 16, "rate": 1.0},
        {"noise": 0.4, "size": 8, "rate": 0.15},
        {"noise": 0.4, "size": 16, "rate": 3.0},
        {"noise": 0.0, "size": 16, "rate": 0.15},
    ],
    required={"noise": 0.4},
    hint=Hints(
        "Fully trained, no code ends below the green curve. What if the training is not done?",
        "Take more numbers than the best plane, and a rate at which 150 steps do not arrive.",
        "16 numbers; try rates from 0.1 to 0.3.",
    ),
)
