"""Where the parts of the window stand: cards in a column, the panels beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.views.card import Card

if TYPE_CHECKING:
    from gui.shell import Shell


@dataclass(frozen=True)
class Cards:
    """The cards that parts stand on; `whole` is the window's own layout, which the panels join at the right.

    `column` is all else from top to bottom. Those for contour and held example are empty until there are views.
    """

    large: Card
    contour: Card
    held: Card
    bottom: Card
    column: QVBoxLayout
    whole: QHBoxLayout

    def add_above_timeline(self, part: QWidget) -> None:
        """Put one more part between the legend and the timeline."""
        self.column.insertWidget(self.column.indexOf(self.bottom), part)

    @property
    def all(self) -> tuple[Card, ...]:
        """Every card, for a change of look."""
        return self.large, self.contour, self.held, self.bottom


def arrange(window: Shell) -> Cards:
    """Lay out the parts of a window that are there from the start."""
    large, above = QVBoxLayout(), QHBoxLayout()
    large.setSpacing(4)
    above.addWidget(window.quantity)
    above.addStretch(1)
    above.addWidget(window.tab)
    large.addLayout(above)
    large.addWidget(window.empty.pages, 1)
    whole, column = QHBoxLayout(window), QVBoxLayout()
    cards = Cards(Card(large), Card(), Card(), Card(window.bottom), column, whole)
    side = QVBoxLayout()
    side.setSpacing(10)
    side.addWidget(cards.contour, 4)
    side.addWidget(cards.held, 3)
    views = QHBoxLayout()
    views.setSpacing(12)
    views.addWidget(cards.large, 68)
    views.addLayout(side, 32)
    column.setSpacing(10)
    column.addWidget(window.header)
    column.addLayout(views, 1)
    column.addWidget(window.legend)
    column.addWidget(cards.bottom)
    whole.setContentsMargins(22, 16, 22, 16)
    whole.setSpacing(12)
    whole.addLayout(column, 1)
    return cards
