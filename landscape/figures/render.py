"""A figure as pixels, for a screen: the same page as in a file."""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from landscape.errors import InvalidValue
from landscape.figures.catalogue import KINDS
from landscape.figures.layout import WORDED
from landscape.figures.look import own_settings
from landscape.figures.repaint import LOOKS, inks, repaint
from landscape.figures.save import check_kind

LEAST_LINES = 36  # font sizes of a page that has its title and caption
SMALLER = (1.0, 0.85, 0.72, 0.6)  # type that is tried where a page has no room for larger one


def render_figure(
    subject: Any, kind: str, width: int, height: int, *, dpi: float = 96.0, font_size: float = 10.0, look: str = "light"
) -> NDArray[np.uint8]:
    """The page of `subject` as `kind`, (height, width, 3), uint8.

    A page that is low has no title and no caption, and its type gets smaller where there is no room for larger one.

    Raises:
        InvalidValue: an unknown kind, a subject that cannot be drawn as it, or a page too small for any type.
    """
    check_kind(subject, kind)
    worded = height / dpi * 72 >= LEAST_LINES * font_size
    token = WORDED.set(worded)
    try:
        for share in SMALLER:
            try:
                return _drawn(subject, kind, width, height, dpi, share * font_size, look)
            except InvalidValue:
                if share == SMALLER[-1]:
                    raise
        raise AssertionError("the smallest type is either drawn or refused")
    finally:
        WORDED.reset(token)


def _drawn(
    subject: Any, kind: str, width: int, height: int, dpi: float, font_size: float, look: str
) -> NDArray[np.uint8]:
    with own_settings(font_size):
        matplotlib.rcParams.update(inks(LOOKS[look]))
        figure = Figure(figsize=(width / dpi, height / dpi), dpi=dpi)
        canvas: Any = FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, subject)
        repaint(figure, LOOKS[look])
        canvas.draw()
        pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())[:, :, :3].copy()
    return pixels
