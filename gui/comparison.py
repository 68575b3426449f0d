"""Raw pixels against features, worked out in the background and drawn by the code of the figure."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from gui.following import Follower
from gui.jobs import Lane
from gui.session import Session
from gui.theme import LIGHT, Theme
from gui.views.comparison_page import ComparisonPage
from landscape.errors import LosscopeError
from landscape.experiment.description import Description
from landscape.lessons.ask import Ask
from landscape.work import Work

if TYPE_CHECKING:
    from landscape.lessons.features_beside import FeaturesBeside

KIND = "features"
ASK = "The same methods, as many steps and examples, on raw pixels and on {features}: surfaces, accuracy, curvature."
STALE = "Of the description before it was changed. "
PIXELS_PER_POINT = 96 / 72


class Comparison(QObject):
    """Works out a comparison when asked to, and keeps its page at the size and in the look of the window."""

    def __init__(self, session: Session, page: ComparisonPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._page = session, page
        self._theme: Theme = LIGHT
        self.lesson: FeaturesBeside | None = None
        self._of: Description | None = None  # whose comparison is shown
        self._asked: Description | None = None
        self._lane = Lane("comparison", os.cpu_count() or 1, self)
        self._drawing = Follower("comparison-page", parent=self)
        self._lane.finished.connect(self._take)
        self._lane.failed.connect(self._fail)
        self._lane.progressed.connect(page.set_progress)
        self._drawing.finished.connect(page.image.set_pixels)
        self._drawing.failed.connect(self._fail)
        page.wanted.connect(self.begin)
        page.stop_wanted.connect(self.stop)
        page.save_wanted.connect(self.save)
        page.image.size_changed.connect(self.draw)
        session.description_changed.connect(self._show_state)
        self._show_state()

    @property
    def is_running(self) -> bool:
        """Whether it is being worked out."""
        return self._lane.is_busy

    def begin(self) -> None:
        """Work it out for the present description, unless it is there already."""
        description = self._session.description
        if self._of == description or (self.is_running and self._asked == description):
            return
        self._asked = description
        experiment = self._session.experiment

        def compare(work: Work) -> FeaturesBeside:
            from landscape.lessons.features_beside import features_lesson

            with np.errstate(over="ignore", invalid="ignore"):
                return features_lesson(experiment(description, work), Ask())

        self._lane.start(compare)
        self._page.set_state("Comparing", running=True, can_compare=False, can_save=False)

    def stop(self) -> None:
        """Stop working it out; a page that is shown stays."""
        if self.is_running:
            self._lane.cancel()
            self._show_state()

    def close(self) -> None:
        """Stop, and wait for the end of the threads."""
        self._lane.close()
        self._drawing.close()

    def set_theme(self, theme: Theme) -> None:
        """Draw the page in another look."""
        self._theme = theme
        self.draw()

    def draw(self) -> None:
        """Draw the page anew, at the size that the window has for it."""
        lesson, theme = self.lesson, self._theme
        if lesson is None:
            return
        width, height = self._page.image.pixels_wanted
        dpi = 72 * PIXELS_PER_POINT * self._page.image.devicePixelRatioF()
        look, size = theme.name, theme.text_size * 0.85

        def render(work: Work) -> Any:
            from landscape.figures.render import render_figure

            return render_figure(lesson, KIND, width, height, dpi=dpi, font_size=size, look=look)

        self._drawing.ask(render)

    def save(self) -> None:
        """Ask for a file, and write the figure there."""
        name, _ = QFileDialog.getSaveFileName(
            self._page.window(), "Save a figure", f"{KIND}.pdf", "Figure (*.pdf *.png *.svg)"
        )
        if name:
            self._session.export(self.writing(Path(name)))

    def writing(self, target: Path) -> Callable[[Work], Path]:
        """What writes the figure that is shown into a file, with its description inside."""
        lesson, description = self.lesson, self._of
        assert description is not None

        def write(work: Work) -> Path:
            from landscape.figures.save import save_figure

            return save_figure(lesson, target, KIND, description_toml=description.toml())

        return write

    def _take(self, lesson: FeaturesBeside) -> None:
        self.lesson, self._of = lesson, self._asked
        self._show_state()
        self.draw()

    def _fail(self, error: Exception) -> None:
        words = str(error) if isinstance(error, LosscopeError) else f"Something unexpected went wrong: {error!r}"
        self._page.set_state(words, running=False, can_compare=True, can_save=self.lesson is not None, bad=True)

    def _show_state(self, _: object = None) -> None:
        if self.is_running:
            return
        description = self._session.description
        words = ASK.format(features=words_of_features(description))
        if self.lesson is not None:
            words = "" if self._of == description else STALE + words
        is_new = self._of != description
        self._page.set_state(words, running=False, can_compare=is_new, can_save=self.lesson is not None)


def words_of_features(description: Description) -> str:
    """The features that are compared, in words."""
    from landscape.features.catalogue import FEATURES
    from landscape.lessons.features_beside import USUAL

    kinds = description.features.kinds or tuple(USUAL.split("+"))
    return " + ".join(FEATURES[kind].label for kind in kinds)
