"""A seed, with a button that takes the next one."""

from __future__ import annotations

from gui.panels.field import Field
from gui.panels.form import Row
from gui.panels.text_button import TextButton
from trainers.randomness import MAX_SEED


def seed_row(field: Field, text: str, tooltip: str) -> Row:
    """The row of a seed. Its button commits the seed after the present one; after the last comes 0."""
    button = TextButton(text, tooltip)
    row = Row(field, button=button)
    button.clicked.connect(lambda: row.committed.emit((row.value + 1) % (MAX_SEED + 1)))
    return row
