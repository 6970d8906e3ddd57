"""What a screen shows of a part of a page, and how much of it fewer pixels would lose."""

import io

import numpy as np
from PIL import Image


def seen(part):
    """The pixels (rows, columns, 3) that a screen shows of a part of a page."""
    return np.asarray(Image.open(io.BytesIO(part.screenshot())).convert("RGB")).astype(int)


def coarse(pixels):
    """The same from half as many pixels each way."""
    image = Image.fromarray(pixels.astype(np.uint8))
    half = image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
    return np.asarray(half.resize(image.size, Image.Resampling.BILINEAR)).astype(int)


def lost(pixels):
    """The share of pixels that are others in a picture of half as many."""
    return (np.abs(pixels - coarse(pixels)).max(-1) > 60).mean()
