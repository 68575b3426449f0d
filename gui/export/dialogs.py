"""The dialogs that ask how large a picture or a video is to be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from gui.export.filming import Film
from gui.export.view_copy import LEAST, MOST
from gui.theme import Theme
from gui.views.fonts import style_label, text_font

SCALES = (0.5, 4.0)


class PictureDialog(QDialog):
    """Asks for width, height and scale of a picture of the large view.

    Signals:
        agreed(): the user wants it so.
    """

    agreed = Signal()
    heading = "Save a picture"

    def __init__(self, theme: Theme, size: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.heading)
        self.setStyleSheet(
            f"QLabel, QCheckBox, QSpinBox, QDoubleSpinBox, QComboBox {{ font-size: {theme.text_size}pt; }}"
        )
        self.form = QFormLayout(self)
        self.form.setSpacing(round(0.9 * theme.text_size))
        margin = round(1.6 * theme.text_size)
        self.form.setContentsMargins(margin, margin, margin, margin)
        self.width_box = _number("Width in pixels", LEAST, MOST, size[0])
        self.height_box = _number("Height in pixels", LEAST, MOST, size[1])
        self.scale_box = QDoubleSpinBox()
        self.scale_box.setRange(*SCALES)
        self.scale_box.setSingleStep(0.25)
        self.scale_box.setValue(1.0)
        self.scale_box.setAccessibleName("Scale")
        self.scale_box.setToolTip("How large letters and lines are; 2 keeps a picture of twice the pixels readable")
        self.legend_box = QCheckBox("with the legend")
        self.legend_box.setChecked(True)
        self.legend_box.setToolTip("Name and loss of every method below the picture")
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        sides = QHBoxLayout()
        sides.addWidget(self.width_box, 1)
        sides.addWidget(QLabel("×"))
        sides.addWidget(self.height_box, 1)
        title = QLabel(self.heading)
        style_label(title, theme.text, text_font(theme, bold=True))
        self.form.addRow(title)
        self._add_first_rows(theme)
        self.form.addRow("Pixels", sides)
        self.form.addRow("Scale", self.scale_box)
        self.form.addRow("", self.legend_box)
        self.form.addRow(self.summary)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton("Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.save.setToolTip("Choose a place and a name")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip("Save nothing (Esc)")
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        self.form.addRow(self.buttons)
        for box in (self.width_box, self.height_box, self.scale_box):
            box.valueChanged.connect(self._summarize)
        self.setMinimumWidth(round(36 * theme.text_size))
        self._summarize()

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return self.width_box.value(), self.height_box.value()

    @property
    def scale(self) -> float:
        """How large letters and lines are, at most so that the view has room."""
        return min(self.scale_box.value(), min(self.pixels) / LEAST * 1.4)

    def _add_first_rows(self, theme: Theme) -> None:
        pass

    def _summarize(self) -> None:
        self.summary.setText("A PNG with its description inside: dropped on the window, it opens again.")

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()


class VideoDialog(PictureDialog):
    """Asks besides for what moves, for how long, and at how many frames per second."""

    heading = "Save a video"

    def __init__(
        self, theme: Theme, size: tuple[int, int], subjects: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """`subjects` are pairs of a film's subject and its name for a person."""
        self._subjects = subjects
        super().__init__(theme, size, parent)

    @property
    def film(self) -> Film:
        """The film that is asked for."""
        return Film(self.subject_box.currentData(), self.seconds_box.value(), self.fps_box.value())

    @property
    def ending(self) -> str:
        """ ".mp4" or ".gif"."""
        return str(self.ending_box.currentData())

    def _add_first_rows(self, theme: Theme) -> None:
        self.subject_box, self.ending_box = QComboBox(), QComboBox()
        for subject, name in self._subjects:
            self.subject_box.addItem(name, subject)
        self.subject_box.setAccessibleName("What moves")
        self.subject_box.setToolTip("The timeline from start to end, or the camera once around the surface")
        for ending, name in ((".mp4", "MP4 video"), (".gif", "GIF, for pages without a player")):
            self.ending_box.addItem(name, ending)
        self.ending_box.setAccessibleName("Format")
        self.ending_box.setToolTip("MP4 is smaller and smoother; a GIF plays anywhere")
        self.seconds_box = QDoubleSpinBox()
        self.seconds_box.setRange(0.5, 120.0)
        self.seconds_box.setValue(8.0)
        self.seconds_box.setSuffix(" s")
        self.seconds_box.setAccessibleName("Length in seconds")
        self.seconds_box.setToolTip("How long the video plays")
        self.fps_box = _number("Frames per second", 1, 60, 30)
        self.form.addRow("Show", self.subject_box)
        self.form.addRow("Format", self.ending_box)
        self.form.addRow("Length", self.seconds_box)
        self.form.addRow("Frames per second", self.fps_box)
        self.seconds_box.valueChanged.connect(self._summarize)
        self.fps_box.valueChanged.connect(self._summarize)

    def _summarize(self) -> None:
        self.summary.setText(f"{self.film.n_frames:,} frames. The window stays usable meanwhile; Stop ends it.")


def _number(name: str, low: int, high: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setAccessibleName(name)
    box.setToolTip(f"{name}, from {low:,} to {high:,}")
    return box
