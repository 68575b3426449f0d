"""Find a command: type a few letters, press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gui.actions import COMMANDS, Command
from gui.theme import Theme

METHOD = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """A list of all commands with their keys, narrowed by what is typed.

    Signals:
        chosen(str): the window's method of the chosen command.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find a command")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search, self.found = QLineEdit(), QTreeWidget()
        self.search.setPlaceholderText("Type a few letters of it")
        self.search.setAccessibleName("Search")
        self.found.setAccessibleName("Commands")
        self.found.setHeaderHidden(True)
        self.found.setColumnCount(2)
        self.found.setRootIsDecorated(False)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.found)
        self.resize(round(48 * theme.text_size), round(40 * theme.text_size))
        columns = self.found.header()  # the keys are seen whole; the words take what is left
        columns.setStretchLastSection(False)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take)
        self.found.itemActivated.connect(self._take)
        self.found.itemClicked.connect(self._take)
        self.search.installEventFilter(self)
        self._narrow("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search field move through the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in moves:
                row = self.found.indexOfTopLevelItem(self.found.currentItem()) + moves[Qt.Key(event.key())]
                row = min(max(0, row), self.found.topLevelItemCount() - 1)
                self.found.setCurrentItem(self.found.topLevelItem(row))
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        self.found.clear()
        for command in matching(text):
            item = QTreeWidgetItem([command.text, command.key])
            item.setData(0, METHOD, command.method)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
            self.found.addTopLevelItem(item)
        self.found.setCurrentItem(self.found.topLevelItem(0))

    def _take(self) -> None:
        item = self.found.currentItem()
        if item is None:
            return
        method = item.data(0, METHOD)
        self.accept()
        self.chosen.emit(method)


def matching(text: str) -> list[Command]:
    """The commands that contain every typed word, in the table's order; then those whose menu's name helps."""
    words = text.lower().split()
    found = [command for command in COMMANDS if all(word in command.text.lower() for word in words)]
    by_menu = [c for c in COMMANDS if all(word in f"{c.group} {c.text}".lower() for word in words)]
    return found + [command for command in by_menu if command not in found]
