"""What can be done with one run: a menu on its chip, and a key for each of its actions."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

HIDE, ALONE, EDIT, VARY, FACTORS, DUPLICATE, REMOVE = (
    "hide", "alone", "edit", "vary", "factors", "duplicate", "remove",
)  # fmt: skip


@dataclass(frozen=True)
class RunAction:
    """An action on a run: what a person reads, its key on the chip and that key's name, and whether a line follows."""

    text: str
    key: Qt.Key
    key_name: str
    ends_part: bool = False


ACTIONS: dict[str, RunAction] = {
    HIDE: RunAction("Hide", Qt.Key.Key_H, "H"),
    ALONE: RunAction("Show it alone", Qt.Key.Key_A, "A", ends_part=True),
    EDIT: RunAction("Edit its parameters", Qt.Key.Key_E, "E"),
    VARY: RunAction("Several values at once…", Qt.Key.Key_V, "V"),
    FACTORS: RunAction("× 0.1, 1 and 10", Qt.Key.Key_X, "X", ends_part=True),
    DUPLICATE: RunAction("Duplicate", Qt.Key.Key_D, "D"),
    REMOVE: RunAction("Remove", Qt.Key.Key_Delete, "Del"),
}
KEYS: dict[Qt.Key, str] = {action.key: name for name, action in ACTIONS.items()}


class RunMenu(QMenu):
    """The actions on the run it was last opened for; `asked` carries the action and the run's label."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self.actions_by_name: dict[str, QAction] = {}
        for name, kind in ACTIONS.items():
            # A tab puts the key into a column of its own; as a shortcut it would act on no chip in particular.
            action = self.addAction(f"{kind.text}\t{kind.key_name}")
            action.setData(name)
            self.actions_by_name[name] = action
            if kind.ends_part:
                self.addSeparator()
        self.triggered.connect(self._ask)

    def set_run(self, label: str, scaled: str, is_shown: bool, is_only: bool) -> None:
        """Whose menu it is; the only run can be neither removed nor set apart. `scaled` is what factors multiply."""
        self._label = label
        factors = ACTIONS[FACTORS]
        self.actions_by_name[FACTORS].setText(f"{scaled} {factors.text}\t{factors.key_name}")
        hide = ACTIONS[HIDE]
        self.actions_by_name[HIDE].setText(f"{hide.text if is_shown else 'Show'}\t{hide.key_name}")
        for name in (ALONE, REMOVE):
            self.actions_by_name[name].setEnabled(not is_only)

    def _ask(self, action: QAction) -> None:
        self.asked.emit(action.data(), self._label)
