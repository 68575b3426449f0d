"""The catalogue of methods as a list that pops up: a name and a sentence each."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.views.card import paint_card, paint_focus
from gui.views.fonts import small_font, text_font
from landscape.palette import NAMES, style_of
from trainers.catalogue import METHODS

MARGIN = 12
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class MethodCatalogue(QFrame):
    """Every method of the catalogue; arrow keys move, Enter takes one, Escape takes none.

    Signals:
        chosen(str): the method's name in the catalogue.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Add a method")
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(0)
        self.buttons = [MethodButton(name, theme) for name in METHODS]
        for button in self.buttons:
            button.clicked.connect(self._take)
            column.addWidget(button)
        for earlier, later in pairwise(self.buttons):
            QWidget.setTabOrder(earlier, later)

    def open_above(self, place: QPoint) -> None:
        """Show it with its lower right corner at a place of the screen, moved as far as the screen needs."""
        self.adjustSize()
        corner = place - QPoint(self.width(), self.height())
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.card))
        painter.setPen(QColor(self._theme.faint))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _take(self) -> None:
        button = self.sender()
        if isinstance(button, MethodButton):
            self.close()
            self.chosen.emit(button.method)


class MethodButton(QAbstractButton):
    """A method's color and name, and what it does in a sentence."""

    def __init__(self, method: str, theme: Theme) -> None:
        super().__init__()
        self.method, self._theme = method, theme
        self.summary = METHODS[method].summary
        self.setText(NAMES.get(method, method))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self.summary)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        name, words = (QFontMetricsF(font) for font in (text_font(self._theme, bold=True), small_font(self._theme)))
        width = max(name.horizontalAdvance(self.text()), words.horizontalAdvance(self.summary)) + name.height()
        return QSize(round(width) + 2 * MARGIN + 4, round(name.height() + words.height() + 10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        place = QRectF(self.rect())
        if self.hasFocus():
            paint_card(painter, place, theme, theme.selected, theme.selected)
        bold = text_font(theme, bold=True)
        high = QFontMetricsF(bold).height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style_of(self.method).color))
        painter.drawEllipse(QRectF(MARGIN, 5 + 0.16 * high, 0.68 * high, 0.68 * high))
        left = MARGIN + high
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(left, 5, place.width() - left, high), TOP, self.text())
        painter.setFont(small_font(theme))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(left, 5 + high, place.width() - left, high), TOP, self.summary)
        if self.hasFocus():
            paint_focus(painter, place, theme)
