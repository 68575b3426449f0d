"""Where the parts of a drawing stand in a rectangle, so that a figure and the window lay it out the same."""

from __future__ import annotations

from dataclasses import dataclass

from landscape.features.drawing import Drawing, Panel

GAP = 0.5  # of a line of text, between parts
BAR = 0.28  # lines: the height of a tile's bar
BESIDE = 0.5  # of the width, where parts stand beside the picture in a wide rectangle
LETTER = 0.48  # lines: the width of a digit, so that numbers are left out where they would be cut
LEAST_TILE = 1.2  # lines


@dataclass(frozen=True)
class Rect:
    """A rectangle: its left upper corner, y downward, and its sides."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class PlacedPanel:
    """A panel in its place; `framed` ones have a border of their own."""

    rect: Rect
    panel: Panel


@dataclass(frozen=True)
class PlacedBar:
    """A filled bar; `color` is #rrggbb, "" for the usual ink."""

    rect: Rect
    color: str


@dataclass(frozen=True)
class PlacedText:
    """Words in the middle of a rectangle as high as a line, or from its left edge."""

    rect: Rect
    text: str
    centered: bool


Placed = PlacedPanel | PlacedBar | PlacedText


def placed(drawing: Drawing, width: float, height: float, line: float) -> list[Placed]:
    """The parts of a drawing in a rectangle of `width` by `height`, in units in which a line of text is `line` high."""
    gap = GAP * line
    if not drawing.tiles and not drawing.swatches:
        return [PlacedPanel(_inside(drawing.main, Rect(0, 0, width, height)), drawing.main)]
    # Beside the picture or beneath it: where the picture gets larger.
    beside = Rect(0, 0, (width - gap) * BESIDE, height)
    beneath = Rect(0, 0, width, height - _height_beneath(drawing, width, height, line) - gap)
    first, second = (_inside(drawing.main, place) for place in (beside, beneath))
    if first.width >= second.width:
        left = first.width + 2 * gap
        rest = Rect(left, 0, width - left, first.height)
        if first.height < height * 0.75:
            rest = Rect(left, 0, width - left, height)
        return [PlacedPanel(first, drawing.main), *_parts(drawing, rest, line)]
    top = second.height + gap
    middle = Rect((width - second.width) / 2, 0, second.width, second.height)
    return [PlacedPanel(middle, drawing.main), *_parts(drawing, Rect(0, top, width, height - top), line)]


def _height_beneath(drawing: Drawing, width: float, height: float, line: float) -> float:
    if drawing.swatches:
        return min(len(drawing.swatches) * line, 0.5 * height)
    columns = _columns(drawing, width, 0.5 * height, line)
    rows = 1 + max(_cell(drawing, index, columns)[0] for index in range(len(drawing.tiles)))
    side = min((width - GAP * line) / columns, 0.5 * height / rows - _text_height(drawing) * line)
    return rows * (max(side, LEAST_TILE * line) + _text_height(drawing) * line)


def _columns(drawing: Drawing, width: float, height: float, line: float) -> int:
    """How many words stand in a row: as many as make them largest. Those of two quadrants stand side by side."""
    n = len(drawing.tiles)
    ways = range(1, n + 1)
    if drawing.group:
        ways = range(2, 2 * drawing.group + 1, 2)

    def side(columns: int) -> float:
        rows = 2 * -(-drawing.group // (columns // 2)) if drawing.group else -(-n // columns)
        return min(width / columns - GAP * line, height / rows - _text_height(drawing) * line)

    return max(ways, key=lambda columns: (round(side(columns), 6), columns))


def _cell(drawing: Drawing, index: int, columns: int) -> tuple[int, int]:
    """The row and the column of a word."""
    if not drawing.group:
        return divmod(index, columns)
    quadrant, place = divmod(index, drawing.group)
    row, column = divmod(place, columns // 2)
    deep = -(-drawing.group // (columns // 2))
    return (quadrant // 2) * deep + row, (quadrant % 2) * (columns // 2) + column


def _text_height(drawing: Drawing) -> float:
    """Lines beneath a word: its bar, its number and a gap."""
    return BAR + GAP + 1.0


def _parts(drawing: Drawing, room: Rect, line: float) -> list[Placed]:
    return _swatches(drawing, room, line) if drawing.swatches else _tiles(drawing, room, line)


def _swatches(drawing: Drawing, room: Rect, line: float) -> list[Placed]:
    """A bar for each bin, as many as there is room for, with its share behind it."""
    shown = drawing.swatches[: max(1, int(room.height / line))]
    step = min(room.height / len(shown), 1.6 * line)
    words = 3.2 * line
    parts: list[Placed] = []
    for index, swatch in enumerate(shown):
        y = room.y + index * step
        long = max(0.15 * line, swatch.share * (room.width - words))
        color = "#" + "".join(f"{round(255 * value):02x}" for value in swatch.color)
        parts.append(PlacedBar(Rect(room.x, y + 0.1 * step, long, 0.8 * step), color))
        text = Rect(room.x + long + 0.3 * line, y + (step - line) / 2, words, line)
        parts.append(PlacedText(text, swatch.words, centered=False))
    return parts


def _tiles(drawing: Drawing, room: Rect, line: float) -> list[Placed]:
    """Words in rows, each above its bar and its number; a gap between groups."""
    columns = _columns(drawing, room.width, room.height, line)
    rows = 1 + max(_cell(drawing, index, columns)[0] for index in range(len(drawing.tiles)))
    below = _text_height(drawing) * line
    gap = GAP * line
    apart = 2 * gap if drawing.group else 0.0
    across = (room.width - (columns - 1) * gap - apart) / columns
    side = max(0.5 * line, min(across, (room.height - apart / 2) / rows - below))
    has_words = max(len(tile.words) for tile in drawing.tiles) * LETTER * line <= side + gap
    parts: list[Placed] = []
    for index, tile in enumerate(drawing.tiles):
        row, column = _cell(drawing, index, columns)
        x = room.x + column * (side + gap) + (apart if 2 * column >= columns else 0)
        y = room.y + row * (side + below) + (gap if drawing.group and 2 * row >= rows else 0)
        parts.append(PlacedPanel(Rect(x, y, side, side), tile.panel))
        bar = Rect(x, y + side + 0.12 * line, max(0.1 * line, tile.share * side), BAR * line)
        parts.append(PlacedBar(bar, tile.color))
        if not has_words:
            continue
        text = Rect(x - gap / 2, bar.y + (BAR + 0.05) * line, side + gap, line)
        parts.append(PlacedText(text, tile.words, centered=True))
    return parts


def _inside(panel: Panel, room: Rect) -> Rect:
    scale = max(0.0, min(room.width / panel.width, room.height / panel.height))
    return Rect(room.x, room.y, panel.width * scale, panel.height * scale)
