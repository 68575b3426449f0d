"""What every output states about itself. No time, host or worker count: equal descriptions give equal bytes."""

from __future__ import annotations

import math
import platform
from dataclasses import asdict
from typing import Any

import numpy as np
import scipy

from landscape.data.dataset import Dataset
from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.points import point_words
from landscape.experiment.auto_step import AutoStep
from landscape.experiment.description import Description
from landscape.experiment.ranges import GridCoordinates
from landscape.experiment.scene import Path
from landscape.experiment.slicing import ViewedSlice
from landscape.experiment.stretches import stretch_words
from landscape.features.extract import FeaturedDataset
from landscape.objectives.catalogue import Model
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.surfaces.surface import Surface
from landscape.version import VERSION
from trainers.objective import Array

NO_EXAMPLES = (
    "A function of two variables has no examples and no batches: every method sees all of it, so that SGD is gradient "
    "descent; a cost counts evaluations, one with its gradient as three"
)
TIMINGS = "seconds were measured on one machine, once: they are not reproducible"


def provenance(
    full: Description,
    dataset: Dataset | None,
    model: Model,
    sliced: ViewedSlice,
    grid: GridCoordinates,
    surface: Surface,
    paths: tuple[Path, ...],
    *,
    stride: int,
    walk_share: float,
    start_residual: float,
    base: Array,
    auto_steps: dict[str, AutoStep],
) -> dict[str, Any]:
    """The facts of a finished experiment as nested tables of plain values, ready for JSON; None is "not known"."""
    view, part = sliced.view, full.slice
    kinds = " + ".join(DIRECTIONS[kind].label for kind in part.kinds)
    seeded = f", seed {part.seed}" if sliced.seeded else ""
    seen = min(2, view.n_axes)
    facts: dict[str, Any] = {
        "description": full.table(),
        "data": _data(dataset),
        "objective": _objective(model),
        "slice": {
            "kind": part.kind,
            "seed": part.seed,
            "center": part.center,
            "dimensions": view.n_axes,
            "lengths": [float(length) for length in view.lengths[:seen]],
            "angle": view.angle() if seen == 2 else None,
            "statement": f"{kinds}{seeded}, through {point_words(part.center, part.file or '')}",
            "numbers": dict(sliced.numbers),
            "notes": list(sliced.notes),
            **({} if surface.names == ("a", "b") else {"axis_names": list(surface.names)}),
        },
        "grid": {
            "a": [float(surface.a[0]), float(surface.a[-1])],
            "b": [float(surface.b[0]), float(surface.b[-1])] if len(surface.b) else None,
            "range_statement": grid.statement,
            "rows": surface.rows,
            "method": surface.method,
            "error_bound": surface.error_bound,
            "holes": surface.n_holes,
            "points": int(surface.loss.size),
            "test": full.grid.test,
        },
        "runs": {
            "inside": full.run.inside,
            "start": list(full.start.at),
            **({} if full.start.weights is None else {"weights_given": True}),
            "base": [float(x) for x in view.plane().project(base)],
            "start_residual": start_residual,
            "stride": stride,
            "stop": {path.label: path.stop for path in paths},
            "auto_step_sizes": {label: asdict(found) for label, found in auto_steps.items()},
        },
        "movement_seen": {path.label: _known(path.movement_seen) for path in paths},
        "random_walk_share": _known(walk_share),
        "versions": {
            "losscope": VERSION,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
    }
    facts["statement"] = _statements(facts, paths)
    facts["statement"] += _of_runs({label: found.statement for label, found in auto_steps.items()})
    facts["statement"] += _of_runs({part.label: stretch_words(part.stretch) for part in full.methods if part.stretch})
    facts["statement"] += _of_runs({path.label: path.tries.statement for path in paths if path.tries is not None})
    if dataset is None:
        facts["statement"].append(facts["data"]["note"])
    if any(path.seconds is not None for path in paths):
        facts["timings"] = TIMINGS
        facts["statement"].append(TIMINGS)
    return facts


def _data(dataset: Dataset | None) -> dict[str, Any]:
    if dataset is None:
        return {"note": NO_EXAMPLES}
    return {
        "source": dataset.source,
        "note": dataset.note,
        "hash": dataset.hash,
        "n_train": len(dataset.train),
        "n_test": len(dataset.test),
        "scale": dataset.map.scale if isinstance(dataset.map.scale, float) else "of each feature",
        "centered": dataset.map.mean is not None,
        **({"features": _features(dataset)} if isinstance(dataset, FeaturedDataset) else {}),
    }


def _features(dataset: FeaturedDataset) -> dict[str, Any]:
    return {"seen": dataset.seen, "count": dataset.n_features, "statement": dataset.statement}


def _objective(model: Model) -> dict[str, Any]:
    facts = {
        "model": model.name,
        "convex": model.convex,
        "statement": model.statement,
        "n_weights": model.n_weights,
    }
    if isinstance(model, PlaneObjective):
        minima = [list(place) for place in model.function.minima]
        return {**facts, "minima": minima, "lowest": model.function.lowest}
    return {
        **facts,
        "loss": model.data_loss.name,
        "regularization": model.regularization,
        "l1": model.l1,
    }


def _statements(facts: dict[str, Any], paths: tuple[Path, ...]) -> list[str]:
    lines = ["slice: " + facts["slice"]["statement"], *facts["slice"]["notes"], facts["grid"]["range_statement"]]
    if facts["grid"]["holes"]:
        lines.append(f"{facts['grid']['holes']:,} of {facts['grid']['points']:,} points are not finite")
    if facts["runs"]["inside"] == "slice":
        lines.append(f"methods move inside the slice; the start lay {facts['runs']['start_residual']:.3g} from it")
    if "weights_given" in facts["runs"]:
        lines.append("the base point: weights given")
    if facts["grid"]["test"] and not facts["data"].get("n_test"):
        lines.append("no test examples: this source has no test split")
    if facts["runs"]["stride"] > 1:
        lines.append(f"every {facts['runs']['stride']}-th step of a path is kept, and its first and last")
    return lines + _of_runs({path.label: path.stop for path in paths if not path.stop.startswith("ran all")})


def _of_runs(words: dict[str, str]) -> list[str]:
    """A sentence for each different words, after the labels of the runs that they are true of."""
    labels: dict[str, list[str]] = {}
    for label, said in words.items():
        labels.setdefault(said, []).append(label)
    return [f"{', '.join(whose)}: {said}" for said, whose in labels.items()]


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
