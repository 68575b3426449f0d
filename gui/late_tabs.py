"""Tabs of the large view that are made when they are first shown: a first frame need not wait for them.

A tab is one file with a class that has the methods of `LateTab`, and one row of `LATE_TABS` here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.session import Session
from gui.theme import Theme
from landscape.experiment.scene import Scene

if TYPE_CHECKING:
    from gui.stage import Stage


class LateTab(Protocol):
    """What stands behind a tab: its view, and what keeps it in step with the window."""

    @property
    def view(self) -> QWidget:
        """What the large place shows."""

    def set_scene(self, scene: Scene) -> None:
        """Show another scene. It is called while the tab is in front, or just before it comes there."""

    def set_theme(self, theme: Theme) -> None:
        """Take another look; called once before the view is first shown."""

    def switch(self, on: bool) -> None:
        """The tab has come to the front, or has left it: what nobody sees needs no work."""

    def stop(self) -> None:
        """Stop what the user began in it, as Escape asks for."""

    def close(self) -> None:
        """Stop all background work and wait for its end."""


class Row(NamedTuple):
    """A tab in the switch above the large view, and the function that makes it. It imports the tab, which is late."""

    name: str
    text: str
    tooltip: str
    make: Callable[[Session, Stage, QObject], LateTab]


def _step(session: Session, stage: Stage, parent: QObject) -> LateTab:
    from gui.inside_step import StepTab

    return StepTab(session, stage, parent)


def _weights(session: Session, stage: Stage, parent: QObject) -> LateTab:
    from gui.weights_tab import WeightsTab

    return WeightsTab(session, stage, parent)


def _points(session: Session, stage: Stage, parent: QObject) -> LateTab:
    from gui.points_tab import PointsTab

    return PointsTab(session, stage, parent)


def _data(session: Session, stage: Stage, parent: QObject) -> LateTab:
    from gui.data_tab import DataTab

    return DataTab(session, stage, parent)


LATE_TABS = (
    Row(
        "step",
        "step",
        "Inside one step of a method: gradient, velocity, move; the code and its formula (Ctrl+4)",
        _step,
    ),
    Row("weights", "weights", "W as images, and its gradient, one weight at a time or by calculus (Ctrl+5)", _weights),
    Row("points", "points", "Points in the plane, W and its gradient: a classifier to hold (Ctrl+6)", _points),
    Row("data", "data", "Samples, classes, what features see, and what they change (Ctrl+7)", _data),
)


class LateTabs(QObject):
    """The tabs that have been made. Scenes reach the one in front alone; the others get the newest when they come."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._stage = session, stage
        self._scene: Scene | None = None
        self._made: dict[str, LateTab] = {}
        self._given: dict[str, Scene | None] = {}  # the scene that each of them shows
        self._front = ""  # the name of the one in front; empty while none of these is

    def __getitem__(self, name: str) -> LateTab:
        """The tab of that name; made now where it was not yet."""
        if name not in self._made:
            make = next(row.make for row in LATE_TABS if row.name == name)
            tab = self._made[name] = make(self._session, self._stage, self)
            tab.set_theme(self._stage.theme)
            self._stage.add_tab(name, tab.view)
        return self._made[name]

    def set_scene(self, scene: Scene) -> None:
        """Look at another scene."""
        self._scene = scene
        self._renew()

    def set_theme(self, theme: Theme) -> None:
        """Give every tab another look."""
        for tab in self._made.values():
            tab.set_theme(theme)

    def show(self, name: str) -> None:
        """Let the large place show the tab of that name, one of these or any other."""
        if self._front and self._front != name:
            self[self._front].switch(False)
        front = self[name] if name in [row.name for row in LATE_TABS] else None
        self._front = name if front is not None else ""
        self._renew()
        self._stage.show_tab(name)
        if front is not None:
            front.switch(True)
            front.view.setFocus()  # else the first control in it would look pressed

    @property
    def controls(self) -> QWidget | None:
        """What the tab in front has in the place of the usual controls; None where it leaves them."""
        return getattr(self._made.get(self._front), "controls", None)

    def stop(self) -> None:
        """Stop what the user began in any of them."""
        for tab in self._made.values():
            tab.stop()

    def close(self) -> None:
        """Stop the background work of all tabs and wait for its end."""
        for tab in self._made.values():
            tab.close()

    def _renew(self) -> None:
        """The tab in front shows the newest scene."""
        if self._front and self._scene is not None and self._given.get(self._front) is not self._scene:
            self._given[self._front] = self._scene
            self[self._front].set_scene(self._scene)
