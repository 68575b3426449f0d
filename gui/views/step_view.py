"""Inside one step: the loss around the weights before it, its arrows, its length, and the rule that made it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.contour_view import ContourView
from gui.views.fonts import small_font, style_label, text_font
from gui.views.ray_slider import RaySlider
from gui.views.segmented import SegmentedControl
from gui.views.step_arrows import drawn, drawn_fan
from gui.views.step_words import arrows_text, heading, length_words
from landscape.lessons.inside_step import InsideStep
from landscape.palette import display_name

PLANES = [
    ("slice", "this slice's plane", "Along the two directions that are viewed, through the weights before the step"),
    ("step", "the step's own plane", "Along the step's own arrows, so that all of the move is seen"),
]


LOW = 17.0  # lines of small text: a view that is not higher has no room for the code
PAD = 22.0  # pixels around each run's name


class StepView(QWidget):
    """One step of one run; which run and which plane are chosen above, which step by the timeline.

    Signals:
        run_chosen(str): a run's label. plane_chosen(str): "slice" or "step".
        batches_wanted(bool): whether the fan of batches is to be shown.
        length_dragged(object): the step as it would be, an `InsideStep`. length_chosen(float): the hand let go there.
    """

    run_chosen = Signal(str)
    plane_chosen = Signal(str)
    batches_wanted = Signal(bool)
    length_dragged = Signal(object)
    length_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._lesson: InsideStep | None = None
        self.runs, self.plane = SegmentedControl("Run", small=True), SegmentedControl("Plane of the step", small=True)
        self.plane.set_options(PLANES)
        self.contour = ContourView()
        self.contour.bar.hide()  # the losses before and after the step are said; what counts here are directions
        self.grip = self.contour.step_grip
        self.ray = RaySlider()
        self.batches = QPushButton("16 batches")
        self.batches.setCheckable(True)
        self.batches.setToolTip(
            "The slopes of 16 mini-batches at these weights, as a fan around the slope of all training examples: what "
            "stochastic gradients scatter by"
        )
        self.heading, self.list, self.length, self.rule, self.code = (QLabel() for _ in range(5))
        for label in (self.heading, self.list, self.length, self.rule, self.code):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.setTextFormat(Qt.TextFormat.RichText)
        self.list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list.setToolTip("In plane: the share of an arrow's squared length that the plane holds")
        self.run_list = QComboBox()
        self.run_list.setAccessibleName("Run")
        self.run_list.setToolTip("Whose step is looked into")
        self.run_list.hide()
        self.run_list.activated.connect(self._take_run)
        self.runs.chosen.connect(self.run_chosen)
        self.plane.chosen.connect(self.plane_chosen)
        self.batches.toggled.connect(self.batches_wanted)
        for hand in (self.ray, self.grip):
            hand.dragged.connect(self.drag_to)
            hand.let_go.connect(self.let_go_at)
        self.setAccessibleName("Inside one step")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._arrange()
        self.set_theme(LIGHT)
        self.set_message("The step is taken once more, to look into it …")

    def set_runs(self, runs: Sequence[tuple[str, str]], chosen: str) -> None:
        """The runs there are, (label, method), and the one that is looked into."""
        self.runs.set_options([
            (label, display_name(label, method), f"Look inside a step of {display_name(label, method)}")
            for label, method in runs
        ])  # fmt: skip
        self.run_list.clear()
        for label, method in runs:
            self.run_list.addItem(display_name(label, method), label)
        self.set_run(chosen)
        self._choose_kind_of_list()

    def set_run(self, label: str) -> None:
        """Which run is looked into."""
        self.runs.set_value(label)
        self.run_list.setCurrentIndex(self.run_list.findData(label))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_kind_of_list()
        self._choose_what_has_room()

    def set_lesson(self, lesson: InsideStep) -> None:
        """Show a step."""
        self._lesson = lesson
        self.contour.show()
        self._choose_what_has_room()
        self.contour.set_scene(lesson.surface, [], self._theme, float("nan"))
        self.contour.set_cursor((0.0, 0.0))
        self.rule.setText(lesson.formula)
        self.code.setText(lesson.code.replace("; ", "\n"))
        self.ray.set_ray(lesson.ray, lesson.factor)
        for part in (self.ray, self.length, self.batches):
            part.setVisible(lesson.ray is not None)
        self.batches.setEnabled(not lesson.facts.is_function)
        self._show(lesson)

    def drag_to(self, factor: float) -> None:
        """Show the step with a length nearest to `factor` times its own, at once."""
        if self._lesson is not None and self._lesson.ray is not None:
            shown = self._lesson.with_factor(factor)
            self._show(shown)
            self.ray.set_factor(shown.factor)
            self.length_dragged.emit(shown)

    def let_go_at(self, factor: float) -> None:
        """The step is to have the length on its ray that is nearest."""
        if self._lesson is not None and self._lesson.ray is not None:
            self.length_chosen.emit(self._lesson.ray.nearest(factor)[0])

    def set_message(self, text: str) -> None:
        """Say why there is no step to see."""
        self._lesson = None
        self.heading.setText(text)
        for label in (self.list, self.length, self.rule, self.code):
            label.setText("")
        self.ray.set_ray(None, 1.0)
        for part in (self.contour, self.code, self.ray, self.batches):
            part.hide()
        self.grip.let_be()
        self.contour.set_arrows([])

    @property
    def lesson(self) -> InsideStep | None:
        """The step that is shown, as it was taken."""
        return self._lesson

    @property
    def is_dragged(self) -> bool:
        """Whether a hand is on the step's length."""
        return self.ray.isSliderDown() or self.grip.is_dragged

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        for part in (self.runs, self.plane, self.contour, self.ray):
            part.set_theme(theme)
        self.batches.setStyleSheet(f"font-size: {theme.small_size:.2f}pt; padding: 3px 8px;")
        self.run_list.setStyleSheet(f"font-size: {theme.small_size:.2f}pt;")
        style_label(self.heading, theme.text, text_font(theme, bold=True))
        style_label(self.list, theme.text, small_font(theme))
        style_label(self.length, theme.muted, small_font(theme))
        style_label(self.rule, theme.text, text_font(theme))
        style_label(self.code, theme.text, small_font(theme))
        self._choose_kind_of_list()
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.code.setStyleSheet(
            self.code.styleSheet()
            + f"font-family: '{mono}', monospace; background: {theme.track}; padding: 4px; border-radius: 4px;"
        )
        if self._lesson is not None:
            self._show(self._lesson)

    def _arrange(self) -> None:
        above, middle, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        above.addWidget(self.runs)
        above.addWidget(self.run_list)
        above.addStretch(1)
        above.addWidget(self.plane)
        side = QVBoxLayout()
        side.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.heading, 1)
        first.addWidget(self.batches, 0, Qt.AlignmentFlag.AlignTop)
        side.addLayout(first)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setStyleSheet("QScrollArea { background: transparent; }")
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(self.list)
        side.addWidget(scroll, 1)
        side.addWidget(self.length)
        side.addWidget(self.ray)
        middle.setSpacing(14)
        middle.addWidget(self.contour, 46)
        middle.addLayout(side, 54)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(middle, 1)
        column.addWidget(self.rule)
        column.addWidget(self.code)

    def _choose_kind_of_list(self) -> None:
        """Runs side by side where they have room, else a list that opens."""
        # By their words: what has just been added to a row of the pill has no size yet.
        words = QFontMetricsF(small_font(self._theme, bold=True))
        names = [self.run_list.itemText(index) for index in range(self.run_list.count())]
        wanted = sum(words.horizontalAdvance(name) + PAD for name in names)
        fits = wanted + self.plane.sizeHint().width() <= self.width()
        self.runs.setVisible(fits)
        self.run_list.setVisible(not fits)

    def _choose_what_has_room(self) -> None:
        """In a low window the picture needs the place of the code; the formula says the same."""
        line = QFontMetricsF(small_font(self._theme)).height()
        self.code.setVisible(self._lesson is not None and self.height() > LOW * line)

    def _take_run(self, index: int) -> None:
        self.run_chosen.emit(self.run_list.itemData(index))

    def _show(self, lesson: InsideStep) -> None:
        """The step's arrows and words; the loss around it stays."""
        self.heading.setText(heading(lesson))
        arrows = drawn(lesson.arrows, np.zeros(2), np.eye(2), lesson.slope_factor)
        fan = [] if lesson.batches is None else drawn_fan(lesson.batches, lesson.slope_factor)
        self.contour.set_arrows([*fan, *arrows], "")
        if lesson.ray is None:
            self.grip.let_be()
        elif not self.grip.is_dragged:
            self.grip.set_arrow(np.zeros(2), lesson.own.tip, lesson.factor)
        self.length.setText("" if lesson.ray is None else length_words(lesson))
        self.list.setText(arrows_text(lesson, self._theme))
        self.setAccessibleDescription(self.heading.text())
