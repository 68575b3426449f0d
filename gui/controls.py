"""The three controls of the first screen: loss, step size, plane."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from gui.theme import LIGHT, Theme
from gui.views.dial import LAST, Dial
from gui.views.fonts import style_label, text_font
from gui.views.icon_button import IconButton
from gui.views.segmented import SegmentedControl
from gui.views.slider import Slider

TICKS_PER_DECADE = 10
DECADES = 2
SPACING = 24  # pixels between the controls
SETTLING = 250  # milliseconds that the slider rests before methods run again


class Controls(QWidget):
    """Loss, a common factor on all step sizes, and the plane.

    Signals:
        loss_chosen(str), factor_chosen(float), plane_chosen(str).
    """

    loss_chosen = Signal(str)
    factor_chosen = Signal(float)
    plane_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.loss = SegmentedControl("Loss function")
        self.loss.set_options([
            ("softmax", "softmax", "Softmax (cross-entropy): minus the log probability of the correct class"),
            ("svm", "SVM", "Multiclass SVM (hinge): every wrong class must stay one point below the correct one"),
        ])  # fmt: skip
        self.plane = SegmentedControl("Plane")
        self.plane.set_options([
            ("paths", "where they went", "The two directions that the methods moved along most"),
            ("unit", "random", "Two random directions of unit length, over the same range"),
        ])  # fmt: skip
        self.dial = Dial()
        self.lock = IconButton("lock", "Range and colors stay while the plane turns", size=24)
        self.lock.setCheckable(True)
        self.lock.setChecked(True)
        self.factor = Slider("Step size, times the default")
        self.factor.setRange(-DECADES * TICKS_PER_DECADE, DECADES * TICKS_PER_DECADE)
        self.factor.setToolTip("Multiplies the step size of every method that follows gradients")
        self.factor_text = QLabel()
        self._headings = [QLabel(words) for words in ("Loss function", "Step size", "Plane")]
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._emit_factor)
        self.loss.chosen.connect(self.loss_chosen)
        self.plane.chosen.connect(self.plane_chosen)
        self.dial.turned.connect(self._show_end)
        self.dial.nudged.connect(self._show_end)
        self.factor.valueChanged.connect(self._factor_moved)
        self._arrange()
        self.set_values("softmax", 1.0, "paths")
        self.set_theme(LIGHT)

    def set_values(self, loss: str, factor: float, plane: str, degrees: float | None = None) -> None:
        """Show a description's values; a plane of another kind chooses neither option, and `degrees` is None.

        A function of two variables has no loss ("") and one plane: there is nothing to choose but the step size.
        """
        self.dial.set_degrees(degrees)
        for part in (self.loss, self.plane, self.dial, self.lock, self._headings[0], self._headings[2]):
            part.setVisible(bool(loss))
        self.loss.set_value(loss)
        self.plane.set_value(plane)
        with QSignalBlocker(self.factor):
            self.factor.setValue(round(math.log10(factor) * TICKS_PER_DECADE) if factor > 0 else 0)
        self.factor.update()
        self._write_factor(factor)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        for control in (self.loss, self.factor, self.plane, self.dial, self.lock):
            control.set_theme(theme)
        for heading in self._headings:
            style_label(heading, theme.muted, text_font(theme))
        style_label(self.factor_text, theme.text, text_font(theme))
        self.factor_text.setMinimumWidth(self.factor_text.fontMetrics().horizontalAdvance("× 0.0000"))

    @property
    def whole_width(self) -> int:
        """The width in which nothing is cut while the headings are above."""
        widths = [max(column.itemAt(k).sizeHint().width() for k in range(column.count())) for column in self._columns]
        return sum(widths) + 2 * SPACING

    def set_in_line(self, in_line: bool, width: int) -> None:
        """Put the headings before what they head, and spread the parts, instead of above.

        Where `width` pixels are too few for one line of that, the plane has a line of its own.
        """
        direction = QBoxLayout.Direction.LeftToRight if in_line else QBoxLayout.Direction.TopToBottom
        for column in self._columns:
            column.setDirection(direction)
            column.setSpacing(10 if in_line else 4)
            for end in (0, column.count() - 1):
                column.setStretch(end, 0 if in_line else 1)
        for place in (2, 4):
            self._first.setStretch(place, 1 if in_line else 0)
        self._row.setStretch(0, 1 if in_line else 0)
        wanted = 0
        for words in ("Loss function", "Loss"):  # the shorter one where the longer one would cost a line
            self._headings[0].setText(words)
            self._columns[0].invalidate()  # else its size would be that of the words before
            wanted = sum(column.sizeHint().width() for column in self._columns) + 2 * SPACING
            if not in_line or wanted <= width:
                break
        down = in_line and wanted > width
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(6 if down else SPACING)

    def _arrange(self) -> None:
        self._columns: list[QBoxLayout] = []
        self._row, self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight, self), QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        slider_row = QHBoxLayout()
        slider_row.setSpacing(8)
        slider_row.addWidget(self.factor, 1)
        slider_row.addWidget(self.factor_text)
        plane_row = QHBoxLayout()
        plane_row.setSpacing(6)
        for part in (self.plane, self.dial, self.lock):
            plane_row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        for heading, content in zip(self._headings, (self.loss, slider_row, plane_row), strict=True):
            column = QBoxLayout(QBoxLayout.Direction.TopToBottom)
            self._columns.append(column)
            column.setSpacing(4)
            column.addStretch(1)
            column.addWidget(heading)
            if isinstance(content, QWidget):
                column.addWidget(content, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                column.addLayout(content)
            column.addStretch(1)
        loss, step, plane = self._columns
        self._first.addLayout(loss)
        self._first.addSpacing(SPACING)
        self._first.addStretch(0)
        self._first.addLayout(step)
        self._first.addStretch(0)
        self._row.addLayout(self._first)
        self._row.addLayout(plane)
        self.set_in_line(False, 0)
        self.factor.setFixedWidth(150)

    @property
    def _chosen_factor(self) -> float:
        return float(f"{10 ** (self.factor.value() / TICKS_PER_DECADE):.2g}")

    def _show_end(self, degrees: float) -> None:
        self.plane.set_value({0.0: "paths", LAST: "unit"}.get(degrees, ""))

    def _factor_moved(self, _: int) -> None:
        self._write_factor(self._chosen_factor)
        self._settling.start()

    def _emit_factor(self) -> None:
        self.factor_chosen.emit(self._chosen_factor)

    def _write_factor(self, factor: float) -> None:
        self.factor_text.setText(f"× {factor:.2g}")
