"""The timeline of all paths: play, step, scrub, and how time is counted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.icon_button import IconButton
from gui.views.segmented import SegmentedControl
from gui.views.slider import Slider
from gui.views.wording import TIMES

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
COST_TICKS = 2000  # costs go beyond 2**31, so the slider counts in parts of the whole cost


class TimelineBar(QWidget):
    """Play or pause, one step back or forward, a scrubber, alignment by step or by cost, speed and loop.

    Positions are steps, or example passes where the alignment is by cost.
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
        self._last_step, self._last_cost = 0, 0.0
        self.play = IconButton("play", "Play (Space)", size=46, disk=True)
        self.back = IconButton("back", "One step back (Left)", size=26)
        self.forward = IconButton("forward", "One step forward (Right)", size=26)
        self.slider = Slider("Position on the timeline")
        self.alignment = SegmentedControl("How the paths are aligned", small=True)
        self.alignment.set_options([
            ("step", "by step", "Every path shows the same step number"),
            ("cost", "by cost", "Every path shows what it reached after the same number of example passes"),
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

    def set_range(self, last_step: int, last_cost: float) -> None:
        """The last step and the last cost, in example passes, of any path."""
        self._last_step, self._last_cost = last_step, float(last_cost)
        self._show_range()

    def set_position(self, position: float) -> None:
        """Move the handle to a step, or to a cost where the alignment is by cost."""
        ticks = position if self.alignment.value == "step" else position / max(self._last_cost, 1.0) * COST_TICKS
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(ticks))
        self.slider.update()

    def set_caption(self, text: str) -> None:
        """The words above the handle, such as "step 60 · 11,520 example passes"."""
        self.slider.set_caption(text)

    def set_playing(self, playing: bool) -> None:
        """Show the pause button while playing, else the play button."""
        self.play.set_icon(*(("pause", "Pause (Space)") if playing else ("play", "Play (Space)")))

    def set_alignment(self, alignment: str) -> None:
        """Count time by "step" or by "cost"; the position has to be set anew."""
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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.play)
        row.addSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addSpacing(2)
        row.addWidget(self.slider, 1)
        row.addSpacing(8)
        side, lower = QVBoxLayout(), QHBoxLayout()
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
        by_step = self.alignment.value == "step"
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, self._last_step if by_step else COST_TICKS)
            self.slider.setSingleStep(1 if by_step else COST_TICKS // 100)
            self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.set_ends("start", f"step {self._last_step:,}" if by_step else f"{self._last_cost:,.0f} passes")
        for part in (self.play, self.back, self.forward, self.slider):
            part.setEnabled(self._last_step > 0)

    def _play_clicked(self) -> None:
        self.play_toggled.emit()

    def _back_clicked(self) -> None:
        self.step_requested.emit(-1)

    def _forward_clicked(self) -> None:
        self.step_requested.emit(1)

    def _slider_moved(self, ticks: int) -> None:
        by_step = self.alignment.value == "step"
        self.position_changed.emit(float(ticks) if by_step else ticks / COST_TICKS * self._last_cost)

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
