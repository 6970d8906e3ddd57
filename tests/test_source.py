"""The line that makes a gradient is told in the learner's own words, or not at all."""

import ast
import importlib.util

import pytest
from learners import files, wrong

from backprop_course.check.file import verdict_on_file
from backprop_course.check.learner.source import lines_of
from backprop_course.check.reading import Raised, Unreadable, read

CASES = {  # code, the arrays that are wrong, how many there are, and the texts of the lines
    "by name": (
        "def f(x, d):\n    dW1 = x.T @ d\n    db1 = d.sum(0)\n    return dict(W1=dW1, b1=db1)",
        {0: "W1"}, 2, ["dW1 = x.T @ d"],
    ),
    "what both are made from": (
        "def f(x, d, W, z):\n    dz1 = d @ W.T * z\n    dW1 = x.T @ dz1\n    db1 = dz1.sum(0)\n"
        "    return dict(W1=dW1, b1=db1)",
        {0: "W1", 1: "b1"}, 2, ["dz1 = d @ W.T * z"],
    ),
    "by place": (
        "def f(x, d, W, z):\n    e = d @ W.T * z\n    return x.T @ e, e.sum(0), z.T @ d, d.sum(0)",
        {0: "W1", 1: "b1"}, 4, ["e = d @ W.T * z"],
    ),
    "by place, one of several": (
        "def f(x, d):\n    a = x.T @ d\n    b = d.mean(0)\n    return [a, b]",
        {1: "theta[1]"}, 2, ["b = d.mean(0)"],
    ),
    "keys of gradients": (
        "def f(x, d):\n    grads = {}\n    grads['W2'] = x.T @ d\n    return grads",
        {2: "params['W2']"}, 4, ["grads['W2'] = x.T @ d"],
    ),
    "attributes, after zeros": (
        "def f(self, x, d):\n    self.grad_W = np.zeros_like(self.W)\n    self.grad_W += x.T @ d",
        {0: "layers[0].W"}, 4, ["self.grad_W += x.T @ d"],
    ),
    "several at once": (
        "def f(x, d):\n    dW, db = (x.T @ d, d.sum(0))\n    return {'W': dW, 'b': db}",
        {1: "b"}, 2, ["dW, db = (x.T @ d, d.sum(0))"],
    ),
    "an update in one line": (
        "def f(x, d, W1, W2):\n    W2 -= 0.1 * x.T @ d\n    W1 = W1 - 0.1 * x.T @ (d @ W2.T)",
        {0: "W1"}, 2, ["W1 = W1 - 0.1 * x.T @ (d @ W2.T)"],
    ),
    "what is set in part": (
        "def f(x, d, W, h):\n    dh = d @ W.T\n    dh[h < 0] = 0\n    dW1 = x.T @ dh\n    db1 = dh.sum(0)",
        {0: "W1", 1: "b1"}, 4, ["dh = d @ W.T", "dh[h < 0] = 0"],
    ),
    "nothing of the kind": ("def f(x, d):\n    return g(x, d)", {0: "W1"}, 2, []),
    "too many to tell": ("def f(x, d):\n    q = x.T @ d\n    return {'one': q}", {0: "W1"}, 2, []),
}  # fmt: skip


def defined(code, path):
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("mine", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f


@pytest.mark.parametrize("name", CASES)
def test_the_line_of_a_gradient(name, tmp_path):
    code, arrays, count, texts = CASES[name]
    found = lines_of([defined(code, tmp_path / "mine.py")], arrays, count)
    assert [line.text for line in found] == texts
    for line in found:
        assert code.splitlines()[line.number - 1].strip().replace("'", '"') == line.text.replace(
            "'", '"'
        ) or (name == "several at once")


def test_what_stands_in_no_file_has_no_number():
    space = {}
    exec(CASES["by name"][0], space)
    assert lines_of([space["f"]], {0: "W1"}, 2) == []  # there is no source at all


@pytest.mark.parametrize("path", files("first_half"), ids=lambda path: path.stem)
def test_lines_stand_where_they_are_said_to_stand(path):
    module = wrong(path)
    try:
        reading = read(**module.hand_over())
    except (Raised, Unreadable):
        pytest.skip("it cannot be read")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    there = {(node.lineno, ast.unparse(node)) for node in ast.walk(tree) if hasattr(node, "lineno")}
    for name in reading.names:
        assert {tuple(line) for line in reading.lines([name])} <= there


SLIP = """
import numpy as np
X = np.random.default_rng(0).normal(size=(8, 2))
y = (X[:, :1] > 0) * 1.0
W = np.ones((2, 1))
b = np.zeros(1)

def forward(X, W, b):
    return 1 / (1 + np.exp(-X @ W - b))

def loss(X, y, W, b):
    return np.mean((forward(X, W, b) - y) ** 2)

def backward(X, y, W, b):
    p = forward(X, W, b)
    dz = 2 * (p - y) * p / len(X)
    return X.T @ dz, dz.sum(axis=0)
"""


def test_the_report_shows_the_line(tmp_path):
    path = tmp_path / "slip.py"
    path.write_text(SLIP, encoding="utf-8")
    words = verdict_on_file(path).words
    assert "Your line     16: `dz = 2 * (p - y) * p / len(X)`" in words
