"""The slider that chooses how many examples the surface is of, and the button for another batch of as many."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from gui.batches import batch_sizes, tick_of_batch
from gui.theme import Theme
from gui.views.fonts import style_label, text_font
from gui.views.slider import Slider
from landscape.figures.wording import count_text

ABOUT = (
    "<b>Of how many training examples is the surface?</b> A step of SGD looks at one mini-batch: this is its loss, "
    "whose valley lies elsewhere (grid.batch). Rightmost: all of them. The paths and their losses stay what they are."
)
NO_EXAMPLES = "A function of two variables has no examples: there are no batches of it."
NO_BATCHES = "There is one training example: there are no smaller batches."
ANOTHER = "The batch of the next step, of as many examples (grid.batch_step): the same paths on another surface."
NO_SURFACE = "There is no surface yet."
ONE_SET = "The surface is of all training examples, of which there is one set. Choose fewer for batches."


class BatchSlider(QObject):
    """Slider, number and button, for a row that lays them out.

    Signals:
        batching(object): the size while the slider moves, None for all; batched(): it was let go.
        another_wanted(): another batch of the same size.

    Attributes:
        why_no_other: why there is no other batch to be had; empty where there is.
    """

    batching = Signal(object)
    batched = Signal()
    another_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._n_examples = 0
        self.slider, self.text = Slider("Examples of the surface"), QLabel()
        self.another = QPushButton("Another batch")
        self.another.setAccessibleName("Another batch")
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self.batched)
        self.another.clicked.connect(self.another_wanted)
        self.why_no_other = NO_SURFACE
        self.slider.setToolTip(ABOUT)
        for part in (self.slider, self.another):
            part.setEnabled(False)

    @property
    def size(self) -> int | None:
        """The size of the batch where the slider stands; None: all examples."""
        tick, sizes = self.slider.value(), batch_sizes(self._n_examples)
        return sizes[tick] if tick < len(sizes) else None

    @property
    def is_held(self) -> bool:
        """Whether the mouse holds the slider."""
        return self.slider.isSliderDown()

    def set_values(self, size: int | None, n_examples: int) -> None:
        """Show a batch's size, None for all, of so many training examples; 0 where there are none."""
        self._n_examples = n_examples
        possible = n_examples > 1
        self.slider.setEnabled(possible)
        self.slider.setToolTip(ABOUT if possible else NO_BATCHES if n_examples else NO_EXAMPLES)
        if not self.is_held:
            with QSignalBlocker(self.slider):
                self.slider.setRange(0, len(batch_sizes(n_examples)))
                self.slider.setValue(tick_of_batch(size, n_examples))
            self._write(size)
        self.slider.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self.slider.set_theme(theme)
        style_label(self.text, theme.text, text_font(theme))
        self.text.setMinimumWidth(self.text.fontMetrics().horizontalAdvance("all 50,000"))
        self.another.setStyleSheet(f"font-size: {theme.small_size:.2f}pt; padding: 2px 8px;")

    def _moved(self, _: int) -> None:
        self._write(self.size)
        self.batching.emit(self.size)

    def _write(self, size: int | None) -> None:
        n_examples = self._n_examples
        is_batch = size is not None and size < n_examples
        if n_examples == 0:
            self.text.setText("none")
        else:
            self.text.setText(count_text(size or 0) if is_batch else f"all {count_text(n_examples)}")
        self.why_no_other = "" if is_batch else self.slider.toolTip() if n_examples < 2 else ONE_SET
        self.another.setEnabled(is_batch)
        self.another.setToolTip(self.why_no_other or ANOTHER)
