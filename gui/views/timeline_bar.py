"""The timeline of all paths: play, step, scrub, and how time is counted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetricsF
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QToolButton, QWidget

from gui.position_words import seconds_text
from gui.theme import LIGHT, Theme
from gui.views.fonts import text_font
from gui.views.icon_button import IconButton
from gui.views.segmented import SegmentedControl
from gui.views.slider import Slider
from gui.views.wording import TIMES

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
PARTS = 2000  # costs go beyond 2**31 and seconds are fractions, so there the slider counts in parts of the whole


class TimelineBar(QWidget):
    """Play or pause, one step back or forward, a scrubber, alignment by step, cost or seconds, speed and loop.

    Positions are steps, example passes or seconds, as the alignment is. As long as no seconds are known, "seconds"
    counts steps: whoever owns the bar has them measured.
    """

    play_toggled = Signal()
    step_requested = Signal(int)
    position_changed = Signal(float)
    alignment_changed = Signal(str)
    speed_changed = Signal(float)
    loop_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._last_step, self._last_cost, self._last_seconds = 0, 0.0, 0.0
        self._longest = ""  # the longest caption there will be
        self.play = IconButton("play", "Play (Space)", size=46, disk=True)
        self.back = IconButton("back", "One step back (Left)", size=26)
        self.forward = IconButton("forward", "One step forward (Right)", size=26)
        self.slider = Slider("Position on the timeline")
        self.alignment = SegmentedControl("How the paths are aligned", small=True)
        self.alignment.set_options([
            ("step", "by step", "Every path shows the same step number"),
            ("cost", "cost", "Every path shows what it reached after the same number of example passes"),
            ("seconds", "seconds", "Every path shows what it reached in the same time on this machine"),
        ])  # fmt: skip
        self.speed = _SpeedButton()
        self.loop = IconButton("loop", "Start again at the end", size=26)
        self.loop.setCheckable(True)
        self._arrange()
        self.play.clicked.connect(self._play_clicked)
        self.back.clicked.connect(self._back_clicked)
        self.forward.clicked.connect(self._forward_clicked)
        self.slider.valueChanged.connect(self._slider_moved)
        self.alignment.chosen.connect(self._alignment_chosen)
        self.speed.menu().triggered.connect(self._speed_chosen)
        self.loop.clicked.connect(self._loop_clicked)
        self._show_range()

    def set_range(self, last_step: int, last_cost: float, last_seconds: float = 0.0) -> None:
        """The last step, the last cost in example passes and the last seconds of any path; 0 s where nobody knows."""
        self._last_step, self._last_cost, self._last_seconds = last_step, float(last_cost), float(last_seconds)
        self._show_range()

    def set_position(self, position: float) -> None:
        """Move the handle to a step, a cost or a second, as the alignment is."""
        ticks = position if self._counts_steps else position / (self._last or 1.0) * PARTS
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(ticks))
        self.slider.update()

    def set_caption(self, text: str) -> None:
        """The words above the handle, such as "step 60 · 11,520 example passes"."""
        self.slider.set_caption(text)

    def set_longest_caption(self, text: str) -> None:
        """The longest words that `set_caption` will get for this range: the bar asks for room for them."""
        self._longest = text

    @property
    def whole_width(self) -> int:
        """The width in which the longest caption, and all else, is whole."""
        buttons = [self.play, self.back, self.forward]
        side = max(self.alignment.sizeHint().width(), self.speed.sizeHint().width() + self.loop.width() + 2)
        caption = QFontMetricsF(text_font(self._theme)).horizontalAdvance(self._longest) + 12
        gaps = 4 + 2 + 8 + (self._row.count() - 1) * self._row.spacing()
        return round(sum(button.width() for button in buttons) + max(200.0, caption) + side + gaps)

    def set_in_line(self, in_line: bool) -> None:
        """Put speed and loop beside the alignment instead of below it."""
        direction = QBoxLayout.Direction.LeftToRight if in_line else QBoxLayout.Direction.TopToBottom
        self._side.setDirection(direction)

    def set_playing(self, playing: bool) -> None:
        """Show the pause button while playing, else the play button."""
        self.play.set_icon(*(("pause", "Pause (Space)") if playing else ("play", "Play (Space)")))

    def set_alignment(self, alignment: str) -> None:
        """Count time by "step", "cost" or "seconds"; the position has to be set anew."""
        self.alignment.set_value(alignment)
        self._show_range()

    def set_speed(self, speed: float) -> None:
        """Show a speed, 1 being the usual one."""
        self.speed.set_speed(speed)

    def set_loop(self, loop: bool) -> None:
        """Show whether play starts again at the end."""
        self.loop.setChecked(loop)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        for part in (self.play, self.back, self.forward, self.slider, self.alignment, self.speed, self.loop):
            part.set_theme(theme)

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.play)
        row.addSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addSpacing(2)
        row.addWidget(self.slider, 1)
        row.addSpacing(8)
        side, lower = QBoxLayout(QBoxLayout.Direction.TopToBottom), QHBoxLayout()
        self._side = side
        side.setSpacing(4)
        lower.setSpacing(2)
        lower.addStretch(1)
        lower.addWidget(self.speed)
        lower.addWidget(self.loop)
        lower.addStretch(1)
        side.addStretch(1)
        side.addWidget(self.alignment)
        side.addLayout(lower)
        side.addStretch(1)
        row.addLayout(side)

    def _show_range(self) -> None:
        by_step = self._counts_steps
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, self._last_step if by_step else PARTS)
            self.slider.setSingleStep(1 if by_step else PARTS // 100)
            self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        by_cost = self.alignment.value == "cost"
        last = f"{self._last_cost:,.0f} passes" if by_cost else seconds_text(self._last_seconds)
        self.slider.set_ends("start", f"step {self._last_step:,}" if by_step else last)
        for part in (self.play, self.back, self.forward, self.slider):
            part.setEnabled(self._last_step > 0)

    @property
    def _counts_steps(self) -> bool:
        return self.alignment.value == "step" or (self.alignment.value == "seconds" and not self._last_seconds)

    @property
    def _last(self) -> float:
        return self._last_cost if self.alignment.value == "cost" else self._last_seconds

    def _play_clicked(self) -> None:
        self.play_toggled.emit()

    def _back_clicked(self) -> None:
        self.step_requested.emit(-1)

    def _forward_clicked(self) -> None:
        self.step_requested.emit(1)

    def _slider_moved(self, ticks: int) -> None:
        self.position_changed.emit(float(ticks) if self._counts_steps else ticks / PARTS * self._last)

    def _alignment_chosen(self, alignment: str) -> None:
        self._show_range()
        self.alignment_changed.emit(alignment)

    def _speed_chosen(self, action: QAction) -> None:
        self.set_speed(action.data())
        self.speed_changed.emit(action.data())

    def _loop_clicked(self, checked: bool) -> None:
        self.loop_changed.emit(checked)


class _SpeedButton(QToolButton):
    """The speed as text, with a menu of the usual ones."""

    def __init__(self) -> None:
        super().__init__()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Speed (comma and period)")
        menu, group = QMenu(self), QActionGroup(self)
        for speed in SPEEDS:
            action = menu.addAction(f"{speed:g}{TIMES}")
            action.setData(speed)
            action.setCheckable(True)
            group.addAction(action)
        self.setMenu(menu)
        self.set_speed(1.0)

    def set_speed(self, speed: float) -> None:
        self.setText(f"{speed:g}{TIMES}")
        self.setAccessibleName(f"Speed {speed:g} times")
        for action in self.menu().actions():
            action.setChecked(action.data() == speed)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.muted}; background: transparent; border: 2px solid transparent;"
            f" border-radius: {theme.radius}px; padding: 2px 5px; font-size: {theme.small_size:.2f}pt; }}"
            f"QToolButton:hover {{ background: {theme.selected}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
            "QToolButton::menu-indicator { image: none; }"
            f"QMenu {{ color: {theme.text}; background: {theme.card}; border: 1px solid {theme.border};"
            f" font-size: {theme.small_size:.2f}pt; padding: 4px; }}"
            f"QMenu::item {{ padding: 3px 16px; border-radius: 4px; }}"
            f"QMenu::item:selected {{ background: {theme.selected}; }}"
            f"QMenu::item:checked {{ font-weight: bold; }}"
        )
