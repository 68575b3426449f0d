"""One artist alone on a square of pixels, without axes: for whoever wants to read its colors back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from landscape.figures.look import own_settings


def swatch(draw: Callable[[Any], object], side: int) -> NDArray[np.float64]:
    """What `draw` makes of axes that fill the page: colors (side, side, 3) from 0 to 1, the lowest row first."""
    with own_settings(10):
        figure = Figure(figsize=(2, 2), dpi=side / 2)
        canvas = FigureCanvasAgg(figure)
        ax = figure.add_axes((0, 0, 1, 1))
        draw(ax)
        ax.set_axis_off()
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return pixels[::-1, :, :3] / 255
