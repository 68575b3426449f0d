"""The kinds of figures. Reading this table does not import matplotlib; drawing does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from landscape.experiment.scene import Scene


@dataclass(frozen=True)
class Kind:
    """A kind of figure.

    Attributes:
        name: its key in the catalogue; summary: one sentence for a person.
        draw: composes the whole page on an empty matplotlib figure.
        needs: why a scene cannot be drawn as this kind, in one line with the remedy; None where it can.
    """

    name: str
    summary: str
    draw: Callable[[Figure, Scene], None]
    needs: Callable[[Scene], str | None]


def _contour(figure: Figure, scene: Scene) -> None:
    from landscape.figures.contour import compose_contour

    compose_contour(figure, scene)


def _surface(figure: Figure, scene: Scene) -> None:
    from landscape.figures.surface import compose_surface

    compose_surface(figure, scene)


def _line(figure: Figure, scene: Scene) -> None:
    from landscape.figures.line import compose_line

    compose_line(figure, scene)


def _curves(figure: Figure, scene: Scene) -> None:
    from landscape.figures.curves import compose_curves

    compose_curves(figure, scene)


def _needs_plane(kind: str) -> Callable[[Scene], str | None]:
    def needs(scene: Scene) -> str | None:
        if not scene.surface.is_line:
            return None
        rule = f"a figure of kind {kind} needs a slice of 2 dimensions; got 1."
        return f"{rule} Use --kind line or --set slice.dimensions=2."

    return needs


def _needs_paths(scene: Scene) -> str | None:
    if scene.paths:
        return None
    return (
        "a figure of kind curves needs at least one method's run; got none. Use --kind contour or --methods sgd,adam."
    )


def _needs_nothing(scene: Scene) -> str | None:
    return None


KINDS: dict[str, Kind] = {
    "contour": Kind(
        "contour", "The plane from above: level lines of the loss, and the paths.", _contour, _needs_plane("contour")
    ),
    "surface": Kind(
        "surface", "The loss as a surface in space, paths at their true losses.", _surface, _needs_plane("surface")
    ),
    "line": Kind(
        "line", "The loss along one direction; of a plane, its two cuts near the origin.", _line, _needs_nothing
    ),
    "curves": Kind("curves", "The true loss of every run against steps and against cost.", _curves, _needs_paths),
}
