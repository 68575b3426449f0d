"""The project's own icons: SVG files beside this module, tinted with a color of the theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent / "icons"
SIZES = (16, 20, 24, 32, 48, 64, 128)


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `color` (#rrggbb), `size` logical pixels wide, for a screen of the given pixel ratio."""
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint(painter, name, color, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint(painter: QPainter, name: str, color: str, place: QRectF) -> None:
    """Draw the icon `name` in `color` into `place`, sharp at any scale."""
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    QSvgRenderer(QByteArray(text.encode())).render(painter, place)


def icon(name: str, color: str, disabled: str | None = None) -> QIcon:
    """The icon `name` in `color`, and in `disabled` where its button is, at all usual sizes."""
    built = QIcon()
    for size in SIZES:
        built.addPixmap(pixmap(name, color, size), QIcon.Mode.Normal)
        if disabled is not None:
            built.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return built
