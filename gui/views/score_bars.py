"""Horizontal bars of the classes' probabilities, or scores, of one example."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font
from gui.views.wording import MINUS
from trainers.objective import Array

TALLEST = 24.0  # pixels of a row at the light theme's text size
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ScoreBars:
    """Rows of name, bar and number. The true class is bold; its bar is good where it wins, else the winner's is bad."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._label = 0
        self._scores = np.empty(0)
        self._probabilities: Array | None = None

    def set_classes(self, names: Sequence[str], label: int) -> None:
        """The classes' names and the true one's index; scores are forgotten."""
        self._names, self._label = list(names), label
        self._scores, self._probabilities = np.empty(0), None

    def set_scores(self, scores: Array, probabilities: Array | None) -> None:
        """Scores (C,), and probabilities (C,) which are drawn in their place where there are any."""
        self._scores, self._probabilities = scores, probabilities

    @property
    def winner(self) -> int | None:
        """The class with the highest score, the lowest index of several; None before there are scores."""
        if self._scores.size == 0 or np.isnan(self._scores).any():
            return None
        return int(np.argmax(self._scores))

    def rows(self, most: int) -> list[int]:
        """The classes to show: all in order where `most` rows suffice, else the best ones and always the true one."""
        n = len(self._names)
        if n <= most or self._scores.size != n:
            return list(range(min(n, most)))
        best = [int(index) for index in np.argsort(-self._scores, kind="stable")[: max(1, most)]]
        if self._label not in best:
            best[-1] = self._label
        return best

    def words(self) -> str:
        """The state in one sentence, for screen readers."""
        if self.winner is None:
            return ""
        right = "correct" if self.winner == self._label else f"in truth {self._names[self._label]}"
        return f"Classified as {self._names[self.winner]}, {right}, {self._number(self.winner)}."

    def numbers(self) -> list[str]:
        """Each class's probability, or its score, in words; empty before there are scores."""
        return [self._number(index) for index in range(len(self._scores))]

    def paint(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        """Draw as many rows as fit into `place`."""
        small = small_font(theme)
        least = QFontMetricsF(small).height()
        tallest = TALLEST * theme.text_size / LIGHT.text_size
        most = max(1, int(place.height() / least))
        shown = self.rows(most)
        note = len(shown) < len(self._names)
        if note:
            shown = self.rows(max(1, most - 1))
        if not shown:
            return
        height = min(tallest, place.height() / (len(shown) + note))
        name_width = min(
            0.35 * place.width(),
            max(QFontMetricsF(small_font(theme, True)).horizontalAdvance(self._names[index]) for index in shown),
        )
        number_width = QFontMetricsF(small).horizontalAdvance(f"{MINUS}100.00")
        bars = QRectF(place.x() + name_width + 8, place.y(), place.width() - name_width - number_width - 16, height)
        for line, index in enumerate(shown):
            row = QRectF(place.x(), place.y() + line * height, place.width(), height)
            self._paint_row(painter, row, bars, name_width, index, theme)
        if note:
            painter.setFont(small)
            painter.setPen(QColor(theme.muted))
            last = QRectF(place.x(), place.y() + len(shown) * height, place.width(), height)
            painter.drawText(last, MIDDLE, f"{len(shown)} of {len(self._names)} classes")

    def _paint_row(
        self, painter: QPainter, row: QRectF, bars: QRectF, name_width: float, index: int, theme: Theme
    ) -> None:
        true = index == self._label
        font: QFont = small_font(theme, bold=true)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if true else theme.muted))
        name = QFontMetricsF(font).elidedText(self._names[index], Qt.TextElideMode.ElideRight, name_width)
        painter.drawText(QRectF(row.x(), row.y(), name_width, row.height()), Qt.AlignmentFlag.AlignRight | MIDDLE, name)
        if self._scores.size != len(self._names):
            return
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | MIDDLE, self._number(index))
        zero, end = self.reach(index)
        thick = 0.68 * row.height()
        top = row.center().y() - thick / 2
        left, right = bars.x() + min(zero, end) * bars.width(), bars.x() + max(zero, end) * bars.width()
        painter.fillRect(QRectF(left, top, max(1.0, right - left), thick), QColor(self._color(index, theme)))
        painter.setPen(QPen(QColor(theme.faint), 1))
        axis = bars.x() + zero * bars.width()
        painter.drawLine(int(axis), int(top), int(axis), int(top + thick))

    def reach(self, index: int) -> tuple[float, float]:
        """Where the bar begins and ends, as shares of the width that bars have."""
        if self._probabilities is not None:
            return 0.0, float(np.nan_to_num(self._probabilities[index]))
        finite = np.where(np.isfinite(self._scores), self._scores, 0.0)
        low, high = min(0.0, float(finite.min())), max(0.0, float(finite.max()))
        span = max(high - low, np.finfo(float).tiny)
        return -low / span, (float(finite[index]) - low) / span

    def _number(self, index: int) -> str:
        if self._probabilities is not None:
            percent = 100 * float(self._probabilities[index])
            return f"{percent:.1f} %" if np.isfinite(percent) else "not finite"
        score = float(self._scores[index])
        if not np.isfinite(score):
            return "not finite"
        return (f"{score:.2f}" if abs(score) < 1000 else f"{score:.1e}").replace("-", MINUS)

    def _color(self, index: int, theme: Theme) -> str:
        if index != self.winner:
            return theme.faint
        return theme.good if index == self._label else theme.bad
