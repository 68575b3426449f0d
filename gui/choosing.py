"""What the commands on methods do: add, duplicate, remove, hide, edit, and make several runs of one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.filing import Filing
from gui.runs import FACTORS, number_parameters, read_values, with_copy, with_run, with_several, without_run
from gui.views import run_menu
from landscape.errors import LosscopeError
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.palette import display_name


class Choosing(Filing):
    """One method per command, by the command's name. Each change is one step of the history."""

    def choose_method(self) -> None:
        """Open the catalogue at the legend's plus."""
        from gui.panels.method_catalogue import MethodCatalogue

        plus = self._stage.legend.add
        catalogue = MethodCatalogue(self._stage.theme, self._window)
        catalogue.chosen.connect(self.add_method)
        catalogue.open_above(plus.mapToGlobal(QPoint(plus.width(), -4)))

    def add_method(self, method: str) -> None:
        """Run a method of the catalogue besides the others."""
        self._change(lambda description: with_run(description, method))

    def run(self, action: str) -> None:
        """Do an action on the only run, or ask on which."""
        parts = self._session.description.methods
        if len(parts) == 1:
            self.do_to_run(action, parts[0].label)
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Which run?")
        for part in parts:
            choice = menu.addAction(display_name(part.label, part.method))
            choice.setData((action, part.label))
        menu.triggered.connect(self._run_chosen)
        legend = self._stage.legend
        menu.popup(legend.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        menu.setActiveAction(menu.actions()[0])

    def do_to_run(self, action: str, label: str) -> None:
        """Do one of `run_menu.ACTIONS` to a run; one that is no longer there is left alone."""
        if label not in {part.label for part in self._session.description.methods}:
            return
        if action == run_menu.EDIT:
            if not self._window.shows_drawer:
                self._window.toggle_drawer()
            self._window.drawer.show_run(label)
        elif action == run_menu.VARY:
            self._ask_for_values(label)
        elif action == run_menu.FACTORS:
            self._multiply(label)
        elif action == run_menu.DUPLICATE:
            self._change(lambda description: with_copy(description, label))
        elif action == run_menu.REMOVE:
            self._change(lambda description: without_run(description, label))
        else:
            self._stage.legend.do(action, label)

    def _run_chosen(self, choice: QAction) -> None:
        self.do_to_run(*choice.data())

    def _ask_for_values(self, label: str) -> None:
        from gui.panels.several_dialog import SeveralDialog

        dialog = SeveralDialog(self._session.description, label, self._stage.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.agreed.connect(self._session.replace)
        dialog.open()

    def _multiply(self, label: str) -> None:
        part = next(part for part in resolved(self._session.description).methods if part.label == label)
        name = number_parameters(part.method)[0]
        text = "× " + ", ".join(f"{factor:g}" for factor in FACTORS)
        self._change(lambda d: with_several(d, label, name, read_values(text, part.settings[name])))

    def _change(self, change: Callable[[Description], Description]) -> None:
        try:
            self._session.replace(change(self._session.description))
        except LosscopeError as error:
            self._session.refused.emit(str(error))
