"""The data of an experiment: samples, classes, what the classifier sees of the held image, and what features change."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.class_pictures import ClassPictures
from gui.views.comparison_page import ComparisonPage
from gui.views.feature_view import FeatureView
from gui.views.fonts import small_font, style_label, text_font
from gui.views.sample_grid import SampleGrid
from gui.views.segmented import SegmentedControl

PAGES = [
    ("samples", "samples", "Test examples of every class; click one to hold it"),
    ("classes", "classes", "Mean images, and how many examples each class has"),
    ("feature", "features", "What the classifier sees of the held image"),
    ("compare", "pixels against features", "The same methods at the same cost on raw pixels and on features"),
]


class DataView(QWidget):
    """Four pages and a line of words. `page_chosen` carries a page's name; `others_wanted` asks for other samples."""

    page_chosen = Signal(str)
    others_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.pages = SegmentedControl("Page", small=True)
        self.pages.set_options(PAGES)
        self.samples, self.classes, self.feature = SampleGrid(), ClassPictures(), FeatureView()
        self.comparison = ComparisonPage()
        self.message, self.words = QLabel(), QLabel()
        self.others = QPushButton("Others")
        self.others.setToolTip("Other examples: the next seed")
        self._stack = QStackedWidget()
        self._shown = {"samples": self.samples, "classes": self.classes, "feature": self.feature}
        for page in (*self._shown.values(), self.comparison, self.message):
            self._stack.addWidget(page)
        for label in (self.message, self.words):
            label.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pages.chosen.connect(self.page_chosen)
        self.others.clicked.connect(self.others_wanted)
        above, column = QHBoxLayout(), QVBoxLayout(self)
        above.addWidget(self.pages)
        above.addStretch(1)
        above.addWidget(self.others)
        above.addWidget(self.comparison.controls)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        column.addWidget(self.words)
        self.setFocusProxy(self.samples)
        self.setAccessibleName("Data")
        self.show_page("samples")
        self.set_theme(LIGHT)

    @property
    def page(self) -> str:
        """The name of the page that is chosen."""
        return self.pages.value

    def show_page(self, name: str) -> None:
        """Choose "samples", "classes", "feature" or "compare"."""
        self.pages.set_value(name)
        self._stack.setCurrentWidget(self._shown.get(name, self.comparison))
        self.others.setVisible(name == "samples")
        self.comparison.controls.setVisible(name == "compare")
        self.words.setVisible(name != "compare")
        if name == "compare":
            self.set_words("")

    def set_words(self, words: str) -> None:
        """The line beneath the page."""
        self.words.setText(words)

    def set_message(self, words: str) -> None:
        """Say why the page has nothing to show, in its place."""
        self.message.setText(words)
        self.set_words("")
        self._stack.setCurrentWidget(self.message)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        for part in (self.pages, self.samples, self.classes, self.feature, self.comparison):
            part.set_theme(theme)
        style_label(self.message, theme.muted, text_font(theme))
        style_label(self.words, theme.muted, small_font(theme))
