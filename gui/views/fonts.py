"""Fonts in the theme's sizes, and colors as Qt wants them."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QLabel

from gui.theme import Theme


def text_font(theme: Theme, bold: bool = False) -> QFont:
    """The application's font at the theme's text size."""
    return _font(theme.text_size, bold)


def small_font(theme: Theme, bold: bool = False) -> QFont:
    """The application's font at the size of ticks and notes."""
    return _font(theme.small_size, bold)


def with_alpha(color: str, alpha: int) -> QColor:
    """The color #rrggbb at an opacity of 0 to 255."""
    mixed = QColor(color)
    mixed.setAlpha(alpha)
    return mixed


def blend(first: str, second: str, share: float) -> QColor:
    """The opaque color that is `share` of the way from one #rrggbb to another."""
    one, other = QColor(first), QColor(second)
    mixed = [(1 - share) * a + share * b for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)]
    return QColor(*(round(channel) for channel in mixed))


def style_label(label: QLabel, color: str, font: QFont) -> None:
    """Give a label its color and font, whatever style sheet the window has."""
    weight = "bold" if font.bold() else "normal"
    wanted = f"color: {color}; font-size: {font.pointSizeF():.2f}pt; font-weight: {weight}; background: transparent;"
    if label.styleSheet() != wanted:  # Qt would work out anew what is the same, and a window has hundreds of labels
        label.setStyleSheet(wanted)


def _font(points: float, bold: bool) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(points)
    font.setBold(bold)
    return font
