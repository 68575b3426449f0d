"""Axes that were kept in a file: those of an earlier picture, or any that another program made."""

from __future__ import annotations

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from landscape.errors import SliceError


def choose(context: Context, count: int) -> Axes:
    """The first axes (count, P) in the file, as they are unless they are to be orthogonal.

    Raises:
        SliceError: the file cannot be used, or it holds fewer axes.
    """
    kept = context.axes_file
    if len(kept.axes) < count:
        raise SliceError(
            f"slice.kind=file needs {count} axes; {kept.name} holds {len(kept.axes)}. "
            f"Set slice.dimensions={len(kept.axes)}."
        )
    axes = kept.axes[:count]
    if context.orthogonal(False):
        axes = orthonormal_rows(axes)
    return Axes(axes, (f"axes of {kept.name} (SHA-256 {kept.digest[:12]}), made for {kept.belongs_to}",))


FILE = Direction(
    name="file",
    label="axes from a file",
    summary="The axes that an .npz or .npy keeps, such as an earlier dump.",
    stream=12,
    needs_runs=False,
    choose=choose,
    told_by=("file", "orthogonal"),
)
