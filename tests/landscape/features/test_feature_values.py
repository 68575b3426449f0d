"""Features whose values are known: flat fields, ramps, edges, shifts of brightness."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.features.catalogue import FEATURES
from landscape.features.feature import ImageRows, enlarged, enlargement, gray
from landscape.features.sift import CELLS, DIRECTIONS, dense_sift
from landscape.features.vocabulary import nearest, words_among
from landscape.work import Work


def ramp(degrees: float, side: int = 32) -> np.ndarray:
    """One image (1, side, side) that grows brighter in a direction, 0 to the right, 90 downward."""
    down, right = np.mgrid[:side, :side] / (2 * side)
    angle = np.radians(degrees)
    return (0.5 + np.cos(angle) * (right - 0.25) + np.sin(angle) * (down - 0.25))[None]


def test_a_histogram_holds_the_root_of_each_color_s_share() -> None:
    image = np.zeros((1, 4, 4, 3))
    image[0, :3, :, 0] = 1.0  # three quarters red, one quarter black
    found = FEATURES["histogram"](bins=4).extract(image, {})[0].reshape(4, 4, 4)
    assert found[0, 3, 3] == pytest.approx(np.sqrt(0.75))  # hue 0, full saturation and value
    assert found[0, 0, 0] == pytest.approx(np.sqrt(0.25))
    assert (found**2).sum() == pytest.approx(1)


def test_a_histogram_of_gray_counts_brightness() -> None:
    image = np.array([0.0, 0.3, 0.3, 1.0]).reshape(1, 2, 2, 1)
    np.testing.assert_allclose(FEATURES["histogram"](bins=4).extract(image, {})[0] ** 2, [0.25, 0.5, 0, 0.25])


def test_hog_finds_an_edge_s_orientation_and_not_its_contrast() -> None:
    hog = FEATURES["hog"](cell=8, orientations=9)
    for degrees, orientation in ((0, 0), (50, 2), (90, 4), (130, 6), (230, 2)):  # bins of 20 degrees, sign left out
        image = ramp(degrees)[..., None]
        found = hog.extract(image, {}).reshape(-1, 9)
        assert (found.argmax(axis=1) == orientation).all()
        fainter = hog.extract(0.5 + 0.5 * (image - 0.5), {})
        np.testing.assert_allclose(fainter.reshape(-1, 9), found, atol=1e-3)


def test_hog_s_own_cell_is_an_eighth_of_the_shorter_side() -> None:
    for shape, cell in (((32, 32, 3), 4), ((8, 8, 1), 2), ((28, 28, 1), 3), ((224, 300, 3), 28)):
        assert FEATURES["hog"]().cell_for(shape) == cell
    assert FEATURES["hog"]().extract(np.zeros((2, 32, 32, 3)), {}).shape == (2, 7 * 7 * 4 * 9)


@pytest.mark.parametrize("degrees", [0, 45, 90, 135, 180, 225, 270, 315])
def test_dense_sift_puts_a_ramp_into_its_direction(degrees: int) -> None:
    found = dense_sift(ramp(degrees))[0].reshape(-1, CELLS * CELLS, DIRECTIONS)
    shares = found.sum(axis=(0, 1)) / found.sum()
    assert shares[degrees // 45] == pytest.approx(1, abs=1e-4)


def test_dense_sift_is_of_length_1_whatever_the_contrast_and_0_where_all_is_even() -> None:
    image = np.random.default_rng(0).random((1, 32, 40))
    found = dense_sift(image)
    assert found.shape == (1, 9 * 13, 128)
    np.testing.assert_allclose(np.linalg.norm(found, axis=2), 1, atol=1e-5)
    np.testing.assert_allclose(dense_sift(0.3 * image + 0.1), found, atol=1e-5)
    assert not dense_sift(np.full((1, 32, 32), 0.7)).any()


def test_dense_sift_turns_with_the_image() -> None:
    image = np.random.default_rng(1).random((1, 16, 16))  # one window of 8 pixels a side, nine places
    first = dense_sift(image)[0].reshape(9, 9, CELLS, CELLS, DIRECTIONS)[4, 4]
    again = dense_sift(image[:, :, ::-1].copy())[0].reshape(9, 9, CELLS, CELLS, DIRECTIONS)[4, 4]
    assert first.shape == again.shape == (4, 4, 8)
    # Cells lie about pixel centers, half a pixel off the middle, so that a mirror image agrees in the main.
    mirrored = again[:, ::-1, [(4 - k) % 8 for k in range(8)]]
    assert np.corrcoef(first.ravel(), mirrored.ravel())[0, 1] > np.corrcoef(first.ravel(), again.ravel())[0, 1]


def test_patches_see_no_brightness_and_their_words_are_white(photographs) -> None:
    feature = FEATURES["patches"](words=8, patch=4)
    images = ImageRows(photographs, photographs.train)
    learned = feature.learn(images, 0, Work())
    block = images[slice(0, 4)] * 0.5
    np.testing.assert_allclose(feature.extract(block + 0.25, learned), feature.extract(block, learned), atol=0.05)
    flat = np.concatenate(feature._flat(images[slice(0, 40)])).astype(np.float64) - learned["mean"]
    white = np.cov(flat @ learned["whitening"], rowvar=False)
    variances = np.linalg.eigvalsh(white)
    assert variances.max() <= 1.05  # v / (v + 0.1) of each variance v
    np.testing.assert_allclose(white, white.T, atol=1e-9)
    assert feature.extract(block, learned).shape == (4, 4 * 8)


def test_a_bag_holds_shares_and_is_empty_without_keypoints(photographs) -> None:
    images = ImageRows(photographs, photographs.train)
    for name in ("sift", "surf"):
        for points in ("dense", "keypoints"):
            feature = FEATURES[name](words=9, points=points)
            learned = feature.learn(images, 0, Work())
            sums = feature.extract(images[slice(0, 5)], learned).sum(axis=1)
            assert np.isclose(sums, 1, atol=1e-5).any()
            assert (np.isclose(sums, 1, atol=1e-5) | (sums == 0)).all()
            even = feature.extract(np.full((1, 20, 16, 3), 0.5), learned)
            assert even.sum() == (0 if points == "keypoints" else pytest.approx(1))


def test_words_are_the_middles_of_clusters() -> None:
    random = np.random.default_rng(3)
    middles = np.array([[0, 0], [10, 0], [0, 10]], dtype=np.float32)
    points = (middles[random.integers(0, 3, 3000)] + random.normal(0, 0.1, (3000, 2))).astype(np.float32)
    words = words_among(points, 3, 0, Work(), "words")
    found = nearest(middles, words)
    assert sorted(found) == [0, 1, 2]
    np.testing.assert_allclose(words[found], middles, atol=0.05)


def test_enlarged_images_keep_ramps_and_flat_fields() -> None:
    image = np.arange(5.0)[None, None, :].repeat(4, axis=1)
    larger = enlarged(image, 3)
    assert larger.shape == (1, 12, 15)
    np.testing.assert_allclose(np.diff(larger[0, 0, 1:-1]), 1 / 3, atol=1e-12)
    assert (larger.min(), larger.max()) == (0.0, 4.0)
    np.testing.assert_array_equal(enlarged(np.full((1, 2, 2), 0.5), 4), 0.5)
    assert [enlargement((side, 40, 1), 32) for side in (8, 28, 32, 100)] == [4, 2, 1, 1]
    np.testing.assert_array_equal(enlarged(image, 1), image)


def test_gray_is_the_luminance() -> None:
    image = np.zeros((1, 1, 3, 3))
    image[0, 0, [0, 1, 2], [0, 1, 2]] = 1
    np.testing.assert_allclose(gray(image)[0, 0], [0.299, 0.587, 0.114])
