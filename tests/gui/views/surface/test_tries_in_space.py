"""Where searches tried, in the 3-D view: at their losses, beneath the paths, counted; and what is said of heads."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gui.theme import LIGHT
from gui.views.surface_overlay import gaps_text, notes, reading_lines
from gui.views.surface_picture import BoxedScene
from gui.views.surface_view import SurfaceView
from gui.views.tried_points import MOST, tried_points
from landscape.experiment.tries import Tries
from landscape.palette import STYLES

PLACES = np.array([[2.0, 1.0], [1.0, 2.0], [0.0, 3.0], [-2.0, 2.0], [9.0, 1.0]])  # the last one is off the grid
LOSSES = np.array([3.0, 2.5, 2.0, 1e6, 2.0])  # one is far above the box
TAKEN = np.array([False, True, False, False, False])


def searched(path, places=PLACES, losses=LOSSES, taken=TAKEN):
    tries = Tries(np.arange(1, len(places) + 1), taken, places, np.zeros(len(places)), losses)
    return dataclasses.replace(path, tries=tries)


def pixels(view: SurfaceView) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def test_points_stand_at_the_losses_of_the_tries_and_all_others_are_counted(asymmetric, descent) -> None:
    path = searched(descent(0.3, "random-search"))
    scene = BoxedScene(asymmetric, (path,), "viridis", with_tries=True)
    (tried,) = scene.tried
    wanted = scene.box.place(PLACES[[0, 2], 0], PLACES[[0, 2], 1], LOSSES[[0, 2]])
    np.testing.assert_allclose(tried.points, wanted)
    assert (tried.n_inside, tried.n_outside, tried.n_unknown) == (2, 2, 0)
    assert "Random search: 2 tries as points, 2 beyond the picture" in notes(scene, {"random-search": 4})
    assert not any("tries" in note for note in notes(scene, {}))
    assert BoxedScene(asymmetric, (path,), "viridis").tried == [None]


def test_very_many_are_thinned_and_the_picture_says_so(asymmetric, descent) -> None:
    count = 2 * MOST + 1
    places = np.tile([0.0, 2.0], (count, 1))
    path = searched(descent(), places, np.full(count, 2.5), np.zeros(count, bool))
    tried = tried_points(path, BoxedScene(asymmetric, (path,), "viridis").box)
    assert len(tried.points) <= MOST
    assert "20,001 tries as points, of which 6,667 are drawn" in tried.words(path)


def test_of_accuracy_no_try_has_a_height_and_the_picture_says_so(asymmetric, descent) -> None:
    path = searched(descent(), losses=np.full(5, np.nan))
    tried = tried_points(path, BoxedScene(asymmetric, (path,), "viridis").box)
    assert len(tried.points) == 0
    assert tried.words(path) == "SGD: tries are points of the loss alone"


@pytest.mark.parametrize("azimuth", [-72.0, 30.0, 150.0])
def test_points_are_seen_where_they_stand_and_hide_no_path(asymmetric, descent, show, azimuth: float) -> None:
    path = descent(0.3, "sgd")
    beyond = searched(path, PLACES[3:], LOSSES[3:], TAKEN[3:])  # as many lines of words, so the same room for the box
    plain, view = show(asymmetric, beyond), show(asymmetric, searched(path))
    for each in (plain, view):
        each.set_camera(dataclasses.replace(each.camera, azimuth=azimuth))
    before, after = pixels(plain), pixels(view)
    changed = np.abs(before - after).max(axis=2) > 8
    seen = 0
    for place, loss in zip(PLACES[[0, 2]], LOSSES[[0, 2]], strict=True):
        point = view.project(*place, loss).toPoint()
        seen += bool(changed[point.y() - 1 : point.y() + 2, point.x() - 1 : point.x() + 2].any())
    assert seen == 2
    color = QColor(STYLES["sgd"].color)
    line = np.abs(before - [color.red(), color.green(), color.blue()]).max(axis=2) <= 2
    assert line.sum() > 30
    assert not changed[line].any()


def test_tries_go_with_their_path_and_are_left_out_of_previews(asymmetric, descent, show) -> None:
    path = searched(descent(0.3, "sgd"))
    view = show(asymmetric, path)
    with_points = pixels(view)
    view.set_preview(asymmetric, (path,))
    assert view._scene.tried == [None]
    view.set_scene(asymmetric, (path,), LIGHT)
    np.testing.assert_array_equal(pixels(view), with_points)
    view.set_visible(set())
    assert "tries" not in " ".join(notes(view._scene, view._shown_rows()))


def test_a_point_of_a_path_is_read_out_in_numbers(descent) -> None:
    path = dataclasses.replace(descent(0.25, "adam"), residual=np.full(5, 3.25))
    lines = reading_lines(path, 2, "loss")
    assert lines[0] == f"Adam, step 2: true loss {path.loss[2]:.4g}"
    assert lines[1] == f"slice loss beneath it {path.view_loss[2]:.4g}, −0.25"
    assert lines[2] == "3.25 off the slice"
    assert len(reading_lines(descent(0.0), 2, "loss")) == 1  # on the slice there is nothing to add


def test_at_rest_the_gaps_at_the_heads_are_said_and_while_playing_they_are_not(asymmetric, descent, show) -> None:
    view = show(asymmetric, descent(0.25, "adam"), descent(-0.5, "sgd"))
    scene = view._scene
    assert gaps_text(scene, {"adam": 4, "sgd": 1}, "loss") == (
        "slice loss minus true loss at the heads: Adam −0.25, SGD +0.5"
    )
    assert gaps_text(scene, {"sgd": 1}, "loss").endswith("heads: SGD +0.5")
    at_rest = pixels(view)
    view.set_at_rest(False)
    moving = pixels(view)
    changed = (np.abs(at_rest - moving).max(axis=2) > 40).nonzero()[0]
    assert len(changed) > 200
    assert changed.min() > 0.85 * len(at_rest)
    on_it = BoxedScene(asymmetric, (descent(0.0),), "viridis")
    assert gaps_text(on_it, {"sgd": 4}, "loss") == ""
    many = tuple(dataclasses.replace(descent(0.1 * k), label=f"run-number-{k}") for k in range(9))
    text = gaps_text(BoxedScene(asymmetric, many, "viridis"), {path.label: 3 for path in many}, "loss")
    assert text.endswith("heads: −0.8 to +0")
