"""Color tables by name, and the rows that values get in them."""

from __future__ import annotations

import numpy as np
import pytest

from gui.colors import indices, lut
from landscape.errors import InvalidValue


def test_viridis_runs_from_its_dark_purple_to_its_yellow() -> None:
    table = lut("viridis")
    assert table.shape == (256, 4)
    assert table.dtype == np.uint8
    assert table[0].tolist() == [68, 1, 84, 255]
    assert table[-1].tolist() == [253, 231, 37, 255]


def test_an_unknown_color_map_is_answered_in_one_line() -> None:
    with pytest.raises(InvalidValue, match=r"got 'nosuch'\. Try 'viridis'\.$"):
        lut("nosuch")


def test_values_beyond_the_ends_get_the_colors_of_the_ends_and_holes_get_none() -> None:
    values = np.array([[0.0, 0.5, 2.0], [-5.0, 9.0, np.nan]])
    assert indices(values, 0.0, 2.0).tolist() == [[0, 128, 255], [0, 255, -1]]  # half the colors for a quarter of it
    assert indices(np.array([np.inf, -np.inf]), 0.0, 2.0).tolist() == [-1, -1]


def test_without_a_range_every_value_gets_the_middle_color() -> None:
    assert indices(np.array([3.0, 3.0, np.nan]), 3.0, 3.0).tolist() == [128, 128, -1]


def test_the_window_colors_a_loss_as_the_figures_do() -> None:
    from landscape.figures.scale import Scale

    scale = Scale(0.4, 5.0)
    losses = np.linspace(0.4, 5.0, 41)
    figure = np.array([scale.position(loss) for loss in losses])
    np.testing.assert_allclose(indices(losses, 0.4, 5.0) / 255, figure, atol=0.5 / 255 + 1e-12)
