"""Where a search tried and did not go, as points of the contour figure; what lies outside is counted."""

from __future__ import annotations

import dataclasses

import numpy as np
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D

from landscape.experiment.scene import Scene
from landscape.experiment.tries import Tries
from landscape.experiment.view_part import ViewPart
from landscape.figures.contour import contour_notes
from landscape.figures.look import own_settings
from landscape.figures.paths import draw_tries
from landscape.figures.surface import draw_surface, surface_notes

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


def test_in_space_points_stand_at_the_losses_of_the_tries_beneath_the_paths(scene: Scene) -> None:
    losses = np.array([3.0, 2.0, 1e6, 2.0])  # the third is far above the picture, the last beside it
    tries = Tries(np.array([1, 1, 2, 2]), np.array([False, True, False, False]), PLACES, np.zeros(4), losses)
    searched = dataclasses.replace(scene, paths=(dataclasses.replace(scene.paths[0], tries=tries), *scene.paths[1:]))
    with own_settings(10):
        figure = Figure()
        ax = Axes3D(figure)
        figure.add_axes(ax)
        draw_surface(ax, searched.surface, searched.paths, ViewPart(heights="log"))
        marks = [line for line in ax.get_lines() if line.get_alpha() == 0.55]
    (points,) = marks
    np.testing.assert_allclose(np.array(points.get_data_3d()).T, [[0.0, 1.0, np.log10(3.0)]])
    paths = [line for line in ax.get_lines() if len(line.get_data_3d()[0]) == 20]
    assert points.get_zorder() < min(line.get_zorder() for line in paths)
    (note,) = set(surface_notes(searched)) - set(surface_notes(scene))
    assert note == "Tries of SGD outside the picture: 2"
