"""A loss on the grid of a slice, with what is needed to trust it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Array


@dataclass(frozen=True, eq=False)
class Surface:
    """Values at coordinates: ``loss[i, j]`` belongs to ``(a[i], b[j])``, in memory and on file.

    A line (one axis) has an empty `b` and values of shape (n_a,). NaN and infinity stay what they are.

    Attributes:
        a: coordinates along the first axis (n_a,), increasing.
        b: coordinates along the second axis (n_b,), increasing; empty for a line.
        loss: the total loss, data term and regularization, (n_a, n_b) or (n_a,).
        accuracy: the share of examples whose class wins, of the same shape; NaN where there is none.
        regularization: the regularization term alone, of the same shape.
        rows: which examples were used, in words: "all 1,437 training examples".
        method: how it was evaluated: "exact" or "certified".
        of_batch: whether the rows are a batch instead of all examples of their split.
        error_bound: 0.0 where values equal the objective up to rounding.
        preview: whether it stands in, on fewer examples, for one that is to come.
        names: what the two coordinates are called: a function's own variables where they are the axes.
    """

    a: Array
    b: Array
    loss: Array
    accuracy: Array
    regularization: Array
    rows: str
    method: str = "exact"
    error_bound: float = 0.0
    of_batch: bool = False
    preview: bool = False
    names: tuple[str, str] = ("a", "b")

    def __post_init__(self) -> None:
        shape = (len(self.a), len(self.b)) if len(self.b) else (len(self.a),)
        for name in ("loss", "accuracy", "regularization"):
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name} must have the grid's shape {shape}; got {found}")

    @property
    def is_line(self) -> bool:
        """True where the slice has one axis."""
        return len(self.b) == 0

    @property
    def finite(self) -> NDArray[np.bool_]:
        """Where the loss is a finite number, of the grid's shape."""
        return np.isfinite(self.loss)

    @property
    def n_holes(self) -> int:
        """How many grid points are NaN or infinite."""
        return int(self.loss.size - np.count_nonzero(self.finite))

    @property
    def lowest(self) -> float:
        """The lowest finite loss on the grid; NaN where there is none."""
        return float(self.loss[self.finite].min()) if self.finite.any() else float("nan")

    @property
    def highest(self) -> float:
        """The highest finite loss on the grid; NaN where there is none."""
        return float(self.loss[self.finite].max()) if self.finite.any() else float("nan")

    @property
    def is_flat(self) -> bool:
        """True where all finite values are equal up to rounding."""
        scale = max(abs(self.lowest), abs(self.highest), np.finfo(float).tiny)
        return bool(self.highest - self.lowest <= 1e-12 * scale)

    @property
    def exactness(self) -> str:
        """How exact the values are, in words for a picture."""
        return "exact" if self.method == "exact" else f"{self.method}, error at most {self.error_bound:.1g}"
