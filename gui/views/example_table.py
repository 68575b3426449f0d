"""Every example in a row: where it is, its class, its scores, its loss; and what the losses add up to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QSize,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.theme import LIGHT, Theme
from gui.views.example_rows import CLASS, CRAMPED, CellDelegate, ExampleRows
from gui.views.fonts import small_font, style_label, text_font
from gui.views.plain_numbers import small_text
from landscape.playground.judge import Judged
from trainers.objective import Array

SIZES = (1.0, 0.99, 0.9, 0.8, 0.72)  # of the size of notes; the first with room between the numbers


class ExampleTable(QWidget):
    """A heading, a scrolling table in the order of the data, and the sum. `pointed` carries a row, or None."""

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._model = ExampleRows(self)
        self._judged: Judged | None = None
        self._fitted: tuple[object, ...] = ()  # what the columns' widths were chosen for
        self.heading, self.right, self.totals = QLabel("Every example"), QLabel(), QLabel()
        self.table = QTableView()
        self.table.setModel(self._model)
        self.table.setAccessibleName("Every example: place, class, scores and loss")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setMouseTracking(True)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumSize(100, 40)
        self.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.setItemDelegate(CellDelegate(self._model, self))
        self.table.viewport().installEventFilter(self)
        self.table.entered.connect(self._entered)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.totals.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.totals.setToolTip(
            "<b>The whole loss.</b> Data loss: the mean of all examples' losses. Penalty (regularization): λ × the "
            "sum of squared weights, biases left out. The methods make their sum small."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        above = QHBoxLayout()
        above.addWidget(self.heading, 1)
        above.addWidget(self.right)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)
        self.set_theme(LIGHT)

    def set_points(self, points: Array, labels: NDArray[np.int64], names: Sequence[str]) -> None:
        """The places (N, 2) and classes (N,) of the examples."""
        self._model.set_points(points, labels, names)
        self._fit_columns()

    def set_judged(self, judged: Judged | None) -> None:
        """What the weights make of them."""
        self._model.set_judged(judged)
        self._judged = judged
        self._write_totals()
        self.right.setText("" if judged is None else right_text(judged))
        self._fit_columns()

    def set_pointed(self, row: int | None) -> None:
        """Mark a row, and bring it into sight."""
        self._model.set_pointed(row)
        if row is not None and row < self._model.rowCount() and not self.table.underMouse():
            self.table.scrollTo(self._model.index(row, 0))

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self._model.set_theme(theme)
        self.table.setStyleSheet(
            f"QTableView {{ background: {theme.card}; color: {theme.text}; border: none; outline: 0;"
            f" font-size: {theme.small_size:.2f}pt; selection-background-color: {theme.selected};"
            f" selection-color: {theme.text}; }}"
            f"QTableView:focus {{ border: 1px solid {theme.accent}; }}"
            f"QHeaderView {{ background: {theme.card}; }}"
            f"QHeaderView::section {{ background: {theme.card}; color: {theme.muted}; border: none;"
            f" border-bottom: 1px solid {theme.border}; padding: 1px 4px; font-size: {theme.small_size:.2f}pt; }}"
            f"QScrollBar:vertical {{ background: {theme.card}; width: 10px; margin: 2px; }}"
            f"QScrollBar::handle:vertical {{ background: {theme.border}; border-radius: 3px; min-height: 24px; }}"
            "QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }"
            "QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: none; }"
        )
        style_label(self.heading, theme.text, text_font(theme, bold=True))
        style_label(self.right, theme.muted, small_font(theme))
        style_label(self.totals, theme.text, small_font(theme, bold=True))
        self.table.verticalHeader().setDefaultSectionSize(round(QFontMetricsF(small_font(theme)).height() + 3))
        self.table.verticalHeader().setMinimumSectionSize(8)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._write_totals()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No row is looked at once the mouse has left; a scroll bar that comes takes room from the columns."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        elif event.type() == QEvent.Type.Resize:
            self._fit_columns()
        return False

    def _entered(self, index: QModelIndex) -> None:
        self.pointed.emit(index.row())

    def _current_changed(self, index: QModelIndex) -> None:
        if self.table.hasFocus() and index.isValid():
            self.pointed.emit(index.row())

    def _write_totals(self) -> None:
        text = "" if self._judged is None else totals_text(self._judged)
        if QFontMetricsF(small_font(self._theme, bold=True)).horizontalAdvance(text) > self.width():
            text = text.removeprefix("loss ")  # the sum is whole, or it says nothing
        self.totals.setText(text)

    def _fit_columns(self) -> None:
        """Each column as wide as its numbers; what is left over is shared.

        Places go first where there is no room, then numbers are set closer and smaller: the loss is always in sight.
        """
        widest, room = self._model.widest_texts(), self.table.viewport().width()
        fitted = [len(text) for text in widest], room, self._theme
        if fitted == self._fitted:
            return  # digits are all equally wide
        self._fitted = fitted
        widths, size = self._widths(widest, 11.0, 1.0), 1.0
        places = sum(widths) <= room
        if not places:
            for size in SIZES:
                widths = self._widths(widest, 11.0 if size == SIZES[0] else 6.0, size)
                if sum(widths[CLASS:]) <= room:
                    break
        self._model.set_size(size)
        for column in (0, 1):
            self.table.setColumnHidden(column, not places)
        shown = widths if places else widths[CLASS:]
        more = max(0.0, (room - sum(shown)) / len(shown))
        for column, width in enumerate(widths):
            self.table.setColumnWidth(column, int(width + more))

    def _widths(self, widest: Sequence[str], apart: float, size: float) -> list[float]:
        font = small_font(self._theme, bold=True)
        font.setPointSizeF(size * font.pointSizeF())
        metrics = QFontMetricsF(font)
        widths = [metrics.horizontalAdvance(text) + apart for text in widest]
        heading = QFontMetricsF(small_font(self._theme)).horizontalAdvance("class")
        widths[CLASS] = max(widths[CLASS] + 18, heading + 8 if size > CRAMPED else 0)
        return widths

    def sizeHint(self) -> QSize:
        return QSize(300, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 110)


def totals_text(judged: Judged) -> str:
    """The sum that the loss is: "loss 0.67 = data 0.38 + penalty 0.29"."""
    whole, data, penalty = (small_text(x) for x in (judged.loss, judged.data_loss, judged.regularization))
    return f"loss {whole} = data {data} + penalty {penalty}"


def right_text(judged: Judged) -> str:
    """How many are judged right: "9 of 9 right"."""
    n = len(judged.losses)
    return f"{round(judged.accuracy * n):,} of {n:,} right"
