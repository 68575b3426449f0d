"""The legend: one chip per run with its line, name, value and a small bar; outside the axes, so it covers nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from landscape.experiment.scene import Path
from landscape.figures.layout import Box, text_width, write
from landscape.figures.look import MUTED, SMALL_SCALE, TRACK, em
from landscape.figures.paths import LINE_WIDTH, dash_pattern
from landscape.figures.wording import loss_text, share_text
from landscape.palette import Style, display_name, styles

SWATCH = 2.4  # widths and heights in font sizes
LEAST_BAR = 3.5
GAP = 1.8
CHIP_HEIGHT = 3.0


@dataclass(frozen=True)
class Chip:
    """What a chip shows: name, value, and a share with its words (a NaN share draws no bar)."""

    name: str
    value: str
    share: float
    words: str
    style: Style

    @property
    def width(self) -> float:
        """The least width in inches."""
        first = (SWATCH + 0.8) * em() + text_width(self.name, bold=True) + text_width(self.value)
        return max(first, (LEAST_BAR + 0.6) * em() + text_width(self.words, SMALL_SCALE))


def movement_chip(path: Path, style: Style) -> Chip:
    """The chip of a path: its final true loss, and how much of its movement the slice shows."""
    seen = "did not move" if math.isnan(path.movement_seen) else f"{share_text(path.movement_seen)} seen"
    return Chip(display_name(path.label, path.method), loss_text(path.loss[-1]), path.movement_seen, seen, style)


def accuracy_chip(path: Path, style: Style) -> Chip:
    """The chip of a curve: its final true loss and training accuracy."""
    right = float(path.accuracy[-1])
    words = "" if math.isnan(right) else f"{share_text(right)} right"
    return Chip(display_name(path.label, path.method), loss_text(path.loss[-1]), right, words, style)


def place_legend(
    figure: Figure,
    paths: tuple[Path, ...],
    free: Box,
    area_left: Callable[[Box], float],
    chip_of: Callable[[Path, Style], Chip] = movement_chip,
) -> Box:
    """Draw the chips in a column at the right or in rows at the bottom of `free`; return what is left.

    `area_left` says how large a picture is in a box: the legend goes where it leaves the larger one.
    """
    if not paths:
        return free
    chips = [chip_of(path, style) for path, style in zip(paths, styles([p.method for p in paths]), strict=True)]
    width = max(chip.width for chip in chips)
    gap, height = GAP * em(), CHIP_HEIGHT * em()
    columns = max(1, min(len(chips), int((free.width + gap) / (width + gap))))
    columns = math.ceil(len(chips) / math.ceil(len(chips) / columns))
    below = free.inside(bottom=math.ceil(len(chips) / columns) * height)
    beside = free.inside(right=width + gap)
    if len(chips) * height <= free.height and area_left(beside) > area_left(below):
        for index, chip in enumerate(chips):
            top = free.top - index * height
            _draw(figure, chip, Box(free.right - width, top - height, free.right, top))
        return beside
    stride = min((free.width + gap) / columns, 1.35 * (width + gap))
    for index, chip in enumerate(chips):
        row, column = divmod(index, columns)
        left, top = free.left + column * stride, below.bottom - row * height
        _draw(figure, chip, Box(left, top - height, left + stride - gap, top))
    return below


def _draw(figure: Figure, chip: Chip, box: Box) -> None:
    inches = figure.dpi_scale_trans
    base, style = box.top - 1.15 * em(), chip.style
    middle = base + 0.35 * em()
    end = box.left + (SWATCH - 0.9) * em()
    figure.add_artist(
        Line2D([box.left, end], [middle, middle], transform=inches, color=style.color, lw=LINE_WIDTH,
               ls=dash_pattern(style), dash_capstyle="butt")
    )  # fmt: skip
    figure.add_artist(
        Line2D([end], [middle], transform=inches, color=style.color, marker=style.marker, ms=0.65 * em() * 72, mew=0)
    )
    write(figure, box.left + SWATCH * em(), base, chip.name, weight="bold")
    write(figure, box.right, base, chip.value, ha="right")
    base -= 1.25 * em()
    write(figure, box.right, base, chip.words, SMALL_SCALE, color=MUTED, ha="right")
    if math.isnan(chip.share):
        return
    length = box.width - text_width(chip.words, SMALL_SCALE) - 0.6 * em()
    for part, color in ((1.0, TRACK), (chip.share, style.color)):
        figure.add_artist(
            Rectangle((box.left, base + 0.12 * em()), length * part, 0.42 * em(), transform=inches, color=color, lw=0)
        )
