"""The held image, and beside it what the classifier sees of it: the same drawing as in a figure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, with_alpha
from gui.views.held_view import as_image
from landscape.features.drawing import INK, Drawing, Panel, Rings, Strokes
from landscape.features.placed import PlacedBar, PlacedPanel, Rect, placed
from landscape.figures.wording import count_text
from trainers.objective import Array

CENTER = Qt.AlignmentFlag.AlignCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter
SPACE = 18.0  # pixels between the drawings
LEAST_STRENGTH = 0.04  # of a stroke that is drawn
WITH_WORDS, WITH_BARS = 2.4, 2.1  # how many images wide a drawing is


class FeatureView(QWidget):
    """An image and the drawings of its features, each beneath its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._image: Array | None = None
        self._name = ""
        self._drawings: tuple[Drawing, ...] = ()
        self.setMinimumSize(300, 150)
        self.setAccessibleName("The held image and its features")

    def set_drawings(self, image: Array, name: str, drawings: Sequence[Drawing]) -> None:
        """Show an image (h, w, 3) of the class `name` with the drawings of its features."""
        self._image, self._name, self._drawings = image, name, tuple(drawings)
        self.setAccessibleDescription(f"{name}: {self.words()}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.update()

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """What is shown."""
        return self._drawings

    def words(self) -> str:
        """What is drawn, feature by feature, in sentences."""
        return " ".join(f"{drawing.name[0].upper()}{drawing.name[1:]}: {drawing.says}." for drawing in self._drawings)

    def places(self) -> list[QRectF]:
        """Where the image and each drawing lie, in the widget's pixels."""
        if self._image is None:
            return []
        line = self._line
        h, w = self._image.shape[:2]
        tall = self.height() - line - 4
        wants = [1.0, *(_want(drawing) for drawing in self._drawings)]
        free = self.width() - SPACE * len(self._drawings)
        unit = min(tall * w / h, free / sum(wants))
        widths = [unit * want for want in wants]
        left, found = 0.0, []
        for width in widths:
            found.append(QRectF(left, line + 4, width, tall))
            left += width + SPACE
        return found

    def sizeHint(self) -> QSize:
        return QSize(800, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, *others = self.places()
        h, w = self._image.shape[:2]
        paint_panel(
            painter, Panel(w, h, self._image), QRectF(first.x(), first.y(), first.width(), first.width() * h / w)
        )
        self._head(painter, first, self._name)
        for place, drawing in zip(others, self._drawings, strict=True):
            self._head(painter, place, f"{drawing.name}: {count_text(drawing.count)} numbers", drawing.name)
            painter.save()
            painter.translate(place.topLeft())
            paint_drawing(painter, drawing, place.width(), place.height(), theme)
            painter.restore()

    def _head(self, painter: QPainter, place: QRectF, words: str, short: str = "") -> None:
        font = small_font(self._theme, bold=True)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        width = place.width() + SPACE - 4
        metrics = QFontMetricsF(font)
        fitting = words if metrics.horizontalAdvance(words) <= width or not short else short
        text = metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(place.x(), 0, width, self._line), MIDDLE, text)

    @property
    def _line(self) -> float:
        return QFontMetricsF(small_font(self._theme, bold=True)).height()


def _want(drawing: Drawing) -> float:
    return WITH_WORDS if drawing.tiles else WITH_BARS if drawing.swatches else 1.0


def paint_drawing(painter: QPainter, drawing: Drawing, width: float, height: float, theme: Theme) -> None:
    """Paint a drawing into a rectangle of `width` by `height` at the painter's origin."""
    font = small_font(theme)
    metrics = QFontMetricsF(font)
    for part in placed(drawing, width, height, metrics.height()):
        if isinstance(part, PlacedPanel):
            paint_panel(painter, part.panel, _rect(part.rect))
        elif isinstance(part, PlacedBar):
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(part.color or INK))
            painter.drawRect(_rect(part.rect))
        else:
            painter.setFont(font)
            painter.setPen(QColor(theme.text))
            text = metrics.elidedText(part.text, Qt.TextElideMode.ElideRight, part.rect.width + 8)
            painter.drawText(_rect(part.rect).adjusted(-4, 0, 4, 0) if part.centered else _rect(part.rect),
                             CENTER if part.centered else MIDDLE, text)  # fmt: skip


def paint_panel(painter: QPainter, panel: Panel, rect: QRectF) -> None:
    """Paint a panel; marks are meant for white, so white is its ground in every theme."""
    scale = rect.width() / panel.width
    painter.save()
    painter.setClipRect(rect.adjusted(-1, -1, 1, 1))
    painter.fillRect(rect, QColor("#ffffff"))
    if panel.image is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(rect, as_image(panel.image))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for width, color in ((3.0, "#ffffff"), (1.2, INK)) if len(panel.borders) else ():
        painter.setPen(QPen(QColor(color), width))
        painter.drawLines(_lines(panel.borders, rect, scale))
    if panel.strokes is not None:
        _paint_strokes(painter, panel.strokes, rect, scale)
    if panel.rings is not None:
        _paint_rings(painter, panel.rings, rect, scale)
    painter.setPen(QPen(QColor("#a4abb5"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    painter.restore()


def _paint_strokes(painter: QPainter, strokes: Strokes, rect: QRectF, scale: float) -> None:
    width = min(2.2, max(1.0, 0.05 * scale * 4))
    lines = _lines(strokes.ends, rect, scale)
    for line, share in zip(lines, strokes.strengths.tolist(), strict=True):
        if share >= LEAST_STRENGTH:
            painter.setPen(QPen(with_alpha(strokes.color, round(255 * (0.2 + 0.8 * share))), width))
            painter.drawLine(line)


def _paint_rings(painter: QPainter, rings: Rings, rect: QRectF, scale: float) -> None:
    middle = rings.centers * scale + (rect.x(), rect.y())
    for place, radius, turn, color in zip(
        middle.tolist(), (rings.radii * scale).tolist(), rings.directions.tolist(), rings.colors, strict=True
    ):
        center = QPointF(*place)
        if rings.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
        else:
            painter.setPen(QPen(QColor(color), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, radius, radius)
        if not rings.filled and math.isfinite(turn):
            painter.drawLine(center, center + QPointF(radius * math.cos(turn), radius * math.sin(turn)))


def _lines(ends: Array, rect: QRectF, scale: float) -> list[QLineF]:
    moved = np.asarray(ends) * scale + (rect.x(), rect.y())
    return [QLineF(*first, *second) for first, second in moved.tolist()]


def _rect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
