"""Ink, marks and formulas can be read on a light page and on a dark one; a still is what was drawn."""

import re
from pathlib import Path

import numpy as np
import pytest
from contrasts import contrast
from matplotlib.colors import to_rgb

from backprop_course.check import drawing, report
from backprop_course.check.evidence import Block
from backprop_course.tasks import verdict
from backprop_course.widgets import style
from backprop_course.widgets.stills import on_glass

GROUNDS = ["#ffffff", "#111111"]  # of JupyterLab's themes
MARKS = [style.FORWARD, style.BACKWARD, style.TRUTH, style.THIRD, style.DATA]
HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "backprop_course"
DARK = (PACKAGE / "widgets" / "picture.css").read_text()
INVERTED = float(re.search(r"filter: invert\(([\d.]+)\) hue-rotate\(180deg\)", DARK).group(1))
TURNED = 2 * np.tile([0.213, 0.715, 0.072], (3, 1)) - np.eye(3)  # CSS filter effects: hue-rotate(180deg)


def on_page(color, ground):
    """A lab's color as its page shows it: as drawn on white, turned by the filter in the dark."""
    if ground == "#ffffff":
        return np.array(to_rgb(color))
    return np.clip(TURNED @ (INVERTED + (1 - 2 * INVERTED) * np.array(to_rgb(color))), 0, 1)


def still_on_page(color, ground):
    """A still's color as its page shows it."""
    *glass, alpha = on_glass(255 * np.array([to_rgb(color)]))[0] / 255
    return alpha * np.array(glass) + (1 - alpha) * np.array(to_rgb(ground))


@pytest.mark.parametrize("ground", GROUNDS)
def test_ink_and_marks_of_a_lab_can_be_read_in_each_theme(ground):
    assert contrast(on_page(style.INK, ground), ground) >= 10
    assert min(contrast(on_page(mark, ground), ground) for mark in MARKS) >= 3


def test_the_white_of_a_lab_is_the_ground_of_the_dark_page():
    assert np.abs(255 * (on_page("white", "#111111") - np.array(to_rgb("#111111")))).max() < 0.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_ink_and_marks_of_a_still_can_be_read_on_each_page(ground):
    assert contrast(still_on_page(style.INK, ground), ground) >= 4
    assert min(contrast(still_on_page(mark, ground), ground) for mark in MARKS) >= 3


def test_a_still_shows_grays_on_white_as_drawn_and_on_black_the_darker_the_lighter():
    grays = np.arange(style.MIDDLE, 256) / 255
    seen = np.array([still_on_page((gray,) * 3, "white")[0] for gray in grays])
    assert np.abs(255 * (seen - grays)).max() < 1.5
    assert (np.diff([still_on_page((gray,) * 3, "black")[0] for gray in grays]) < 0).all()
    assert on_glass(np.full((1, 3), 255.0))[0, 3] == 0, "white is left out"


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("each", [style.GRAYS, style.two_sided(), style.SIGNS], ids=lambda each: each.name)
def test_sixteen_inks_of_an_image_can_be_told_apart_in_a_still(each, ground):
    seen = np.array([still_on_page(each(share)[:3], ground) for share in np.linspace(0, 1, 17)])
    assert np.linalg.norm(255 * np.diff(seen, axis=0), axis=1).min() > 5


def test_images_are_drawn_in_the_maps_that_a_still_shows():
    maps = [
        found for path in PACKAGE.rglob("*.py") for found in re.findall(r"cmap=([^,)]+)", path.read_text())
    ]
    assert set(maps) == {"style.GRAYS", "style.SIGNS", "style.two_sided("}


def test_a_verdict_is_told_by_a_sign_and_a_color_that_can_be_read_on_each_page():
    shown = [verdict.Verdict(kind, "it is 3.")._repr_html_() for kind in verdict.Kind]
    shown.append(verdict.Hint(1, "it is 3.", 0)._repr_html_())
    looks = [re.search(r"color: (#\w+); background-color: (#\w+)\">(\S) ", each).groups() for each in shown]
    assert all(contrast(ink, own) >= 4.5 for ink, own, _ in looks), looks
    assert all(contrast(own, page) >= 2.5 for _, own, _ in looks for page in GROUNDS), looks
    assert len({own for _, own, _ in looks}) == len({sign for *_, sign in looks}) == len(shown)


def test_an_examination_is_told_by_a_color_that_can_be_read_on_each_page():
    verdicts = [report.RIGHT, report.WRONG, report.UNDECIDED]
    shown = [report.Examination(each, "Word: what it is.")._repr_html_() for each in verdicts]
    looks = [re.search(r"color: (#\w+); background-color: (#\w+)\">Word:", each).groups() for each in shown]
    assert all(contrast(ink, own) >= 4.5 for ink, own in looks), looks
    assert all(contrast(own, page) >= 2.5 for _, own in looks for page in GROUNDS), looks
    assert len({own for _, own in looks}) == len(verdicts)


def test_the_boxes_of_an_examination_have_frames_that_stand_out_and_letters_of_the_page():
    blocks = {state: Block(state, 0.1) for state in ["right", "wrong", "unknown"]}
    picture = drawing.svg_of_blocks(blocks, list(blocks))
    frames = re.findall(r'stroke="(#\w+)"', picture)
    assert len(set(frames)) == len(blocks)
    assert all(contrast(frame, page) >= 3 for frame in frames for page in GROUNDS)
    letters = re.findall(r"<t(?:ext|span)[^>]*", picture)
    assert letters and all("fill=" not in each or 'fill="currentColor"' in each for each in letters)


@pytest.mark.parametrize("path", sorted((HOUSE / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_formulas_are_in_colors_that_can_be_read_on_each_page(path):
    colors = set(re.findall(r"\\color\{(#\w+)\}", path.read_text("utf-8")))
    assert colors <= set(MARKS)
    assert all(contrast(color, ground) >= 3 for color in colors for ground in GROUNDS)
