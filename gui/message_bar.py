"""One line in the header: what is being computed, with a way to stop it, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font

MOMENT = 300  # milliseconds of work that nobody needs to be told about
SMALLEST = 0.72  # of the usual size, for a line that would not fit


class MessageBar(QWidget):
    """Shows either progress or a message. Progress appears only where work takes longer than a moment.

    Signals:
        shown_changed(bool): whether there is something to show.
        stop_wanted(): the user pressed "Stop". details_wanted(): "Details" of a failure.
    """

    shown_changed = Signal(bool)
    stop_wanted = Signal()
    details_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme, self._has_message, self._is_bad = LIGHT, False, False
        self._since = QElapsedTimer()
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.stop, self.details, self.dismiss = QPushButton("Stop"), QPushButton("Details"), QPushButton("Dismiss")
        self.stop.setToolTip("Stop computing; what is seen stays (Esc)")
        self.details.setToolTip("Where it went wrong, to be copied into a report")
        self.dismiss.setToolTip("Take this message away")
        self.stop.clicked.connect(self._stop_clicked)
        self.details.clicked.connect(self._details_clicked)
        self.dismiss.clicked.connect(self.clear)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.bar, 1)
        for button in (self.stop, self.details, self.dismiss):
            row.addWidget(button)
        self.setAccessibleName("Messages")
        self.clear()

    def show_progress(self, stage: str, fraction: float) -> None:
        """Say what is being computed and how much of it is done, 0 to 1. A message that is shown stays."""
        if self._has_message:
            return
        if not self._since.isValid():
            self._since.start()
        if self._since.elapsed() < MOMENT:
            return
        self._write(f"{stage} · {100 * fraction:.0f} %", bad=False)
        self.bar.setValue(round(1000 * fraction))
        self._offer(self.bar, self.stop)

    def end_progress(self) -> None:
        """Nothing is being computed any more."""
        self._since.invalidate()
        if not self._has_message:
            self.clear()

    def show_message(self, text: str, *, bad: bool = True, details: bool = False) -> None:
        """Show a line until it is dismissed; `details` offers more about it."""
        self._has_message = True
        self._write(text, bad=bad)
        self._offer(self.dismiss, *([self.details] if details else []))

    def clear(self) -> None:
        """Show nothing."""
        self._has_message = False
        self.text.clear()
        self.shown_changed.emit(False)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A line that is too long is set smaller, down to what can be read; the tooltip has it whole."""
        theme, font = self._theme, text_font(self._theme)
        wanted = QFontMetricsF(font).horizontalAdvance(self.text.text()) + 4
        beside = sum(
            button.sizeHint().width() + self._row.spacing()
            for button in (self.stop, self.details, self.dismiss)
            if not button.isHidden()
        )
        share = max(1.0, self.width() - beside) / wanted
        font.setPointSizeF(theme.text_size * min(1.0, max(SMALLEST, share)))
        room, smallest = self.width() - beside, SMALLEST * theme.text_size
        # Letters are set on whole pixels, so a smaller font is not narrower by the same share.
        while font.pointSizeF() > smallest and QFontMetricsF(font).horizontalAdvance(self.text.text()) > room:
            font.setPointSizeF(max(smallest, font.pointSizeF() - 0.25))
        style_label(self.text, theme.bad if self._is_bad else theme.muted, font)

    def _write(self, text: str, *, bad: bool) -> None:
        self._is_bad = bad
        self.text.setText(text)
        self.text.setToolTip(text)
        self.set_theme(self._theme)
        self.shown_changed.emit(True)

    def _offer(self, *widgets: QWidget) -> None:
        for widget in (self.bar, self.stop, self.details, self.dismiss):
            widget.setVisible(widget in widgets)
        self._fit()

    def _stop_clicked(self) -> None:
        self.stop_wanted.emit()

    def _details_clicked(self) -> None:
        self.details_wanted.emit()
