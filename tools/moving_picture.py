"""The README's picture that moves: a lab of the course, played, as an animated GIF.

Run `python -m tools.moving_picture` when that lab's picture has changed; twice in a row, it changes no byte.
"""

import io
from pathlib import Path

from PIL import Image

from backprop_course.lessons.start_here.lab import compute, draw, say
from backprop_course.widgets.painting import Frames

PLACE = Path(__file__).resolve().parent.parent / "docs" / "lab.gif"
RATE, STEPS = 1.0, range(0, 401, 20)
SHOWN, HELD = 180, 2000  # milliseconds: one frame, and the last
COLORS = 64


def main():
    """Write the picture, and print the words for it, which the README has beside it."""
    frames = Frames(compute, draw(), say)
    played = [frames.at({"step": step, "rate": RATE}) for step in STEPS]
    pictures = [on_white(frames.still(frame.result)) for frame in played]
    palette = pictures[-1].quantize(COLORS, dither=Image.Dither.NONE)
    first, *others = (each.quantize(palette=palette, dither=Image.Dither.NONE) for each in pictures)
    times = [*([SHOWN] * len(others)), HELD]
    first.save(PLACE, save_all=True, append_images=others, duration=times, loop=0, optimize=True)
    print(played[-1].words)


def on_white(png):
    """A still, made for pages of any color at twice the pixels, as it looks on a white page."""
    still = Image.open(io.BytesIO(png)).convert("RGBA")
    page = Image.new("RGBA", still.size, "white")
    page.alpha_composite(still)
    return page.convert("RGB").resize((still.width // 2, still.height // 2), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
