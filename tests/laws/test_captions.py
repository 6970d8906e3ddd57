"""What a lab's caption claims, held against what its picture shows, at every stop of a sweep of its controls.

The measures are taken from what is drawn, by other ways than the lab's own: a word that its picture denies
fails.
"""

import re

import contourpy
import numpy as np
import pytest
from labs_on_stage import ALL, driven, one_move_away
from matplotlib.markers import CARETDOWN, CARETUP

from backprop_course.widgets import style

pytestmark = pytest.mark.slow

NUMBER = r"[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?"


def line(a_lab, panel, place):
    """The (x, y) of a line in a panel, as drawn; where it is off its axis, the edge at which it left."""
    ax = a_lab.drawing.figure.axes[panel]
    x, y = (np.asarray(each, float) for each in ax.lines[place].get_data())
    known = np.isfinite(y)
    if len(y) < 2 or not known.any():
        return x, y
    seen = np.maximum.accumulate(np.where(known, np.arange(len(y)), known.argmax()))
    low, high = sorted(ax.get_ylim())
    return x, np.clip(y[seen], low, high) if ax.lines[place].get_transform() == ax.transData else y[seen]


def beyond(a_lab, panel, color):
    """Whether an arrow of a color stands at the upper and at the lower edge of a panel."""
    lines = a_lab.drawing.figure.axes[panel].lines
    tips = [each for each in lines if each.get_marker() in (CARETUP, CARETDOWN) and len(each.get_xdata())]
    tips = [each.get_marker() for each in tips if each.get_color() == color]
    return CARETUP in tips, CARETDOWN in tips


def drawn_map(a_lab, panel):
    """The map in a panel, and the x and y of its columns and rows."""
    image = a_lab.drawing.figure.axes[panel].images[0]
    known = np.ma.filled(image.get_array(), np.nan)
    left, right, bottom, top = image.get_extent()
    return known, np.linspace(left, right, known.shape[1]), np.linspace(bottom, top, known.shape[0])


def number_after(words, text):
    """The number that follows a word in a caption."""
    return float(re.search(rf"{re.escape(words)} ({NUMBER})", text)[1].replace("−", "-"))


def bulge(a_lab):
    """How far the boundary of the first map leaves the chord of its two farthest points; 0 without one."""
    known, xs, ys = drawn_map(a_lab, 0)
    lines = contourpy.contour_generator(xs, ys, known).lines(0.5)
    if not lines:
        return 0.0
    spots = np.vstack(lines)
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=-1)
    one, other = np.unravel_index(apart.argmax(), apart.shape)
    along = (spots[other] - spots[one]) / apart.max()
    off = spots - spots[one]
    return np.abs(off[:, 0] * along[1] - off[:, 1] * along[0]).max()


def bends(a_lab):
    """Lesson 05: straight and bent are what the boundary is; a loss that goes up for good ends high."""
    words, (_, losses) = a_lab.words, line(a_lab, 1, 0)
    if words.startswith("A straight boundary"):
        assert bulge(a_lab) < 0.4
    if words.startswith("A bent boundary"):
        assert bulge(a_lab) > 0.12
    if words.startswith("Oscillating"):
        rising, top = np.diff(losses[-100:]), a_lab.drawing.figure.axes[1].get_ylim()[1]
        shown = losses[-100:-1] < 0.99 * top  # where the curve lies on the edge, no rise can be seen
        assert (rising[shown] > 0).sum() >= 0.1 * shown.sum()
    if words.startswith("Waiting"):
        assert losses[-1] > 0.6 and np.ptp(losses[-50:]) < 0.1
    if words.startswith(("Diverging", "Thrown off")):
        assert losses[-1] > losses[0] or len(losses) <= 400
    if words.startswith("No signal"):
        assert np.ptp(drawn_map(a_lab, 0)[0]) < 0.01 or "slope 0" in words


def shown_seed(a_lab):
    """Lesson 07: what is said of the seed on show is what its curve does, and of all seeds what all do."""
    words, (_, wrong), (_, right) = a_lab.words, line(a_lab, 2, 2), line(a_lab, 2, 1)
    pale = line(a_lab, 2, 0)[1].reshape(20, -1)[:, -1]
    solve, of_right = map(int, re.search(r": (\d+) of 20 seeds solve XOR \(right: (\d+)\)", words).groups())
    assert (pale < 0.17).sum() <= solve <= (pale < 0.7).sum()
    said = words.partition(":")[0]
    if "fewer" in said.lower():
        assert solve < of_right
    if said.startswith("More seeds"):
        assert solve > of_right
    if said.startswith("About as many"):
        assert abs(solve - of_right) < 3
    if said.startswith("Most seeds climb"):
        assert np.median(pale) > wrong[0]
    verb = re.search(r"; seed \d+ (\w+)", words)[1]
    if verb == "stands":
        assert abs(np.diff(np.log10(wrong[-20:]))).sum() < 0.1 and wrong[-1] > 0.3
    if np.ptp(np.log10(wrong[-20:])) < 0.003 and 0.91 * wrong[0] < wrong[-1] < 50:
        assert verb == "stands"
    if verb == "falls":
        assert wrong[-1] < 0.91 * wrong[0]
    if verb == "climbs":
        assert wrong[-1] > wrong[0]
    if verb == "leaves":
        assert wrong[-1] == a_lab.drawing.figure.axes[2].get_ylim()[1]
    if not a_lab.result.finding.passed:
        assert "no fault" not in words.lower()
    if wrong[-1] < 0.1 * right[-1]:
        assert verb == "falls"


def products(a_lab):
    """Lesson 04: each sum of products that is said comes to the number after it, in its digits."""
    parts = a_lab.words.partition(";")[0].split(" = ")
    values = [worth(part) for part in parts if re.fullmatch(r"[\d\s.×+()e−-]+", part)]
    assert np.allclose(values, values[-1:], rtol=3e-2, atol=3e-3), a_lab.words


def worth(words):
    """What a sum of products comes to."""
    words = words.replace("−", "-").replace("×", "*")
    return sum(np.prod([float(each.strip(" ()")) for each in term.split("*")]) for term in words.split(" + "))


def way_to_the_best_step(a_lab):
    """Lesson 06: longer and shorter lead to a better step, and where none is, the curve has none."""
    (steps, theory), words = line(a_lab, 0, 0), a_lab.words
    here = np.interp(np.log(a_lab.values["step"]), np.log(steps), theory)
    best = steps[theory.argmin()]
    if "take a longer" in words:
        assert best > a_lab.values["step"] and here > 9 * theory.min()
    if "take a shorter" in words:
        assert best < a_lab.values["step"] and here > 9 * theory.min()
    if "no step is ten times better" in words:
        assert here < 12 * theory.min()


def beside_the_best_rate(a_lab):
    """Lesson 10: below and above the best are left and right of the star, near its best loss is near it."""
    (rates, ends), (star, lowest) = line(a_lab, 2, 0), line(a_lab, 2, 1)
    (rate,), (end,) = line(a_lab, 2, 2)
    over, under = beyond(a_lab, 2, style.BACKWARD)
    end = np.inf if over else lowest[0] if under else end
    assert lowest[0] == np.nanmin(ends) and star[0] == rates[np.nanargmin(ends)]
    words = a_lab.words
    if words.startswith("Rate below"):
        assert rate < star[0] and end > 1.9 * lowest[0]
    if words.startswith("Rate above"):
        assert rate > star[0] and end > 1.9 * lowest[0]
    if words.startswith("Near its best loss"):
        assert end <= 2.1 * lowest[0]
    if words.startswith("Diverging"):
        assert end >= line(a_lab, 1, 0)[1][0] * 0.99


def spread(a_lab):
    """Lesson 08: what fades gets smaller from the first layer to the last, what grows larger."""
    (_, sizes), (_, between) = line(a_lab, 2, 1), line(a_lab, 2, 0)
    said = a_lab.words.partition(":")[0]
    if said == "Fading":
        assert sizes[-1] < sizes[0]
    if said == "Growing":
        assert sizes[-1] > sizes[0]
    if said == "Even":
        assert 0.05 < sizes[-1] / sizes[0] < 20
    if said == "Blind":
        assert between[-1] < max(0.02 * sizes[-1], 2e-4)


def fate(a_lab):
    """Lesson 09: what vanishes is below the band at layer 1, what explodes above it."""
    (_, signal), words = line(a_lab, 0, 1), a_lab.words
    ratio = signal[0] / signal[-1]
    if words.startswith("Vanishing"):
        assert ratio < 1 / 90
    if words.startswith("Exploding"):
        assert ratio > 90
    if words.startswith("Alive"):
        assert 1 / 110 < ratio < 110


def path_of_the_screws(a_lab):
    """Lesson 01: θ₂ jumps where it is said, and the loss falls and climbs where that is said."""
    (_, heights), (_, losses), words = line(a_lab, 0, 2), line(a_lab, 1, 1), a_lab.words
    seen = heights[np.abs(heights) > 1e-9]  # what is smaller may be rounding
    jumps = (seen[1:] * seen[:-1] < 0).all()
    title = a_lab.drawing.figure.axes[0].get_title(loc="left")
    if len(seen) > 2:
        assert jumps == any(each in title for each in ("θ₂ jumps", "to and fro", "stays as far"))
    if "then climbs" in words:
        assert losses.argmin() not in (0, len(losses) - 1) and losses[-1] > losses.min()
    if "falls from" in words:
        assert losses[-1] < losses[0]
    if "climbs from the first step on" in words:
        far = losses.argmax()  # from there on it lies farther off than a line is drawn, always at one height
        assert far and (np.diff(losses[: far + 1]) > 0).all() and (losses[far:] == losses[far]).all()


def stops(a_lab):
    """Lesson 01's companion: the walk stops at the first step whose watched number is below the line."""
    steps, watched = line(a_lab, 1, 1)
    _, (tolerance, *_) = line(a_lab, 1, 0)
    below = np.flatnonzero(watched < tolerance)
    if " at step " in a_lab.words:
        assert steps[below[0]] == number_after("at step", a_lab.words)
    else:
        assert not below.size


def near_the_minimum(a_lab):
    """Lesson 11: settled ends below the line, noisy and slow above it, diverging at the top."""
    (epochs, losses), words = line(a_lab, 1, 2), a_lab.words
    late = losses[epochs > 12].mean()
    if words.startswith("Settled"):
        assert late < 0.0101
    if words.startswith(("Noisy", "Slow")):
        assert late > 0.0099
    if words.startswith("Diverging"):
        assert late > losses[0]


def valley(a_lab):
    """Lesson 02: the path crosses the valley where its steep coordinate changes sign at each step."""
    (Ws, bs), (rides, _) = line(a_lab, 1, 2), line(a_lab, 0, 0)
    if a_lab.values["inputs"] != "as measured" or "beyond" in a_lab.words:
        return
    star = np.array([values[0] for values in line(a_lab, 1, 0)])
    ones = np.column_stack([rides, np.ones_like(rides)])
    steep = np.linalg.eigh(ones.T @ ones)[1][:, -1]
    first, second = (np.column_stack([Ws, bs]) - star)[:2] @ steep
    if abs(first) > 1e-6 and abs(second) > 1e-6 * abs(first):
        assert (first * second < 0) == ("the path crosses" in a_lab.words)


def gap(a_lab):
    """Lesson 13: an overfit is a gap between the curves, the best weight decay where validation is lowest."""
    (_, training), (_, validation), words = line(a_lab, 1, 0), line(a_lab, 1, 1), a_lab.words
    assert words.startswith("Overfitting") == (validation[-1] - training[-1] > 0.15)
    decays, by_decay = line(a_lab, 2, 1)
    best = decays[by_decay.argmin()]
    if "no other weight decay" in words:
        assert best == pytest.approx(a_lab.values["decay"])
    else:
        assert number_after("λ =", words) == pytest.approx(best, rel=0.06)
    (marks, curve) = line(a_lab, 1, 1)
    assert number_after("lowest at step", words) == marks[curve.argmin()]


def bars(a_lab):
    """Lesson 12: the shares that are said are the bars that are drawn."""
    widths = [bar.get_width() for bar in a_lab.drawing.figure.axes[2].patches]
    said = [int(each) for each in re.findall(r"(\d+) %", a_lab.words)]
    assert said[0] == round(100 * widths[0])
    if "if batches are sorted" in a_lab.words:
        assert said[:3] == [round(100 * width) for width in widths]
    if "diverges" in a_lab.words:
        assert not np.isfinite(line(a_lab, 0, 0)[1][-1]) or line(a_lab, 0, 0)[1][-1] >= 29


def reading(a_lab):
    """Lesson 14: the digit that is read has the tallest bar; the shares that are said are the dots."""
    heights = [bar.get_height() for bar in a_lab.drawing.figure.axes[1].patches]
    assert number_after("read as", a_lab.words) == np.argmax(heights)
    truth = a_lab.drawing.figure.axes[1].lines[0].get_xdata()
    assert a_lab.words.endswith(": right.") == (list(truth) == [np.argmax(heights)])
    dots, _ = line(a_lab, 2, 3)
    said = [float(each) for each in re.findall(r"([\d.]+) % of \d+ ", a_lab.words)]
    numbers = [number.get_text() for number in a_lab.drawing.figure.axes[2].texts]
    below = [float(number) for number in numbers if number]
    assert np.allclose([share for share in said if share >= 40], dots, atol=0.06)
    assert np.allclose([share for share in said if share < 40], below, atol=0.56)


def plane_of(known, xs, ys):
    """The slopes along x and y, and the height, of the plane whose sigmoid a map shows (3,)."""
    sure = (known > 1e-12) & (known < 0.9)  # where it is saturated the last digits of z are lost
    x, y = np.meshgrid(xs, ys)
    z = np.log(known[sure] / (1 - known[sure]))
    return np.linalg.lstsq(np.column_stack([x[sure], y[sure], np.ones(len(z))]), z, rcond=None)[0]


def sides(a_lab):
    """Lesson 03: the points that are right are on their side of the map; the loss does what is said of it."""
    slope = plane_of(*drawn_map(a_lab, 0))
    marks = [np.column_stack([*line(a_lab, 0, place), np.ones(50)]) for place in (0, 1)]
    right = (marks[0] @ slope > 0).sum() + (marks[1] @ slope < 0).sum()
    words, (_, losses) = a_lab.words, line(a_lab, 1, 1)
    assert int(re.search(r"(\d+) of 100 points", words)[1]) == right
    if "jumps between" in words:
        assert (np.diff(losses[-50:]) > 0).sum() >= 3
    if "and stands" in words:
        assert np.ptp(losses[100:]) < 0.05 * losses[100]
    if "falls from" in words:
        assert losses[-1] < losses[0]
    if "stays within 5 %" in words:
        assert losses[-1] < 1.06


def so_far(a_lab):
    """Lesson 00: the loss fell in each step, or rose in as many as are said, up to the step that is shown."""
    _, losses = line(a_lab, 1, 0)
    words, rises = a_lab.words, (np.diff(losses) > 0).sum()
    assert len(losses) == a_lab.values["step"] + 1
    if "rose in" in words:
        assert rises == number_after("rose in", words)
    if "fell in each" in words:
        assert not rises


def on_the_tape(a_lab):
    """Lesson 15: below the tape stand the numbers of what is computed, as many as the shapes say."""
    (ax,) = a_lab.drawing.figure.axes
    shown = [text.get_text() for text in ax.texts]
    work = a_lab.words.partition(": ")[2].partition(";")[0]
    shapes = [int(rows) * int(columns) for rows, columns in re.findall(r"\((\d+) × (\d+)\)", work)]
    terms = re.split(r" = | [×@+] ", re.sub(r" \([^)]*\)", "", work))
    single = work.count("(a number)") + terms.count("1") + terms.count("1/n")
    numbers = [words for words in shown if re.fullmatch(r"−?\d+\.\d{3}", words)]
    if a_lab.words.startswith("Step 0"):
        assert not numbers
        return
    assert len(numbers) == sum(shapes) + single
    shape = re.search(r"\((.+?)\) = ", work)[1]
    assert (f"d: {shape}" if a_lab.words.startswith("Backward") else shape) in shown


def shared_step(a_lab):
    """Lesson 16: times are those of the bars, the gain is the dot on its curve, a machine is a point."""
    (_, computing, exchanging), words = (line(a_lab, 0, place)[0][-1] for place in range(3)), a_lab.words
    (machines,), (gain,) = line(a_lab, 1, 3)
    points, mean = np.array(line(a_lab, 2, 0)), np.array(line(a_lab, 2, 2))
    assert points.shape[1] == machines and np.allclose(points.mean(axis=1, keepdims=True), mean)
    assert gain == pytest.approx(np.interp(machines, *line(a_lab, 1, 2)))
    if machines == 1:
        assert words.startswith("One machine") and gain == 1
        assert number_after("a step in", words) == pytest.approx(computing, rel=0.01)
        return
    assert words.startswith(f"{machines:g} machines")
    assert number_after("computes", words) == pytest.approx(computing, rel=0.01)
    assert number_after("exchanges", words) == pytest.approx(exchanging, rel=0.01)
    share = 100 * computing / (computing + exchanging)
    assert number_after("so", words) == pytest.approx(share, rel=0.06)
    assert float(re.search(rf"({NUMBER}) times as many", words)[1]) == pytest.approx(gain, rel=0.01)


def rebuilt(a_lab):
    """Lesson 17: losses and floor are those of the lines, the loss on unseen images is the dot's height."""
    (_, losses), (_, floor), (_, here) = line(a_lab, 1, 0), line(a_lab, 1, 4), line(a_lab, 2, 2)
    words, top = a_lab.words, a_lab.drawing.figure.axes[1].get_ylim()[1]
    tiles, _, _ = drawn_map(a_lab, 0)
    if "diverges" in words:
        assert losses[-1] == top and np.isnan(here).all() and not tiles[len(tiles) // 2 :].any()
        return
    assert number_after("ends at a loss of", words) == pytest.approx(losses[-1], rel=0.01)
    assert number_after("the floor is", words) == pytest.approx(floor[0], rel=0.01)
    assert number_after("rebuilt with a loss of", words) == pytest.approx(here[0], rel=0.01)
    title = a_lab.drawing.figure.axes[1].get_title(loc="left")
    near = np.flatnonzero(losses <= 1.01 * floor[0])
    assert title == (f"within 1 % at step {near[0]}" if near.size else "not there yet")


def explained(a_lab):
    """Lesson 18: what is read has the tallest bar; sum, largest pixel and ink are those that are drawn."""
    words = a_lab.words
    heights = [bar.get_height() for bar in a_lab.drawing.figure.axes[2].patches]
    (truth,), _ = line(a_lab, 2, 0)
    assert number_after("is read as", words) == np.argmax(heights)
    assert (": right. The map" in words) == (truth == np.argmax(heights))
    image, mapped = (np.array(a_lab.drawing.figure.axes[panel].images[0].get_array()) for panel in (0, 1))
    assert number_after("with ink", words) == pytest.approx(image[0, 0])
    row, column = (int(number_after(place, words)) - 1 for place in ("in row", "column"))
    assert abs(mapped[row, column]) == np.abs(mapped).max()
    assert number_after("largest", words) == pytest.approx(mapped[row, column], abs=0.006)
    total = number_after("its sum is", words)
    assert total == pytest.approx(mapped.sum(), abs=0.006)
    score = number_after("the score is", words) * (1 if " above that" in words else -1)
    if a_lab.values["kind"] == "integrated":  # its shares add up to the score's rise
        assert total == pytest.approx(score, abs=0.02)


LAWS = {
    "add_the_paths": products,
    "chain_the_rule": products,
    "check_a_gradient": way_to_the_best_step,
    "choose_a_rate": beside_the_best_rate,
    "choose_a_start": spread,
    "derive_each_layer": bends,
    "descend_a_slope": path_of_the_screws,
    "explain_a_prediction": explained,
    "feed_it_in_batches": near_the_minimum,
    "find_the_fault": shown_seed,
    "fit_a_line": valley,
    "fit_without_memorizing": gap,
    "keep_gradients_alive": fate,
    "learn_without_labels": rebuilt,
    "let_a_tape_do_it": on_the_tape,
    "normalize_a_batch": bars,
    "read_handwriting": reading,
    "share_the_work": shared_step,
    "split_two_classes": sides,
    "start_here": so_far,
    "stop_a_descent": stops,
}


def test_every_lab_has_its_law():
    assert LAWS.keys() == {maker.__name__ for maker in ALL}


@pytest.mark.full
@pytest.mark.parametrize("maker", ALL, ids=lambda maker: maker.__name__)
def test_the_caption_claims_what_the_picture_shows(maker):
    for a_lab in driven(maker()):
        holds_its_law(a_lab, maker.__name__)


@pytest.mark.full
@pytest.mark.parametrize("maker", ALL, ids=lambda maker: maker.__name__)
def test_the_caption_is_true_at_every_value_of_each_control(maker):
    a_lab = maker()
    for settings in one_move_away(a_lab):
        a_lab.go(settings)
        holds_its_law(a_lab, maker.__name__)


def holds_its_law(a_lab, name):
    """Hold the law of a lab where it stands."""
    a_lab.drawing.move(a_lab.result)  # a frame that was kept moves nothing
    try:
        LAWS[name](a_lab)
    except AssertionError as error:
        raise AssertionError(f"{a_lab.values}: {a_lab.words}") from error


BENT = {"initialization": "He", "activation": "tanh", "width": 8}
DENIED = [  # settings whose caption was once denied by its picture
    ("derive_each_layer", BENT | {"rate": 0.998}),
    ("derive_each_layer", BENT | {"rate": 0.3}),
    *(("find_the_fault", {"fault": "derivative of the sigmoid", "rate": rate}) for rate in (1.0, 2.0, 4.0)),
    *(("find_the_fault", {"fault": "gradients accumulate", "rate": rate}) for rate in (1.0, 2.0, 4.0)),
    ("split_two_classes", {"rate": 0.06}),
]


@pytest.mark.parametrize(("name", "settings"), DENIED)
def test_a_caption_that_its_picture_once_denied_is_true(name, settings):
    (maker,) = (each for each in ALL if each.__name__ == name)
    a_lab = maker()
    a_lab.go(settings)
    assert a_lab.values == a_lab.opening | settings
    holds_its_law(a_lab, name)
