"""Style sheets of the few stock widgets that the panels use. Each rule names its own widget class only."""

from __future__ import annotations

from gui.theme import Theme


def line_style(theme: Theme, refused: bool = False) -> str:
    """A line of text: thin border, the accent around it while the keyboard talks to it."""
    edge = theme.bad if refused else theme.border
    return (
        f"QLineEdit {{ background: {theme.card}; color: {theme.text}; border: 1px solid {edge};"
        f" border-radius: {theme.radius}px; padding: 3px 6px; font-size: {theme.text_size:.2f}pt;"
        f" placeholder-text-color: {theme.muted}; selection-background-color: {theme.accent};"
        f" selection-color: {theme.card}; }}"
        f" QLineEdit:hover {{ border-color: {theme.bad if refused else theme.faint}; }}"
        f" QLineEdit:focus {{ border: 2px solid {theme.accent}; padding: 2px 5px; }}"
    )


def list_style(theme: Theme) -> str:
    """The list that a choice opens."""
    return (
        f"QAbstractItemView {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};"
        f" font-size: {theme.text_size:.2f}pt; outline: 0; padding: 3px; }}"
        f" QAbstractItemView::item {{ padding: 4px 6px; min-height: {1.6 * theme.text_size:.0f}px; }}"
        f" QAbstractItemView::item:selected {{ background: {theme.selected}; color: {theme.text}; }}"
    )


def menu_style(theme: Theme) -> str:
    """A menu that a button opens."""
    return (
        f"QMenu {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; padding: 4px;"
        f" font-size: {theme.text_size:.2f}pt; }}"
        f" QMenu::item {{ padding: 5px 16px; border-radius: {theme.radius - 2}px; }}"
        f" QMenu::item:selected {{ background: {theme.selected}; }}"
        f" QMenu::item:disabled {{ color: {theme.faint}; }}"
    )


def scroll_style(theme: Theme) -> str:
    """A scroll area in the card's color with a slim bar."""
    return (
        f"QScrollArea {{ background: {theme.card}; border: none; }}"
        f" QScrollBar:vertical {{ background: {theme.card}; width: 10px; margin: 2px; }}"
        f" QScrollBar::handle:vertical {{ background: {theme.border}; border-radius: 3px; min-height: 32px; }}"
        f" QScrollBar::handle:vertical:hover {{ background: {theme.faint}; }}"
        " QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }"
        " QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: none; }"
    )
