"""Raw pixels against features: the figure itself, and above it what it takes to work it out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font

LEAST_CHANGE = 8  # pixels of a new size that are worth a new page


class FigureImage(QWidget):
    """A page at one pixel for each of the screen's; `size_changed` says that another size is wanted."""

    size_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setMinimumSize(300, 150)

    def set_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show pixels (h, w, 3), uint8; None shows nothing."""
        self._image = None
        if pixels is not None:
            whole = np.ascontiguousarray(pixels)
            h, w, _ = whole.shape
            self._image = QImage(whole.data, w, h, 3 * w, QImage.Format.Format_RGB888).copy()
            self._check_size()
        self.update()

    @property
    def pixels_wanted(self) -> tuple[int, int]:
        """Width and height in the screen's pixels."""
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    @property
    def is_shown(self) -> bool:
        """Whether there is a page."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        return QSize(800, 400)

    def _check_size(self) -> None:
        w, h = self.pixels_wanted
        if self._image is not None and max(abs(w - self._image.width()), abs(h - self._image.height())) >= LEAST_CHANGE:
            self.size_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._check_size()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shown = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - shown.width()) / 2, (self.height() - shown.height()) / 2
        painter.drawImage(QRectF(left, top, shown.width(), shown.height()), self._image)


class ComparisonPage(QWidget):
    """Asks for a comparison, shows how far it is, and shows its page. Its buttons are `controls`, placed elsewhere.

    `wanted`, `stop_wanted` and `save_wanted` are its buttons.
    """

    wanted = Signal()
    stop_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._bad = LIGHT, False
        self.text, self.bar, self.image = QLabel(), QProgressBar(), FigureImage()
        self.text.setWordWrap(True)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.compare, self.stop, self.save = QPushButton("Compare"), QPushButton("Stop"), QPushButton("Save")
        self.compare.setToolTip("Run the same methods on raw pixels and on features, and draw both surfaces")
        self.stop.setToolTip("Stop computing (Esc)")
        self.save.setToolTip("Save this figure as PDF, PNG or SVG")
        self.compare.clicked.connect(self.wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.controls = QWidget()
        above, column = QHBoxLayout(self.controls), QVBoxLayout(self)
        above.setContentsMargins(0, 0, 0, 0)
        for part in (self.bar, self.compare, self.stop, self.save):
            above.addWidget(part)
        self.bar.setFixedWidth(120)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.image, 1)
        self.image.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Raw pixels against features")
        self.set_theme(LIGHT)

    def set_state(self, words: str, *, running: bool, can_compare: bool, can_save: bool, bad: bool = False) -> None:
        """Say where it stands, and offer what can be done."""
        self._bad = bad
        if any(button.hasFocus() for button in (self.compare, self.stop)):
            self.image.setFocus()  # else the next control would look pressed once the button is gone
        self.text.setText(words)
        self.text.setVisible(bool(words))
        self.setAccessibleDescription(words)
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.compare.setVisible(can_compare and not running)
        self.save.setVisible(can_save and not running)
        self.set_theme(self._theme)

    def set_progress(self, words: str, fraction: float) -> None:
        """What is being computed, and how much of it is done, 0 to 1."""
        self.text.setText(f"{words} · {100 * fraction:.0f} %")
        self.bar.setValue(round(1000 * fraction))

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        style_label(self.text, theme.bad if self._bad else theme.muted, text_font(theme))
