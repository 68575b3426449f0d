"""How a network's flat weights are laid out, where its runs start, and what a filter of it is."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Context
from landscape.errors import SliceError
from landscape.losses.catalogue import LOSSES
from landscape.objectives.activations import ACTIVATIONS
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.slice import Slice
from trainers.randomness import Purpose, generator

SMALL = WeightLayout(3, 2, (4,))  # 4 units of 2 + 1 weights, 3 classes of 4 + 1


def network(activation: str, layout: WeightLayout) -> TwoLayerNetwork:
    """A network on one example that is never looked at."""
    examples = Examples(np.zeros((1, layout.n_features), dtype=np.uint8), np.zeros(1, dtype=np.int64))
    act, loss = ACTIVATIONS[activation](), LOSSES["softmax"]()
    return TwoLayerNetwork(examples, AffineMap(1.0, None), layout, act, loss, 0.0)


def test_the_first_layer_comes_first_and_every_bias_is_last_in_its_row() -> None:
    flat = np.arange(27.0)
    inner, outer = SMALL.matrices(flat)
    assert SMALL.n_weights == 27
    assert SMALL.n_biases == 7
    np.testing.assert_array_equal(inner, flat[:12].reshape(4, 3))
    np.testing.assert_array_equal(outer, flat[12:].reshape(3, 5))
    np.testing.assert_array_equal(np.flatnonzero(SMALL.is_bias), [2, 5, 8, 11, 16, 21, 26])
    np.testing.assert_array_equal(SMALL.without_bias(flat), np.where(SMALL.is_bias, 0.0, flat))
    np.testing.assert_array_equal(flat, np.arange(27.0))


def test_matrices_of_a_stack_are_views() -> None:
    stack = np.zeros((5, 27))
    inner, outer = SMALL.matrices(stack)
    inner[3, 1, 2], outer[4, 2, 0] = 1.0, 2.0
    assert inner.shape == (5, 4, 3)
    assert outer.shape == (5, 3, 5)
    assert stack[3, 5] == 1.0
    assert stack[4, 22] == 2.0


def test_one_matrix_alone_is_a_linear_classifiers() -> None:
    assert WeightLayout(3, 2).matrix(np.arange(9.0)).shape == (3, 3)
    with pytest.raises(ValueError, match="unpack"):
        SMALL.matrix(np.zeros(27))


def test_784_100_10_has_79510_weights() -> None:
    assert WeightLayout(10, 784, (100,)).n_weights == 79_510


@pytest.mark.parametrize(("layout", "names"), [(SMALL, 7), (WeightLayout(3, 2), 3)])
def test_filters_are_all_weights_without_the_biases_each_once(layout: WeightLayout, names: int) -> None:
    together = np.concatenate([part.indices for part in layout.filters])
    np.testing.assert_array_equal(np.sort(together), np.flatnonzero(~layout.is_bias))
    assert len({part.name for part in layout.filters}) == names


def test_a_filter_is_what_comes_in_at_a_unit_or_at_a_class() -> None:
    found = {part.name: part.indices.tolist() for part in SMALL.filters}
    assert found["hidden unit 1"] == [3, 4]
    assert found["class 2"] == [22, 23, 24, 25]


@pytest.mark.parametrize(("activation", "gain"), [("relu", 2.0), ("tanh", 1.0)])
@pytest.mark.parametrize("scale", [1.0, 0.25])
def test_the_start_is_hes_or_glorots_times_the_scale(activation: str, gain: float, scale: float) -> None:
    layout = WeightLayout(200, 784, (300,))
    start = network(activation, layout).start(7, scale)
    np.testing.assert_array_equal(start[layout.is_bias], 0.0)
    for matrix, fan_in in zip(layout.matrices(start), (784, 300), strict=True):
        drawn = matrix[:, :-1]
        deviation = scale * np.sqrt(gain / fan_in)
        standard_error = deviation / np.sqrt(2 * drawn.size)  # of a Gaussian's deviation
        assert abs(drawn.std() - deviation) < 4 * standard_error
        assert abs(drawn.mean()) < 4 * deviation / np.sqrt(drawn.size)
        assert np.mean(np.abs(drawn) > 2 * deviation) == pytest.approx(0.0455, abs=0.004)  # the tails of a Gaussian


def test_the_seed_of_a_start_decides_it() -> None:
    model = network("relu", SMALL)
    np.testing.assert_array_equal(model.start(3, 1.0), model.start(3, 1.0))
    assert (model.start(3, 1.0)[~SMALL.is_bias] != model.start(4, 1.0)[~SMALL.is_bias]).all()
    np.testing.assert_array_equal(model.start(3, 0.0), 0.0)


def test_units_keep_the_size_of_what_flows_through_a_relu_network() -> None:
    layout = WeightLayout(400, 500, (400,))
    inner, outer = layout.matrices(network("relu", layout).start(0, 1.0))
    x = np.random.default_rng(0).normal(size=(200, 500))
    sums = x @ inner[:, :-1].T
    scores = np.maximum(sums, 0) @ outer[:, :-1].T
    assert scores.std() / sums.std() == pytest.approx(1.0, abs=0.05)


def test_a_linear_start_is_gaussian_with_the_scale_itself() -> None:
    layout = WeightLayout(3, 2)
    examples = Examples(np.zeros((1, 2), dtype=np.uint8), np.zeros(1, dtype=np.int64))
    model = LinearClassifier(examples, AffineMap(1.0, None), layout, LOSSES["softmax"](), 0.0)
    drawn = generator(5, Purpose.START).standard_normal(9)
    np.testing.assert_array_equal(model.start(5, 0.3), np.where(layout.is_bias, 0.0, 0.3 * drawn))


def context(layout: WeightLayout, center: np.ndarray) -> Context:
    """For filter-normalized axes through `center`."""
    return Context(layout, 0.0 * center, center, (), 3, DIRECTIONS["filter"].stream, True)


def test_filter_axes_have_the_norm_of_each_units_and_each_classs_row() -> None:
    layout = WeightLayout(5, 12, (9,))
    center = np.random.default_rng(0).normal(size=layout.n_weights)
    axes = DIRECTIONS["filter"].choose(context(layout, center), 3).axes
    np.testing.assert_array_equal(axes[:, layout.is_bias], 0.0)
    norms = []
    for first, matrix in zip(layout.matrices(center), layout.matrices(axes), strict=True):
        for row in range(len(first)):
            norms.append(np.linalg.norm(first[row, :-1]))
            unit = matrix[:, row, :-1] / norms[-1]
            np.testing.assert_allclose(unit @ unit.T, np.eye(3), atol=1e-12)
    assert np.std(norms) > 1e-3, "equal norms would hide a normalization of the whole axis"
    assert Slice(center, axes).angle() == pytest.approx(90.0, abs=1e-9)


def test_a_unit_without_weights_has_no_filter_and_the_error_names_it() -> None:
    center = np.ones(27)
    SMALL.matrices(center)[0][2, :-1] = 0.0
    with pytest.raises(SliceError, match=r"hidden unit 2.*slice\.kind=unit"):
        DIRECTIONS["filter"].choose(context(SMALL, center), 1)


def test_filter_axes_are_at_most_as_many_as_the_shortest_row_has_weights() -> None:
    assert len(DIRECTIONS["filter"].choose(context(SMALL, np.ones(27)), 2).axes) == 2
    with pytest.raises(SliceError, match="at most 2 fit"):
        DIRECTIONS["filter"].choose(context(SMALL, np.ones(27)), 3)


@pytest.mark.parametrize("name", ["random", "unit"])
def test_random_axes_leave_every_bias_of_a_network_alone(name: str) -> None:
    layout = WeightLayout(5, 12, (9,))
    zero = np.zeros(layout.n_weights)
    axes = DIRECTIONS[name].choose(Context(layout, zero, zero, (), 0, 1, False), 2).axes
    np.testing.assert_array_equal(axes[:, layout.is_bias], 0.0)
    assert (axes[:, ~layout.is_bias] != 0).all()
