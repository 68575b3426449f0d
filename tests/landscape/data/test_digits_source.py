"""The packaged digits: counts, split, and that the file is scikit-learn's copy to the byte."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from landscape.data.digits import Digits
from landscape.data.stratify import stratified
from landscape.work import Work
from trainers.randomness import Purpose, generator

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def digits():
    return Digits().load(Work())


def test_counts_scale_and_names(digits):
    assert (len(digits.train), len(digits.test)) == (1437, 360)
    assert digits.train.x.shape == (1437, 64)
    assert digits.train.x.dtype == np.uint8
    assert digits.train.x.max() == digits.peak == 16
    assert digits.map.scale == 1 / 16
    assert digits.class_names == tuple("0123456789")
    assert digits.image_shape == (8, 8)
    assert not digits.planar


def test_the_split_is_stratified_disjoint_and_covers_scikit_learns_copy(digits):
    original = load_digits()
    totals = np.bincount(original.target)
    assert (np.abs(np.bincount(digits.train.y) - totals * 1437 / 1797) < 1).all()
    assert (np.abs(np.bincount(digits.test.y) - totals * 360 / 1797) < 1).all()
    # All 1,797 images differ, so equal sets of (label, pixels) mean a partition.
    loaded = {(y, x.tobytes()) for part in (digits.train, digits.test) for x, y in zip(part.x, part.y, strict=True)}
    expected = zip(original.data.astype(np.uint8), original.target, strict=True)
    assert loaded == {(y, x.tobytes()) for x, y in expected}
    assert len(loaded) == 1797


def test_the_split_draws_from_its_own_stream(digits):
    original = load_digits()
    rows = stratified(original.target, 1437, generator(0, Purpose.SPLIT))
    assert np.array_equal(digits.train.x, original.data[rows])


def test_the_seed_decides_the_split(digits):
    other = Digits(seed=1).load(Work())
    assert len(other.train) == 1437
    assert not np.array_equal(other.train.x, digits.train.x)


def test_images_are_shown_as_scikit_learn_shows_them(digits):
    original = load_digits()
    row = int(np.flatnonzero((original.data == digits.train.x[17]).all(axis=1))[0])
    assert np.array_equal(digits.image(digits.train, 17), original.images[row] / 16)


def test_the_note_names_source_and_license(digits):
    for words in ("Optical Recognition of Handwritten Digits", "Alpaydin", "Kaynak", "CC BY 4.0", "scikit-learn"):
        assert words in digits.note


def test_the_script_reproduces_the_packaged_bytes(tmp_path):
    again = tmp_path / "again.npz"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_digits.py", again], check=True, capture_output=True)
    assert again.read_bytes() == resources.files("landscape.data").joinpath("digits.npz").read_bytes()


def test_loading_digits_imports_no_scikit_learn():
    code = (
        "import sys; from landscape.data.catalogue import SOURCES; from landscape.work import Work; "
        "SOURCES['digits']().load(Work()); sys.exit('sklearn' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
