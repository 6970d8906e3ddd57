"""An exercise: a function that a learner writes, judged beside a true one; data, so that one law runs all."""

from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import NamedTuple

from backprop_course.tasks import answers, judging
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints, Kind, Verdict


class Further(NamedTuple):
    """Cases that an answer meets once it is right in the others, and the mistake of whoever fails only here.

    No other known mistake is looked for among them; without a mistake, the numbers tell what is wrong.
    """

    cases: Callable[[], Sequence[tuple]]
    mistake: Mistake | None = None


class Exercise(NamedTuple):
    """A function to write: called with an answer it gives a Verdict; hint() gives the next of its hints.

    A blank in a derivation is one, too: called with a value, and with the arrays that it is computed from, it
    judges that value, as in `exercise.dz(dz, p, y)`.

    `asked` is its form and task in a line, `truth` a right answer. cases() makes the tuples of arguments that
    both are called with, and `names` are those of the results. `mistakes` are known wrong answers, the more
    special ones first; `tolerance` is the relative error of a right answer. where(*case) begins the sentence
    on a single wrong number. What results alone cannot tell, judge(exercise, answer) judges in its own way.
    """

    asked: str
    truth: Callable
    cases: Callable[[], Sequence[tuple]]
    names: Sequence[str]
    hint: Hints
    mistakes: Sequence[Mistake] = ()
    further: Further | None = None
    tolerance: float = 1e-6
    where: Callable[..., str] = lambda *case: "in one case"
    judge: Callable | None = None

    def __call__(self, *answer):
        given = answer[1:]
        if given and self.judge is None and len(given) == len(self.cases()[0]):
            return answers.judged(lambda value: by_value(self, value, given), answer[:1])
        return answers.judged(lambda answer: (self.judge or by_results)(self, answer), answer)

    def yours_or_ours(self, yours):
        """A learner's function where it is right, and otherwise the true one: what a lesson goes on with."""
        with redirect_stdout(StringIO()):
            return yours if self(yours).kind is Kind.RIGHT else self.truth

    def __repr__(self):
        return f"An exercise: {self.asked}"


def by_results(exercise, answer):
    """The Verdict on an answer by its results in all cases of an exercise."""
    truth, names, tolerance = exercise.truth, exercise.names, exercise.tolerance
    verdict = judging.judge(
        answer, truth, exercise.cases(), names, exercise.mistakes, tolerance, exercise.where
    )
    if verdict.kind is not Kind.RIGHT or exercise.further is None:
        return verdict
    cases, mistake = exercise.further
    verdict = judging.judge(answer, truth, cases(), names, tolerance=tolerance)
    return verdict._replace(words=mistake.words) if mistake and verdict.kind is Kind.WRONG else verdict


def by_value(exercise, value, given):
    """The Verdict on what a learner computed from given arguments, rather than on a function of them."""
    if answers.is_missing(value):
        return Verdict(Kind.NOT_YET, answers.DOTS)
    if any(map(answers.is_missing, given)):
        return Verdict(Kind.NOT_YET, "what it is computed from is still to do.")
    return judging.judge(
        lambda *case: value, exercise.truth, [given], exercise.names, exercise.mistakes, exercise.tolerance
    )
