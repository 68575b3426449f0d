"""Loss or accuracy of every path, over steps or over cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, style_label, with_alpha
from gui.views.marks import DOT, MarkLayer, Marks
from gui.views.plot import Plot
from gui.views.segmented import SegmentedControl
from gui.views.traces import Traces
from landscape.experiment.scene import Path
from landscape.palette import Style, styles
from trainers.objective import Array

SPREAD = 50.0  # costs this far apart are drawn on a log scale: a search may cost a hundred times what SGD does


class CurvesView(QWidget):
    """True losses on all training examples, a line per path in its style, with a marker where the timeline is.

    Batch losses, where asked for, are faint dots. Three switches choose loss or accuracy, linear or log, and steps or
    example passes; a log scale is refused, with a message, where a loss is zero or negative.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._paths: tuple[Path, ...] = ()
        self._styles: list[Style] = []
        self._rows: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._show_batches = False
        self.plot, self.note = Plot(), QLabel()
        self.quantity = SegmentedControl("Quantity", small=True)
        self.quantity.set_options([
            ("loss", "loss", "True loss on all training examples"),
            ("accuracy", "accuracy", "Share of the training examples classified correctly"),
        ])  # fmt: skip
        self.scale = SegmentedControl("Scale of the loss", small=True)
        self.scale.set_options([("linear", "linear", "Linear scale"), ("log", "log", "Logarithmic scale")])
        self.over = SegmentedControl("Horizontal axis", small=True)
        self.over.set_options([
            ("step", "steps", "Over the number of steps"),
            ("cost", "cost", "Over the number of example passes, the work a method has done"),
        ])  # fmt: skip
        self._dots = MarkLayer()
        self._dots.setZValue(5)
        self.plot.add_over(self._dots)
        self._traces = Traces(self.plot, whole=True, halo=False)
        self.plot.setAccessibleName("Loss of every path")
        self._arrange()
        for control in (self.quantity, self.scale, self.over):
            control.chosen.connect(self._redraw)
        self.set_theme(LIGHT)

    def set_scene(self, paths: Sequence[Path], theme: Theme) -> None:
        """Show these paths, their markers at the last rows."""
        self._paths = tuple(paths)
        self._styles = styles([path.method for path in paths])
        self._rows = {path.label: len(path.step) - 1 for path in paths}
        self._theme = theme
        self._redraw()
        self.set_theme(theme)

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """The current recorded row of each path; paths not named stay as they are."""
        self._rows.update({label: row for label, row in rows.items() if label in self._rows})
        self._traces.set_rows(self._rows)

    def set_visible(self, labels: set[str]) -> None:
        """Show the paths with these labels and no others."""
        self._hidden = {path.label for path in self._paths} - labels
        self._traces.set_visible(labels)
        self._redraw()

    def take_look(self, other: CurvesView) -> None:
        """Take another one's quantity, scale and horizontal axis."""
        for mine, theirs in ((self.quantity, other.quantity), (self.scale, other.scale), (self.over, other.over)):
            mine.set_value(theirs.value)
        self.set_batches(other._show_batches)

    def set_batches(self, shown: bool) -> None:
        """Show or hide the batch losses."""
        self._show_batches = shown
        self._redraw()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and sizes from `theme`."""
        self._theme = theme
        self.plot.set_theme(theme)
        self._traces.set_theme(theme)
        for control in (self.quantity, self.scale, self.over):
            control.set_theme(theme)
        style_label(self.note, theme.muted, small_font(theme))

    def _arrange(self) -> None:
        column, top = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top.setSpacing(8)
        top.addWidget(self.quantity)
        top.addWidget(self.scale)
        top.addStretch(1)
        top.addWidget(self.over)
        column.addLayout(top)
        column.addWidget(self.plot, 1)
        column.addWidget(self.note)
        self.note.setWordWrap(True)

    def _redraw(self) -> None:
        drawn = [path for path in self._paths if path.label not in self._hidden] or list(self._paths)
        of_loss = self.quantity.value == "loss"
        values = {path.label: path.loss if of_loss else path.accuracy for path in self._paths}
        log = self._log_scale(drawn, of_loss)
        across = {path.label: (path.step if self.over.value == "step" else path.cost) for path in self._paths}
        edge = self._edge(drawn)
        points = {
            path.label: (
                _across(across[path.label], edge),
                _positive_log(values[path.label]) if log else values[path.label],
            )
            for path in self._paths
        }
        self._traces.set_data([path.label for path in self._paths], self._styles, points, self._theme)
        self._traces.set_rows(self._rows)
        self._place_dots(drawn, across, edge, log, of_loss)
        self._name_axes(log, edge, of_loss)
        self._fit([points[path.label] for path in drawn], of_loss)

    def _log_scale(self, drawn: Sequence[Path], of_loss: bool) -> bool:
        self.scale.setEnabled(of_loss)
        message = ""
        log = of_loss and self.scale.value == "log"
        if log and any((path.loss <= 0).any() for path in drawn):
            message = "No log scale: a loss here is zero or negative. The scale is linear."
            log = False
        if not of_loss and not any(np.isfinite(path.accuracy).any() for path in drawn):
            message = "There is no accuracy for this objective."
        self.note.setText(message)
        self.note.setVisible(bool(message))
        return log

    def _edge(self, drawn: Sequence[Path]) -> float | None:
        """log10 of the place where cost 0 is drawn on a log scale; None for a linear one."""
        if self.over.value == "step":
            return None
        costs = np.concatenate([path.cost[path.cost > 0] for path in drawn]) if drawn else np.empty(0)
        if costs.size == 0:
            return None
        ends = [float(path.cost[-1]) for path in drawn if path.cost[-1] > 0]
        return float(np.log10(costs.min() / 3)) if max(ends) > SPREAD * min(ends) else None

    def _place_dots(
        self, drawn: Sequence[Path], across: Mapping[str, Array], edge: float | None, log: bool, of_loss: bool
    ) -> None:
        dots = []
        for path, style in zip(self._paths, self._styles, strict=True):
            if self._show_batches and of_loss and path in drawn:
                y = _positive_log(path.batch_loss) if log else path.batch_loss
                x = _across(across[path.label], edge)
                dots.append(Marks(x, y, DOT, 1.6 * self._theme.line_width, with_alpha(style.color, 70)))
        self._dots.set_marks(dots)

    def _name_axes(self, log: bool, edge: float | None, of_loss: bool) -> None:
        self.plot.left.set_log(log)
        self.plot.bottom.set_log(edge is not None, None if edge is None else (edge, "0"))
        self.plot.left.setLabel("true loss" if of_loss else "accuracy", **self.plot.left.labelStyle)
        name = "step" if self.over.value == "step" else "example passes"
        self.plot.bottom.setLabel(name + (" (log scale, 0 at the edge)" if edge is not None else ""))

    def _fit(self, points: Sequence[tuple[Array, Array]], of_loss: bool) -> None:
        x = np.concatenate([part[0] for part in points]) if points else np.empty(0)
        y = np.concatenate([part[1] for part in points]) if points else np.empty(0)
        y = y[np.isfinite(y)]
        if x.size == 0 or y.size == 0:
            return
        left, right, low, high = float(x.min()), float(x.max()), float(y.min()), float(y.max())
        margin = 0.06 * (high - low) or 0.05 * abs(high) or 0.5
        aside = 0.02 * (right - left) or 0.5
        self.plot.set_home(left - aside, right + aside, low - margin, high + margin)


def _across(values: Array, edge: float | None) -> Array:
    if edge is None:
        return values.astype(float)
    return np.log10(np.maximum(values.astype(float), 10.0**edge))


def _positive_log(values: Array) -> Array:
    found = np.full(len(values), np.nan)
    fine = np.isfinite(values) & (values > 0)
    found[fine] = np.log10(values[fine])
    return found
