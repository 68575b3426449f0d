"""A button that is an icon: flat, or a filled disk for the one action that matters most."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui import icon
from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus


class IconButton(QAbstractButton):
    """An icon of the project with a tooltip, an accessible name, hover, focus ring and disabled look.

    A checkable one shows its state by the accent color and a tinted ground.
    """

    def __init__(self, name: str, text: str, size: int = 28, disk: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._disk, self._theme = name, size, disk, LIGHT
        self.set_icon(name, text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def set_theme(self, theme: Theme) -> None:
        """Take colors from `theme` and grow with its text."""
        self._theme = theme
        self.setFixedSize(self.sizeHint())
        self.update()

    def set_icon(self, name: str, text: str) -> None:
        """Show another icon; `text` becomes the tooltip and the accessible name."""
        self._name = name
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    @property
    def icon_name(self) -> str:
        """The name of the icon shown."""
        return self._name

    def sizeHint(self) -> QSize:
        side = round(self._size * max(1.0, self._theme.text_size / LIGHT.text_size) ** 0.5)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        hovered = self.underMouse() and self.isEnabled()
        if self._disk:
            ground = theme.text if self.isEnabled() else theme.faint
            painter.setBrush(QColor(ground).lighter(125) if hovered and theme.name != "dark" else QColor(ground))
            painter.drawEllipse(place.adjusted(2, 2, -2, -2))
            color, share = theme.card, 0.5
        else:
            if hovered or self.isDown() or self.isChecked():
                painter.setBrush(QColor(theme.selected))
                painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), theme.radius, theme.radius)
            color = theme.accent if self.isChecked() else theme.muted
            color, share = (color if self.isEnabled() else theme.faint), 0.62
        side = place.width() * share
        middle = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
        icon.paint(painter, self._name, color, middle)
        if self.hasFocus():
            paint_focus(painter, place, theme, place.width() / 2 if self._disk else None)
