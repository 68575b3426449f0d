"""Where a search tried and did not go, as faint dots on the plane that go with their path."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.views.contour_view import ContourView
from landscape.experiment.tries import Tries
from tests.gui.views.plot_scenes import asymmetric, path_of, shown

PLACES = np.array([[0.0, 1.0], [0.5, 2.0], [1.0, 3.0]])
TRIES = Tries(np.array([1, 1, 2]), np.array([False, True, False]), PLACES, np.zeros(3), np.ones(3))


def test_the_tries_that_were_not_taken_are_dots_until_their_path_is_hidden(qtbot: QtBot) -> None:
    view, surface = ContourView(), asymmetric()
    search = path_of("random-search", PLACES[:2], "random-search", tries=TRIES)
    view.set_scene(surface, [search, path_of("sgd", PLACES)], LIGHT, surface.lowest, False)
    shown(qtbot, view, 640, 480)
    (dots,) = view._tries.marks
    np.testing.assert_array_equal([dots.x, dots.y], PLACES[[0, 2]].T)
    assert 0 < dots.fill.alpha() < 200
    view.set_visible({"sgd"})
    assert view._tries.marks == ()
    view.set_visible({"sgd", "random-search"})
    assert len(view._tries.marks) == 1
