"""Drawings as the data were made: lines of a pen, a bitmap of 32 x 32, and counted blocks of 4 x 4.

A drawing is a tuple of strokes, a stroke a tuple of points (x, y), y downward, in any unit.
"""

import numpy as np

SIDE, BLOCK = 32, 4
INK = 312  # pixels of 1024 that are on: the mean of the data, and nearly the same for every digit
TALL, WIDE = 27.0, 19.0  # the box of the pen's lines, in pixels; the ink goes some 2.5 beyond

# How each digit is drawn, in a few ways: by one hand of ours, in a box of some 100 x 140.
SKELETONS = {
    0: (
        "50,0 20,15 5,50 5,90 20,125 50,140 80,125 95,90 95,50 80,15 50,0",
        "60,0 30,20 10,65 15,110 35,140 65,125 88,80 90,35 75,8 55,2",
    ),
    1: ("50,0 50,140", "20,35 55,0 55,140", "20,35 50,0 50,140; 15,140 85,140"),
    2: (
        "10,35 20,10 50,0 80,10 90,40 75,70 40,105 5,140 95,140",
        "10,30 30,5 65,0 90,25 80,65 45,110 15,135 15,115 40,115 65,135 95,130",
    ),
    3: (
        "10,20 35,0 70,0 90,25 80,55 45,65 80,75 95,105 75,135 40,140 5,120",
        "10,0 90,0 45,55 85,70 95,105 75,135 35,140 5,120",
    ),
    4: ("60,0 5,95 95,95; 70,50 70,140", "15,0 10,70 90,70; 85,0 80,140", "75,140 75,0 5,95 95,95"),
    5: (
        "90,0 20,0 15,60 50,50 85,70 92,100 75,130 40,140 5,125",
        "20,0 18,55 60,55 90,80 88,115 60,138 10,135; 20,0 85,0",
    ),
    6: (
        "75,0 35,30 12,75 10,110 30,138 65,138 90,110 80,80 50,70 20,85 10,110",
        "40,0 18,50 10,100 25,135 60,140 85,115 75,88 45,82 15,105",
    ),
    7: ("5,0 95,0 60,60 40,140", "5,5 90,0 60,60 45,140; 25,70 80,70"),
    8: (
        "50,65 20,45 20,15 50,0 80,15 80,45 50,65 15,90 10,120 50,140 90,120 85,90 50,65",
        "85,15 55,0 20,15 25,45 75,85 88,115 55,140 15,120 20,90 75,45 85,15",
    ),
    9: (
        "85,35 60,65 25,60 10,30 35,2 70,5 88,35 85,80 70,140",
        "85,30 60,60 25,55 12,28 40,2 75,5 88,35 90,85 75,125 45,140 15,130",
    ),
}


def strokes_of(words):
    """The strokes of a skeleton: points `x,y`, and a semicolon where the pen is lifted."""
    return tuple(
        tuple(tuple(float(number) for number in point.split(",")) for point in stroke.split())
        for stroke in words.split(";")
    )


def shaken(digit, rng):
    """One of our drawings of a digit as a hand varies it: its way, turn, slant, width, and each point."""
    strokes = strokes_of(SKELETONS[digit][rng.integers(len(SKELETONS[digit]))])
    turn, slant, width = rng.normal([0, 0, 0], [0.12, 0.15, 0.15])
    cos, sin = np.cos(turn), np.sin(turn)
    bend = np.array([[cos, -sin], [sin, cos]]) @ [[np.exp(width), slant], [0, 1]]
    return tuple(np.array(stroke) @ bend.T + rng.normal(0, 5, (len(stroke), 2)) for stroke in strokes)


def many(each, rng):
    """So many shaken drawings of each digit, prepared: x (10 each, 64), and the digits (10 each,)."""
    digits = np.repeat(np.arange(10), each)
    return np.array([prepared(shaken(digit, rng)) for digit in digits]), digits


def prepared(strokes):
    """The pixels (64,) of a drawing, from 0 to 1, as those of the data: the ink of each block, counted."""
    return ink_counts(bitmap(strokes)) / BLOCK**2


def ink_counts(on):
    """How many pixels of a bitmap (32, 32) are on in each block of 4 x 4: (64,)."""
    return on.reshape(SIDE // BLOCK, BLOCK, -1, BLOCK).sum(axis=(1, 3)).ravel()


def bitmap(strokes):
    """A drawing as pixels (32, 32), on or off: scaled, centered, and as thick as the data's mean ink."""
    return _nearest(_distances(_fitted(strokes)))


def _fitted(strokes):
    """The strokes as tall as the box and at most as wide, around the middle of the bitmap."""
    points = np.concatenate([np.reshape(stroke, (-1, 2)) for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = np.maximum(high - low, 1e-9)
    down = TALL / max(height, width / 2)  # a line across stays one
    scale = np.array([min(down, WIDE / width), down])
    return [(np.reshape(stroke, (-1, 2)) - (low + high) / 2) * scale + SIDE / 2 for stroke in strokes]


def _distances(strokes):
    """How far the middle of each pixel (32, 32) is from the nearest line."""
    middles = np.arange(SIDE) + 0.5
    spots = np.stack(np.meshgrid(middles, middles), axis=-1)[..., None, :]  # (32, 32, 1, 2)
    begins = np.concatenate([stroke[: max(len(stroke) - 1, 1)] for stroke in strokes])
    ends = np.concatenate([stroke[min(len(stroke) - 1, 1) :] for stroke in strokes])
    along = ends - begins
    share = ((spots - begins) * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-9)
    gaps = spots - begins - np.clip(share, 0, 1)[..., None] * along
    return np.sqrt((gaps**2).sum(axis=-1).min(axis=-1))


def _nearest(distances):
    """The INK pixels that are nearest to a line."""
    return distances <= np.partition(distances.ravel(), INK - 1)[INK - 1]
