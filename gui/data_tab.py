"""The tab of the data: each page is worked out in the background when it is first seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from gui.comparison import Comparison
from gui.following import Follower
from gui.session import Session
from gui.stage import Stage
from gui.theme import Theme
from gui.views.data_view import DataView
from landscape.data.dataset import Dataset
from landscape.errors import LosscopeError
from landscape.experiment.scene import Scene
from landscape.figures.data_words import data_subtitle
from landscape.lessons.data_pictures import counts_of, data_facts, images_of, means_of, samples_of, shown_examples
from landscape.lessons.feature_pictures import drawings_of
from landscape.work import Work

NO_EXAMPLES = "A function of two variables has no examples. Choose a classifier and data in Panels."
FROM_FILE = "This scene was read from a file, without its data."
PIXELS = "The classifier sees the pixels themselves. Choose features in Panels to see what they make of the image."
Found = tuple[tuple[Any, ...], Any]


class DataTab(QObject):
    """Shows the data of the scene, and holds an example that is clicked."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._stage = session, stage
        self.view = DataView()
        self.comparison = Comparison(session, self.view.comparison, self)
        self._scene: Scene | None = None
        self._is_on, self._more_seed = False, 0
        self._compares_next = False  # a comparison is wanted of the scene that is on its way
        self._asked: tuple[Any, ...] = ()
        self._shown: dict[str, tuple[Any, ...]] = {}  # what each page shows: dataset and what was asked of it
        self._follower = Follower("data", workers=2, parent=self)
        self._follower.finished.connect(self._take)
        self._follower.failed.connect(self._fail)
        self._follower.progressed.connect(self._tell)
        self.view.page_chosen.connect(self.show_page)
        self.view.others_wanted.connect(self.show_others)
        self.view.samples.picked.connect(stage.at_cursor.hold)
        stage.at_cursor.example_shown.connect(self._follow_held)

    def set_scene(self, scene: Scene) -> None:
        """Show another scene's data; the same data stay as they are."""
        self._scene = scene
        self._renew()
        if self._compares_next:
            self._compares_next = False
            self.comparison.begin()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.view.set_theme(theme)
        self.comparison.set_theme(theme)

    def switch(self, on: bool) -> None:
        """What nobody sees is not worked out; a comparison that was asked for goes on."""
        self._is_on = on
        self._renew()
        if not on:
            self._follower.cancel()
            self._asked = ()

    def show_page(self, name: str) -> None:
        """Show "samples", "classes", "feature" or "compare"."""
        self.view.show_page(name)
        self._renew()

    def show_others(self) -> None:
        """Show samples of the next seed."""
        self._more_seed += 1
        self._renew()

    def compare(self) -> None:
        """Show the comparison, and begin it: at once, or with the scene that is being computed."""
        self.show_page("compare")
        if self._session.is_busy or self._scene is None:
            self._compares_next = True
        else:
            self.comparison.begin()

    def stop(self) -> None:
        """Stop a comparison."""
        self._compares_next = False
        self.comparison.stop()

    def close(self) -> None:
        """Stop all background work and wait for its end."""
        self._follower.close()
        self.comparison.close()

    @property
    def _dataset(self) -> Dataset | None:
        return None if self._scene is None else self._scene.dataset

    def _follow_held(self, row: int) -> None:
        self.view.samples.set_held(row)
        if self.view.page == "feature":
            self._renew()

    def _renew(self) -> None:
        """Work out the page in front, unless it shows that already."""
        scene, dataset, page = self._scene, self._dataset, self.view.page
        if not self._is_on or scene is None or page == "compare":
            return
        if dataset is None:
            self.view.set_message(NO_EXAMPLES if scene.model is not None else FROM_FILE)
            return
        reason = why_not(dataset, page)
        if reason:
            self.view.set_message(reason)
            return
        seed = scene.resolved["data"].get("seed", 0) + self._more_seed
        asked = {"samples": seed, "feature": self._stage.held.index}.get(page, 0)
        key = (page, dataset, asked)
        if self._shown.get(page) == key:
            self.view.show_page(page)
            self._write(page, dataset)
            return
        if self._asked == key and self._follower.is_busy:
            return
        self._asked = key
        make = _makers(dataset, asked)[page]
        self._follower.ask(lambda work: (key, make(work)))

    def _take(self, found: Found) -> None:
        key, made = found
        page, dataset, _ = key
        if dataset is not self._dataset:
            return
        self._shown[page] = key
        view = self.view
        if page == "samples":
            view.samples.set_samples(made)
            view.samples.set_held(self._stage.held.index)
        elif page == "classes":
            view.classes.set_classes(*made)
        else:
            image, name, drawings = made
            view.feature.set_drawings(image, name, drawings)
        if page == view.page and self._asked == key:
            view.show_page(page)
            self._write(page, dataset)

    def _write(self, page: str, dataset: Dataset) -> None:
        words = data_subtitle(data_facts(dataset))
        if page == "samples":
            hint = "click one to hold it" if images_of(dataset).image_shape is not None else "test examples"
            words += f" · {hint}"
        elif page == "classes":
            words += " · blue: training, orange: test"
        else:
            words = self.view.feature.words() if dataset.seen else PIXELS
        self.view.set_words(words)

    def _fail(self, error: Exception) -> None:
        self._asked = ()
        self.view.set_message(str(error) if isinstance(error, LosscopeError) else repr(error))

    def _tell(self, stage: str, fraction: float) -> None:
        if self._follower.is_busy and self.view.page != "compare":
            self.view.set_words(f"{stage} · {100 * fraction:.0f} %")


def why_not(dataset: Dataset, page: str) -> str:
    """Why a page cannot show these data; empty where it can."""
    data = images_of(dataset)
    if data.image_shape is not None or page == "classes":
        return ""
    if page in ("feature", "compare"):
        return "Features are drawn of images; these examples are none. Choose digits or CIFAR-10 in Panels."
    if data.n_features == 2:
        return ""
    return f"Samples are images or points of 2 features; these examples have {data.n_features:,}. See classes."


def _makers(dataset: Dataset, asked: int) -> dict[str, Callable[[Work], Any]]:
    """What makes each page, in a thread."""

    def classes(work: Work) -> Any:
        counts = counts_of(dataset)
        return counts, means_of(dataset, work) if images_of(dataset).image_shape is not None else None

    def feature(work: Work) -> Any:
        labels = shown_examples(dataset).y
        row = asked % len(labels)
        image, drawings = drawings_of(dataset, row)
        return image, dataset.class_names[int(labels[row])], drawings

    return {"samples": lambda work: samples_of(dataset, asked), "classes": classes, "feature": feature}
