"""W and b as a table to be typed in, nudged, and chosen from as the axes of the plane."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui.views.cell_editor import CellEditor
from gui.views.painted_weights import PaintedWeights

COARSE, FINE = 0.1, 0.01  # what a key or a notch of the wheel changes a weight by
PIN_TIP = "Mark this weight as an axis of the plane, or take the mark away (X)"
CELL_TIP = (
    "The gradient says how the loss changes per unit of this weight. Double-click to write; wheel, up and down change "
    "it by 0.1, with Shift by 0.01."
)


class WeightTable(PaintedWeights):
    """The table with hands on it.

    Arrow keys: left and right choose a weight, up and down change it (with Shift finely), X marks it as an axis,
    Enter or a number writes it.

    Signals:
        edited(int, float): a value that was written. nudged(int, float): what a key or the wheel adds.
        axis_wanted(int): a weight is to be one of the plane's axes, or no longer.
    """

    edited = Signal(int, float)
    nudged = Signal(int, float)
    axis_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor: CellEditor | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_shapes(self, shapes: Sequence[tuple[int, int]], names: Sequence[str]) -> None:
        """One matrix (rows, columns) per layer, the bias last; what is being written in others is dropped."""
        if tuple(shapes) != self._shapes or tuple(names) != self._names:
            self._drop_editor()
        super().set_shapes(shapes, names)

    @property
    def chosen(self) -> int:
        """The weight that keys change."""
        return self._at

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.layout_of_cells.at(event.position().x(), event.position().y())
        self._end_editing()
        if cell is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._choose(cell.index)
        if self.pin_of(cell.index).contains(event.position()):
            self.axis_wanted.emit(cell.index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.layout_of_cells.at(event.position().x(), event.position().y())
        if cell is not None and not self.pin_of(cell.index).contains(event.position()):
            self._choose(cell.index)
            self._edit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.layout_of_cells.at(event.position().x(), event.position().y())
        self._hover(None if cell is None else cell.index)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        cell = self.layout_of_cells.at(event.position().x(), event.position().y())
        turned = event.angleDelta().y() or event.angleDelta().x()  # with Shift some systems turn it aside
        if cell is not None and turned and self._editor is None:
            self._choose(cell.index)
            self.nudged.emit(cell.index, self._step(event.modifiers()) * (1 if turned > 0 else -1))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """A tip for the weight beneath the pointer."""
        if event.type() == QEvent.Type.ToolTip and self._hovered is not None and self._shapes:
            where = event.globalPos()  # type: ignore[attr-defined]
            on_pin = self.pin_of(self._hovered).contains(QPointF(self.mapFromGlobal(where)))
            QToolTip.showText(where, PIN_TIP if on_pin else self._tip(self._hovered), self)
            return True
        return super().event(event)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, n = event.key(), len(self._values)
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if not n or not plain:
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose((self._at + (1 if key == Qt.Key.Key_Right else -1)) % n)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.nudged.emit(self._at, self._step(event.modifiers()) * (1 if key == Qt.Key.Key_Up else -1))
        elif key == Qt.Key.Key_X:
            self.axis_wanted.emit(self._at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit()
        elif event.text() and event.text() in "0123456789-.":
            self._edit(event.text())
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drop_editor()

    # What keys and the mouse do

    def _edit(self, text: str = "") -> None:
        """Write the chosen weight; `text` is what was typed already."""
        if not len(self._values):
            return
        self._end_editing()
        shown, name = f"{self._values[self._at]:.4g}", f"New value of {self.words(self._at)}"
        editor = CellEditor(shown, text, self.cell(self._at).place.toRect(), name, self)
        editor.ended.connect(self._end_editing)
        editor.show()
        editor.setFocus()
        self._editor = editor

    def _end_editing(self) -> None:
        editor, self._editor = self._editor, None  # hiding it ends it once more
        if editor is None:
            return
        value, had_focus = editor.number, editor.hasFocus()
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self.setFocus()
        if value is not None:
            self.edited.emit(self._at, value)

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._editor.clear()  # which is no number
            self._end_editing()

    def _tip(self, index: int) -> str:
        colors = "" if self.cell(index).lines else " Red is above zero, blue below."
        return f"{self.words(index)}. {CELL_TIP}{colors}"

    def _choose(self, index: int) -> None:
        self._at = index
        self._describe()
        self.update()

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _step(self, modifiers: Qt.KeyboardModifier) -> float:
        return FINE if modifiers & Qt.KeyboardModifier.ShiftModifier else COARSE
