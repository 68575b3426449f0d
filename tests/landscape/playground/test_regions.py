"""Who wins where: the same as judging the places one by one, in mapped coordinates."""

from __future__ import annotations

import time

import numpy as np
import pytest

from landscape.blas import use_one_thread
from landscape.data.dataset import AffineMap, Examples
from landscape.data.digits import Digits
from landscape.errors import InvalidValue
from landscape.playground.judge import judge
from landscape.playground.plane import limits_around, points_in_plane
from landscape.playground.regions import plane_scores, regions
from landscape.work import Work
from tests.landscape.playground.models import dataset_of, model_of, random_weights

XS, YS = np.linspace(-2.0, 2.5, 7), np.linspace(-1.5, 3.0, 11)


def test_they_are_the_winners_of_examples_at_these_places(model) -> None:
    weights = random_weights(model)
    found = regions(model, weights, XS, YS)
    assert found.shape == (7, 11)
    assert len(np.unique(found)) > 1
    scores = plane_scores(model, weights, XS, YS)
    scale, mean = model.map.scale, model.map.mean
    for i, x in enumerate(XS):
        for j, y in enumerate(YS):
            stored = (np.array([[x, y]]) + mean) / scale  # the map is x -> scale x - mean
            single = model.scores(weights, Examples(stored, np.zeros(1, dtype=np.int64)))[0]
            assert scores[:, i, j] == pytest.approx(single, rel=1e-10, abs=1e-12)
            assert found[i, j] == scores[:, i, j].argmax()


def test_a_point_lies_in_the_region_of_its_winner(model) -> None:
    weights, data = random_weights(model, seed=8), dataset_of(center=True, scale=1.5)
    winners = judge(model, weights).winners
    for (x, y), winner in zip(points_in_plane(data), winners, strict=True):
        assert regions(model, weights, np.array([x]), np.array([y]))[0, 0] == winner


def test_a_tie_goes_to_the_lowest_class() -> None:
    model = model_of("svm")
    assert (regions(model, np.zeros(9), XS, YS) == 0).all()
    assert (regions(model, np.tile([0.3, -1.7, 0.1], 3), XS, YS) == 0).all()
    # Class 1 and 2 win with equal rows where x > 0, and class 0 on the line x = 0 itself.
    weights = np.array([0, 0, 0, 1, 0, 0, 1, 0, 0.0])
    assert regions(model, weights, np.array([-1.0, 0.0, 1.0]), np.array([0.0])).ravel().tolist() == [0, 0, 1]


def test_what_is_no_plane_is_refused() -> None:
    digits = model_of("softmax", data=Digits().load(Work()))
    with pytest.raises(InvalidValue, match=r"need examples of 2 features; .* has 64\. Try data\.source=points\."):
        regions(digits, np.zeros(digits.n_weights), XS, YS)


def test_the_window_around_points_is_a_square_with_a_margin() -> None:
    (left, right), (bottom, top) = limits_around(np.array([[0.0, 1.0], [4.0, 2.0], [1.0, 3.0]]))
    assert (left, right) == pytest.approx((-0.6, 4.6))
    assert (bottom, top) == pytest.approx((-0.6, 4.6))
    assert limits_around(np.array([[3.0, 4.0]])) == ((2.0, 4.0), (3.0, 5.0))


def test_mapped_places_are_what_the_classifier_sees() -> None:
    data = dataset_of([[1, 2, 0], [3, 6, 1]], center=True, scale=2.0)
    assert points_in_plane(data).tolist() == [[-2, -4], [2, 4]]
    assert isinstance(data.map, AffineMap)


@pytest.mark.parametrize(("kind", "own", "most"), [("linear", {}, 0.003), ("network", {"hidden": 12}, 0.006)])
def test_61_by_61_places_take_a_fraction_of_a_frame(kind, own, most) -> None:
    use_one_thread()  # as every pipeline does
    model = model_of("softmax", model=kind, **own)
    weights, places = random_weights(model), np.linspace(-1, 1, 61)
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        regions(model, weights, places, places)
        times.append(time.perf_counter() - begun)
    assert min(times) < most
