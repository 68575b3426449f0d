"""From the slice's part of a description to the slice: a center, a basis of one or more kinds, a view of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Context, ReferenceRun
from landscape.directions.random_walk import walks_like
from landscape.errors import InvalidValue
from landscape.experiment.slice_part import SlicePart
from landscape.objectives.catalogue import Model
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array

AXES_BYTES = 2**30  # an orthonormal basis and its factors take a few times as much while they are made


@dataclass(frozen=True, eq=False)
class ViewedSlice:
    """The viewed slice (k axes, the first two are seen), with what is known of how its axes came about.

    Attributes:
        basis: the same slice as its kinds give it, neither shifted nor turned.
        notes: one line each, for the picture.
        seeded: whether the slice's seed had a part in the axes.
        numbers: plain values for the provenance, such as eigenvalues.
        marks: weights (P,) that the grid should hold.
    """

    view: Slice
    basis: Slice
    notes: tuple[str, ...]
    seeded: bool = False
    numbers: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[Array, ...] = ()


def context_of(part: SlicePart, model: Model, base: Array, runs: tuple[ReferenceRun, ...], work: Work) -> Context:
    """What the axes of a slice may be chosen from; its center is the slice's origin before any shift.

    Raises:
        SliceError: the center is a file's origin, and the file has none that fits.
    """
    context = Context(model.layout, base, base, runs, part.seed, 0, part.bias, model, work, part.choices)
    return replace(context, center=context.point(part.center))


def viewed_slice(part: SlicePart, model: Model, base: Array, runs: tuple[ReferenceRun, ...], work: Work) -> ViewedSlice:
    """The slice that a description asks for, through its center, along its kinds, shifted and turned.

    Raises:
        SliceError: the axes cannot be formed.
        InvalidValue: more axes than weights.
    """
    n_weights = model.n_weights
    if part.n_axes > n_weights:
        raise InvalidValue(f"dimensions of slice must be at most the {n_weights} weights; got {part.n_axes}.")
    if 8 * part.n_axes * n_weights > AXES_BYTES:
        fitting = AXES_BYTES // (8 * n_weights)
        raise InvalidValue(
            f"dimensions of slice must be at most {fitting} for {n_weights:,} weights, or its axes would take "
            f"over {AXES_BYTES >> 30} GiB; got {part.n_axes}."
        )
    context = context_of(part, model, base, runs, work)
    chosen = []
    for kind, count in zip(part.kinds, part.axes_of_kinds, strict=True):
        direction = DIRECTIONS[kind]
        chosen.append(direction.choose(replace(context, stream=direction.stream), count))
    basis = Slice(context.center, np.concatenate([found.axes for found in chosen]))
    view = basis if part.shift is None or not any(part.shift) else basis.shift(np.array(part.shift))
    if part.turn is not None:
        view = view.turn(completed_turn(np.array(part.turn), basis.axes @ basis.axes.T))
    return ViewedSlice(
        view,
        basis,
        tuple(note for found in chosen for note in found.notes),
        any(found.seeded for found in chosen),
        {name: value for found in chosen for name, value in found.numbers.items()},
        tuple(mark for found in chosen for mark in found.marks),
    )


def axis_names(model: Model, view: Slice) -> tuple[str, str]:
    """What the viewed coordinates are called: by their own names where they are two named weights, from zero on."""
    names = model.layout.names
    if len(names) == 2 and not any(view.origin) and np.array_equal(view.axes, np.eye(2)[: view.n_axes]):
        return names[0], names[1]
    return "a", "b"


def completed_turn(turn: Array, gram: Array) -> Array:
    """A regular matrix (k, k) whose first rows are `turn` (1 or 2, k); the axes of the rest are orthogonal to theirs.

    `gram` (k, k) are the inner products of the basis. So the first coordinates of a projection on all axes are those of
    the nearest point in the viewed plane, also where the basis is skew.

    Raises:
        InvalidValue: the rows are zero or depend on each other.
    """
    n_axes = turn.shape[1]
    if np.linalg.matrix_rank(turn) < len(turn):
        raise InvalidValue(f"turn of slice must have independent rows; got {turn.tolist()}.")
    if np.array_equal(turn, np.eye(n_axes)[: len(turn)]):
        return np.eye(n_axes)
    from scipy.linalg import null_space  # it takes long to load, and a window shows itself first

    return np.concatenate([turn, null_space(turn @ gram).T])


def random_walk_share(
    part: SlicePart, model: Model, base: Array, runs: tuple[ReferenceRun, ...], view: Slice, work: Work
) -> float:
    """The mean share of movement that a plane holds of random walks put through the same construction.

    A slice that is chosen from the runs is chosen again from the walks, one for each run; another stays as it is.
    """
    moved = tuple(run for run in runs if len(run.weights) > 1)
    named = tuple(run for run in moved if run.label in (part.runs or ()))
    deciding = named or tuple(run for run in moved if run.uses_gradient) or moved
    if not deciding:
        return float("nan")
    if not part.follows_runs:
        walks = walks_like(deciding, base, part.seed)
        return float(np.mean([view.plane().share_of_movement(walk.weights) for walk in walks]))
    others = tuple(run for run in runs if run not in deciding)
    walks = walks_like(deciding + others, base, part.seed)
    seen = viewed_slice(part, model, base, walks, work).view
    return float(np.mean([seen.plane().share_of_movement(walk.weights) for walk in walks[: len(deciding)]]))
