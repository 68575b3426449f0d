"""What stands in the large view while there is no picture: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font


class EmptyState(QWidget):
    """Lies over a view and fills it. Hidden once there is a picture.

    Signals:
        wanted(str): the command of a button, as in the table of commands, or "begin" to compute again.
    """

    wanted = Signal(str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._theme = LIGHT
        self.setAutoFillBackground(True)
        self.heading, self.text = QLabel(), QLabel()
        for label in (self.heading, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = _button("Compute again", "begin", "Work out the same experiment once more")
        self.undo = _button("Undo", "undo", "Back to the description before the last change (Ctrl+Z)")
        self.default = _button("Default experiment", "reset", "Digits, softmax, five methods; undo comes back here")
        self.panels = _button("Panels", "toggle_drawer", "Change what is asked for (Ctrl+D)")
        self._arrange()
        over.installEventFilter(self)
        self.show_working()

    def show_working(self) -> None:
        """The first picture is being worked out."""
        self._say("The first picture is on its way", "Data are read and methods trained. Esc stops it.")

    def show_stopped(self, can_undo: bool) -> None:
        """It was stopped before there was a picture."""
        self._say("Stopped before there was a picture", "Compute again, or change what is asked for.", self.again,
                  *([self.undo] if can_undo else []), self.panels)  # fmt: skip

    def show_failed(self, reason: str, can_undo: bool) -> None:
        """It could not be worked out; `reason` says why, and usually the remedy."""
        self._say("This experiment has no picture", reason, *([self.undo] if can_undo else []), self.default, self.panels)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        ground = self.palette()
        ground.setColor(self.backgroundRole(), theme.card)
        self.setPalette(ground)
        big = text_font(theme, bold=True)
        big.setPointSizeF(1.4 * theme.text_size)
        style_label(self.heading, theme.text, big)
        style_label(self.text, theme.muted, text_font(theme))
        self.text.setFixedWidth(round(50 * theme.text_size))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it lies over."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def _arrange(self) -> None:
        buttons, column = QHBoxLayout(), QVBoxLayout(self)
        buttons.addStretch(1)
        for button in (self.again, self.undo, self.default, self.panels):
            button.clicked.connect(self._press)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.heading)
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addStretch(1)

    def _say(self, heading: str, text: str, *offered: QPushButton) -> None:
        self.heading.setText(heading)
        self.text.setText(text)
        for button in (self.again, self.undo, self.default, self.panels):
            button.setVisible(button in offered)
        self.show()
        self.raise_()

    def _press(self) -> None:
        self.wanted.emit(self.sender().objectName())


def _button(text: str, command: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(command)
    button.setToolTip(tooltip)
    return button
