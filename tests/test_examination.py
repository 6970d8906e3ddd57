"""Whatever is handed over gets a report and never an error of ours; nothing that it does stays done."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from learners import files, mended, wrong

from backprop_course.__main__ import main
from backprop_course.check.examination import examine
from backprop_course.check.facts import facts
from backprop_course.check.file import examine_file
from backprop_course.check.kinds import RIGHT, WRONG
from backprop_course.check.report import groups

pytestmark = pytest.mark.slow

X, Y, P = np.ones((4, 2)), np.ones((4, 1)), [np.ones((2, 1))]


def right(p, x, y):
    return np.mean((x @ p[0] - y) ** 2)


def gradient(p, x, y):
    return [2 * x.T @ (x @ p[0] - y) / len(x)]


def hangs(p, x, y):
    while True:
        pass


def ends(p, x, y):
    sys.exit(3)


def forgets(p, x, y):
    right(p, x, y)


def misfits(p, x, y):
    return right(p, x, y.T @ np.ones(7))


class Holder:
    def __init__(self):
        self.weights = [np.ones((2, 1))]

    def parameters(self):
        return self.weights


@pytest.mark.parametrize("wrong", [True, False])
def test_a_method_may_stand_for_the_parameters_that_it_returns(wrong):
    holder = Holder()
    holder.weights[0][:] = [[0.5], [-0.3]]
    report = examine(
        right, lambda p, x, y: [(2 if wrong else 1) * g for g in gradient(p, x, y)], holder.parameters, X, Y
    )
    assert report.verdict == ("wrong" if wrong else "right")


HANDED = {  # what is handed over, and words of the answer
    "nothing": (dict(), "there is no loss"),
    "a number": (dict(loss=3.0), "must be the function"),
    "its value": (dict(loss=right(P, X, Y), params=P), "leave out the brackets"),
    "no parameters": (dict(loss=right), "hand them over"),
    "no data": (dict(loss=right, params=P), "hand over params, x and y"),
    "empty parameters": (dict(loss=right, params=[], x=X, y=Y), "no array"),
    "records for parameters": (
        dict(loss=right, params=np.zeros(1, [("W", float, (2, 1)), ("b", float)]), x=X, y=Y),
        "params=[p['w'], p['b']]",
    ),
    "what makes the parameters": (dict(loss=right, params=lambda seed: P, x=X, y=Y), "what it returns"),
    "words for parameters": (dict(loss=right, params="abc", x=X, y=Y), "no array"),
    "a loss that hangs": (dict(loss=hangs, params=P, x=X, y=Y, seconds=0.5), "still running"),
    "a loss that ends Python": (dict(loss=ends, params=P, x=X, y=Y), "exit()"),
    "a loss that returns nothing": (dict(loss=forgets, params=P, x=X, y=Y), "return"),
    "a loss for each example": (
        dict(loss=lambda p, x, y: (x @ p[0] - y) ** 2, params=P, x=X, y=Y),
        "one number",
    ),
    "a loss of words": (dict(loss=lambda p, x, y: "small", params=P, x=X, y=Y), "must be a number"),
    "a loss that is nan": (dict(loss=lambda p, x, y: np.nan * p[0].sum(), params=P, x=X, y=Y), "nan"),
    "a loss of nothing": (dict(loss=lambda p, x, y: 3.0, params=P, x=X, y=Y), "does not depend"),
    "a loss that raises": (dict(loss=misfits, params=P, x=X, y=Y), "return right(p, x, y.t @ np.ones(7))"),
    "a loss alone": (dict(loss=right, params=P, x=X, y=Y), "hand over grads or step"),
    "gradients that are none": (dict(loss=right, grads=forgets, params=P, x=X, y=Y), "return"),
    "gradients of words": (dict(loss=right, grads=lambda p, x, y: "no", params=P, x=X, y=Y), "no gradient"),
    "gradients of another shape": (
        dict(loss=right, grads=lambda p, x, y: [np.ones((3, 3))], params=P, x=X, y=Y),
        "shape (3, 3)",
    ),
    "a step that wants gradients": (
        dict(loss=right, step=lambda p, grads: [p[0] - grads[0]], params=P, x=X, y=Y),
        "undecided: step wants gradients, and no function computes them: hand over grads=...",
    ),
    "a make that is no function": (dict(make=3), "make must be a function"),
    "a make of nothing": (dict(make=lambda: None), "make must return"),
    "an unknown argument": (dict(loss=lambda p, x, y, lam: 1.0, params=P, x=X, y=Y), "also=dict"),
}


@pytest.mark.parametrize("name", HANDED)
def test_bad_input_gets_words(name):
    handed, words = HANDED[name]
    report = examine(**handed)
    assert words in report.answer.lower()
    assert report.verdict != "right" and "fault of this check" not in report.answer
    assert str(report) and report._repr_html_()


def test_a_right_program_is_right_and_a_wrong_one_is_wrong():
    assert examine(right, gradient, P, X, Y).verdict == "right"
    report = examine(right, lambda p, x, y: [3 * g for g in gradient(p, x, y)], P, X, Y)
    assert report.verdict == "wrong" and "p[0] WRONG" in str(report)


def test_nothing_stays_done(capsys):
    def loud(p, x, y):
        print("hello")
        print("oh", file=sys.stderr)
        np.random.seed(0)
        np.dot = None
        os.chdir("/")
        p[0] += 1
        x[:] = 0
        return right(p, x, y)

    params, x, dot, here = [P[0].copy()], X.copy(), np.dot, Path.cwd()
    np.random.seed(5)
    chance = np.random.get_state()[1].copy()
    examine(loud, params=params, x=x, y=Y)
    assert np.array_equal(params[0], P[0]) and np.array_equal(x, X)
    assert np.dot is dot and Path.cwd() == here and np.array_equal(np.random.get_state()[1], chance)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("path", files("first_half")[::4], ids=lambda path: path.stem)
def test_a_page_says_in_words_what_its_picture_shows(path):
    report = examine(**wrong(path).hand_over())
    page = report._repr_html_()
    assert report.answer.startswith(("Wrong", "Undecided"))
    for name, block in report.blocks.items():
        assert name in page and name in str(report)
        assert block.state != "wrong" or f"wrong: {name}" in page or f", {name}" in page


@pytest.mark.parametrize("path", files("first_half")[::4], ids=lambda path: path.stem)
def test_a_right_program_is_not_accused(path, tmp_path):
    assert examine(**mended(path, tmp_path).hand_over()).verdict != "wrong"


def test_arrays_of_one_layer_stand_in_one_column():
    assert groups(["w_hidden", "b_hidden", "w_out", "bias_out"]) == ["hidden", "hidden", "out", "out"]
    assert groups(["W1", "b1", "layers[0].W", "layers[0].b", "theta"]) == [
        "1",
        "1",
        *2 * ["layers[0]"],
        "theta",
    ]


def test_what_nobody_knows_is_said_by_its_arrays_and_what_the_numbers_show():
    rng = np.random.default_rng(0)
    x, y, mixed = rng.normal(size=(5, 3)), rng.normal(size=(5, 1)), rng.normal(size=(3, 3))

    def odd(p, x, y):
        return [mixed @ g**3 for g in gradient(p, x, y)]

    report = examine(right, odd, [np.ones((3, 1))], x, y)
    assert report.answer == "Wrong: the gradient of p[0], like no mistake that is known here."
    assert "p[0] is off by a relative error of" in str(report)


def test_entries_that_are_wrong_are_named():
    truth = [np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, -1.0, 1.0, 5.0])]
    words = facts("w", [g * [1.0, 2.0, 1.0, 1.0] for g in truth], truth)
    assert words[1] == "Only entry 1 is wrong, counted from 0."


def test_what_was_not_handed_over_is_not_called_checked():
    assert "the update and the predictions: not handed over" in str(examine(right, gradient, P, X, Y))
    report = examine(right, gradient, P, X, Y, step=lambda p, x, y: [p[0] - 0.1 * gradient(p, x, y)[0]])
    assert "the update" not in "".join(report.unchecked)


def written(folder, code):
    path = folder / "my_net.py"
    path.write_text(code)
    return path


PROGRAM = """
import numpy as np

X, y = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.3]]), np.array([[1.0], [2.0], [0.0]])
W, b = np.array([[0.3], [-0.2]]), np.array([[0.1]])


def cost(W, b, X, y):
    return np.mean((X @ W + b - y) ** 2)


def backprop(W, b, X, y):
    d = 2 * (X @ W + b - y) / len(X)
    return X.T @ d, d.sum()  # FACTOR


if __name__ == "__main__":
    raise SystemExit("this must not run")
"""


def test_a_file_is_read_by_itself(tmp_path):
    told = examine_file(written(tmp_path, PROGRAM.replace("d.sum()", "d.sum(axis=0, keepdims=True)")))
    assert "cost as loss" in told and "(W, b) as params" in told and "Right:" in told
    told = examine_file(
        written(tmp_path, PROGRAM.replace("X.T @ d, d.sum()", "3 * X.T @ d, d.sum(keepdims=True)"))
    )
    assert "Wrong:" in told and "W WRONG" in told and "b ok" in told


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("while True:\n    pass", "still running"),
        ("raise SystemExit", "exit()"),
        ("import os\nos._exit(3)", "exit code 3"),
        ("any(iter(int, 1))", "still running"),
        ("def f(:", "SyntaxError"),
        ("input()", "EOFError"),
        ("a = 1\nb = a / 0", "`b = a / 0`"),
        ("", "nothing of yours"),
    ],
)
def test_a_file_that_does_not_run_gets_words(tmp_path, code, words):
    seconds = 3 if words == "still running" else 30  # a busy machine takes its time to start
    assert words in examine_file(written(tmp_path, code), seconds=seconds)


def test_a_file_may_be_told_what_is_what(tmp_path):
    path = written(tmp_path, PROGRAM.replace("def cost", "def f").replace("def backprop", "def g"))
    assert "Name it" in examine_file(path)
    assert "f as loss" in examine_file(path, loss="f", grads="g")
    assert "there is no h" in examine_file(path, loss="h")
    assert "There is no file" in examine_file(tmp_path / "none.py")


@pytest.mark.parametrize(
    ("code", "words", "ends"),
    [
        (PROGRAM, "Right", 0),
        (PROGRAM.replace("X.T @ d", "X.T @ d * 3"), "Wrong", 1),
        (PROGRAM.replace("def cost", "def f"), "Undecided", 2),
        ("cost = 1 / 0", "ZeroDivisionError", 2),
        ("def cost(:", "SyntaxError", 2),
        ("import os\nos._exit(0)", "ended Python", 2),
    ],
)
def test_the_command_prints_the_report_and_ends_as_linters_do(tmp_path, code, words, ends):
    path = written(tmp_path, code)
    command = [sys.executable, "-m", "backprop_course", "examine", str(path), "--loss", "cost"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert words in done.stdout and done.returncode == ends
    assert not done.stderr or done.stderr.endswith("seconds at most.\n")  # said where it takes its time


def test_the_command_says_that_there_is_no_file_where_errors_are_said(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["examine", str(tmp_path / "none.py")])
    told = capsys.readouterr()
    assert "There is no file" in told.err and not told.out


def test_where_no_thread_can_be_started_the_time_is_kept_too(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    monkeypatch.delattr(signal, "setitimer", raising=False)  # nor is there an alarm
    assert "still running in the line `" in examine(hangs, params=P, x=X, y=Y, seconds=0.5).answer
    assert examine(right, gradient, P, X, Y).verdict == "right"


def test_a_check_that_takes_too_long_blames_no_loop():
    def slow(p, x, y):
        time.sleep(0.05)
        return right(p, x, y)

    report = examine(slow, gradient, P, X, Y, seconds=1.2)
    assert report.verdict == "undecided" and "s a call" in report.answer


UNNAMED = """
import numpy as np
X, y = np.array([[0.5, 1.0], [-1.0, 0.3], [0.2, -0.7]]), np.array([1.0, 0.0, 2.0])
w = np.array([0.3, -0.2])

def {name}(w, X, y):
    return np.mean((X @ w - y) ** 2)

def grad(w, X, y):
    return {factor} * X.T @ (X @ w - y) / len(y)
"""


@pytest.mark.parametrize(
    ("name", "factor", "words"),
    [("J", 2, "Right"), ("J", -2, "Wrong"), ("summe", 2, "Right"), ("summe", -2, "Undecided")],
)
def test_a_loss_of_any_name_is_found_by_what_it_does(tmp_path, name, factor, words):
    """Only what textbooks call a loss is one where the gradient is not its slope."""
    path = tmp_path / "program.py"
    path.write_text(UNNAMED.format(name=name, factor=factor))
    report = examine_file(path)
    assert report.startswith(words)
    assert (f"--loss {name}" if words == "Undecided" else f"{name}(w, X, y)") in " ".join(report.split())


RMSE = "np.sqrt(np.mean((X @ w - y) ** 2))"
R2 = "1 - np.sum((X @ w - y) ** 2) / np.sum((y - y.mean()) ** 2)"
METRICS = {"rmse": RMSE, "wurzel": RMSE, "r2_score": R2, "R2": R2, "guete": R2}
METRICS |= {"abweichung": "np.mean(np.abs(X @ w - y))"}


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_not_taken_for_the_loss_of_a_right_gradient(tmp_path, name):
    path = tmp_path / "program.py"
    path.write_text(UNNAMED.format(name=name, factor=2).replace("np.mean((X @ w - y) ** 2)", METRICS[name]))
    report = examine_file(path)
    assert report.startswith("Undecided") and "--loss" in report


def test_what_asks_for_nothing_is_not_called_to_see_what_it_does(tmp_path):
    path = tmp_path / "program.py"
    more = "\ndef everything():\n    open('called', 'w').close()\n    return 1.0\n"
    path.write_text(UNNAMED.format(name="summe", factor=2) + more)
    assert examine_file(path).startswith("Right") and not (tmp_path / "called").exists()


def test_of_several_functions_that_may_be_the_loss_none_is_taken(tmp_path):
    path = tmp_path / "program.py"
    more = "\ndef size(w, X, y):\n    return np.sum(w ** 2)\n"
    path.write_text(UNNAMED.format(name="summe", factor=-2) + more)
    assert "several functions may be the loss: summe, size" in " ".join(examine_file(path).split())
    path.write_text(UNNAMED.format(name="summe", factor=2) + more)
    assert examine_file(path).startswith("Right")


def told_of(folder, code, **chosen):
    """What is said of a file with this code, on one line."""
    path = folder / "program.py"
    path.write_text(code)
    return " ".join(examine_file(path, **chosen).split())


CARRIED = """
import numpy as np

rng = np.random.default_rng(0)
Wx, Wh, Wo, b = rng.normal(size=(4, 3)), rng.normal(size=(4, 4)), rng.normal(size=(1, 4)), np.zeros((4, 1))


def loss_of(inputs, targets, hprev):
    loss, hs = 0.0, [hprev]
    for x, t in zip(inputs, targets):
        hs.append(np.tanh(Wx @ x + Wh @ hs[-1] + b))
        loss += 0.5 * np.sum((Wo @ hs[-1] - t) ** 2)
    dWx, dWh, dWo, db, later = [np.zeros_like(p) for p in (Wx, Wh, Wo, b, b)]
    for k in reversed(range(len(inputs))):
        do = Wo @ hs[k + 1] - targets[k]
        dWo += do @ hs[k + 1].T
        dz = (Wo.T @ do + later) * (1 - hs[k + 1] ** 2)
        dWx += dz @ inputs[k].T
        dWh += dz @ hs[k].T
        db += dz
        later = Wh.T @ dz
    return loss, dWx, dWo, dWh, db, hs[-1]


inputs, targets = rng.normal(size=(5, 3, 1)), rng.normal(size=(5, 1, 1))
h = np.zeros((4, 1))
"""


@pytest.mark.parametrize("asked", [{}, {"params": "Wx,Wh,Wo,b"}, {"params": "(Wh, Wo, Wx, b)"}])
def test_a_state_that_is_carried_is_no_parameter_and_several_arrays_are_named_by_commas(tmp_path, asked):
    assert told_of(tmp_path, CARRIED, **asked).startswith("Right")
    wrong = CARRIED.replace("dWh += dz @ hs[k].T", "dWh += dz @ hs[k + 1].T")
    found = told_of(tmp_path, wrong, **asked)
    assert "Wh): its gradient takes the state after the step" in found and "h as hprev" in found


SCRIPT = """
import numpy as np

X, y, w, b = np.ones((5, 2)), np.zeros((5, 1)), np.ones((2, 1)), np.ones(1)
out = X @ w + b
dout = 2 * (out - y) / len(X)
dw, db = X.T @ dout, dout.sum(0)
w, b = w - 0.1 * dw, b - 0.1 * db
"""


def test_of_a_script_without_functions_and_loops_is_said_which_to_write(tmp_path):
    assert "def loss(w, b) and def grads(w, b)" in told_of(tmp_path, SCRIPT)
    assert "w is an array" in told_of(tmp_path, SCRIPT, loss="w")


SPOILED = PROGRAM + "\nnp.ones(2) @ np.ones(3)\n"


def test_what_raises_is_said_first_unless_what_stands_before_it_tells_more(tmp_path):
    loss_only = (
        "import numpy as np\n\nw = np.ones(2)\n\n\ndef loss(w):\n    return w @ w\n\n\nw @ np.ones(3)\n"
    )
    assert told_of(tmp_path, loss_only).startswith(
        "Wrong: program.py raises ValueError in line 10, `w @ np.ones(3)`"
    )
    assert "raises ValueError" in told_of(tmp_path, SPOILED).split("Stopped")[1]


LABELS = """
import numpy as np

rng = np.random.default_rng(0)
X, labels = rng.normal(size=(6, 2)), np.array([0, 1, 2, 0, 1, 2])
onehot, W = np.eye(3)[labels], rng.normal(size=(2, 3))


def share(W, X):
    e = np.exp(X @ W)
    return e / e.sum(axis=1, keepdims=True)


def loss(W, X, t):
    return -np.sum(t * np.log(share(W, X))) / len(X)


def grads(W, X, t):
    return X.T @ (share(W, X) - t) / len(X)
"""


def test_where_the_labels_do_not_fit_their_one_hot_rows_are_tried(tmp_path):
    assert told_of(tmp_path, LABELS).startswith("Right") and "onehot as y" in told_of(tmp_path, LABELS)


CLIPS = {
    "entries": lambda grads, at: [np.clip(g, -at, at) for g in grads],
    "all": lambda grads, at: [
        g * min(1, at / (np.sqrt(sum(np.sum(g * g) for g in grads)) + 1e-6)) for g in grads
    ],
    "each": lambda grads, at: [g * min(1, at / np.linalg.norm(g)) for g in grads],
}


@pytest.mark.parametrize("limit", [20, 0.01])
@pytest.mark.parametrize("clip", CLIPS)
def test_a_clipped_gradient_is_right_and_a_wrong_one_keeps_its_name(clip, limit):
    """Where smaller parameters have gradients that are not clipped, these are compared, else clipped ones."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
    params = [rng.normal(size=(4, 8)), np.zeros(8), rng.normal(size=(8, 2)), np.zeros(2)]

    def loss(params, x, y):
        W, b, V, c = params
        return 0.5 * ((np.tanh(x @ W + b) @ V + c - y) ** 2).sum()

    def handed(slope):
        def grads(params, x, y):
            W, b, V, c = params
            a = np.tanh(x @ W + b)
            d = a @ V + c - y
            dz = d @ V.T * slope(a)
            return CLIPS[clip]([x.T @ dz, dz.sum(axis=0), a.T @ d, d.sum(axis=0)], limit)

        return examine(loss, grads, params, x, y)

    right, wrong = handed(lambda a: 1 - a * a), handed(lambda a: 1 - a)
    assert right.verdict == RIGHT and "clipped" in str(right), right
    assert wrong.verdict == WRONG, wrong
    if limit == 20:
        assert "1 - a is taken for the derivative of tanh" in wrong.answer, wrong
