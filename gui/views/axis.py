"""An axis with round ticks, as many as there is room for; linear, or logarithmic with its values given as log10."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFontMetricsF

from gui.theme import Theme
from gui.views.fonts import small_font
from gui.views.wording import TIMES, superscript
from landscape.surfaces.ticks import nice_ticks, tick_text


class Axis(pg.AxisItem):
    """An axis of a plot. In log mode 3.0 on the axis reads 1,000; `edge` adds one tick with a word of its own."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self._log = False
        self._edge: tuple[float, str] | None = None
        self._room = 60.0
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=4, tickTextOffset=4, hideOverlappingLabels=False)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        metrics = QFontMetricsF(small_font(theme))
        self._room = metrics.horizontalAdvance("0,000") * 2 if self.orientation == "bottom" else metrics.height() * 2.8
        self.setTickFont(small_font(theme))
        self.setTextPen(QColor(theme.muted))
        self.setPen(QColor(theme.border))
        self.setTickPen(QColor(theme.faint))
        self.labelStyle = {"color": theme.muted, "font-size": f"{theme.small_size:.2f}pt"}
        self.setLabel(self.labelText, **self.labelStyle)

    def set_log(self, log: bool, edge: tuple[float, str] | None = None) -> None:
        """Read the axis as log10; `edge` is a (position, word) for what a logarithm cannot show."""
        self._log, self._edge = log, edge
        self.picture = None
        self.update()

    @property
    def is_log(self) -> bool:
        """True where the axis reads its positions as log10."""
        return self._log

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Ticks between the ends; `size` is the axis' length in pixels."""
        count = max(2, int(size / self._room))
        if not self._log:
            values, spacing = nice_ticks(min(minVal, maxVal), max(minVal, maxVal), count)
            return [(spacing, values)]
        values = _decades(minVal, maxVal, count)
        if self._edge is not None and minVal <= self._edge[0] <= maxVal:
            values = [self._edge[0]] + [value for value in values if value > self._edge[0] + 0.15]
        return [(1.0, values)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The words at the ticks."""
        if not self._log:
            return [tick_text(value, spacing) for value in values]
        return [self._log_text(value) for value in values]

    def _log_text(self, value: float) -> str:
        if self._edge is not None and value == self._edge[0]:
            return self._edge[1]
        if -3.01 < value < 5.5:
            return f"{10**value:,.{max(0, math.ceil(-value - 1e-9))}f}"
        mantissa = round(10 ** (value - math.floor(value + 1e-9)))
        power = f"10{superscript(math.floor(value + 1e-9))}"
        return power if mantissa == 1 else f"{mantissa}{TIMES}{power}"


def _decades(low: float, high: float, count: int) -> list[float]:
    first, last = math.floor(low), math.ceil(high)
    # Where few powers of ten are in sight, 2 and 5 times them help; where many are, every second or third will do.
    factors = (1, 2, 5) if (high - low) * 3 <= count + 1 else (1,)
    stride = max(1, math.ceil((high - low) / count))
    places = [power + math.log10(factor) for power in range(first, last + 1, stride) for factor in factors]
    return [place for place in places if low - 1e-9 <= place <= high + 1e-9]
