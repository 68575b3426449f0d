"""The rows of the table of examples, and how their cells are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.theme import LIGHT, Theme
from gui.views.class_marks import paint_class
from gui.views.fonts import small_font
from gui.views.plain_numbers import cell_text, small_text
from landscape.playground.judge import Judged
from trainers.objective import Array

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
CRAMPED = 0.85  # of the size of notes, from where on marks have to do without their heading
CLASS = 2  # the column of the class; scores stand behind it, the loss is last
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ExampleRows(QAbstractTableModel):
    """Place, class, scores and loss of every example, in the order of the data."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._size = 1.0
        self._fonts = small_font(LIGHT), small_font(LIGHT, bold=True)
        self._points: Array = np.empty((0, 2))
        self._labels: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._names: tuple[str, ...] = ()
        self._judged: Judged | None = None
        self._pointed: int | None = None

    def set_points(self, points: Array, labels: NDArray[np.int64], names: Sequence[str]) -> None:
        points, labels, names = np.array(points, dtype=float), np.array(labels), tuple(names)
        same = points.shape == self._points.shape and names == self._names
        if same:
            moved = (points != self._points).any(axis=1) | (labels != self._labels)
            self._points, self._labels = points, labels
            self._changed(moved)
            return
        self.beginResetModel()
        self._points, self._labels, self._names, self._judged = points, labels, names, None
        self.endResetModel()

    def set_judged(self, judged: Judged | None) -> None:
        before, self._judged = self._judged, judged if judged and len(judged.losses) == len(self._points) else None
        self._changed(_judged_anew(before, self._judged), CLASS + 1)

    def set_pointed(self, row: int | None) -> None:
        if row != self._pointed:
            pointed = np.isin(np.arange(len(self._points)), [row for row in (row, self._pointed) if row is not None])
            self._pointed = row
            self._changed(pointed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts = small_font(theme), small_font(theme, bold=True)
        for font in self._fonts:
            font.setPointSizeF(self._size * font.pointSizeF())
        self._changed()

    def set_size(self, share: float) -> None:
        """Write at this share of the size of notes, where there are more columns than room."""
        if share != self._size:
            self._size = share
            self.set_theme(self._theme)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, CLASS, CLASS)

    def widest_texts(self) -> list[str]:
        """About the longest text of each column."""
        places = [max((cell_text(float(x)) for x in _ends(self._points[:, k])), key=len) for k in (0, 1)]
        names = max(self._names, key=len, default="0")
        judged = self._judged
        if judged is None:
            return [*places, names, *["−0.00"] * (self.columnCount() - 3)]
        scores = [max((cell_text(float(x)) for x in _ends(s)), key=len) for s in judged.scores.T]
        return [*places, names, *scores, max(("1.0e−3", small_text(float(judged.losses.max()))), key=len)]

    def rowCount(self, parent: Index = ROOT) -> int:
        return len(self._points)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 4 + max(2, len(self._names))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        last = self.columnCount() - 1
        if role == Qt.ItemDataRole.DisplayRole:
            if section < 3:
                return ("x", "y", "class" if self._size > CRAMPED else "")[section]
            return "loss" if section == last else f"s{section - 3}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter if section == 2 else RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            if section < 3:
                return ("The first feature", "The second feature", "The class that it is in (its label)")[section]
            if section == last:
                return "The loss of this example alone"
            return f"The score of class {section - 3}: its weights times x and y, plus its bias"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(index.row(), index.column())
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    # What a cell shows

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def pointed(self) -> int | None:
        return self._pointed

    def font(self, bold: bool) -> QFont:
        return self._fonts[bold]

    def label(self, row: int) -> int:
        return int(self._labels[row])

    def text(self, row: int, column: int) -> str:
        judged = self._judged
        if column < CLASS:
            return cell_text(float(self._points[row, column]))
        if column == CLASS:
            return self._names[self._labels[row]]
        if judged is None:
            return ""
        if column == self.columnCount() - 1:
            return small_text(float(judged.losses[row]))
        return cell_text(float(judged.scores[row, column - CLASS - 1]))

    def verdict(self, row: int, column: int) -> bool | None:
        """Whether the winner is right, in its own column; None in all others."""
        if self._judged is None or column - CLASS - 1 != self._judged.winners[row]:
            return None
        return bool(self._judged.winners[row] == self._labels[row])

    def _changed(self, rows: NDArray[np.bool_] | None = None, first: int = 0) -> None:
        """Have these rows painted again, or all of them, from column `first`: a dragged point changes one."""
        last = self.columnCount() - 1
        if rows is None or rows.all():
            if len(self._points):
                self.dataChanged.emit(self.index(0, first), self.index(len(self._points) - 1, last))
            return
        for row in np.flatnonzero(rows).tolist():
            self.dataChanged.emit(self.index(row, first), self.index(row, last))


def _judged_anew(before: Judged | None, after: Judged | None) -> NDArray[np.bool_] | None:
    """The examples whose scores or loss differ; None where that cannot be said."""
    if before is None or after is None or before.scores.shape != after.scores.shape:
        return None
    same = (before.scores == after.scores).all(axis=1) & (before.losses == after.losses)
    return ~(same & (before.winners == after.winners))


def _ends(values: Array) -> list[float]:
    return [float(values.min()), float(values.max())] if len(values) else [-0.01]


class CellDelegate(QStyledItemDelegate):
    """Paints a cell without the detour over styles: a table is painted anew at every move of a hand."""

    def __init__(self, model: ExampleRows, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row, column = self._model, index.row(), index.column()
        theme, place = model.theme, QRectF(option.rect)  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if row == model.pointed or selected:
            painter.fillRect(place, QColor(theme.selected))
        text, color, bold = model.text(row, column), theme.text, False
        if column == CLASS:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = min(5.5, 0.36 * place.height())
            center = QPointF(place.center().x() - radius, place.center().y())
            paint_class(painter, model.label(row), center, radius, QPen(Qt.PenStyle.NoPen))
            words = QRectF(center.x() + radius + 4, place.top(), place.right() - center.x(), place.height())
        else:
            words = place.adjusted(2, 0, -4, 0)
            verdict = model.verdict(row, column)
            if verdict is not None:
                color, bold = (theme.good if verdict else theme.bad), True
        painter.setFont(model.font(bold))
        painter.setPen(QColor(color))
        painter.drawText(words, LEFT if column == CLASS else RIGHT, text)
