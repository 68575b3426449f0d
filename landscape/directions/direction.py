"""What a way to choose axes is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from landscape.errors import SliceError
from landscape.objectives.layout import WeightLayout
from landscape.slice import DEPENDENT
from landscape.work import Work
from trainers.objective import Array, Objective
from trainers.randomness import Purpose, generator


@dataclass(frozen=True, eq=False)
class ReferenceRun:
    """A run from the base point: its label, whether it follows gradients, its weights (T, P)."""

    label: str
    uses_gradient: bool
    weights: Array


@dataclass(frozen=True, eq=False)
class Context:
    """What axes may be chosen from.

    Attributes:
        layout: how the flat weights are laid out.
        base: the base point (P,); center: the slice's origin (P,).
        runs: the reference runs; empty where the kind did not ask for them.
        seed: the slice's seed; stream: the kind's own number, so that kinds with one seed stay independent.
        bias: whether a random axis moves the bias too.
        objective: the one whose slopes and curvatures an axis may follow.
        work: how many threads that may use, and when to stop.
    """

    layout: WeightLayout
    base: Array
    center: Array
    runs: tuple[ReferenceRun, ...]
    seed: int
    stream: int
    bias: bool
    objective: Objective | None = None
    work: Work = field(default_factory=Work)

    def gaussian(self, count: int, purpose: Purpose = Purpose.DIRECTION) -> Array:
        """Standard normal vectors (count, P), their bias at zero unless `bias` is set.

        Raises:
            SliceError: more vectors than weights without bias, which would depend on each other.
        """
        free = self.layout.n_weights - (0 if self.bias else self.layout.n_biases)
        if count > free:
            raise SliceError(
                f"random axes that leave the bias alone are at most {free}; got {count}. "
                "Lower slice.dimensions or set slice.bias=true."
            )
        drawn = generator(self.seed, purpose, self.stream).standard_normal((count, self.layout.n_weights))
        return drawn if self.bias else self.layout.without_bias(drawn)


@dataclass(frozen=True, eq=False)
class Axes:
    """Axes (k, P) with one-line notes on how they came about."""

    axes: Array
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Direction:
    """An entry of the catalogue.

    Attributes:
        name: what a description calls it; label: what a person reads; summary: one sentence.
        stream: its own random stream; never renumber.
        needs_runs: whether it is chosen from the reference runs.
        choose: (context, k) -> Axes.
        needs_objective: whether it is chosen from the loss's slopes or curvatures.
    """

    name: str
    label: str
    summary: str
    stream: int
    needs_runs: bool
    choose: Callable[[Context, int], Axes] = field(compare=False)
    needs_objective: bool = False


def orthonormal_rows(vectors: Array) -> Array:
    """Orthonormal vectors (k, P) of the same span and orientation as independent ones (k, P).

    Raises:
        SliceError: the vectors depend on each other.
    """
    q, r = np.linalg.qr(vectors.T)
    spans = np.abs(np.diag(r))
    if len(spans) < len(vectors) or (spans <= DEPENDENT * np.linalg.norm(vectors, axis=1)).any():
        raise SliceError(f"{len(vectors)} independent axes cannot be formed here. Lower slice.dimensions.")
    return np.ascontiguousarray((q * np.where(np.diag(r) < 0, -1.0, 1.0)).T)
