"""The sliders: λ on a scale of decades from 0, unknowns from 2 to all weights, examples from 1 to all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.batch_slider import NO_EXAMPLES, ONE_SET
from gui.batches import batch_sizes, tick_of_batch
from gui.sliders import UNKNOWN_TICKS, Sliders, regularization_at, tick_of_regularization
from gui.unknowns import changes_for_unknowns, most_unknowns, unknowns_of
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values


@pytest.fixture
def sliders(qtbot: QtBot) -> Sliders:
    made = Sliders()
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_tick_of_lambda_is_a_round_number_that_finds_its_tick_again() -> None:
    values = [regularization_at(tick) for tick in range(72)]
    assert values[0] == 0.0
    assert values[1] == 1e-6
    assert values[31] == 1e-3
    assert values[-1] == 10.0
    assert values == sorted(values)
    assert [tick_of_regularization(value) for value in values] == list(range(72))
    assert tick_of_regularization(1e-9) == 1
    assert tick_of_regularization(500.0) == 71


@pytest.mark.parametrize(("weights", "most"), [(650, 650), (30_730, 4367), (2, 2)])
def test_unknowns_go_from_two_to_all(sliders: Sliders, weights: int, most: int) -> None:
    assert most_unknowns(weights) == most
    sliders.set_values(1e-3, weights, weights, most)
    assert sliders.chosen_unknowns == weights
    assert sliders.unknowns_text.text() == f"all {weights:,}"
    counts = []
    for tick in range(UNKNOWN_TICKS + 1):
        sliders.unknowns.setValue(tick)
        counts.append(sliders.chosen_unknowns)
    assert counts == sorted(counts)
    assert counts[0] == (2 if weights > 2 else weights)
    assert counts[-1] == weights
    assert max(counts[:-1]) <= max(most, 2)


@pytest.mark.parametrize("n_examples", [2, 60, 1437, 50_000])
def test_batches_go_from_one_example_to_all(sliders: Sliders, n_examples: int) -> None:
    sizes = batch_sizes(n_examples)
    assert sizes[0] == 1
    assert list(sizes) == sorted(set(sizes))
    assert n_examples / 1.3 < sizes[-1] + 1 <= n_examples
    assert [tick_of_batch(size, n_examples) for size in (*sizes, None)] == list(range(len(sizes) + 1))
    assert {32, 64, 256} & set(range(n_examples)) <= set(sizes)
    batch = sliders.batch
    batch.set_values(None, n_examples)
    assert batch.size is None
    assert batch.text.text() == f"all {n_examples:,}"
    assert batch.another.toolTip() == batch.why_no_other == ONE_SET
    heard: list[object] = []
    batch.batching.connect(heard.append)
    batch.slider.setValue(0)
    assert heard == [1]
    assert batch.text.text() == "1"
    assert batch.another.isEnabled()


def test_a_batch_that_no_tick_has_is_told_as_it_is_and_a_function_has_none(sliders: Sliders) -> None:
    sliders.batch.set_values(33, 1437)
    assert sliders.batch.text.text() == "33"
    assert sliders.batch.size == 32
    sliders.batch.set_values(5000, 1437)
    assert sliders.batch.text.text() == "all 1,437"
    sliders.batch.set_values(None, 0)
    assert not sliders.batch.slider.isEnabled()
    assert sliders.batch.slider.toolTip() == sliders.batch.another.toolTip() == NO_EXAMPLES


def test_headings_are_whole_where_there_is_room_and_short_where_not(sliders: Sliders) -> None:
    sliders.batch.set_values(32, 50_000)
    for width, heading in ((1400, "Examples of the surface"), (sliders.minimumSizeHint().width(), "Examples")):
        sliders.resize(width, sliders.height())
        assert sliders._headings[2].text() == heading
        assert sliders.batch.slider.width() >= 80
        assert sliders.batch.another.geometry().right() < sliders.width()


def test_setters_emit_nothing_and_keys_do(sliders: Sliders, qtbot: QtBot) -> None:
    heard: list[object] = []
    sliders.regularizing.connect(heard.append)
    sliders.unknowns_chosen.connect(heard.append)
    sliders.set_values(0.5, 10, 650, 650)
    assert heard == []
    qtbot.keyClick(sliders.regularization, Qt.Key.Key_Home)
    assert heard == [0.0]
    with qtbot.waitSignal(sliders.unknowns_chosen):
        qtbot.keyClick(sliders.unknowns, Qt.Key.Key_Home)
    assert heard[-1] == 2


def test_few_unknowns_are_a_random_slice_that_the_methods_stay_in_and_all_are_none() -> None:
    few = with_values(Description(), changes_for_unknowns(Description(), 20, 650))
    assert (few.run.inside, few.slice.kind, few.slice.dimensions, few.slice.bias) == ("slice", "unit", 20, True)
    assert unknowns_of(few, 650) == 20
    scales = {part.method: part.settings.get("scale") for part in few.methods}
    assert scales["random-search"] == 3.0
    assert scales["sgd"] is None
    whole = with_values(few, changes_for_unknowns(few, 650, 650))
    assert whole.run.inside == "space"
    assert unknowns_of(whole, 650) == 650


def test_a_scale_that_was_asked_for_stays() -> None:
    asked = with_values(Description(), {"methods.random-search.scale": 0.7})
    found = with_values(asked, changes_for_unknowns(asked, 20, 650))
    assert next(part for part in found.methods if part.label == "random-search").settings["scale"] == 0.7
