"""The drawer: all panels below each other, in the order of the flow."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.panels.data import DataPanel
from gui.panels.features import FeaturesPanel
from gui.panels.loss import LossPanel
from gui.panels.method_card import MethodCard
from gui.panels.methods import MethodsPanel
from gui.panels.panel import Panel
from gui.panels.slice import SlicePanel
from gui.panels.start import StartPanel
from gui.panels.style import scroll_style
from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description

WIDTH = 34.0  # in text sizes: 340 px at 10 pt
MARGIN = 16


class Drawer(QScrollArea):
    """Data, features, loss, start, methods, slice: everything of a description that can be edited.

    Signals:
        edited(dict): dotted fields and values, as `landscape.experiment.edit.with_values` takes them.
        methods_edited(tuple): the new runs, a tuple of MethodPart.
    """

    edited = Signal(object)
    methods_edited = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data, self.features, self.loss, self.start = DataPanel(), FeaturesPanel(), LossPanel(), StartPanel()
        self.methods, self.slice = MethodsPanel(), SlicePanel()
        self.panels: dict[str, Panel] = {
            "Data": self.data, "Features": self.features, "Loss": self.loss, "Start": self.start,
            "Methods": self.methods, "Slice": self.slice,
        }  # fmt: skip
        self._titles: dict[str, QLabel] = {}
        self._rules: list[QFrame] = []
        self._wanted: MethodCard | None = None  # the card to scroll to
        self._content = QWidget()
        self._fill()
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Settings")
        for panel in self.panels.values():
            panel.edited.connect(self.edited)
        self.methods.methods_edited.connect(self.methods_edited)
        self.set_theme(theme)

    def set_description(self, description: Description) -> None:
        """Show a description in all panels; emits nothing."""
        full = resolved(description)
        for panel in self.panels.values():
            panel.set_description(description, full)

    def set_note(self, text: str) -> None:
        """What the loaded data set says of itself."""
        self.data.set_note(text)

    def show_section(self, title: str) -> None:
        """Scroll to a panel by its title and give it the keyboard."""
        panel = self.panels[title]
        place = self._titles[title].mapTo(self._content, self._titles[title].rect().topLeft())
        self.verticalScrollBar().setValue(place.y() - MARGIN // 2)
        panel.rows[0].target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_run(self, label: str) -> None:
        """Open the card of a run, scroll to it, and give its first parameter the keyboard."""
        card = self.methods.card(label)
        card.fold.setChecked(True)
        self._wanted = card
        QTimer.singleShot(0, self, self._scroll_to_card)  # once the card has its height
        card.rows[0].target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take colors, text size and width from `theme`."""
        self.setStyleSheet(scroll_style(theme))
        self._content.setStyleSheet(f".QWidget {{ background: {theme.card}; }}")
        for title in self._titles.values():
            font = text_font(theme, bold=True)
            font.setPointSizeF(1.15 * theme.text_size)
            style_label(title, theme.text, font)
        for rule in self._rules:
            rule.setStyleSheet(f"background: {theme.border};")
        for panel in self.panels.values():
            panel.set_theme(theme)
        self.setFixedWidth(round(WIDTH * theme.text_size))

    def _scroll_to_card(self) -> None:
        card = self._wanted
        if card is not None and card in self.methods.cards:
            self.verticalScrollBar().setValue(card.mapTo(self._content, card.rect().topLeft()).y() - MARGIN // 2)

    def _fill(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(MARGIN, MARGIN - 2, MARGIN - 4, MARGIN)
        column.setSpacing(8)
        for title, panel in self.panels.items():
            if self._titles:
                rule = QFrame()
                rule.setFixedHeight(1)
                self._rules.append(rule)
                column.addSpacing(6)
                column.addWidget(rule)
                column.addSpacing(4)
            heading = QLabel(title)
            self._titles[title] = heading
            panel.setAccessibleName(title)
            column.addWidget(heading)
            column.addWidget(panel)
        column.addStretch(1)
