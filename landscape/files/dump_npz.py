"""A finished experiment as .npz, version 1: everything that a figure needs, and nothing that would need a pickle."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from landscape.errors import FileError
from landscape.experiment.description import from_toml
from landscape.experiment.scene import Path as ScenePath
from landscape.experiment.scene import Scene
from landscape.files.atomic import replacing
from landscape.slice import Slice
from landscape.surfaces.surface import Surface

FORMAT = "losscope 1"
COLUMNS = ("step", "cost", "coordinates", "loss", "slice_loss", "batch_loss", "accuracy", "residual")
NEEDED = ("description", "provenance", "origin", "axes", "a", "b", "surface", "accuracy")


def write_npz(scene: Scene, target: Path, *, weights: bool = False) -> None:
    """Write a scene. numpy stamps every member with 1980, so equal scenes give equal bytes.

    Raises:
        FileError: the target cannot be written; nothing is left behind.
    """
    with replacing(target) as partial, partial.open("wb") as file:
        np.savez(file, allow_pickle=False, **npz_arrays(scene, weights=weights))


def npz_arrays(scene: Scene, *, weights: bool) -> dict[str, Any]:
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
    for path in scene.paths:
        for name in COLUMNS:
            arrays[f"{path.label}.{name}"] = getattr(path, name)
        if scene.slice.n_axes > 2:  # with fewer, the view is the slice
            arrays[f"{path.label}.view_loss"] = path.view_loss
        arrays[f"{path.label}.stop"] = np.array(path.stop)
        if weights and path.weights is not None:
            arrays[f"{path.label}.weights"] = path.weights
    return arrays


def read_npz(source: Path) -> Scene:
    """The scene that a dump holds, without data and model. Keys that are not known are ignored.

    Raises:
        FileError: not a dump, of a newer version, damaged, or without a key that a scene needs.
    """
    arrays = _arrays(source)
    missing = [key for key in NEEDED if key not in arrays]
    if missing:
        raise FileError(f"{source} lacks {', '.join(missing)}. Compute it again with --recompute.")
    description = from_toml(str(arrays["description"]), origin=str(source), lenient=True)
    facts = json.loads(str(arrays["provenance"]))
    loss = arrays["surface"]
    grid = facts.get("grid", {})
    surface = Surface(
        arrays["a"],
        arrays["b"],
        loss,
        arrays["accuracy"],
        np.full(loss.shape, np.nan),
        str(grid.get("rows", "training examples")),
        str(grid.get("method", "exact")),
        float(grid.get("error_bound", 0.0)),
    )
    view = Slice(arrays["origin"], arrays["axes"])
    seen = facts.get("movement_seen", {})
    paths = tuple(
        _path(source, arrays, part.label, part.method, seen.get(part.label)) for part in description.methods
    )
    return Scene(description, facts.get("description", {}), view, surface, paths, facts)


def description_text(source: Path) -> str:
    """The TOML text of a dump's description.

    Raises:
        FileError: not a dump, or one without a description.
    """
    arrays = _arrays(source)
    if "description" not in arrays:
        raise FileError(f"{source} lacks description, so it cannot be computed again.")
    return str(arrays["description"])


def _arrays(source: Path) -> dict[str, Any]:
    try:
        with np.load(source, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
    except FileNotFoundError:
        raise FileError(f"there is no file {source}. Check the name.") from None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise FileError(f"{source} is not an .npz of plain arrays ({type(error).__name__}). Dump it again.") from None
    found = str(arrays.get("format", "no format"))
    if found != FORMAT:
        raise FileError(f"{source} must be a dump of format {FORMAT!r}; got {found!r}. Update Losscope or dump it again.")
    return arrays


def _path(source: Path, arrays: dict[str, Any], label: str, method: str, seen: float | None) -> ScenePath:
    missing = [name for name in (*COLUMNS, "stop") if f"{label}.{name}" not in arrays]
    if missing:
        named = ", ".join(f"{label}.{name}" for name in missing)
        raise FileError(f"{source} lacks {named}. Compute it again with --recompute.")
    columns = {name: arrays[f"{label}.{name}"] for name in COLUMNS}
    return ScenePath(
        label=label,
        method=method,
        **columns,
        view_loss=arrays.get(f"{label}.view_loss", columns["slice_loss"]),
        stop=str(arrays[f"{label}.stop"]),
        movement_seen=float("nan") if seen is None else float(seen),
        weights=arrays.get(f"{label}.weights"),
    )
