"""Inside one step: the loss around the weights before it, its arrows, and the rule that made them."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.contour_view import ContourView
from gui.views.fonts import small_font, style_label, text_font
from gui.views.segmented import SegmentedControl
from gui.views.step_arrows import drawn, entries
from landscape.figures.wording import number_text
from landscape.lessons.inside_step import InsideStep
from landscape.palette import display_name
from trainers.arrows import ArrowKind

PLANES = [
    ("slice", "this slice's plane", "Along the two directions that are viewed, through the weights before the step"),
    ("step", "the step's own plane", "Along the step's own arrows, so that all of the move is seen"),
]


class StepView(QWidget):
    """One step of one run; which run and which plane are chosen above, which step by the timeline.

    `run_chosen` carries a run's label, `plane_chosen` "slice" or "step".
    """

    run_chosen = Signal(str)
    plane_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._lesson: InsideStep | None = None
        self.runs, self.plane = SegmentedControl("Run", small=True), SegmentedControl("Plane of the step", small=True)
        self.plane.set_options(PLANES)
        self.contour = ContourView()
        self.contour.bar.hide()  # the losses before and after the step are said; what counts here are directions
        self.heading, self.list, self.rule, self.code = (QLabel() for _ in range(4))
        for label in (self.heading, self.list, self.rule, self.code):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.setTextFormat(Qt.TextFormat.RichText)
        self.list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.runs.chosen.connect(self.run_chosen)
        self.plane.chosen.connect(self.plane_chosen)
        self.setAccessibleName("Inside one step")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._arrange()
        self.set_theme(LIGHT)

    def set_runs(self, runs: Sequence[tuple[str, str]], chosen: str) -> None:
        """The runs there are, (label, method), and the one that is looked into."""
        self.runs.set_options([
            (label, display_name(label, method), f"Look inside a step of {display_name(label, method)}")
            for label, method in runs
        ])  # fmt: skip
        self.runs.set_value(chosen)

    def set_lesson(self, lesson: InsideStep) -> None:
        """Show a step."""
        self._lesson = lesson
        name = display_name(lesson.label, lesson.method)
        self.heading.setText(
            f"{name}, step {lesson.step:,}: loss {number_text(lesson.loss, '.4g')} → {number_text(lesson.after, '.4g')}"
        )
        self.contour.set_scene(lesson.surface, [], self._theme, float("nan"))
        self.contour.set_arrows(drawn(lesson.arrows, np.zeros(2), np.eye(2)), "")
        self.contour.set_cursor((0.0, 0.0))
        self.rule.setText(lesson.formula)
        self.code.setText(lesson.code.replace("; ", "\n"))
        self._write_list()
        self.setAccessibleDescription(self.heading.text())

    def set_message(self, text: str) -> None:
        """Say why there is no step to see."""
        self._lesson = None
        self.heading.setText(text)
        for label in (self.list, self.rule, self.code):
            label.setText("")
        self.contour.set_arrows([])

    @property
    def lesson(self) -> InsideStep | None:
        """The step that is shown."""
        return self._lesson

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        for part in (self.runs, self.plane, self.contour):
            part.set_theme(theme)
        style_label(self.heading, theme.text, text_font(theme, bold=True))
        style_label(self.list, theme.text, small_font(theme))
        style_label(self.rule, theme.text, text_font(theme))
        style_label(self.code, theme.text, small_font(theme))
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.code.setStyleSheet(
            self.code.styleSheet()
            + f"font-family: '{mono}', monospace; background: {theme.track}; padding: 4px; border-radius: 4px;"
        )
        self._write_list()

    def _arrange(self) -> None:
        above, middle, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        above.addWidget(self.runs)
        above.addStretch(1)
        above.addWidget(self.plane)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.heading)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setStyleSheet("QScrollArea { background: transparent; }")
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(self.list)
        side.addWidget(scroll, 1)
        middle.setSpacing(14)
        middle.addWidget(self.contour, 58)
        middle.addLayout(side, 42)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(middle, 1)
        column.addWidget(self.rule)
        column.addWidget(self.code)

    def _write_list(self) -> None:
        lesson, theme = self._lesson, self._theme
        if lesson is None:
            return
        rows = []
        for name, words, color in entries(lesson.arrows):
            shade = f'<span style="color:{color};background:#20252b;">&nbsp;➜&nbsp;</span>'
            rows.append(
                f'<tr><td style="padding:3px 6px 3px 0">{shade if color else "&nbsp;&nbsp;·"}</td>'
                f'<td style="padding:3px 0"><b>{html.escape(name)}</b><br>'
                f'<span style="color:{theme.muted}">{html.escape(words)}</span></td></tr>'
            )
        notes = ["In plane: the share of an arrow's squared length that the plane holds."]
        if any(arrow.kind is ArrowKind.SLOPE for arrow in lesson.arrows):
            factor = number_text(lesson.slope_factor, ".2g")
            notes.insert(0, f"Dashed: a slope, drawn against itself, {factor} times as long as it is.")
        notes.append(f"Drawn 1:1 in {lesson.plane}.")
        below = "".join(f"<div>{html.escape(note)}</div>" for note in notes)
        self.list.setText(
            f'<table cellspacing="0">{"".join(rows)}</table><div style="color:{theme.muted}">{below}</div>'
        )
