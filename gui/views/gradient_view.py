"""The gradient painting itself: W and dW as images, what one slope takes, and what the whole would."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.gradient_filling import GradientFilling, H
from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, style_label, text_font
from gui.views.weight_images import WeightImages
from landscape.experiment.scene import Scene
from landscape.figures.wording import count_text, number_text

NO_IMAGES = "Weights are painted where examples are images: choose digits or CIFAR-10."
OF_FEATURES = "A weight of a feature belongs to no pixel: choose no features to see weights as images."
ASK = "Click a pixel of W: two losses give one slope, one colored pixel of dW."


class GradientView(QWidget):
    """Shows a `GradientFilling`. `start_wanted` asks for the weights under the cursor, anew."""

    start_wanted = Signal()

    def __init__(self, filling: GradientFilling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = filling
        self._theme = LIGHT
        self.images = WeightImages()
        self.heading, self.latest, self.cost = QLabel(), QLabel(), QLabel()
        self.play = QPushButton("Play")
        self.play.setToolTip("One weight after the other: raise it by h, evaluate the loss anew, write down the slope")
        self.calculus = QPushButton("Calculus")
        self.calculus.setToolTip("The analytic gradient: all slopes from one pass over the examples")
        self.anew = QPushButton("Begin anew")
        self.anew.setToolTip("Forget all slopes, and take the weights at the held ball, or at the best head")
        for label in (self.latest, self.cost):
            label.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # not a proxy: with one the Tab key stops before this view
        self.images.picked.connect(filling.measure)
        self.play.clicked.connect(self.toggle)
        self.calculus.clicked.connect(filling.calculus)
        self.anew.clicked.connect(self.start_wanted)
        filling.changed.connect(self.refresh)
        self._arrange()
        self.set_theme(LIGHT)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the images, where there are any."""
        super().focusInEvent(event)
        if self.images.isVisible():
            self.images.setFocus(event.reason())

    def set_scene(self, scene: Scene) -> None:
        """Lay out another scene's weights; without images or a model there is nothing to paint."""
        can = scene.model is not None and scene.dataset is not None and scene.dataset.image_shape is not None
        for part in (self.images, self.play, self.calculus, self.anew):
            part.setEnabled(can)
        self.images.setVisible(can)
        if can:
            self.images.set_scene(scene)
        else:
            seen = scene.dataset is not None and bool(scene.dataset.seen)
            self.heading.setText(OF_FEATURES if seen else NO_IMAGES)
            self.latest.setText("")
            self.cost.setText("")

    def toggle(self) -> None:
        """Play, or pause."""
        if self._filling.is_playing:
            self._filling.pause()
        else:
            self._filling.play(self.images.dimensions.tolist())

    def refresh(self) -> None:
        """Show what is known now."""
        filling = self._filling
        if filling.scene is None or not self.images.isEnabled():
            return
        self.images.set_values(filling.weights, filling.slopes)
        self.play.setText("Pause" if filling.is_playing else "Play")
        known, whole = filling.n_known, len(filling.slopes)
        self.heading.setText(f"{count_text(known)} of {count_text(whole)} slopes known")
        self.latest.setText(self._latest_words())
        self.cost.setText(self._cost_words())
        self.setAccessibleDescription(f"{self.heading.text()}. {self.latest.text()} {self.cost.text()}")

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.images.set_theme(theme)
        style_label(self.heading, theme.text, text_font(theme, bold=True))
        style_label(self.latest, theme.text, text_font(theme))
        style_label(self.cost, theme.muted, small_font(theme))

    def _arrange(self) -> None:
        above, column = QHBoxLayout(), QVBoxLayout(self)
        above.addWidget(self.heading, 1)
        for button in (self.play, self.calculus, self.anew):
            above.addWidget(button)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addWidget(self.images, 1)
        column.addWidget(self.latest)
        column.addWidget(self.cost)
        self.setAccessibleName("The gradient paints itself")

    def _latest_words(self) -> str:
        filling, row = self._filling, self._filling.latest
        if row is None:
            if math.isfinite(filling.spent.calculus):
                took = duration(filling.spent.calculus)
                return f"Calculus: all slopes at once in {took}, from one pass over the examples."
            return ASK
        return (
            f"weight {count_text(row.dimension)}: L(w) = {number_text(filling.loss_here, '.8f')}, "
            f"L(w + h) = {number_text(row.loss, '.8f')}, slope = difference / h = {number_text(row.slope, '.4g')}"
        )

    def _cost_words(self) -> str:
        filling = self._filling
        scene = filling.scene
        assert scene is not None
        assert scene.model is not None
        n, whole = scene.model.n_examples, len(filling.slopes) + 1
        words = [f"h = {H:g}"]
        needs = f"all {count_text(whole - 1)} weights need {count_text(whole)} losses"
        if filling.spent.losses:
            per = filling.seconds_per_loss
            words.append(
                f"{count_text(filling.spent.losses)} losses on {count_text(n)} examples each took "
                f"{duration(filling.spent.seconds)}"
            )
            words.append(f"{needs}: {duration(per * whole)}")
        else:
            words.append(f"{needs} on {count_text(n)} examples each")
        if filling.is_slowed:
            words.append("slowed down to be watched")
        if math.isfinite(self.images.largest_slope):
            end = number_text(self.images.largest_slope, ".2g")
            words.append(f"dW: blue −{end}, red +{end}")
        return " · ".join(words)


def duration(seconds: float) -> str:
    """Seconds for reading aloud: "0.8 ms", "3.2 s", "12 min", "2 h 8 min"."""
    if seconds < 0.9995:
        return f"{1000 * seconds:.2g} ms" if seconds < 0.0995 else f"{1000 * seconds:.0f} ms"
    if seconds < 100:
        return f"{seconds:.3g} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
