"""From the slice's part of a description to the slice: a center, a basis of one or more kinds, a view of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import null_space

from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Context, ReferenceRun
from landscape.directions.random_walk import walks_like
from landscape.errors import InvalidValue
from landscape.experiment.parts import SlicePart
from landscape.objectives.catalogue import Classifier
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array

AXES_BYTES = 2**30  # an orthonormal basis and its factors take a few times as much while they are made


@dataclass(frozen=True, eq=False)
class ViewedSlice:
    """The viewed slice (k axes, the first two are seen), with notes on its axes."""

    view: Slice
    notes: tuple[str, ...]


def center_of(part: SlicePart, base: Array, runs: tuple[ReferenceRun, ...]) -> Array:
    """The slice's origin (P,) before any shift: the base point, zero, or where a reference run ended."""
    if part.center == "zero":
        return np.zeros_like(base)
    if part.center == "base":
        return base
    label = part.center.removeprefix("end:")
    return next(run.weights[-1] for run in runs if run.label == label)


def viewed_slice(
    part: SlicePart, model: Classifier, base: Array, runs: tuple[ReferenceRun, ...], work: Work
) -> ViewedSlice:
    """The slice that a description asks for, through its center, along its kinds, shifted and turned.

    Raises:
        SliceError: the axes cannot be formed.
        InvalidValue: more axes than weights.
    """
    layout = model.layout
    if part.n_axes > layout.n_weights:
        raise InvalidValue(f"dimensions of slice must be at most the {layout.n_weights} weights; got {part.n_axes}.")
    if 8 * part.n_axes * layout.n_weights > AXES_BYTES:
        fitting = AXES_BYTES // (8 * layout.n_weights)
        raise InvalidValue(
            f"dimensions of slice must be at most {fitting} for {layout.n_weights:,} weights, or its axes would take "
            f"over {AXES_BYTES >> 30} GiB; got {part.n_axes}."
        )
    center = center_of(part, base, runs)
    per_kind = part.n_axes // len(part.kinds)
    axes: list[Array] = []
    notes: list[str] = []
    for kind in part.kinds:
        direction = DIRECTIONS[kind]
        context = Context(layout, base, center, runs, part.seed, direction.stream, part.bias, model, work)
        chosen = direction.choose(context, per_kind)
        axes.append(chosen.axes)
        notes.extend(chosen.notes)
    basis = Slice(center, np.concatenate(axes))
    view = basis if part.shift is None or not any(part.shift) else basis.shift(np.array(part.shift))
    if part.turn is not None:
        view = view.turn(completed_turn(np.array(part.turn)))
    return ViewedSlice(view, tuple(notes))


def completed_turn(turn: Array) -> Array:
    """A regular matrix (k, k) whose first rows are `turn` (1 or 2, k); the rest is orthogonal to them.

    Raises:
        InvalidValue: the rows are zero or depend on each other.
    """
    n_axes = turn.shape[1]
    if np.linalg.matrix_rank(turn) < len(turn):
        raise InvalidValue(f"turn of slice must have independent rows; got {turn.tolist()}.")
    if np.array_equal(turn, np.eye(n_axes)[: len(turn)]):
        return np.eye(n_axes)
    return np.concatenate([turn, null_space(turn).T])


def random_walk_share(
    part: SlicePart, model: Classifier, base: Array, runs: tuple[ReferenceRun, ...], view: Slice, work: Work
) -> float:
    """The mean share of movement that a plane holds of random walks put through the same construction.

    A slice that is chosen from the runs is chosen again from the walks; another one stays as it is.
    """
    moved = tuple(run for run in runs if len(run.weights) > 1)
    deciding = tuple(run for run in moved if run.uses_gradient) or moved
    if not deciding:
        return float("nan")
    walks = walks_like(deciding, base, part.seed)
    seen = view
    if any(DIRECTIONS[kind].needs_runs for kind in part.kinds):
        # A slice through the end of a run becomes one through the end of a walk; a run that does not decide has none.
        ended = {f"end:{run.label}" for run in deciding}
        center = part.center if part.center in ended or not part.center.startswith("end:") else f"end:{walks[0].label}"
        seen = viewed_slice(replace(part, center=center), model, base, walks, work).view
    return float(np.mean([seen.plane().share_of_movement(walk.weights) for walk in walks]))
