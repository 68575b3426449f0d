"""The top of the window: what one sees in plain words, presets, the way to every command, and the panels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QStackedWidget, QWidget

from gui.icon import icon
from gui.message_bar import MessageBar
from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, style_label, text_font
from landscape.experiment.presets import Preset

SPACING = 8  # pixels between the title and the buttons, and between these
COMMANDS = "Find a command"
SMALLEST_TITLE = 0.85  # of the size of all other text


class Header(QWidget):
    """Title and subtitle at the left; at the right a menu of presets, "find a command" and the panels' button.

    Signals:
        preset_chosen(str): the name of a preset. command_wanted(), panels_wanted().
    """

    preset_chosen = Signal(str)
    command_wanted = Signal()
    panels_wanted = Signal()

    def __init__(self, presets: Sequence[Preset], messages: MessageBar) -> None:
        super().__init__()
        self._theme, self._title, self._words = LIGHT, "", ""
        self.title, self.subtitle, self.badge = QLabel(), QLabel(), QLabel()
        self.badge.setToolTip("Convex: a valley that you see here is no local minimum, because there is none")
        self.badge.setVisible(False)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.title, self.subtitle):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Messages take the subtitle's place instead of a line of their own: nothing else moves when they come and go.
        self.line = QStackedWidget()
        self.line.addWidget(self.subtitle)
        self.line.addWidget(messages)
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        messages.shown_changed.connect(self.line.setCurrentIndex)
        self.menu = QPushButton()
        self.menu.setAccessibleName("Menu")
        self.menu.setToolTip("Every command, by subject: files, editing, playing, views")
        self.presets = QPushButton("Presets")
        self.commands = QPushButton(COMMANDS)
        self.commands.setAccessibleName(COMMANDS)
        self.panels = QPushButton("Panels")
        self._menu = QMenu(self.presets)
        self._menu.setToolTipsVisible(True)
        self._groups: dict[str, QMenu] = {}
        for preset in presets:
            if preset.group not in self._groups:
                self._groups[preset.group] = self._menu.addMenu(preset.group)
                self._groups[preset.group].setToolTipsVisible(True)
            action = self._groups[preset.group].addAction(preset.name)
            action.setToolTip(preset.sentence)
            action.setData(preset.name)
        self._menu.triggered.connect(self._choose_preset)
        self.presets.setMenu(self._menu)
        self.presets.setToolTip("Good and bad examples, each with a sentence")
        self.commands.setToolTip("Every command with its key (Ctrl+Shift+P)")
        self.panels.setToolTip("Everything that can be changed: data, loss, start, methods, slice (Ctrl+D)")
        self.panels.setCheckable(True)
        self.commands.clicked.connect(self._want_command)
        self.panels.clicked.connect(self._want_panels)
        self._arrange()
        self.set_theme(LIGHT)

    def set_words(self, title: str, subtitle: str, badge: str = "") -> None:
        """The title and the line below it; what is to be known of the loss stands framed at the right."""
        self._title = title
        self.title.setToolTip(title)
        self.badge.setText(badge)
        self.badge.setVisible(bool(badge))
        self._words = subtitle
        self.subtitle.setToolTip(subtitle)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # a badge that goes leaves its room to the subtitle
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make a long title smaller; what has no room even so is cut, with a mark, and the tooltip has all of it."""
        self._fit_title()
        metrics = QFontMetricsF(text_font(self._theme))
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, max(200.0, self.line.width() - 4.0))
        self.subtitle.setText(words)

    def _fit_title(self) -> None:
        theme, font = self._theme, text_font(self._theme, bold=True)
        font.setPointSizeF(theme.title_size)
        wanted = QFontMetricsF(font).horizontalAdvance(self._title) + SPACING
        room = 0.0
        for words in (COMMANDS, ""):  # its picture alone where the title would be smaller than other text
            self.commands.setText(words)
            buttons = (self.menu, self.presets, self.commands, self.panels)
            room = max(100.0, self.width() - sum(button.sizeHint().width() + SPACING for button in buttons))
            if theme.title_size * room >= theme.text_size * wanted:
                break
        smallest = SMALLEST_TITLE * theme.text_size
        font.setPointSizeF(max(smallest, theme.title_size * min(1.0, room / wanted)))
        # Letters are set on whole pixels, so a smaller font is not narrower by the same share.
        while font.pointSizeF() > smallest and QFontMetricsF(font).horizontalAdvance(self._title) > room:
            font.setPointSizeF(max(smallest, font.pointSizeF() - 0.25))
        style_label(self.title, theme.text, font)
        self.title.setText(QFontMetricsF(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room))

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        style_label(self.subtitle, theme.muted, text_font(theme))
        style_label(self.badge, theme.muted, small_font(theme))
        self._fit()
        frame = f" border: 1px solid {theme.faint}; border-radius: 6px; padding: 1px 8px;"
        self.badge.setStyleSheet(self.badge.styleSheet() + frame)
        for button, name in ((self.menu, "menu"), (self.commands, "search"), (self.panels, "drawer")):
            button.setIcon(icon(name, theme.muted))
            side = round(1.4 * theme.text_size)
            button.setIconSize(QSize(side, side))

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING)
        for button in (self.menu, self.presets, self.commands, self.panels):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACING)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.title, 0, 0)
        grid.addLayout(buttons, 0, 1)
        below = QHBoxLayout()  # of the whole width: a preset's sentence is longer than the title
        below.setSpacing(8)
        below.addWidget(self.line, 1)
        below.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(below, 1, 0, 1, 2)

    def _choose_preset(self, action: object) -> None:
        self.preset_chosen.emit(action.data())  # type: ignore[attr-defined]

    def _want_command(self) -> None:
        self.command_wanted.emit()

    def _want_panels(self) -> None:
        self.panels_wanted.emit()
