"""W and dW as images, one above the other for each class; what is not known of dW is a question mark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.fonts import small_font, text_font
from gui.views.keyboard_framed import KeyboardFramed
from gui.views.templates import MOST, signed_image
from landscape.experiment.scene import Scene
from trainers.objective import Array

CENTER = Qt.AlignmentFlag.AlignCenter
LEGIBLE = 10  # pixels of a cell that has room for its own question mark
MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class WeightImages(KeyboardFramed):
    """Rows of the first matrix as images and the slopes by them. A bias is the bar beneath its row's image.

    `picked` carries the flat indices of the weights of a clicked pixel: one, or three of a color image. With the
    keyboard: arrows move the pixel, Page Up and Page Down the image, Return picks it.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._names: tuple[str, ...] = ()
        self._indices: NDArray[np.int64] = np.empty((0, 0, 0, 1), dtype=np.int64)  # (n, h, w, channels)
        self._biases: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._weights, self._slopes = np.empty(0), np.empty(0)
        self._at: tuple[int, int, int] | None = None  # image, row, column under the mouse or chosen by keys
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(260, 96)  # beside words for the back row, in a small window
        self.setAccessibleName("Weights of each class, and the slopes by them")

    def set_scene(self, scene: Scene) -> None:
        """Lay out a scene's weights; it must have images."""
        dataset, model = scene.dataset, scene.model
        assert dataset is not None
        assert model is not None
        rows, columns = model.layout.shapes[0]
        n = min(MOST, rows)
        image = dataset.as_image(np.arange(columns - 1, dtype=float)).astype(np.int64)
        image = image.reshape(*image.shape[:2], -1)
        starts = columns * np.arange(n)
        self._indices = image[None] + starts[:, None, None, None]
        self._biases = starts + columns - 1
        of_classes = len(model.layout.shapes) == 1
        self._names = dataset.class_names[:n] if of_classes else tuple(f"unit {k}" for k in range(n))
        self._at = None

    def set_values(self, weights: Array, slopes: Array) -> None:
        """Weights (P,), and their slopes (P,), NaN where not known."""
        self._weights, self._slopes = weights, slopes
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.update()

    @property
    def dimensions(self) -> NDArray[np.int64]:
        """The flat indices of all weights that are shown, image by image, each bias after its image."""
        n = len(self._biases)
        return np.concatenate([self._indices.reshape(n, -1), self._biases[:, None]], axis=1).ravel()

    @property
    def largest_slope(self) -> float:
        """The end of the slopes' scale; NaN where none is known."""
        known = np.abs(self._slopes_of_pixels())
        return float(np.nanmax(known)) if np.isfinite(known).any() else float("nan")

    def place_of(self, image: int, row: int, column: int, of_slopes: bool = False) -> QRectF:
        """Where a pixel is drawn, of W or of dW."""
        upper, lower = self._places()[image]
        whole = lower if of_slopes else upper
        _, h, w, _ = self._indices.shape
        return QRectF(whole.x() + column * whole.width() / w, whole.y() + row * whole.height() / h,
                      whole.width() / w, whole.height() / h)  # fmt: skip

    def weights_at(self, position: QPointF) -> tuple[int, int, int] | None:
        """The image, row and column under a pixel of the widget, in W or dW; the bias's row is the image's height."""
        _, h, w, _ = self._indices.shape
        for image, pair in enumerate(self._places()):
            for place in pair:
                if place.contains(position):
                    row = int((position.y() - place.y()) / place.height() * h)
                    return image, min(row, h - 1), min(int((position.x() - place.x()) / place.width() * w), w - 1)
                if _bias_bar(place).contains(position):
                    return image, h, 0
        return None

    def sizeHint(self) -> QSize:
        return QSize(900, 480)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.weights_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(self.weights_at(event.position()))
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not len(self._biases):
            super().keyPressEvent(event)
            return
        n, h, w, _ = self._indices.shape
        image, row, column = self._at or (0, 0, 0)
        if event.key() in MOVES:
            down, right = MOVES[Qt.Key(event.key())]
            self._point((image, min(max(row + down, 0), h), min(max(column + right, 0), w - 1)))
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._point(((image + (1 if event.key() == Qt.Key.Key_PageDown else -1)) % n, row, column))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._biases) or not len(self._weights):
            return
        painter, theme = QPainter(self), self._theme
        pixels = self._weights[self._indices]
        slopes = self._slopes_of_pixels()
        biases = self._slopes[self._biases]
        largest = float(np.abs(pixels[np.isfinite(pixels)]).max(initial=0.0)) or 1.0
        steepest = self.largest_slope if np.isfinite(self.largest_slope) and self.largest_slope > 0 else 1.0
        for index, (upper, lower) in enumerate(self._places()):
            painter.setFont(small_font(theme))
            painter.setPen(QColor(theme.muted))
            height = QFontMetricsF(painter.font()).height()
            name = QFontMetricsF(painter.font()).elidedText(
                self._names[index], Qt.TextElideMode.ElideRight, upper.width() + 6
            )
            painter.drawText(QRectF(upper.x() - 4, upper.y() - height, upper.width() + 8, height), CENTER, name)
            values = pixels[index] if pixels.shape[-1] == 3 else pixels[index, :, :, 0]
            painter.drawImage(upper, signed_image(values, largest))
            self._paint_slopes(painter, lower, slopes[index], steepest)
            for place, value, scale in (
                (upper, self._weights[self._biases[index]], largest),
                (lower, biases[index], steepest),
            ):
                bar = _bias_bar(place)
                painter.fillRect(bar, QColor(theme.track))
                painter.drawImage(bar, signed_image(np.array([[value]]), scale))
                painter.setPen(QPen(QColor(theme.border), 1))
                painter.drawRect(place)
                painter.drawRect(bar)
        self._paint_sides(painter)
        self._paint_pointer(painter)
        if self.is_framed:
            paint_focus(painter, QRectF(self.rect()), theme)

    def _paint_slopes(self, painter: QPainter, place: QRectF, slopes: Array, largest: float) -> None:
        theme = self._theme
        painter.fillRect(place, QColor(theme.track))
        painter.drawImage(place, signed_image(slopes, largest))
        h, w = slopes.shape
        side = place.width() / w
        painter.setPen(QColor(theme.faint))
        unknown = ~np.isfinite(slopes)
        if side >= LEGIBLE:
            font = small_font(theme)
            font.setPixelSize(max(7, int(0.62 * side)))
            painter.setFont(font)
            for row, column in np.argwhere(unknown):
                cell = QRectF(place.x() + column * side, place.y() + row * place.height() / h, side, place.height() / h)
                painter.drawText(cell, CENTER, "?")
        elif unknown.all():
            font = text_font(theme, bold=True)
            font.setPixelSize(max(10, int(0.5 * place.height())))
            painter.setFont(font)
            painter.drawText(place, CENTER, "?")

    def _paint_sides(self, painter: QPainter) -> None:
        painter.setFont(text_font(self._theme, bold=True))
        painter.setPen(QColor(self._theme.text))
        leftmost = min(upper.x() for upper, _ in self._places())
        for upper, lower in self._places():
            if upper.x() == leftmost:
                for place, name in ((upper, "W"), (lower, "dW")):
                    beside = QRectF(0, place.y(), leftmost - 10, place.height())
                    painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_pointer(self, painter: QPainter) -> None:
        if self._at is None:
            return
        image, row, column = self._at
        h = self._indices.shape[1]
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for of_slopes in (False, True):
            if row == h:
                painter.drawRect(_bias_bar(self._places()[image][int(of_slopes)]))
            else:
                painter.drawRect(self.place_of(image, row, column, of_slopes))

    def _slopes_of_pixels(self) -> Array:
        """The slopes (n, h, w), of a color image added up; NaN where one is not known."""
        if not len(self._slopes):
            return np.empty((0, 0, 0))
        return np.asarray(self._slopes[self._indices].sum(axis=-1))

    def _places(self) -> list[tuple[QRectF, QRectF]]:
        """Where W and dW of each row are drawn, in as many lines as make them largest."""
        n, h, w, _ = self._indices.shape
        text, bar, left = QFontMetricsF(small_font(self._theme)).height(), _BAR + 2, 2.6 * self._theme.text_size + 12
        width, aspect = self.width() - left, h / max(1, w)

        def side(columns: int) -> float:
            lines = -(-n // columns)
            return min(width / columns - 8, (self.height() / lines - text - 2 * bar - 10) / 2 / aspect)

        columns = max(range(1, n + 1), key=lambda count: (side(count), -count))
        size = max(8.0, side(columns))
        step_x, step_y = min(width / columns, size + 24), 2 * (size * aspect + bar) + text + 8
        left += (width - columns * step_x) / 2
        top = max(0.0, (self.height() - -(-n // columns) * step_y) / 2) + text
        found = []
        for index in range(n):
            line, column = divmod(index, columns)
            upper = QRectF(left + column * step_x, line * step_y + top, size, size * aspect)
            found.append((upper, upper.translated(0, size * aspect + bar + 4)))
        return found

    def _point(self, at: tuple[int, int, int] | None) -> None:
        if at != self._at:
            self._at = at
            self.update()

    def _pick(self) -> None:
        if self._at is not None:
            image, row, column = self._at
            is_bias = row == self._indices.shape[1]
            self.picked.emit([int(self._biases[image])] if is_bias else self._indices[image, row, column].tolist())


_BAR = 7.0  # pixels of a bias's bar


def _bias_bar(place: QRectF) -> QRectF:
    return QRectF(place.x(), place.bottom() + 2, place.width(), _BAR - 2)
