"""The bench that every lab stands on: the one place that knows the plumbing of ipywidgets.

lab(compute, draw, say, **controls): compute(**values) is pure; draw() makes the figure once and returns a
Drawing that moves its artists; say(result) is one sentence with a number in it: the caption and the alt text.
While the reader rests, a lab that is on a page makes the pictures that one move of a control can ask for.
"""

import asyncio
import math
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import anywidget
import ipywidgets
import traitlets
from IPython import get_ipython
from matplotlib.figure import Figure

from backprop_course.widgets import stills


class Drawing(NamedTuple):
    """A figure made once: `artists` are all that changes, from back to front; move(result) changes them."""

    figure: Figure
    artists: list
    move: Callable


class Frame(NamedTuple):
    """What a lab shows at one setting: the result, its picture as PNG, and the words for it."""

    result: Any
    png: bytes
    words: str


class Picture(anywidget.AnyWidget):
    """An image with a caption below it that is also its alt text and is announced politely."""

    png = traitlets.Bytes().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    _esm = """
    function render({ model, el }) {
      const figure = document.createElement("figure");
      const image = document.createElement("img");
      const caption = document.createElement("figcaption");
      caption.setAttribute("aria-live", "polite");
      figure.append(image, caption);
      el.append(figure);
      let address = "";
      const show = () => {
        const last = address;
        address = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
        image.src = address;
        image.alt = model.get("caption");
        caption.textContent = model.get("caption");
        URL.revokeObjectURL(last);
      };
      // ipywidgets 8.1 names neither handle nor number, and speaks the exponent of a logarithmic slider.
      const put = (part, words) => {
        for (const [key, word] of Object.entries(part ? words : {})) {
          if (part.getAttribute(key) !== word) part.setAttribute(key, word);
        }
      };
      const name = () => {
        for (const part of lab.querySelectorAll(".noUi-handle, .widget-readout, select")) {
          part.dataset.lmSuppressShortcuts = "true"; // arrow keys move the control, not JupyterLab's cursor
        }
        for (const label of lab.querySelectorAll(".widget-label")) {
          const handle = label.parentElement.querySelector(".noUi-handle");
          const number = label.parentElement.querySelector(".widget-readout");
          label.removeAttribute("title");
          put(handle, { "aria-label": label.textContent, "aria-valuetext": number?.textContent });
          put(number, { "aria-label": label.textContent, role: "textbox" });
        }
      };
      let lab = null;
      const watch = new MutationObserver(name);
      const wait = setInterval(() => {
        lab = el.closest(".lab");
        if (!lab) return;
        clearInterval(wait);
        watch.observe(lab, { childList: true, subtree: true, attributeFilter: ["aria-valuetext"] });
        name();
      }, 20);
      model.on("change", show);
      show();
      model.send("shown");
      return () => {
        clearInterval(wait);
        watch.disconnect();
        model.off("change", show);
        URL.revokeObjectURL(address);
      };
    }
    export default { render };
    """
    _css = """
    .lab figure { margin: 4px 0 0 0; }
    .lab img { max-width: 100%; display: block; background: white; }
    .lab figcaption {
      font-size: var(--jp-content-font-size1, 14px); color: var(--jp-content-font-color1, #222);
      padding: 6px 2px; max-width: 880px; min-height: 2.6em; line-height: 1.3;
    }
    .lab .widget-label { width: 120px; }
    .lab :is(.noUi-handle, .widget-readout, select):focus-visible {
      outline: 3px solid var(--jp-brand-color1, #0072B2) !important; outline-offset: 2px;
    }
    """


REST, PAUSE = 0.4, 0.005  # seconds without a move before a lab looks ahead, and between two frames ahead
AHEAD, KEPT = 256, 400  # how many frames it looks ahead, and keeps


class Lab(ipywidgets.VBox):
    """A lab on the screen: `controls` by name, `values`, the last `result`, and `words` that say it."""

    def __init__(self, compute, draw, say, controls):
        self._compute, self._say, self._drawing = compute, say, draw()
        self._lock, self._background = threading.Lock(), None
        self._frames, self._shown, self._timer = {}, False, None
        for artist in self._drawing.artists:
            artist.set_animated(True)
        self.controls, self.result, self.picture = controls, None, Picture()
        self.picture.on_msg(self._is_shown)
        row = ipywidgets.Box(list(controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
        super().__init__([row, self.picture])
        self.add_class("lab")
        for control in controls.values():
            control.observe(self._update, "value")
        self._update()
        _follow(self)

    @property
    def values(self):
        """What the controls stand at now."""
        return {name: exact(control.value) for name, control in self.controls.items()}

    @property
    def words(self):
        """The sentence under the picture."""
        return self.picture.caption

    def _update(self, change=None):
        try:
            frame = self._frame(self.values)
        except Exception as error:  # a lab says what went wrong in its own place
            reason = f"{error} ({type(error).__name__})"
            words = f"This setting cannot be shown: {reason}. Move a control to go on."
            with self._lock:
                frame = Frame(None, self._blank(), words)
        self.result = frame.result
        with self.picture.hold_sync():
            self.picture.png, self.picture.caption = frame.png, frame.words
        self._rest()

    def _frame(self, values):
        """The frame of a setting, made unless it is kept."""
        with self._lock:  # JupyterLab may run a callback on a thread of its own
            key = tuple(values.values())
            frame = self._frames.pop(key, None)
            if frame is None:
                result = self._compute(**values)
                self._drawing.move(result)
                frame = Frame(result, self._paint(), self._say(result))
            self._frames[key] = frame  # the last in a dict is the newest
            if len(self._frames) > KEPT:
                del self._frames[next(iter(self._frames))]
            return frame

    def _paint(self):
        figure = self._drawing.figure
        if self._background is None:
            figure.canvas.draw()
            self._background = figure.canvas.copy_from_bbox(figure.bbox)
        figure.canvas.restore_region(self._background)
        for artist in self._drawing.artists:
            (artist.axes or figure).draw_artist(artist)
        return stills.png(figure.canvas, level=1)

    def _blank(self):
        canvas = self._drawing.figure.canvas
        canvas.get_renderer().clear()
        return stills.png(canvas)

    def _is_shown(self, *message):
        self._shown = True
        self._rest()

    def _rest(self):
        """Look ahead when nothing has moved for a while, for a page, and only between the cells."""
        self._stop()
        # Matplotlib is not made for two threads: where JupyterLab uses others, a cell may be drawing now.
        if self._shown and threading.current_thread() is threading.main_thread():
            with suppress(RuntimeError):  # no event loop runs: no page asks
                self._timer = asyncio.get_running_loop().call_later(REST, self._look, self._ahead())

    def _look(self, ahead):
        """Make the next frame, then let messages through."""
        for values in ahead:
            if tuple(values.values()) not in self._frames:
                with suppress(Exception):  # said when a control comes there
                    self._frame(values)
                self._timer = asyncio.get_running_loop().call_later(PAUSE, self._look, ahead)
                return

    def _ahead(self):
        """The settings that one move of one control leads to, the nearest of all controls first."""
        here = self.values
        near = [(rank, name, value) for name, each in self.controls.items() for rank, value in around(each)]
        near.sort(key=lambda setting: setting[0])
        for _, name, value in near[:AHEAD]:
            yield {**here, name: value}

    def _stop(self):
        if self._timer is not None:
            self._timer.cancel()

    def dismiss(self):
        """Leave the screen, and let go of the figure, the frames and the widgets."""
        self._stop()
        self._shown, self._frames = False, {}
        for part in [*self.controls.values(), *self.children, self]:
            for piece in {part.layout, getattr(part, "style", part), part} - {WIDE}:
                piece.close()
        self.picture.png, self.children, self.controls = b"", (), {}
        self._drawing = self._background = self.result = None

    def __repr__(self):
        return self.words

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | stills.bundle(self.picture.png, self.words)


_made = {}  # by cell: the number of its last run, and the labs that this run made


def _follow(a_lab):
    """Dismiss what the running cell made when it ran before: the kernel would keep it, 3 MB a lab."""
    shell = get_ipython()
    message = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = message.get("metadata", {}).get("cellId")
    if cell is None:  # not a cell, or a front-end that does not name its cells
        return
    run = shell.displayhook.prompt_count
    last, labs = _made.get(cell, (run, []))
    if last != run:
        while labs:
            labs.pop().dismiss()
        _forget(shell, last)
    _made[cell] = run, [*labs, a_lab]


def _forget(shell, run):
    """Let IPython forget what a cell showed in a run: the lab as Out[run] and _run, and the still."""
    shell.user_ns.get("_oh", {}).pop(run, None)
    for names in (shell.user_ns, shell.user_ns_hidden):
        names.pop(f"_{run}", None)
    getattr(shell.history_manager, "outputs", {}).pop(run, None)


def lab(compute, draw, say, **controls):
    """The lab of a pure compute(**values), a draw() that returns a Drawing, and a say(result) in words."""
    return Lab(compute, draw, say, controls)


WIDE = ipywidgets.Layout(width="420px")
NAMED = {"description_width": "120px"}


def log_slider(name, low, high, start, steps=60):
    """A slider of a scale from `low` to `high` in equal factors; it starts at the one nearest to `start`."""
    first, last = math.log10(low), math.log10(high)
    step = (last - first) / steps
    nearest = round((math.log10(start) - first) / step)
    return ipywidgets.FloatLogSlider(
        value=10 ** (first + nearest * step), min=first, max=last, step=step, description=name,
        readout_format=".3g", layout=WIDE, style=NAMED,
    )  # fmt: skip


def slider(name, low, high, start, step):
    """A slider of a number from `low` to `high`; whole numbers where all four are."""
    whole = all(isinstance(number, int) for number in (low, high, start, step))
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(value=start, min=low, max=high, step=step, description=name, layout=WIDE, style=NAMED)


def exact(value):
    """A value without the last digits of a float, in which the page and Python may differ."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def places(control):
    """The values that a control can take, from its first to its last."""
    if hasattr(control, "options"):
        return [option[1] if isinstance(option, tuple) else option for option in control.options]
    steps = range(round((control.max - control.min) / control.step) + 1)
    spots = [control.min + step * control.step for step in steps]
    return [exact(control.base**spot if hasattr(control, "base") else spot) for spot in spots]


def place_of(control):
    """The number of the place where a control stands, or of the one nearest to it."""
    if hasattr(control, "options"):
        return control.index
    spot = math.log(control.value, control.base) if hasattr(control, "base") else control.value
    return round((spot - control.min) / control.step)


def around(control):
    """How many places the values that a control can take are from where it stands, and the values."""
    here = place_of(control)
    return [(abs(place - here), value) for place, value in enumerate(places(control))]


def choice(name, options, start):
    """A menu of named options."""
    return ipywidgets.Dropdown(options=options, value=start, description=name, layout=WIDE, style=NAMED)
