"""A button that is a word or two."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui import icon
from gui.theme import LIGHT, Theme
from gui.views.card import paint_card, paint_focus
from gui.views.fonts import text_font


class TextButton(QAbstractButton):
    """Words in the accent color, in a frame, or quiet; with an icon of the project before them if one is named."""

    def __init__(
        self,
        text: str,
        tooltip: str,
        *,
        framed: bool = False,
        quiet: bool = False,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._framed, self._quiet, self._icon_name, self._theme = framed, quiet, icon_name, LIGHT
        self.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(text_font(self._theme))
        margin = 10 if self._framed else 6
        width = metrics.horizontalAdvance(self.text()) + self._icon_room + 2 * margin
        return QSize(round(width), round(metrics.height() + (10 if self._framed else 6)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._framed:
            paint_card(painter, place, theme, theme.faint if lit else None, theme.selected if self.isDown() else None)
        elif lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), theme.radius, theme.radius)
        ink = theme.text if self._framed else theme.muted if self._quiet else theme.accent
        color = ink if self.isEnabled() else theme.faint
        metrics = QFontMetricsF(text_font(theme))
        left = (place.width() - metrics.horizontalAdvance(self.text()) - self._icon_room) / 2
        if self._icon_name:
            side = metrics.height()
            icon.paint(painter, self._icon_name, color, QRectF(left, place.center().y() - side / 2, side, side))
        painter.setFont(text_font(theme))
        painter.setPen(QColor(color))
        words = place.adjusted(left + self._icon_room, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            paint_focus(painter, place, theme)

    @property
    def _icon_room(self) -> float:
        return QFontMetricsF(text_font(self._theme)).height() + 4 if self._icon_name else 0.0
