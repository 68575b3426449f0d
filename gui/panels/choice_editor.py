"""One of several choices: a list that opens, or a pill with all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStyledItemDelegate, QWidget

from gui import icon
from gui.panels.style import list_style
from gui.theme import LIGHT, Theme
from gui.views.card import paint_card, paint_focus
from gui.views.fonts import text_font
from gui.views.segmented import SegmentedControl

Option = tuple[Any, str, str]  # the value, what a person reads, the tooltip


class ChoiceEditor(QComboBox):
    """A list of choices that opens. The wheel scrolls the panel, not the choice."""

    committed = Signal(object)
    complained = Signal(str)

    def __init__(self, options: Sequence[Option] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._options: tuple[Option, ...] = ()
        self._value = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one does not heed the list's style
        self.activated.connect(self._choose)
        self.set_options(options)
        self.set_theme(LIGHT)

    def set_options(self, options: Sequence[Option]) -> None:
        """The choices; the value shown stays."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        self.clear()
        for value, text, tooltip in options:
            self.addItem(text, value)
            self.setItemData(self.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(self.findData(self._value))

    def show_value(self, value: Any, default: Any) -> None:
        """Show a choice; one that is not in the list leaves the list without a choice."""
        self._value = default if value is None else value
        self.setCurrentIndex(self.findData(self._value))

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.setFont(text_font(theme))
        self.view().setStyleSheet(list_style(theme))
        self.updateGeometry()
        self.update()

    def set_refused(self, refused: bool) -> None:
        """Go back to the value that holds."""
        if refused:
            self.restore()

    def restore(self) -> None:
        """Show the value that holds."""
        self.setCurrentIndex(self.findData(self._value))

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(text_font(self._theme))
        return QSize(round(8 * metrics.height()), round(metrics.height() + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        place = QRectF(self.rect())
        paint_card(painter, place, theme, theme.faint if self.underMouse() else None)
        side = QFontMetricsF(text_font(theme)).height() * 0.8
        middle = QPointF(place.right() - 6 - side / 2, place.center().y())
        arrow = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        icon.paint(painter, "down", theme.muted, arrow)
        painter.setFont(text_font(theme))
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.faint))
        words = place.adjusted(8, 0, -(side + 10), 0)
        shown = QFontMetricsF(text_font(theme)).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            paint_focus(painter, place, theme)

    def _choose(self, index: int) -> None:
        chosen = self.itemData(index)
        if chosen != self._value:
            self.committed.emit(chosen)


class PillEditor(QWidget):
    """Few choices, all in sight."""

    committed = Signal(object)
    complained = Signal(str)

    def __init__(self, name: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self.control = SegmentedControl(name)
        self.control.set_options(options)
        self.control.chosen.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.control)
        self.setFocusProxy(self.control)

    def show_value(self, value: Any, default: Any) -> None:
        """Show a choice."""
        self._value = default if value is None else value
        self.control.set_value(self._value)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self.control.set_theme(theme)

    def set_refused(self, refused: bool) -> None:
        """Go back to the value that holds."""
        if refused:
            self.restore()

    def restore(self) -> None:
        """Show the value that holds."""
        self.control.set_value(self._value)

    def _take(self, value: str) -> None:
        self.committed.emit(value)
