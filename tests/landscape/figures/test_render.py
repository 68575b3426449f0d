"""A page as pixels is the page of the file; a low one leaves its words to where there is room."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import matplotlib
import numpy as np
import pytest
from matplotlib.image import imread

from landscape.errors import InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.figures.catalogue import KINDS, subject_of
from landscape.figures.render import render_figure
from landscape.figures.save import save_figure
from landscape.lessons.ask import Ask
from landscape.lessons.data_pictures import ClassCounts
from landscape.work import Work


@pytest.fixture(scope="module")
def counts() -> ClassCounts:
    described = with_values(Description(), {"data.examples": 100})
    found: ClassCounts = subject_of(KINDS["class-counts"], described, Ask(), Work())
    return found


@pytest.mark.parametrize("look", ["light", "dark"])
def test_pixels_are_those_of_the_file(counts: ClassCounts, tmp_path: Path, look: str) -> None:
    shown = render_figure(counts, "class-counts", 800, 520, dpi=100, look=look)
    saved = save_figure(counts, tmp_path / "x.png", "class-counts", width=8, height=5.2, dpi=100, look=look)
    assert shown.shape == (520, 800, 3)
    np.testing.assert_array_equal(shown, np.rint(imread(saved)[:, :, :3] * 255).astype(np.uint8))


def test_a_low_page_is_the_picture_alone_and_the_next_has_its_words_again(counts: ClassCounts) -> None:
    low, high = (render_figure(counts, "class-counts", 800, height, dpi=100) for height in (300, 520))
    assert (high[10:60, :400] < 128).any()  # the title
    assert not (low[:15] < 100).any()
    bars = [np.all(pixels == (0x1F, 0x78, 0xB4), axis=2).any(axis=1) for pixels in (low, high)]
    assert np.flatnonzero(bars[0])[0] < 50 < np.flatnonzero(bars[1])[0]
    with pytest.raises(InvalidValue, match="room for its picture"):
        render_figure(counts, "class-counts", 120, 60, dpi=100)


def test_pages_drawn_on_two_threads_do_not_take_each_others_settings(counts: ClassCounts) -> None:
    alone = [render_figure(counts, "class-counts", 500, 420, font_size=size) for size in (7, 11)]
    before = dict(matplotlib.rcParams)
    found: dict[int, list[np.ndarray]] = {0: [], 1: []}

    def draw(which: int) -> None:
        for _ in range(3):
            found[which].append(render_figure(counts, "class-counts", 500, 420, font_size=(7, 11)[which]))

    threads = [Thread(target=draw, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for which in (0, 1):
        assert len(found[which]) == 3
        assert all(np.array_equal(pixels, alone[which]) for pixels in found[which])
    assert dict(matplotlib.rcParams) == before
