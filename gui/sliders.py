"""Three sliders above the timeline: the regularization, how many unknowns there are, and of what the surface is."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.batch_slider import BatchSlider
from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font
from gui.views.slider import Slider
from landscape.figures.wording import count_text

LOWEST, HIGHEST, PER_DECADE = -6, 1, 10  # decades of the regularization; one tick below them it is 0
HEADINGS = (("Regularization λ", "λ"), ("Unknowns", "Unknowns"), ("Examples of the surface", "Examples"))  # long, short
ENOUGH = 110  # pixels of each slider that long headings leave
GAP, BETWEEN = 10, 18  # pixels within a slider's part of the row, and more of them between two
UNKNOWN_TICKS = 60  # from 2 unknowns to all
SETTLING = 300  # milliseconds that a slider under keys or the wheel rests before methods run again


class Sliders(QWidget):
    """λ, the number of unknowns, and `batch`: how many examples the surface is of.

    Signals:
        regularizing(float): λ while the slider moves; regularized(): it was let go.
        unknowns_chosen(int): in how many directions the methods are to move; all of them where it is all weights.
    """

    regularizing = Signal(float)
    regularized = Signal()
    unknowns_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._weights = self._most = 2
        self.regularization = Slider("Regularization λ")
        self.regularization.setRange(0, (HIGHEST - LOWEST) * PER_DECADE + 1)
        self.regularization.setToolTip(
            "<b>Weight of the squared weights in the loss (λ).</b> The surface and the paths' losses follow at once: "
            "data term + λ × sum of squared weights, with no look at the data. Let go and the methods run again."
        )
        self.unknowns = Slider("How many unknowns")
        self.unknowns.setRange(0, UNKNOWN_TICKS)
        self.unknowns.setToolTip(
            "<b>How many unknowns?</b> The methods move in so many random directions and nowhere else "
            "(run.inside=slice). With few, random search keeps up; with many, only the gradient knows the way."
        )
        self.batch = BatchSlider(self)
        self.regularization_text, self.unknowns_text = QLabel(), QLabel()
        self._headings = [QLabel() for _ in HEADINGS]
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._emit_unknowns)
        self.regularization.valueChanged.connect(self._regularization_moved)
        self.regularization.sliderReleased.connect(self.regularized)
        self.unknowns.valueChanged.connect(self._unknowns_moved)
        self.unknowns.sliderReleased.connect(self._emit_unknowns)
        self._arrange()
        self.set_values(1e-3, 2, 2, 2)
        self.set_theme(LIGHT)

    def set_values(self, regularization: float, unknowns: int, weights: int, most: int) -> None:
        """Show λ and in how many of all `weights` the methods move; up to `most` of them can be chosen, or all."""
        self._weights, self._most = weights, max(2, min(most, weights))
        with QSignalBlocker(self.regularization), QSignalBlocker(self.unknowns):
            if not self.regularization.isSliderDown():
                self.regularization.setValue(tick_of_regularization(regularization))
                self.regularization_text.setText(f"{regularization:.3g}")
            if not self.unknowns.isSliderDown():
                self.unknowns.setValue(self._tick_of(unknowns))
                self._write_unknowns(unknowns)
        for slider in (self.regularization, self.unknowns):
            slider.update()
        self.unknowns.setEnabled(weights > 2)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self.batch.set_theme(theme)
        for slider in (self.regularization, self.unknowns):
            slider.set_theme(theme)
        for heading in self._headings:
            style_label(heading, theme.muted, text_font(theme))
        for text, widest in ((self.regularization_text, "1.58e-06"), (self.unknowns_text, "all 30,730")):
            style_label(text, theme.text, text_font(theme))
            text.setMinimumWidth(text.fontMetrics().horizontalAdvance(widest))
        self._fit_headings()

    @property
    def chosen_regularization(self) -> float:
        """λ where the slider stands."""
        return regularization_at(self.regularization.value())

    @property
    def chosen_unknowns(self) -> int:
        """k where the slider stands."""
        tick = self.unknowns.value()
        if tick == UNKNOWN_TICKS:
            return self._weights
        return min(self._most, round(2 * (self._most / 2) ** (tick / (UNKNOWN_TICKS - 1))))

    @property
    def is_held(self) -> bool:
        """Whether the mouse holds the regularization's slider."""
        return self.regularization.isSliderDown()

    def _tick_of(self, unknowns: int) -> int:
        if unknowns >= self._weights:
            return UNKNOWN_TICKS
        span = math.log(self._most / 2)
        return round((UNKNOWN_TICKS - 1) * math.log(max(2, unknowns) / 2) / span) if span > 0 else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_headings()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_with(short=True, slider=80), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for index, (heading, slider, *others) in enumerate(self._parts):
            if index:
                row.addSpacing(BETWEEN)
            row.addWidget(heading)
            row.addWidget(slider, 1)
            for other in others:
                row.addWidget(other)

    @property
    def _parts(self) -> tuple[tuple[QWidget, ...], ...]:
        first, second, third = self._headings
        return (
            (first, self.regularization, self.regularization_text),
            (second, self.unknowns, self.unknowns_text),
            (third, self.batch.slider, self.batch.text, self.batch.another),
        )

    def _width_with(self, short: bool, slider: int) -> int:
        """The row's width with long or short headings and so many pixels of each slider."""
        metrics = self._headings[0].fontMetrics()
        width = sum(metrics.horizontalAdvance(names[short]) for names in HEADINGS)
        others = (other for _, _, *others in self._parts for other in others)
        width += sum(max(other.minimumWidth(), other.sizeHint().width()) for other in others)
        n_parts = sum(len(part) for part in self._parts)
        return width + len(self._parts) * slider + (n_parts - 1) * GAP + 2 * (BETWEEN + GAP)

    def _fit_headings(self) -> None:
        short = self._width_with(short=False, slider=ENOUGH) > self.width()
        for heading, names in zip(self._headings, HEADINGS, strict=True):
            heading.setText(names[short])

    def _regularization_moved(self, _: int) -> None:
        self.regularization_text.setText(f"{self.chosen_regularization:.3g}")
        self.regularizing.emit(self.chosen_regularization)

    def _unknowns_moved(self, _: int) -> None:
        self._write_unknowns(self.chosen_unknowns)
        if not self.unknowns.isSliderDown():
            self._settling.start()

    def _emit_unknowns(self) -> None:
        self._settling.stop()
        self.unknowns_chosen.emit(self.chosen_unknowns)

    def _write_unknowns(self, unknowns: int) -> None:
        self.unknowns_text.setText(("all " if unknowns >= self._weights else "") + count_text(unknowns))


def regularization_at(tick: int) -> float:
    """λ at a tick: 0, then 1e-6 to 10, ten values a decade, each with two digits."""
    return 0.0 if tick == 0 else float(f"{10 ** (LOWEST + (tick - 1) / PER_DECADE):.2g}")


def tick_of_regularization(regularization: float) -> int:
    """The tick that is nearest to λ."""
    if regularization <= 0:
        return 0
    tick = round((math.log10(regularization) - LOWEST) * PER_DECADE) + 1
    return min(max(1, tick), (HIGHEST - LOWEST) * PER_DECADE + 1)
