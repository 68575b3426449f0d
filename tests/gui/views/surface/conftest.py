"""Small surfaces and paths for the tests of the 3-D view."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.views.surface_view import SurfaceView
from landscape.experiment.scene import Path
from landscape.surfaces.surface import Surface

SIZE = (700, 460)


def _surface(a: np.ndarray, b: np.ndarray, loss: np.ndarray) -> Surface:
    return Surface(a, b, loss, np.full(loss.shape, np.nan), np.zeros(loss.shape), "all examples")


def _slope(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return 1.0 + 0.4 * (a + 3) + 0.02 * (a + 3) ** 2 + 0.15 * b


def _path(coordinates: np.ndarray, loss: np.ndarray, view_loss: np.ndarray, method: str, residual: float) -> Path:
    step, column = np.arange(len(loss)), np.full(len(loss), np.nan)
    return Path(
        label=method,
        method=method,
        step=step,
        cost=step * 64,
        coordinates=coordinates,
        residual=np.full(len(loss), residual),
        loss=loss,
        accuracy=column,
        slice_loss=view_loss,
        view_loss=view_loss,
        batch_loss=column,
        stop="all steps done",
        movement_seen=0.5,
    )


@pytest.fixture
def make_surface() -> Callable[..., Surface]:
    """Surface of coordinates a (n_a,), b (n_b,) and losses."""
    return _surface


@pytest.fixture
def asymmetric() -> Surface:
    """7 x 11 points, steep along a, gentle along b, highest at the upper ends of both."""
    a, b = np.linspace(-3, 3, 7), np.linspace(0, 5, 11)
    return _surface(a, b, _slope(a[:, None], b[None, :]))


@pytest.fixture
def descent() -> Callable[..., Path]:
    """Five places down the asymmetric surface; the true loss is `lift` above the plane's."""

    def built(lift: float = 0.0, method: str = "sgd") -> Path:
        coordinates = np.column_stack([np.linspace(2, -2, 5), np.linspace(4, 1.5, 5)])
        beneath = _slope(coordinates[:, 0], coordinates[:, 1])
        return _path(coordinates, beneath + lift, beneath, method, 0.0)

    return built


@pytest.fixture
def make_path() -> Callable[..., Path]:
    """Path of coordinates (T, 2), true losses (T,) and losses beneath, all rows equally far off the slice."""

    def built(coordinates, loss, view_loss=None, method: str = "sgd", residual: float = 0.0) -> Path:
        loss = np.asarray(loss, dtype=float)
        beneath = loss if view_loss is None else np.asarray(view_loss, dtype=float)
        return _path(np.asarray(coordinates, dtype=float), loss, beneath, method, residual)

    return built


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., SurfaceView]:
    """A view on a surface and paths, shown off screen."""

    def built(surface: Surface, *paths: Path, theme=LIGHT) -> SurfaceView:
        view = SurfaceView()
        qtbot.addWidget(view)
        view.resize(*SIZE)
        view.set_scene(surface, paths, theme)
        view.show()
        QApplication.processEvents()
        return view

    return built


@pytest.fixture
def pixels() -> Callable[[SurfaceView], np.ndarray]:
    """What a view shows, red, green and blue (height, width, 3)."""

    def read(view: SurfaceView) -> np.ndarray:
        image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)

    return read
