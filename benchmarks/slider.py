"""From a move of a control to its new picture in JupyterLab: every lab at every place of every control.

Every control is moved twice: where its pictures have not been made yet, and after a rest, in which the lab
makes them ahead. In the same page and run stand the limit, a slider that changes one word of HTML, and the
same picture by `interact`, which makes a new figure at each move. `python -m benchmarks.slider` writes
benchmarks/slider.md.
"""

import math
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np
from playwright.sync_api import TimeoutError, sync_playwright

from backprop_course.course.normal_form import METADATA
from backprop_course.widgets.controls import Menu
from benchmarks.footprint import first_picture
from benchmarks.report import options, p95, table, write

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # where the page and all labs are known
from browser.conftest import CHROMIUM, OPTIONS  # noqa: E402
from browser.jupyter_page import Notebook, jupyterlab  # noqa: E402
from labs_on_stage import ALL  # noqa: E402
from notebooks_on_stage import NOTEBOOKS  # noqa: E402

DRAG, DRAGS = 3.0, 3  # seconds of a drag, and how many
SLOW_MOVES, NEW = 6, 12  # moves of `interact`, and to pictures not made yet
BREATH = 0.15  # seconds between two moves to pictures made ahead, as between two presses of a key
RATIOS = 1, 2  # pixels of a screen to a pixel of its page
GOAL = {"ahead": 1.6, "p95": 100, "new": 2.0, "lag": 100, "pictures": 15, "first": 2.0}

LIMIT = """import ipywidgets
words, limit = ipywidgets.HTML("0"), ipywidgets.IntSlider(description="limit")
limit.observe(lambda change: setattr(words, "value", str(change.new)), "value")
box = ipywidgets.VBox([limit, words])
box.add_class("limit")
box"""
LAB = """from MODULE import MAKER
lab = MAKER()
lab"""
INTERACT = """%matplotlib inline
from IPython.display import display
import MODULE as topic
from backprop_course.widgets.controls import Menu
parts = []
topic.lab = lambda compute, draw, say, tries=(), **controls: parts.extend([compute, draw, say, controls])
topic.MAKER()
compute, draw, say, controls = parts
def redraw(**values):
    drawing = draw()
    drawing.move(compute(**values))
    display(drawing.figure)
for name, each in controls.items():
    usual = ipywidgets.Dropdown if isinstance(each, Menu) else ipywidgets.SelectionSlider
    controls[name] = usual(options=each.values, index=each.index, description=each.description)
again = ipywidgets.interactive(redraw, **controls)
again.add_class("again")
again"""

# Time runs from the key's own stamp until the frame with the new picture is painted.
ARM = """(target) => {
  window.took = null;
  let start = null;
  const begin = (event) => { start = event.timeStamp; };
  document.addEventListener("keydown", begin, { capture: true, once: true });
  const watch = new MutationObserver(async () => {
    // not before its images are there
    if (target.shadowRoot?.lastElementChild.style.visibility === "hidden") return;
    watch.disconnect();
    await target.querySelector("img")?.decode().catch(() => {});
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { window.took = performance.now() - start; };
      port2.postMessage(0);
    });
  });
  const whole = { subtree: true, childList: true, attributeFilter: ["src", "style"], characterData: true };
  watch.observe(target.shadowRoot ?? target, whole);
}"""
BEGIN = """(cell) => {
  const { content } = jupyterapp.shell.currentWidget;
  content.deselectAll();
  content.activeCellIndex = cell;
  jupyterapp.commands.execute("notebook:run-cell");
}"""
IDLE = "() => jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.status === 'idle'"
PAINTED = """() => [...document.querySelectorAll(".jp-OutputArea .lab .picture")]
  .some(({ shadowRoot }) => shadowRoot.lastElementChild.querySelector("svg"))"""
LISTEN = """({ shadowRoot }) => {
  window.shown = [];
  window.moved = 0;
  document.addEventListener("mousemove", (event) => { window.moved = event.timeStamp; }, { capture: true });
  let last = null;
  const watch = new MutationObserver(() => {
    const layer = shadowRoot.lastElementChild;
    if (layer === last || layer.style.visibility === "hidden") return;
    last = layer;
    requestAnimationFrame(() => { window.shown.push(performance.now()); });
  });
  watch.observe(shadowRoot, { subtree: true, childList: true, attributeFilter: ["style"] });
}"""


class Moves(NamedTuple):
    """The milliseconds of the moves of one control: to pictures not made yet, and to those made ahead."""

    control: str
    new: list
    ahead: list


class Measured(NamedTuple):
    """A lab at a ratio: seconds to its first picture; its controls' Moves; ms of the limit and of `interact`;
    a drag's pictures/s, lag."""

    name: str
    ratio: int
    first: float
    moves: list
    limit: list
    interact: list
    pictures: float
    lag: float

    @property
    def goals(self):
        """Whether each of the goals is met; those relative to the limit are set at ratio 1."""
        ahead, new = (
            max(np.median(getattr(each, kind)) for each in self.moves) / np.median(self.limit)
            for kind in ("ahead", "new")
        )
        late = max(p95(each.ahead) for each in self.moves)
        fine = self.ratio > 1
        held = fine or ahead <= GOAL["ahead"], late <= GOAL["p95"], fine or new <= GOAL["new"]
        held += self.lag <= GOAL["lag"], self.pictures >= GOAL["pictures"], self.first <= GOAL["first"]
        return tuple(map(bool, held))

    def all(self, kind):
        """The milliseconds of all moves of one kind, `new` or `ahead`."""
        return [took for each in self.moves for took in getattr(each, kind)]


def main(argv=None):
    """Measure all labs, or those that --only names, one after the other, and write the page."""
    ratio = {"type": int, "choices": RATIOS, "help": "measure at this ratio only, which takes half an hour"}
    given = options("slider", 3, argv, ratio=ratio)
    ratios = [given.ratio] if given.ratio else RATIOS
    makers = [maker for maker in ALL if given.only in maker.__module__]
    lessons = [path for path in NOTEBOOKS if given.only in path.stem and 1 in ratios]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        desk = Path(folder) / "desk"
        desk.mkdir()
        for path in lessons:
            shutil.copy(path, desk)
        with jupyterlab(desk, Path(folder)) as server:
            found = [
                measured(browser, server, maker, ratio, given.quick) for ratio in ratios for maker in makers
            ]
            repeats = 1 if given.quick else given.repeats
            first = {path.stem: first_picture(path, opening(browser, server), repeats) for path in lessons}
        browser.close()
    write(given.page, "slider", "From a move to its picture", sections(found, first), argv)


def opening(browser, server):
    """The function that opens a lesson, runs all its cells and returns with its first lab in the page."""

    def open_and_wait(path):
        with browser.new_context(viewport={"width": 1280, "height": 1000}) as context:
            notebook = Notebook(context, server, path.name)
            notebook.wait_for_kernel()
            notebook.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
            notebook.page.wait_for_function(PAINTED, polling=20, timeout=120_000)
            painted = time.perf_counter()
            notebook.close()
        return painted

    return open_and_wait


def measured(browser, server, maker, ratio, quick):
    """One lab in a page of its own, with the limit above it and `interact` below it."""
    name = f"{maker.__name__}.ipynb"
    cells = [
        nbformat.v4.new_code_cell(source.replace("MODULE", maker.__module__).replace("MAKER", maker.__name__))
        for source in (LIMIT, LAB, INTERACT)
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), server.desk / name)
    screen = {"viewport": {"width": 1280, "height": 1400}, "device_scale_factor": ratio}
    with browser.new_context(**screen) as context:
        notebook = Notebook(context, server, name)
        notebook.wait_for_kernel()
        first = first_of(notebook)
        notebook.run_all()
        found = Measured(
            maker.__name__, ratio, first, *moved(notebook, list(maker().controls.values()), quick)
        )
        notebook.close()
    print(found.name, found.ratio, line(found), file=sys.stderr)
    return found


def first_of(notebook):
    """Seconds from running a lab's own cell, in a kernel that has done nothing yet, to its picture."""
    before = time.perf_counter()
    notebook.page.evaluate(BEGIN, 1)
    notebook.page.wait_for_function(PAINTED, polling=20, timeout=120_000)
    return time.perf_counter() - before


def moved(notebook, controls, quick):
    """All moves of a lab's controls, with moves of the limit between them; then `interact`; then a drag."""
    page, (lab,) = notebook.page, notebook.labs()
    limit = Mover(page, page.locator(".limit .noUi-handle"), page.locator(".limit .widget-html-content").last)
    between = []
    look_ahead(lab, False)
    new = [along(lab, control, (1, NEW), limit, between, 0) for control in controls]
    long = max((each for each in controls if not isinstance(each, Menu)), key=lambda each: len(each.values))
    slow, drags = redrawn(page, long), []
    for _ in range(DRAGS):
        drags.append(dragged(page, lab, long))
        put_back(lab, long)
        look_ahead(lab, False)
    look_ahead(lab, True)
    ahead = [along(lab, control, (NEW, 6 if quick else 1000), limit, between, BREATH) for control in controls]
    names = [control.description for control in controls]
    return (
        [Moves(*each) for each in zip(names, new, ahead, strict=True)],
        between,
        slow,
        *np.median(drags, axis=0),
    )


def look_ahead(lab, do):
    """Forget all frames of a lab, its page's too; then let it not look ahead, or wait until it has."""
    frames, ahead = f"{lab.kernel}.frames", f"{lab.kernel}.ahead"
    lab.notebook.ask(f"({frames}.clear(), {ahead}.handed.clear(), vars({ahead}).update(shown={do}))")
    lab.notebook.ask(f"({lab.kernel}.picture.send({{'known': [], 'anew': True}}), {ahead}.rest())")
    before = -1
    while do and before != (before := lab.notebook.ask(f"len({frames})")):
        lab.notebook.page.wait_for_timeout(2000)


def along(lab, control, moves, limit, between, breath):
    """The milliseconds of (least, most) moves of a control, from its first place on, then to and fro."""
    page, mover, took = lab.notebook.page, Mover(lab.notebook.page, lab.control(control), lab.picture), []
    mover.handle.press("Home")
    page.wait_for_timeout(300)
    count = len(control.values) - 1
    for number in range(min(max(count, moves[0]), moves[1])):
        page.wait_for_timeout(1000 * breath)
        took.append(mover.move(keys(control)[number // count % 2]))
        if number % 4 == 0:
            between.append(limit.move("ArrowRight" if len(between) % 200 < 100 else "ArrowLeft"))
    put_back(lab, control)
    return [each for each in took if math.isfinite(each)]


def put_back(lab, control):
    """Move a control to where the lab starts, once the kernel has heard of its last move."""
    lab.notebook.page.wait_for_timeout(300)
    lab.put(name_of(lab, control), control.index)
    lab.notebook.page.wait_for_timeout(300)


def keys(control):
    """The keys that move a control to its next place, and back."""
    return ("ArrowDown", "ArrowUp") if isinstance(control, Menu) else ("ArrowRight", "ArrowLeft")


def name_of(lab, control):
    """The name by which the kernel knows a control."""
    return lab.notebook.ask(
        f"[n for n, c in {lab.kernel}.controls.items() if c.description == {control.description!r}][0]"
    )


class Mover(NamedTuple):
    """A handle, and the part of the page that changes when it moves."""

    page: object
    handle: object
    target: object

    def move(self, key):
        """The milliseconds from one press of a key to the new picture; nan where that is the old one."""
        self.handle.focus()
        self.page.evaluate(ARM, self.target.element_handle())
        self.page.keyboard.press(key)
        try:
            self.page.wait_for_function("() => window.took !== null", polling=5, timeout=3000)
        except TimeoutError:
            return math.nan
        took = self.page.evaluate("window.took")
        self.page.wait_for_function(IDLE, polling=5)
        return took


def redrawn(page, control):
    """The milliseconds of a few moves of `interact`."""
    box = page.locator(".again").first
    handle = box.locator(".widget-slider").filter(has_text=control.description).locator(".noUi-handle").first
    mover = Mover(page, handle, box.locator(".widget-output"))
    back = control.index > 0  # at the first place the only way is on
    return [mover.move(keys(control)[(number + back) % 2]) for number in range(SLOW_MOVES)]


def dragged(page, lab, control):
    """Pictures per second of a fast drag to and fro, and the lag of the last picture behind the last move."""
    handle = lab.control(control)
    handle.scroll_into_view_if_needed()
    track = handle.bounding_box()
    middle, half, y = track["x"] + track["width"] / 2, track["width"] / 2, track["y"] + track["height"] / 2
    page.evaluate(LISTEN, lab.picture.element_handle())
    page.mouse.move(middle, y)
    page.mouse.down()
    start = time.monotonic()
    while (now := time.monotonic() - start) < DRAG:
        page.mouse.move(middle + half * math.sin(5 * now), y)
        page.wait_for_timeout(12)
    page.mouse.up()
    page.wait_for_timeout(1000)
    shown, last = page.evaluate("[window.shown, window.moved]")
    return len(shown) / DRAG, max(0.0, max(shown) - last)


ABOUT = f"""Milliseconds from a key press to the painted picture, in JupyterLab in headless Chromium: median /
95th percentile over the places of every control, moved from its first place on while the others stand where
the lab starts. While its reader rests, a lab makes the pictures that one move can ask for, and its page gets
the nearest of them: *ahead* are the moves to all places after such a rest, {NEW} at least, with {BREATH:g} s
between two of them. *New* are the first {NEW} moves of each control with nothing made ahead, as when several
controls move in quick succession; the drag finds nothing made ahead either. *Limit* is a slider that changes
one word of HTML by way of the kernel, moved in the same page between the lab's own moves.
`interact` draws the lab's picture with a new figure at each of {SLOW_MOVES} moves. A drag of the slider with
the most places goes to and fro for {DRAG:g} seconds; its lag is that of the last picture behind the mouse's
last move; both figures are medians of {DRAGS} drags. *First* are the seconds from running the lab's own cell,
imports included, in a kernel that has done nothing yet, to the lab's picture.

At ratio 1 the screen has as many pixels as its page, at ratio 2 twice as many each way.
Goals for each lab, of its slowest control: 95th percentile ahead ≤ {GOAL["p95"]} ms, and at ratio 1 a median
ahead ≤ {GOAL["ahead"]} × limit and a median new ≤ {GOAL["new"]} × limit; lag ≤ {GOAL["lag"]} ms; at least
{GOAL["pictures"]} pictures a second while dragging; the first picture after {GOAL["first"]:g} s."""
LABS = (
    "lab",
    "ratio",
    "limit",
    "ahead",
    "× limit",
    "new",
    "× limit",
    "`interact`",
    "pictures/s",
    "lag",
    "first",
    "missed",
)
FIRST = ("lesson", "seconds, median", "slowest")
CONTROLS = ("lab", "ratio", "control", "moves", "ahead", "slowest", "× limit", "new", "slowest", "× limit")


def sections(found, first):
    """What is measured, how many labs meet all goals, a row per lab and a row per control."""
    met = sum(all(each.goals) for each in found)
    told = [
        ABOUT,
        f"{met} of {len(found)} labs at a ratio meet every goal.",
        table(LABS, map(line, found)),
        table(CONTROLS, [line_of(each, moves) for each in found for moves in each.moves]),
    ]
    if first:
        took = [(name, f"{np.median(each):.1f}", f"{max(each):.1f}") for name, each in first.items()]
        told += [
            "Seconds from opening a lesson, with a new kernel, through *Run All* to the first lab's picture:"
        ]
        told += [table(FIRST, took)]
    return told


def spread(took):
    """Median / 95th percentile, in words."""
    return f"{np.median(took):.0f} / {p95(took):.0f}"


def line(lab):
    """A lab's row."""
    missed = [goal for goal, held in zip(GOAL, lab.goals, strict=True) if not held]
    ahead, new = ([spread(took), times(took, lab.limit)] for took in (lab.all("ahead"), lab.all("new")))
    drag = f"{lab.pictures:.0f}", f"{lab.lag:.0f}", f"{lab.first:.1f}", ", ".join(missed) or "–"
    return lab.name, lab.ratio, spread(lab.limit), *ahead, *new, f"{np.median(lab.interact):.0f}", *drag


def line_of(lab, moves):
    """A control's row."""
    both = [[spread(took), f"{max(took):.0f}", times(took, lab.limit)] for took in (moves.ahead, moves.new)]
    return lab.name, lab.ratio, moves.control, len(moves.ahead), *both[0], *both[1]


def times(took, limit):
    """How many times the limit the median is, in words."""
    return f"{np.median(took) / np.median(limit):.2f}"


if __name__ == "__main__":
    main()
