"""Colors, sizes and the style sheet of the window: light, dark and projector."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One look of the window. Colors are #rrggbb; sizes are in pixels at 100 % scale, text in points."""

    name: str
    window: str
    card: str
    border: str
    text: str
    muted: str
    faint: str
    track: str
    selected: str
    accent: str
    good: str
    bad: str
    halo: str
    text_size: float = 10.0
    line_width: float = 2.2
    radius: int = 6

    @property
    def small_size(self) -> float:
        """The size of ticks and notes in points."""
        return self.text_size * 0.86

    @property
    def title_size(self) -> float:
        """The size of the window's title in points."""
        return self.text_size * 2.0


LIGHT = Theme(
    name="light", window="#fbfbfa", card="#ffffff", border="#dfe3e8", text="#20252b", muted="#67707c",
    faint="#a4abb5", track="#e8ebef", selected="#e8ebef", accent="#1f5fbf", good="#1c7c5a", bad="#b3261e",
    halo="#ffffff",
)  # fmt: skip
DARK = Theme(
    name="dark", window="#16181c", card="#1e2126", border="#33383f", text="#e8eaed", muted="#9aa3ae",
    faint="#6b7480", track="#2c3138", selected="#343a43", accent="#7fb0ff", good="#4fc39a", bad="#ff8a80",
    halo="#ffffff",
)  # fmt: skip
PROJECTOR = Theme(
    name="projector", window="#ffffff", card="#ffffff", border="#b9c0c9", text="#000000", muted="#3c434c",
    faint="#7b838d", track="#dde1e6", selected="#d5dae0", accent="#0b4fb3", good="#0b6b47", bad="#a31510",
    halo="#ffffff", text_size=14.0, line_width=4.0,
)  # fmt: skip

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR)}
