"""The dump's contract: keys, shapes and types, a whole way back, and clear words about files that are not right."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscape.errors import FileError, LosscopeError
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.files.dump_npz import npz_arrays, read_npz, write_npz
from landscape.files.reading import read_description, read_scene

SMALL = {"data.examples": 150, "run.steps": 6, "grid.resolution": [7, 11]}
BASIC = with_values(with_methods(Description(), ["sgd", "adam", "random-search"]), SMALL)
COLUMNS = ("step", "cost", "loss", "slice_loss", "batch_loss", "accuracy", "residual")


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Pipeline().scene(BASIC)


@pytest.fixture(scope="module")
def line() -> Scene:
    return Pipeline().scene(with_values(BASIC, {"slice.dimensions": 1}))


@pytest.fixture(scope="module")
def deep() -> Scene:
    return Pipeline().scene(with_values(BASIC, {"slice.dimensions": 3, "slice.kind": "unit"}))


@pytest.fixture
def written(scene: Scene, tmp_path: Path) -> Path:
    write_npz(scene, tmp_path / "run.npz")
    return tmp_path / "run.npz"


def changed(source: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of a dump with other arrays in it."""
    with np.load(source) as file:
        arrays = {key: file[key] for key in file.files}
    change(arrays)
    target = source.with_name("changed.npz")
    np.savez(target, **arrays)
    return target


def test_keys_shapes_and_types_are_those_of_version_1(scene: Scene, tmp_path: Path) -> None:
    write_npz(scene, tmp_path / "run.npz", weights=True)
    with np.load(tmp_path / "run.npz", allow_pickle=False) as file:
        found = {key: file[key] for key in file.files}
    shapes: dict[str, tuple[int, ...]] = {
        "format": (), "description": (), "provenance": (), "origin": (650,), "axes": (2, 650), "a": (7,), "b": (11,),
        "surface": (7, 11), "accuracy": (7, 11),
    }  # fmt: skip
    for label in ("sgd", "adam", "random-search"):
        shapes |= {f"{label}.{name}": (7,) for name in COLUMNS}
        shapes |= {f"{label}.coordinates": (7, 2), f"{label}.stop": (), f"{label}.weights": (7, 650)}
    assert {key: array.shape for key, array in found.items()} == shapes
    for key, array in found.items():
        is_text = key in ("format", "description", "provenance") or key.endswith(".stop")
        whole = key.endswith((".step", ".cost"))
        assert array.dtype.kind == ("U" if is_text else "i" if whole else "f"), key
        assert is_text or array.dtype.itemsize == 8, key
    assert str(found["format"]) == "losscope 1"
    assert from_toml(str(found["description"])) == BASIC


def test_weights_are_kept_only_where_they_are_asked_for(written: Path) -> None:
    with np.load(written) as file:
        assert not [key for key in file.files if key.endswith(".weights")]
    assert all(path.weights is None for path in read_npz(written).paths)


def test_provenance_is_json_with_a_sha256_of_the_data(written: Path, scene: Scene) -> None:
    with np.load(written) as file:
        facts = json.loads(str(file["provenance"]))
    assert facts == scene.provenance
    assert len(bytes.fromhex(facts["data"]["hash"])) == 32


def test_a_line_has_no_b_and_a_surface_of_one_axis(line: Scene, tmp_path: Path) -> None:
    write_npz(line, tmp_path / "line.npz")
    with np.load(tmp_path / "line.npz") as file:
        assert file["b"].shape == (0,)
        assert file["surface"].shape == file["accuracy"].shape == (7,)
        assert file["axes"].shape == (1, 650)
        assert file["sgd.coordinates"].shape == (7, 1)
    assert_same(read_npz(tmp_path / "line.npz"), line)


def test_more_axes_than_two_keep_their_coordinates_and_both_losses_beneath(deep: Scene, tmp_path: Path) -> None:
    write_npz(deep, tmp_path / "deep.npz")
    with np.load(tmp_path / "deep.npz") as file:
        assert file["axes"].shape == (3, 650)
        assert file["sgd.coordinates"].shape == (7, 3)
        nearest = file["origin"] + file["sgd.coordinates"] @ file["axes"]
    sgd = deep.paths[0]
    assert deep.model is not None
    np.testing.assert_allclose([deep.model.loss(w) for w in nearest], sgd.slice_loss, rtol=1e-11)
    again = read_npz(tmp_path / "deep.npz")
    np.testing.assert_array_equal(again.paths[0].view_loss, sgd.view_loss)
    assert np.abs(sgd.view_loss - sgd.slice_loss).max() > 1e-9
    assert_same(again, deep)


def assert_same(read: Scene, written: Scene) -> None:
    """Everything that a picture needs came back, bit by bit."""
    assert read.description == written.description
    assert read.resolved == written.resolved
    assert read.provenance == written.provenance
    np.testing.assert_array_equal(read.slice.origin, written.slice.origin)
    np.testing.assert_array_equal(read.slice.axes, written.slice.axes)
    for name in ("a", "b", "loss", "accuracy"):
        np.testing.assert_array_equal(getattr(read.surface, name), getattr(written.surface, name))
    assert (read.surface.rows, read.surface.method) == (written.surface.rows, written.surface.method)
    assert [path.label for path in read.paths] == [path.label for path in written.paths]
    for one, other in zip(read.paths, written.paths, strict=True):
        for name in (*COLUMNS, "coordinates", "view_loss"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
        assert (one.method, one.stop) == (other.method, other.stop)
        np.testing.assert_array_equal(one.movement_seen, other.movement_seen)  # also where both are NaN


def test_what_is_written_comes_back(written: Path, scene: Scene) -> None:
    assert_same(read_npz(written), scene)
    assert_same(read_scene(written), scene)
    assert read_description(written) == BASIC


def test_a_7_by_11_surface_is_not_transposed(written: Path, scene: Scene) -> None:
    assert scene.model is not None
    with np.load(written) as file:
        for i, j in ((0, 10), (6, 0), (2, 9)):
            weights = file["origin"] + file["a"][i] * file["axes"][0] + file["b"][j] * file["axes"][1]
            assert file["surface"][i, j] == pytest.approx(scene.model.loss(weights), rel=1e-12)


def test_numbers_that_are_not_finite_come_back_as_they_are(tmp_path: Path) -> None:
    scene = Pipeline().scene(with_values(BASIC, {"grid.range": 1e200, "methods.sgd.step_size": 1e308}))
    write_npz(scene, tmp_path / "holes.npz")
    read = read_npz(tmp_path / "holes.npz")
    assert read.surface.n_holes == scene.surface.n_holes > 0
    assert_same(read, scene)


def test_a_share_of_exactly_nothing_is_not_taken_for_unknown(scene: Scene, tmp_path: Path) -> None:
    seen = scene.provenance["movement_seen"] | {"sgd": 0.0, "adam": None}
    changed_scene = replace(scene, provenance=scene.provenance | {"movement_seen": seen})
    write_npz(changed_scene, tmp_path / "run.npz")
    sgd, adam, _ = read_npz(tmp_path / "run.npz").paths
    assert sgd.movement_seen == 0.0
    assert np.isnan(adam.movement_seen)


def test_equal_scenes_give_equal_bytes(scene: Scene, tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        write_npz(scene, tmp_path / name)
    write_npz(Pipeline().scene(BASIC), tmp_path / "three.npz")
    first, second, third = ((tmp_path / f"{name}.npz").read_bytes() for name in ("one", "two", "three"))
    assert first == second == third
    with zipfile.ZipFile(tmp_path / "one.npz") as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}


def test_nothing_in_a_dump_would_need_a_pickle(scene: Scene) -> None:
    assert all(array.dtype.kind in "Uif" for array in npz_arrays(scene, True).values())


def test_keys_that_are_not_known_are_ignored_even_if_they_are_pickles(written: Path, scene: Scene) -> None:
    def later(arrays: dict[str, Any]) -> None:
        arrays |= {"seconds": np.arange(3.0), "sgd.curvature": np.zeros(2), "extra": np.array([{}], dtype=object)}

    assert_same(read_npz(changed(written, later)), scene)


KEYS = ("description", "provenance", "origin", "axes", "a", "b", "surface", "accuracy", "sgd.loss", "adam.stop")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_missing_is_named_with_the_remedy(written: Path, key: str) -> None:
    broken = changed(written, lambda arrays: arrays.pop(key))
    with pytest.raises(FileError, match=rf"lacks {key}.*--recompute") as refused:
        read_npz(broken)
    assert "\n" not in str(refused.value)


def test_all_keys_that_are_missing_are_named(written: Path) -> None:
    broken = changed(written, lambda arrays: [arrays.pop(key) for key in ("axes", "surface")])
    with pytest.raises(FileError, match="lacks axes, surface"):
        read_npz(broken)
    assert read_description(broken) == BASIC  # which is what --recompute needs


def put(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda arrays: arrays.update({key: value})


BROKEN = {
    "another format": put("format", np.array("losscope 2")),
    "no format": lambda arrays: arrays.pop("format"),
    "transposed": lambda arrays: arrays.update(surface=arrays["surface"].T),
    "flat": lambda arrays: arrays.update(surface=arrays["surface"].ravel()),
    "other accuracy": put("accuracy", np.zeros((7, 10))),
    "a in two dimensions": put("a", np.zeros((7, 1))),
    "a as a number": put("a", np.array(3.0)),
    "no b for two axes": lambda arrays: arrays.update(b=np.empty(0), surface=np.zeros(7), accuracy=np.zeros(7)),
    "axes of another length": put("axes", np.eye(2, 600)),
    "zero axes": put("axes", np.zeros((2, 650))),
    "axes of NaN": put("axes", np.full((2, 650), np.nan)),
    "texts for numbers": put("surface", np.full((7, 11), "x")),
    "pickled": put("surface", np.full((7, 11), None)),
    "complex": put("surface", np.zeros((7, 11), dtype=complex)),
    "short column": put("sgd.loss", np.zeros(6)),
    "step in two dimensions": put("sgd.step", np.zeros((7, 2))),
    "step as a number": put("sgd.step", np.array(3)),
    "coordinates of three axes": put("sgd.coordinates", np.zeros((7, 3))),
    "stop as a number": put("sgd.stop", np.array(3.0)),
    "weights of another length": put("sgd.weights", np.zeros((7, 649))),
    "provenance that is no JSON": put("provenance", np.array("{")),
    "provenance that is a list": put("provenance", np.array("[]")),
    "provenance with a grid that is a number": put("provenance", np.array('{"grid": 3}')),
    "provenance with a bound that is a text": put("provenance", np.array('{"grid": {"error_bound": "x"}}')),
    "provenance with a share that is a text": put("provenance", np.array('{"movement_seen": {"sgd": "x"}}')),
    "description that is no TOML": put("description", np.array("[")),
    "description that is a number": put("description", np.array(3.0)),
    "description of a later schema": put("description", np.array("schema = 99")),
    "description with a bad value": put("description", np.array("[slice]\nseed = -1")),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=list(BROKEN))
def test_a_dump_that_was_tampered_with_is_refused_in_one_line(written: Path, change: Any) -> None:
    broken = changed(written, change)
    with pytest.raises(LosscopeError) as refused:
        read_npz(broken)
    message = str(refused.value)
    assert "\n" not in message
    assert "schema" in message or "seed" in message or "changed.npz" in message


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.9, 0.999])
def test_a_dump_that_was_cut_off_is_refused_in_one_line(written: Path, share: float) -> None:
    whole = written.read_bytes()
    written.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(FileError, match=r"run\.npz") as refused:
        read_npz(written)
    assert "\n" not in str(refused.value)
    with pytest.raises(FileError):
        read_description(written)


def test_a_dump_with_flipped_bytes_is_refused_or_read_the_same(written: Path, scene: Scene) -> None:
    whole = written.read_bytes()
    for place in np.random.default_rng(0).integers(0, len(whole), 60):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        written.write_bytes(damaged)
        with contextlib.suppress(LosscopeError):
            assert_same(read_npz(written), scene)  # where it hit what nothing depends on: a date, an attribute


@pytest.mark.parametrize("content", [b"", b"PK", b"just text\n", b"\x93NUMPY\x01\x00", b"\x80\x04N."])
def test_a_foreign_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "foreign.npz").write_bytes(content)
    for read in (read_npz, read_scene, read_description):
        with pytest.raises(FileError, match=r"foreign\.npz") as refused:
            read(tmp_path / "foreign.npz")
        assert "\n" not in str(refused.value)


def test_a_single_array_and_a_zip_of_something_else_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "array.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with zipfile.ZipFile(tmp_path / "texts.npz", "w") as archive:
        archive.writestr("format", "losscope 1")
    np.savez(tmp_path / "other.npz", X=np.zeros(3))
    for name in ("array", "texts", "other"):
        with pytest.raises(FileError, match=name) as refused:
            read_npz(tmp_path / f"{name}.npz")
        assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    for read in (read_npz, read_scene, read_description):
        with pytest.raises(FileError, match="there is no file"):
            read(tmp_path / "nothing.npz")
        with pytest.raises(FileError):
            read(tmp_path / f"{'a' * 300}.npz")


def test_no_file_is_left_open(written: Path) -> None:
    read_npz(written)
    written.write_bytes(b"x")
    with pytest.raises(FileError):
        read_npz(written)
    written.unlink()  # which Windows refuses for an open file; an unclosed one is a warning, hence an error, here
