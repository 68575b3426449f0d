"""Every class: its mean training image, and how many training and test examples it has."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font
from gui.views.held_view import as_image
from landscape.figures.wording import count_text
from landscape.lessons.data_pictures import ClassCounts, MeanImages
from trainers.objective import Array

TRAIN, TEST = "#1f78b4", "#d95f02"
GAP = 8.0
BAR = 6.0  # pixels: the height of a bar
CENTER = Qt.AlignmentFlag.AlignCenter


class ClassPictures(QWidget):
    """A cell for each class and one for all: name, mean image where examples are images, two bars with their counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._counts: ClassCounts | None = None
        self._means: MeanImages | None = None
        self.setMinimumSize(300, 150)
        self.setAccessibleName("Classes, their mean images and counts")

    def set_classes(self, counts: ClassCounts, means: MeanImages | None) -> None:
        """Show counts, and means where examples are images."""
        self._counts, self._means = counts, means
        pairs = zip(counts.names, counts.train.tolist(), counts.test.tolist(), strict=True)
        self.setAccessibleDescription("; ".join(f"{name}: {a:,} training, {b:,} test" for name, a, b in pairs))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.update()

    def places(self) -> list[QRectF]:
        """Where the cells lie: that of all examples first."""
        if self._counts is None:
            return []
        n, below = len(self._counts.names) + 1, self._below
        aspect = 0.0 if self._means is None else self._means.overall.shape[0] / self._means.overall.shape[1]

        def side(columns: int) -> float:
            rows = -(-n // columns)
            across = (self.width() - (columns - 1) * GAP) / columns
            high = (self.height() - (rows - 1) * GAP) / rows - below
            if not aspect:
                return across if high >= 0 else across * 0.01
            return max(1.0, min(across, high / aspect))

        columns = max(range(1, n + 1), key=lambda count: (round(side(count), 3), -count))
        if not aspect:
            deep = max(1, int((self.height() + GAP) / (below + GAP)))
            columns = min(n, -(-n // deep))
        width = side(columns) if aspect else (self.width() - (columns - 1) * GAP) / columns
        step = max(width, (self.width() - (columns - 1) * GAP) / columns if aspect else width)
        step = min(step, width * 1.25)
        tall = width * aspect + below
        return [
            QRectF((k % columns) * (step + GAP), (k // columns) * (tall + GAP), width, tall) for k in range(n)
        ]  # fmt: skip

    def sizeHint(self) -> QSize:
        return QSize(800, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        counts = self._counts
        if counts is None:
            return
        painter = QPainter(self)
        every = np.append(counts.train.sum(), counts.train), np.append(counts.test.sum(), counts.test)
        most = max(1, int(counts.train.max()), int(counts.test.max()))
        for index, place in enumerate(self.places()):
            name = "all" if index == 0 else counts.names[index - 1]
            image = None
            if self._means is not None:
                image = self._means.overall if index == 0 else self._means.means[index - 1]
            pair = int(every[0][index]), int(every[1][index])
            self._paint_cell(painter, place, name, image, pair, most if index else max(pair))

    def _paint_cell(
        self, painter: QPainter, place: QRectF, name: str, image: Array | None, counts: tuple[int, int], most: int
    ) -> None:
        theme, line = self._theme, self._line
        font = small_font(theme, bold=name == "all")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        painter.setPen(QColor(theme.text))
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(QRectF(place.x(), place.y(), place.width(), line), Qt.AlignmentFlag.AlignVCenter, words)
        y = place.y() + line + 2
        if image is not None:
            rect = QRectF(place.x(), y, place.width(), place.height() - self._below)
            if np.isfinite(image).all():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                painter.drawImage(rect, as_image(image))
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
            y = rect.bottom() + 3
        for count, color in zip(counts, (TRAIN, TEST), strict=True):
            painter.fillRect(QRectF(place.x(), y, place.width(), BAR), QColor(theme.track))
            painter.fillRect(QRectF(place.x(), y, place.width() * min(1.0, count / max(1, most)), BAR), QColor(color))
            y += BAR + 1
        painter.setFont(small_font(theme))
        painter.setPen(QColor(theme.muted))
        words = f"{count_text(counts[0])} + {count_text(counts[1])}"
        text = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, place.width() + GAP)
        painter.drawText(QRectF(place.x(), y, place.width() + GAP, line), Qt.AlignmentFlag.AlignVCenter, text)

    @property
    def _line(self) -> float:
        return QFontMetricsF(small_font(self._theme)).height()

    @property
    def _below(self) -> float:
        """Pixels of a cell beside its image."""
        return 2 * self._line + 2 * (BAR + 1) + 5
