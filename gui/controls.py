"""The three controls of the first screen: loss, step size, plane."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font
from gui.views.segmented import SegmentedControl
from gui.views.slider import Slider

TICKS_PER_DECADE = 10
DECADES = 2
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
        self.loss = SegmentedControl("Loss")
        self.loss.set_options([
            ("softmax", "softmax", "Softmax (cross-entropy): minus the log probability of the correct class"),
            ("svm", "SVM", "Multiclass SVM (hinge): every wrong class must stay one point below the correct one"),
        ])  # fmt: skip
        self.plane = SegmentedControl("Plane")
        self.plane.set_options([
            ("paths", "where they went", "The two directions that the methods moved along most"),
            ("unit", "random", "Two random directions of unit length, over the same range"),
        ])  # fmt: skip
        self.factor = Slider("Step size, times the default")
        self.factor.setRange(-DECADES * TICKS_PER_DECADE, DECADES * TICKS_PER_DECADE)
        self.factor.setToolTip("Multiplies the step size of every method that follows gradients")
        self.factor_text = QLabel()
        self._headings = [QLabel(words) for words in ("Loss", "Step size", "Plane")]
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._emit_factor)
        self.loss.chosen.connect(self.loss_chosen)
        self.plane.chosen.connect(self.plane_chosen)
        self.factor.valueChanged.connect(self._factor_moved)
        self._arrange()
        self.set_values("softmax", 1.0, "paths")
        self.set_theme(LIGHT)

    def set_values(self, loss: str, factor: float, plane: str) -> None:
        """Show a description's values; a plane of another kind chooses neither option.

        A function of two variables has no loss ("") and one plane: there is nothing to choose but the step size.
        """
        for part in (self.loss, self.plane, self._headings[0], self._headings[2]):
            part.setVisible(bool(loss))
        self.loss.set_value(loss)
        self.plane.set_value(plane)
        with QSignalBlocker(self.factor):
            self.factor.setValue(round(math.log10(factor) * TICKS_PER_DECADE) if factor > 0 else 0)
        self.factor.update()
        self._write_factor(factor)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        for control in (self.loss, self.factor, self.plane):
            control.set_theme(theme)
        for heading in self._headings:
            style_label(heading, theme.muted, text_font(theme))
        style_label(self.factor_text, theme.text, text_font(theme))
        self.factor_text.setMinimumWidth(self.factor_text.fontMetrics().horizontalAdvance("× 0.0000"))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        slider_row = QHBoxLayout()
        slider_row.setSpacing(8)
        slider_row.addWidget(self.factor, 1)
        slider_row.addWidget(self.factor_text)
        for heading, content in zip(self._headings, (self.loss, slider_row, self.plane), strict=True):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addStretch(1)
            column.addWidget(heading)
            if isinstance(content, QWidget):
                column.addWidget(content, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                column.addLayout(content)
            column.addStretch(1)
            row.addLayout(column)
        self.factor.setFixedWidth(150)

    @property
    def _chosen_factor(self) -> float:
        return float(f"{10 ** (self.factor.value() / TICKS_PER_DECADE):.2g}")

    def _factor_moved(self, _: int) -> None:
        self._write_factor(self._chosen_factor)
        self._settling.start()

    def _emit_factor(self) -> None:
        self.factor_chosen.emit(self._chosen_factor)

    def _write_factor(self, factor: float) -> None:
        self.factor_text.setText(f"× {factor:.2g}")
