"""What holds for every feature of the catalogue."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Dataset, Examples
from landscape.errors import Cancelled, InvalidValue
from landscape.features.catalogue import FEATURES
from landscape.features.extract import with_features
from landscape.features.feature import Feature, ImageRows, shape_of
from landscape.work import Work

SMALL = {
    "pixels": [{}],
    "histogram": [{}, {"bins": 3}],
    "hog": [{}, {"cell": 4, "orientations": 6}],
    "patches": [{"words": 12, "patch": 4}],
    "sift": [{"words": 12}, {"words": 12, "points": "keypoints"}],
    "surf": [{"words": 12}, {"words": 12, "points": "keypoints"}],
}
CASES = [pytest.param(FEATURES[name](**own), id=f"{name}-{own}") for name, cases in SMALL.items() for own in cases]


def featured(
    dataset: Dataset, *features: Feature, seed: int = 0, standardize: bool = True, workers: int = 1
) -> Dataset:
    return with_features(dataset, features, seed, standardize, Work(workers=workers))


def test_every_feature_is_tried_here() -> None:
    assert list(SMALL) == list(FEATURES)
    assert [kind.name for kind in FEATURES.values()] == list(FEATURES)


@pytest.mark.parametrize("feature", CASES)
def test_standardized_features_have_mean_0_and_deviation_1_over_the_training_images(
    feature: Feature, photographs: Dataset
) -> None:
    made = featured(photographs, feature)
    assert made.train.x.dtype == made.test.x.dtype == np.float32
    assert (len(made.train), len(made.test)) == (40, 8)
    assert made.train.y is photographs.train.y
    values = made.train.x.astype(np.float64)
    np.testing.assert_allclose(values.mean(axis=0), 0, atol=1e-5)
    deviations = values.std(axis=0)
    constant = deviations == 0
    np.testing.assert_allclose(deviations[~constant], 1, rtol=1e-4)
    assert not made.test.x[:, constant].any()
    assert (~constant).sum() >= 6
    assert feature.statement(shape_of(photographs)) in made.note


@pytest.mark.parametrize("feature", CASES)
def test_workers_change_no_bit_and_neither_does_a_second_time(
    feature: Feature, photographs: Dataset, cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = featured(photographs, feature, workers=1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache / "another"))
    second = featured(photographs, feature, workers=2)
    assert first.train.x.tobytes() == second.train.x.tobytes()
    assert first.test.x.tobytes() == second.test.x.tobytes()
    assert first.hash == second.hash


@pytest.mark.parametrize("feature", CASES)
def test_test_images_and_labels_change_nothing_that_is_learned(feature: Feature, photographs: Dataset) -> None:
    other = dataclasses.replace(
        photographs,
        train=Examples(photographs.train.x, 1 - photographs.train.y),
        test=Examples(255 - photographs.test.x, photographs.test.y),
    )
    first, second = featured(photographs, feature), featured(other, feature)
    assert first.train.x.tobytes() == second.train.x.tobytes()
    assert first.test.x.tobytes() != second.test.x.tobytes()


@pytest.mark.parametrize("feature", CASES)
def test_an_image_has_its_features_whatever_images_are_beside_it(feature: Feature, photographs: Dataset) -> None:
    images = ImageRows(photographs, photographs.train)
    learned = feature.learn(images, 0, Work())
    block = images[slice(0, 7)]
    block.flags.writeable = False
    together = feature.extract(block, learned)
    assert together.dtype == np.float32
    assert np.isfinite(together).all()
    for row in (0, 6):
        np.testing.assert_allclose(feature.extract(block[row : row + 1], learned)[0], together[row], atol=2e-5)


@pytest.mark.parametrize("feature", CASES)
def test_work_stops_when_asked(feature: Feature, photographs: Dataset) -> None:
    work = Work()
    work.progress = lambda stage, fraction: work.stop.set()
    with pytest.raises(Cancelled):
        with_features(photographs, (feature,), 0, True, work)


@pytest.mark.parametrize("name", ["patches", "sift", "surf"])
def test_another_seed_is_another_vocabulary(name: str, photographs: Dataset) -> None:
    feature = FEATURES[name](**SMALL[name][0])
    assert type(feature).uses_seed
    first, second = featured(photographs, feature), featured(photographs, feature, seed=1)
    assert first.train.x.tobytes() != second.train.x.tobytes()


def test_gray_digits_have_every_feature(digits: Dataset) -> None:
    for name, cases in SMALL.items():
        made = featured(digits, FEATURES[name](**cases[0]))
        assert np.isfinite(made.train.x).all()
        assert made.train.x.any()


def test_joined_features_stand_beside_each_other_each_by_itself(photographs: Dataset) -> None:
    hog, histogram = FEATURES["hog"](), FEATURES["histogram"]()
    joined = featured(photographs, hog, histogram)
    alone = [featured(photographs, feature) for feature in (hog, histogram)]
    for split in ("train", "test"):
        parts = [getattr(part, split).x for part in alone]
        np.testing.assert_array_equal(getattr(joined, split).x, np.concatenate(parts, axis=1))


def test_the_image_of_an_example_is_still_the_image(photographs: Dataset) -> None:
    made = featured(photographs, FEATURES["hog"]())
    for split in ("train", "test"):
        np.testing.assert_array_equal(
            made.image(getattr(made, split), 3), photographs.image(getattr(photographs, split), 3)
        )
    assert made.image_shape is None  # a row of W is no image
    pixels = featured(photographs, FEATURES["pixels"]())
    assert pixels.image_shape == (20, 16, 3)
    row = ImageRows(photographs, photographs.train)[slice(0, 1)]
    raw = featured(photographs, FEATURES["pixels"](), standardize=False)
    np.testing.assert_allclose(pixels.as_image(raw.train.x[0]), row[0], atol=1e-7)


@pytest.mark.parametrize("standardize", [True, False])
def test_features_that_are_equal_for_all_images_are_refused(standardize: bool) -> None:
    random = np.random.default_rng(0)
    x = np.stack([random.permutation(np.arange(64, dtype=np.uint8)) for _ in range(8)])  # one set of gray values
    parts = Examples(x[:6], np.arange(6) % 2), Examples(x[6:], np.arange(2))
    dataset = Dataset("npz", *parts, AffineMap(1 / 255, None), ("a", "b"), (8, 8), False, 255.0, "Made here.")
    words = r"features of npz must differ between training images; all 6 of histogram are constant\. Try another"
    with pytest.raises(InvalidValue, match=words):
        featured(dataset, FEATURES["histogram"](), standardize=standardize)


def test_what_cannot_work_says_so_in_one_line(photographs: Dataset, digits: Dataset) -> None:
    numbers = dataclasses.replace(digits, image_shape=None)
    refusals = [
        (numbers, FEATURES["hog"](), r"features need images; digits has none\. Leave features\.kind=none"),
        (digits, FEATURES["hog"](cell=5), r"cell of features must fit twice .* got 5 .* 8 x 8 pixels\. .*cell=4"),
        (digits, FEATURES["patches"](patch=8), r"patch of features must be smaller .* got 8 .*patch=7"),
        (digits, FEATURES["surf"](words=5000, points="keypoints"), r"words of features must be at most .* got 5,000"),
    ]
    for dataset, feature, message in refusals:
        with pytest.raises(InvalidValue, match=message) as refused:
            featured(dataset, feature)
        assert "\n" not in str(refused.value)
