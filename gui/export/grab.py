"""What a widget shows right now, as pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QWidget


def grabbed(widget: QWidget, ground: str) -> NDArray[np.uint8]:
    """The widget and all in it on a ground of color #rrggbb, (height, width, 3), uint8, as sharp as on its screen."""
    ratio = widget.devicePixelRatioF()
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB888)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(ground))
    widget.render(image, QPoint(0, 0), QRegion(), QWidget.RenderFlag.DrawChildren)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
