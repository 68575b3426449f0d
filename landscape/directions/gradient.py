"""The way down and one more: the gradient at the center, and a second direction beside it.

The second is random; or the velocity, a run's last recorded movement; or the eigenvector of the Hessian's largest
eigenvalue, the direction in which a step along the gradient first becomes too long.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from landscape.directions.hessian import SMOOTH_LOSS, is_smooth
from landscape.errors import SliceError
from trainers.objective import Array

SECONDS = ("random", "velocity", "hessian")
PARALLEL = 1e-7  # what is left of the second direction beside the gradient, as a share of it


def choose(context: Context, count: int) -> Axes:
    """Axes (count, P): the gradient's direction, then the second one, then seeded random orthogonal ones.

    Unit length. Orthogonal unless told otherwise; then the second keeps its own direction.

    Raises:
        SliceError: the gradient is zero or not finite, no run has a velocity, or the loss is straight between kinks.
    """
    assert context.objective is not None
    gradient = context.objective.gradient(context.center)
    slope = float(np.linalg.norm(gradient))
    if not (np.isfinite(slope) and slope > 0):
        raise SliceError(
            f"slice.kind=gradient needs a slope at the center; its size is {slope:.3g}. Use another slice.center."
        )
    notes = [f"axis a is the direction of the gradient, of size {slope:.4g} at the center"]
    numbers = {"gradient_norm": slope}
    found = [gradient / slope]
    if count > 1 and context.choices.second != "random":
        second, words = _second(context)
        beside = second - (second @ found[0]) * found[0]
        if np.linalg.norm(beside) <= PARALLEL:
            notes.append(f"{words} is parallel to the gradient: a random orthogonal axis takes its place")
        else:
            found.append(second)
            notes.append(f"axis b is {words}, {_angle(found[0], second):.4g} degrees from the gradient")
    seeded = len(found) < count
    axes = np.array(found)
    if count > 1 and (len(found) == 1 or context.orthogonal(True)):
        axes = context.completed(orthonormal_rows(axes), count)
        if len(found) == 1 and context.choices.second == "random":
            notes.append("axis b is random, orthogonal to it")
        if len(found) == 2:
            notes.append("axis b is drawn without its part along the gradient, so that the axes are orthogonal")
    elif len(found) < count:
        axes = np.concatenate([axes, context.completed(orthonormal_rows(axes), count)[len(found) :]])
    return Axes(axes, tuple(notes), seeded=seeded, numbers=numbers)


def _second(context: Context) -> tuple[Array, str]:
    if context.choices.second == "velocity":
        run = context.deciding("gradient")[0]
        movement = run.weights[-1] - run.weights[-2]
        size = float(np.linalg.norm(movement))
        if size == 0:
            raise SliceError(f"{run.label} has no velocity: its last step moved nothing. Name another in slice.runs.")
        return movement / size, f"the last recorded movement of {run.label}"
    from landscape.objectives.spectrum import extreme_eigenvectors

    if not is_smooth(context.objective):
        raise SliceError("slice.second=hessian" + SMOOTH_LOSS)
    values, vectors = extreme_eigenvectors(context.objective, context.center, 1, "largest", context.work)
    return vectors[0], f"the Hessian's leading eigenvector (eigenvalue {values[0]:.4g})"


def _angle(first: Array, second: Array) -> float:
    return float(np.degrees(np.arccos(np.clip(first @ second, -1.0, 1.0))))


GRADIENT = Direction(
    name="gradient",
    label="gradient and one more",
    summary="The direction of the gradient at the slice's origin, and a second: random, a run's velocity, or Hessian.",
    stream=9,
    needs_runs=False,
    choose=choose,
    needs_objective=True,
    told_by=("second", "runs", "orthogonal"),
)
