"""What every source promises, over the catalogue: determinism, seeds, subsets, the map, the hash, errors, cancel."""

from __future__ import annotations

import dataclasses
import struct

import numpy as np
import pytest
from PIL import Image

from landscape.data import cifar10, cifar100
from landscape.data.catalogue import SOURCES
from landscape.data.download import download_folder
from landscape.data.file_rows import FileRows
from landscape.data.source import Source
from landscape.errors import Cancelled, DataError, InvalidValue
from landscape.work import Work

SUBSET = 37


@pytest.fixture(params=[*SOURCES, "cifar10 streamed"])
def make(request, tmp_path, monkeypatch):
    """A function that makes the source with given fields, on small files of its own where it needs files."""
    random = np.random.default_rng(5)
    places = {}
    name = request.param.removesuffix(" streamed")
    if name == "cifar10":
        monkeypatch.setattr(cifar10, "_RECORDS_PER_FILE", 40)
        for file in (*cifar10.TRAINING_FILES, cifar10.TEST_FILE):
            records = random.integers(0, 256, (40, cifar10.RECORD_BYTES), dtype=np.uint8)
            records[:, 0] = np.arange(40) % 10
            (tmp_path / file).write_bytes(records.tobytes())
        places = {"path": str(tmp_path)} | ({"stream": True} if name != request.param else {})
    elif name == "cifar100":
        monkeypatch.setattr(cifar100, "_RECORDS", (200, 100))
        for file, count in (("train.bin", 200), ("test.bin", 100)):
            records = random.integers(0, 256, (count, 3074), dtype=np.uint8)
            records[:, 0] = np.arange(count) % 20
            records[:, 1] = np.arange(count) % 100
            (tmp_path / file).write_bytes(records.tobytes())
        places = {"path": str(tmp_path), "coarse": True}
    elif name == "openml":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        kept = download_folder() / "openml-own-1.npz"
        kept.parent.mkdir(parents=True)
        np.savez(kept, X=random.normal(3.0, 2.0, (120, 7)), y=np.arange(120) % 3)
        places = {"dataset": "own"}
    elif name == "mnist":
        places = {"path": str(tmp_path)}
        for stem, count in (("train", 200), ("t10k", 40)):
            images = random.integers(0, 256, (count, 4, 3), dtype=np.uint8)
            labels = (np.arange(count) % 10).astype(np.uint8)
            (tmp_path / f"{stem}-images-idx3-ubyte").write_bytes(
                struct.pack(">4I", 0x803, count, 4, 3) + images.tobytes()
            )
            (tmp_path / f"{stem}-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 0x801, count) + labels.tobytes())
    elif name == "folder":
        places = {"path": str(tmp_path)}
        for number in range(60):
            folder = tmp_path / "abc"[number % 3]
            folder.mkdir(exist_ok=True)
            Image.fromarray(random.integers(0, 256, (4, 3, 3), dtype=np.uint8)).save(folder / f"{number:02}.png")
    elif name == "npy":
        places = {"path": str(tmp_path / "X.npy"), "labels": str(tmp_path / "y.npy")}
        np.save(places["path"], random.normal(3.0, 2.0, (120, 7)))
        np.save(places["labels"], np.arange(120) % 3)
    elif name == "csv":
        places = {"path": str(tmp_path / "own.csv")}
        lines = [f"{x:.6f},{y:.6f},{'abc'[n % 3]}" for n, (x, y) in enumerate(random.normal(3.0, 2.0, (120, 2)))]
        (tmp_path / "own.csv").write_text("\n".join(["x,y,class", *lines]))
    elif name == "points":
        places = {"center": True}  # as the others
        places["points"] = [[x, y, n % 3] for n, (x, y) in enumerate(random.normal(3.0, 2.0, (120, 2)).tolist())]
    elif name == "npz":
        places = {"path": str(tmp_path / "own.npz")}
        np.savez(places["path"], X=random.normal(3.0, 2.0, (120, 7)), y=np.arange(120) % 3)

    def construct(**fields) -> Source:
        return SOURCES[name](**(places | fields))

    return construct


def test_the_catalogue_key_is_the_name_and_the_summary_is_a_sentence(make):
    source = make()
    assert SOURCES[source.name] is type(source)
    assert source.summary.endswith(".")
    assert source.summary.count("\n") == 0


def test_every_field_explains_itself(make):
    for field in dataclasses.fields(make()):
        assert field.metadata["help"].endswith("."), field.name


def test_the_same_source_gives_the_same_data_whatever_the_workers(make):
    first, second = make(examples=SUBSET).load(Work()), make(examples=SUBSET).load(Work(workers=2))
    assert first.hash == second.hash
    assert first.train.x[:].tobytes() == second.train.x[:].tobytes()
    assert first.map.mean.tobytes() == second.map.mean.tobytes()
    assert first.note == second.note


def test_loaded_arrays_fit_together_and_are_read_only(make):
    dataset = make().load(Work())
    for part in (dataset.train, dataset.test):
        assert part.x.shape == (len(part.y), dataset.n_features)
        assert part.x.dtype in (np.uint8, np.float32)
        assert isinstance(part.x, FileRows) or part.x.flags.c_contiguous
        assert part.y.dtype == np.int64
        assert part.y.min(initial=0) >= 0
        assert part.y.max(initial=0) < dataset.n_classes
        with pytest.raises((ValueError, TypeError), match=r"read-only|does not support item assignment"):
            part.x[:1, :1] = 1
        with pytest.raises(ValueError, match="read-only"):
            part.y[:1] = 1
    assert len(dataset.train) > 0
    assert (len(dataset.test) == 0) == (dataset.source == "points")


def test_the_mapped_training_mean_is_zero_and_the_map_is_scale_times_x_minus_mean(make):
    dataset = make(examples=SUBSET).load(Work())
    mapped = dataset.map(dataset.train.x[:])
    assert np.abs(mapped.mean(axis=0)).max() < 1e-12
    stored = dataset.train.x[:].astype(float)
    assert np.allclose(mapped, dataset.map.scale * (stored - stored.mean(axis=0)), rtol=0, atol=1e-12)


def test_without_centering_stored_values_are_scaled_only(make):
    dataset = make(center=False, scale=0.5).load(Work())
    assert dataset.map.mean is None
    stored = dataset.train.x[:]
    assert np.array_equal(dataset.map(stored), 0.5 * stored.astype(float))


def test_a_subset_has_exactly_the_examples_asked_for_each_with_its_own_label(make):
    everything, some = make().load(Work()), make(examples=SUBSET).load(Work())
    assert len(some.train) == SUBSET
    label_of = dict(zip((row.tobytes() for row in everything.train.x[:]), everything.train.y, strict=True))
    assert [label_of[row.tobytes()] for row in some.train.x[:]] == some.train.y.tolist()
    share = np.bincount(everything.train.y) * SUBSET / len(everything.train)
    assert (np.abs(np.bincount(some.train.y) - share) < 1).all()
    assert np.array_equal(some.test.x[:], everything.test.x[:])  # the limit is on training examples alone


def test_asking_for_exactly_all_examples_changes_nothing(make):
    everything = make().load(Work())
    assert make(examples=len(everything.train)).load(Work()).hash == everything.hash


def test_another_seed_keeps_other_examples(make):
    assert make(examples=SUBSET, seed=1).load(Work()).hash != make(examples=SUBSET).load(Work()).hash


@pytest.mark.parametrize("change", [{"examples": SUBSET - 1}, {"scale": 0.75}, {"center": False}])
def test_the_hash_covers_chosen_rows_and_map(make, change):
    fields = {"examples": SUBSET}
    assert make(**fields).load(Work()).hash != make(**(fields | change)).load(Work()).hash


def test_the_hash_covers_the_scale_where_there_is_no_mean(make):
    first, second = (make(center=False, scale=scale).load(Work()) for scale in (0.5, 0.75))
    assert first.hash != second.hash


def test_the_note_says_where_from_how_split_how_many_kept_and_how_mapped(make):
    note = make(examples=SUBSET, scale=0.25, seed=9).load(Work()).note
    for words in ("split", f"Kept {SUBSET} of", "seed 9", "x 0.25", "minus the training mean"):
        assert words in note
    assert "\n" not in note


def test_more_examples_than_there_are_is_an_error_with_the_remedy(make):
    n = len(make().load(Work()).train)
    with pytest.raises(DataError, match=rf"at most its {n:,} training examples; got {n + 1:,}\. Leave examples unset"):
        make(examples=n + 1).load(Work())


def test_fewer_examples_than_classes_is_an_error_with_the_remedy(make):
    classes = make().load(Work()).n_classes
    with pytest.raises(DataError, match=rf"at least its {classes} classes; got {classes - 1}\. Try {10 * classes}\."):
        make(examples=classes - 1).load(Work())
    assert len(make(examples=classes).load(Work()).train) == classes


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("examples", 0),
        ("examples", 2.5),
        ("center", 1),
        ("scale", 0.0),
        ("scale", -1.0),
        ("scale", float("nan")),
        ("scale", float("inf")),
        ("seed", -1),
        ("seed", 2**32),
        ("seed", None),
    ],
)
def test_bad_fields_are_refused_by_name(make, field, value):
    with pytest.raises(InvalidValue, match=rf"^{field} of \w+ must .*; got ") as caught:
        make(**{field: value})
    assert "\n" not in str(caught.value)


def test_loading_reports_progress_and_stops_when_asked(make):
    heard = []
    make().load(Work(progress=lambda stage, fraction: heard.append((stage, fraction))))
    assert {stage for stage, _ in heard} == {"reading data", "averaging data"}
    for name in ("reading data", "averaging data"):
        fractions = [fraction for stage, fraction in heard if stage == name]
        assert fractions == sorted(fractions)
        assert fractions[-1] == 1.0
    work = Work()
    work.stop.set()
    with pytest.raises(Cancelled):
        make().load(work)
