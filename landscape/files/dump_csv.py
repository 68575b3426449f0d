"""The runs of an experiment as CSV: one row per run and recorded step, below `#` lines that say what it is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from landscape.errors import FileError
from landscape.experiment.scene import Scene
from landscape.files.atomic import replacing

FIRST_LINE = "# losscope 1"
_DESCRIPTION = "# description: "
_PROVENANCE = "# provenance: "


def write_csv(scene: Scene, target: Path, weights: bool = False) -> None:
    """Write the runs. Numbers are as short as they can be while reading back as the same float64.

    The description stands as one JSON string, so that `description_text` reads it back whole.

    Raises:
        FileError: weights are asked for, which a table of runs has no room for, or the target cannot be written;
            nothing is left behind.
    """
    if weights:
        raise FileError("a CSV holds no weights. Write an .npz, or leave out --weights.")
    axes = [f"coordinate_{index + 1}" for index in range(scene.slice.n_axes)]
    values = ("loss", "slice_loss", "batch_loss", "accuracy", "residual")
    names = ["label", "method", "step", "cost", *axes, *values, "stop"]
    with replacing(target) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{FIRST_LINE}\n")
        file.write(f"{_DESCRIPTION}{json.dumps(scene.description.toml())}\n")
        file.write(f"{_PROVENANCE}{json.dumps(scene.provenance, sort_keys=True)}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for path in scene.paths:
            for row in range(len(path.step)):
                numbers = [getattr(path, name) for name in values]
                writer.writerow(
                    [path.label, path.method, int(path.step[row]), int(path.cost[row])]
                    + [repr(float(value)) for value in path.coordinates[row]]
                    + [repr(float(column[row])) for column in numbers]
                    + [path.stop]
                )


def description_text(source: Path) -> str:
    """The TOML text of the description in a CSV dump's first lines.

    Raises:
        FileError: the file cannot be read, or is no CSV that Losscope wrote.
    """
    try:
        with source.open(encoding="utf-8") as file:
            first, second = file.readline().rstrip("\n"), file.readline().rstrip("\n")
    except FileNotFoundError:
        raise FileError(f"there is no file {source}. Check the name.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"cannot read {source}: {type(error).__name__}. Dump it again.") from None
    if first != FIRST_LINE or not second.startswith(_DESCRIPTION):
        raise FileError(
            f"{source} must be a CSV that Losscope wrote, beginning with {FIRST_LINE!r}; got {first[:40]!r}."
        )
    try:
        return str(json.loads(second.removeprefix(_DESCRIPTION)))
    except ValueError:
        raise FileError(f"the description in {source} is damaged. Dump it again.") from None
