"""What went wrong that nobody expected, with everything a report needs."""

from __future__ import annotations

import platform
import traceback

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from landscape.version import VERSION


class FailureDialog(QDialog):
    """Names the error in a line, shows its details, and copies them."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong in Losscope")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.details = QPlainTextEdit(details_of(error))
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Details of the error")
        words = QLabel(
            "This is a mistake in Losscope, not in what you did. Nothing was lost: the window goes on with the last "
            "complete picture."
        )
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(self.details)
        column.addWidget(buttons)
        self.resize(720, 420)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def details_of(error: BaseException) -> str:
    """The traceback, and the versions that it happened under."""
    where = f"Losscope {VERSION}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return where + "\n\n" + "".join(traceback.format_exception(error))
