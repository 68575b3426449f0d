"""Drawn points: where they lie without noise, and what a line can and cannot do with them."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.data.blobs import Blobs
from landscape.data.circles import Circles
from landscape.data.moons import Moons
from landscape.data.noise import Noise
from landscape.data.spiral import Spiral
from landscape.data.xor import Xor
from landscape.errors import InvalidValue
from landscape.work import Work


def drawn(source):
    raw = source.read(Work())
    return raw.examples.x.astype(float), raw.examples.y


def test_clouds_without_noise_are_their_centers_on_the_unit_circle():
    x, y = drawn(Blobs(clouds=4, noise=0.0))
    assert np.allclose(x, np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])[y], atol=1e-7)


def test_the_noise_is_the_deviation_of_a_cloud():
    x, y = drawn(Blobs(clouds=2, noise=0.3, count=20_000))
    for label, center in ((0, [1, 0]), (1, [-1, 0])):
        assert np.allclose(x[y == label].mean(axis=0), center, atol=0.015)
        assert np.allclose(x[y == label].std(axis=0), 0.3, atol=0.015)


def test_a_spiral_turns_by_four_radians_over_its_radius():
    x, y = drawn(Spiral(arms=3, noise=0.0))
    radius, angle = np.hypot(*x.T), np.arctan2(x[:, 1], x[:, 0])
    off = (angle - 4 * radius - 2 * np.pi * y / 3 + np.pi) % (2 * np.pi) - np.pi
    assert np.abs(off[radius > 0.01]).max() < 1e-4
    assert radius.max() <= 1.0 + 1e-6


def test_xor_is_the_sign_of_the_product():
    x, y = drawn(Xor(noise=0.0))
    assert np.array_equal(x[:, 0] * x[:, 1] < 0, y == 1)
    assert np.abs(x).max() <= 1


def test_no_line_does_much_better_than_chance_on_xor():
    x, y = drawn(Xor(noise=0.0, count=4000))
    features = np.column_stack([x, np.ones(len(x))])
    weights = np.linalg.lstsq(features, 2.0 * y - 1, rcond=None)[0]
    right = (features @ weights > 0) == (y == 1)
    assert abs(right.mean() - 0.5) < 0.1


def test_circles_have_their_radii():
    x, y = drawn(Circles(noise=0.0, inner=0.25))
    assert np.allclose(np.hypot(*x.T), np.where(y == 0, 1.0, 0.25), atol=1e-6)


def test_moons_are_half_circles_that_do_not_meet():
    x, y = drawn(Moons(noise=0.0))
    upper, lower = x[y == 0], x[y == 1]
    assert np.allclose(np.hypot(*upper.T), 1, atol=1e-6)
    assert upper[:, 1].min() >= -1e-6
    assert np.allclose(np.hypot(*(lower - [1, 0.5]).T), 1, atol=1e-6)
    assert lower[:, 1].max() <= 0.5 + 1e-6
    assert np.linalg.norm(upper[:, None] - lower[None], axis=2).min() > 0.2


def test_noise_has_no_class_means():
    raw = Noise(count=4000).read(Work())
    assert raw.image_shape == (32, 32, 3)
    means = [raw.examples.x[raw.examples.y == label].mean() for label in range(10)]
    assert np.allclose(means, 127.5, atol=0.4)


@pytest.mark.parametrize("source", [Blobs, Spiral, Xor, Circles, Moons, Noise])
def test_another_seed_draws_other_examples_and_classes_are_equal(source):
    first, second = (source(seed=seed, count=200).read(Work()).examples for seed in (0, 1))
    assert not np.array_equal(first.x, second.x)
    assert np.ptp(np.bincount(first.y)) <= 1


def test_too_few_points_for_the_classes_are_refused():
    with pytest.raises(InvalidValue, match=r"at least 5 for each of its 50 classes; got 100\. Try 5000\."):
        Blobs(clouds=50, count=100)
