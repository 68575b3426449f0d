"""Files: what is written comes back, twice the same, each format."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.files.catalogue import DUMPS, FORMATS, Format
from landscape.files.embedded import ENDINGS
from landscape.selfcheck.case import Case, worst

SMALL = with_values(
    with_methods(Description(), ["sgd", "random-search"]),
    {"data.examples": 60, "run.steps": 3, "grid.resolution": [7, 11], "grid.range": [[-1.0, 2.0], [0.0, 0.5]]},
)


def scene() -> Scene:
    """A small experiment on digits, with a 7 x 11 surface."""
    return Pipeline().scene(SMALL)


def npz_round_trip(
    write: Callable[[Scene, Path, bool], None] | None = FORMATS[".npz"].write_dump,
    read: Callable[[Path], Scene] | None = FORMATS[".npz"].read_scene,
) -> float:
    """The largest difference of a surface, a path or an axis after a dump was written and read."""
    assert write is not None
    assert read is not None
    made = scene()
    with tempfile.TemporaryDirectory() as folder:
        write(made, Path(folder) / "scene.npz", False)
        back = read(Path(folder) / "scene.npz")
    pairs = [(made.surface.a, back.surface.a), (made.surface.b, back.surface.b)]
    pairs += [(made.surface.loss, back.surface.loss), (made.slice.axes, back.slice.axes)]
    for one, other in zip(made.paths, back.paths, strict=True):
        pairs += [(one.loss, other.loss), (one.coordinates, other.coordinates), (one.residual, other.residual)]
    if any(one.shape != other.shape for one, other in pairs):
        return float("inf")
    return worst(float(np.abs(one - other).max()) for one, other in pairs)


def csv_round_trip(write: Callable[[Scene, Path, bool], None] | None = FORMATS[".csv"].write_dump) -> float:
    """The largest difference of a run's number that was written as text and read again."""
    assert write is not None
    made = scene()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scene.csv"
        write(made, file, False)
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    off = [0.0 if len(rows) == sum(len(path.step) for path in made.paths) else float("inf")]
    for path in made.paths:
        columns = {"step": path.step, "cost": path.cost, "loss": path.loss, "residual": path.residual}
        columns |= {f"coordinate_{axis + 1}": path.coordinates[:, axis] for axis in range(made.slice.n_axes)}
        columns |= {"slice_loss": path.slice_loss, "accuracy": path.accuracy}
        for name, wanted in columns.items():
            found = np.array([float(row[name]) for row in rows if row["label"] == path.label])
            off.append(float(np.abs(found - wanted).max()) if found.shape == wanted.shape else float("inf"))
    return worst(off)


def descriptions_travel(formats: Mapping[str, Format] = FORMATS) -> float:
    """In how many formats, of all that there are, the description does not come back as it was."""
    from landscape.figures.save import save_figure

    made, lost = scene(), 0
    with tempfile.TemporaryDirectory() as folder:
        for ending in (".toml", *DUMPS, *ENDINGS):
            file = Path(folder) / f"scene{ending}"
            write = formats[ending].write_dump
            if write is not None:
                write(made, file, False)
            elif ending in ENDINGS:
                save_figure(made, file, description_toml=made.description.toml())
            else:
                file.write_text(made.description.toml(), encoding="utf-8")
            lost += formats[ending].description_text(file) != made.description.toml()
    return float(lost)


def same_bytes(make: Callable[[], Scene] = scene) -> float:
    """How many formats, dumps and pictures, have other bytes the second time."""
    from landscape.figures.save import save_figure

    different = 0
    with tempfile.TemporaryDirectory() as folder:
        files = [(Path(folder) / f"first{ending}", Path(folder) / f"second{ending}") for ending in (*DUMPS, *ENDINGS)]
        for place in (0, 1):
            made = make()
            for pair in files:
                write = FORMATS[pair[place].suffix].write_dump
                if write is not None:
                    write(made, pair[place], False)
                else:
                    save_figure(made, pair[place], description_toml=made.description.toml())
        for first, second in files:
            different += first.read_bytes() != second.read_bytes()
    return float(different)


def blas_threads() -> float:
    """By how many threads more than one this machine's BLAS works: results would depend on their number."""
    from threadpoolctl import threadpool_info

    pools = [pool["num_threads"] - 1 for pool in threadpool_info() if pool["user_api"] == "blas"]
    if not pools:
        raise RuntimeError("threadpoolctl knows no BLAS here, so its threads cannot be limited")
    return worst(pools)


CASES = (
    Case("dump", "an .npz with the scene that was written, a 7 x 11 surface among it", npz_round_trip, 0.0),
    Case("table", "the numbers of a .csv with those of the runs", csv_round_trip, 0.0),
    Case("descriptions", "formats that give the description back otherwise than as it was", descriptions_travel, 0.0),
    Case("same bytes", "formats whose second file differs from the first", same_bytes, 0.0),
    Case("BLAS", "threads with one", blas_threads, 0.0),
)
