"""One path's card in the legend: name, loss, how much of its movement is seen; a click hides or shows it."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui.theme import Theme
from gui.views.card import paint_card, paint_focus
from gui.views.fonts import small_font, text_font
from gui.views.run_menu import KEYS
from landscape.experiment.scene import Path
from landscape.figures.wording import count_text, loss_text, share_text
from landscape.palette import Style, display_name

MARGIN, COMPACT_MARGIN = 12, 6
FINISHED = "ran all"  # how the reason of a run that took all its steps begins
LONGEST = "Random search"  # a name that fits without being cut
WIDEST = 2.0  # how much longer a name may be before it is cut
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Chip(QAbstractButton):
    """Checked where its path is shown, dimmed where it is hidden. Space and Enter toggle it like a click.

    `asked` carries an action of `run_menu.ACTIONS` whose key was pressed. A compact chip has one line of words.
    """

    asked = Signal(str)

    def __init__(
        self, path: Path, style: Style, theme: Theme, walk_share: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._path, self._style, self._theme, self._walk_share = path, style, theme, walk_share
        self._row = len(path.step) - 1
        self._room_for_warning = bool(self.warning)
        self._compact = False
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe()

    @property
    def label(self) -> str:
        """The path's label in the description."""
        return self._path.label

    @property
    def method(self) -> str:
        """The path's method."""
        return self._path.method

    @property
    def name(self) -> str:
        """What the path is called in the window."""
        return display_name(self._path.label, self._path.method)

    @property
    def heading(self) -> str:
        """The name, and what tells the path from others of its method."""
        return f"{self.name}: {self._path.note}" if self._path.note else self.name

    @property
    def warning(self) -> str:
        """Why the run ended early, in a few words; empty where it took all its steps."""
        return "" if self._path.stop.startswith(FINISHED) else self._path.stop.split(":")[0]

    @property
    def loss(self) -> str:
        """The true loss at the current row, in words."""
        return loss_text(float(self._path.loss[self._row]))

    @property
    def seen(self) -> str:
        """How much of the path's movement the plane shows, in words."""
        share = self._path.movement_seen
        return "did not move" if math.isnan(share) else f"{share_text(share)} seen"

    def set_path(self, path: Path) -> None:
        """Show the same path as it is seen from another plane, at the same row, or as far as it goes."""
        self._path = path
        self._row = min(self._row, len(path.step) - 1)
        self._describe()
        self.update()

    def set_row(self, row: int) -> None:
        """Show the path as it was at a recorded row."""
        self._row = row
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_room_for_warning(self, room: bool) -> None:
        """Keep a line for a warning free, so that all chips of a legend are equally high."""
        self._room_for_warning = room
        self.updateGeometry()

    def set_compact(self, compact: bool) -> None:
        """Take a single line of words, so that many runs have room."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return self.size_hint(self._compact)

    def size_hint(self, compact: bool) -> QSize:
        """The size that it wants to have, compact or not; the width is the same."""
        text = QFontMetricsF(text_font(self._theme, bold=True))
        longest = max(text.horizontalAdvance(words) for words in (LONGEST, self.heading))
        name = min(longest, WIDEST * text.horizontalAdvance(LONGEST))
        width = 2 * MARGIN + 24 + name + 10 + text.horizontalAdvance("10.00")
        if compact:
            return QSize(round(width), round(2 * COMPACT_MARGIN + text.height() + 5))
        lines = 2 if self._room_for_warning else 1
        return QSize(round(width), round(2 * 10 + text.height() + 6 + lines * self._small_height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in KEYS:
            self.asked.emit(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        shown = self.isChecked()
        place = QRectF(self.rect())
        border = theme.faint if self.underMouse() else None
        paint_card(painter, place, theme, border, None if shown else theme.window)
        if not shown:
            painter.setOpacity(0.5)
        top = COMPACT_MARGIN if self._compact else 10
        line = QRectF(MARGIN, top, place.width() - 2 * MARGIN, QFontMetricsF(text_font(theme)).height())
        self._paint_heading(painter, line, shown)
        below = QRectF(line.x(), line.bottom() + 6, line.width(), self._small_height)
        if self._compact:
            self._paint_bar(painter, QRectF(line.x(), line.bottom() + 2, line.width(), 3))
        else:
            self._paint_share(painter, below)
        if self.warning and not self._compact:
            painter.setFont(small_font(theme))
            painter.setPen(QColor(theme.bad))
            words = QFontMetricsF(small_font(theme)).elidedText(
                self.warning, Qt.TextElideMode.ElideRight, below.width()
            )
            painter.drawText(below.translated(0, self._small_height), MIDDLE, words)
        painter.setOpacity(1.0)
        if self.hasFocus():
            paint_focus(painter, place, theme)

    def _paint_heading(self, painter: QPainter, line: QRectF, shown: bool) -> None:
        theme = self._theme
        metrics = QFontMetricsF(text_font(theme))
        radius = metrics.height() * 0.36
        painter.setPen(QPen(QColor(self._style.color), 1.6))
        painter.setBrush(QColor(self._style.color) if shown else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(line.x(), line.center().y() - radius, 2 * radius, 2 * radius))
        painter.setFont(text_font(theme))
        # A compact chip has no line for the warning: there the color of the loss says it, and the tooltip.
        painter.setPen(QColor(theme.bad if self._compact and self.warning else theme.text))
        loss = self.loss
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | MIDDLE, loss)
        painter.setPen(QColor(theme.text))
        left = line.x() + 2 * radius + 8
        room = line.right() - left - metrics.horizontalAdvance(loss) - 8
        bold = text_font(theme, bold=True)
        painter.setFont(bold)
        name = QFontMetricsF(bold).elidedText(self.heading, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, line.y(), room + 4, line.height()), MIDDLE, name)

    def _paint_share(self, painter: QPainter, line: QRectF) -> None:
        theme = self._theme
        painter.setFont(small_font(theme))
        painter.setPen(QColor(theme.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | MIDDLE, self.seen)
        # One width for all words, so that the bars of all chips have the same length.
        words = QFontMetricsF(small_font(theme)).horizontalAdvance("0.0065 % seen")
        length, thick = line.width() - words - 6, 6.0
        if length >= 10:
            self._paint_bar(painter, QRectF(line.x(), line.center().y() - thick / 2, length, thick))

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        if math.isnan(self._path.movement_seen):
            return
        painter.fillRect(bar, QColor(self._theme.track))
        seen = QRectF(bar.x(), bar.y(), bar.width() * self._path.movement_seen, bar.height())
        painter.fillRect(seen, QColor(self._style.color))

    @property
    def _small_height(self) -> float:
        return QFontMetricsF(small_font(self._theme)).height()

    def _describe(self) -> None:
        path, row = self._path, self._row
        examples = math.isfinite(path.accuracy[row])  # a function of two variables has none
        lines = [f"<b>{self.heading}</b>", f"Loss {self.loss}" + " on all training examples" * examples]
        if examples:
            lines.append(f"{share_text(float(path.accuracy[row]))} of the training examples classified correctly")
        passes = "example passes" if examples else "evaluations"
        lines.append(f"Step {count_text(int(path.step[row]))}, after {count_text(int(path.cost[row]))} {passes}")
        if math.isnan(path.movement_seen):
            lines.append("It did not move")
        else:
            lines.append(f"{share_text(path.movement_seen)} of its movement lies in the plane you see")
            if math.isfinite(self._walk_share):
                lines.append(f"A random walk put through the same construction: {share_text(self._walk_share)}")
        lines.append(f"It {path.stop}")
        self.setToolTip("<br>".join(lines))
        self.setAccessibleName(f"{self.heading}, loss {self.loss}, {self.seen}")
        self.setAccessibleDescription(self.warning or "Press to hide or show this path")
