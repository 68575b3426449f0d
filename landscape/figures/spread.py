"""Runs that differ by their seeds alone, as one: the median of their losses, and the band that all of them lie in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from landscape.experiment.scene import Path, Scene
from landscape.experiment.vary import distinctions, seed_families
from trainers.objective import Array


@dataclass(frozen=True, eq=False)
class Family:
    """One run, or several that differ by their seeds alone.

    Attributes:
        median: the run, or a path of medians over the runs, at the steps (T,) that all of them recorded.
        low, high: the lowest and the highest loss (T,) of any run there; not finite where one run's is not.
        n_runs: how many runs there are.
    """

    median: Path
    low: Array
    high: Array
    n_runs: int


def families_of(scene: Scene) -> tuple[Family, ...]:
    """The runs of a scene by families, in order. A scene that does not say how its runs differ has no bands."""
    methods = scene.resolved.get("methods", {})
    paths = {path.label: path for path in scene.paths}
    if not set(paths) <= set(methods):
        return tuple(_family([path], path.note) for path in scene.paths)
    seedless = {label: {name: value for name, value in methods[label].items() if name != "seed"} for label in paths}
    notes = distinctions(seedless)
    known = {label: methods[label] for label in paths}
    return tuple(_family([paths[label] for label in labels], notes[labels[0]]) for labels in seed_families(known))


def _family(paths: list[Path], note: str) -> Family:
    first = paths[0]
    if len(paths) == 1:
        return Family(first, first.loss, first.loss, 1)
    steps = reduce(np.intersect1d, [path.step for path in paths])
    rows = [np.searchsorted(path.step, steps) for path in paths]
    losses = np.array([path.loss[row] for path, row in zip(paths, rows, strict=True)])
    timed = [path.seconds[row] for path, row in zip(paths, rows, strict=True) if path.seconds is not None]
    at = rows[0]
    median = replace(
        first,
        label=first.label if note else first.method,
        step=steps,
        cost=first.cost[at],
        coordinates=first.coordinates[at],
        residual=first.residual[at],
        loss=np.median(losses, axis=0),
        accuracy=np.median([path.accuracy[row] for path, row in zip(paths, rows, strict=True)], axis=0),
        slice_loss=first.slice_loss[at],
        view_loss=first.view_loss[at],
        batch_loss=first.batch_loss[at],
        weights=None,
        note=note,
        tries=None,
        seconds=np.median(timed, axis=0) if len(timed) == len(paths) else None,
    )
    return Family(median, losses.min(axis=0), losses.max(axis=0), len(paths))
