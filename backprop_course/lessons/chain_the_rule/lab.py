"""Labs: a computational graph stepped forward and back with its numbers, a chain or with paths that meet."""

from collections.abc import Callable
from functools import partial
from math import tanh
from typing import NamedTuple

from backprop_course.lessons.chain_the_rule import pictures
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import evenly_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

SIZE = 9.0, 3.4  # of the drawn graph, in inches
COLUMNS, ROWS = (0.6, 2.55, 4.5, 6.45, 8.4), (0.5, 1.65, 2.8)
FLAT = 0.1  # a local derivative below this is said to let little through


class Vertex(NamedTuple):
    """A node of a graph: its name, its formula in words, its place (column, row), and how it is computed.

    value(values) is its own; edges {parent: (words, slope)} are the local derivatives, each slope(values) a
    number. A leaf has neither.
    """

    name: str
    formula: str
    place: tuple
    value: Callable = None
    edges: dict = {}


class Term(NamedTuple):
    """What one edge sends back to its parent: the derivative that arrives at `child`, and the local one."""

    child: str
    arrived: float
    local: float

    @property
    def product(self):
        """The local derivative times the derivative that arrives."""
        return self.arrived * self.local


class Stepped(NamedTuple):
    """A graph at a step: values and gradients by name, and the terms whose sum each gradient is.

    Step 0 shows the leaves; then every computed node has a step forward, and every node a step back.
    """

    graph: tuple
    step: int
    values: dict
    gradients: dict
    terms: dict

    @property
    def computed(self):
        """The nodes that have been computed, in order."""
        return forward_steps(self.graph)[: self.step]

    @property
    def returned(self):
        """The nodes whose derivative is known, in order."""
        return self.graph[::-1][: max(0, self.step - len(forward_steps(self.graph)))]

    @property
    def current(self):
        """The node of this step, or None."""
        return (self.returned or self.computed or (None,))[-1]


ONE = "1", lambda v: 1.0
HIDDEN_UNIT = (
    Vertex("x", "input", (0, 1)),
    Vertex("w1", "weight", (0, 2)),
    Vertex("b1", "bias", (0, 0)),
    Vertex(
        "z1", "w₁x + b₁", (1, 1), lambda v: v["w1"] * v["x"] + v["b1"],
        {"x": ("w₁", lambda v: v["w1"]), "w1": ("x", lambda v: v["x"]), "b1": ONE},
    ),
    Vertex("a", "tanh(z₁)", (2, 1), lambda v: tanh(v["z1"]), {"z1": ("1 − a²", lambda v: 1 - v["a"] ** 2)}),
    Vertex("w2", "weight", (2, 2)),
    Vertex("b2", "bias", (2, 0)),
    Vertex(
        "z2", "w₂a + b₂", (3, 1), lambda v: v["w2"] * v["a"] + v["b2"],
        {"a": ("w₂", lambda v: v["w2"]), "w2": ("a", lambda v: v["a"]), "b2": ONE},
    ),
    Vertex("loss", "½(z₂ − 1)²", (4, 1), lambda v: (v["z2"] - 1) ** 2 / 2,
         {"z2": ("z₂ − 1", lambda v: v["z2"] - 1)}),
)  # fmt: skip
HIDDEN_LEAVES = {"b1": -0.4, "w2": -0.9, "b2": 0.2}

TWO_OUTPUTS = (
    Vertex("x", "input", (0, 0.5)),
    Vertex("w", "weight", (0, 1.5)),
    Vertex("z", "w x", (1, 1), lambda v: v["w"] * v["x"],
         {"x": ("w", lambda v: v["w"]), "w": ("x", lambda v: v["x"])}),
    Vertex("a", "tanh(z)", (2, 1), lambda v: tanh(v["z"]), {"z": ("1 − a²", lambda v: 1 - v["a"] ** 2)}),
    Vertex("v1", "weight", (2, 2)),
    Vertex("v2", "weight", (2, 0)),
    Vertex("p1", "v₁a", (3, 2), lambda v: v["v1"] * v["a"],
         {"a": ("v₁", lambda v: v["v1"]), "v1": ("a", lambda v: v["a"])}),
    Vertex("p2", "v₂a", (3, 0), lambda v: v["v2"] * v["a"],
         {"a": ("v₂", lambda v: v["v2"]), "v2": ("a", lambda v: v["a"])}),
    Vertex(
        "loss", "½Σ error²", (4, 1), lambda v: (v["p1"] - 1) ** 2 / 2 + (v["p2"] + 0.5) ** 2 / 2,
        {"p1": ("p₁ − 1", lambda v: v["p1"] - 1), "p2": ("p₂ + ½", lambda v: v["p2"] + 0.5)},
    ),
)  # fmt: skip
OUTPUT_LEAVES = {"v1": 1.2, "v2": 0.8}


def forward_steps(graph):
    """The nodes of a graph that are computed, in order."""
    return tuple(node for node in graph if node.value)


def run_forward(graph, leaves):
    """The value of every node by name, from those of the leaves."""
    values = dict(leaves)
    for node in forward_steps(graph):
        values[node.name] = node.value(values)
    return values


def run_backward(graph, values):
    """The derivative of the last node by every node, and the terms that it is the sum of, by name."""
    terms, gradients = {node.name: [] for node in graph}, {}
    for node in reversed(graph):
        arrived = sum(term.product for term in terms[node.name]) if gradients else 1.0
        gradients[node.name] = arrived
        for parent, (_, slope) in node.edges.items():
            terms[parent].append(Term(node.name, arrived, slope(values)))
    return gradients, terms


def compute_step(graph, leaves, step):
    """The graph run forward and back, to be shown up to a step."""
    values = run_forward(graph, leaves)
    return Stepped(graph, step, values, *run_backward(graph, values))


def compute(step, x, weight):
    """The hidden unit at a step, for an input and a first weight."""
    return compute_step(HIDDEN_UNIT, {"x": x, "w1": weight} | HIDDEN_LEAVES, step)


def compute_paths(step, x, weight):
    """The unit with two outputs at a step, for an input and a weight."""
    return compute_step(TWO_OUTPUTS, {"x": x, "w": weight} | OUTPUT_LEAVES, step)


def low(name):
    """A name with its digits set low."""
    return name.translate(str.maketrans("12", "₁₂"))


def in_digits(value):
    """Three decimals, three digits where these would be fewer, a power of ten below a thousandth."""
    size = abs(value)
    words = f"{value:.3f}" if size >= 0.0995 or size == 0 else f"{value:{'#.3g' if size >= 1e-3 else '.1e'}}"
    return words.replace("e-0", "e-").replace("-", "−")


def factor(value):
    """A number as a factor or summand: in parentheses where it is negative."""
    return f"({in_digits(value)})" if value < 0 else in_digits(value)


def draw(graph):
    """The graph; values in blue up to the step, gradients in vermillion from the step on back."""
    figure, (ax,) = style.figure(width=SIZE[0], height=SIZE[1] + 0.3)
    nodes = {node.name: (COLUMNS[node.place[0]], place_of(node.place[1]), node.formula) for node in graph}
    edges = [(parent, node.name) for node in graph for parent in node.edges]
    picture = pictures.graph(ax, nodes, edges, SIZE)

    def move(result):
        picture.move(*labels(result), current=result.current and result.current.name,
                     color=style.BACKWARD if result.returned else style.FORWARD)  # fmt: skip

    return drawing(figure, [picture], move, lambda result: [step_in_words(result)])


def place_of(row):
    """The height of a row, in inches; half a row lies between two."""
    return ROWS[0] + row * (ROWS[1] - ROWS[0])


def labels(result):
    """What this step shows: values and gradients by node, local derivatives and what is sent by edge."""
    known = [node.name for node in result.graph if not node.value or node in result.computed]
    returned = [node.name for node in result.returned]
    values = {name: f"{low(name)} = {in_digits(result.values[name])}" for name in known}
    grads = {name: f"d{low(name)} = {in_digits(result.gradients[name])}" for name in returned}
    edges = [(parent, node) for node in result.computed for parent in node.edges]
    slopes = {(parent, node.name): local(result, parent, node, "\n") for parent, node in edges}
    terms = [(name, term) for name in returned for term in result.terms[name]]
    return values, grads, slopes, {(name, term.child): f"← {in_digits(term.product)}" for name, term in terms}


def local(result, parent, node, gap=" = "):
    """A local derivative: its formula and its number."""
    words, slope = node.edges[parent]
    return words if words == ONE[0] else f"{words}{gap}{in_digits(slope(result.values))}"


def step_in_words(result):
    """What happens at this step, as a claim."""
    if result.current is None:
        return "Only the leaves of the graph are known"
    if not result.returned:
        return "Forward: each value from the values before it"
    terms = result.terms[result.current.name]
    if len(terms) > 1:
        total = in_digits(result.gradients[result.current.name])
        return f"Two paths meet, and add: {sum_of(terms)} = {total}"
    if terms and abs(terms[0].local) < FLAT:
        return f"Backward: a local derivative of {in_digits(terms[0].local)} lets little through"
    return "Backward: what arrives × the local derivative" if terms else "The way back starts with 1"


def sum_of(terms):
    """The products of several terms as a sum."""
    first, *rest = [term.product for term in terms]
    return " + ".join([in_digits(first), *map(factor, rest)])


def say(result):
    """The step in words, with its numbers."""
    if result.returned:
        return say_backward(result)
    if result.computed:
        return say_forward(result)
    leaves = [f"{low(node.name)} = {in_digits(result.values[node.name])}" for node in result.graph[:2]]
    return f"Step 0: {' and '.join(leaves)} are set, nothing is computed yet. Move the step to the right."


def say_forward(result):
    """One node's value, and what is kept for the way back."""
    node, count = result.current, len(forward_steps(result.graph))
    kept = [f"∂{low(node.name)}/∂{low(parent)} = {local(result, parent, node)}" for parent in node.edges]
    value = f"{low(node.name)} = {node.formula} = {in_digits(result.values[node.name])}"
    return f"Forward {result.step} of {count}: {value}; local derivatives {', '.join(kept)}."


def say_backward(result):
    """One derivative: what arrives times the local derivative, added up where paths meet."""
    name, terms = result.current.name, result.terms[result.current.name]
    chain = " + ".join(f"d{low(t.child)} × ∂{low(t.child)}/∂{low(name)}" for t in terms)
    products = " + ".join(f"{factor(term.arrived)} × {factor(term.local)}" for term in terms)
    sums = f" = {sum_of(terms)}" if len(terms) > 1 else ""
    work = f"{chain} = {products}{sums} = {in_digits(result.gradients[name])}" if terms else "1, the start"
    place = f"Backward {len(result.returned)} of {len(result.graph)}"
    return f"{place}: d{low(name)} = {work}; the loss is {in_digits(result.values['loss'])}."


TRIES = (
    Try(
        "from the start",
        {"step": 0},
        "Go on step by step. Before each step back, compute the next number yourself.",
    ),
    Try("input 3", {"step": 13, "x": 3.0}, "Follow the signal back from the loss: where does it get lost?"),
    Try(
        "input 0", {"step": 13, "x": 0.0}, "Which derivative is zero, and which local derivative makes it so?"
    ),
)
TRIES_OF_PATHS = (
    Try("step 9", {"step": 9}, "Which derivatives come before the two paths can meet? Go on to step 11."),
    Try(
        "weight 0.8",
        {"weight": 0.8},
        "Lower the weight further, and watch the sum in the title: where do the paths cancel?",
    ),
)


def stepper(graph, compute, tries, weight_name, x, weight, step):
    """The lab of one graph, at a step, an input and a weight."""
    last = len(forward_steps(graph)) + len(graph)
    return lab(
        compute, partial(draw, graph), say, tries,
        step=slider("step", evenly_spaced(0, last, 1), step, pace=1.2),
        x=slider("input x", evenly_spaced(-3.0, 3.0, 0.1), x, between=True),
        weight=slider(f"weight {weight_name}", evenly_spaced(-3.0, 3.0, 0.1), weight, between=True),
    )  # fmt: skip


def chain_the_rule():
    """The lab of one hidden unit, half way back."""
    return stepper(HIDDEN_UNIT, compute, TRIES, "w₁", x=1.5, weight=0.8, step=10)


def add_the_paths():
    """The lab of a unit with two outputs, where their two paths meet."""
    return stepper(TWO_OUTPUTS, compute_paths, TRIES_OF_PATHS, "w", x=1.0, weight=1.0, step=11)
