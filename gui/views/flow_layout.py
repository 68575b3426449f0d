"""A layout of equally wide items in as many rows as they need."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items in equal cells, left to right, then down; rows are filled evenly (7 items where 5 fit become 4 and 3).

    A cell is at least as wide as the widest item's hint and at most `widest` times that.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 10, widest: float = 1.5) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._widest = widest
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def rows_for(self, width: int) -> int:
        """How many rows the items take in a width."""
        return self._shape(width)[1]

    def used_width(self, width: int) -> int:
        """How much of a width the rows take: the items grow only so far."""
        columns, _ = self._shape(width)
        gap = (columns - 1) * self.spacing()
        return min(width, round(columns * self._widest * self._cell().width()) + gap)

    def heightForWidth(self, width: int) -> int:
        _, rows = self._shape(width)
        return rows * self._cell().height() + max(0, rows - 1) * self.spacing()

    def sizeHint(self) -> QSize:
        cell, n = self._cell(), len(self._items)
        return QSize(n * cell.width() + max(0, n - 1) * self.spacing(), cell.height())

    def minimumSize(self) -> QSize:
        return self._cell()

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        if not self._items:
            return
        columns, _ = self._shape(place.width())
        gap, cell = self.spacing(), self._cell()
        fair = (place.width() - (columns - 1) * gap) / columns
        width = min(fair, self._widest * cell.width())
        for index, item in enumerate(self._items):
            row, column = divmod(index, columns)
            left = round(place.x() + column * (width + gap))
            item.setGeometry(QRect(left, place.y() + row * (cell.height() + gap), round(width), cell.height()))

    def _shape(self, width: int) -> tuple[int, int]:
        n = len(self._items)
        if n == 0:
            return 1, 0
        cell = self._cell().width() + self.spacing()
        most = max(1, (width + self.spacing()) // max(1, cell))
        rows = -(-n // most)
        return -(-n // rows), rows

    def _cell(self) -> QSize:
        hints = [item.sizeHint() for item in self._items]
        widths, heights = [hint.width() for hint in hints], [hint.height() for hint in hints]
        return QSize(max(widths, default=0), max(heights, default=0))
