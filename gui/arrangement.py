"""Where the parts of the window stand: cards in a column, the panels beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gui.views.card import Card

if TYPE_CHECKING:
    from gui.window import Window


@dataclass(frozen=True)
class Cards:
    """The cards that parts stand on; `whole` is the window's own layout, which the panels join at the right."""

    large: Card
    contour: Card
    held: Card
    bottom: Card
    whole: QHBoxLayout

    @property
    def all(self) -> tuple[Card, ...]:
        """Every card, for a change of look."""
        return self.large, self.contour, self.held, self.bottom


def arrange(window: Window) -> Cards:
    """Lay out a window whose parts have been made."""
    large, above = QVBoxLayout(), QHBoxLayout()
    large.setSpacing(4)
    above.addWidget(window.quantity)
    above.addStretch(1)
    above.addWidget(window.tab)
    large.addLayout(above)
    large.addWidget(window.empty.pages, 1)
    whole = QHBoxLayout(window)
    stage = window.stage
    cards = Cards(Card(large), Card(stage.contour), Card(stage.beside), Card(window.bottom), whole)
    side = QVBoxLayout()
    side.setSpacing(10)
    side.addWidget(cards.contour, 4)
    side.addWidget(cards.held, 3)
    views = QHBoxLayout()
    views.setSpacing(12)
    views.addWidget(cards.large, 68)
    views.addLayout(side, 32)
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(window.header)
    column.addLayout(views, 1)
    for part in (stage.legend, window.hands.card, cards.bottom):
        column.addWidget(part)
    whole.setContentsMargins(22, 16, 22, 16)
    whole.setSpacing(12)
    whole.addLayout(column, 1)
    return cards
