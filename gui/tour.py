"""The first tour: three places of the window, a sentence each, skipped with one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.views.fonts import style_label, text_font

SHADE = 150  # of 255, over all that is not spoken of
BORDER = 1
AROUND = 8  # pixels between a place and its frame


@dataclass(frozen=True)
class Stop:
    """One stop of a tour: the widget that it points at, a heading and a sentence or two."""

    place: QWidget
    heading: str
    text: str


def first_tour(surface: QWidget, play: QWidget, plane: QWidget) -> list[Stop]:
    """The three stops of the first tour."""
    return [
        Stop(
            surface,
            "Height is loss",
            "Every point of this surface is a whole set of weights. Drag to look around. "
            "Click a place, and all methods start there.",
        ),
        Stop(play, "Play", "Watch all methods race downhill. Space plays, the arrow keys step."),
        Stop(
            plane,
            "Another plane",
            "You see two directions of many. Try a random plane: the same race, and hardly any of it is seen.",
        ),
    ]


def points_tour(plane: QWidget, weights: QWidget, contour: QWidget) -> list[Stop]:
    """The three stops of the playground's tour."""
    return [
        Stop(
            plane,
            "Points, and who wins where",
            "Drag a point, click an empty place to add one, right-click to change its class. A ring is its loss, red "
            "where another class wins.",
        ),
        Stop(
            weights,
            "All the classifier is",
            "W and b, each with its gradient beneath. Write a number, or turn the wheel over one: the loss answers. "
            "Mark two corners, and they become the plane at the right.",
        ),
        Stop(contour, "Its landscape", "The ring is where W is now. Drag it, and the regions follow. Then run."),
    ]


class Tour(QWidget):
    """Covers the window, leaves one place bright, and says what it is for.

    Signals:
        ended(): it was seen to its end, or skipped.
    """

    ended = Signal()

    def __init__(self, stops: Sequence[Stop], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Tour")
        self._stops, self._theme, self._at = list(stops), theme, 0
        self.bubble = QFrame(self)
        self.bubble.setObjectName("bubble")
        self.bubble.setStyleSheet(
            f"QFrame#bubble {{ background: {theme.card}; border: {BORDER}px solid {theme.border}; "
            f"border-radius: {theme.radius}px; }}"
        )
        self.heading, self.text, self.count = QLabel(), QLabel(), QLabel()
        self.text.setWordWrap(True)
        style_label(self.heading, theme.text, text_font(theme, bold=True))
        style_label(self.text, theme.text, text_font(theme))
        style_label(self.count, theme.muted, text_font(theme))
        self.skip, self.next = QPushButton("Skip"), QPushButton("Next")
        self.skip.setToolTip("End the tour (Esc). It comes back with F1")
        self.next.setToolTip("The next place (Enter)")
        self.skip.clicked.connect(self.end)
        self.next.clicked.connect(self.go_on)
        self._arrange()
        parent.installEventFilter(self)
        self._show_stop()

    @property
    def number(self) -> int:
        """Which stop is shown, from 0."""
        return self._at

    def go_on(self) -> None:
        """The next stop, or the end."""
        if self._at + 1 < len(self._stops):
            self._at += 1
            self._show_stop()
        else:
            self.end()

    def end(self) -> None:
        """Take the tour away."""
        self.close()
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc ends; no other key reaches the window behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.go_on()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays within the tour."""
        (self.skip if self.next.hasFocus() else self.next).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and its layout."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, bright = QPainter(self), QRectF(self._bright())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade, hole = QPainterPath(), QPainterPath()
        shade.addRect(QRectF(self.rect()))
        hole.addRoundedRect(bright, self._theme.radius, self._theme.radius)
        painter.fillPath(shade.subtracted(hole), QColor(0, 0, 0, SHADE))
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawPath(hole)

    def _arrange(self) -> None:
        room = round(1.4 * self._theme.text_size)
        column, buttons = QVBoxLayout(self.bubble), QHBoxLayout()
        column.setContentsMargins(room, room, room, room)
        column.setSpacing(round(0.7 * self._theme.text_size))
        buttons.addWidget(self.count)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.next)
        for label in (self.heading, self.text):
            column.addWidget(label)
        column.addLayout(buttons)
        self.bubble.setFixedWidth(round(32 * self._theme.text_size))

    def _show_stop(self) -> None:
        stop = self._stops[self._at]
        is_last = self._at + 1 == len(self._stops)
        self.heading.setText(stop.heading)
        self.text.setText(stop.text)
        self.count.setText(f"{self._at + 1} of {len(self._stops)}")
        self.next.setText("Done" if is_last else "Next")
        self.next.setToolTip("End the tour (Enter)" if is_last else "The next place (Enter)")
        self.skip.setVisible(not is_last)
        self.setAccessibleDescription(f"{stop.heading}. {stop.text}")
        self.show()
        self.raise_()
        self._place()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bright(self) -> QRect:
        place = self._stops[self._at].place
        corner = place.mapTo(self.parentWidget(), QPoint(0, 0))
        around = QRect(corner, place.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        return around.intersected(self.rect().adjusted(2, 2, -2, -2))

    def _place(self) -> None:
        """The bubble beside the bright place where there is room, else within it."""
        self.setGeometry(self.parentWidget().rect())
        inner = self.bubble.layout().totalHeightForWidth(self.bubble.width() - 2 * BORDER)
        self.bubble.setFixedHeight(inner + 2 * BORDER)  # a frame's layout knows nothing of the style sheet's border
        bright, size, whole = self._bright(), self.bubble.size(), self.rect()
        top = bright.top() - size.height() - AROUND  # above
        if top < AROUND:
            top = bright.bottom() + AROUND  # below
        left = bright.center().x() - size.width() // 2
        if top + size.height() > whole.bottom() - AROUND:  # neither: in the middle of it
            top = bright.center().y() - size.height() // 2
        left = min(max(AROUND, left), whole.width() - size.width() - AROUND)
        self.bubble.move(left, top)
        self.update()
