"""The quiet button that says what the surface shows, with a menu of what it could show."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font
from landscape.experiment.view_part import QUANTITIES, SPLITS


class QuantityChoice(QPushButton):
    """Loss, data term or accuracy, on the training or the test examples.

    `wanted` carries the quantity and the split that the user chose.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What the surface shows")
        self.setToolTip("What the surface shows: loss, its data term, or accuracy, on training or on test examples")
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.actions_by_value: dict[tuple[str, str], QAction] = {}
        for split, examples in SPLITS.items():
            self._menu.addSection(examples)
            for quantity, (words, _) in QUANTITIES.items():
                action = self._menu.addAction(f"{words[0].upper()}{words[1:]}, {examples}")
                action.setCheckable(True)
                action.setData((quantity, split))
                self._group.addAction(action)
                self.actions_by_value[quantity, split] = action
        self._menu.triggered.connect(self._choose)
        self.setMenu(self._menu)
        self._words = "", ""
        self.set_value("loss", "train")
        self.set_theme(LIGHT)

    def set_value(self, quantity: str, split: str) -> None:
        """Show what is chosen."""
        self.actions_by_value[quantity, split].setChecked(True)
        self._words = f"{QUANTITIES[quantity][0]}, {SPLITS[split]} ▾", f"{QUANTITIES[quantity][0]} ▾"
        self._write()
        self.updateGeometry()  # the layout may have room for words that are longer than those before

    def sizeHint(self) -> QSize:
        """With room for all words, also while only the first are shown."""
        return self._size_of(self._words[0])

    def minimumSizeHint(self) -> QSize:
        return self._size_of(self._words[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _size_of(self, words: str) -> QSize:
        usual = super().sizeHint()
        advance = self.fontMetrics().horizontalAdvance
        return QSize(usual.width() - advance(self.text()) + advance(words), usual.height())

    def _write(self) -> None:
        self.setText(self._words[0] if self.width() >= self.sizeHint().width() else self._words[1])

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`; it looks like a note until the mouse is over it."""
        self.setStyleSheet(
            f"QPushButton {{ border: 1px solid transparent; background: transparent; color: {theme.muted};"
            f" padding: 1px 6px; text-align: left; font-size: {small_font(theme).pointSizeF():.2f}pt; }}"
            f"QPushButton:hover {{ color: {theme.text}; background: {theme.track}; border-radius: {theme.radius}px; }}"
            f"QPushButton:focus {{ border: 1px solid {theme.accent}; border-radius: {theme.radius}px; }}"
            "QPushButton::menu-indicator { width: 0; }"
        )

    def _choose(self, action: QAction) -> None:
        self.wanted.emit(*action.data())
