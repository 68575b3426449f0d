"""The window without its views: all that is seen before there is a scene, and what its first frame waits for."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QApplication, QWidget

from gui.arrangement import arrange
from gui.bottom_row import BottomRow
from gui.controls import Controls
from gui.empty_state import EmptyState
from gui.header import Header
from gui.icon import icon
from gui.late_tabs import LATE_TABS
from gui.message_bar import MessageBar
from gui.quantity_choice import QuantityChoice
from gui.session import Session
from gui.step_factor import factor_of
from gui.stylesheet import palette, stylesheet
from gui.theme import LIGHT, THEMES, Theme
from gui.views.legend import Legend
from gui.views.segmented import SegmentedControl
from gui.views.timeline_bar import TimelineBar
from landscape.experiment.description import Description
from landscape.experiment.live_turn import degrees_of
from landscape.experiment.presets import PRESETS


class Themed(Protocol):
    """A part of the window that has a look."""

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""


class Shell(QWidget):
    """Header, empty cards, controls and timeline on one description; of the views it has the legend alone."""

    def __init__(self, description: Description, theme: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Losscope")
        self.setWindowIcon(icon("losscope", LIGHT.accent))
        self.setAcceptDrops(True)
        self.session = Session(description, self)
        self.messages = MessageBar()
        self.header = Header(PRESETS, self.messages)
        self.controls = Controls()
        self.bar = TimelineBar()
        self.bottom = BottomRow(self.bar, self.controls)
        self.tab = SegmentedControl("View", small=True)
        self.tab.set_options([
            ("surface", "surface", "The loss over the plane, in three dimensions (Ctrl+1)"),
            ("cut", "cut", "The loss along a line through the cursor (Ctrl+2)"),
            ("curves", "curves", "The loss of every path over its steps or its cost (Ctrl+3)"),
            *((row.name, row.text, row.tooltip) for row in LATE_TABS),
        ])  # fmt: skip
        self.tab.set_offered("points", False)  # until there is a scene that has some
        self.quantity = QuantityChoice()
        self.legend = Legend(editable=True)
        self.empty = EmptyState(self.session)
        self.cards = arrange(self)
        self.setMinimumSize(900, 600)
        self._themed: list[Themed] = [
            self.empty, self.header, self.messages, self.controls, self.bar, self.tab, self.quantity, self.legend,
            *self.cards.all,
        ]  # fmt: skip
        self.set_look(theme)
        self.show_controls(description)
        self.empty.setFocus()  # bare keys act at once, and no button looks pressed

    def set_look(self, name: str) -> None:
        """Take the theme "light", "dark" or "projector"."""
        theme = THEMES[name]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette(theme))
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.look = name
        for part in self._themed:
            part.set_theme(theme)
        self.bottom.fit()

    def show_controls(self, description: Description) -> None:
        """Let the three controls stand where a description is."""
        loss = "" if description.objective.function is not None else description.objective.loss
        degrees = None if description.run.inside == "slice" else degrees_of(description.slice)  # None: not on the dial
        self.controls.set_values(loss, factor_of(description), description.slice.kind, degrees)
