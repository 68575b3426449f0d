"""The tab of the playground: its moves are the timeline's, its choices the description's."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui import points_edits as edits
from gui.points_hands import PointsHands
from gui.session import Session
from gui.stage import Stage
from gui.theme import Theme
from landscape.experiment.scene import Scene


class PointsTab(PointsHands):
    """The classifier one can hold: step, run, reset, randomize, and what the controls below choose."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(session, stage, parent)
        self._goes_to: float | None = None  # a step of runs that are being lengthened
        self._plays_on = False
        page, controls = self.view, self.controls
        page.step_wanted.connect(self.one_step)
        page.run_wanted.connect(self.run)
        page.reset_wanted.connect(self.reset)
        page.randomize_wanted.connect(self.randomize)
        controls.changed.connect(session.edit)
        controls.method_chosen.connect(self._choose_method)
        controls.plane_chosen.connect(self.choose_plane)
        controls.complained.connect(self._complain)
        self._timeline.playing_changed.connect(page.set_playing)
        stage.rows_shown.connect(self._follow_rows)
        session.refused.connect(self._forget_step)
        session.refused.connect(controls.mark_refused)
        session.failed.connect(self._forget_step)

    # As a tab

    @property
    def at(self) -> str | None:
        """The word for the weights that are seen, as a slice's center has it; None where there is none."""
        scene, path = self._scene, self.path
        if scene is None or path is None or not edits.shows_points(scene):
            return None
        if self._held_weights is not None or self._held_points is not None:
            return None
        description, row = scene.description, self._row(path)
        if description.run.inside == "slice" or any(description.start.at):
            return None  # words are for runs from the base point
        if row == len(path.step) - 1:
            return f"end:{path.label}"
        return "base" if row == 0 else None

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; what a hand held is in it, where it is the scene of the present description."""
        self._surface_seconds = 0.0
        is_newest = self._session.shows(scene)
        if is_newest:
            self._let_go()
            self._anew, self._anew_row = scene if self._trains_anew else None, None
            self._trains_anew = False
        self._show_scene(scene)
        if self._rewinds and is_newest:
            self._rewinds = False
            self._timeline.go(0.0)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        for view in (self.view, self.examples, self.controls):
            view.set_theme(theme)

    def switch(self, on: bool) -> None:
        """Work while it is in front; the current place is held on the contours then, so that it can be dragged."""
        self._is_on = on
        self._stage.at_cursor.is_terse = on  # its words would cover a small picture
        self._show_beside()
        if on:
            self.refresh()
        else:
            self._let_go()
            self._surface.cancel()
            self._stage.hold_ball(None)

    def stop(self) -> None:
        """What a hand holds goes back to where it was."""
        self._forget_step()
        self._drop()

    def close(self) -> None:
        """Stop all background work and wait for its end."""
        self._surface.close()
        self._checker.close()

    # Moves

    def one_step(self) -> None:
        """One step on; at the end the runs get longer first."""
        if self._goes_to is not None:
            self._goes_to += 1
        elif not self._lengthen(plays=False):
            self._timeline.step(1)

    def run(self) -> None:
        """Step after step, or pause; at the end the runs get longer."""
        if self._goes_to is not None:  # it waits for longer runs: it will play, or no longer
            self._plays_on = not self._plays_on
            self.view.set_playing(self._plays_on)
        elif self._timeline.is_playing or not self._lengthen(plays=True):
            self._timeline.toggle()

    def reset(self) -> None:
        """Back to where the runs begin."""
        self._forget_step()
        self._timeline.pause()
        self._timeline.go(0.0)

    def randomize(self) -> None:
        """Other random weights to begin from."""
        self._begin_anew(edits.random_changes(self._session.description))

    def toggle_check(self) -> None:
        """Show or hide the numeric gradient."""
        self.view.check.toggle()

    def toggle_margins(self) -> None:
        """Show or hide the lines of score 1 and -1."""
        self.view.margins.toggle()

    def choose_plane(self, kind: str) -> None:
        """Another plane for the picture at the right: one of `points_edits.PLANES`."""
        scene = self._scene
        if scene is not None and edits.shows_points(scene):
            axes = edits.usual_axes(scene) if kind == "weights" else ()
            self._session.edit(edits.plane_changes(self._session.description, scene, kind, axes))

    def _choose_method(self, method: str) -> None:
        path = self.path
        if path is not None and path.label in {part.label for part in self._session.description.methods}:
            self._session.replace(edits.with_method(self._session.description, path.label, method))

    def _complain(self, text: str) -> None:
        if text:
            self._session.refused.emit(text)

    def _lengthen(self, plays: bool) -> bool:
        """Make runs longer where the timeline is at its end; whether that is on its way."""
        scene = self._scene
        if scene is None or self._timeline.position < self._timeline.end or self._timeline.alignment != "step":
            return False
        if scene.last_step < int(scene.resolved["run"]["steps"]):
            return False  # they ended by themselves
        changes = edits.longer_changes(scene)
        if not changes:
            return False
        self._goes_to, self._plays_on = self._timeline.position + (0 if plays else 1), plays
        self.view.set_playing(plays)
        self._session.edit(changes)
        return True

    def _follow_rows(self, _: object) -> None:
        if self._stage.scene is not self._scene:
            return  # the rows are those of another one
        if self._goes_to is not None and self._timeline.end > self._goes_to - 1:
            goal, self._goes_to = self._goes_to, None
            self._timeline.go(goal)  # comes back here
            if self._plays_on:
                self._timeline.toggle()
            return
        if self._held_weights is not None and self._timeline.is_playing:
            self._held_weights = None
        self.refresh()

    def _begin_anew(self, changes: edits.Changes) -> None:
        self._forget_step()
        super()._begin_anew(changes)

    def _forget_step(self, _: object = None) -> None:
        self._goes_to = None
        self.view.set_playing(self._timeline.is_playing)
