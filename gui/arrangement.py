"""Where the parts of the window stand: cards in a column, the panels beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
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


LARGE, SIDE = 68, 32  # hundredths of the width
AROUND_TABS = 240  # pixels that the large view needs beside the choice of views: for what it shows, and margins


class BesideLarge(QWidget):
    """The large view's card, and a column at its right that goes away where there is no room for both."""

    def __init__(self, large: Card, side: QVBoxLayout, tabs: QWidget) -> None:
        super().__init__()
        self._tabs = tabs
        self.side = QWidget()
        self.side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        views = QHBoxLayout(self)
        views.setContentsMargins(0, 0, 0, 0)
        views.setSpacing(12)
        views.addWidget(large, LARGE)
        views.addWidget(self.side, SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setVisible(self.width() * LARGE >= 100 * (self._tabs.sizeHint().width() + AROUND_TABS))


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
    column.setSpacing(10)
    column.addWidget(window.header)
    column.addWidget(BesideLarge(cards.large, side, window.tab), 1)
    column.addWidget(window.legend)
    column.addWidget(cards.bottom)
    whole.setContentsMargins(22, 16, 22, 16)
    whole.setSpacing(12)
    whole.addLayout(column, 1)
    return cards
