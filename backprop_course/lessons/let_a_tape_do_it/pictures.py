"""Pictures of this lesson: three species, losses of loops, and the tape of its lab."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from backprop_course.lessons.let_a_tape_do_it import experiments
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still

WIDTH, HEIGHT = 9.0, 4.0  # of the tape's axes, in inches
BOX = 0.88, 0.74  # a place on the tape
COLUMNS = np.linspace(0.55, WIDTH - 0.55, 8)
LINES = 2.35, 3.45  # the heights of parameters and of what is computed
LEFT = 0.3, 3.2, 6.2  # where the three arrays of an equation begin
CELL = 0.66, 0.26  # a number of an array
FIRST = 1.05  # the height of an array's first row
MOST = 4, 4  # rows and columns of the largest array


def three_species():
    """Length and width of the petals of three species."""
    x, y = experiments.petals()
    fig, (ax,) = style.figure(width=5.5, height=3)
    names, markers = ("setosa", "versicolor", "virginica"), "o^x"
    for place, (name, marker) in enumerate(zip(names, markers, strict=True)):
        own = x[y[:, place] == 1]
        ax.plot(*own.T, marker, color=style.INK, markersize=4, label=name, fillstyle="none")
    ax.set(xlabel="length (standardized)", ylabel="width (standardized)", title="petals of three irises")
    ax.legend(fontsize=9)
    words = f"{len(x)} irises: the small petals of setosa lie apart, versicolor and virginica touch."
    return Still(fig, words)


def losses(curves, floor=None):
    """The losses of several loops, {name: losses}, and perhaps a loss that one of them never goes below."""
    fig, (ax,) = style.figure(width=7, height=3)
    looks = zip((style.FORWARD, style.BACKWARD, style.THIRD), ("-", "--", "-."), strict=True)
    for (name, values), (color, dashes) in zip(curves.items(), looks, strict=False):
        ax.plot(values, dashes, color=color, label=name)
    if floor is not None:
        ax.axhline(floor, color=style.DATA, linewidth=1, linestyle=":", label=f"{floor:.4f}")
    ax.set(xlabel="step", ylabel="loss", ylim=(0, 1.1 * max(map(max, curves.values()))))
    ax.set_title("loops from one start")
    ax.margins(x=0)
    ax.legend(fontsize=9)
    ends = ", ".join(f"{name} {values[0]:.2f} to {values[-1]:.3f}" for name, values in curves.items())
    return Still(fig, f"Losses over {max(map(len, curves.values()))} steps: {ends}.")


# -- the lab's tape --


def tape(ax, nodes, edges):
    """Boxes (name, formula, (column, row)) joined by arrows, and below them the arrays of an equation.

    move(values, grads, current, color, equation) takes words by node, twice; what has none is not there yet.
    """
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    ax.set_axis_off()
    spots = {name: (COLUMNS[column], LINES[row]) for name, _, (column, row) in nodes}
    halo, rim = ax.add_patch(_box(0, 0, alpha=0.15, linewidth=0)), ax.add_patch(_box(0, 0, fill=False, lw=3))
    boxes = {name: _node(ax, *spots[name], name, formula) for name, formula, _ in nodes}
    arrows = [(tail, head, _arrow(ax, spots[tail], spots[head])) for tail, head in edges]
    arrays = [_array(ax, left) for left in LEFT]
    equals, sign = (
        ax.text(x, FIRST - 0.3, "", ha="center", fontsize=12) for x in (LEFT[1] - 0.3, LEFT[2] - 0.3)
    )

    def move(values, grads, current, color, equation):
        for name, box in boxes.items():
            box.move(values.get(name, ""), grads.get(name, ""))
        for tail, head, arrow in arrows:
            arrow.move(head in values, tail in grads)
        for patch in (halo, rim):
            patch.set(color=color, visible=current in spots)
            if current in spots:
                x, y = spots[current]
                patch.set(x=x - BOX[0] / 2, y=y - BOX[1] / 2)
        parts = (equation.result, equation.first, equation.second) if equation else (None, None, None)
        for array, part in zip(arrays, parts, strict=True):
            array.move(part)
        equals.set_text("=" if equation else "")
        sign.set_text(equation.sign if equation else "")

    panels = [*(arrow for _, _, arrow in arrows), *boxes.values(), *arrays]
    moving = [artist for panel in panels for artist in panel.artists]
    return Moving([halo, *moving, equals, sign, rim], move)


def _box(x, y, **look):
    """A rounded box around (x, y)."""
    corner = x - BOX[0] / 2, y - BOX[1] / 2
    return FancyBboxPatch(corner, *BOX, boxstyle="round,pad=0,rounding_size=0.08", **look)


def _node(ax, x, y, name, formula):
    """A box with its formula, and below it lines for two shapes: move(value, grad)."""
    ax.add_patch(_box(x, y, facecolor="none", edgecolor=style.DATA))
    low = name.translate(str.maketrans("12", "₁₂"))
    known = formula in ("input", "weights", "bias")
    ax.text(x, y + 0.22, low if known else formula, ha="center", va="center", fontsize=9, color=style.DATA)
    look = {"ha": "center", "va": "center", "fontsize": 9}
    value, grad = (
        ax.text(x, y, "", color=style.FORWARD, **look),
        ax.text(x, y - 0.22, "", color=style.BACKWARD, **look),
    )

    def move(value_words, grad_words):
        value.set_text(value_words)
        grad.set_text(grad_words)

    return Moving([value, grad], move)


def _arrow(ax, tail, head):
    """An arrow that turns when the gradient has come through it: move(written, returned)."""
    upright = abs(tail[0] - head[0]) < 1e-9
    margin = np.array([0, BOX[1] / 2] if upright else [BOX[0] / 2, 0])
    ends = [np.add(tail, margin), np.subtract(head, margin)]
    look = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": 0, "shrinkB": 0, "linewidth": 1.3}
    there, back = (ax.add_patch(FancyArrowPatch(*way, **look)) for way in (ends, ends[::-1]))
    back.set(color=style.BACKWARD)

    def move(written, returned):
        there.set(color=style.FORWARD if written else style.mixed(style.DATA, 0.5), visible=not returned)
        back.set_visible(returned)

    return Moving([there, back], move)


def _number(ax, x, y):
    """A number that ends at x."""
    return ax.text(x, y, "", ha="right", va="center", fontsize=9)


def _array(ax, left):
    """The numbers of an array in brackets, below its name and shape: move(part), or move(None)."""
    top = FIRST + CELL[1] / 2
    name = ax.text(left, top + 0.16, "", fontsize=10)
    cells = {
        (row, column): _number(ax, left + (column + 0.9) * CELL[0], FIRST - row * CELL[1])
        for row in range(MOST[0])
        for column in range(MOST[1])
    }  # fmt: skip
    brackets = [ax.plot([], [], color=style.DATA, linewidth=1)[0] for _ in range(2)]

    def move(part):
        for artist in (name, *cells.values()):
            artist.set_text("")
        for bracket in brackets:
            bracket.set_data([], [])
        if part is None:
            return
        array = np.atleast_2d(part.array)
        shape = " × ".join(map(str, part.array.shape))
        name.set(text=f"{part.name},  {shape}" if shape else part.name, color=part.color)
        for place, number in np.ndenumerate(array):
            cells[place].set(text=f"{number + 0.0:.3f}".replace("-", "−"), color=part.color)
        bottom = top - len(array) * CELL[1]
        for bracket, x, lean in zip(
            brackets, (left, left + array.shape[1] * CELL[0] + 0.06), (0.06, -0.06), strict=True
        ):
            bracket.set_data([x + lean, x, x, x + lean], [top, top, bottom, bottom])

    return Moving([name, *cells.values(), *brackets], move)
