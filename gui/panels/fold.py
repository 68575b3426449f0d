"""A heading that opens and closes what is below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from gui import icon
from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.fonts import small_font, text_font


class FoldButton(QAbstractButton):
    """An arrow, a dot of `color` where one is given, a title, and a quiet note at the right. Checked is open."""

    def __init__(self, title: str, *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strong, self._note, self._color, self._theme = strong, "", "", LIGHT
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()
        self.toggled.connect(self._describe)

    def set_look(self, title: str, note: str, color: str) -> None:
        """Change the title, the note and the dot's color (#rrggbb; empty for no dot)."""
        self.setText(title)
        self._note, self._color = note, color
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(text_font(self._theme, self._strong))
        return QSize(round(metrics.horizontalAdvance(self.text()) + 4 * metrics.height()), round(metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        font = text_font(theme, bold=True) if self._strong else text_font(theme)
        metrics = QFontMetricsF(font)
        side = metrics.height() * 0.8
        ink = theme.text if self.underMouse() or self._strong else theme.muted
        self._paint_arrow(painter, QPointF(side / 2 + 1, place.center().y()), side, theme.muted)
        left = side + 6
        if self._color:
            radius = metrics.height() * 0.33
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._color))
            painter.drawEllipse(QPointF(left + radius, place.center().y()), radius, radius)
            left += 2 * radius + 7
        painter.setFont(font)
        painter.setPen(QColor(ink))
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, place.right() - left)
        painter.drawText(place.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)
        used = left + metrics.horizontalAdvance(title) + 10
        painter.setFont(small_font(theme))
        painter.setPen(QColor(theme.muted))
        note = QFontMetricsF(small_font(theme)).elidedText(
            self._note, Qt.TextElideMode.ElideRight, place.right() - used - 2
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place.adjusted(used, 0, -2, 0), right, note)
        if self.hasFocus():
            paint_focus(painter, place, theme)

    def _paint_arrow(self, painter: QPainter, middle: QPointF, side: float, color: str) -> None:
        painter.save()
        painter.translate(middle)
        painter.rotate(0 if self.isChecked() else -90)
        icon.paint(painter, "down", color, QRectF(-side / 2, -side / 2, side, side))
        painter.restore()

    def _describe(self) -> None:
        self.setAccessibleName(self.text())
        state = "open" if self.isChecked() else "closed"
        self.setAccessibleDescription(f"{self._note}, {state}" if self._note else state)


class Fold(QWidget):
    """A fold button and what it opens; closed at first. Add widgets to `body`."""

    def __init__(self, title: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = FoldButton(title)
        self.button.setToolTip(tooltip)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(7)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.button)
        column.addWidget(self._content)
        self._content.setVisible(False)
        self.button.toggled.connect(self._content.setVisible)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`; what was added takes its own."""
        self.button.set_theme(theme)
