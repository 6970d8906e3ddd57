"""Whatever ways of writing come together: a right program is never accused, and a wrong one is flagged."""

import json
import random
import re
import textwrap

import numpy as np
import pytest
from programs_of_objects import PROGRAMS
from ways import SLOPE, Way, code_of, every_way, module_of

from backprop_course.check.examination import examine
from backprop_course.check.file import examine_file

pytestmark = pytest.mark.slow
WAYS = random.Random(1).sample(list(every_way()), 40)


@pytest.mark.full
@pytest.mark.parametrize("way", WAYS, ids=", ".join)
def test_right_is_right_and_wrong_is_wrong_however_it_is_written(way):
    code, handed = code_of(way)
    for text, verdict in ((code, "right"), (code.replace(SLOPE, ""), "wrong")):
        module = module_of(text, "way")
        found = {key: getattr(module, name) if key != "rate" else name for key, name in handed.items()}
        report = examine(**found)
        assert report.verdict == verdict, report
    assert "tanh" in report.answer


@pytest.mark.full
@pytest.mark.parametrize("name", PROGRAMS)
def test_objects_lists_variables_and_states(name):
    program = PROGRAMS[name]
    assert program.breaks[0] in program.code
    for code, verdict in ((program.code, "right"), (program.code.replace(*program.breaks), "wrong")):
        report = examine(**eval(program.handed, vars(module_of(code, name))))
        assert report.verdict == verdict, report


CODE = code_of(Way("list", "p, x, y", "numbers", "(m,)", "tuple"))[0]
HEAD, DATA, FUNCTIONS = re.fullmatch(r"(.*)(rng = .*?)(\n\n\ndef .*)", CODE, re.DOTALL).groups()
IN_MAIN = HEAD + FUNCTIONS + "\n\ndef main():\n" + textwrap.indent(DATA, "    ")
CELLS = [["%matplotlib inline\n", *(HEAD + DATA).splitlines(keepends=True)], FUNCTIONS, "!ls"]
FILES = {  # a file, and what is said of it beside
    "exits at its end": (CODE + "raise SystemExit(2)", "exit()"),
    "asks for input": (CODE + "input('again? ')", "input()"),
    "raises at its end": (CODE + "open('no such file')", "FileNotFoundError"),
    "draws": (CODE + "import matplotlib.pyplot as plt\nplt.plot(x)\nplt.show()", ""),
    "prints": (CODE + "print('epoch ' * 10**6)", ""),
    "wants arguments": (CODE + "import argparse\nargparse.ArgumentParser().parse_args()", ""),
    "makes its data in main()": (IN_MAIN + "\n\n\nif __name__ == '__main__':\n    main()\n", ""),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_may_do_what_it_likes(name, tmp_path):
    code, words = FILES[name]
    path = tmp_path / "my_net.py"
    path.write_text(code)
    told = examine_file(path)
    assert told.startswith("Right") and words in told
    path.write_text(code.replace(SLOPE, ""))
    assert examine_file(path).startswith("Wrong")


def test_a_notebook_is_a_file(tmp_path):
    path = tmp_path / "my_net.ipynb"
    cells = [dict(cell_type="code", source=source) for source in CELLS]
    path.write_text(json.dumps(dict(cells=[dict(cell_type="markdown", source="# Mine"), *cells])))
    assert examine_file(path).startswith("Right")


CLASS_ALONE = """
import numpy as np
X, y = np.random.RandomState(1).randn(6, 2), np.random.RandomState(2).randn(6, 1)


class Net:
    def __init__(self, n_in=2):
        self.w, self.b = np.random.RandomState(0).randn(n_in, 1), np.zeros(1)

    def forward(self, X):
        return X @ self.w + self.b

    def backward(self, X, y):
        d = 2 * (self.forward(X) - y) / len(X)
        return dict(w=X.T @ d, b=d.sum(axis=0))


def loss(net, X, y):
    return np.mean((net.forward(X) - y) ** 2)
"""


def test_a_class_that_asks_for_nothing_is_made_and_of_another_an_object_is_asked_for(tmp_path):
    path = tmp_path / "my_net.py"
    path.write_text(CLASS_ALONE)
    assert examine_file(path).startswith("Right")
    path.write_text(CLASS_ALONE.replace("n_in=2", "n_in"))
    assert "net = Net(...)" in " ".join(examine_file(path).split())


def test_tables_of_pandas_are_data_and_parameters():
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(0)
    x = pandas.DataFrame(rng.normal(size=(8, 2)), columns=["hours", "sleep"])
    y = pandas.Series(rng.normal(size=8))

    def loss(w, b, x, y):
        return ((x["hours"] * w["hours"] + x["sleep"] * w["sleep"] + b - y) ** 2).mean()

    def grads(w, b, x, y):
        e = 2 * (x @ w + b - y)
        return x.T @ e / len(x), e.mean()

    w = pandas.Series([0.3, -0.2], index=x.columns)
    assert examine(loss, grads, [w, 0.1], x, y).verdict == "right"
    assert examine(loss, lambda *all: [2 * g for g in grads(*all)], [w, 0.1], x, y).verdict == "wrong"


def test_tensors_of_torch_are_data_and_parameters():
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    x, y, w = torch.randn(8, 3), torch.tensor([0, 1, 2, 1, 0, 2, 2, 1]), torch.randn(3, 3)

    def loss(w, x, y):
        return -torch.log(torch.softmax(x @ w, dim=1)[torch.arange(len(x)), y]).mean()

    def grads(w, x, y):
        return x.T @ (torch.softmax(x @ w, dim=1) - torch.nn.functional.one_hot(y, 3)) / len(x)

    assert examine(loss, grads, w, x, y).verdict == "right"
    assert examine(loss, lambda *all: 2 * grads(*all), w, x, y).verdict == "wrong"
