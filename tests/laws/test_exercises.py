"""The law of exercises, over all lessons: what is right, what is wrong and how it is called, what is won."""

import importlib
from operator import is_

import numpy as np
import pytest
from labs_on_stage import unpainted
from notebooks_on_stage import BOTH_ROADS, exercises, of_lessons, show

from backprop_course.tasks import pieces
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import NO_LAB, Game
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Kind
from backprop_course.widgets import stills


def of_kind(*kinds):
    """All tasks of the course of these kinds, each with its lesson, or `own`, and its name for an id."""
    found = []
    for lesson, module in [*of_lessons("exercises").items(), ("own", pieces)]:
        tasks = {name: task for name, task in vars(module).items() if isinstance(task, kinds)}
        found += [pytest.param(task, id=f"{lesson}.{name}") for name, task in tasks.items()]
    return found


def mistakes_of(task):
    """All known mistakes of an exercise or question."""
    further = getattr(task, "further", None)
    return [*task.mistakes, *([further.mistake] if further and further.mistake else [])]


def that_remembers(task):
    """The exercise; its cases are made once, its mistakes run once on each: all are compared with all."""
    cases = task.cases()

    def once(answer):
        results = {}

        def remembered(*case):
            place = next((place for place, each in enumerate(cases) if all(map(is_, each, case))), None)
            if place is None:  # copies, which an answer is handed
                return answer(*case)
            if place not in results:
                results[place] = answer(*case)
            return results[place]

        return remembered

    mistakes = [mistake._replace(answer=once(mistake.answer)) for mistake in task.mistakes]
    return task._replace(cases=lambda: cases, mistakes=mistakes)


@pytest.mark.parametrize("task", of_kind(Exercise, Number, Choice))
def test_the_truth_is_right_and_every_mistake_is_called_by_its_own_words(task):
    if isinstance(task, Exercise) and task.judge is None:
        task = that_remembers(task)
    assert task(task.truth).kind is Kind.RIGHT
    verdicts = [(mistake.words, task(mistake.answer)) for mistake in mistakes_of(task)]
    shadowed = [
        f"{verdict.words}\ninstead of: {words}"
        for words, verdict in verdicts
        if verdict != (Kind.WRONG, words)
    ]
    assert not shadowed, "\n".join(shadowed)


@pytest.mark.parametrize("task", of_kind(Exercise))
def test_a_value_is_judged_beside_what_it_is_computed_from(task):
    case = task.cases()[0]
    if task.judge is None and case:
        value = task.truth(*case)
        assert task(value, *case).kind is Kind.RIGHT
        assert task([1.001 * np.array(part) + 1e-4 for part in parts(value)], *case).kind is Kind.WRONG
        assert task(..., *case).kind is task(value, *case[:-1], ...).kind is Kind.NOT_YET
        assert task(value, *case, 1).kind is Kind.WRONG


@pytest.mark.parametrize("task", of_kind(Exercise, Number, Choice, Game))
def test_nothing_is_not_yet_and_anything_gets_a_verdict(task):
    assert isinstance(task, Game) or task(...).kind is task(None).kind is Kind.NOT_YET
    assert task("no answer").kind is task().kind is Kind.WRONG


def each(change):
    """An answer made of the truth by a change of each of its results."""
    return lambda truth: lambda *case: [change(np.array(part)) for part in parts(truth(*case))]


def parts(result):
    """The results of an answer as a list."""
    return list(result) if isinstance(result, list | tuple) else [result]


SPOILED = {
    "nothing is returned": lambda truth: lambda *case: None,
    "zeros": each(lambda part: 0 * part),
    "one number everywhere": each(lambda part: 0 * part + 0.37),
    "the sign": each(lambda part: -part - 1e-3),
    "a thousandth too much": each(lambda part: 1.001 * part + 1e-4),
    "nan": each(lambda part: np.nan * part),
    "one axis more": each(lambda part: part[None]),
    "one result more": lambda truth: lambda *case: [*parts(truth(*case)), 1.0],
    "what it is handed": lambda truth: lambda *case: case,
    "an error": lambda truth: lambda *case: 1 / 0,
}


@pytest.mark.parametrize("task", of_kind(Exercise))
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_spoiled_truth_is_not_right(task, spoil):
    verdict = task(spoil(task.truth))
    assert verdict.kind is not Kind.RIGHT and verdict.words


@pytest.mark.parametrize("task", of_kind(Exercise, Number, Choice, Game))
def test_hints_come_in_order_and_the_last_comes_again(task):
    task.hint.given = 0  # another test may have asked
    hints = [task.hint() for _ in range(len(task.hint.words) + 1)]
    assert [hint.words for hint in hints] == [*task.hint.words, task.hint.words[-1]]
    assert [hint.left for hint in hints] == [*reversed(range(len(task.hint.words))), 0]
    assert task.hint.words and len(set(task.hint.words)) == len(task.hint.words)


def that_ask():
    """The notebooks of lessons that have exercises."""
    return [path for path in BOTH_ROADS if path.stem.partition("_")[2] in of_lessons("exercises")]


@pytest.mark.slow
@pytest.mark.parametrize("path", that_ask(), ids=lambda path: path.stem)
def test_the_notebook_asks_them_all_its_stubs_are_not_yet_its_solutions_are_right(path, monkeypatch):
    monkeypatch.setattr(stills, "still_of", lambda figure, artists=(): b"")  # some cells end in one
    asked = exercises(path)
    for cell, question, solution, before in asked:
        namespace = {"__name__": "notebook"}
        for source in before:
            show(source, namespace)
        stub = show(cell, namespace)
        assert stub.kind is Kind.NOT_YET, f"{question}: {stub}"
        show(solution, namespace)
        solved = show(question, namespace)
        assert solved.kind is Kind.RIGHT, f"{question}: {solved}"
    lesson = path.stem.partition("_")[2]
    tasks = {task.id for task in of_kind(Exercise, Number, Choice, Game) if task.id.startswith(lesson)}
    asked = {f"{lesson}.{each.question.partition('(')[0].removeprefix('exercise.')}" for each in asked}
    assert asked >= tasks


def set_up(lab, setting):
    """A lab with some controls where they are wanted, the others where it opens."""
    lab.go(setting)
    return lab


def lab_of(game, lesson):
    """A new lab to play a lesson's game with."""
    return getattr(importlib.import_module(f"backprop_course.lessons.{lesson}.lab"), game.lab)()


@pytest.fixture
def no_picture():
    """A game is won by settings and results."""
    with unpainted():
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("no_picture")
def test_another_lesson_s_lab_is_refused():
    games = [(task.values[0], task.id.partition(".")[0]) for task in of_kind(Game)]
    for game, lesson in games[:2]:
        lab = lab_of(game, lesson)
        assert {other(lab) for other, _ in games if other is not game} == {(Kind.WRONG, NO_LAB)}


@pytest.mark.slow
@pytest.mark.usefixtures("no_picture")
@pytest.mark.parametrize("game", of_kind(Game))
def test_a_game_is_won_by_its_winning_settings_only(game, request):
    lab = lab_of(game, request.node.callspec.id.partition(".")[0])
    assert game(lab).kind is Kind.NOT_YET
    assert game.wins and game.misses
    for setting in game.wins:
        assert game(set_up(lab, setting)) == (Kind.RIGHT, f"{game.goal}. {lab.words}"), setting
    for setting in game.misses:
        verdict = game(set_up(lab, setting))
        assert verdict.kind is Kind.NOT_YET and game.goal in verdict.words, setting
