"""The directions in which the loss curves most, or least: extreme eigenvectors of the Hessian at the center.

Source: Yao, Gholami, Keutzer, Mahoney, "PyHessian: Neural Networks Through the Lens of the Hessian", 2020; here the
products with the Hessian are exact where the loss is softmax.
"""

from __future__ import annotations

from landscape.directions.direction import Axes, Context, Direction
from landscape.errors import SliceError

SMOOTH_LOSS = (
    " needs a loss without kinks: between its kinks this one's curvature says nothing of its shape. "
    "Use objective.loss=softmax, or slice.kind=gradient."
)


def choose(context: Context, count: int) -> Axes:
    """Orthonormal axes (count, P), their eigenvalues in the notes, with the trace.

    Raises:
        SliceError: the loss has kinks.
        InvalidValue: the Lanczos iteration found no eigenvectors.
    """
    from landscape.objectives.spectrum import extreme_eigenvectors, hessian_trace

    if not is_smooth(context.objective):
        raise SliceError("slice.kind=hessian" + SMOOTH_LOSS)
    which = context.choices.eigenvectors
    values, axes = extreme_eigenvectors(context.objective, context.center, count, which, context.work)
    trace = hessian_trace(context.objective, context.center, context.seed, context.work)
    words = " / ".join(f"{value:.4g}" for value in values)
    notes = (f"eigenvalues of the Hessian at the center {words}, its trace {trace.words}",)
    numbers = {"eigenvalues": [float(value) for value in values], "trace": trace.value, "trace_error": trace.error}
    return Axes(axes, notes, seeded=trace.error is not None, numbers=numbers)


def is_smooth(objective: object) -> bool:
    """Whether an objective has second derivatives that tell its shape: its loss of the scores has no kinks."""
    loss = getattr(objective, "data_loss", None)
    return bool(getattr(loss, "smooth", True))


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
