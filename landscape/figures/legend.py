"""The legend: one chip per run with its line, name, value and a small bar; outside the axes, so it covers nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from landscape.experiment.scene import Path, Scene
from landscape.figures.caption import sees_all, value_text
from landscape.figures.layout import Box, text_width, write
from landscape.figures.look import MUTED, SMALL_SCALE, TRACK, em, points
from landscape.figures.paths import LINE_WIDTH, dash_pattern
from landscape.figures.wording import loss_text, share_text
from landscape.palette import Style, display_name, styles

SWATCH = 2.0  # widths and heights in font sizes
GAP = 1.2
ROOMY = 1.4
CHIP_HEIGHT = 3.4
ONE_LINE = 1.45
CROWDED = 0.35  # of the picture without a legend; where less is left, chips shrink to one line without a bar


@dataclass(frozen=True)
class Chip:
    """What a chip shows: name, words beneath it, and a bar for a share 0..1 (none where it is NaN)."""

    name: str
    words: str
    share: float
    style: Style
    one_line: bool = False

    @property
    def width(self) -> float:
        """The least width in inches."""
        name = SWATCH * em() + text_width(self.name, SMALL_SCALE, bold=True)
        words = text_width(self.words, SMALL_SCALE)
        return name + 0.7 * em() + words if self.one_line else max(name, words)

    @property
    def height(self) -> float:
        """The height in inches with the space to the next chip."""
        return (ONE_LINE if self.one_line else CHIP_HEIGHT) * em()


def chip_for(scene: Scene) -> Callable[[Path, Style], Chip]:
    """How a path of a picture of the slice is told of: a share of its movement is, unless all of it is in sight."""
    return partial(value_chip, text=value_text(scene)) if sees_all(scene) else movement_chip_for(scene)


def movement_chip_for(scene: Scene) -> Callable[[Path, Style], Chip]:
    """How a path is told of with its share, its value as a scene's quantity is written."""
    return partial(movement_chip, text=value_text(scene))


def movement_chip(path: Path, style: Style, text: Callable[[float], str] = loss_text) -> Chip:
    """The chip of a path: its final true loss, and how much of its movement the slice shows."""
    seen = "did not move" if math.isnan(path.movement_seen) else f"{share_text(path.movement_seen)} seen"
    name = display_name(path.label, path.method)
    return Chip(name, _noted(path, f"{text(path.loss[-1])} · {seen}"), path.movement_seen, style)


def value_chip(path: Path, style: Style, text: Callable[[float], str] = loss_text) -> Chip:
    """The chip of a path on a picture that holds all of it, so that a share of its movement says nothing."""
    return Chip(display_name(path.label, path.method), _noted(path, text(path.loss[-1])), math.nan, style)


def accuracy_chip(path: Path, style: Style) -> Chip:
    """The chip of a curve: its final true loss and training accuracy."""
    right = float(path.accuracy[-1])
    words = loss_text(path.loss[-1]) + ("" if math.isnan(right) else f" · {share_text(right)} right")
    return Chip(display_name(path.label, path.method), _noted(path, words), right, style)


def place_legend(
    figure: Figure,
    paths: tuple[Path, ...],
    free: Box,
    picture: Callable[[Box], Box],
    chip_of: Callable[[Path, Style], Chip] = movement_chip,
) -> Box:
    """Draw the chips in a column at the right or in rows at the bottom of `free`; return what is left.

    `picture` says where the picture goes in a box: the legend stands where it leaves the larger one.
    """
    if not paths:
        return free
    chips = [chip_of(path, style) for path, style in zip(paths, styles([p.method for p in paths]), strict=True)]
    rest = _place(figure, chips, free, picture, draw=False)
    if picture(rest).area < CROWDED * picture(free).area:
        chips = [replace(chip, one_line=True) for chip in chips]
    return _place(figure, chips, free, picture, draw=True)


def _noted(path: Path, words: str) -> str:
    return f"{path.note} · {words}" if path.note else words


def _place(figure: Figure, chips: list[Chip], free: Box, picture: Callable[[Box], Box], draw: bool) -> Box:
    gap, height = GAP * em(), chips[0].height
    rows = _rows(chips, free.width, gap)
    widest = max(chip.width for chip in chips)
    below, beside = free.inside(bottom=len(rows) * height), free.inside(right=widest + gap)
    if len(chips) * height <= free.height and picture(beside).area > picture(below).area:
        roomy = free.inside(right=ROOMY * widest + gap)  # where the picture cannot use the width, the chips do
        if picture(roomy).area >= picture(beside).area:
            beside, widest = roomy, ROOMY * widest
        for index, chip in enumerate(chips if draw else []):
            top = free.top - index * height
            _draw(figure, chip, Box(free.right - widest, top - height, free.right, top))
        return beside
    for index, row in enumerate(rows if draw else []):
        left, top = free.left, below.bottom - index * height
        room = free.width - sum(width for _, width in row)
        between = room / (len(row) - 1) if len(rows) == 1 and len(row) > 1 else gap
        for chip, width in row:
            _draw(figure, chip, Box(left, top - height, left + width, top))
            left += width + min(between, 3 * gap)
    return below


def _rows(chips: list[Chip], room: float, gap: float) -> list[list[tuple[Chip, float]]]:
    """Chips with their widths: one row where they fit by their own widths, else rows of equal columns."""
    if sum(chip.width + gap for chip in chips) - gap <= room:
        return [[(chip, chip.width) for chip in chips]]
    widest = max(chip.width for chip in chips)
    most = max(1, int((room + gap) / (widest + gap)))
    columns = math.ceil(len(chips) / math.ceil(len(chips) / most))
    width = min((room + gap) / columns - gap, 1.4 * widest)
    return [[(chip, width) for chip in chips[at : at + columns]] for at in range(0, len(chips), columns)]


def _draw(figure: Figure, chip: Chip, box: Box) -> None:
    inches = figure.dpi_scale_trans
    base, style = box.top - 1.0 * em(), chip.style
    middle, end = base + 0.33 * em(), box.left + (SWATCH - 0.75) * em()
    figure.add_artist(
        Line2D([box.left, end], [middle, middle], transform=inches, color=style.color, lw=points(LINE_WIDTH),
               ls=dash_pattern(style), dash_capstyle="butt", solid_capstyle="butt")
    )  # fmt: skip
    figure.add_artist(
        Line2D(
            [end],
            [middle],
            transform=inches,
            color=style.color,
            marker=style.marker,
            ms=points(0.6),
            mew=0,
        )
    )
    write(figure, box.left + SWATCH * em(), base, chip.name, SMALL_SCALE, weight="bold")
    if chip.one_line:
        write(figure, box.right, base, chip.words, SMALL_SCALE, color=MUTED, ha="right")
        return
    write(figure, box.left, base - 1.15 * em(), chip.words, SMALL_SCALE, color=MUTED)
    if math.isnan(chip.share):
        return
    for part, color in ((1.0, TRACK), (chip.share, style.color)):
        place = (box.left, base - 1.72 * em())
        figure.add_artist(Rectangle(place, box.width * part, 0.25 * em(), transform=inches, color=color, lw=0))
