"""The pill switch: a few words of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.fonts import small_font, text_font

FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
BACKWARD = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class SegmentedControl(QWidget):
    """A row of options as one pill; the chosen one is bold on a tinted ground.

    One tab stop: arrow keys, Home and End choose. `chosen` is emitted when the user changes the value.
    """

    chosen = Signal(str)

    def __init__(self, name: str, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._small, self._theme = name, small, LIGHT
        self._value = ""
        self._segments: list[_Segment] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def set_options(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Options as (value, text, tooltip); the value is kept where it is among them, else the first is chosen."""
        for segment in self._segments:
            self._row.removeWidget(segment)
            segment.setParent(None)
            segment.deleteLater()
        self._segments = []
        for value, text, tooltip in options:
            segment = _Segment(value, text, tooltip, self._small, self)
            segment.set_theme(self._theme)
            segment.clicked.connect(self._clicked)
            self._segments.append(segment)
            self._row.addWidget(segment)
        values = self.values
        self.set_value(self._value if self._value in values else (values[0] if values else ""))

    def set_value(self, value: str) -> None:
        """Choose an option; a value that is not among them chooses none."""
        self._value = value
        for segment in self._segments:
            segment.setChecked(segment.value == value)
        words = [segment.text() for segment in self._segments if segment.value == value]
        self.setAccessibleDescription(words[0] if words else "")
        self.update()

    def set_offered(self, value: str, offered: bool) -> None:
        """Whether an option can be chosen; one that cannot is not shown."""
        segment = next(segment for segment in self._segments if segment.value == value)
        segment.offered = offered
        segment.setVisible(offered)
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        for segment in self._segments:
            segment.set_theme(theme)
        self.update()

    @property
    def value(self) -> str:
        """The chosen option's value; empty where there is none."""
        return self._value

    @property
    def values(self) -> list[str]:
        """The values of the options that can be chosen, in order."""
        return [segment.value for segment in self._segments if segment.offered]

    def segment(self, value: str) -> QAbstractButton:
        """The button of an option."""
        return next(segment for segment in self._segments if segment.value == value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        values = self.values
        index = values.index(self._value) if self._value in values else -1
        if event.key() in FORWARD:
            index += 1
        elif event.key() in BACKWARD:
            index -= 1
        elif event.key() == Qt.Key.Key_Home:
            index = 0
        elif event.key() == Qt.Key.Key_End:
            index = len(values) - 1
        else:
            super().keyPressEvent(event)
            return
        if values:
            self._choose(values[min(max(index, 0), len(values) - 1)])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(QColor(self._theme.card))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), self._theme, self.height() / 2)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Segment):
            self._choose(sender.value)

    def _choose(self, value: str) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)


class _Segment(QAbstractButton):
    """One option. It takes no focus: the keyboard talks to the pill as a whole."""

    def __init__(self, value: str, text: str, tooltip: str, small: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.value, self._small, self._theme = value, small, LIGHT
        self.offered = True  # a new one is hidden for a moment, too
        self.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        # As wide as the bold text, so that choosing moves nothing.
        font = small_font(self._theme, bold=True) if self._small else text_font(self._theme, bold=True)
        metrics = QFontMetricsF(font)
        margin = metrics.height() * (0.55 if self._small else 0.75)
        height = metrics.height() + (6 if self._small else 10)
        return QSize(round(metrics.horizontalAdvance(self.text()) + 2 * margin), round(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        # The pill decides what is chosen; a click on the chosen option leaves it chosen.
        pass

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, chosen = QPainter(self), self._theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        if chosen:
            inner = place.adjusted(1.5, 1.5, -1.5, -1.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        color = theme.text if chosen or self.underMouse() else theme.muted
        painter.setPen(QColor(color if self.isEnabled() else theme.faint))
        painter.setFont(small_font(theme, chosen) if self._small else text_font(theme, chosen))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())
