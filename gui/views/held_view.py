"""One held example with its scores under the cursor's weights."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, text_font
from gui.views.icon_button import IconButton
from gui.views.score_bars import ScoreBars
from gui.views.templates import TemplateGrid, Templates
from landscape.figures.wording import loss_text

HEADING = "One example, seen by the weights under the cursor"
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class HeldView(QWidget):
    """An example's image at the left, its classes' probabilities or scores as bars at the right.

    In the place of the bars there may be the classes' templates, rows of W, each with its number.
    """

    next_requested = Signal()
    previous_requested = Signal()
    confusing_requested = Signal()
    templates_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._image: QImage | None = None
        self._caption = HEADING
        self._loss = math.nan
        self._has_templates = True  # rows of W are images too
        self._bars = ScoreBars()
        self._grid = TemplateGrid()
        self._label = 0
        self.previous = IconButton("back", "The example before", size=24, parent=self)
        self.next = IconButton("forward", "The next example", size=24, parent=self)
        self.confusing = IconButton("puzzled", "Choose among those that these weights judge worst", 22, parent=self)
        self.templates = IconButton("templates", "What each class looks for: the rows of W as images", 22, parent=self)
        self.templates.setCheckable(True)
        self.templates.toggled.connect(self._templates_toggled)
        self.confusing.clicked.connect(self.confusing_requested)
        self.previous.clicked.connect(self._previous_clicked)
        self.next.clicked.connect(self._next_clicked)
        self.setMinimumSize(220, 140)
        self.setAccessibleName(HEADING)

    def set_example(
        self,
        image: NDArray[np.generic] | None,
        label: int,
        class_names: Sequence[str],
        caption: str,
        has_templates: bool = True,
    ) -> None:
        """Show another example; its scores have to be set anew.

        `image` is (h, w), 1 being ink on white, or (h, w, 3); numbers in [0, 1], or uint8 up to 255; None where the
        data are no images. `label` is the true class's index; `caption` is the heading; `has_templates` says that
        the rows of W are images too.
        """
        self._image = None if image is None else as_image(image)
        self._caption = caption or HEADING
        self._bars.set_classes(class_names, label)
        self._label = label
        self._grid.set_judgement((), None, label)
        self._loss = math.nan
        self._has_templates = image is not None and has_templates
        self.templates.setVisible(self._has_templates)
        self.confusing.setVisible(image is not None)
        self._describe()
        self.update()

    def set_scores(self, scores: NDArray[np.generic], probabilities: NDArray[np.generic] | None, loss: float) -> None:
        """Scores (C,), probabilities (C,) or None where the loss has none, and the example's loss."""
        self._bars.set_scores(np.asarray(scores, float), None if probabilities is None else np.asarray(probabilities))
        self._grid.set_judgement(self._bars.numbers(), self._bars.winner, self._label)
        self._loss = loss
        self._describe()
        self.update()

    def set_templates(self, templates: Templates | None) -> None:
        """The rows of W at the same weights; None where an example is no image."""
        self._grid.set_templates(templates)
        self.update()

    @property
    def shows_templates(self) -> bool:
        """Whether templates are wanted in the place of the bars, and there are any."""
        return self.templates.isChecked() and self._has_templates

    @property
    def shown_templates(self) -> Templates | None:
        """The templates that are shown or would be."""
        return self._grid.templates

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        for button in (self.previous, self.next, self.templates, self.confusing):
            button.set_theme(theme)
        self._place_buttons()
        self.update()

    @property
    def subtitle(self) -> str:
        """The line beneath the heading."""
        if math.isnan(self._loss):
            return ""
        return f"its own loss {loss_text(self._loss)}" + (f" · {self._grid.words()}" if self.shows_templates else "")

    def sizeHint(self) -> QSize:
        return QSize(420, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self._paint_heading(painter)
        body = QRectF(0, top, self.width(), self.height() - top)
        if self._image is not None:
            body = self._paint_image(painter, self._image, body)
        (self._grid if self.shows_templates else self._bars).paint(painter, body, theme)

    def image_place(self) -> QRectF:
        """Where the image is drawn, in the widget's pixels; its buttons lie beneath."""
        top = self._heading_height
        side = min(0.32 * self.width(), self.height() - top - self.next.height() - 4)
        if self._image is None:
            return QRectF(0, top, 0, 0)
        h, w = self._image.height(), self._image.width()
        scale = side / max(h, w)
        return QRectF(0, top, w * scale, h * scale)

    def _paint_heading(self, painter: QPainter) -> float:
        theme = self._theme
        bold, small = self._heading_font(), small_font(theme)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        height = QFontMetricsF(bold).height()
        words = QFontMetricsF(bold).elidedText(self._caption, Qt.TextElideMode.ElideRight, self._free_width)
        painter.drawText(QRectF(0, 0, self._free_width, height), MIDDLE, words)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        lower = QRectF(0, height + 2, self._free_width, QFontMetricsF(small).height())
        painter.drawText(
            lower, MIDDLE, QFontMetricsF(small).elidedText(self.subtitle, Qt.TextElideMode.ElideRight, lower.width())
        )
        return self._heading_height

    def _heading_font(self) -> QFont:
        # A long heading gets smaller before it gets cut.
        bold = text_font(self._theme, bold=True)
        room = self._free_width / max(1.0, QFontMetricsF(bold).horizontalAdvance(self._caption))
        if room < 1:
            bold.setPointSizeF(max(self._theme.small_size, bold.pointSizeF() * room * 0.99))
        return bold

    @property
    def _free_width(self) -> float:
        return self.width() - (0 if self._image is None else 2 * self.templates.width() + 8)

    @property
    def _heading_height(self) -> float:
        return QFontMetricsF(self._heading_font()).height() + 2 + QFontMetricsF(small_font(self._theme)).height() + 8

    def _paint_image(self, painter: QPainter, image: QImage, body: QRectF) -> QRectF:
        place = self.image_place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place, image)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        left = max(place.right() + 16, self.next.geometry().right() + 10)  # a small image is narrower than its buttons
        return QRectF(left, body.y(), body.right() - left, body.height())

    def _place_buttons(self) -> None:
        place = self.image_place()
        top = round(place.bottom() + 4) if self._image is not None else self.height() - self.next.height()
        self.previous.move(0, top)
        self.next.move(self.previous.width() + 2, top)
        self.templates.move(self.width() - self.templates.width(), 0)
        self.confusing.move(self.width() - self.templates.width() - self.confusing.width() - 2, 0)

    def _describe(self) -> None:
        self.setAccessibleName(self._caption)
        self.setAccessibleDescription(f"{self._bars.words()} {self.subtitle}".strip())
        self._place_buttons()

    def _previous_clicked(self) -> None:
        self.previous_requested.emit()

    def _next_clicked(self) -> None:
        self.next_requested.emit()

    def _templates_toggled(self, shown: bool) -> None:
        self.templates_toggled.emit(shown)
        self.update()


def as_image(image: NDArray[np.generic]) -> QImage:
    """An image (h, w), 1 being ink on white, or (h, w, 3), as Qt's."""
    pixels = np.asarray(image)
    if pixels.dtype != np.uint8:
        pixels = np.clip(np.nan_to_num(pixels.astype(float)) * 255, 0, 255).round().astype(np.uint8)
    if pixels.ndim == 2:
        pixels = np.repeat((255 - pixels)[:, :, None], 3, axis=2)
    pixels = np.ascontiguousarray(pixels)
    h, w, _ = pixels.shape
    # copy(): QImage does not own the array's memory.
    return QImage(pixels.data, w, h, 3 * w, QImage.Format.Format_RGB888).copy()
