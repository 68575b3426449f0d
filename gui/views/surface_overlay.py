"""What lies over the picture of a surface: words, and the cursor's ball."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QRadialGradient

from gui.theme import Theme
from gui.views.fonts import small_font, text_font, with_alpha
from gui.views.surface_notes import surface_notes
from gui.views.surface_picture import BoxedScene, SurfacePicture
from landscape.experiment.scene import Path
from landscape.figures.wording import number_text, signed_text
from landscape.palette import display_name

EDGE = 14.0  # pixels between texts and the view's sides
PREVIEW = "preview"
SAME = 1e-6  # of a loss: a smaller gap is rounding
ROOMY = 18  # lines; a lower picture has no room for what pointing at a head says as well
LONG = 110  # letters; where the gaps of all heads take more, their range is said
NO_SURFACE = "a line has no surface: see the curve"


def paint_words(
    painter: QPainter,
    scene: BoxedScene | None,
    rows: dict[str, int],
    hint: str,
    theme: Theme,
    quantity: str,
    at_rest: bool = False,
) -> None:
    """Write what the upright axis means, the hint, and all that the picture leaves out.

    At rest also how far the plane's losses beneath the heads are from their true ones.
    """
    window = QRectF(painter.window()).adjusted(EDGE, EDGE * 0.6, -EDGE, -EDGE * 0.6)
    painter.setFont(small_font(theme))
    painter.setPen(QColor(theme.muted))
    if scene is not None and scene.box is None:
        painter.drawText(window, Qt.AlignmentFlag.AlignCenter, NO_SURFACE)
        return
    lines = [] if scene is None else notes(scene, rows)
    is_roomy = window.height() >= ROOMY * QFontMetricsF(painter.font()).height()
    if scene is not None and at_rest and is_roomy and not scene.surface.preview:
        lines += [text] if (text := gaps_text(scene, rows, quantity)) else []
    lines += [hint] if hint else []
    metrics = QFontMetricsF(painter.font())
    for index, text in enumerate(reversed(lines)):
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, window.width())
        _paint_line(painter, short, window.left(), window.bottom() - (index + 1) * metrics.height(), theme)
    if scene is not None and scene.surface.preview:
        paint_preview(painter, window, theme)
    if scene is not None:
        painter.setFont(text_font(theme))
        scale = "linear" if scene.box is None else scene.box.height.name
        name = quantity if scale == "linear" else f"{quantity}, {scale} height"
        _paint_line(painter, name, window.left(), window.top(), theme)


def paint_preview(painter: QPainter, window: QRectF, theme: Theme) -> None:
    """The word "preview" at the upper right: what is seen stands in for what is to come."""
    painter.save()
    painter.setFont(small_font(theme, bold=True))
    metrics = QFontMetricsF(painter.font())
    pill = QRectF(0, 0, metrics.horizontalAdvance(PREVIEW) + metrics.height(), metrics.height() * 1.3)
    pill.moveTopRight(window.topRight())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(QColor(theme.card))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, PREVIEW)
    painter.restore()


def notes(scene: BoxedScene, rows: dict[str, int]) -> list[str]:
    """Sentences on what is missing, flat or beyond the picture; empty where nothing is."""
    found = surface_notes(scene.surface)
    if scene.box is not None and scene.height_scale == "log" and scene.box.height.name == "symlog":
        found.append("heights are symlog: a loss here is 0 or less and has no logarithm")
    if scene.without_paths:
        found.append("preview: the paths return with the finished plane")
    names, waiting = [], []
    for path, trace in zip(scene.paths, scene.traces, strict=True):
        if path.label in rows and not trace.inside[: rows[path.label] + 1].all():
            unknown = bool(np.isnan(path.loss).all())  # as on test examples, until they have been asked
            (waiting if unknown else names).append(display_name(path.label, path.method))
    tries = [
        tried.words(path)
        for path, tried in zip(scene.paths, scene.tried, strict=True)
        if tried is not None and path.label in rows
    ]
    found += ["; ".join(tries)] if tries else []
    if waiting:
        found.append(f"the values of {', '.join(waiting)} are being worked out")
    if names:
        found.append(f"{', '.join(names)} {'leaves' if len(names) == 1 else 'leave'} this picture")
    return found


def gaps_text(scene: BoxedScene, rows: dict[str, int], quantity: str) -> str:
    """How far the plane's losses beneath the heads are from their true ones; empty where they are the same."""
    found = {}
    for path in scene.paths:
        if path.label in rows:
            true, beneath = float(path.loss[rows[path.label]]), float(path.view_loss[rows[path.label]])
            if np.isfinite([true, beneath]).all():
                found[display_name(path.label, path.method)] = beneath - true, SAME * abs(true)
    if all(abs(gap) <= rounding for gap, rounding in found.values()):
        return ""
    each = ", ".join(f"{name} {signed_text(gap)}" for name, (gap, _) in found.items())
    if len(each) > LONG:
        gaps = [gap for gap, _ in found.values()]
        each = f"{signed_text(min(gaps))} to {signed_text(max(gaps))}"
    return f"slice {quantity} minus true {quantity} at the heads: {each}"


def reading_lines(path: Path, row: int, quantity: str) -> list[str]:
    """What is to be said of a point of a path: its true value, the plane's beneath it, and how far off it lies."""
    true, beneath, away = (float(values[row]) for values in (path.loss, path.view_loss, path.residual))
    name = display_name(path.label, path.method)
    lines = [f"{name}, step {path.step[row]:,}: true {quantity} {number_text(true, '.4g')}"]
    if np.isfinite([true, beneath]).all() and (away > 0 or abs(beneath - true) > SAME * abs(true)):
        lines.append(f"slice {quantity} beneath it {number_text(beneath, '.4g')}, {signed_text(beneath - true)}")
    if np.isfinite(away) and away > 0:
        lines.append(f"{number_text(away)} off the slice")
    return lines


def paint_ball(painter: QPainter, place: QPointF | None, hidden: bool, theme: Theme) -> None:
    """Lay a ball on the surface; where a hill hides it, it shines through."""
    if place is None:
        return
    radius = 2.6 * theme.line_width
    painter.save()
    painter.setOpacity(0.45 if hidden else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 90))
    painter.drawEllipse(place, radius * 0.9, radius * 0.35)
    center = place - QPointF(0, radius * 0.8)
    shine = QRadialGradient(center - QPointF(radius * 0.35, radius * 0.4), radius * 1.5)
    shine.setColorAt(0.0, QColor("#ffffff"))
    shine.setColorAt(0.55, QColor("#e9ecf1"))
    shine.setColorAt(1.0, QColor("#8a929e"))
    painter.setPen(QPen(QColor("#20252b"), theme.line_width / 2.2))
    painter.setBrush(shine)
    painter.drawEllipse(center, radius, radius)
    painter.restore()


def paint_reading(
    painter: QPainter, picture: SurfacePicture, hovered: tuple[str, int] | None, theme: Theme, quantity: str
) -> None:
    """Say beside a hovered point of a path what it is: its true value, and the plane's beneath it."""
    if hovered is None:
        return
    path, row = picture.path(hovered[0]), hovered[1]
    lines = reading_lines(path, row, quantity)
    painter.setFont(small_font(theme))
    metrics = QFontMetricsF(painter.font())
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    box = QRectF(0, 0, wide + 16, len(lines) * metrics.height() + 8)
    box.moveTopLeft(picture.project(*path.coordinates[row, :2], path.loss[row]) + QPointF(12, -box.height() - 10))
    window = QRectF(painter.window()).adjusted(4, 4, -4, -4)
    box.moveLeft(min(max(box.left(), window.left()), window.right() - box.width()))
    box.moveTop(max(box.top(), window.top()))
    painter.setPen(QColor(theme.border))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(box, theme.radius, theme.radius)
    painter.setPen(QColor(theme.text))
    text = box.adjusted(8, 4, -8, -4)
    painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))


def _paint_line(painter: QPainter, text: str, left: float, top: float, theme: Theme) -> None:
    """A line of text on a patch of the card, which is seen only where the zoomed surface reaches under it."""
    metrics = QFontMetricsF(painter.font())
    place = QRectF(left, top, metrics.horizontalAdvance(text), metrics.height())
    painter.fillRect(place.adjusted(-3, 0, 3, 0), with_alpha(theme.card, 205))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
