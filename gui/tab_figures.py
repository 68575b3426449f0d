"""Which figure of the command line shows what a tab of the large view shows: one row for each tab.

A tab that no figure matches has a row that says so, in one line with what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from landscape.experiment.scene import Scene
from landscape.lessons.ask import Ask

if TYPE_CHECKING:
    from gui.data_tab import DataTab
    from gui.inside_step import StepTab
    from gui.late_tabs import LateTabs
    from gui.points_tab import PointsTab
    from gui.weights_tab import WeightsTab

NO_FIGURE = "no figure shows this tab. Save a picture of the large view (Ctrl+Shift+S), or show another tab first."

NOTHING = Ask()


@dataclass(frozen=True)
class TabFigure:
    """A kind of `landscape.figures.catalogue`, and what its lesson is asked beyond the description.

    `at` is the word for the weights that it looks at, in the place of the slice's center; "" leaves that.
    """

    kind: str
    ask: Ask = NOTHING
    at: str = ""

    @property
    def options(self) -> list[str]:
        """The words of `losscope figure` that ask for it."""
        ask, usual = self.ask, NOTHING
        words = ["--kind", self.kind, *(["--at", self.at] if self.at else [])]
        for name in ("label", "step", "plane"):
            if getattr(ask, name) != getattr(usual, name):
                words += [f"--{name}", str(getattr(ask, name))]
        for name in ("fan", "place"):
            if getattr(ask, name):  # joined by =, since a first number may be negative
                words.append(f"--{name}={','.join(map(repr, getattr(ask, name)))}")
        return words


Find = Callable[[Scene, "LateTabs"], TabFigure | str]


def _surface(scene: Scene, tabs: LateTabs) -> TabFigure:
    return TabFigure("line" if scene.surface.is_line else "surface")


def _cut(scene: Scene, tabs: LateTabs) -> TabFigure:
    return TabFigure("line")


def _curves(scene: Scene, tabs: LateTabs) -> TabFigure | str:
    if not scene.paths:
        return "there is no run whose curve could be drawn. Add a method, or show the surface first."
    return TabFigure("curves")


def _step(scene: Scene, tabs: LateTabs) -> TabFigure | str:
    ask = cast("StepTab", tabs["step"]).ask
    if ask is None:
        return "there is no method whose step could be drawn. Add one, or show the surface first."
    return TabFigure("inside-step", Ask(label=ask.label, step=ask.step, plane=ask.plane))  # a page needs no spare room


def _weights(scene: Scene, tabs: LateTabs) -> TabFigure | str:
    if scene.dataset is None or scene.dataset.image_shape is None:
        return f"weights are drawn as images, and these examples are none. {NO_FIGURE[0].upper()}{NO_FIGURE[1:]}"
    return TabFigure("gradient-images", Ask(place=cast("WeightsTab", tabs["weights"]).place))


def _data(scene: Scene, tabs: LateTabs) -> TabFigure | str:
    from gui.data_tab import why_not  # late, as all tabs
    from landscape.lessons.data_pictures import images_of

    tab = cast("DataTab", tabs["data"])
    dataset = scene.dataset
    if dataset is None:
        return f"there are no examples that could be drawn. {NO_FIGURE[0].upper()}{NO_FIGURE[1:]}"
    reason = why_not(dataset, tab.view.page)
    if reason:
        return reason
    has_images = images_of(dataset).image_shape is not None
    kinds = {"samples": "samples", "feature": "feature-pictures", "compare": "features"}
    return TabFigure(kinds.get(tab.view.page, "mean-images" if has_images else "class-counts"))


def _points(scene: Scene, tabs: LateTabs) -> TabFigure | str:
    at = cast("PointsTab", tabs["points"]).at
    if at is None:
        return "a figure shows points at a run's start or end alone. Go to either (Home, End), or save a picture."
    return TabFigure("points", at=at)


TAB_FIGURES: dict[str, Find] = {
    "surface": _surface,
    "cut": _cut,
    "curves": _curves,
    "step": _step,
    "weights": _weights,
    "data": _data,
    "points": _points,
}


def figure_of(tab: str, scene: Scene | None, tabs: LateTabs) -> TabFigure | str:
    """The figure that shows what a tab shows of a scene, or one line why there is none."""
    if scene is None:
        return TabFigure("surface")
    return TAB_FIGURES[tab](scene, tabs) if tab in TAB_FIGURES else NO_FIGURE
