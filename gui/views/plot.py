"""What the two-dimensional plots share: calm axes, no menus, bounded pan and zoom, hover and click in data units."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gui.theme import LIGHT, Theme
from gui.views.axis import Axis
from gui.views.card import paint_focus
from gui.views.fonts import small_font
from gui.views.keyboard_framed import BY_TAB
from landscape.surfaces.ticks import nice_ticks, tick_text

DEEPEST = 200  # how far one can zoom in
PATIENCE_MS = 250  # a click waits this long for a second one
CLOSER = 0.8  # what a press of plus leaves of each side


class Plot(pg.PlotWidget):
    """A plot with axes at the left and the bottom.

    `hovered` carries (x, y), or None where the pointer left; `clicked` a click's place. A drag pans, the wheel zooms,
    a double click goes back to the whole. With the keyboard: plus and minus, zero.
    """

    hovered = Signal(object)
    clicked = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.left, self.bottom = Axis("left"), Axis("bottom")
        super().__init__(parent, axisItems={"left": self.left, "bottom": self.bottom})
        self._theme = LIGHT
        self._framed = False  # the keyboard is here
        self._home: tuple[float, float, float, float] | None = None
        self._equal = False
        self._pending = QPointF()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._click_stands)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.box.setMenuEnabled(False)
        self.scene().sigMouseMoved.connect(self._mouse_moved)
        self.scene().sigMouseClicked.connect(self._mouse_clicked)
        self.set_theme(LIGHT)

    @property
    def box(self) -> pg.ViewBox:
        """The plot's inner rectangle."""
        return self.getPlotItem().getViewBox()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.setBackground(QColor(theme.card))
        # Half of a tick's number may stand out at the right; without room for it pyqtgraph leaves the number out.
        self._metrics = QFontMetricsF(small_font(theme))
        self._right_margin = self._metrics.horizontalAdvance("100") / 2 + 1
        self.left.set_theme(theme)
        self.bottom.set_theme(theme)
        self._fit_box()

    def set_home(self, left: float, right: float, low: float, high: float, equal: bool = False) -> None:
        """The whole that a double click goes back to, and beyond which nobody pans; `equal` draws units 1:1."""
        changed = (left, right, low, high) != self._home or equal != self._equal
        self._home, self._equal = (left, right, low, high), equal
        if not changed:
            return
        # Without limits first: pyqtgraph would squeeze the new whole into the old ones.
        self.box.setLimits(
            xMin=None, xMax=None, yMin=None, yMax=None, minXRange=None, maxXRange=None, minYRange=None, maxYRange=None
        )
        self.box.setAspectLocked(False)
        self._fit_box()
        self.reset_view()
        self.box.setAspectLocked(equal, ratio=1.0)
        self.box.setLimits(
            xMin=left, xMax=right, yMin=low, yMax=high,
            minXRange=(right - left) / DEEPEST, maxXRange=right - left,
            minYRange=(high - low) / DEEPEST, maxYRange=high - low,
        )  # fmt: skip

    def reset_view(self) -> None:
        """Show the whole."""
        if self._home is not None:
            left, right, low, high = self._home
            self.box.setRange(xRange=(left, right), yRange=(low, high), padding=0, disableAutoRange=True)

    def add_over(self, item: QGraphicsItem) -> None:
        """Add an item whose size never changes what the plot shows."""
        self.getPlotItem().addItem(item, ignoreBounds=True)

    def place_of(self, x: float, y: float) -> QPointF:
        """The pixel, in the widget, of a place in data units."""
        return self.viewportTransform().map(self.box.mapViewToScene(QPointF(x, y)))

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 110)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        if event is None or not self._equal:
            super().resizeEvent(event)
            return
        # Locked while its shape changes, the box would show a part in the old shape and cut the rest off; and margins
        # that are wider than the new size would keep it as large as it was.
        whole = self._is_whole()
        self.box.setAspectLocked(not whole, ratio=1.0)
        self._fit_box()
        super().resizeEvent(event)
        self._fit_box()
        if whole:
            self.reset_view()
            self.box.setAspectLocked(True, ratio=1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom; all other keys are the window's."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.box.scaleBy((CLOSER, CLOSER))
        elif event.key() == Qt.Key.Key_Minus:
            self.box.scaleBy((1 / CLOSER, 1 / CLOSER))
        elif event.key() == Qt.Key.Key_0:
            self.reset_view()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._framed = event.reason() in BY_TAB
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._framed = False
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._framed:
            paint_focus(QPainter(self.viewport()), QRectF(self.viewport().rect()), self._theme)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def _is_whole(self) -> bool:
        if self._home is None:
            return False
        (left, right), _ = self.box.viewRange()
        return right - left > 0.98 * (self._home[1] - self._home[0])

    def _fit_box(self) -> None:
        self._fix_axes()
        # Units are 1:1 and the axes lie at the picture's edge only if the box itself has the picture's shape.
        item = self.getPlotItem()
        spare_width = spare_height = 0.0
        top = max(1.0, self._metrics.ascent() / 2)  # half of a number at the upper end stands out
        if self._equal and self._home is not None:
            left, right, low, high = self._home
            width = self.width() - self.left.minimumWidth() - self._right_margin - 1
            height = self.height() - self.bottom.minimumHeight() - 3 - top
            if width > 0 and height > 0:
                scale = min(width / (right - left), height / (high - low))
                spare_width = width - scale * (right - left)
                spare_height = height - scale * (high - low)
        aside, above = spare_width / 2, spare_height / 2
        item.layout.setContentsMargins(1 + aside, top + above, self._right_margin + aside, 3 + above)
        item.layout.activate()

    def _fix_axes(self) -> None:
        # An axis that grows with its numbers would change the box after it was fitted.
        if not self._equal or self._home is None:
            self.left.setWidth(None)
            self.bottom.setHeight(None)
            return
        values, spacing = nice_ticks(*self._home[2:], 10)
        words = [self._metrics.horizontalAdvance(tick_text(value, spacing)) for value in values]
        self.left.setWidth(max(words, default=0.0) + 10)
        self.bottom.setHeight(self._metrics.height() + 8)

    def _data_at(self, place: QPointF) -> tuple[float, float] | None:
        if not self.box.sceneBoundingRect().contains(place):
            return None
        point = self.box.mapSceneToView(place)
        return point.x(), point.y()

    def _mouse_moved(self, place: QPointF) -> None:
        self.hovered.emit(self._data_at(place))

    def _mouse_clicked(self, event: object) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.double():
            self._patience.stop()
            self.reset_view()
            return
        self._pending = event.scenePos()
        self._patience.start(PATIENCE_MS)

    def _click_stands(self) -> None:
        found = self._data_at(self._pending)
        if found is not None:
            self.clicked.emit(*found)
