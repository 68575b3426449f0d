"""Drawings hold the numbers of the features: strokes along edges, colors of bins, words at their places."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.data.dataset import Dataset
from landscape.features.catalogue import FEATURES
from landscape.features.drawing import REST, WORD_COLORS, shown
from landscape.features.feature import ImageRows, shape_of
from landscape.features.histogram import Histogram
from landscape.features.hog import Hog
from landscape.features.patches import Patches
from landscape.features.placed import PlacedBar, PlacedPanel, PlacedText, placed
from landscape.features.sift import Sift
from landscape.features.surf import Surf
from landscape.features.vocabulary import nearest
from landscape.work import Work

SETTINGS = {"patches": {"words": 12, "patch": 4}, "sift": {"words": 12}, "surf": {"words": 12}}


@pytest.mark.parametrize("name", FEATURES)
@pytest.mark.parametrize("source", ["digits", "photographs"])
def test_every_feature_draws_itself_inside_its_place(name: str, source: str, request: pytest.FixtureRequest) -> None:
    data: Dataset = request.getfixturevalue(source)
    feature = FEATURES[name](**SETTINGS.get(name, {}))
    images = ImageRows(data, data.train)
    learned = feature.learn(images, 0, Work())
    image = images[np.array([3])][0]
    drawing = feature.draw(image, learned, shown(image, data.is_ink))
    assert drawing.count == feature.extract(image[None], learned).shape[1]
    assert drawing.name == feature.short(shape_of(data))
    assert drawing.says
    for width, height in ((300.0, 100.0), (120.0, 400.0), (500.0, 500.0)):
        parts = placed(drawing, width, height, 10.0)
        assert isinstance(parts[0], PlacedPanel)
        assert min(parts[0].rect.width, parts[0].rect.height) > 30
        for part in parts:
            if not isinstance(part, PlacedText):  # words may be cut where they are drawn
                assert part.rect.x >= -1e-9
                assert part.rect.x + part.rect.width <= width + 1e-6
                assert -1e-9 <= part.rect.y <= part.rect.y + part.rect.height <= height + 11.0


def test_strokes_run_along_the_edge_in_every_cell() -> None:
    image = np.tile(np.linspace(0, 1, 32), (32, 1))[..., None]  # brighter to the right: edges run up and down
    feature = Hog(cell=8)
    numbers = feature.extract(image[None], {})[0]
    assert feature.cell_histograms(numbers, image.shape).shape == (4, 4, 9)
    strokes = feature.draw(image, {}, shown(image, False)).main.strokes
    segments = strokes.ends.reshape(4, 4, 9, 2, 2)
    lengths = np.linalg.norm(segments[..., 1, :] - segments[..., 0, :], axis=-1)
    assert (lengths.argmax(axis=2) == 0).all()
    assert strokes.strengths.max() == 1.0
    np.testing.assert_allclose(lengths.ravel(), 8 * strokes.strengths, rtol=1e-12)
    along = segments[:, :, 0, 1] - segments[:, :, 0, 0]
    assert (np.abs(along[..., 1]) > 5 * np.abs(along[..., 0])).all()  # within a bin of 20 degrees
    np.testing.assert_allclose(segments[1, 2].mean(axis=(0, 1)), [2.5 * 8, 1.5 * 8])


def test_swatches_are_the_fullest_bins_in_their_own_colors() -> None:
    image = np.zeros((4, 4, 3))
    image[:3, :, 0] = 1.0  # three quarters red
    drawing = Histogram(bins=8).draw(image, {}, image)
    assert [swatch.words for swatch in drawing.swatches] == ["75 %", "25 %"]
    assert [swatch.share for swatch in drawing.swatches] == pytest.approx([1.0, 1 / 3])
    red, green, blue = drawing.swatches[0].color
    assert red > 0.9
    assert max(green, blue) < 0.4
    assert max(drawing.swatches[1].color) < 0.1
    np.testing.assert_allclose(drawing.main.image[0, 0], drawing.swatches[0].color)
    np.testing.assert_allclose(drawing.main.image[3, 0], drawing.swatches[1].color)


def test_ink_is_dark_on_white_in_the_image_and_in_its_bins(digits: Dataset, photographs: Dataset) -> None:
    assert digits.is_ink
    assert not photographs.is_ink
    image = ImageRows(digits, digits.train)[np.array([0])][0]
    ground = shown(image, digits.is_ink)
    np.testing.assert_allclose(ground[..., 1], 1 - image[..., 0])
    drawing = Histogram(bins=4).draw(image, {}, ground)
    np.testing.assert_allclose(drawing.main.image[..., 0], ground[..., 0], atol=1 / 8 + 1e-9)


@pytest.mark.parametrize("kind", [Sift, Surf])
@pytest.mark.parametrize("points", ["dense", "keypoints"])
def test_places_are_those_that_are_described_in_the_colors_of_their_words(kind: type, points: str) -> None:
    down, right = np.mgrid[:48, :40]
    image = (np.hypot(down - 30, right - 14) < 6)[..., None] * 0.8 + 0.1
    feature = kind(points=points, words=3)
    found = feature.places(image)
    np.testing.assert_array_equal(found.descriptors, feature.describe(image[None])[0])
    assert len(found.centers) == len(found.radii) == len(found.directions) == len(found.descriptors) > 0
    assert (found.centers > 0).all()
    assert (found.centers < (40, 48)).all()
    if points == "keypoints":
        assert (np.hypot(*(found.centers - (14.5, 30.5)).T) < 9).all()  # on the disk or its rim, as (x, y)
    words = found.descriptors[[0, -1]].astype(np.float64)
    drawing = feature.draw(image, {"words": np.vstack([words, np.full_like(words[:1], 9.0)])}, shown(image, False))
    met = nearest(found.descriptors, np.vstack([words, np.full_like(words[:1], 9.0)]))
    counts = np.bincount(met, minlength=3)
    most = np.argsort(-counts, kind="stable")
    assert [tile.words for tile in drawing.tiles] == [str(count) for count in counts[most] if count]
    expected = {int(word): color for word, color in zip(most, WORD_COLORS, strict=False) if counts[word]}
    assert drawing.main.rings.colors == tuple(expected.get(int(word), REST) for word in met)


@pytest.mark.parametrize(("across", "down"), [(1.0, 0.0), (0.1, 1.0), (-1.0, 0.0), (0.7, -0.7)])
def test_directions_point_to_where_it_gets_brighter(across: float, down: float) -> None:
    rows, columns = np.mgrid[:64, :64] - 31.5
    ramp = np.clip(0.5 + (across * columns + down * rows) / 150, 0, 1)[..., None]
    found = Surf().places(ramp)
    middle = np.argmin(np.hypot(*(found.centers - 32).T))
    turn = found.directions[middle]
    np.testing.assert_allclose(
        [np.cos(turn), np.sin(turn)], np.array([across, down]) / np.hypot(across, down), atol=0.05
    )
    glyph = Surf().glyph(found.descriptors[middle].astype(np.float64))
    ahead = (glyph.ends[:, 1] - glyph.ends[:, 0])[glyph.strengths > 0.5]
    assert (ahead[:, 1] < 0).all()  # its own direction points up
    dense = Sift().places(ramp)
    glyph = Sift().glyph(dense.descriptors[len(dense.descriptors) // 2].astype(np.float64))
    strongest = (glyph.ends[:, 1] - glyph.ends[:, 0])[np.argmax(glyph.strengths)]
    assert strongest @ (across, down) > 0.9 * np.linalg.norm(strongest) * np.hypot(across, down)


def test_words_of_patches_are_the_patches_that_they_stand_for(photographs: Dataset) -> None:
    feature = Patches(words=6, patch=4)
    images = ImageRows(photographs, photographs.train)
    learned = dict(feature.learn(images, 0, Work()))
    patch = np.random.default_rng(3).normal(size=(3, 4, 4))
    patch -= patch.mean()
    flat = patch.ravel()
    learned["words"] = np.vstack([(flat - learned["mean"]) @ learned["whitening"], learned["words"][1:]])
    picture = feature.picture(learned, 0, 3)
    np.testing.assert_allclose(picture, 0.5 + patch.transpose(1, 2, 0) / (2 * np.abs(patch).max()), atol=1e-6)
    image = images[np.array([0])][0]
    drawing = feature.draw(image, learned, image)
    numbers = feature.extract(image[None], learned)[0].reshape(4, 6)
    assert drawing.group == 4
    assert [tile.words for tile in drawing.tiles[:2]] == [f"{n:.3g}" for n in np.sort(numbers[0])[::-1][:2]]
    bars = [part for part in placed(drawing, 400.0, 200.0, 10.0) if isinstance(part, PlacedBar)]
    assert len(bars) == 16
    widths = np.array([bar.rect.width for bar in bars])
    shares = np.array([tile.share for tile in drawing.tiles])
    np.testing.assert_allclose(widths[shares > 0.1] / widths.max(), shares[shares > 0.1], rtol=1e-6)
