"""The color bar marks the lowest loss in sight and the lowest one known, and never writes one over the other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui import colors
from gui.theme import LIGHT, PROJECTOR, Theme
from gui.views.color_bar import WIDEST_GAP, ColorBar
from tests.gui.views.plot_scenes import picture, rgb, shown


def bar_of(qtbot: QtBot, low: float, high: float, known: float, height: int = 260, theme: Theme = LIGHT) -> ColorBar:
    bar = ColorBar()
    bar.set_theme(theme)
    bar.set_losses(low, high, known, colors.lut("viridis"))
    shown(qtbot, bar, bar.sizeHint().width(), height)
    return bar


@pytest.mark.parametrize("known", [0.38, 0.36, -5.0])
@pytest.mark.parametrize("height", [90, 300])
@pytest.mark.parametrize("theme", [LIGHT, PROJECTOR], ids=["light", "projector"])
def test_words_of_marks_never_overlap_and_stay_inside(qtbot: QtBot, known: float, height: int, theme: Theme) -> None:
    bar = bar_of(qtbot, 0.38, 5.0, known, height, theme)
    here, lowest = bar.marks()
    assert here.words == ("lowest here", "0.38")
    assert lowest.words[0] == "lowest known"
    assert lowest.middle - here.middle >= bar.mark_height
    assert here.middle - bar.mark_height / 2 >= -1
    assert lowest.middle + bar.mark_height / 2 <= height + 0.5


def test_a_lower_known_loss_lies_below_the_colors_to_scale(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, 1.0, 5.0, 0.0)
    here, known = bar.marks()
    top = bar.bar_place().top()
    assert (known.place - here.place) / (known.place - top) == pytest.approx(1 / 5)


def test_a_far_lower_known_loss_is_drawn_broken_and_leaves_the_colors_their_room(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, 2.4, 2.5, 0.36)
    here, known = bar.marks()
    top = bar.bar_place().top()
    assert (known.place - here.place) / (known.place - top) == pytest.approx(WIDEST_GAP)


def test_each_height_has_the_color_of_its_loss(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, 0.4, 5.0, 0.4)
    image, place = picture(bar), bar.bar_place()
    table = colors.lut("viridis").astype(int)
    for share in (0.05, 0.25, 0.5, 0.98):
        y = place.bottom() - share * place.height()
        found = np.array(rgb(image, place.center().x(), y))
        expected = table[colors.indices(np.array([0.4 + share * 4.6]), 0.4, 5.0)][0, :3]
        assert np.abs(found - expected).max() < 12
        upside_down = table[255 - colors.indices(np.array([0.4 + share * 4.6]), 0.4, 5.0)][0, :3]
        assert share == 0.25 or np.abs(found - upside_down).max() > 40  # the middle color stands at a quarter


def test_without_a_finite_loss_there_is_no_mark_and_no_picture(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, math.nan, math.nan, math.nan)
    assert bar.marks() == []
    assert bar.accessibleDescription() == ""
    picture(bar)


def test_the_marks_can_be_heard(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, 0.38, 5.0, 0.36)
    assert bar.accessibleDescription() == "lowest here 0.38, lowest known 0.36"
