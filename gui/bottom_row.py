"""The timeline and the controls: beside each other where both have room, else below each other, each in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui.controls import Controls
from gui.position_words import position_text
from gui.timeline import Timeline
from gui.views.timeline_bar import TimelineBar
from landscape.experiment.scene import Scene

if TYPE_CHECKING:
    from gui.points_controls import PointsControls

    AnyControls = Controls | PointsControls

BESIDE, BELOW = 28, 8  # pixels between the two


class BottomRow(QWidget):
    """Nothing in it is ever cut: the timeline's caption, its words at both ends, and all choices stay whole."""

    def __init__(self, bar: TimelineBar, controls: Controls) -> None:
        super().__init__()
        self._bar = bar
        self._controls: AnyControls = controls
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(bar, 1)
        self._layout.addWidget(controls)
        self.fit()

    def use(self, controls: AnyControls) -> None:
        """Show other controls in the place of the usual ones, or those again."""
        if controls is not self._controls:
            self._controls.hide()
            self._controls = controls
            if self._layout.indexOf(controls) < 0:
                self._layout.addWidget(controls)
            controls.show()
            self.fit()

    @property
    def is_stacked(self) -> bool:
        """Whether the controls are below the timeline."""
        return self._layout.direction() == QBoxLayout.Direction.TopToBottom

    def fit_to(self, scene: Scene | None, timeline: Timeline) -> None:
        """Give the timeline room for what it will say at its end."""
        last = {} if scene is None else {path.label: len(path.step) - 1 for path in scene.paths}
        self._bar.set_longest_caption(position_text(scene, timeline.alignment, timeline.end, last))
        self.fit()

    def fit(self) -> None:
        """Choose between beside and below; for when what is in it has changed."""
        wanted = self._bar.whole_width + BESIDE + self._controls.whole_width
        stacked = wanted > self.width()
        self._bar.set_in_line(stacked)
        self._controls.set_in_line(stacked, self.width())
        self._layout.setSpacing(BELOW if stacked else BESIDE)
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction != self._layout.direction():
            self._layout.setDirection(direction)
        QTimer.singleShot(0, self, self._tell_heights)  # layouts hear of no new size while they lay this out

    def _tell_heights(self) -> None:
        for part in (self._bar, self._controls, self, self.parentWidget()):
            if part is not None:
                part.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
