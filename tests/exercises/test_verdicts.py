"""How answers are judged: what is right, what is named, and that nothing whatsoever makes it raise."""

import linecache
import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from backprop_course.check.running import PRINTED
from backprop_course.tasks import answers
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.game import NO_LAB, Game
from backprop_course.tasks.judging import judge
from backprop_course.tasks.mistakes import Mistake, combined
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Hints, Kind, Verdict

CASES = [(np.array([1.0, 2.0]),), (np.array([[3.0, -1.0, 4.0]]),)]


def twice(x):
    return 2 * x, 3 * x


def judged(answer, **options):
    return judge(answer, twice, CASES, ["double", "triple"], **options)


def number(truth, *mistakes, **options):
    """A question whose answer is a number."""
    return Number("how many?", truth, Hints("count."), mistakes, **options)


def choice(truth, why, *mistakes):
    """A question whose answer is a letter."""
    return Choice("which?", truth, why, Hints("look."), mistakes)


def cell(source, name="my_answer"):
    """A function as a notebook's cell defines it: its source stands in linecache, and in no file."""
    file = "ipykernel_1/1234567890.py"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    namespace = {"np": np}
    exec(compile(source, file, "exec"), namespace)
    return namespace[name]


# -- right, and not yet --


def test_a_right_answer_is_told_its_measured_error():
    assert str(judged(twice)) == "Right: largest relative error below 1e-12 over 2 cases."
    assert judged(lambda x: (2 * x * (1 + 1e-8), 3 * x)).words.startswith("largest relative error 5e-09")
    assert judged(lambda x: [(2 * x).tolist(), (3 * x).tolist()]).kind == Kind.RIGHT


@pytest.mark.parametrize("answer", ["p - 1", "p-1", " P - 1 "])
def test_a_choice_is_read_without_its_spaces_and_capitals(answer):
    assert choice("p - 1", "so it is")(answer).kind == Kind.RIGHT


def test_a_shape_is_a_choice_with_or_without_its_quotes():
    shape = choice("(3,)", "so it is", Mistake("a column", "(3, 1)"))
    assert shape((3,)).kind == shape("(3,)").kind == Kind.RIGHT
    assert shape((3, 1)).words == "a column"


def to_do(x):
    """What is to be done."""
    ...


def forgetful(x):
    double, triple = 2 * x, 3 * x  # noqa: F841


def half_a_cell(x):
    double = 2 * x  # noqa: F841
    ...  # your code


def not_implemented(x):
    raise NotImplementedError


DOTS = "replace the dots"
STUBS = {
    "dots": (..., DOTS),
    "None": (None, DOTS),
    "a stub": (to_do, DOTS),
    "a stub below a line of ours": (half_a_cell, DOTS),
    "a stub that says so": (not_implemented, DOTS),
    "dots returned": (lambda x: (..., ...), DOTS),
    "no return": (forgetful, "starts with `return`"),
    "half of it": (lambda x: (2 * x, None), "triple: still to do"),
}


@pytest.mark.parametrize("answer, words", STUBS.values(), ids=STUBS.keys())
def test_a_stub_is_not_yet_an_answer(answer, words):
    verdict = judged(answer)
    assert verdict.kind == Kind.NOT_YET and words in verdict.words


# -- junk --


class Hostile:
    """An object that raises whatever it is asked."""

    def __array__(self, *arguments, **options):
        sys.exit("no numbers here")

    __eq__ = __len__ = __iter__ = __bool__ = __repr__ = __str__ = __array__
    __hash__ = None
    __class__ = property(__array__)


class Endless:
    """An object that never becomes numbers."""

    def __array__(self, *arguments, **options):
        while True:
            pass


class Unspeakable(Exception):
    """An error that cannot be read."""

    def __str__(self):
        raise KeyboardInterrupt


def unspeakable(x):
    raise Unspeakable


REAL = "real numbers or arrays"
JUNK = {
    "no function": (3, "leave out the brackets"),
    "words": (lambda x: ("2", "3"), REAL),
    "complex numbers": (lambda x: (2j * x, 3 * x), "array of complex128"),
    "objects": (lambda x: ((2 * x).astype(object), 3 * x), "array of object"),
    "None in places": (lambda x: ([2.0, None], 3 * x), REAL),
    "ragged rows": (lambda x: ([[1], [1, 2]], 3 * x), REAL),
    "a generator": (lambda x: (i * x for i in (2, 3)), "2 results are wanted, but there is 1"),
    "generators": (lambda x: ((i for i in x), (i for i in x)), "this is: generator"),
    "a dict": (lambda x: {"double": 2 * x}, "2 results are wanted"),
    "one of two": (lambda x: 2 * x, "Return double and triple, in this order"),
    "three of two": (lambda x: (x, x, x), "but there are 3"),
    "a class": (Hostile, "cannot be called"),
    "hostile": (lambda x: Hostile(), ""),
    "hostile things": (lambda x: (Hostile(), Hostile()), ""),
    "a hostile function": (Hostile(), ""),
    "an unspeakable error": (unspeakable, "raises Unspeakable in the line `raise Unspeakable`."),
    "nan": (lambda x: (np.nan * x, 3 * x), "it gives nan"),
    "inf": (lambda x: (2 * x, np.exp(1000) * x), "it gives inf"),
    "huge numbers": (lambda x: (1e308 * x, 3 * x), ""),
    "another shape": (lambda x: (2 * x[:, None], 3 * x), "double: its shape is (2, 1), but must be (2,)"),
    "nothing in it": (lambda x: ([], []), "double: its shape is (0,)"),
    "zeros": (lambda x: (0 * x, 0 * x), "zero everywhere"),
    "ones": (lambda x: (x**0, x**0), "it answers 1, the same whatever"),
    "the first answer always": (lambda x: twice(CASES[0][0]), "the same whatever"),
    "a flipped sign": (lambda x: (-2 * x, -3 * x), "the sign is flipped"),
    "half": (lambda x: (x, 1.5 * x), "1/2"),
    "one block": (lambda x: (2 * x, 6 * x), "triple: it is the right one times 2"),
    "another order": (lambda x: (3 * x, 2 * x), "in another order than double, triple"),
    "like nothing we know": (lambda x: (x**2, np.sin(x)), "no mistake we know"),
}


@pytest.mark.parametrize("answer, words", JUNK.values(), ids=JUNK.keys())
def test_junk_is_wrong_and_named(answer, words, monkeypatch):
    monkeypatch.setattr(answers, "SECONDS", 2.0)
    verdict = judged(answer)
    assert verdict.kind == Kind.WRONG and words in verdict.words, verdict


numbers = st.floats(width=64) | st.integers(-5, 5) | st.none() | st.text(max_size=2) | st.booleans()
things = st.recursive(
    numbers | arrays.arrays(float, arrays.array_shapes(max_dims=3, max_side=3)),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(things)
def test_whatever_comes_back_gets_a_verdict_and_a_constant_is_never_right(thing):
    verdict = judged(lambda x: thing)
    assert verdict.kind in (Kind.NOT_YET, Kind.WRONG) and verdict.words
    assert number(np.pi)(thing).kind in (Kind.NOT_YET, Kind.WRONG)
    assert choice("yes", "so it is")(thing).kind in (Kind.NOT_YET, Kind.WRONG)


def test_a_number_that_is_like_nothing_we_know_stands_beside_the_right_one():
    verdict = judge(lambda x: x**3, lambda x: 2 * x, [(0.5,), (1.5,)], ["the number"])
    assert "gives 0.125, but 1 is right" in verdict.words


# -- code that raises --

RAISES = {
    "division": ("1 / len([])", "ZeroDivisionError in the line `return 1 / len([])`: division by zero."),
    "name": ("squash(x)", "NameError in the line `return squash(x)`: name 'squash' is not defined."),
    "a library": ("np.linalg.inv(x)", "LinAlgError in the line `return np.linalg.inv(x)`"),
    "recursion": ("my_answer(x)", "RecursionError in the line `"),  # whichever reaches the limit
    "exit": ("exit_now()", "SystemExit in the line `return exit_now()`."),
    "our own function": ("validate.count('x', x)", "ValueError in the line `return validate.count('x', x)`"),
    "a long tale": ("[][' ' * 9 + 'x' * 999 + str(x)]", "TypeError in the line"),
}


@pytest.mark.parametrize("code, words", RAISES.values(), ids=RAISES.keys())
def test_an_error_comes_with_the_line_of_the_cell(code, words):
    answer = cell(f"def my_answer(x):\n    y = 2 * x\n    return {code}\n")
    answer.__globals__.update(exit_now=sys.exit, validate=answers.validate)
    verdict = judged(answer)
    assert verdict.kind == Kind.WRONG and len(verdict.words) < 400
    assert words in verdict.words, verdict


def test_shapes_that_do_not_fit_are_said_without_jargon():
    answer = cell("def my_answer(x):\n    return x @ np.ones((7, 2))\n")
    assert judged(answer).words == (
        "your code raises ValueError in the line `return x @ np.ones((7, 2))`: matmul: Input operand 1 has a "
        "mismatch in its core dimension 0 (size 7 is different from 2). You were handed arrays of shape (2,)."
    )


def test_a_keyboard_interrupt_of_the_code_is_caught():
    verdict = judged(cell("def my_answer(x):\n    raise KeyboardInterrupt\n"))
    assert verdict.words == "your code raises KeyboardInterrupt in the line `raise KeyboardInterrupt`."


def test_the_line_is_the_last_of_the_learner_also_in_a_helper():
    source = "def helper(x):\n    return x @ x.T @ x[:, :9]\n\ndef my_answer(x):\n    return helper(x)\n"
    assert "in the line `return x @ x.T @ x[:, :9]`" in judged(cell(source)).words


@pytest.mark.parametrize("answer", [lambda: 3, lambda x, y: 3, str.upper])
def test_another_signature_is_named(answer):
    verdict = judged(answer)
    assert verdict.kind == Kind.WRONG and "cannot be called as the task says" in verdict.words


# -- code that never ends, or prints --


@pytest.fixture
def impatient(monkeypatch):
    """A short time limit."""
    monkeypatch.setattr(answers, "SECONDS", 0.2)


LOOPS = {
    "a loop": "while True: pass",
    "a loop that catches": "while True:\n        try: x + 1\n        except Exception: pass",
    "a loop that catches all": "while True:\n        try: x + 1\n        except: pass",
    "a loop that prints": "while True: print('here', x)",
}


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # it may end a collector's callback
@pytest.mark.parametrize("body", LOOPS.values(), ids=LOOPS.keys())
def test_a_loop_that_never_ends_is_ended_and_leaves_no_thread(body, impatient, capsys):
    before = threading.active_count()
    verdict = judged(cell(f"def my_answer(x):\n    {body}\n"))
    assert verdict.kind == Kind.WRONG and "a loop that never ends" in verdict.words
    assert threading.active_count() <= before
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) <= PRINTED + 1 and printed[-1:] in ([], ["... and more."])


def test_an_object_that_never_becomes_numbers_is_left(impatient):
    assert "still running" in judged(lambda x: (Endless(), 3 * x)).words
    assert "still running" in number(3)(Endless()).words


def test_a_sleeper_is_left_and_ends_when_it_wakes(impatient):
    assert "still running" in judged(lambda x: time.sleep(1.6)).words
    time.sleep(0.8)
    assert all(thread is threading.main_thread() or thread.daemon for thread in threading.enumerate())


def test_the_time_limit_is_for_all_cases_together(impatient):
    answer = lambda x: time.sleep(0.15) or twice(x)  # noqa: E731
    assert "still running" in judged(answer).words


def test_what_is_printed_is_shown_once_and_the_verdict_is_the_same(capsys):
    assert judged(lambda x: print("here") or twice(x)).kind == Kind.RIGHT
    assert capsys.readouterr().out == "here\nhere\n"


def test_sys_stdout_cannot_be_closed():
    stdout = sys.stdout
    assert judged(lambda x: sys.stdout.close() or twice(x)).kind == Kind.RIGHT
    assert sys.stdout is stdout and not stdout.closed


# -- code that changes what it is handed --


def unlocked(x):
    x.flags.writeable = True
    x += 1
    return 2 * (x - 1), 3 * (x - 1)


def reshaped(x):
    x.shape = (-1, 1)
    return 2 * x, 3 * x


@pytest.mark.parametrize("answer", [unlocked, reshaped])
def test_an_answer_that_changes_its_arrays_is_caught(answer):
    assert judged(answer) == (Kind.WRONG, answers.CHANGED)


def test_writing_in_place_is_caught_with_its_line():
    verdict = judged(cell("def my_answer(x):\n    x += 1\n    return x, x\n"))
    assert (
        verdict.words
        == "your code writes into an array it was handed in the line `x += 1`: make a new one instead."
    )


INSIDE = {
    "a list's array": lambda xs, d: xs[0].__iadd__(1),
    "a list": lambda xs, d: xs.append(1) or 5.0,
    "a list's item": lambda xs, d: xs.__setitem__(0, 1) or 5.0,
    "a list within": lambda xs, d: xs[1].pop(),
    "a dict's array": lambda xs, d: d["x"].fill(0) or 5.0,
    "a dict": lambda xs, d: d.pop("x") is None or 5.0,
    "a dict's item": lambda xs, d: d.update(y=2.0) or 5.0,
}


@pytest.mark.parametrize("answer", INSIDE.values(), ids=INSIDE.keys())
def test_changes_inside_lists_and_dicts_are_caught(answer):
    case = [np.ones(2), [1.0, np.ones(2)]], {"x": np.ones(2), "y": 1.0}
    verdict = judge(answer, lambda xs, d: 5.0, [case], ["five"])
    assert verdict.kind == Kind.WRONG and (
        "changes what it is handed" in verdict.words or "writes" in verdict.words
    )
    assert np.array_equal(case[0][0], np.ones(2)) and list(case[1]) == ["x", "y"] and case[1]["y"] == 1


def test_one_buffer_for_all_results_is_read_each_time():
    buffer = np.empty(3)

    def answer(x):
        np.multiply(x, 2, out=buffer)
        return buffer

    cases = [(np.arange(3.0),), (np.ones(3),)]
    assert judge(answer, lambda x: 2 * x, cases, ["double"]).kind == Kind.RIGHT


# -- known mistakes --


def test_a_known_mistake_is_named_before_the_arrays_are_diagnosed():
    mistakes = [
        Mistake("squared.", lambda x: (x**2, x**2)),
        Mistake("negative.", lambda x: (-2 * x, -3 * x)),
        Mistake("overflows.", lambda x: (2 * x, np.log(-np.abs(x)))),
        Mistake("flat.", lambda x: (2 * x.ravel(), 3 * x)),
    ]
    for mistake in mistakes:
        assert judged(mistake.answer, mistakes=mistakes) == (Kind.WRONG, mistake.words)
    assert judged(twice, mistakes=mistakes).kind == Kind.RIGHT
    assert judged(lambda x: (x**3, x**3), mistakes=mistakes).kind == Kind.WRONG


def test_a_mistake_that_is_only_near_is_not_named():
    mistake = Mistake("squared.", lambda x: (x**2, x**2))
    assert "squared" not in judged(lambda x: (x**2, 1.001 * x**2), mistakes=[mistake]).words


def test_a_mistake_with_a_tolerance_of_its_own_has_all_that_is_near_it():
    mistake = Mistake("not quite.", twice, tolerance=0.1)
    assert judged(lambda x: (2.02 * x, 3 * x), mistakes=[mistake]) == (Kind.WRONG, "not quite.")
    assert judged(lambda x: (4 * x, 3 * x), mistakes=[mistake]).words != "not quite."
    assert judged(twice, mistakes=[mistake]).kind == Kind.RIGHT


# -- numbers, choices, games --


def test_a_number_is_compared_with_the_right_one_and_with_wrong_ones():
    ask = number(1.0, Mistake("twice too much.", 2.0))
    assert str(ask(1.001)) == "Right: it is 1, and your relative error 5e-04."
    assert ask(np.array(2.0)) == (Kind.WRONG, "twice too much.")
    assert ask(...) == ask(None) == (Kind.NOT_YET, "replace the dots by your number.")
    for junk in (3, np.nan, -np.inf, "1", [1.0], 1j, Hostile(), lambda: 1.0, np.ones((2, 2))):
        assert ask(junk).kind == Kind.WRONG


def test_a_number_that_is_no_known_mistake_is_told_what_it_would_do():
    ask = number(
        1.0, Mistake("twice too much.", 2.0), otherwise=lambda n: f"it makes {n}." if n > 0 else None
    )
    assert ask(3) == (Kind.WRONG, "it makes 3.0.") and ask(2) == (Kind.WRONG, "twice too much.")
    assert "that is not it" in ask(-1).words


def test_a_choice_is_compared_with_the_right_one():
    ask = choice("a", "it climbs.", Mistake("b is a descent.", "b"))
    assert ask(" A ") == (Kind.RIGHT, "it climbs.")
    assert ask("b") == (Kind.WRONG, "b is a descent.")
    assert ask(...).kind == Kind.NOT_YET
    assert all(ask(junk).kind == Kind.WRONG for junk in ("c", 3, [], np.ones(3)))


def a_game(**options):
    """A game that is won where rate times result is more than 2."""
    return Game(
        "more than 2", "", lambda now, result: now["rate"] * result > 2, (), (), Hints("up."), **options
    )


def test_a_game_is_judged_by_the_state_of_its_lab():
    lab, play = SimpleNamespace(values={"rate": 1}, result=3, words="The loss is 3."), a_game()
    assert str(play(lab)) == "Right: more than 2. The loss is 3."
    lab.result = 1
    assert str(play(lab)) == "Not yet: the goal is: more than 2. Now: The loss is 3."
    lab.result = None
    assert play(lab) == (Kind.WRONG, "the lab shows no result at this setting.")
    for other in (SimpleNamespace(values={}, result=3), None, ..., 3, Hostile):
        assert play(other) == (Kind.WRONG, NO_LAB)


def test_a_game_says_what_is_required_and_where_the_lab_is_now():
    lab = SimpleNamespace(values={"rate": 1, "depth": 2}, result=3, words="The loss is 3.")
    assert a_game(required={"depth": 2})(lab).kind == Kind.RIGHT
    verdict = a_game(required={"depth": 5, "rate": 1}, now=lambda values, result, words: "Go on.")(lab)
    assert verdict == (Kind.NOT_YET, "the goal is: more than 2. Go on. Still to set: depth is 2.")


# -- an exercise and its hints --


def doubled(**options):
    """An exercise with one number for an answer."""
    cases = lambda: [(1.0,), (2.0,)]  # noqa: E731
    return Exercise(
        "answer(x) -> 2 x.", lambda x: 2 * x, cases, ["it"], Hints("first.", "second."), **options
    )


def test_hints_come_one_by_one():
    exercise = doubled()
    hints = [exercise.hint() for _ in range(3)]
    assert str(hints[0]) == "Hint 1: first. (1 more: run this again)"
    assert str(hints[1]) == str(hints[2]) == "Hint 2: second. (this is the last one)"
    assert "Hint 1:</b> first." in hints[0]._repr_html_()


def test_an_exercise_says_what_it_is_and_takes_one_answer():
    exercise = doubled()
    assert repr(exercise) == "An exercise: answer(x) -> 2 x."
    assert exercise(lambda x: 2 * x).kind == Kind.RIGHT
    assert exercise().kind == exercise(1, 2).kind == Kind.WRONG


def test_a_lesson_goes_on_with_a_function_that_is_right_and_says_nothing(capsys):
    exercise, right = doubled(), lambda x: x + x
    assert exercise.yours_or_ours(right) is right
    for wrong in (lambda x: x, to_do, ..., None, 2.0, print):
        assert exercise.yours_or_ours(wrong) is exercise.truth
    assert capsys.readouterr().out == ""


def test_an_exercise_that_fails_says_so():
    assert "cannot be judged" in doubled(judge=lambda exercise, answer: answer.missing)(3).words


def test_a_single_wrong_number_is_told_where_it_is():
    exercise = doubled(where=lambda x: f"at {x:g}")
    assert exercise(lambda x: 2 * x**2).words == "at 2 it gives 8, but 4 is right."


def test_further_cases_come_once_the_first_are_right():
    further = Further(lambda: [(-3.0,)], Mistake("below 0, too.", lambda x: 2 * abs(x)))
    exercise = doubled(further=further, mistakes=[Mistake("the square.", lambda x: x**2)])
    assert str(exercise(lambda x: 2 * x)) == "Right: largest relative error below 1e-12."
    assert exercise(further.mistake.answer) == (Kind.WRONG, "below 0, too.")
    assert exercise(lambda x: x**2) == (Kind.WRONG, "the square.")
    assert exercise(lambda x: 2 * x if x > 0 else None).kind == Kind.NOT_YET
    assert "sign is flipped" in exercise._replace(further=Further(further.cases))(lambda x: 2 * abs(x)).words


@pytest.mark.parametrize("dtype", [float, complex])
def test_a_real_number_may_be_written_as_a_complex_one(dtype):
    assert judged(lambda x: ((2 * x).astype(dtype), 3 * x)).kind == Kind.RIGHT
    assert number(1.0)(dtype(1)).kind == Kind.RIGHT


def test_a_verdict_reads_the_same_as_text_and_as_html():
    verdict = Verdict(Kind.WRONG, "row 1 < row 2 & `x.T @ dy` is\nmeant")
    assert repr(verdict) == "Wrong: row 1 < row 2 & `x.T @ dy` is\nmeant"
    shown = verdict._repr_html_()
    assert "Wrong:</b> row 1 &lt; row 2 &amp; <code>x.T @ dy</code> is\nmeant" in shown
    assert "white-space: pre-wrap" in shown  # its line breaks are kept


def test_slips_are_combined_the_first_is_named_and_the_others_are_counted():
    signs, factors = [("", 1), ("the sign.", -1)], [("", 1), ("twice.", 2)]
    words = {tuple(mistake) for mistake in combined(lambda a, b: a * b, signs, factors)}
    more = "the sign. Then look for one more mistake."
    assert words == {("the sign.", -1, None), ("twice.", 2, None), (more, -2, None)}
    own = combined(lambda a, b: a * b, signs, factors, named={(1, 1): "both."})
    assert Mistake("both.", -2) in own and len(own) == 3
    with pytest.raises(ValueError, match="one for each part"):
        combined(lambda a, b: a * b, signs, factors, named={(2, 1): "there is no such slip."})
