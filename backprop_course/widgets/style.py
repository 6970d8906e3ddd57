"""Colors with meanings, the same in equations, pictures and prose (Okabe & Ito, 2008); figures' sizes."""

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure

FORWARD = "#0072B2"  # blue: values, predictions
BACKWARD = "#D55E00"  # vermillion: derivatives, gradients
TRUTH = "#009E73"  # green: what is right, what is to be reached
THIRD = "#CC79A7"  # purple: a third thing
DATA = "#777777"  # gray: data, context
INK = "#222222"
SKY, ORANGE = "#56B4E9", "#E69F00"  # fills only: where class 1 and class 0 are predicted

LIGHTNESS = np.array([0.2126, 0.7152, 0.0722])  # how much red, green and blue add to it
MIDDLE = 0x79  # the gray that is as readable on white as on the dark theme's ground, #111
DPI = 100  # pixels of a page to an inch of a figure

matplotlib.rcParams.update(
    {
        "font.size": 10,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": DATA,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "legend.frameon": False,
        "lines.linewidth": 2,
        "font.sans-serif": ["DejaVu Sans", "Verdana"],  # on a page without the one, the other is as wide
        "svg.fonttype": "none",
        "svg.hashsalt": "",  # the same picture has the same names inside
    }
)


def figure(columns=1, width=9.0, height=3.4, ratios=None):
    """A figure with `columns` panels side by side, in inches of 100 dots: the figure and its axes."""
    fig = Figure((width, height), dpi=DPI, layout="constrained", facecolor="none")
    FigureCanvasAgg(fig)
    glass = {"facecolor": "none"}
    return fig, list(fig.subplots(1, columns, squeeze=False, width_ratios=ratios, subplot_kw=glass)[0])


def mixed(color, share):
    """`color` mixed with white: share 1 is the color, 0 is white."""
    return tuple(share * channel + 1 - share for channel in to_rgb(color))


def two_sided():
    """A map from class 0 (light orange) over white to class 1 (light sky blue)."""
    return LinearSegmentedColormap.from_list("classes", [mixed(ORANGE, 0.6), "white", mixed(SKY, 0.6)])


# Of images. The one ends at the darkest gray of a still, where what is darker would look the same; the other
# goes from what lowers something, over what does nothing, to what raises it.
GRAYS = LinearSegmentedColormap.from_list("grays", ["white", (MIDDLE / 255,) * 3])
SIGNS = LinearSegmentedColormap.from_list("signs", [BACKWARD, "white", FORWARD])
