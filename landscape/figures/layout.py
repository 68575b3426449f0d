"""Where things stand on a figure, in inches: the frame of title, subtitle and caption, and boxes inside it.

Sizes of texts are measured from the font's outlines, so the layout is the same at every resolution.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from landscape.errors import InvalidValue
from landscape.figures.look import MUTED, SMALL_SCALE, TEXT, TITLE_SCALE, em, points

LINE = 1.32  # the distance of two lines of text, in font sizes
LEAST_WIDTH, LEAST_HEIGHT = 8.0, 6.0  # of a picture, in font sizes
# Whether pages have title, subtitle and caption: those of files always do; on a small screen there may be no room.
WORDED: ContextVar[bool] = ContextVar("worded", default=True)
UNIT = 100.0  # points at which widths are measured
SAFETY = 1.02  # hinting may widen a line a little beyond its outlines


@dataclass(frozen=True)
class Box:
    """A rectangle of the figure in inches from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in inches."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in inches."""
        return self.top - self.bottom

    @property
    def area(self) -> float:
        """Area in square inches, 0 where nothing fits."""
        return max(0.0, self.width) * max(0.0, self.height)

    def inside(self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0) -> Box:
        """The box without the given margins."""
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def shaped(self, aspect: float | None) -> Box:
        """The largest box of height / width = `aspect` in this one, at its upper left; None keeps the shape."""
        if aspect is None:
            return self
        width = min(self.width, self.height / aspect)
        return Box(self.left, self.top - width * aspect, self.left + width, self.top)

    def fractions(self, figure: Figure) -> tuple[float, float, float, float]:
        """(left, bottom, width, height) in fractions of the figure, as matplotlib's axes want it."""
        width, height = figure.get_size_inches()
        return self.left / width, self.bottom / height, self.width / width, self.height / height

    def axes(self, figure: Figure, **options: Any) -> Axes:
        """New axes that fill the box."""
        return figure.add_axes(self.fractions(figure), **options)


def text_width(text: str, scale: float = 1.0, bold: bool = False) -> float:
    """The width of one line in inches, at `scale` times the figure's font size."""
    return SAFETY * (_unit_width(text, bold, tuple(rcParams["font.family"])) * (points(scale) / UNIT)) / 72


@lru_cache(maxsize=10_000)
def _unit_width(text: str, bold: bool, family: tuple[str, ...]) -> float:
    """The width of one line in points, at a size of `UNIT` points: outlines grow with the size."""
    font = FontProperties(family=family, size=UNIT, weight="bold" if bold else "normal")
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def wrap(text: str, width: float, scale: float = 1.0, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` inches, broken at spaces, and inside a word that is longer than a line.

    "λ = 0.001" stays together.
    """
    lines: list[str] = []
    words = re.findall(r"\S+(?: = \S+)?", text)
    mean = text_width(" ".join(words), scale, bold) / max(1, len(text)) or 1.0
    while words:
        # To measure takes time: a guess by the mean letter comes first, and lines around it are measured.
        fitting = bisect_right(list(accumulate(len(word) + 1 for word in words)), width / mean)
        while fitting < len(words) and text_width(" ".join(words[: fitting + 1]), scale, bold) <= width:
            fitting += 1
        while fitting > 0 and text_width(" ".join(words[:fitting]), scale, bold) > width:
            fitting -= 1
        if fitting == 0 and len(words[0]) > 1:
            letters = range(1, len(words[0]))
            cut = max(1, bisect_right(letters, width, key=lambda n: text_width(words[0][:n], scale, bold)))
            words[:1] = [words[0][:cut], words[0][cut:]]
        lines.append(" ".join(words[: max(1, fitting)]))
        del words[: max(1, fitting)]
    return lines


def write(figure: Figure, x: float, y: float, text: str, scale: float = 1.0, **options: Any) -> None:
    """`text` at (x, y) inches; dollar signs in a label are not mathematics."""
    figure.text(
        x, y, text, transform=figure.dpi_scale_trans, fontsize=points(scale), parse_math=False,
        **{"color": TEXT, "va": "baseline", **options},
    )  # fmt: skip


def frame(figure: Figure, title: str, subtitle: str, caption: str, badge: str = "") -> Box:
    """Write title and subtitle at the top, the caption at the bottom, each wrapped to the width; the box between.

    A badge stands framed at the right end of the title's line, or before the caption where there is no room for it.

    Raises:
        InvalidValue: the figure is too small for its texts and a picture.
    """
    width, height = (float(side) for side in figure.get_size_inches())
    if not WORDED.get():
        title = subtitle = caption = badge = ""
    margin = min(0.3, 0.04 * width)
    page = Box(margin, margin, width - margin, height - margin)
    wide = text_width(badge, SMALL_SCALE) + 1.2 * em(SMALL_SCALE) if badge else 0.0
    if badge and text_width(title, TITLE_SCALE, bold=True) + em() + wide <= page.width:
        _badge(figure, badge, page.right - wide, page.top - em(TITLE_SCALE) * LINE + 0.3 * em(TITLE_SCALE))
    elif badge:
        caption = f"{badge[0].upper()}{badge[1:]}. {caption}"
    y = page.top
    for text, scale, weight, color in ((title, TITLE_SCALE, "bold", TEXT), (subtitle, 1.05, "normal", MUTED)):
        for line in wrap(text, page.width, scale, weight == "bold"):
            y -= em(scale) * LINE  # drawn beneath all else, so that a reader of the file meets them first
            write(figure, page.left, y + 0.3 * em(scale), line, scale, weight=weight, color=color, zorder=-1)
    lines = wrap(caption, page.width, SMALL_SCALE)
    step = em(SMALL_SCALE) * LINE
    for above, line in zip(reversed(range(len(lines))), lines, strict=True):
        write(figure, page.left, page.bottom + (above + 0.25) * step, line, SMALL_SCALE, color=MUTED)
    free = Box(page.left, page.bottom + len(lines) * step + (0.7 * em() if lines else 0.0), page.right, y - 0.5 * em())
    check_room(figure, free)
    return free


def _badge(figure: Figure, text: str, left: float, baseline: float) -> None:
    """Words in a thin rounded frame; `left` is the frame's."""
    pad = 0.5 * em(SMALL_SCALE)
    frame_of = {"boxstyle": f"round,pad={pad / em(SMALL_SCALE):.3f},rounding_size=0.9", "fc": "none", "ec": MUTED}
    write(
        figure, left + 0.6 * em(SMALL_SCALE), baseline + 0.15 * em(SMALL_SCALE), text, SMALL_SCALE,
        color=MUTED, zorder=-1, bbox={**frame_of, "lw": points(0.07)},
    )  # fmt: skip


def check_room(figure: Figure, box: Box) -> None:
    """Raise `InvalidValue` where a picture in `box` would be smaller than a few lines of text."""
    if box.width < LEAST_WIDTH * em() or box.height < LEAST_HEIGHT * em():
        width, height = figure.get_size_inches()
        raise InvalidValue(
            f"a figure must have room for its picture beside its texts; got {width:g} x {height:g} inches at "
            f"{points():g} points. Try a larger width and height, or a smaller font."
        )
