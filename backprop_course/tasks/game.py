"""A game: a goal to reach with a lesson's lab; data, with settings that win and settings that do not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from backprop_course.check.running import in_time
from backprop_course.tasks import answers
from backprop_course.tasks.verdict import Hints, Kind, Verdict

NO_LAB = (
    "this is not the lab of this game. Hand over the variable that shows it, and run the lab's cell first."
)


class Game(NamedTuple):
    """A goal for a lab: called with the lab it gives a Verdict; hint() gives the next of its hints.

    `lab` is the name of the function that makes it, beside the lesson's exercises. The goal is reached where
    every control named in `required` has the value there, and reached(values, result) is true. `wins` and
    `misses` are settings of controls, from where the lab starts, that reach it and that do not.
    now(values, result, words) says where the lab is now, from its sentence.
    """

    goal: str
    lab: str
    reached: Callable[[dict, Any], bool]
    wins: Sequence[Mapping]
    misses: Sequence[Mapping]
    hint: Hints
    required: Mapping = {}
    now: Callable[[dict, Any, str], str] = lambda values, result, words: f"Now: {words}"

    def __call__(self, *lab):
        return answers.judged(lambda lab: _played(self, lab), lab)

    def __repr__(self):
        return f"A game: {self.goal}."


def _played(game, lab):
    try:
        values, result, words = in_time(lambda: (lab.values, lab.result, lab.words), answers.SECONDS)
        if result is None:
            return Verdict(Kind.WRONG, "the lab shows no result at this setting.")
        unset = [name for name, wanted in game.required.items() if values[name] != wanted]
        won = not unset and game.reached(values, result)
        now = game.now(values, result, words)
    except Exception:  # another lab, or no lab at all
        return Verdict(Kind.WRONG, NO_LAB)
    if won:
        return Verdict(Kind.RIGHT, f"{game.goal}. {words}")
    still = f" Still to set: {', '.join(f'{name} is {values[name]}' for name in unset)}." if unset else ""
    return Verdict(Kind.NOT_YET, f"the goal is: {game.goal}. {now}{still}")
