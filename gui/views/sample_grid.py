"""Test examples of every class in rows; a click holds one. Points of two features are dots in a plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font
from gui.views.held_view import as_image
from landscape.lessons.data_pictures import Samples
from landscape.palette import class_style

GAP = 4.0
SPACE = 22.0  # pixels between two columns of classes
LEAST = 4  # images of a class, where there are so many
MIDDLE = Qt.AlignmentFlag.AlignVCenter
MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
DOT = 3.5  # pixels: the radius of a point


class SampleGrid(QWidget):
    """`picked` carries the test row of an image that is clicked, or chosen by the arrow keys and Return."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._samples: Samples | None = None
        self._images: list[list[QImage]] = []
        self._held = -1
        self._at: tuple[int, int] | None = None  # class and place under the mouse, or chosen by keys
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(300, 150)
        self.setAccessibleName("Test examples of every class")

    def set_samples(self, samples: Samples) -> None:
        """Show other examples."""
        self._samples, self._at = samples, None
        self._images = [[as_image(image) for image in images] for images in samples.images]
        self.setAccessibleDescription(f"Drawn with seed {samples.seed}: {', '.join(samples.names)}")
        self.update()

    def set_held(self, row: int) -> None:
        """Mark the test example that is held, where it is among these."""
        self._held = row
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.update()

    @property
    def samples(self) -> Samples | None:
        """What is shown."""
        return self._samples

    def place_of(self, label: int, place: int) -> QRectF:
        """Where image number `place` of a class is drawn, in the widget's pixels."""
        columns, _, side, names = self._layout()
        deep = -(-len(self._images) // columns)
        column, row = divmod(label, deep)
        h, w = self._shape
        left = column * (self.width() + SPACE) / columns + names + place * (side + GAP)
        return QRectF(left, row * (side * h / w + GAP), side, side * h / w)

    def sizeHint(self) -> QSize:
        return QSize(800, 360)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._under(event.position()))

    def leaveEvent(self, event: object) -> None:
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(self._under(event.position()))
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._images and event.key() in MOVES:
            down, right = MOVES[Qt.Key(event.key())]
            label, place = self._at or (0, 0)
            label = min(max(label + (down if self._at else 0), 0), len(self._images) - 1)
            shown = min(self._layout()[1], len(self._images[label]))
            self._point((label, min(max(place + (right if self._at else 0), 0), max(shown - 1, 0))))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._samples is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._samples.points:
            self._paint_points(painter, self._samples)
        else:
            self._paint_images(painter, self._samples)

    def _paint_images(self, painter: QPainter, samples: Samples) -> None:
        theme, font = self._theme, small_font(self._theme)
        _, per_row, _, names = self._layout()
        painter.setFont(font)
        for label, (name, rows) in enumerate(zip(samples.names, samples.rows, strict=True)):
            first = self.place_of(label, 0)
            painter.setPen(QColor(theme.text))
            words = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, names - 8)
            painter.drawText(QRectF(first.x() - names, first.y(), names, first.height()), MIDDLE, words)
            for place, image in enumerate(self._images[label][:per_row]):
                rect = self.place_of(label, place)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                painter.drawImage(rect, image)
                held = int(rows[place]) == self._held
                pointed = self._at == (label, place)
                color = theme.accent if held else theme.text if pointed else theme.border
                painter.setPen(QPen(QColor(color), 3.0 if held else 2.0 if pointed else 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect)

    def _paint_points(self, painter: QPainter, samples: Samples) -> None:
        every = np.concatenate(samples.points)
        low, high = every.min(axis=0), every.max(axis=0)
        margin = 12.0
        names = 8.0 + self._names(samples.names)
        span = np.maximum(high - low, 1e-12)
        scale = min((self.width() - names - 2 * margin) / span[0], (self.height() - 2 * margin) / span[1])
        painter.setFont(small_font(self._theme))
        line = QFontMetricsF(painter.font()).height()
        for label, (name, points) in enumerate(zip(samples.names, samples.points, strict=True)):
            color = QColor(class_style(label).color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            for x, y in ((points - low) * scale).tolist():
                painter.drawEllipse(QPointF(margin + x, margin + span[1] * scale - y), DOT, DOT)
            at = self.width() - names
            painter.drawEllipse(QPointF(at, (label + 0.5) * line), DOT, DOT)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QRectF(at + 10, label * line, names - 10, line), MIDDLE, name)

    def _layout(self) -> tuple[int, int, float, float]:
        """Columns of classes, images of each class, the width of an image, and that of the names before them."""
        assert self._samples is not None
        n, most = len(self._images), max(1, *(len(images) for images in self._images))
        h, w = self._shape
        names = self._names(self._samples.names)

        def side(columns: int, per_row: int) -> float:
            deep = -(-n // columns)
            wide = (self.width() - (columns - 1) * SPACE) / columns - names
            return max(4.0, min((self.height() - deep * GAP) / deep * w / h, (wide + GAP) / per_row - GAP))

        ways = [(columns, per_row) for columns in (1, 2) for per_row in range(min(LEAST, most), most + 1)]
        columns, per_row = max(ways, key=lambda way: (side(*way) ** 2 * way[1] ** 0.8, way[1]))
        return columns, per_row, side(columns, per_row), names

    def _names(self, names: tuple[str, ...]) -> float:
        metrics = QFontMetricsF(small_font(self._theme))
        return min(120.0, max(metrics.horizontalAdvance(name) for name in names)) + 10

    @property
    def _shape(self) -> tuple[int, int]:
        first = next(images[0] for images in self._images if images)
        return first.height(), first.width()

    def _under(self, position: QPointF) -> tuple[int, int] | None:
        if not self._images:
            return None
        per_row = self._layout()[1]
        for label, images in enumerate(self._images):
            for place in range(min(per_row, len(images))):
                if self.place_of(label, place).contains(position):
                    return label, place
        return None

    def _point(self, at: tuple[int, int] | None) -> None:
        if at != self._at:
            self._at = at
            self.setToolTip("" if at is None else "Click to hold this example: everything is then judged by it")
            self.update()

    def _pick(self) -> None:
        if self._samples is not None and self._at is not None:
            label, place = self._at
            self.picked.emit(int(self._samples.rows[label][place]))
