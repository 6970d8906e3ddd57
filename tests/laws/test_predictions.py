"""The law of predictions, over all lessons: a guess comes before its answer, and nothing gives that away."""

import ast
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from notebooks_on_stage import BOTH_ROADS, cells, of_lessons

from backprop_course.tasks import prediction
from backprop_course.tasks.prediction import NONE_HOLDS, Near, Prediction, Words
from backprop_course.tasks.verdict import Kind

IMPORTED = re.compile(r"from backprop_course\.lessons\.(\w+) import (?:\w+, )*predictions$", re.MULTILINE)
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
HEADING = re.compile(r"^(#+) +(.*)", re.MULTILINE)


def of(module):
    """The predictions in a module, by name."""
    return {name: each for name, each in vars(module).items() if isinstance(each, Prediction)}


PREDICTIONS = {lesson: of(module) for lesson, module in of_lessons("predictions").items()}


def notebooks():
    """All notebooks that ask for predictions, with the name of the lesson that these are kept in."""
    found = [(path, IMPORTED.search("\n".join(cell.source for cell in cells(path)))) for path in BOTH_ROADS]
    return [pytest.param(path, name[1], id=path.stem) for path, name in found if name]


# -- what may be wrong --


def faults(cells, predictions):
    """What breaks the law, in words, in a notebook's cells."""
    places = {ending(cell): number for number, cell in enumerate(cells) if ending(cell)}
    found = [
        f"{name} is not asked, or not answered" for name in predictions if not {name, name + "."} <= {*places}
    ]
    for name, each in predictions.items():
        if not found:
            found += [
                f"{name}: {fault}" for fault in faults_of(cells, each, places[name], places[name + "."])
            ]
    return found


def ending(cell):
    """`name` where a code cell ends in predictions.name(guess), `name.` in its answer(...), or ""."""
    if cell.cell_type != "code" or "predictions." not in cell.source:
        return ""
    call = ast.unparse(ast.parse(cell.source).body[-1])
    found = re.match(r"predictions\.(\w+)(?:\(guess\)$|(\.)answer\()", call)
    return found[1] + (found[2] or "") if found else ""


def faults_of(cells, asked, guess, answer):
    """What is wrong with one prediction, whose cells have these numbers."""
    said, section = stored(cells[answer]), around(cells, guess, answer)
    open_text = FOLDED.sub("", "\n".join(cell.source for cell in section if cell.cell_type == "markdown"))
    strings = [text for cell in (cells[guess], cells[answer]) for text in strings_in(cell.source)]
    titles = [*headings_above(cells, guess), *strings]
    true = sentences(asked, said)
    after = cells[answer + 1] if answer + 1 < len(cells) else new_markdown_cell()
    between = [cell for cell in cells[guess + 1 : answer] if cell.cell_type == "code"]
    folded = cells[answer].metadata.get("jupyter", {}).get("outputs_hidden")
    rules = {
        "the next code cell after the guess is not the answer's": answer > guess and not between,
        "the answer's output is not stored collapsed": folded,
        "the guess is not stored as dots": stored(cells[guess]).startswith("Not yet"),
        f"the stored answer is not that of one choice: {said}": len(true) == 1,
        "the explanation below the answer is not folded": after.source.startswith("<details>"),
        "the guess's cell does not show all choices": shows_all(cells[guess], asked),
        "the text says the answer": not any(plain(each) in plain(open_text) for each in true),
        "a heading or string says it": not any(
            plain(each) in plain(title) for each in true for title in titles
        ),
        "a heading or string names the true choice": not any(
            names_it(title, asked, said) for title in titles
        ),
    }
    return [fault for fault, kept in rules.items() if not kept]


def stored(cell):
    """The words of the last stored result of a code cell."""
    results = [output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"]
    return results[-1] if results else ""


def sentences(asked, said):
    """What would give a stored answer away, a text for each choice that it may be."""
    if isinstance(asked.kind, Near):
        return [said.rstrip(".")] if said and said != NONE_HOLDS else []
    return [start(choice) for choice in asked.kind.choices if is_said(choice, said)]


def start(choice):
    """A choice's sentence as far as its first measured number."""
    return choice.sentence.partition("{")[0]


def is_said(choice, said):
    """Whether a stored answer is the sentence of this choice, whatever was measured."""
    pattern = re.sub(r"\\\{.*?\\\}", ".+", re.escape(choice.sentence))
    return bool(re.fullmatch(rf"{pattern}\.", said, re.IGNORECASE | re.DOTALL))


def all_words(asked):
    """The words that can be guessed."""
    return [choice.word for choice in asked.kind.choices] if isinstance(asked.kind, Words) else []


def shows_all(cell, asked):
    """Whether a cell shows every choice, in quotes."""
    return all(f'"{word}"' in cell.source for word in all_words(asked))


def names_it(text, asked, said):
    """Whether a text names the true choice without naming all of them."""
    named = [word for word in all_words(asked) if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
    true = [choice.word for choice in getattr(asked.kind, "choices", []) if is_said(choice, said)]
    return any(word in named for word in true) and named != all_words(asked)


def around(cells, guess, answer):
    """The cells from the heading above a guess to the one below its answer."""
    heads = [
        number
        for number, cell in enumerate(cells)
        if cell.cell_type == "markdown" and HEADING.search(cell.source)
    ]
    first = max((number for number in heads if number < guess), default=0)
    last = min((number for number in heads if number > answer), default=len(cells))
    return cells[first:last]


def headings_above(cells, guess):
    """The last heading of each level above a cell."""
    above = [cell.source for cell in cells[:guess] if cell.cell_type == "markdown"]
    return dict(HEADING.findall("\n".join(above))).values()


def strings_in(source):
    """All strings in some code."""
    constants = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [value for value in constants if isinstance(value, str)]


def plain(text):
    """A text in small letters, without marks of emphasis, on one line."""
    return " ".join(re.sub(r"[*_`$]", "", text).lower().split())


# -- the lessons --


@pytest.mark.parametrize("path, lesson", notebooks())
def test_a_notebook_keeps_the_law(path, lesson):
    assert faults(cells(path), PREDICTIONS[lesson]) == []


def test_every_prediction_is_asked_somewhere():
    assert {each.values[1] for each in notebooks()} == PREDICTIONS.keys()


def every_prediction():
    """All predictions of the course."""
    return [
        pytest.param(each, id=f"{lesson}.{name}")
        for lesson, own in PREDICTIONS.items()
        for name, each in own.items()
    ]


@pytest.mark.parametrize("asked", every_prediction())
def test_every_choice_is_accepted(asked):
    for guess in all_words(asked) or [1, 2.5]:
        assert asked(guess).kind is Kind.NOTED
    assert asked(...).kind is Kind.NOT_YET


# -- a toy lesson keeps the law, and whatever breaks it is seen --


def toy():
    """A lesson of two predictions, the first in words, the second a number."""
    return SimpleNamespace(
        first_steps=prediction.words(
            "What does the loss do?",
            ("rises", "it rises to {1:.1f}", lambda before, after: after > before),
            ("falls", "it falls to {1:.1f}", lambda before, after: after < before),
            ("neither", "it stays", lambda before, after: after == before),
        ),
        limit=prediction.number("Where is the limit?", "the limit is {:.2f}", 0.1),
    )


def toy_cells():
    """Its notebook."""
    return [
        new_markdown_cell("# Roll down"),
        new_markdown_cell("## What does the loss do?\n\nThe rate is small."),
        asking('guess = ...  # "rises", "falls" or "neither"\npredictions.first_steps(guess)'),
        new_markdown_cell("Now it is measured."),
        answering(
            'print("loss before and after")\npredictions.first_steps.answer(2.0, 1.5)', "It falls to 1.5."
        ),
        new_markdown_cell("<details><summary>Why?</summary>\n\nIt falls to half.\n\n</details>\n\nOn we go."),
        new_markdown_cell("## Where is the limit?"),
        asking("guess = ...  # a number\npredictions.limit(guess)"),
        answering("predictions.limit.answer(2 / 3)", "The limit is 0.67."),
        new_markdown_cell("<details><summary>Why?</summary>\n\nThe limit is 0.67.\n\n</details>"),
        new_markdown_cell("## Summary\n\nIt falls to the bottom: the limit is 0.67."),
    ]


def asking(source):
    """A cell that asks, as it is stored."""
    return new_code_cell(source, outputs=[shown("Not yet: choose first.")])


def answering(source, words):
    """A cell that answers, as it is stored."""
    return new_code_cell(source, metadata={"jupyter": {"outputs_hidden": True}}, outputs=[shown(words)])


def shown(words):
    """The output of a cell that ends in a value."""
    return new_output("execute_result", {"text/plain": words})


def test_the_toy_keeps_it_and_its_stored_answers_are_measured():
    lesson = toy()
    assert faults(toy_cells(), of(lesson)) == []
    for cell in toy_cells():
        if ending(cell):
            last = cell.source.splitlines()[-1]
            assert repr(eval(last, {"predictions": lesson, "guess": ...})) == stored(cell)


BROKEN = {
    "not asked": lambda cells: cells.pop(2),
    "not answered": lambda cells: cells.pop(4),
    "the answer first": lambda cells: cells.insert(2, cells.pop(4)),
    "code between": lambda cells: cells.insert(3, new_code_cell("print(1.5)")),
    "not collapsed": lambda cells: cells[4].metadata.clear(),
    "a guess is stored": lambda cells: cells[2].update(outputs=[shown("Noted: falls. Run the next cell.")]),
    "nothing is stored": lambda cells: cells[4].update(outputs=[]),
    "not one of the choices": lambda cells: cells[8].update(outputs=[shown(NONE_HOLDS)]),
    "no explanation": lambda cells: cells.pop(5),
    "an open explanation": lambda cells: cells[5].update(source="It goes down."),
    "an answer below": lambda cells: cells[5].update(source=f"{cells[5].source}\nSo *it falls to* half."),
    "an answer between": lambda cells: cells[3].update(source="See how it falls to half."),
    "an answer above": lambda cells: cells[1].update(source="## The loss\n\nSoon it\nfalls to half."),
    "a heading": lambda cells: cells[1].update(source="## The loss falls"),
    "the title": lambda cells: cells[0].update(source="# It falls to the bottom"),
    "a choice not shown": lambda cells: cells[2].update(source=cells[2].source.replace('"rises", ', "")),
    "a string": lambda cells: cells[4].update(source=cells[4].source.replace("loss before", "it falls to")),
    "a plot's title": lambda cells: cells[4].update(source=cells[4].source.replace("loss", "loss falls")),
    "the number": lambda cells: cells[6].update(source="## The limit is 0.67"),
}  # fmt: skip


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN.keys())
def test_what_breaks_the_law_is_seen(spoil):
    broken = toy_cells()
    spoil(broken)
    assert faults(broken, of(toy()))


def test_the_toy_survives_storing():
    notebook = nbformat.v4.new_notebook(cells=toy_cells())
    assert faults(nbformat.reads(nbformat.writes(notebook), 4).cells, of(toy())) == []


# -- what is said --


def test_a_guess_is_noted_and_the_answer_compares():
    asked = toy().first_steps
    assert repr(asked(...)) == "Not yet: choose first."
    assert asked.answer(2, 1.5) == (None, "It falls to 1.5.")
    assert repr(asked(" Rises ")) == "Noted: rises. Run the next cell."
    assert asked.answer(2, 1.5) == (False, "You said rises; it falls to 1.5.")
    assert asked.answer(2, 3.0) == (True, "You said rises, and it rises to 3.0.")
    assert asked("up") == (Kind.NOT_YET, 'choose "rises", "falls" or "neither".')
    assert asked.answer(2, 2) == (None, "It stays.")


def test_a_number_is_right_within_its_tolerance():
    asked = toy().limit
    for guess, right in {0.7: True, 0.61: True, 0.8: False, -1: False}.items():
        assert asked(guess).kind is Kind.NOTED and asked.answer(2 / 3).right is right
    assert asked(np.float64(0.7)).kind is Kind.NOTED and asked.answer([[2 / 3]]).right is True
    assert asked(...).kind is Kind.NOT_YET and asked.answer(2 / 3) == (None, "The limit is 0.67.")


class Unreadable:
    """An object that raises whatever it is asked."""

    def __str__(self):
        raise KeyError

    __eq__ = __array__ = __str__
    __hash__ = None


@pytest.mark.parametrize("name", ["first_steps", "limit"])
@pytest.mark.parametrize("junk", [..., None, "", np.nan, [], {}, 1j, Unreadable(), np.ones(3), print])
def test_no_guess_and_no_measurement_raises(name, junk):
    asked = getattr(toy(), name)
    assert asked(junk).kind is Kind.NOT_YET
    for measured in [(junk,), (junk, junk), (), (np.nan, np.nan), (np.ones(2), np.zeros(2))]:
        assert asked.answer(*measured).right is None
