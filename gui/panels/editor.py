"""What all editors of a value share."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from gui.theme import Theme


class Editor(Protocol):
    """A widget that shows one value and lets the user change it.

    `committed` carries a new value, or None to unset it, and is emitted when the user has finished a change;
    `complained` carries one line on a text that is no value. `show_value` emits nothing.
    """

    committed: SignalInstance
    complained: SignalInstance

    def show_value(self, value: Any, default: Any) -> None:
        """Show a value; None is "unset", which counts as `default`."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        ...

    def set_refused(self, refused: bool) -> None:
        """Mark what was written last as not taken, or as fine again."""
        ...

    def restore(self) -> None:
        """Show the value that holds in place of what the user wrote or chose."""
        ...
