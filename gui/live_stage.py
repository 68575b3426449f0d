"""Between what is chosen by hand and the views: previews, colors that stay, and the words that go with them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from gui.header import Header
from gui.live import Live
from gui.stage import Stage
from landscape.experiment.description import Description
from landscape.experiment.live_scene import LiveFrame
from landscape.experiment.scene import Scene
from landscape.figures.caption import badge, title
from landscape.figures.wording import loss_text


class LiveStage(QObject):
    """Shows previews on a stage. With `holds_colors`, colors keep their losses while the plane turns and moves."""

    def __init__(self, live: Live, stage: Stage, header: Header, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.holds_colors = True
        self._live, self._stage, self._header = live, stage, header
        self._held_for: tuple[Any, ...] | None = None  # what held colors belong to
        self._spans: tuple[float, float] | None = None
        self._batch: tuple[int | None, int] | None = None
        live.begun.connect(self._begin)
        live.framed.connect(self._show)

    def before_scene(self, scene: Scene) -> None:
        """Let colors go where a finished scene has other losses, or is the usual view again."""
        if not self.holds_colors or _losses_of(scene.description) != self._held_for or _is_usual(scene.description):
            self.let_colors_go()

    def let_colors_go(self) -> None:
        """Let every surface to come have colors of its own."""
        self._held_for = None
        self._stage.hold_colors(None)

    def _begin(self, scene: Scene) -> None:
        surface = scene.surface
        self._spans, self._batch = _spans(scene), _batch_of(scene.description)
        if self.holds_colors and self._held_for is None and surface.finite.any() and not surface.is_flat:
            self._held_for = _losses_of(scene.description)
            self._stage.hold_colors((surface.lowest, surface.highest))

    def _show(self, frame: LiveFrame) -> None:
        asked = frame.view.batch, frame.view.batch_step
        other_loss = frame.view.regularization is not None or asked != self._batch
        if self._held_for is not None and (other_loss or self._is_zoomed(frame.scene)):
            self.let_colors_go()  # nearer, or far above, the same colors would show nothing
        self._stage.set_preview(frame.scene)
        self._header.set_words(title(frame.scene), words(frame), badge(frame.scene))

    def _is_zoomed(self, scene: Scene) -> bool:
        now, then = _spans(scene), self._spans
        return then is None or abs(now[0] - then[0]) > 1e-6 * then[0]


def words(frame: LiveFrame) -> str:
    """The line beneath the title while a view is chosen."""
    view, surface = frame.view, frame.scene.surface
    parts = ["Preview"]
    if view.regularization is not None:
        parts.append(f"λ = {view.regularization:g}")
    rows = surface.rows.removesuffix(" (preview)")
    if surface.of_batch:
        parts.append(f"on {rows}")
    elif view.degrees is not None and view.regularization is None:
        parts.append(f"{view.degrees:.0f}° of 90° to random")
    parts.append(f"lowest visible loss {loss_text(surface.lowest)}")
    if rows != surface.rows and not surface.of_batch:
        parts.append(f"on {rows}")
    return " · ".join([*parts, "exact when you let go"])


def _spans(scene: Scene) -> tuple[float, float]:
    a, b = scene.surface.a, scene.surface.b
    return float(a[-1] - a[0]), float(b[-1] - b[0])


def _losses_of(description: Description) -> tuple[Any, ...]:
    return description.data, description.objective.model, description.objective.loss, _batch_of(description)


def _batch_of(description: Description) -> tuple[int | None, int]:
    return description.grid.batch, description.grid.batch_step


def _is_usual(description: Description) -> bool:
    part = description.slice
    return isinstance(description.grid.range, str) and part.turn is None and part.shift is None
