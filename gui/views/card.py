"""The white panel with a thin border that everything in the window lies on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme


class Card(QFrame):
    """A frame in the theme's card color with a thin border and round corners.

    It paints itself instead of using a style sheet, so that no rule of it reaches the widgets inside.
    """

    def __init__(self, content: QWidget | QLayout | None = None, theme: Theme = LIGHT, margin: int = 12) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        if isinstance(content, QLayout):
            self._layout.addLayout(content)
        elif content is not None:
            self.add(content)

    def add(self, content: QWidget) -> None:
        """Lay a widget on the card, beneath what is there."""
        self._layout.addWidget(content)

    def set_theme(self, theme: Theme) -> None:
        """Take the card's colors from `theme`; what lies on the card takes its own."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), self._theme)


def paint_card(
    painter: QPainter, place: QRectF, theme: Theme, border: str | None = None, fill: str | None = None
) -> None:
    """Draw a card into `place`; `border` and `fill` replace the theme's."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(border or theme.border), 1))
    painter.setBrush(QColor(fill or theme.card))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius, theme.radius)


def paint_focus(painter: QPainter, place: QRectF, theme: Theme, radius: float | None = None) -> None:
    """Draw the ring that shows which control the keyboard talks to."""
    rounding = theme.radius if radius is None else radius
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.setBrush(QColor(0, 0, 0, 0))
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), rounding, rounding)
