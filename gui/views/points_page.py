"""The playground: the plane of points at the left, W with its gradient and the moves at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gui.theme import LIGHT, Theme
from gui.views.class_choice import ClassChoice
from gui.views.fonts import small_font, style_label, text_font
from gui.views.points_painting import margins_of
from gui.views.points_view import PointsView
from gui.views.small_curve import SmallCurve
from gui.views.weight_table import WeightTable

NO_POINTS = (
    "Points stand in a plane: this view needs examples of 2 features, in 2 to 6 classes, 2,000 at most.\n"
    "Choose “Points in the plane” in the data panel, or a preset of the playground."
)
CURVE = 46  # pixels of height below which the loss curve gives its room to the table
APART, MOVES_GAP = 14, 6  # pixels between plane and table, and between two buttons
SHARE = 0.54  # of the width that the plane takes at most
FAIR = 0.9  # of its size, that the plane keeps for the sake of a higher table


class PointsPage(QWidget):
    """Lays out the views of the playground; who owns it fills them.

    Signals:
        step_wanted(), run_wanted(), reset_wanted(), randomize_wanted(); check_wanted(bool).
    """

    step_wanted = Signal()
    run_wanted = Signal()
    reset_wanted = Signal()
    randomize_wanted = Signal()
    check_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._headings: tuple[str, ...] = ("",)
        self.plane, self.weights, self.curve = PointsView(), WeightTable(), SmallCurve()
        self.classes = ClassChoice()
        self.heading, self.words, self.adding, self.message = QLabel(), QLabel(), QLabel("New point"), QLabel(NO_POINTS)
        self.check = _button(
            "Check gradient",
            "<b>Numeric gradient.</b> Beneath each slope what two losses give: (L(w + h) − L(w − h)) / 2h. "
            "Red where the two differ",
        )
        self.margins = _button("Margins", "The lines where a class's score is 1 (dashed) and −1 (dotted)")
        self.step = _button("One step", "One step of the method (Right)")
        self.run = _button("Run", "Step after step, until you pause (Space). At the end, runs get twice as many steps")
        self.reset = _button("Reset", "Back to where the runs begin (Home)")
        self.randomize = _button("Randomize", "Other random first weights")
        self.check.setCheckable(True)
        self.margins.setCheckable(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.words.setToolTip(
            "The largest relative difference between gradient and numeric gradient. At a kink of the loss (a hinge "
            "just at zero) any slope between both sides is right: the numeric one shown is the nearest of them."
        )
        self.words.hide()
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.step.clicked.connect(self.step_wanted)
        self.run.clicked.connect(self.run_wanted)
        self.reset.clicked.connect(self.reset_wanted)
        self.randomize.clicked.connect(self.randomize_wanted)
        self.check.toggled.connect(self.check_wanted)
        self.margins.toggled.connect(self.plane.set_margins)
        self._arrange()
        self.show_points(False)
        self.set_theme(LIGHT)

    def show_points(self, shown: bool) -> None:
        """Show the playground, or say what it needs."""
        self._pages.setCurrentIndex(1 if shown else 0)
        self.setFocusProxy(self.plane if shown else None)  # a hidden view would pass the focus on to anything

    @property
    def has_points(self) -> bool:
        """Whether the playground is shown."""
        return self._pages.currentIndex() == 1

    def set_heading(self, choices: Sequence[str], tooltip: str = "") -> None:
        """What W is: the first of these words that has room, the last at least."""
        self._headings = tuple(choices)
        self.heading.setToolTip(tooltip)
        self._write_heading()

    def set_words(self, words: str) -> None:
        """A line beneath the table; empty for none."""
        self.words.setText(words)
        if self.words.isHidden() == bool(words):
            self.words.setVisible(bool(words))
            self.fit()

    def set_playing(self, playing: bool) -> None:
        """Whether the clock runs."""
        self.run.setText("Pause" if playing else "Run")

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        for view in (self.plane, self.weights, self.curve, self.classes):
            view.set_theme(theme)
        style_label(self.heading, theme.text, text_font(theme, bold=True))
        style_label(self.words, theme.text, small_font(theme))
        style_label(self.adding, theme.muted, small_font(theme))
        style_label(self.message, theme.muted, text_font(theme))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _arrange(self) -> None:
        content, row, side = QWidget(), QHBoxLayout(), QVBoxLayout()
        content.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(APART)
        row.addWidget(self.plane)
        row.addLayout(side, 1)
        side.setSpacing(5)
        above, adding, self._moves = QHBoxLayout(), QHBoxLayout(), QGridLayout()
        above.addWidget(self.heading, 1)
        above.addWidget(self.check)
        adding.addWidget(self.adding)
        adding.addWidget(self.classes)
        adding.addStretch(1)
        adding.addWidget(self.margins)
        self._moves.setSpacing(MOVES_GAP)
        side.addLayout(above)
        side.addWidget(self.weights)
        side.addWidget(self.words)
        side.addLayout(adding)
        side.addLayout(self._moves)
        side.addWidget(self.curve, 1)
        side.addStretch(0)
        self._side = side
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.message)
        self._pages.addWidget(content)

    def fit(self) -> None:
        """The plane is square, and as large as it can be; the curve goes where it would have no room."""
        left, right, below = margins_of(self._theme)
        buttons = [self.step, self.run, self.reset, self.randomize]
        widths = [button.sizeHint().width() for button in buttons]
        in_line, in_two = sum(widths) + 3 * MOVES_GAP + APART, 2 * max(widths) + MOVES_GAP + APART
        most = min(round(self.height() - below + left + right), round(SHARE * self.width()))
        # One line of buttons leaves more height to the table; it may take a little of the plane.
        columns, least = (
            (4, in_line) if self.width() - in_line >= FAIR * min(most, self.width() - in_two) else (2, in_two)
        )
        side = max(160, min(most, self.width() - least))
        self.plane.setFixedWidth(side)
        if columns != self._moves.columnCount() or not self._moves.count():
            while self._moves.takeAt(0) is not None:
                pass  # the buttons stay, and go to other places
            for index, button in enumerate(buttons):
                self._moves.addWidget(button, index // columns, index % columns)
        beside = self.width() - side - APART
        words = self.adding.sizeHint().width() + self.classes.sizeHint().width() + self.margins.sizeHint().width()
        self.adding.setVisible(words + 3 * MOVES_GAP <= beside)  # its marks say enough where there are many
        rows = sum(self._side.itemAt(k).sizeHint().height() for k in (0, 3, 4)) + 5 * self._side.spacing()
        rows += 0 if self.words.isHidden() else self.words.sizeHint().height() + self._side.spacing()
        room, wanted = self.height() - rows, self.weights.sizeHint().height()
        shown = room >= wanted + CURVE
        self.curve.setVisible(shown)
        self.weights.setFixedHeight(max(60, min(room, wanted)))
        self._write_heading()

    def _write_heading(self) -> None:
        metrics = QFontMetricsF(text_font(self._theme, bold=True))
        room = self.width() - self.plane.width() - APART - self.check.sizeHint().width() - MOVES_GAP - 2
        fitting = (words for words in self._headings if metrics.horizontalAdvance(words) <= room)
        self.heading.setText(next(fitting, self._headings[-1]))


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    return button
