"""A sheet of small images to choose one from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QWidget

from gui.theme import Theme
from gui.views.fonts import small_font, style_label, text_font

COLUMNS = 6
SIDE = 56  # pixels of an image


class Gallery(QFrame):
    """Opens over the window and closes with a choice, Esc or a click elsewhere.

    `chosen` carries the number that belongs to the image.
    """

    chosen = Signal(int)

    def __init__(
        self, heading: str, entries: Sequence[tuple[int, QImage, str]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("gallery")
        self.setAccessibleName(heading)
        self.setStyleSheet(
            f"#gallery {{ background: {theme.card}; border: 1px solid {theme.border}; }}"
            f"QToolButton {{ border: 1px solid transparent; padding: 3px; color: {theme.text}; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {theme.accent}; }}"
        )
        grid = QGridLayout(self)
        grid.setSpacing(4)
        label = QLabel(heading)
        style_label(label, theme.text, text_font(theme, bold=True))
        grid.addWidget(label, 0, 0, 1, COLUMNS)
        self.buttons: list[QToolButton] = []
        for place, (number, image, words) in enumerate(entries):
            button = QToolButton()
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIcon(QIcon(QPixmap.fromImage(image.scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio))))
            button.setIconSize(QSize(SIDE, SIDE))
            button.setText(words)
            button.setFont(small_font(theme))
            button.setProperty("number", number)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._choose)
            grid.addWidget(button, 1 + place // COLUMNS, place % COLUMNS)
            self.buttons.append(button)
        if self.buttons:
            self.buttons[0].setFocus()

    def _choose(self) -> None:
        number = int(self.sender().property("number"))
        self.close()
        self.chosen.emit(number)
