"""Small surfaces and paths for the tests of the two-dimensional views, and a way to read their pixels."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from landscape.experiment.scene import Path
from landscape.surfaces.surface import Surface
from trainers.objective import Array

FINISHED = "ran all 4 steps"


def surface_of(a: Array, b: Array, loss: Array) -> Surface:
    """A surface with these losses, accuracy 0.5 and no regularization."""
    return Surface(a, b, loss, np.full(loss.shape, 0.5), np.zeros(loss.shape), "all 10 training examples")


def asymmetric() -> Surface:
    """7 x 11 points of a function that differs under every flip and swap of its axes."""
    a, b = np.linspace(-1, 2, 7), np.linspace(0, 10, 11)
    return surface_of(a, b, np.exp(0.7 * a[:, None]) + 0.21 * b[None, :] + 0.02 * (a[:, None] + 1) * b[None, :] ** 2)


def path_of(label: str, coordinates: Array, method: str = "sgd", loss: Array | None = None, **changes: object) -> Path:
    """A path through these coordinates (T, k); its loss falls from T to 1 where none is given."""
    n = len(coordinates)
    nothing = np.full(n, np.nan)
    values: dict[str, object] = {
        "label": label, "method": method, "step": np.arange(n), "cost": np.arange(n) * 192,
        "coordinates": coordinates, "residual": nothing,
        "loss": np.arange(n, 0, -1.0) if loss is None else loss, "accuracy": np.linspace(0.1, 0.9, n),
        "slice_loss": nothing, "view_loss": nothing, "batch_loss": nothing,
        "stop": FINISHED, "movement_seen": 0.97,
    }  # fmt: skip
    return Path(**{**values, **changes})


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    """Show a widget in a size and let its layouts settle."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    for _ in range(3):
        qtbot.wait(1)


def picture(widget: QWidget) -> QImage:
    """What a widget shows."""
    return widget.grab().toImage()


def rgb(image: QImage, x: float, y: float) -> tuple[int, int, int]:
    """Red, green and blue at a pixel."""
    color = image.pixelColor(round(x), round(y))
    return color.red(), color.green(), color.blue()


def rgb_of(color: str) -> tuple[int, int, int]:
    """Red, green and blue of #rrggbb."""
    parsed = QColor(color)
    return parsed.red(), parsed.green(), parsed.blue()


def count_of(image: QImage, color: str, tolerance: int = 12) -> int:
    """How many pixels are near #rrggbb."""
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), converted.bytesPerLine())
    pixels = rows[:, : 3 * converted.width()].reshape(converted.height(), converted.width(), 3).astype(int)
    return int((abs(pixels - np.array(rgb_of(color))).max(axis=2) <= tolerance).sum())
