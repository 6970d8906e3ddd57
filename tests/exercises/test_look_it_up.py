"""The companion of 00: its words are told where it says, its cheat sheet is what nn/ computes."""

import re

import numpy as np
import pytest
from notebooks_on_stage import FOLDER, headings, markdown

from backprop_course.check.differences import slope
from backprop_course.nn import initializers, layers, losses, plain, walks
from backprop_course.nn.network import residual

PAGE = FOLDER / "deeper" / "00_look_it_up.ipynb"
TEXT = markdown(PAGE)
LINK = re.compile(r"\[[^]]*\]\(([^)#]*)#?([^)]*)\)")


def section(heading):
    """The text below a heading of the page."""
    return re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)[1]


def rows(heading):
    """The cells of every row, with a bold name in front, of the tables below a heading."""
    lines = [line for line in section(heading).splitlines() if line.startswith("| **")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


# -- words --


@pytest.mark.parametrize("row", rows("Find a word"), ids=lambda row: row[0].strip("*"))
def test_a_word_is_told_where_its_row_says(row):
    word, says, told = row
    names = [re.sub(r"(?<!s)s\b|'s", "", name).lower() for name in re.split(r",\s*", word.strip("*"))]
    for file, place in LINK.findall(told):
        text = told_below(place, (PAGE.parent / file).resolve() if file else PAGE).lower()
        assert any(name in text or name.split()[0] in text for name in names), f"{file}#{place}"


def told_below(place, path):
    """The text of a notebook from a place to the next heading of its level; all of it without a place."""
    text = markdown(path)
    heading = next((each for each in headings(path) if each.replace(" ", "-") == place), None)
    return re.split(r"^## ", text.partition(f"## {heading}\n")[2], flags=re.MULTILINE)[0] if heading else text


def test_words_come_by_the_alphabet():
    words = [row[0].strip("*").lower() for row in rows("Find a word")]
    assert words == sorted(words) and len(words) > 30


# -- the cheat sheet --

SHEET = {
    row[0].split("**")[1]: re.findall("`([^`]+)`", "".join(row[1:])) for row in rows("Print the cheat sheet")
}
DENSE = layers.dense(3, 3, initializers.xavier)
LAYERS = {  # what goes in, what comes out, the layer, and what else its row knows
    "dense": ("A", "Z", DENSE, {}),
    "tanh": ("Z", "A", layers.tanh, {}),
    "sigmoid": ("Z", "A", layers.sigmoid, {}),
    "ReLU": ("Z", "A", layers.relu, {}),
    "leaky ReLU": ("Z", "A", layers.leaky_relu(0.1), {"leak": 0.1}),
    "batch norm": ("Z", "B", layers.batch_norm(3, eps=1e-3), {"eps": 1e-3}),
    "dropout": ("A", "kept", layers.dropout(0.4, lambda shape: dice().random(shape)), {"share": 0.4}),
    "residual": ("A", "R", residual(DENSE), {}),
}
LOSSES = {
    "squared error": losses.squared_error,
    "surprise, yes or no": losses.logistic,
    "the same, without overflow": losses.logistic,
    "surprise, K classes": losses.softmax_cross_entropy,
}


def dice():
    """The same dice for all."""
    return np.random.default_rng(7)


def drawn(*shape):
    """The same numbers for all."""
    return np.random.default_rng(0).normal(size=shape)


def computed(name, **known):
    """What the lines of a row make of what is known, by name."""
    made = {"np": np, "rng": dice(), **known}
    for line in SHEET[name]:
        exec(line, made)
    return made


def agree(made, wanted):
    """Whether each of these names is in what a row made, with this value."""
    return all(np.allclose(made[name], value, rtol=1e-9, atol=1e-12) for name, value in wanted.items())


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_of_the_sheet_is_one_of_ours(name):
    goes_in, comes_out, layer, known = LAYERS[name]
    x, dy = drawn(5, 3), drawn(5, 3)[::-1]
    params = [param + 0.3 for param in layer.init(dice())]
    names = [each.rstrip("1") for each in layer.names]
    y, saved = layer.forward(params, x)
    dx, grads = layer.backward(params, saved, dy)
    made = computed(
        name, n=5, **{goes_in: x, f"d{comes_out}": dy}, **dict(zip(names, params, strict=True)), **known
    )
    assert agree(made, {comes_out: y, f"d{goes_in}": dx})
    assert name == "residual" or agree(
        made, {f"d{each}": grad for each, grad in zip(names, grads, strict=True)}
    )


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_of_the_sheet_is_one_of_ours(name):
    loss, z = LOSSES[name], drawn(6, 3)
    y = np.eye(3)[[0, 2, 1, 1, 0, 2]]
    z, y = (z[:, :1], y[:, :1]) if loss is losses.logistic else (z, y)
    value, dz = loss(z, y)
    made = computed(name, Z=z, Y=y)
    assert agree(made, {"P": loss.predict(z), "L": value})
    assert agree(computed("all of these, backward", P=made["P"], Y=y, n=6), {"dZ": dz})


def test_squared_error_after_a_sigmoid_has_its_own_gradient():
    def at(z):
        return computed("squared error after a sigmoid", Z=z, Y=drawn(6, 1) > 0, n=6)

    assert np.allclose(at(drawn(6, 1))["dZ"], slope(lambda z: at(z)["L"], drawn(6, 1)), atol=1e-9)


def test_its_starts_are_ours():
    for name, start in (("Xavier's start", initializers.xavier), ("He's start", initializers.he)):
        assert np.array_equal(computed(name, n_in=5, n_out=8)["W"], start(dice(), 5, 8)[0])


def test_its_signal_is_that_of_a_wide_layer():
    W, dZ, slopes = drawn(400, 600) / 20, dice().normal(size=(50, 600)), dice().random((50, 400))
    before = (dZ @ W.T) * slopes
    measured = np.sqrt((before**2).mean() / (dZ**2).mean())
    assert computed("signal", n_out=600, W=W, slopes=slopes)["factor"] == pytest.approx(measured, rel=0.02)


def test_its_rates_are_those_of_a_bowl():
    curvatures = np.array([0.5, 2.0, 3.0])

    def farthest(rate):
        return np.abs(computed("rates", curvatures=curvatures, rate=rate)["factors"]).max()

    found = computed("rates", curvatures=curvatures, rate=0)
    assert farthest(found["limit"]) == pytest.approx(1)
    assert farthest(found["best"]) <= min(map(farthest, np.linspace(0, 1, 200)))
    theta, path = np.ones(3), walks.descend(lambda theta: curvatures * theta, np.ones(3), 0.4, 1)
    assert np.allclose(theta * computed("rates", curvatures=curvatures, rate=0.4)["factors"], path[1])


def test_its_step_is_ours():
    theta, grad = drawn(4), dice().normal(size=4)
    made = computed("step", theta=theta, grad=grad, rate=0.1)
    assert agree(made, {"theta": plain.step([theta], [grad], 0.1)[0]})


def test_its_check_is_ours():
    params, x, y = [drawn(3, 2), drawn(1, 2), drawn(2, 1), drawn(1, 1)], drawn(5, 3), np.eye(5)[:, :1]
    grads = plain.backward(params, x, y)
    grads[2] = 1.5 * grads[2]

    def loss(number):
        return plain.loss(
            plain.predict([params[0], params[1], np.array([[number], params[2][1]]), params[3]], x), y
        )

    here = params[2][0, 0]
    found = computed("slope", loss=loss, theta=here, h=1e-5)["slope"]
    assert found == pytest.approx(grads[2][0, 0] / 1.5, rel=1e-6)
    error = computed("error", grad=grads[2], slope=grads[2] / 1.5)["error"]
    assert error == pytest.approx(plain.check(params, x, y, grads), rel=1e-6)


def test_every_row_of_the_sheet_is_tried():
    others = {"all of these, backward", "squared error after a sigmoid", "Xavier's start", "He's start"}
    others |= {"signal", "step", "rates", "slope", "error"}
    assert SHEET.keys() == LAYERS.keys() | LOSSES.keys() | others
