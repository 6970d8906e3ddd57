"""Pictures of this lesson alone: a graph of boxes and arrows, and what a gradient costs."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from backprop_course.lessons.chain_the_rule import experiments
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still

BOX = 1.14, 0.8  # a node of a graph, in inches
LINE = 0.135  # the height of a line of words at an arrow


def graph(ax, nodes, edges, size):
    """A graph of boxes joined by arrows, on axes of `size` in inches, box by box and arrow by arrow.

    nodes {name: (x, y, heading)}, edges [(tail, head)] from left to right: move(values, grads, slopes, sent,
    current, color) takes words by node, twice, and by edge, twice; what has no words is not shown yet. The
    current node is outlined in `color`.
    """
    ax.set(xlim=(0, size[0]), ylim=(0, size[1]))
    ax.set_axis_off()
    halo = ax.add_patch(_box(0, 0, alpha=0.15, linewidth=0))
    rim = ax.add_patch(_box(0, 0, fill=False, linewidth=3))
    boxes = {name: _node(ax, *node) for name, node in nodes.items()}
    arrows = {(tail, head): _arrow(ax, *nodes[tail][:2], *nodes[head][:2]) for tail, head in edges}

    def move(values, grads, slopes, sent, current, color):
        for name, box in boxes.items():
            box.move(values.get(name, ""), grads.get(name, ""))
        for edge, arrow in arrows.items():
            arrow.move(slopes.get(edge, ""), sent.get(edge, ""))
        for patch in (halo, rim):
            patch.set(color=color, visible=current in nodes)
            if current in nodes:
                patch.set(x=nodes[current][0] - BOX[0] / 2, y=nodes[current][1] - BOX[1] / 2)

    panels = [*arrows.values(), *boxes.values()]
    return Moving([halo, *[artist for panel in panels for artist in panel.artists], rim], move)


def _box(x, y, **look):
    """A rounded box around (x, y)."""
    corner = x - BOX[0] / 2, y - BOX[1] / 2
    return FancyBboxPatch(corner, *BOX, boxstyle="round,pad=0,rounding_size=0.1", **look)


def _node(ax, x, y, heading):
    """A box with a heading, and below it a line for a value and one for its gradient: move(value, grad)."""
    ax.add_patch(_box(x, y, facecolor="white", edgecolor=style.DATA))
    ax.text(x, y + 0.24, heading, ha="center", va="center", fontsize=9, color=style.DATA)
    look = {"ha": "center", "va": "center", "fontsize": 9}
    value = ax.text(x, y, "", color=style.FORWARD, **look)
    grad = ax.text(x, y - 0.24, "", color=style.BACKWARD, **look)

    def move(value_words, grad_words):
        value.set_text(value_words)
        grad.set_text(grad_words)

    return Moving([value, grad], move)


def _arrow(ax, x0, y0, x1, y1):
    """An arrow between boxes, with words for its slope and what is sent, which turns it: move(slope, sent).

    They stand above and below an arrow that is level, and on the right of one that is not, off its line.
    """
    rise = 0.2 * (y1 - y0)
    ends = [(x0 + BOX[0] / 2, y0 + rise), (x1 - BOX[0] / 2, y1 - rise)]
    look = {"arrowstyle": "-|>", "mutation_scale": 12, "shrinkA": 1, "shrinkB": 1, "linewidth": 1.5}
    there, back = (ax.add_patch(FancyArrowPatch(*way, **look)) for way in (ends, ends[::-1]))
    back.set(color=style.BACKWARD, linestyle="--")
    look = {"fontsize": 8.5, "linespacing": 1.1}
    if rise:
        x, y = _beside(ends, y1)
        slope = ax.text(x, y + LINE, "", va="bottom", **look)
        sent = ax.text(x, y, "", va="bottom", color=style.BACKWARD, **look)
    else:
        x = (x0 + x1) / 2
        slope = ax.text(x, y0 + 0.06, "", ha="center", va="bottom", **look)
        sent = ax.text(x, y0 - 0.06, "", ha="center", va="top", color=style.BACKWARD, **look)

    def move(slope_words, sent_words):
        slope.set_text(slope_words)
        sent.set_text(sent_words)
        color = style.FORWARD if slope_words else style.mixed(style.DATA, 0.5)
        there.set(color=color, visible=not sent_words)
        back.set_visible(bool(sent_words))

    return Moving([there, back, slope, sent], move)


def _beside(ends, y):
    """Where three lines of words begin, right of an arrow and past its head's box, whose middle is at y."""
    (x0, y0), (x1, y1) = ends
    above = y0 > y1
    edge = y + (BOX[1] / 2 + 0.08) * (1 if above else -1)  # of the words, towards the box
    crossing = x0 + (edge - y0) / (y1 - y0) * (x1 - x0)  # where the arrow is as high
    return max(crossing, x0) + 0.06, edge if above else edge - 3 * LINE


def costs_of(networks):
    """The work of a gradient against the weights, for networks of these sizes: differences, and backward."""
    weights = [experiments.dense_weights(sizes) for sizes in networks]
    passes = [experiments.multiply_adds(sizes) for sizes in networks]
    parameters = [count + sum(sizes[1:]) for count, sizes in zip(weights, networks, strict=True)]
    differences = [2 * ahead * count for (ahead, _), count in zip(passes, parameters, strict=True)]
    figure, (ax,) = style.figure(width=7)
    ax.plot(weights, differences, "s", color=style.DATA, markersize=5, label="central differences")
    ax.plot(weights, [sum(each) for each in passes], "x", color=style.BACKWARD, label="forward and backward")
    ax.plot(weights, [ahead for ahead, _ in passes], "o", color=style.FORWARD, markersize=5, label="forward")
    ax.set(xscale="log", yscale="log", xlabel="number of weights", ylabel="multiply-adds per example")
    ax.legend(fontsize=9)
    ratios = [sum(each) / each[0] for each in passes]
    words = (
        f"{len(networks)} networks: forward and backward cost {min(ratios):.2f} to {max(ratios):.2f} forward"
    )
    most, least = max(differences) / min(differences), max(weights) / min(weights)
    return Still(
        figure, f"{words} passes; {least:.0f} times the weights cost differences {most:.0f} times as much."
    )
