"""One network in all the ways that a container, a signature, labels, biases and gradients can be written."""

import itertools
import linecache
import types
from typing import NamedTuple

LAYER = """
class Layer:
    def __init__(self, W, b):
        self.W, self.b = W, b


class Net:
    def __init__(self, hidden, out):
        self.hidden, self.out, self.layers = hidden, out, [hidden, out]
"""
CONTAINERS = {  # how it is made of W1, b1, W2, b2; where these lie in it; whether it can change in place
    "dict": ("dict(W1=W1, b1=b1, W2=W2, b2=b2)", "p['W1'], p['b1'], p['W2'], p['b2']", True),
    "list": ("[W1, b1, W2, b2]", "p[0], p[1], p[2], p[3]", True),
    "tuple": ("(W1, b1, W2, b2)", "p[0], p[1], p[2], p[3]", False),
    "pairs": ("[[W1, b1], [W2, b2]]", "p[0][0], p[0][1], p[1][0], p[1][1]", True),
    "list of dicts": (
        "[dict(W=W1, b=b1), dict(W=W2, b=b2)]",
        "p[0]['W'], p[0]['b'], p[1]['W'], p[1]['b']",
        True,
    ),
    "layers": ("[Layer(W1, b1), Layer(W2, b2)]", "p[0].W, p[0].b, p[1].W, p[1].b", True),
    "nested": ("Net(Layer(W1, b1), Layer(W2, b2))", "p.hidden.W, p.hidden.b, p.out.W, p.out.b", True),
    "deep": (
        "Net(Layer(W1, b1), Layer(W2, b2))",
        "p.layers[0].W, p.layers[0].b, p.layers[1].W, p.layers[1].b",
        True,
    ),
    "namespace": ("types.SimpleNamespace(W1=W1, b1=b1, W2=W2, b2=b2)", "p.W1, p.b1, p.W2, p.b2", True),
}
SIGNATURES = ["p, x, y", "x, y, p", "x, y", "p", ""]  # what is not handed over is a variable of the file
SOFTMAX = "q = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)"
SIGMOID = "q = 1 / (1 + np.exp(-z))"
LABELS = {  # the labels, the outputs, what makes of z what is compared, the loss, its derivative by z
    "numbers": (
        "rng.normal(size=(6, 2))",
        2,
        "q = z",
        "np.sum((q - y) ** 2) / len(x)",
        "2 * (q - y) / len(x)",
    ),
    "one axis": (
        "rng.normal(size=6)",
        1,
        "q = z[:, 0]",
        "np.mean((q - y) ** 2)",
        "(2 * (q - y) / len(x))[:, None]",
    ),
    "integers": (
        "np.array([0, 2, 1, 1, 0, 2])",
        3,
        SOFTMAX,
        "-np.mean(np.log(q[np.arange(len(x)), y]))",
        "(q - np.eye(3)[y]) / len(x)",
    ),
    "list of integers": (
        "[0, 2, 1, 1, 0, 2]",
        3,
        SOFTMAX,
        "-np.mean([np.log(q[i, k]) for i, k in enumerate(y)])",
        "(q - np.eye(3)[y]) / len(x)",
    ),
    "one-hot": (
        "np.eye(3)[[0, 2, 1, 1, 0, 2]]",
        3,
        SOFTMAX,
        "-np.sum(y * np.log(q)) / len(x)",
        "(q - y) / len(x)",
    ),
    "0 and 1": (
        "np.array([[0], [1], [1], [0], [1], [0]])",
        1,
        SIGMOID,
        "-np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))",
        "(q - y) / len(x)",
    ),
    "-1 and 1": (
        "np.array([-1, 1, 1, -1, 1, -1])",
        1,
        "m = y * z[:, 0]",
        "np.mean(np.log(1 + np.exp(-m)))",
        "(-y / (1 + np.exp(m)) / len(x))[:, None]",
    ),
}
BIASES = {
    "(m,)": ("np.full({m}, 0.1)", "sum(axis=0)"),
    "(1, m)": ("np.full((1, {m}), 0.1)", "sum(axis=0, keepdims=True)"),
}
GRADIENTS = ["dict", "tuple", "beside", "with the loss", "step"]
PARTS = ["W1", "b1", "W2", "b2"]
SLOPE = " * (1 - h ** 2)"


class Way(NamedTuple):
    """One way of writing, by the names of its parts."""

    container: str
    signature: str
    labels: str
    biases: str
    gradients: str


def every_way():
    """All Ways that are possible."""
    for way in itertools.starmap(Way, itertools.product(CONTAINERS, SIGNATURES, LABELS, BIASES, GRADIENTS)):
        keyed = way.container in ("list of dicts", "layers", "nested", "deep")
        if (way.gradients != "step" or CONTAINERS[way.container][2]) and (way.gradients != "beside" or keyed):
            yield way


def code_of(way):
    """The code of a right program, and what `examine` is handed by name."""
    made, lies, _ = CONTAINERS[way.container]
    labels, outputs, compared, loss, delta = LABELS[way.labels]
    bias, summed = BIASES[way.biases]
    data = [LAYER, "rng = np.random.default_rng(3)", "x = rng.normal(size=(6, 3))", f"y = {labels}"]
    data += ["W1, b1 = rng.normal(size=(3, 4)), " + bias.format(m=4)]
    data += [f"W2, b2 = rng.normal(size=(4, {outputs})), " + bias.format(m=outputs), f"p = {made}"]
    forward = [f"W1, b1, W2, b2 = {lies}", "h = np.tanh(x @ W1 + b1)", "z = h @ W2 + b2", compared]
    back = [f"d2 = {delta}", "dW2 = h.T @ d2", f"d1 = d2 @ W2.T{SLOPE}", "dW1 = x.T @ d1"]
    back += [f"db{i} = d{i}.{summed}" for i in (1, 2)]
    handed = dict(loss="loss")
    if "x" in way.signature:
        handed |= dict(x="x", y="y")
    if "p" in way.signature:
        handed |= dict(params="p")
    both = way.gradients == "with the loss"
    if both:
        functions = _function(
            "loss", way.signature, [*forward, *back, f"return {loss}, (dW1, db1, dW2, db2)"]
        )
    else:
        functions = _function("loss", way.signature, [*forward, f"return {loss}"])
        role, name = ("step", "step") if way.gradients == "step" else ("grads", "gradients")
        functions += _function(name, way.signature, [*forward, *back, *_left(way, lies.split(", "))])
        handed[role] = name
        handed |= dict(rate=0.1) if way.gradients == "step" else {}
    return "\n".join(["import types", "import numpy as np", *data, *functions]) + "\n", handed


def _left(way, places):
    """The lines in which gradients are returned, laid beside the parameters, or used up in a step."""
    if way.gradients == "dict":
        return ["return dict(W1=dW1, b1=db1, W2=dW2, b2=db2)"]
    if way.gradients == "tuple":
        return ["return dW1, db1, dW2, db2"]
    if way.gradients == "step":
        return [f"{place} -= 0.1 * d{part}" for place, part in zip(places, PARTS, strict=True)]
    beside = [place.replace("['", "['d").replace(".W", ".dW").replace(".b", ".db") for place in places]
    return [f"{place} = d{part}" for place, part in zip(beside, PARTS, strict=True)]


def _function(name, signature, lines):
    return [f"\n\ndef {name}({signature}):", *(f"    {line}" for line in lines)]


def module_of(code, name):
    """The module that code makes; its lines can be found, as those of a file can."""
    module, file = types.ModuleType(name), f"<{name}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    exec(compile(code, file, "exec"), vars(module))
    return module
