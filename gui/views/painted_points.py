"""The plane of points to look at: regions, the classes' lines, points with their rings, words for one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.keyboard_framed import KeyboardFramed
from gui.views.plain_numbers import cell_text, small_text
from gui.views.points_painting import (
    Frame,
    Limits,
    paint_frame,
    paint_lines,
    paint_note,
    paint_pointed,
    paint_points,
    region_image,
    square_within,
)
from landscape.figures.wording import share_text
from landscape.playground.judge import Judged
from landscape.playground.lines import ClassLine
from trainers.objective import Array


class PaintedPoints(KeyboardFramed):
    """Points (N, 2) with classes (N,), and what the weights make of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._points: Array = np.empty((0, 2))
        self._labels: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._names: tuple[str, ...] = ()
        self._limits: Limits = ((-1.0, 1.0), (-1.0, 1.0))
        self._judged: Judged | None = None
        self._winners: NDArray[np.int64] | None = None
        self._regions: QImage | None = None
        self._lines: Sequence[ClassLine | None] = ()
        self._margins = False
        self._ground: QPixmap | None = None  # all that does not move with a point
        self._at: int | None = None
        self._hint = ""
        self.setMinimumSize(160, 160)
        self.setAccessibleName("The plane of points")

    def set_points(
        self, points: Array, labels: NDArray[np.int64], names: Sequence[str], limits: Limits | None = None
    ) -> None:
        """Show points (N, 2) of classes (N,); `limits` of the plane stay where they are None."""
        self._points, self._labels, self._names = np.array(points, dtype=float), np.array(labels), tuple(names)
        if limits is not None and limits != self._limits:
            self._limits = limits
            self._ground = None
        if self._judged is not None and len(self._judged.losses) != len(points):
            self._judged = None
        if self._at is not None and self._at >= len(points):
            self.set_pointed(None)
        self._describe()
        self.update()

    def set_judged(self, judged: Judged | None) -> None:
        """What the weights make of the points: rings, and words for the one looked at."""
        self._judged = judged if judged is None or len(judged.losses) == len(self._points) else None
        self._describe()
        self.update()

    def set_regions(self, winners: NDArray[np.int64] | None) -> None:
        """Winners [i, j] on a grid over the limits; None paints none."""
        self._winners, self._ground = winners, None
        self._regions = None if winners is None else region_image(winners, self._theme)
        self.update()

    def set_lines(self, lines: Sequence[ClassLine | None]) -> None:
        """The line of each class; none for a network."""
        self._lines, self._ground = lines, None
        self.update()

    def set_margins(self, shown: bool) -> None:
        """Whether the lines of score 1 and -1 are drawn beside those of score 0."""
        self._margins, self._ground = shown, None
        self.update()

    def set_pointed(self, index: int | None) -> None:
        """Look at a point; None looks at none."""
        if index != self._at:
            self._at = index
            self._describe()
            self.update()

    def set_hint(self, hint: str) -> None:
        """A last line on the card of the point that is looked at; empty for none."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.set_regions(self._winners)

    @property
    def limits(self) -> Limits:
        """What of the plane is seen."""
        return self._limits

    @property
    def looked_at(self) -> int | None:
        """The index of the point that is looked at."""
        return self._at

    @property
    def frame(self) -> Frame:
        """Where the plane is drawn."""
        return Frame(square_within(self.width(), self.height(), self._theme), self._limits)

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def words(self, index: int) -> list[str]:
        """What is said of a point: its class, scores, loss and share of the gradient."""
        said = [f"Point {index + 1} · class {self._names[int(self._labels[index])]}"]
        if self._judged is not None:
            scores = "  ".join(cell_text(float(score)) for score in self._judged.scores[index])
            share = float(self._judged.shares[index])
            said += [f"scores {scores}", f"loss {small_text(float(self._judged.losses[index]))}"]
            said += [] if np.isnan(share) else [f"{pull_text(share)} of the gradient"]
        return said + ([self._hint] if self._hint else [])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame, theme = QPainter(self), self.frame, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._ground is None or self._ground.size() != size:
            self._ground = self._paint_ground(size, ratio)
        painter.drawPixmap(0, 0, self._ground)
        judged = self._judged
        losses, wrong = (None, None) if judged is None else (judged.losses, judged.winners != self._labels)
        paint_points(painter, frame, self._points, self._labels, losses, wrong, theme)
        if self._at is not None and self._at < len(self._points):
            x, y = (float(value) for value in self._points[self._at])
            paint_pointed(painter, frame, (x, y), len(self._points), theme)
            paint_note(painter, frame, self.words(self._at), frame.pixel(x, y), self._points, theme)
        if self.is_framed:
            paint_focus(painter, frame.place, theme)

    def _paint_ground(self, size: QSize, ratio: float) -> QPixmap:
        ground, frame = QPixmap(size), self.frame
        ground.setDevicePixelRatio(ratio)
        ground.fill(QColor(self._theme.card))
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_frame(painter, frame, self._theme, self._regions)
        painter.setClipRect(frame.place)
        paint_lines(painter, frame, self._lines, self._theme, self._margins)
        painter.end()
        return ground

    def _describe(self) -> None:
        said = f"{len(self._points)} points of {len(self._names)} classes."
        if self._at is not None and self._at < len(self._points):
            said = ", ".join(self.words(self._at))
        self.setAccessibleDescription(said)


def pull_text(share: float) -> str:
    """A share of the gradient, which is negative for a point that pulls against the others."""
    if abs(share) < 5e-4:
        return "0 %"
    return share_text(share) if share > 0 else f"−{share_text(-share)}"
