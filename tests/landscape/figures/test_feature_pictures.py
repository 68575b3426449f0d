"""Drawn features hold the numbers of the features."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from landscape.features.histogram import Histogram
from landscape.features.hog import Hog
from landscape.figures.feature_pictures import bin_color, cell_histograms, draw_colors, draw_hog, draw_words


def test_strokes_run_along_the_edge_in_every_cell() -> None:
    image = np.tile(np.linspace(0, 1, 32), (32, 1))[..., None]  # brighter to the right: edges run up and down
    feature = Hog(cell=8)
    numbers = feature.extract(image[None], {})[0]
    assert cell_histograms(numbers, feature, image.shape).shape == (4, 4, 9)
    (strokes,) = draw_hog(Figure().add_subplot(), numbers, feature, image)
    segments = np.array(strokes.get_segments()).reshape(4, 4, 9, 2, 2)
    lengths = np.linalg.norm(segments[..., 1, :] - segments[..., 0, :], axis=-1)
    assert (lengths.argmax(axis=2) == 0).all()
    along = segments[:, :, 0, 1] - segments[:, :, 0, 0]
    assert (np.abs(along[..., 1]) > 5 * np.abs(along[..., 0])).all()  # within a bin of 20 degrees
    np.testing.assert_allclose(segments[1, 2].mean(axis=(0, 1)), [2.5 * 8 - 0.5, 1.5 * 8 - 0.5])


def test_swatches_are_the_fullest_bins_in_their_own_colors() -> None:
    image = np.zeros((1, 4, 4, 3))
    image[0, :3, :, 0] = 1.0  # three quarters red
    feature = Histogram(bins=8)
    bars = draw_colors(Figure().add_subplot(), feature.extract(image, {})[0], feature, image[0])
    assert [bar.get_width() for bar in bars[:3]] == pytest.approx([0.75, 0.25, 0.0])
    red, green, blue = bars[0].get_facecolor()[:3]
    assert red > 0.9
    assert max(green, blue) < 0.4
    assert max(bars[1].get_facecolor()[:3]) < 0.1
    assert bin_color(2, 4, 1) == (0.625,) * 3


def test_there_is_a_line_for_every_word() -> None:
    shares = np.array([0.5, 0.0, 0.25, 0.25], dtype=np.float32)
    (lines,) = draw_words(Figure().add_subplot(), shares, Hog(), np.zeros((2, 2, 1)))
    heights = [float(segment[1, 1]) for segment in lines.get_segments()]
    assert heights == shares.tolist()
