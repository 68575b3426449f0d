"""A finished experiment as .npz, version 1: everything that a figure needs, and nothing that would need a pickle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.npyio import NpzFile

from landscape.data.archive import BROKEN
from landscape.errors import FileError, LosscopeError
from landscape.experiment.defaults import resolved
from landscape.experiment.description import from_toml
from landscape.experiment.scene import Path as ScenePath
from landscape.experiment.scene import Scene
from landscape.experiment.tries import Tries
from landscape.experiment.vary import distinctions
from landscape.files.atomic import replacing
from landscape.slice import Slice
from landscape.surfaces.surface import Surface

FORMAT = "losscope 1"
COLUMNS = ("step", "cost", "coordinates", "loss", "slice_loss", "batch_loss", "accuracy", "residual")
TRIES = ("step", "taken", "coordinates", "residual", "loss")
MORE = ("view_loss", "weights", "seconds", *(f"tries_{name}" for name in TRIES))  # only in some dumps
NEEDED = ("description", "provenance", "origin", "axes", "a", "b", "surface", "accuracy")


def write_npz(scene: Scene, target: Path, weights: bool = False) -> None:
    """Write a scene. numpy stamps every member with 1980, so equal scenes give equal bytes.

    Raises:
        FileError: the target cannot be written; nothing is left behind.
    """
    with replacing(target) as partial, partial.open("wb") as file:
        np.savez(file, **npz_arrays(scene, weights))


def npz_arrays(scene: Scene, weights: bool) -> dict[str, Any]:
    """The arrays of a dump by their keys; `weights` adds every recorded weight vector."""
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "description": np.array(scene.description.toml()),
        "provenance": np.array(json.dumps(scene.provenance, indent=1, sort_keys=True)),
        "origin": scene.slice.origin,
        "axes": scene.slice.axes,
        "a": scene.surface.a,
        "b": scene.surface.b,
        "surface": scene.surface.loss,
        "accuracy": scene.surface.accuracy,
    }
    if scene.test_surface is not None:
        arrays["surface_test"] = scene.test_surface.loss
        arrays["accuracy_test"] = scene.test_surface.accuracy
    for path in scene.paths:
        for name in COLUMNS:
            arrays[f"{path.label}.{name}"] = getattr(path, name)
        if scene.slice.n_axes > 2:  # with fewer, the view is the slice
            arrays[f"{path.label}.view_loss"] = path.view_loss
        arrays[f"{path.label}.stop"] = np.array(path.stop)
        if path.seconds is not None:
            arrays[f"{path.label}.seconds"] = path.seconds
        if path.tries is not None:
            for name in TRIES:
                values = getattr(path.tries, name)
                arrays[f"{path.label}.tries_{name}"] = values.astype(np.uint8) if values.dtype == bool else values
        if weights and path.weights is not None:
            arrays[f"{path.label}.weights"] = path.weights
    return arrays


def read_npz(source: Path) -> Scene:
    """The scene that a dump holds, without data and model. Keys that are not known are ignored.

    Raises:
        FileError: not a dump, of a newer version, damaged, or without a key that a scene needs.
        InvalidValue: its description breaks a rule.
    """
    with _opened(source) as archive:
        text = str(_members(source, archive, ("description",))["description"])
        description = from_toml(text, origin=str(source), lenient=True)
        arrays = _members(source, archive, NEEDED)
        columns = {part.label: _run(source, archive, part.label) for part in description.methods}
    facts = _facts(source, str(arrays["provenance"]))
    grid, seen = facts["grid"], facts["movement_seen"]
    try:
        view = Slice(arrays["origin"], arrays["axes"])
        if arrays["a"].ndim != 1 or arrays["b"].ndim != 1 or (view.n_axes > 1) != (len(arrays["b"]) > 0):
            raise ValueError("a and b must be lists of coordinates along the slice's axes")
        surface = Surface(
            arrays["a"],
            arrays["b"],
            arrays["surface"],
            arrays["accuracy"],
            np.full(arrays["surface"].shape, np.nan),
            str(grid.get("rows", "training examples")),
            str(grid.get("method", "exact")),
            float(grid.get("error_bound", 0.0)),
            names=_axis_names(facts),
        )
        notes = distinctions(resolved(description).table()["methods"])
        paths = tuple(
            _path(columns[part.label], part.label, part.method, view, seen.get(part.label), notes[part.label])
            for part in description.methods
        )
    except (ValueError, TypeError, IndexError) as error:
        raise FileError(f"arrays in {source} do not fit: {str(error).rstrip('.')}. Dump it again.") from error
    return Scene(description, facts["description"], view, surface, paths, facts)


def _axis_names(facts: dict[str, Any]) -> tuple[str, str]:
    about = facts.get("slice")
    first, second = about.get("axis_names", ("a", "b")) if isinstance(about, dict) else ("a", "b")
    return str(first), str(second)


def description_text(source: Path) -> str:
    """The TOML text of a dump's description.

    Raises:
        FileError: not a dump, or one without a description.
    """
    with _opened(source) as archive:
        if "description" not in archive.files:
            raise FileError(f"{source} lacks description, so it cannot be computed again. Open another file.")
        return str(_members(source, archive, ("description",))["description"])


@contextmanager
def _opened(source: Path) -> Iterator[NpzFile]:
    try:
        # numpy, given a path that is no archive, leaves the file open for the garbage collector.
        with source.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            found = str(archive["format"]) if "format" in archive.files else "no format"
            if found != FORMAT:
                raise FileError(
                    f"{source} must be a dump of format {FORMAT!r}; got {found[:40]!r}. "
                    "Update Losscope or dump it again."
                )
            yield archive
    except FileNotFoundError:
        raise FileError(f"there is no file {source}. Check the name.") from None
    except LosscopeError:
        raise
    except (*BROKEN, TypeError, AttributeError) as error:  # the last two: a single array, which is no context
        raise FileError(f"{source} is not an .npz of plain arrays ({type(error).__name__}). Dump it again.") from error


def _members(source: Path, archive: NpzFile, keys: Iterable[str]) -> dict[str, Any]:
    missing = [key for key in keys if key not in archive.files]
    if missing:
        raise FileError(f"{source} lacks {', '.join(missing)}. Compute it again with --recompute.")
    return {key: _plain(source, key, archive[key]) for key in keys}


def _plain(source: Path, key: str, value: Any) -> Any:
    is_text = key in ("description", "provenance") or key.endswith(".stop")
    if not isinstance(value, np.ndarray) or value.dtype.kind not in ("U" if is_text else "fiu"):
        raise FileError(f"{key} in {source} must hold {'a text' if is_text else 'numbers'}. Dump it again.")
    return value


def _run(source: Path, archive: NpzFile, label: str) -> dict[str, Any]:
    found = _members(source, archive, [f"{label}.{name}" for name in (*COLUMNS, "stop")])
    more = [f"{label}.{name}" for name in MORE if f"{label}.{name}" in archive.files]
    found |= _members(source, archive, more)
    return {key.removeprefix(f"{label}."): value for key, value in found.items()}


def _facts(source: Path, text: str) -> dict[str, Any]:
    """The provenance, with tables where a scene needs them."""
    try:
        facts = json.loads(text)
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        raise FileError(f"the provenance in {source} is damaged. Compute it again with --recompute.")
    for key in ("description", "grid", "movement_seen"):
        if not isinstance(facts.setdefault(key, {}), dict):
            raise FileError(f"{key} of the provenance in {source} must be a table. Compute it again with --recompute.")
    return facts


def _path(run: dict[str, Any], label: str, method: str, view: Slice, seen: float | None, note: str) -> ScenePath:
    n_rows = len(run["step"])
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(run, (n_rows,))
    shapes |= {"coordinates": (n_rows, view.n_axes), "weights": (n_rows, view.n_weights), "stop": ()}
    n_tries = len(run.get("tries_step", ()))
    shapes |= {f"tries_{name}": (n_tries, view.n_axes) if name == "coordinates" else (n_tries,) for name in TRIES}
    for name, value in run.items():
        if value.shape != shapes[name]:
            raise ValueError(f"{label}.{name} must have shape {shapes[name]}; got {value.shape}.")
    columns = {name: run[name] for name in COLUMNS}
    return ScenePath(
        label=label,
        method=method,
        **columns,
        view_loss=run.get("view_loss", columns["slice_loss"]),
        stop=str(run["stop"]),
        movement_seen=float("nan") if seen is None else float(seen),
        weights=run.get("weights"),
        note=note,
        tries=_tries(run),
        seconds=run.get("seconds"),
    )


def _tries(run: dict[str, Any]) -> Tries | None:
    if not all(f"tries_{name}" in run for name in TRIES):
        return None
    found = {name: run[f"tries_{name}"] for name in TRIES}
    return Tries(**{**found, "taken": found["taken"].astype(np.bool_)})
