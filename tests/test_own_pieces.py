"""A learner's own pieces: judged on their own, kept on the desk, found again; nothing of them is lost."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel
from notebooks_on_stage import show

from backprop_course.check.differences import relative_error, slope
from backprop_course.nn import losses, plain
from backprop_course.nn.engine import Value
from backprop_course.nn.models import mlp
from backprop_course.nn.training import backprop
from backprop_course.tasks import answers, desk, keeping, own, pieces
from backprop_course.tasks.keeping import FILE
from backprop_course.tasks.verdict import Kind

HOUSE = Path(__file__).resolve().parent.parent
STEP = """
def step(params, grads, rate):
    return [p - rate * grad for p, grad in zip(params, grads)]
"""
TRAIN = """
def train(params, x, y, rate, steps):
    losses = []
    while len(losses) < steps:
        losses.append(loss(predict(params, x), y))
        params = step(params, backward(params, x, y), rate)
    return params, losses
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A desk, with a notebook's kernel in a folder of it."""
    (tmp_path / desk.MANIFEST).write_text("{}")
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / "deeper")
    return tmp_path


def hand_in(source, name="step", **notebook):
    """The verdict on a piece from a notebook's cell; the notebook knows these other names, too."""
    return show(f"{source}\n\nexercise.{name}({name})", {"np": np, "exercise": pieces} | notebook)


def source_of(name):
    """The course's own definition of a piece."""
    thing = Value if name == "Value" else getattr(plain, name)
    return keeping.definition(thing).source


# -- the course's own pieces --


@pytest.mark.parametrize("n_out, loss", [(1, losses.logistic), (3, losses.softmax_cross_entropy)])
def test_the_plain_network_is_the_package_s_twin(n_out, loss):
    params, x, y = pieces.network_examples(5, n_out)
    twin = backprop(mlp([3, 4, n_out], loss=loss), [params[:2], [], params[2:]], x, y)
    assert abs(plain.loss(plain.predict(params, x), y) - twin.loss) < 1e-12
    grads = plain.backward(params, x, y)
    assert max(map(relative_error, grads, [*twin.grads[0], *twin.grads[2]])) < 1e-12
    assert (
        plain.check(params, x, y, grads)
        < 1e-7
        < 0.3
        < plain.check(params, x, y, [2 * grad for grad in grads])
    )
    assert plain.check(params, x, y, plain.step(grads, grads, 0.5)) > 0.3
    _, fallen = plain.train(params, x, y, 0.1, 50)
    assert fallen[-1] < fallen[0]


def test_a_gradient_that_is_zero_and_should_be_has_no_error():
    params = [np.zeros(shape) for shape in [(3, 4), (1, 4), (4, 1), (1, 1)]]
    x, y = np.ones((2, 3)), np.array([[0.0], [1.0]])
    assert plain.check(params, x, y, plain.backward(params, x, y)) == 0


@pytest.mark.parametrize("program", pieces.PROGRAMS, ids=lambda program: program.text)
def test_the_engine_agrees_with_differences(program):
    inputs = [Value(number) for number in program.numbers]
    program.compute(*inputs).backward()

    def value(point):
        return program.compute(*map(Value, point)).value

    names = dict(zip(program.compute.__code__.co_varnames, program.numbers, strict=False))
    said = show(program.text, {name: Value(number) for name, number in names.items()})
    assert abs(value(program.numbers) - said.value) < 1e-12
    grads = np.array([each.grad for each in inputs])
    assert relative_error(grads, slope(value, np.array(program.numbers))) < 1e-8


def test_the_plan_names_every_piece_and_its_lesson():
    lines = pieces.plan().splitlines()
    names = [*own.Network._fields[:-1], "Value"]
    assert sorted(line.split()[1].partition("(")[0] for line in lines) == sorted(names)
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)


# -- judging --


@pytest.mark.parametrize(
    "exercise", [*pieces.NETWORK_PIECES, pieces.Value], ids=lambda exercise: exercise.judge.name
)
def test_away_from_a_desk_a_right_piece_is_right_and_not_kept(exercise, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = exercise.judge.name
    verdict = hand_in(source_of(name), name)
    assert verdict.kind is Kind.RIGHT and "ept" not in verdict.words
    assert list(tmp_path.iterdir()) == []


def test_the_loop_is_judged_with_the_network_s_pieces_whatever_the_notebook_calls_so():
    def line(*anything):
        raise AssertionError("that of the notebook is not asked")

    assert hand_in(TRAIN, "train", predict=line, backward=line, loss=line, step=line).kind is Kind.RIGHT
    unpacks = TRAIN.replace("    losses = []", "    losses = []\n    W, b = params")
    assert "`W, b = params`: too many values" in hand_in(unpacks, "train").words


LEANS = {
    "a number of the notebook's": (
        STEP.replace("rate *", "RATE *"),
        {"RATE": 0.1},
        "it uses `RATE`, which is known",
    ),
    "a line that is not run": (f"{STEP}    return helper(params)\n", {}, "it uses `helper`"),
    "a module of the notebook's": (STEP.replace("p -", "math.pi * p -"), {"math": np}, "it uses `math`"),
    "a default": (STEP.replace("rate)", "rate=RATE)"), {"RATE": 0.1}, "it uses `RATE`"),
}


@pytest.mark.parametrize("source, notebook, words", LEANS.values(), ids=LEANS.keys())
def test_what_only_the_notebook_knows_is_named(source, notebook, words, place):
    verdict = hand_in(source, **notebook)
    assert verdict.kind is Kind.WRONG and words in verdict.words and "np" in verdict.words
    assert not (place / FILE).exists()


def body(*lines):
    """A right step with more lines before its end."""
    return STEP.replace("    return", "".join(f"    {line}\n" for line in lines) + "    return")


def test_a_piece_may_import_and_print_and_have_helpers_within(place, capsys):
    verdict = hand_in(body("import math", "print(math.pi)", "def helper(p):", "    return step, p"))
    assert verdict.kind is Kind.RIGHT and verdict.words.endswith("Kept.")
    assert "3.14" in capsys.readouterr().out
    assert "step: yours (02)" in repr(own.network()) and capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "line, words",
    [
        ("raise SystemExit", "raises SystemExit"),
        ("exit()", "raises"),
        ("params[0][0, 0] = 1", "make a new one"),
    ],
)
def test_what_ends_or_writes_is_wrong_and_not_kept(line, words, place):
    assert words in hand_in(body(line)).words and not (place / FILE).exists()


def test_an_endless_loop_is_left(place, monkeypatch):
    monkeypatch.setattr(answers, "SECONDS", 0.3)
    assert "still running in the line `while True: rate = 1`" in hand_in(body("while True: rate = 1")).words


@pytest.mark.parametrize("stub", ["def step(params, grads, rate):\n    ...", "step = ...", "step = None"])
def test_a_stub_is_not_yet(stub):
    assert hand_in(stub).kind is Kind.NOT_YET


@pytest.mark.parametrize(
    "stub", ["class Value:\n    ...", "class Value:\n    def __init__(self, value):\n        ..."]
)
def test_the_stub_of_a_class_is_not_yet(stub):
    assert hand_in(stub, "Value").kind is Kind.NOT_YET


SLIPS = {
    ("parent.grad +=", "parent.grad ="): "`a * a + a` has the derivatives 4, but yours are",
    ("self.grad = 1.0", "pass"): "`a * b + c` has the derivatives -3, 2, 1, but yours are 0, 0, 0",
    ("reversed(order)", "order"): "`a * b + c` has the derivatives -3, 2, 1, but yours are",
    ("n * self.value ** (n - 1)", "self.value ** (n - 1)"): "`a ** 3` has the derivatives",
    ("np.tanh(self.value) ** 2)", "np.tanh(self.value))"): "Look at the slope of tanh.",
    ("self.value * other.value", "self.value + other.value"): "`a * b + c` is -5.5, but yours is -0.5",
    ("-self + other", "self + other"): "`1 - a / b - 3 / b` is -6.167, but yours is",
    ("1 / self.value", "self.value"): "`(a.exp() + b.exp()).log()` has the derivatives",
    ("if node not in order", "if True"): "c may pass on its grad only when",
    ("np.exp(self.value)", "np.exp(self.valu)"): "in the line `return type(self)(np.exp(self.valu)",
}


@pytest.mark.parametrize(
    "slip, words", SLIPS.items(), ids=lambda each: each[1] if isinstance(each, tuple) else ""
)
def test_what_is_wrong_with_an_engine_is_said_for_the_first_program_that_shows_it(slip, words):
    assert slip[0] in source_of("Value")
    verdict = hand_in(source_of("Value").replace(*slip), "Value")
    assert verdict.kind is Kind.WRONG and words in verdict.words


SMALL_ENGINE = """
class Value:
    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, 0.0

    def __add__(self, other):
        return Value(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.value * other.value, [(self, other.value), (other, self.value)])

    def tanh(self):
        a = np.tanh(self.value)
        return Value(a, [(self, 1 - a**2)])

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, local in node.parents:
                parent.grad += local * node.grad

    def order(self, found):
        if self not in found:
            for parent, _ in self.parents:
                parent.order(found)
            found.append(self)
        return found
"""


def test_to_a_small_engine_the_operations_are_added_that_it_lacks(place):
    assert str(hand_in(SMALL_ENGINE, "Value")).endswith("Kept.")
    mine = own.engine()
    assert repr(mine) == "Value: yours (04)."
    for program in pieces.PROGRAMS:
        grads = []
        for engine in (mine.Value, Value):
            inputs = [engine(number) for number in program.numbers]
            program.compute(*inputs).backward()
            grads.append([each.grad for each in inputs])
        assert np.allclose(*grads, rtol=1e-12), program.text


@pytest.mark.parametrize(
    "slip, words",
    [
        (("def __mul__", "def times"), "`a * b + c` cannot be computed"),
        (("other.value), (other, self.value)", "self.value), (other, other.value)"), "`a * b + c` has the"),
        (("local * node.grad", "local"), "`1 + 2 * a * 3 + 1` has the derivatives 6, but yours are"),
        (("(self, 1 - a**2)", "(self, 1.0)"), "Look at the slope of tanh."),
    ],
)
def test_what_is_wrong_with_a_small_engine_is_said(slip, words):
    assert slip[0] in SMALL_ENGINE
    verdict = hand_in(SMALL_ENGINE.replace(*slip), "Value")
    assert verdict.kind is Kind.WRONG and words in verdict.words, verdict


# -- keeping --


def test_the_latest_right_answer_counts_and_none_is_taken_away(place):
    assert str(hand_in(STEP)).endswith("over 3 cases. Kept.")
    first = (place / FILE).read_text()
    assert hand_in(STEP).words.endswith("Kept.") and (place / FILE).read_text() == first
    hand_in(body("again = 1"))
    assert (place / FILE).read_text().startswith(first) and "again" in keeping.kept_pieces(place / FILE)[
        "step"
    ].source
    assert hand_in(STEP.replace("-", "+")).kind is Kind.WRONG
    assert "again" in keeping.kept_pieces(place / FILE)["step"].source


def test_the_file_is_a_module_that_can_be_imported(place):
    hand_in(STEP), hand_in(body("again = 1"))
    code = "import my_network, numpy as np; print(my_network.step([np.ones(2)], [np.ones(2)], 0.5))"
    assert "[0.5, 0.5]" in subprocess.check_output([sys.executable, "-c", code], cwd=place, text=True)


INDENTED = STEP.replace("\n", "\n    ")
HOMELESS = {
    "a lambda": f"step = lambda params, grads, rate: {STEP.partition('return ')[2]}",
    "another name": STEP.replace("step", "my_step") + "step = my_step",
    "made by a function": f"def make():\n{INDENTED}\n    return step\n\nstep = make()",
}


@pytest.mark.parametrize("source", HOMELESS.values(), ids=HOMELESS.keys())
def test_what_has_another_name_or_no_place_is_right_and_told_so(source, place):
    verdict = hand_in(source)
    assert verdict.kind is Kind.RIGHT and "Not kept: write it as `step`" in verdict.words
    assert not (place / FILE).exists()


def test_a_line_that_looks_like_a_mark_is_not_kept(place):
    assert "Not kept: a line" in hand_in(STEP.replace("    return", "# >>> 1\n    return")).words


def test_a_decorator_belongs_to_a_piece(place):
    assert "it uses `cached`" in hand_in(f"@cached\n{STEP.lstrip()}", cached=lambda function: function).words


def lay_a_folder(file, monkeypatch):
    file.mkdir()


def lay_a_pipe(file, monkeypatch):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes")
    os.mkfifo(file)


def refuse(code):
    def refused(file, monkeypatch):
        def open_(*arguments):
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, "open", open_)

    return refused


def make_it_huge(file, monkeypatch):
    file.write_bytes(b"# much\n" * 1000)
    monkeypatch.setattr(keeping, "LARGEST_FILE", 6000)


TROUBLE = {
    "a folder": (lay_a_folder, "a folder stands in its place"),
    "a pipe": (lay_a_pipe, "a pipe stands in its place"),
    "read-only": (refuse(errno.EROFS), "Read-only file system"),
    "no permission": (refuse(errno.EACCES), "Permission denied"),
    "huge": (make_it_huge, "it has more than"),
}


@pytest.mark.parametrize("do, words", TROUBLE.values(), ids=TROUBLE.keys())
def test_what_cannot_be_kept_is_right_and_the_reason_is_said(do, words, place, monkeypatch):
    do(place / FILE, monkeypatch)
    verdict = hand_in(STEP)
    assert verdict.kind is Kind.RIGHT and f"could not be kept in {FILE}: {words}" in verdict.words
    mine = own.network()
    assert (
        "step: the course's" in repr(mine) and len(mine.train(*pieces.network_examples(0, 1), 0.1, 2)[1]) == 2
    )


def test_a_full_disk_tears_a_piece_and_the_one_before_counts(place, monkeypatch):
    hand_in(STEP)
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, content[:60]))
    assert "could not be kept" in hand_in(body("torn = 1")).words
    assert "torn" not in keeping.kept_pieces(place / FILE)["step"].source and "yours" in repr(own.network())
    monkeypatch.setattr(os, "write", write)
    assert hand_in(body("whole = 1")).words.endswith("Kept.")
    assert "whole" in keeping.kept_pieces(place / FILE)["step"].source


def test_two_programs_at_once_lose_nothing(place):
    code = """
import sys
from pathlib import Path
from backprop_course.tasks.desk import add
for number in range(200):
    name = f"{sys.argv[1]}{number}"
    add(Path(sys.argv[2]), f"\\n# >>> {name} (02)\\n" + f"# {name}\\n" * 50 + f"# <<< {name}\\n")
"""
    file = str(place / FILE)
    both = [subprocess.Popen([sys.executable, "-c", code, who, file], cwd=HOUSE) for who in "ab"]
    assert [each.wait() for each in both] == [0, 0]
    kept = keeping.kept_pieces(place / FILE)
    assert {name: each.source for name, each in kept.items()} == {
        f"{who}{number}": f"# {who}{number}\n" * 50 for who in "ab" for number in range(200)
    }


# -- finding them again --


def test_none_some_and_all_are_yours(place):
    assert repr(own.network()).count("the course's") == 8 and "yours" not in repr(own.network())
    hand_in(STEP), hand_in(TRAIN, "train")
    assert repr(own.network()).startswith("step: yours (02); train: yours (02); sigmoid: the course's;")
    for exercise in [*pieces.NETWORK_PIECES, pieces.Value]:
        name = exercise.judge.name
        assert hand_in(source_of(name), name).words.endswith("Kept."), name
    assert repr(own.network()).count("yours") == 8 and repr(own.engine()) == "Value: yours (04)."


def test_pieces_call_each_other_whosever_they_are(place):
    hand_in(body("global steps", "steps = globals().get('steps', 0) + 1"))
    mine = own.network()
    params, x, y = pieces.network_examples(0, 3)
    before = mine.step.__globals__.get("steps", 0)
    trained, _ = mine.train(params, x, y, 0.1, 5)  # the course's loop
    assert mine.step.__globals__["steps"] == before + 5
    assert all(map(np.array_equal, trained, plain.train(params, x, y, 0.1, 5)[0]))


SPOILED = {
    "wrong": STEP.replace("-", "+"),
    "no code": "?!",
    "nothing": "",
    "another name": STEP.replace("step", "stop"),
    "an end": body("raise SystemExit"),
    "an end at once": f"raise SystemExit\n{STEP}",
    "another name used": STEP.replace("rate *", "RATE *"),
    "no bytes of text": STEP.replace("rate *", "rate \udcff*"),
    "a null": STEP.replace("rate *", "rate \0*"),
    "deep": f"x = {'(' * 3000}1{')' * 3000}\n{STEP}",
}


@pytest.mark.parametrize("source", SPOILED.values(), ids=SPOILED.keys())
def test_what_is_spoiled_is_the_course_s_and_the_rest_yours(source, place):
    hand_in(TRAIN, "train")
    block = f"# >>> step (02)\n{source.strip()}\n# <<< step\n"
    (place / FILE).write_bytes((place / FILE).read_bytes() + block.encode(errors="surrogateescape"))
    mine = own.network()
    assert repr(mine).startswith("step: the course's, for yours fails (") and "train: yours (02)" in repr(
        mine
    )
    assert len(mine.train(*pieces.network_examples(0, 1), 0.1, 2)[1]) == 2
    hand_in(STEP)
    assert "step: yours (02)" in repr(own.network())


def test_an_endless_loop_on_the_desk_is_left(place, monkeypatch):
    monkeypatch.setattr(answers, "SECONDS", 0.3)
    for endless in (body("while True: rate = 1"), f"while True: pass\n{STEP}"):
        (place / FILE).write_text(f"# >>> step (02)\n{endless}# <<< step\n")
        assert "step: the course's, for yours fails (your code was still running" in repr(own.network())


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\0" * 999, b"# >>> step (02)\n" * 999, b"# >>> step (02)\ndef st"]
)
def test_a_damaged_file_has_no_pieces_and_still_takes_some(content, place):
    (place / FILE).write_bytes(content)
    assert "yours" not in repr(own.network())
    hand_in(STEP)
    assert "step: yours (02)" in repr(own.network()) and (place / FILE).read_bytes().startswith(content)


def test_a_file_saved_with_other_line_ends_is_read(place):
    hand_in(STEP)
    (place / FILE).write_bytes((place / FILE).read_bytes().replace(b"\n", b"\r\n"))
    assert "step: yours (02)" in repr(own.network())


def test_a_working_folder_that_is_gone_is_no_desk(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert desk.find() is None and "yours" not in repr(own.network())


def test_the_course_s_own_notebooks_lie_on_no_desk(monkeypatch):
    monkeypatch.chdir(HOUSE / "notebooks")
    assert desk.find() is None


@pytest.mark.slow
def test_in_a_kernel_on_a_desk_a_cell_s_function_is_kept_and_another_kernel_finds_it(place):
    setting = "from backprop_course.tasks import own, pieces\n"
    says = [
        kernel_says(place, f"{setting}{STEP}\npieces.step(step)"),
        kernel_says(place, f"{setting}own.network()"),
    ]
    assert "Kept." in says[0] and "step: yours (02); train: the course's" in says[1]


def kernel_says(folder, *cells):
    """The last result of cells that run in a new kernel."""
    manager, client = start_new_kernel(
        kernel_name="python3", cwd=str(folder), env=os.environ | {"PYTHONPATH": str(HOUSE)}
    )
    try:
        results = []
        for cell in cells:
            client.execute_interactive(cell, timeout=60, output_hook=results.append)
        return [
            each["content"]["data"]["text/plain"] for each in results if each["msg_type"] == "execute_result"
        ][-1]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_the_course_s_pieces_find_the_builtins_that_numpy_s_methods_import_with():
    assert own.network().loss.__globals__["__builtins__"]
