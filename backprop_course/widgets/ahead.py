"""Looking ahead: while the reader rests, a lab makes the pictures that one move of a control can ask for.

The page gets the nearest of them, and shows them without a word from the kernel.
"""

import asyncio
import threading
from contextlib import suppress
from typing import NamedTuple

# Seconds without a move before the page gets what is made, and before more is made; between two frames ahead.
BREATH, REST, PAUSE = 0.05, 0.4, 0.005
AHEAD = 256  # how many frames a lab looks ahead
NEAR = 3  # over how many places of its control a move is, at most, whose frame the page gets
HANDED = 200  # how many frames a page keeps


class Move(NamedTuple):
    """A move of one control, over `far` places: where it leads, as a page writes it, and the values there."""

    far: int
    places: str
    values: dict


def places_of(controls):
    """Where all controls stand, as a page writes it; empty where one stands between two places."""
    return _written(_places(controls))


def moves(controls):
    """The Moves of one control from where all stand, the nearest of all controls first."""
    values, places = {name: control.value for name, control in controls.items()}, _places(controls)
    near = [(far, name, place) for name, each in controls.items() for far, place in each.around()]
    near.sort(key=lambda move: move[0])
    return [
        Move(far, _written({**places, name: place}), {**values, name: controls[name].values[place]})
        for far, name, place in near[:AHEAD]
    ]


def _places(controls):
    """The place of each control by its name, None where it stands between two."""
    return {name: each.index if each.value in each.values else None for name, each in controls.items()}


def _written(places):
    return "" if None in places.values() else " ".join(map(str, places.values()))


class LookingAhead:
    """Fills the frames of a lab with what one move can ask for, once a page shows it and nothing moves.

    send(message) hands {"known": [[places, moving, words], ...], "anew": whether to forget all others}.
    """

    def __init__(self, frames, controls, send):
        self.shown, self._frames, self._controls, self._send = False, frames, controls, send
        self._timer, self.handed = None, set()

    def begin(self):
        """A page shows the lab now, and has none of its frames yet."""
        self.shown = True
        self.handed.clear()
        self.rest()

    def rest(self):
        """Begin when nothing has moved for a while, for a page, and only between the cells."""
        self.stop()
        # Matplotlib is not made for two threads: where JupyterLab uses others, a cell may be drawing now.
        if self.shown and threading.current_thread() is threading.main_thread():
            with suppress(RuntimeError):  # no event loop runs: no page asks
                self._later(BREATH, self._hand_over)

    def stop(self):
        """Look no further."""
        if self._timer is not None:
            self._timer.cancel()

    def _later(self, seconds, act, *given):
        self._timer = asyncio.get_running_loop().call_later(seconds, act, *given)

    def _hand_over(self):
        """Hand the page what is made already; after a rest, make the others."""
        ahead = moves(self._controls)
        self._hand([move for move in ahead if move.values in self._frames])
        self._later(REST, self._look, iter(ahead))

    def _look(self, ahead):
        """Make the next frame and hand it over, then let messages through."""
        for move in ahead:
            if move.values not in self._frames:
                with suppress(Exception):  # said when a control comes there
                    self._frames.at(move.values)
                if move.values in self._frames:
                    self._hand([move])
                self._later(PAUSE, self._look, ahead)
                return

    def _hand(self, made):
        """Send the page the frames of these moves that are near and that it has not got."""
        new = {
            move.places: self._frames.at(move.values)
            for move in made
            if move.far <= NEAR and move.places and move.places not in self.handed
        }
        anew = not self.handed or len(self.handed) + len(new) > HANDED
        if anew:
            self.handed.clear()
        self.handed.update(new)
        if new:
            known = [[places, frame.moving, frame.words] for places, frame in new.items()]
            self._send({"known": known, "anew": anew})
