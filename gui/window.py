"""The window: its views, legend, timeline and panels, tied to the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent

from gui.points_edits import shows_points
from gui.position_words import position_text
from gui.remembered import Remembered
from gui.shell import Shell
from gui.step_factor import changes_for
from gui.streaming import Running
from gui.theme import THEMES
from landscape.errors import InvalidValue, LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.presets import PRESETS, load_preset
from landscape.experiment.scene import Scene
from landscape.figures.caption import badge, subtitle, title

if TYPE_CHECKING:
    from gui.panels.drawer import Drawer


class Window(Shell):
    """The whole window on one description. `session.begin()` computes the first scene."""

    def __init__(
        self,
        description: Description,
        theme: str = "light",
        remembered: Remembered | None = None,
        when_laid_out: Callable[[Shell], None] | None = None,
    ) -> None:
        """`when_laid_out` may show the window, and so its first frame, before the views are loaded and made."""
        super().__init__(description, theme)
        self.remembered = remembered  # None: recent files are not kept
        if when_laid_out is not None:
            when_laid_out(self)
        # All of these load the views, which take as long as the rest of the start: so they come behind the first frame.
        from gui.doing import Doing
        from gui.late_tabs import LateTabs
        from gui.live import Live
        from gui.live_hands import LiveHands
        from gui.live_stage import LiveStage
        from gui.looking import Looking
        from gui.menu import MainMenu
        from gui.opengl_switch import OpenGLSwitch
        from gui.opening import Opening
        from gui.shortcuts import Shortcuts
        from gui.stage import Stage
        from gui.timeline import Timeline

        self.timeline = Timeline(self)
        self.stage = Stage(self.timeline, self.legend, self)
        self.looking = Looking(self.session, self.stage, self)
        self.opengl = OpenGLSwitch(self.stage.surface, self)
        self.live = Live(self.session, self)
        self.live_stage = LiveStage(self.live, self.stage, self.header, self)
        self._drawer: Drawer | None = None
        self.late_tabs = LateTabs(self.session, self.stage, self)
        self.doing = Doing(self)
        self.hands = LiveHands(self, self.live_stage)
        self.opening = Opening(self)
        self.header.menu.setMenu(MainMenu(self, self.header.menu))
        self.shortcuts = Shortcuts(self)
        self._failure: BaseException | None = None
        self._left_surface = False  # the large view shows a cut because a line has no surface
        self._put_in_place()
        self._connect()

    # What commands use

    def do(self, method: str) -> None:
        """Do a command of the table; what stands behind a space is the method's argument."""
        name, *argument = method.split(" ", 1)
        getattr(self.doing, name)(*argument)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower; 1 is the usual speed."""
        self.timeline.speed = speed
        self.bar.set_speed(speed)

    def show_tab(self, name: str) -> None:
        """Show "surface", "cut", "curves" or a tab of `LATE_TABS` in the large view."""
        self.tab.set_value(name)
        self.late_tabs.show(name)
        self.bottom.use(self.late_tabs.controls or self.controls)
        self._show_choice_of_quantity()
        self._left_surface = False

    def show_offered_tab(self, name: str) -> None:
        """Show a tab by name.

        Raises:
            InvalidValue: the present scene has no such tab.
        """
        if name not in self.tab.values:
            raise InvalidValue(f"--tab {name} needs points in the plane. Try --set data.source=points, or another tab.")
        self.show_tab(name)

    def _show_choice_of_quantity(self) -> None:
        scene = self.session.scene
        self.quantity.setVisible(
            self.tab.value in ("surface", "cut") and scene is not None and scene.dataset is not None
        )

    @property
    def drawer(self) -> Drawer:
        """The panels; built when first wanted."""
        if self._drawer is None:
            from gui.late_drawer import new_drawer  # with all panels

            self._drawer = new_drawer(self)
            self.cards.whole.addWidget(self._drawer)
            self._themed.append(self._drawer)
        return self._drawer

    @property
    def shows_drawer(self) -> bool:
        """Whether the panels are open."""
        return self._drawer is not None and not self._drawer.isHidden()

    def toggle_drawer(self) -> None:
        """Show or hide the panels."""
        shown = not self.drawer.isVisible()
        self.drawer.setVisible(shown)
        self.header.panels.setChecked(shown)

    def tell(self, text: str) -> None:
        """Say something that went well."""
        self.messages.show_message(text, bad=False)

    def show_failure(self, error: BaseException) -> None:
        """Show an error: one that was raised on purpose as its line, an unexpected one with its details."""
        self._failure = error
        if isinstance(error, LosscopeError):
            self.messages.show_message(str(error))
        else:
            self.messages.show_message(f"Something unexpected went wrong: {error!r}", details=True)

    def open_preset(self, name: str) -> None:
        """Take a preset's description and say its sentence."""
        preset = next(preset for preset in PRESETS if preset.name == name)
        self.opening.begin(preset, load_preset(name))
        self.tell(preset.sentence)

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bare keys that no control took for itself."""
        if not self.shortcuts.take(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.doing.open_path(Path(paths[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all background work and wait for its end, in the middle of anything."""
        self.timeline.pause()
        self.looking.settle()
        self.live.close()
        self.late_tabs.close()
        self.stage.close()
        self.session.close()
        self.opengl.turn_off()
        super().closeEvent(event)

    # Wiring

    def _put_in_place(self) -> None:
        """Bring what was made behind the first frame to its place, in the look of the rest."""
        stage = self.stage
        self.cards.contour.add(stage.contour)
        self.cards.held.add(stage.beside)
        self.cards.add_above_timeline(self.hands.card)
        self.empty.stand_for(stage.tabs, (stage.contour, stage.beside))
        parts = (stage, self.late_tabs, self.hands)
        self._themed.extend(parts)
        for part in parts:
            part.set_theme(THEMES[self.look])
        self.hands.show_description(self.session.description)
        self.looking.show_description(self.session.description)

    def _connect(self) -> None:
        session, timeline, bar = self.session, self.timeline, self.bar
        session.description_changed.connect(self._show_description)
        session.scene_changed.connect(self._show_scene)
        session.running.connect(self._show_running)
        session.progressed.connect(self.messages.show_progress)
        session.busy_changed.connect(self._show_busy)
        session.refused.connect(self._refuse)
        session.failed.connect(self.show_failure)
        session.saved.connect(self._tell_saved)
        timeline.moved.connect(self._show_position)
        timeline.playing_changed.connect(bar.set_playing)
        bar.play_toggled.connect(timeline.toggle)
        bar.step_requested.connect(timeline.step)
        bar.position_changed.connect(timeline.go)
        bar.alignment_changed.connect(self.doing.align)
        bar.speed_changed.connect(self.set_speed)
        bar.loop_changed.connect(self._set_loop)
        self.controls.loss_chosen.connect(self._choose_loss)
        self.controls.factor_chosen.connect(self._choose_factor)
        self.controls.plane_chosen.connect(self.doing.plane)
        self.stage.failed.connect(self.show_failure)
        self.stage.start_picked.connect(self.doing.start_at)
        self.stage.legend.asked.connect(self.doing.do_to_run)
        self.stage.legend.add_wanted.connect(self.doing.choose_method)
        self.stage.menu_wanted.connect(self.doing.show_place_menu)
        self.stage.quantity_changed.connect(self.quantity.set_value)
        self.stage.quantity_changed.connect(self._show_words)
        self.quantity.wanted.connect(self.doing.show_quantity)
        self.opengl.lost.connect(self.messages.show_message)
        self.tab.chosen.connect(self.show_tab)
        self.header.preset_chosen.connect(self.open_preset)
        self.header.command_wanted.connect(self.doing.find_command)
        self.header.panels_wanted.connect(self.toggle_drawer)
        self.messages.stop_wanted.connect(self.doing.stop)
        self.empty.wanted.connect(self.messages.clear)
        self.empty.wanted.connect(self.do)
        self.messages.details_wanted.connect(self._show_details)

    # Reactions

    def _show_description(self, description: Description) -> None:
        self.looking.show_description(description)
        if self._drawer is not None:
            self._drawer.set_description(description)
        self.hands.show_description(description)
        self.show_controls(description)

    def _show_scene(self, scene: Scene) -> None:
        self.live_stage.before_scene(scene)
        self.hands.show_scene(scene)
        self.late_tabs.set_scene(scene)
        self.stage.set_scene(scene)
        self._show_words()
        if self._drawer is not None:
            self._drawer.set_note(scene.provenance["data"]["note"])
        self.tab.set_offered("points", shows_points(scene))
        if self.tab.value == "points" and not shows_points(scene):
            self.show_tab("surface")
        self.cards.contour.setVisible(not scene.surface.is_line)
        self.cards.held.setVisible(scene.dataset is not None)
        self._show_choice_of_quantity()
        if scene.surface.is_line and self.tab.value == "surface":
            self.show_tab("cut")
            self._left_surface = True
        elif self._left_surface and not scene.surface.is_line:
            self.show_tab("surface")
            self._left_surface = False
        self.bar.set_range(scene.last_step, self.timeline.last_cost, self.timeline.last_seconds)
        self.bottom.fit_to(scene, self.timeline)
        self.opening.show_scene(scene)
        self._show_position()

    def _show_words(self) -> None:
        """Say above the views what they show: of accuracy it is neither a loss nor convex."""
        seen = self.stage.shown
        if seen is not None:
            self.header.set_words(title(seen), subtitle(seen), badge(seen))

    def _show_running(self, running: Running) -> None:
        if self.timeline.is_playing or self.live.is_active:
            return  # what a hand or the clock moves is not taken away from it
        self.stage.set_running(running.scene)
        self.bar.set_caption(running.words)

    def _show_position(self) -> None:
        self.stage.show_rows()
        self.bar.set_position(self.timeline.position)
        timeline = self.timeline
        text = position_text(self.session.scene, timeline.alignment, timeline.position, timeline.rows)
        self.bar.set_caption(text)

    def _show_busy(self, busy: bool) -> None:
        if not busy:
            self.messages.end_progress()

    def _refuse(self, message: str) -> None:
        self._show_description(self.session.description)
        self.messages.show_message(message)

    def _tell_saved(self, path: object) -> None:
        if self.remembered is not None and isinstance(path, Path):
            self.remembered.note(path)
        self.tell(f"Saved {path}.")

    def _set_loop(self, loops: bool) -> None:
        self.timeline.loops = loops

    def _choose_loss(self, loss: str) -> None:
        self.session.edit({"objective.loss": loss})

    def _choose_factor(self, factor: float) -> None:
        self.session.edit(changes_for(self.session.description, factor))

    def _show_details(self) -> None:
        if self._failure is not None:
            from gui.failure_dialog import FailureDialog  # hardly ever needed

            FailureDialog(self._failure, self).open()
