"""The arrays of a program as a picture: one box each, layer by layer, right or wrong."""

from html import escape

from backprop_course.check.kinds import RIGHT, WRONG

STATE_COLORS = {RIGHT: "#2b8a5f", WRONG: "#d1495b"}  # of frames: letters have the page's own
OTHER = "#888888"
STATE_MARKS = {RIGHT: "✓", WRONG: "✗"}
HEIGHT, GAP = 44, 14  # of a box, in pixels
LETTER_PIXELS = 7.5  # how wide a letter of a name is
LONGEST_NAME = 22  # letters of a name that are shown
MOST_BOXES = 60  # boxes: a picture of more tells nothing


def svg_of_blocks(blocks, groups):
    """An SVG of blocks (state, error) by name; those of one group stand in one column, in their order.

    It says itself what it shows, for those who cannot see it. "" for more boxes than a picture can hold.
    """
    if not blocks or len(blocks) > MOST_BOXES:
        return ""
    columns = {}
    for (name, block), group in zip(blocks.items(), groups, strict=True):
        columns.setdefault(group, []).append((name, block))
    tallest = max(map(len, columns.values()))
    box = max(80.0, 24 + LETTER_PIXELS * min(LONGEST_NAME, max(map(len, blocks))))
    width, height = len(columns) * (box + GAP) + GAP, tallest * (HEIGHT + GAP) + GAP
    boxes = "".join(
        _box(name, block, GAP + i * (box + GAP), GAP + j * (HEIGHT + GAP), box)
        for i, column in enumerate(columns.values())
        for j, (name, block) in enumerate(column)
    )
    words = escape(_words(blocks), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{words}" width="{width:.0f}" '
        f'height="{height}" viewBox="0 0 {width:.0f} {height}" style="max-width: 100%; height: auto" '
        f'font-family="sans-serif"><title>{words}</title>{boxes}</svg>'
    )


def _box(name, block, left, top, width):
    color, mark = STATE_COLORS.get(block.state, OTHER), STATE_MARKS.get(block.state, "?")
    error = "" if block.error is None else few_letters(block.error)
    middle = left + width / 2
    dashes = "" if block.state == RIGHT else ' stroke-dasharray="6 3"' if block.state == WRONG else ""
    shown = name if len(name) <= LONGEST_NAME else f"…{name[1 - LONGEST_NAME :]}"
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{HEIGHT}" rx="6" fill="{color}" '
        f'fill-opacity="0.14" stroke="{color}" stroke-width="2"{dashes}/>'
        f'<text x="{middle}" y="{top + 18}" text-anchor="middle" font-size="13" fill="currentColor">'
        f"{escape(shown)}</text>"
        f'<text x="{middle}" y="{top + 35}" text-anchor="middle" font-size="12" fill="currentColor">'
        f'<tspan font-weight="bold">{mark}</tspan> {escape(error)}</text>'
    )


def few_letters(error):
    """A relative error in few letters."""
    return "< 1e-12" if error < 1e-12 else f"{error:.0e}" if error < 1e-3 else f"{error:.2g}"


def _words(blocks):
    told = {RIGHT: [], WRONG: []}
    for name, block in blocks.items():
        told.setdefault(block.state, []).append(name)
    parts = [f"{state}: {', '.join(names)}" for state, names in told.items() if names]
    return f"Gradients of the arrays. {'; '.join(parts)}."
