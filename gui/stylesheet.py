"""The style sheet and palette of Qt's own widgets in a theme."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from gui.theme import Theme


def stylesheet(theme: Theme) -> str:
    """Buttons, fields, menus and lists in the theme's colors. Cards and plots paint themselves."""
    pad = round(0.45 * theme.text_size)
    return f"""
    QWidget#window {{ background: {theme.window}; }}
    QPushButton {{
        background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};
        border-radius: {theme.radius}px; padding: {pad}px {2 * pad}px; font-size: {theme.text_size}pt;
    }}
    QPushButton:hover {{ background: {theme.track}; }}
    QPushButton:checked {{ background: {theme.selected}; }}
    QPushButton:focus {{ border: 2px solid {theme.accent}; }}
    QPushButton::menu-indicator {{ width: 0; }}
    QLineEdit, QPlainTextEdit, QTreeWidget, QMenu, QComboBox QAbstractItemView {{
        background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; font-size: {theme.text_size}pt;
    }}
    QMenu::item {{ padding: {pad}px {5 * pad}px {pad}px {3 * pad}px; }}
    QMenu::item:selected, QTreeWidget::item:selected {{ background: {theme.selected}; color: {theme.text}; }}
    QToolTip {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; padding: {pad}px; }}
    QProgressBar {{ background: {theme.track}; border: none; border-radius: 3px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
    """


def palette(theme: Theme) -> QPalette:
    """Qt's palette, for what the style sheet does not reach."""
    built = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.card,
        QPalette.ColorRole.AlternateBase: theme.track,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.faint,
        QPalette.ColorRole.Button: theme.card,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.card,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.card,
        QPalette.ColorRole.Link: theme.accent,
    }
    for role, color in roles.items():
        built.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        built.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return built
