"""The directions in which the loss curves most, or least: extreme eigenvectors of the Hessian at the center.

Source: Yao, Gholami, Keutzer, Mahoney, "PyHessian: Neural Networks Through the Lens of the Hessian", 2020; here the
products with the Hessian are exact.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction
from landscape.errors import SliceError
from landscape.losses.second_derivative import has_curvature
from trainers.objective import Array

ALIKE = 1e-4  # Lanczos' eigenvectors are good to about so much
GAUGE = "adds one vector to the rows of all classes, which changes no difference of scores"
SMOOTH_LOSS = (
    " needs a loss that bends: between its kinks this one's curvature says nothing of its shape. "
    "Use objective.loss=softmax or squared-hinge, or slice.kind=gradient."
)


def choose(context: Context, count: int) -> Axes:
    """Orthonormal axes (count, P), their eigenvalues in the notes, with the trace.

    Raises:
        SliceError: the loss is straight between kinks.
        InvalidValue: the Lanczos iteration found no eigenvectors.
    """
    from landscape.objectives.spectrum import extreme_eigenvectors, hessian_trace

    if not is_smooth(context.objective):
        raise SliceError("slice.kind=hessian" + SMOOTH_LOSS)
    which = context.choices.eigenvectors
    values, axes = extreme_eigenvectors(context.objective, context.center, count, which, context.work)
    trace = hessian_trace(context.objective, context.center, context.seed, context.work)
    words = " / ".join(f"{value:.4g}" for value in values)
    notes = [f"eigenvalues of the Hessian at the center {words}, its trace {trace.words}"]
    notes += [f"axis {name} {GAUGE}" for name, axis in zip("ab", axes, strict=False) if _adds_alike(context, axis)]
    if getattr(context.objective, "l1", 0.0):
        notes.append("the penalty on absolute weights is straight, and has no part in them")
    numbers = {"eigenvalues": [float(value) for value in values], "trace": trace.value, "trace_error": trace.error}
    return Axes(axes, tuple(notes), seeded=trace.error is not None, numbers=numbers)


def is_smooth(objective: object) -> bool:
    """Whether an objective has second derivatives that tell its shape: it has no loss of scores, or one that bends."""
    loss = getattr(objective, "data_loss", None)
    return loss is None or has_curvature(loss)


def _adds_alike(context: Context, axis: Array) -> bool:
    """Whether an axis adds one and the same vector to every class's row of a linear classifier's W."""
    if len(context.layout.shapes) != 1 or len(axis) != context.layout.n_classes * (context.layout.n_features + 1):
        return False
    rows = axis.reshape(context.layout.n_classes, -1)
    return bool(np.abs(rows - rows.mean(axis=0)).max() < ALIKE * np.abs(rows).max())


HESSIAN = Direction(
    name="hessian",
    label="curvature",
    summary="Eigenvectors of the Hessian at the slice's origin: where the loss curves most, or least.",
    stream=11,
    needs_runs=False,
    choose=choose,
    needs_objective=True,
    told_by=("eigenvectors",),
)
