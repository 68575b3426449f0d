"""What the commands on what is seen do: tabs, surface, quantity, held example, looks. None changes a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gui.choosing import Choosing
from gui.command_palette import CommandPalette
from gui.tour import Tour, first_tour, points_tour
from landscape.experiment.view_part import AUTO

if TYPE_CHECKING:
    from gui.data_tab import DataTab
    from gui.points_tab import PointsTab
    from gui.weights_tab import WeightsTab


class Seeing(Choosing):
    """One method per command, by the command's name."""

    def show_surface(self) -> None:
        self._window.show_tab("surface")

    def show_cut(self) -> None:
        self._window.show_tab("cut")

    def show_curves(self) -> None:
        self._window.show_tab("curves")

    def show_step(self) -> None:
        self._window.show_tab("step")

    def show_weights(self) -> None:
        self._window.show_tab("weights")

    def paint_gradient(self) -> None:
        """Show the weights, and fill in their slopes one after the other, or pause."""
        self._weights.view.toggle()

    def gradient_by_calculus(self) -> None:
        self._weights.filling.calculus()

    def new_gradient(self) -> None:
        self._weights.take_cursor()

    def show_points(self) -> None:
        self._window.show_tab("points")

    def points(self, action: str) -> None:
        """Do one of the playground's moves: "one_step", "run", "reset", "randomize", or switch a check or margins."""
        getattr(self._points, action)()

    def points_plane(self, kind: str) -> None:
        """Another plane for the playground's landscape."""
        self._points.choose_plane(kind)

    def show_data(self) -> None:
        self._window.show_tab("data")

    def data(self, page: str) -> None:
        """Show a page of the data: "samples", "classes" or "feature"."""
        self._data.show_page(page)

    def compare_features(self) -> None:
        """Work out what features change, and show it."""
        self._data.compare()

    def reset_camera(self) -> None:
        self._window.looking.look_from(AUTO)

    def camera(self, name: str) -> None:
        """Look from the "front", the "side", the "top", or "auto", where paths are seen best."""
        self._window.looking.look_from(name)

    def heights(self, scale: str) -> None:
        """Draw the surface's heights as "linear", "log" or "symlog"."""
        self._session.edit({"view.heights": scale})

    def steeper(self) -> None:
        self._window.looking.stretch(2**0.5)

    def flatter(self) -> None:
        self._window.looking.stretch(1 / 2**0.5)

    def usual_heights(self) -> None:
        self._session.edit({"view.heights": None, "view.exaggeration": None})

    def wireframe(self) -> None:
        self._session.edit({"view.wires": not self._session.description.view.wires})

    def color_map(self, name: str) -> None:
        self._session.edit({"view.color_map": name})

    def toggle_opengl(self) -> None:
        self._window.tell(self._window.opengl.toggle())

    def next_held(self) -> None:
        self._stage.held_view.next_requested.emit()

    def previous_held(self) -> None:
        self._stage.held_view.previous_requested.emit()

    def show_every_path(self) -> None:
        legend = self._stage.legend
        legend.visibility_changed.emit({chip.label for chip in legend.chips})

    def whole_screen(self) -> None:
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def toggle_drawer(self) -> None:
        self._window.toggle_drawer()

    def look_light(self) -> None:
        self._window.set_look("light")

    def look_dark(self) -> None:
        self._window.set_look("dark")

    def look_projector(self) -> None:
        self._window.set_look("projector")

    def show_tour(self) -> None:
        """Point at three places: of the playground where it is in front, else surface, play and plane."""
        for shown in self._window.findChildren(Tour):
            shown.end()
        window, stage = self._window, self._stage
        if window.tab.value == "points":
            page = self._points.view
            stops, focused = points_tour(page.plane, page.weights, stage.contour), page.plane
        else:
            stops, focused = first_tour(stage.tabs, window.bar, window.controls.plane), stage.surface
        tour = Tour(stops, stage.theme, window)
        tour.ended.connect(focused.setFocus)

    def find_command(self) -> None:
        palette = CommandPalette(self._stage.theme, self._window)
        palette.chosen.connect(self._window.do)
        palette.open()

    def quantity(self, words: str) -> None:
        """Let the surface show a quantity on a split: "accuracy test"."""
        quantity, split = words.split(" ")
        self.show_quantity(quantity, split)

    def show_quantity(self, quantity: str, split: str) -> None:
        """The same of two words; test examples get a surface where they have none."""
        scene = self._session.scene
        if split == "test" and scene is not None and scene.dataset is not None and not len(scene.dataset.test):
            self._session.edit({"view.quantity": quantity, "view.split": "train"})
            self._session.refused.emit(f"{scene.dataset.source} has no test examples; the training ones are shown.")
            return
        self._session.edit({"view.quantity": quantity, "view.split": split})

    def hold_ball(self) -> None:
        """Let the cursor stay where it is, or at the best head, so that it can be dragged; or let it go."""
        self._stage.hold_ball(None if self._stage.is_ball_held else self._stage.place)

    def templates(self) -> None:
        button = self._stage.held_view.templates
        button.setChecked(not button.isChecked())

    def confusing_held(self) -> None:
        self._stage.at_cursor.find_confusing()

    # Tabs are made when they are first shown; what a command does in one brings it to the front.

    @property
    def _weights(self) -> WeightsTab:
        return self._in_front("weights")  # type: ignore[no-any-return]

    @property
    def _points(self) -> PointsTab:
        return self._in_front("points")  # type: ignore[no-any-return]

    @property
    def _data(self) -> DataTab:
        return self._in_front("data")  # type: ignore[no-any-return]

    def _in_front(self, name: str) -> Any:
        self._window.show_tab(name)
        return self._window.late_tabs[name]
