"""Where a search tried and did not go, as points of the contour figure; what lies outside is counted."""

from __future__ import annotations

import dataclasses

import numpy as np
from matplotlib.figure import Figure

from landscape.experiment.scene import Scene
from landscape.experiment.tries import Tries
from landscape.figures.contour import contour_notes
from landscape.figures.paths import draw_tries

PLACES = np.array([[0.0, 1.0], [0.5, 2.0], [1.0, -1.0], [2.5, 0.0]])  # the grid ends at a = 2


def test_points_stand_where_tries_were_not_taken_and_those_outside_are_counted(scene: Scene) -> None:
    tries = Tries(np.array([1, 1, 2, 2]), np.array([False, True, False, False]), PLACES, np.zeros(4), np.ones(4))
    first = dataclasses.replace(scene.paths[0], tries=tries)
    searched = dataclasses.replace(scene, paths=(first, *scene.paths[1:]))
    (points,) = draw_tries(Figure().add_subplot(), searched.paths, zorder=2)
    np.testing.assert_array_equal(points.get_xydata(), PLACES[[0, 2, 3]])
    (note,) = set(contour_notes(searched)) - set(contour_notes(scene))
    assert note.startswith("Tries of")
    assert note.endswith("outside the picture: 1")
