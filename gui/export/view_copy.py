"""A copy of the large view at a size of its own, drawn without ever being shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.stage import Stage
from gui.views.camera import Camera
from gui.views.curves_view import CurvesView
from gui.views.legend import Legend
from gui.views.line_view import LineView
from gui.views.surface_view import SurfaceView
from landscape.experiment.scene import Scene

LEAST, MOST = 320, 7680  # pixels along a side


class ViewCopy:
    """What the large view shows, with the paths' legend below, as pixels.

    It keeps the scene that the stage had when it was made, the quantity that was seen and the description of both, so
    an edit in the meantime changes no frame.
    """

    def __init__(self, stage: Stage, tab: str, size: tuple[int, int], scale: float, legend: bool) -> None:
        """`size` is (width, height) in pixels; letters and lines are `scale` times their usual size."""
        seen, description = stage.shown, stage.description
        if stage.scene is None or seen is None or description is None:
            raise ValueError("there is no scene to draw")
        self.scene: Scene = stage.scene
        self.description = description
        self.alignment, self.end = stage.timeline.alignment, stage.timeline.end
        self._size, self._scale = size, scale
        self._legend = Legend() if legend and self.scene.paths else None
        self.view: SurfaceView | LineView | CurvesView
        if tab == "surface":
            self.view = _SharpSurface(scale)
            self.view.set_quantity(seen.quantity_name)
            self.view.set_scene(seen.surface, seen.paths, stage.theme)
            self.view.take_look(stage.surface)
        elif tab == "cut":
            self.view = LineView()
            self.view.set_quantity(seen.quantity_name)
            self.view.set_scene(seen.surface, seen.paths, stage.theme)
        else:
            self.view = CurvesView()
            self.view.take_look(stage.curves)
            self.view.set_scene(self.scene.paths, stage.theme)
        self._whole = _on_ground(self.view, self._legend, stage.theme.card)
        visible = stage.legend.visible_labels
        self.view.set_visible(visible)
        if self._legend is not None:
            walk_share = self.scene.provenance.get("random_walk_share")
            self._legend.set_paths(self.scene.paths, stage.theme, float("nan") if walk_share is None else walk_share)
            self._legend.set_visible(visible)
        self._whole.resize(QSize(round(size[0] / scale), round(size[1] / scale)))
        self.go(stage.timeline.position)

    def go(self, position: float) -> None:
        """Move all heads to a position of the timeline, in its alignment."""
        if self.alignment == "step":
            rows = {path.label: path.row_at_step(int(position)) for path in self.scene.paths}
            words = f"step {int(position)}"
        else:
            rows = {path.label: path.row_at_cost(position) for path in self.scene.paths}
            words = f"{position:,.0f} example passes each"
        self.view.set_rows(rows)
        if self._legend is not None:
            self._legend.set_rows(rows)
        if isinstance(self.view, SurfaceView):
            self.view.set_hint(words)

    def look(self, camera: Camera) -> None:
        """Turn the surface; other views have no camera."""
        if isinstance(self.view, SurfaceView):
            self.view.set_camera(camera)

    def pixels(self) -> NDArray[np.uint8]:
        """The picture, (height, width, 3), uint8."""
        image = QImage(*self._size, QImage.Format.Format_RGB888)
        image.setDevicePixelRatio(self._scale)
        image.fill(self._whole.palette().color(QPalette.ColorRole.Window))
        self._whole.render(image, QPoint(0, 0))
        rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
        return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()

    def close(self) -> None:
        """Free the widgets."""
        self._whole.deleteLater()


class _SharpSurface(SurfaceView):
    """A surface that is painted for a picture with more pixels than the screen has."""

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio
        super().__init__()

    def devicePixelRatioF(self) -> float:
        return self._ratio


def _on_ground(view: QWidget, legend: Legend | None, color: str) -> QWidget:
    whole = QWidget()
    palette = whole.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(color))
    whole.setPalette(palette)
    whole.setAutoFillBackground(True)
    column = QVBoxLayout(whole)
    column.setContentsMargins(12, 12, 12, 12)
    column.addWidget(view, 1)
    if legend is not None:
        column.addWidget(legend)
    return whole
