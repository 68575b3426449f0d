"""What stands in the large view while there is no picture: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gui.session import Session
from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font
from landscape.errors import LosscopeError


class EmptyState(QWidget):
    """Takes the place of a view until the session has its first scene; `pages` holds both.

    Signals:
        wanted(str): the command of a button, as in the table of commands.
    """

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._theme, self._session = LIGHT, session
        self._view: QWidget | None = None
        self._beside: tuple[QWidget, ...] = ()
        self.pages = QStackedWidget()
        self.pages.addWidget(self)
        self._has_failed = False
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
        session.scene_changed.connect(self._end)
        session.failed.connect(self._fail)
        session.busy_changed.connect(self._follow)
        self.show_working()

    def stand_for(self, view: QWidget, beside: Sequence[QWidget]) -> None:
        """Until there is a scene, `view` is not seen and those `beside` are empty."""
        self._view, self._beside = view, tuple(beside)
        self.pages.addWidget(view)
        for other in self._beside:
            policy = other.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            other.setSizePolicy(policy)
            other.hide()

    def show_working(self) -> None:
        """The first picture is being worked out."""
        self._say("The first picture is on its way", "Data are read and methods trained. Esc stops it.")

    def show_stopped(self) -> None:
        """It was stopped before there was a picture."""
        text = "Compute again, or change what is asked for."
        self._say("Stopped before there was a picture", text, self.again, *self._undo_if_any(), self.panels)

    def show_failed(self, reason: str) -> None:
        """It could not be worked out; `reason` says why, and usually the remedy."""
        self._say("This experiment has no picture", reason, *self._undo_if_any(), self.default, self.panels)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        big = text_font(theme, bold=True)
        big.setPointSizeF(1.4 * theme.text_size)
        style_label(self.heading, theme.text, big)
        style_label(self.text, theme.muted, text_font(theme))
        self._fit_text()

    @property
    def is_shown(self) -> bool:
        """Whether there is still no picture."""
        return self.pages.currentWidget() is self

    def _end(self, _: object) -> None:
        if self.is_shown and self._view is not None:
            focused = self.window().focusWidget()
            self.pages.setCurrentWidget(self._view)
            if focused is None or focused is self or self.isAncestorOf(focused):
                # What is in front of a stack of views; a focus proxy there would stop the Tab key before some of them.
                front = self._view.currentWidget() if isinstance(self._view, QStackedWidget) else self._view
                front.setFocus()
            for view in self._beside:
                view.show()

    def _fail(self, error: BaseException) -> None:
        if self.is_shown:
            self._has_failed = True
            self.show_failed(str(error) if isinstance(error, LosscopeError) else repr(error))

    def _follow(self, busy: bool) -> None:
        if not self.is_shown:
            return
        if busy:
            self._has_failed = False
            self.show_working()
        else:
            QTimer.singleShot(0, self, self._look_whether_stopped)  # it may go on at once with the next stage

    def _look_whether_stopped(self) -> None:
        if self.is_shown and not (self._session.is_busy or self._has_failed):
            self.show_stopped()

    def _undo_if_any(self) -> list[QPushButton]:
        return [self.undo] if self._session.can_undo else []

    def _fit_text(self) -> None:
        width = round(50 * self._theme.text_size)
        self.text.setFixedSize(width, self.text.heightForWidth(width))

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
        self._fit_text()
        for button in (self.again, self.undo, self.default, self.panels):
            button.setVisible(button in offered)

    def _press(self) -> None:
        self.wanted.emit(self.sender().objectName())


def _button(text: str, command: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(command)
    button.setToolTip(tooltip)
    return button
