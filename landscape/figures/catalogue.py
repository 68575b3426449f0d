"""The kinds of figures. Reading this table does not import matplotlib; drawing does.

A kind draws a subject. That of most kinds is a scene; a lesson's is what it finds out about an experiment. A lesson's
kind names its page, a module with three functions: `find(experiment, ask)` makes the subject, `title(subject)` is what
the page is about, `compose(figure, subject)` draws it. One that is about no weights has a `subtitle(subject)` too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from landscape.experiment.description import Description
    from landscape.experiment.pipeline import Pipeline
    from landscape.experiment.scene import Scene
    from landscape.lessons.ask import Ask
    from landscape.work import Work

Draw = Callable[["Figure", Any], None]


@dataclass(frozen=True)
class Kind:
    """A kind of figure.

    Attributes:
        name: its key in the catalogue; summary: one sentence for a person.
        draw: composes the whole page of a subject on an empty matplotlib figure.
        needs: why a scene cannot be drawn as this kind, in one line with the remedy; None where it can.
        page: the module of a lesson's page; "" where a scene is the subject.
        takes: the fields of `Ask` that the lesson reads.
        of_view: whether it draws what the description's view chooses, instead of losses.
    """

    name: str
    summary: str
    draw: Draw
    needs: Callable[[Any], str | None]
    page: str = ""
    takes: tuple[str, ...] = ()
    of_view: bool = False


def subject_of(kind: Kind, description: Description, ask: Ask, work: Work, pipeline: Pipeline | None = None) -> Any:
    """What a kind draws, of a description: its scene, or what the kind's lesson finds out.

    A `pipeline` that knows its stages already computes none of them again.

    Raises:
        LosscopeError: the description cannot be worked out, or the lesson not be held; one line for the user.
        Cancelled: the work was asked to stop.
    """
    import numpy as np

    from landscape.experiment.pipeline import Pipeline
    from landscape.experiment.shown import shown
    from landscape.experiment.stages import Experiment

    pipeline = pipeline or Pipeline()
    if not kind.page:
        scene = pipeline.scene(description, work)
        return shown(scene, work) if kind.of_view else scene
    with np.errstate(over="ignore", invalid="ignore"):  # a step too large ends in infinity, which is its lesson
        return _loaded(kind.page, "find")(Experiment(pipeline.memory, description, work), ask)


def words_of(kind: Kind, subject: Any) -> tuple[str, str]:
    """The title and the subtitle of a subject, for a file's metadata."""
    from landscape.figures.caption import subtitle, title

    if not kind.page:
        return title(subject), subtitle(subject)
    own = getattr(import_module(kind.page), "subtitle", None)
    if own is not None:
        return _loaded(kind.page, "title")(subject), own(subject)
    from landscape.figures.lesson_page import lesson_subtitle

    return _loaded(kind.page, "title")(subject), lesson_subtitle(subject.facts)


def _loaded(module: str, function: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _drawn(module: str, function: str) -> Draw:
    """A function of a module that is imported when it first draws."""

    def draw(figure: Figure, subject: Any) -> None:
        _loaded(module, function)(figure, subject)

    return draw


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


def _needs_nothing(subject: Any) -> str | None:
    return None


def _of_scene(
    name: str, summary: str, needs: Callable[[Any], str | None] = _needs_nothing, of_view: bool = True
) -> Kind:
    return Kind(name, summary, _drawn(f"landscape.figures.{name}", f"compose_{name}"), needs, of_view=of_view)


def _of_lesson(name: str, summary: str, *takes: str) -> Kind:
    page = f"landscape.figures.{name.replace('-', '_')}"
    return Kind(name, summary, _drawn(page, "compose"), _needs_nothing, page, takes)


KINDS: dict[str, Kind] = {
    "contour": _of_scene(
        "contour", "The plane from above: level lines of the loss, and the paths.", _needs_plane("contour")
    ),
    "surface": _of_scene(
        "surface", "The loss as a surface in space, paths at their true losses.", _needs_plane("surface")
    ),
    "line": _of_scene("line", "The loss along one direction; of a plane, its two cuts near the origin."),
    "curves": _of_scene("curves", "The true loss of every run against steps and against cost.", _needs_paths, False),
    "error-over-h": _of_lesson(
        "error-over-h", "Lesson: how far a numeric gradient is off, over h, in single and double precision."
    ),
    "ray": _of_lesson("ray", "Lesson: the loss after one step down the gradient, over the size of the step.", "label"),
    "fan": _of_lesson("fan", "Lesson: one method with step sizes from far too small to diverging.", "label", "fan"),
    "batches": _of_lesson(
        "batches", "Lesson: one slice seen by 1, 8, 64, 256 and all examples, and their gradients.", "step"
    ),
    "inside-step": _of_lesson(
        "inside-step", "Lesson: one step of a method: its arrows on the loss around.", "label", "step", "plane"
    ),
    "secants": _of_lesson("secants", "Lesson: the slope in a direction is a dot product; secants become the tangent."),
    "features": _of_lesson(
        "features", "Lesson: raw pixels beside features: same methods, same cost, surfaces on one scale."
    ),
    "feature-pictures": _of_lesson(
        "feature-pictures", "Data: test images, and what HOG, histograms, keypoints and visual words see of them."
    ),
    "points": _of_lesson(
        "points", "Points in the plane: which class wins where, zero-score lines, and W, b with their gradient."
    ),
    "samples": _of_lesson("samples", "Data: test images of every class, or points of two features."),
    "class-counts": _of_lesson("class-counts", "Data: how many training and test examples each class has."),
    "mean-images": _of_lesson("mean-images", "Data: the mean training image of every class, and of all."),
    "gradient-images": _of_lesson(
        "gradient-images", "Lesson: the weights of each class as an image, and their gradient.", "place"
    ),
}
