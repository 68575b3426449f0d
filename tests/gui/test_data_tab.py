"""The tab of the data: real samples to hold, counts and means, the held image's features, and the comparison."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.data_tab import DataTab
from gui.views.feature_view import FeatureView
from gui.views.gallery import Gallery
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.presets import PRESETS
from landscape.features.drawing import INK
from landscape.files.embedded import extract_description

SMALL = with_values(
    with_methods(Description(), ["sgd", "adam"]),
    {"data.examples": 120, "run.steps": 4, "grid.resolution": 7, "features.kind": "hog+histogram"},
)
Opener = Callable[[Description], Window]


@pytest.fixture(scope="session", autouse=True)
def _features_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The cache of features is this file's own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def window(open_window: Opener) -> Window:
    return open_window(SMALL)


def tab_of(window: Window, qtbot: QtBot, page: str = "samples") -> DataTab:
    window.do(f"data {page}")
    tab = window.late_tabs["data"]
    assert isinstance(tab, DataTab)
    qtbot.waitUntil(lambda: not tab._follower.is_busy, timeout=20_000)
    qtbot.wait(10)
    return tab


def pixels_of(view: FeatureView, color: str) -> int:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4) & 0xFFFFFF
    return int((pixels == (QColor(color).rgb() & 0xFFFFFF)).sum())


def test_a_click_on_a_sample_holds_it_everywhere(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    tab = tab_of(window, qtbot)
    grid, data = tab.view.samples, window.session.scene.dataset
    assert window.tab.value == "data"
    assert grid.samples.names == data.class_names
    row = int(grid.samples.rows[3][1])
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.place_of(3, 1).center().toPoint())
    assert window.stage.held.index == row
    assert data.test.y[row] == 3
    place = grid.place_of(3, 1)
    edge = grid.grab().toImage().pixelColor(round(place.x()), round(place.center().y()))
    assert edge == QColor(window.stage.theme.accent)
    shown = (
        grid.grab()
        .toImage()
        .pixelColor(round(place.x() + place.width() * 5.5 / 8), round(place.y() + place.height() * 2.5 / 8))
    )
    ink = data.pixels.test.x[row].reshape(8, 8)[2, 5] / 16
    assert shown.red() == pytest.approx(255 * (1 - ink), abs=2)
    before = [rows.tolist() for rows in grid.samples.rows]
    qtbot.mouseClick(tab.view.others, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [rows.tolist() for rows in grid.samples.rows] != before, timeout=10_000)
    grid.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(grid, key)
    assert window.stage.held.index == int(grid.samples.rows[1][1])


def test_classes_have_their_counts_and_means(window: Window, qtbot: QtBot) -> None:
    tab = tab_of(window, qtbot, "classes")
    data = window.session.scene.dataset
    words = tab.view.classes.accessibleDescription()
    for label in (0, 9):
        train, test = ((part.y == label).sum() for part in (data.train, data.test))
        assert f"{label}: {train} training, {test} test" in words
    places = tab.view.classes.places()
    assert len(places) == 11
    for place in places:
        assert tab.view.classes.rect().contains(place.toRect())
    mean = data.pixels.train.x[data.train.y == 4].mean(axis=0).reshape(8, 8)[3, 3] / 16
    picture = tab.view.classes.grab().toImage()
    side = places[5].width()
    top = places[5].y() + places[5].height() - tab.view.classes._below + tab.view.classes._line + 2 - side
    found = picture.pixelColor(round(places[5].x() + side * 3.5 / 8), round(top + side * 3.5 / 8))
    assert found.green() == pytest.approx(255 * (1 - mean), abs=2)


def test_the_feature_of_the_held_image_is_drawn_and_follows_it(window: Window, qtbot: QtBot) -> None:
    tab = tab_of(window, qtbot, "feature")
    view = tab.view.feature
    assert [drawing.name for drawing in view.drawings] == ["HOG 2 × 2", "brightness histogram"]
    assert pixels_of(view, INK) > 20  # the strongest strokes
    assert "strokes along edges" in tab.view.words.text()
    first = view.drawings[0].main.strokes.strengths
    window.do("next_held")
    qtbot.waitUntil(lambda: not np.array_equal(view.drawings[0].main.strokes.strengths, first), timeout=10_000)
    data, row = window.session.scene.dataset, window.stage.held.index
    image = 1 - data.pixels.test.x[row].reshape(8, 8) / 16
    np.testing.assert_allclose(view._image[..., 0], image)
    for place in view.places():
        assert view.rect().contains(place.toRect())


def test_the_window_names_the_features_and_holds_the_image(window: Window, qtbot: QtBot) -> None:
    assert "HOG 2 × 2 + brightness histogram, 330 features, of digits" in window.header.subtitle.toolTip()
    held = window.stage.held_view
    assert held._image is not None
    assert held.templates.isHidden()  # rows of W are of features: no images
    window.do("templates")
    assert not held.shows_templates
    window.do("confusing_held")
    qtbot.waitUntil(lambda: bool(held.findChildren(Gallery)), timeout=10_000)
    (gallery,) = held.findChildren(Gallery)
    assert gallery.buttons  # after four steps some test images are judged wrong
    chosen = int(gallery.buttons[0].property("number"))
    qtbot.mouseClick(gallery.buttons[0], Qt.MouseButton.LeftButton)
    assert window.stage.held.index == chosen
    window.do("show_weights")
    assert "belongs to no pixel" in window.late_tabs["weights"].view.heading.text()


@pytest.mark.parametrize("source", ["spiral", "function"])
def test_what_is_no_image_says_so_or_is_drawn_as_points(open_window: Opener, qtbot: QtBot, source: str) -> None:
    changes = {"objective.model": "bowl"} if source == "function" else {"data.source": source}
    window = open_window(
        with_values(with_methods(Description(), ["sgd"]), {"run.steps": 3, "grid.resolution": 7} | changes)
    )
    tab = tab_of(window, qtbot)
    if source == "function":
        assert "no examples" in tab.view.message.text()
        return
    assert sum(len(points) for points in tab.view.samples.samples.points) == len(window.session.scene.dataset.test)
    tab = tab_of(window, qtbot, "feature")
    assert tab.view.message.isVisible()
    assert "drawn of images" in tab.view.message.text()
    tab = tab_of(window, qtbot, "classes")
    assert not tab.view.message.isVisible()
    window.do("compare_features")
    qtbot.waitUntil(lambda: "need images" in tab.view.comparison.text.text(), timeout=20_000)


def test_a_comparison_is_worked_out_shown_and_saved_as_the_figure(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.do("compare_features")
    tab = window.late_tabs["data"]
    page, comparison = tab.view.comparison, tab.comparison
    assert comparison.is_running
    assert page.stop.isVisible()
    qtbot.waitUntil(lambda: page.image.is_shown, timeout=60_000)
    pixels, featured = comparison.lesson.views
    assert (pixels.name, featured.name) == ("raw pixels", "HOG 2 × 2 + brightness histogram")
    assert not page.compare.isVisible()
    assert page.save.isVisible()
    shown = page.image.grab().toImage()
    colors = {shown.pixelColor(x, y).name() for x in range(0, shown.width(), 3) for y in range(0, shown.height(), 3)}
    assert len(colors) > 40  # surfaces, not an empty page
    target = tmp_path / "x.pdf"
    with qtbot.waitSignal(window.session.saved, timeout=20_000):
        window.session.export(comparison.writing(target))
    text = PdfReader(target).pages[0].extract_text()
    assert "Raw pixels beside features" in text
    assert "HOG 2 × 2" in text
    assert extract_description(target) == SMALL.toml()
    window.session.edit({"features.kind": "hog"})
    assert page.compare.isVisible()
    assert "before it was changed" in page.text.text()


def test_a_comparison_stops_when_asked_to_and_closing_in_the_middle_is_clean(window: Window, qtbot: QtBot) -> None:
    window.session.edit({"run.steps": 100_000})
    window.do("stop")
    window.do("compare_features")
    comparison = window.late_tabs["data"].comparison
    assert comparison.is_running
    qtbot.wait(100)
    window.do("stop")
    assert not comparison.is_running
    assert window.late_tabs["data"].view.comparison.compare.isVisible()
    window.do("compare_features")
    assert comparison.is_running
    assert window.close()


def test_the_preset_of_features_opens_the_comparison() -> None:
    preset = next(preset for preset in PRESETS if preset.name == "Features first")
    assert (preset.opens, preset.compares) == ("data", True)
