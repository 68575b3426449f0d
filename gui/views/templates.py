"""The rows of W as images: what each class looks for. Blue is below zero, red above, white is zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from gui import colors
from gui.theme import Theme
from gui.views.fonts import small_font
from landscape.experiment.scene import Scene
from landscape.figures.wording import number_text
from trainers.objective import Array

COLOR_MAP = "colorbrewer:RdBu_r"
MOST = 10  # rows that are shown
CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Templates:
    """Rows of the first matrix without bias as images, (n, h, w) or (n, h, w, 3), and whose rows they are.

    `of_classes` says that a row belongs to a class; in a network it belongs to a hidden unit.
    """

    names: tuple[str, ...]
    values: Array
    of_classes: bool

    @property
    def largest(self) -> float:
        """The end of the scale around zero: the largest finite size, 1 where all are zero."""
        sizes = np.abs(self.values[np.isfinite(self.values)])
        return (float(sizes.max()) if sizes.size else 0.0) or 1.0


def templates_of(scene: Scene, weights: Array) -> Templates | None:
    """The first ten rows at weights (P,); None where an example is no image."""
    dataset, model = scene.dataset, scene.model
    if dataset is None or model is None or dataset.image_shape is None:
        return None
    matrix = model.layout.matrices(weights)[0][:MOST]
    of_classes = len(model.layout.shapes) == 1
    names = dataset.class_names[:MOST] if of_classes else tuple(f"unit {k}" for k in range(len(matrix)))
    return Templates(names, np.array([dataset.as_image(row[:-1]) for row in matrix]), of_classes)


def signed_image(values: NDArray[np.float64], largest: float) -> QImage:
    """Values (h, w) around zero by color, or (h, w, 3) as red, green and blue around gray; holes are transparent."""
    if values.ndim == 3:
        shades = np.clip(0.5 + np.nan_to_num(values) / (2 * largest), 0, 1)
        pixels = np.full((*values.shape[:2], 4), 255, dtype=np.uint8)
        pixels[:, :, :3] = np.rint(255 * shades)
        pixels[~np.isfinite(values).all(axis=2)] = 0
    else:
        index = colors.indices(values, -largest, largest)
        pixels = colors.lut(COLOR_MAP)[index]
        pixels[index < 0] = 0
    pixels = np.ascontiguousarray(pixels)
    h, w, _ = pixels.shape
    return QImage(pixels.data, w, h, 4 * w, QImage.Format.Format_RGBA8888).copy()


class TemplateGrid:
    """Templates side by side with their names, and beneath each the class's score or probability."""

    def __init__(self) -> None:
        self._templates: Templates | None = None
        self._images: list[QImage] = []
        self._numbers: tuple[str, ...] = ()
        self._winner: int | None = None
        self._label = -1

    def set_templates(self, templates: Templates | None) -> None:
        """Show these; None for none."""
        self._templates = templates
        self._images = [] if templates is None else [signed_image(v, templates.largest) for v in templates.values]

    def set_judgement(self, numbers: Sequence[str], winner: int | None, label: int) -> None:
        """The classes' numbers in words, the class that wins, and the true one."""
        self._numbers, self._winner, self._label = tuple(numbers), winner, label

    @property
    def templates(self) -> Templates | None:
        """What is shown."""
        return self._templates

    def places(self, whole: QRectF, theme: Theme) -> list[QRectF]:
        """Where the images lie, in as many rows as make them largest."""
        n = len(self._images)
        if n == 0:
            return []
        text = QFontMetricsF(small_font(theme)).height()
        lines = 2 if self._is_judged else 1
        aspect = self._images[0].height() / self._images[0].width()

        def side(columns: int) -> float:
            rows = -(-n // columns)
            return min(whole.width() / columns - 6, (whole.height() / rows - lines * text - 4) / aspect)

        columns = max(range(1, n + 1), key=lambda count: (side(count), -count))
        width = max(4.0, side(columns))
        step_x, step_y = whole.width() / columns, width * aspect + lines * text + 4
        found = []
        for index in range(n):
            row, column = divmod(index, columns)
            left = whole.x() + column * step_x + (step_x - width) / 2
            found.append(QRectF(left, whole.y() + row * step_y + text, width, width * aspect))
        return found

    def paint(self, painter: QPainter, whole: QRectF, theme: Theme) -> None:
        """Draw all templates into `whole`."""
        templates = self._templates
        if templates is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        height = QFontMetricsF(small_font(theme)).height()
        places = self.places(whole, theme)
        room = whole.width() / max(1, sum(place.y() == places[0].y() for place in places))
        for index, (place, image, name) in enumerate(zip(places, self._images, templates.names, strict=True)):
            true = templates.of_classes and index == self._label
            wins = templates.of_classes and index == self._winner
            painter.drawImage(place, image)
            color = theme.border if not wins else theme.good if true else theme.bad
            painter.setPen(QPen(QColor(color), 1 if not wins else max(2.0, theme.line_width)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            font = small_font(theme, bold=true)
            painter.setFont(font)
            painter.setPen(QColor(theme.text if true else theme.muted))
            above = QRectF(place.center().x() - room / 2, place.y() - height, room, height)
            painter.drawText(above, CENTER, QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, room - 2))
            if self._is_judged:
                beneath = QRectF(above.x(), place.bottom() + 1, room, height)
                painter.drawText(beneath, CENTER, _fitting(self._numbers[index], room - 2, QFontMetricsF(font)))

    def words(self) -> str:
        """What the scale is, in words; empty where nothing is shown."""
        if self._templates is None:
            return ""
        whose = "rows of W" if self._templates.of_classes else "weights of the first hidden units"
        size = number_text(self._templates.largest, ".2g")
        scale = "gray is 0" if self._templates.values.ndim == 4 else "blue below 0, red above"
        return f"{whose}, {scale}, ±{size}"

    @property
    def _is_judged(self) -> bool:
        templates = self._templates
        return templates is not None and templates.of_classes and len(self._numbers) >= len(templates.names)


def _fitting(number: str, width: float, metrics: QFontMetricsF) -> str:
    """A number, without its unit and then without its decimals where it is too wide, nothing where it still is."""
    bare = number.removesuffix(" %")
    short = bare.partition(".")[0]
    return next((text for text in (number, bare, short) if metrics.horizontalAdvance(text) <= width), "")
