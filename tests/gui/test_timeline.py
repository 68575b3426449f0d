"""The timeline: rows of all paths at a position in steps or in cost."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.timeline import Timeline
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    description = with_methods(Description(), ["sgd", "random-search"])
    return Pipeline().scene(with_values(description, {"run.steps": 10, "grid.resolution": 3}))


@pytest.fixture
def timeline(scene: Scene, qtbot: QtBot) -> Timeline:
    made = Timeline()
    made.set_scene(scene)
    return made


def test_it_begins_at_the_end_of_its_first_scene(timeline: Timeline) -> None:
    assert timeline.position == 10
    assert timeline.rows == {"sgd": 10, "random-search": 10}


def test_by_step_every_path_shows_the_same_step(timeline: Timeline) -> None:
    timeline.go(4.7)
    assert timeline.rows == {"sgd": 4, "random-search": 4}


def test_by_cost_a_search_has_hardly_begun_when_sgd_is_done(timeline: Timeline, scene: Scene) -> None:
    timeline.set_alignment("cost")
    assert timeline.end == 10 * 3 * 64
    timeline.go(timeline.end)
    assert timeline.rows == {"sgd": 10, "random-search": 0}  # one step of it costs 16 x 1,437 forward passes
    timeline.go(5 * 3 * 64)
    assert timeline.rows["sgd"] == 5


def test_positions_stay_within_the_runs(timeline: Timeline) -> None:
    timeline.go(1e9)
    assert timeline.position == 10
    timeline.go(-5)
    assert timeline.position == 0


def test_steps_go_both_ways_and_pause(timeline: Timeline) -> None:
    timeline.toggle()
    timeline.go(3.4)
    timeline.step(1)
    assert timeline.position == 4
    assert not timeline.is_playing
    timeline.step(-2)
    assert timeline.position == 2


def test_it_plays_to_the_end_and_stops_there(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.speed = 64.0
    timeline.toggle()  # at the end: from the start
    assert timeline.position < 10
    qtbot.waitUntil(lambda: not timeline.is_playing, timeout=5000)
    assert timeline.position == 10


def test_it_loops_where_asked(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.speed, timeline.loops = 64.0, True
    positions = []
    timeline.moved.connect(lambda: positions.append(timeline.position))
    timeline.toggle()
    qtbot.waitUntil(lambda: positions.count(0.0) >= 3, timeout=5000)
    timeline.pause()


def test_another_scene_keeps_the_position_unless_it_is_the_end(timeline: Timeline, scene: Scene) -> None:
    shorter = Pipeline().scene(with_values(scene.description, {"run.steps": 6}))
    timeline.set_scene(shorter)
    assert timeline.position == 6
    timeline.go(2)
    timeline.set_scene(scene)
    assert timeline.position == 2


def test_seconds_count_as_steps_until_paths_tell_them(timeline: Timeline, scene: Scene) -> None:
    timeline.go(5)
    timeline.set_alignment("seconds")
    assert (timeline.alignment, timeline.end, timeline.position) == ("step", 10, 5)
    timed = Pipeline(timings=True).scene(scene.description)
    timeline.set_scene(timed)
    assert timeline.alignment == "seconds"
    assert timeline.position == pytest.approx(timeline.end / 2)  # the fraction of the whole stays
    sgd, search = timed.paths
    assert timeline.end == timeline.last_seconds == sgd.seconds[-1]  # a search takes longer; it does not stretch it
    timeline.go(float(sgd.seconds[4]))
    assert timeline.rows["sgd"] == 4
    timeline.go(float(search.seconds[1]) * (1 - 1e-9))
    assert timeline.rows["random-search"] == 0
    timeline.set_scene(scene)
    assert timeline.alignment == "step"


def test_steps_go_by_hundredths_of_the_whole_in_seconds(timeline: Timeline, scene: Scene) -> None:
    timeline.set_scene(Pipeline(timings=True).scene(scene.description))
    timeline.set_alignment("seconds")
    timeline.go(0.0)
    timeline.step(3)
    assert timeline.position == pytest.approx(0.03 * timeline.end)
    timeline.step(-1)
    assert timeline.position == pytest.approx(0.02 * timeline.end)
