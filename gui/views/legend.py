"""The legend: one chip per path, which also hides and shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme
from gui.views.chip import Chip
from gui.views.flow_layout import FlowLayout
from landscape.experiment.scene import Path
from landscape.palette import styles


class Legend(QWidget):
    """Chips in equal widths, in as many rows as they need.

    `visibility_changed` is emitted with the set of the labels that are shown, when the user toggles a chip.
    """

    visibility_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._layout = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Paths")

    def set_paths(self, paths: Sequence[Path], theme: Theme, walk_share: float) -> None:
        """Show a chip per path at its last row; `walk_share` is a random walk's movement seen, NaN where unknown.

        Paths of a label that was hidden stay hidden.
        """
        hidden = {chip.label for chip in self._chips if not chip.isChecked()}
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        looks = styles([path.method for path in paths])
        self._chips = [Chip(path, look, theme, walk_share, self) for path, look in zip(paths, looks, strict=True)]
        any_warning = any(chip.warning for chip in self._chips)
        for chip in self._chips:
            chip.setChecked(chip.label not in hidden)
            chip.set_room_for_warning(any_warning)
            chip.clicked.connect(self._toggled)
            self._layout.addWidget(chip)
            chip.show()
        self.updateGeometry()

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """The current recorded row of each path by label; paths not named stay as they are."""
        for chip in self._chips:
            if chip.label in rows:
                chip.set_row(rows[chip.label])

    def set_visible(self, labels: set[str]) -> None:
        """Which paths are shown."""
        for chip in self._chips:
            chip.setChecked(chip.label in labels)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        for chip in self._chips:
            chip.set_theme(theme)
        self._layout.invalidate()
        self.updateGeometry()

    @property
    def visible_labels(self) -> set[str]:
        """The labels of the paths that are shown."""
        return {chip.label for chip in self._chips if chip.isChecked()}

    @property
    def chips(self) -> list[Chip]:
        """The chips in the paths' order."""
        return list(self._chips)

    def _toggled(self) -> None:
        self.visibility_changed.emit(self.visible_labels)
