"""The class that a new point will have: one mark per class, and one more class where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.class_marks import paint_class
from gui.views.fonts import small_font, text_font

MOST = 6


class ClassChoice(QWidget):
    """Marks in a row, the chosen one on a tinted ground. Left and right choose. `chosen` carries a class's number."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._names: tuple[str, ...] = ()
        self._value = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Class of new points")
        self.setToolTip(
            "<b>The class of new points.</b> Click an empty place of the plane to add one. Plus begins a class of its "
            "own. A point's class is changed by a right click on it, or by its digit."
        )

    def set_names(self, names: Sequence[str]) -> None:
        """The classes there are."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._value = min(self._value, self.count - 1)
            self.updateGeometry()
            self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    @property
    def value(self) -> int:
        """The chosen class; the number of classes where a new one is to begin."""
        return self._value

    @property
    def count(self) -> int:
        """How many choices there are."""
        return min(MOST, len(self._names) + 1)

    def place_of(self, label: int) -> QRectF:
        """Where a choice is drawn."""
        wide = self._room
        return QRectF(label * wide, 0, wide, self.height())

    def sizeHint(self) -> QSize:
        height = QFontMetricsF(text_font(self._theme)).height() + 6
        return QSize(round(self._room * max(1, self.count)), round(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        label = int(event.position().x() // self._room)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= label < self.count:
            self._choose(label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._choose(min(max(0, self._value + step), self.count - 1))
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = 0.36 * theme.text_size + 1.5
        for label in range(self.count):
            place = self.place_of(label)
            if label == self._value:
                painter.setPen(QPen(QColor(theme.faint), 1))
                painter.setBrush(QColor(theme.selected))
                painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), theme.radius, theme.radius)
            middle = place.center()
            if label == len(self._names):
                painter.setPen(QPen(QColor(theme.muted), 0.8 * theme.line_width))
                painter.drawLine(middle - QPointF(radius, 0), middle + QPointF(radius, 0))
                painter.drawLine(middle - QPointF(0, radius), middle + QPointF(0, radius))
                continue
            name = self._names[label]
            shift = QPointF(0.5 * (radius + 4), 0) if len(name) <= 2 else QPointF()
            paint_class(painter, label, middle - shift, radius, QPen(Qt.PenStyle.NoPen))
            if len(name) <= 2:
                painter.setFont(small_font(theme))
                painter.setPen(QColor(theme.text))
                words = QRectF(middle.x() - shift.x() + radius + 3, place.top(), 30, place.height())
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), theme)

    def _choose(self, label: int) -> None:
        if label != self._value:
            self._value = label
            self._describe()
            self.update()
            self.chosen.emit(label)

    def _describe(self) -> None:
        is_new = self._value >= len(self._names)
        self.setAccessibleDescription("a new class" if is_new else f"class {self._names[self._value]}")

    @property
    def _room(self) -> float:
        return 3.4 * self._theme.text_size
