"""A surface keeps its values where they belong, counts its holes, and gives levels from its own range."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.surfaces.levels import contour_levels
from landscape.surfaces.surface import Surface

A, B = np.linspace(-1, 2, 7), np.linspace(0, 5, 11)


def surface_of(loss: np.ndarray, a: np.ndarray = A, b: np.ndarray = B) -> Surface:
    return Surface(a, b, loss, np.zeros_like(loss), np.zeros_like(loss), "all 5 training examples")


def tilted() -> np.ndarray:
    return np.asarray(3 * A[:, None] + B)


def test_values_must_have_the_grids_shape_and_not_the_transposed_one() -> None:
    assert surface_of(tilted()).loss[6, 2] == 3 * A[6] + B[2]
    with pytest.raises(ValueError, match=r"\(7, 11\)"):
        surface_of(tilted().T)
    with pytest.raises(ValueError, match="accuracy"):
        Surface(A, B, tilted(), np.zeros(7), tilted(), "rows")


def test_a_line_has_no_second_coordinate() -> None:
    line = surface_of(A**2, b=np.empty(0))
    assert line.is_line
    assert line.loss.shape == (7,)
    assert not surface_of(tilted()).is_line


def test_holes_are_counted_and_never_filled() -> None:
    loss = tilted()
    loss[0, 0], loss[3, 4], loss[6, 10] = np.nan, np.inf, -np.inf
    surface = surface_of(loss)
    assert surface.n_holes == 3
    assert (surface.lowest, surface.highest) == (-2.5, 10.5)
    assert np.isnan(surface.loss[0, 0])
    assert surface.loss[3, 4] == np.inf


def test_a_surface_of_holes_alone_has_no_range_and_no_levels() -> None:
    surface = surface_of(np.full((7, 11), np.nan))
    assert surface.n_holes == 77
    assert np.isnan(surface.lowest)
    assert np.isnan(surface.highest)
    assert len(contour_levels(surface)) == 0


@pytest.mark.parametrize("height", [0.0, 2.302585, 1e-9, -4.0])
def test_a_flat_surface_is_known_to_be_flat(height: float) -> None:
    surface = surface_of(np.full((7, 11), height) * (1 + 1e-15 * np.arange(77).reshape(7, 11)))
    assert surface.is_flat
    assert len(contour_levels(surface)) == 0
    assert not surface_of(1e6 + 1e-3 * tilted()).is_flat


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
def test_levels_come_from_the_data_and_lie_closer_near_the_bottom(scale: float) -> None:
    surface = surface_of(scale * tilted())
    levels = contour_levels(surface, 12)
    assert len(levels) == 12
    assert (np.diff(levels) > 0).all()
    assert (np.diff(levels, 2) > 0).all()
    assert surface.lowest < levels[0]
    assert levels[-1] < surface.highest


def test_how_exact_it_is_in_words() -> None:
    assert surface_of(tilted()).exactness == "exact"
    certified = Surface(A, B, tilted(), tilted(), tilted(), "rows", "certified", 3.2e-7)
    assert certified.exactness == "certified, error at most 3e-07"
