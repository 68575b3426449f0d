"""The legend: one chip per path, which also hides and shows it; where it may be edited, what else to do with a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from gui.runs import number_parameters
from gui.theme import LIGHT, Theme
from gui.views.chip import Chip
from gui.views.flow_layout import FlowLayout
from gui.views.icon_button import IconButton
from gui.views.run_menu import ALONE, HIDE, RunMenu
from landscape.experiment.scene import Path
from landscape.palette import styles

ROWS = 2  # full rows that an editable legend may take of the window; more runs make its chips compact
LARGEST_SHARE = 0.17  # of the window's height that two full rows may take
GAP = 6


class Legend(QWidget):
    """Chips in equal widths, in as many rows as they need; an `editable` one takes two and scrolls beyond.

    Signals:
        visibility_changed(set): the labels of the paths that are shown, when the user toggles a chip.
        asked(str, str): an action of `run_menu.ACTIONS` and a run's label, but for those on what is shown.
        add_wanted(): the user wants another run.
    """

    visibility_changed = Signal(object)
    asked = Signal(str, str)
    add_wanted = Signal()

    def __init__(self, editable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._editable = editable
        self._content = QWidget()
        self._layout = FlowLayout(self._content)
        self._area = _clear_area(self._content, self)
        self.add = IconButton("plus", "Add a method (Insert)", size=32, parent=self)
        self.add.setVisible(editable)
        self.add.clicked.connect(self.add_wanted)
        self.menu = RunMenu(self)
        self.menu.asked.connect(self.do)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Paths")
        self.set_theme(LIGHT)

    def set_paths(self, paths: Sequence[Path], theme: Theme, walk_share: float) -> None:
        """Show a chip per path at its last row; `walk_share` is a random walk's movement seen, NaN where unknown.

        Paths of a label that was hidden stay hidden, and the keyboard stays where it was.
        """
        hidden = {chip.label for chip in self._chips if not chip.isChecked()}
        focused = next((place for place, chip in enumerate(self._chips) if chip.hasFocus()), None)
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        looks = styles([path.method for path in paths])
        self._chips = [
            Chip(path, look, theme, walk_share, self._content) for path, look in zip(paths, looks, strict=True)
        ]
        any_warning = any(chip.warning for chip in self._chips)
        for chip in self._chips:
            chip.setChecked(chip.label not in hidden)
            chip.set_room_for_warning(any_warning)
            chip.clicked.connect(self._toggled)
            if self._editable:
                chip.asked.connect(self._key_pressed)
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(self._open_menu)
            self._layout.addWidget(chip)
            chip.show()
        self._arrange()
        self.updateGeometry()
        if focused is not None and self._chips:
            self._chips[min(focused, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """The current recorded row of each path by label; paths not named stay as they are."""
        for chip in self._chips:
            if chip.label in rows:
                chip.set_row(rows[chip.label])

    def set_preview(self, paths: Sequence[Path]) -> None:
        """The same paths seen from another plane: losses and shares change, chips stay."""
        known = {path.label: path for path in paths}
        for chip in self._chips:
            if chip.label in known:
                chip.set_path(known[chip.label])

    def set_visible(self, labels: set[str]) -> None:
        """Which paths are shown."""
        for chip in self._chips:
            chip.setChecked(chip.label in labels)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        for chip in self._chips:
            chip.set_theme(theme)
        self.add.set_theme(theme)
        self._area.verticalScrollBar().setStyleSheet(_scroll_bar_style(theme))
        self._layout.invalidate()
        self._arrange()
        self.updateGeometry()

    def do(self, action: str, label: str) -> None:
        """Do an action on what is shown, or ask the owner for another one."""
        shown = self.visible_labels
        if action == HIDE:
            self.visibility_changed.emit(shown ^ {label})
        elif action == ALONE:
            self.visibility_changed.emit({label})
        else:
            self.asked.emit(action, label)

    @property
    def visible_labels(self) -> set[str]:
        """The labels of the paths that are shown."""
        return {chip.label for chip in self._chips if chip.isChecked()}

    @property
    def chips(self) -> list[Chip]:
        """The chips in the paths' order."""
        return list(self._chips)

    def sizeHint(self) -> QSize:
        hint = self._layout.sizeHint()
        return QSize(hint.width() + self._room_to_add, max(hint.height(), self._least_height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._layout.minimumSize().width() + self._room_to_add, self._least_height)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = width - self._room_to_add
        if not self._editable or not self._chips:
            return max(self._layout.heightForWidth(room), self._least_height)
        rows = self._layout.rows_for(room)
        gap, full = self._layout.spacing(), self._chip_height(compact=False)
        high = self._chip_height(compact=self._is_crowded(rows))
        return min(rows * high + (rows - 1) * gap, ROWS * full + (ROWS - 1) * gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - self._room_to_add
        if self._chips and room > 0:
            compact = self._editable and self._is_crowded(self._layout.rows_for(room))
            for chip in self._chips:
                chip.set_compact(compact)
            self._layout.invalidate()
        self._area.setGeometry(0, 0, max(0, room), self.height())
        if self._editable:
            left = self._layout.used_width(room) + GAP if self._chips else 0
            side = self.add.width()
            self.add.setGeometry(QRect(left, max(0, (self.height() - side) // 2), side, side))

    def _is_crowded(self, rows: int) -> bool:
        """Whether so many rows of full chips would take too much: of the window, too."""
        high = rows * self._chip_height(compact=False)
        return rows > ROWS or (rows > 1 and high > LARGEST_SHARE * self.window().height())

    def _chip_height(self, compact: bool) -> int:
        return max((chip.size_hint(compact).height() for chip in self._chips), default=0)

    @property
    def _room_to_add(self) -> int:
        return self.add.width() + GAP if self._editable else 0

    @property
    def _least_height(self) -> int:
        return self.add.height() if self._editable else 0

    def _toggled(self) -> None:
        self.visibility_changed.emit(self.visible_labels)

    def _key_pressed(self, action: str) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self._show_run_in_menu(chip)
            if self.menu.actions_by_name[action].isEnabled():
                self.do(action, chip.label)

    def _open_menu(self, place: QPoint) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self._show_run_in_menu(chip)
            self.menu.popup(chip.mapToGlobal(place))

    def _show_run_in_menu(self, chip: Chip) -> None:
        scaled = number_parameters(chip.method)[0].replace("_", " ").capitalize()
        self.menu.set_run(chip.label, scaled, chip.isChecked(), len(self._chips) == 1)


def _clear_area(content: QWidget, parent: QWidget) -> QScrollArea:
    """An area that scrolls up and down, and shows what lies behind it."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def _scroll_bar_style(theme: Theme) -> str:
    return (
        "QScrollBar:vertical { background: transparent; width: 10px; margin: 1px; }"
        f" QScrollBar::handle:vertical {{ background: {theme.faint}; border-radius: 3px; min-height: 24px; }}"
        f" QScrollBar::handle:vertical:hover {{ background: {theme.muted}; }}"
        " QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }"
        " QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: none; }"
    )
