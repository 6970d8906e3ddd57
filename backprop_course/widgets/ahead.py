"""Looking ahead: while the reader rests, a lab makes the pictures that one move of a control can ask for."""

import asyncio
import threading
from contextlib import suppress

REST, PAUSE = 0.4, 0.005  # seconds without a move before a lab looks ahead, and between two frames ahead
AHEAD = 256  # how many frames it looks ahead


def settings(controls):
    """The settings that one move of one control leads to, the nearest of all controls first."""
    here = {name: control.value for name, control in controls.items()}
    near = [(rank, name, value) for name, each in controls.items() for rank, value in each.around()]
    near.sort(key=lambda setting: setting[0])
    for _, name, value in near[:AHEAD]:
        yield {**here, name: value}


class LookingAhead:
    """Fills the frames of a lab with what one move can ask for, once a page shows it and nothing moves."""

    def __init__(self, frames, controls):
        self.shown, self._frames, self._controls, self._timer = False, frames, controls, None

    def rest(self):
        """Begin when nothing has moved for a while, for a page, and only between the cells."""
        self.stop()
        # Matplotlib is not made for two threads: where JupyterLab uses others, a cell may be drawing now.
        if self.shown and threading.current_thread() is threading.main_thread():
            with suppress(RuntimeError):  # no event loop runs: no page asks
                self._later(REST, settings(self._controls))

    def stop(self):
        """Look no further."""
        if self._timer is not None:
            self._timer.cancel()

    def _later(self, seconds, ahead):
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look, ahead)

    def _look(self, ahead):
        """Make the next frame, then let messages through."""
        for values in ahead:
            if values not in self._frames:
                with suppress(Exception):  # said when a control comes there
                    self._frames.at(values)
                self._later(PAUSE, ahead)
                return
