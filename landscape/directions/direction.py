"""What a way to choose axes is given, and what it gives back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landscape.directions.axes_file import AxesFile, read_axes_file
from landscape.directions.points import run_of
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


@dataclass(frozen=True)
class Choices:
    """What single kinds can be told; each field is explained by its namesake in `SlicePart`."""

    orthogonal: bool | None = None
    weights: tuple[tuple[int, ...], ...] | None = None
    through: tuple[str, ...] | None = None
    second: str = "random"
    runs: tuple[str, ...] | None = None
    eigenvectors: str = "largest"
    file: str = ""


@dataclass(frozen=True, eq=False)
class Context:
    """What axes may be chosen from.

    Attributes:
        layout: how the flat weights are laid out.
        base: the base point (P,); center: the slice's origin (P,).
        runs: the reference runs; empty where nothing asked for them.
        seed: the slice's seed; stream: the kind's own number, so that kinds with one seed stay independent.
        bias: whether a random axis moves the bias too.
        objective: the one whose slopes and curvatures an axis may follow.
        work: how many threads that may use, and when to stop.
        choices: what single kinds were told.
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
    choices: Choices = field(default_factory=Choices)

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

    def completed(self, found: Array, count: int) -> Array:
        """Orthonormal axes (count, P): the orthonormal `found` (r, P), then seeded random ones."""
        missing = count - len(found)
        if missing <= 0:
            return found[:count]
        return orthonormal_rows(np.concatenate([found, self.gaussian(missing, Purpose.COMPLETION)]))

    def orthogonal(self, usual: bool) -> bool:
        """Whether axes are to be orthogonal: what was asked for, or what the kind usually does."""
        return usual if self.choices.orthogonal is None else self.choices.orthogonal

    def point(self, word: str) -> Array:
        """The weights (P,) that one of the words base, zero, end:LABEL and file stands for.

        Raises:
            SliceError: no run has the label, or the file holds no fitting origin.
        """
        if word == "base":
            return self.base
        if word == "zero":
            return np.zeros_like(self.base)
        if word == "file":
            return self.axes_file.needed_origin
        ends = {run.label: run.weights[-1] for run in self.runs}
        label = run_of(word)
        if label not in ends:
            raise SliceError(f"a point of slice must be base, zero, file or end:LABEL of a run; got {word!r}.")
        return np.asarray(ends[label])

    @property
    def axes_file(self) -> AxesFile:
        """What slice.file holds.

        Raises:
            SliceError: it cannot be used.
        """
        return read_axes_file(self.choices.file, self.layout.n_weights)

    def deciding(self, kind: str) -> tuple[ReferenceRun, ...]:
        """The runs that axes are chosen from: those named, else those that follow gradients, else all.

        Only runs that moved and stayed finite are among them.

        Raises:
            SliceError: there is none.
        """
        named = self.choices.runs
        if named is not None:
            chosen = [run for run in self.runs if run.label in named]
        else:
            chosen = [run for run in self.runs if run.uses_gradient] or list(self.runs)
        moved = tuple(run for run in chosen if _moved(run, self.base))
        if not moved:
            beyond = [run.label for run in chosen if not math.isfinite(_movement(run, self.base))]
            if beyond:
                raise SliceError(
                    f"slice.kind={kind} needs a run that does not diverge; got {', '.join(beyond)}, beyond all bounds. "
                    "Take smaller steps, or use slice.kind=unit."
                )
            raise SliceError(
                f"slice.kind={kind} needs at least one run that moved; got none. "
                "Add a method or steps, or use slice.kind=unit."
            )
        return moved


@dataclass(frozen=True, eq=False)
class Axes:
    """Axes (k, P) and how they came about.

    Attributes:
        notes: one line each, for the picture.
        seeded: whether the slice's seed had a part in them.
        numbers: plain values for the provenance, such as eigenvalues.
        marks: points (P,) that a picture of the slice should hold.
    """

    axes: Array
    notes: tuple[str, ...] = ()
    seeded: bool = False
    numbers: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[Array, ...] = ()


@dataclass(frozen=True)
class Direction:
    """An entry of the catalogue.

    Attributes:
        name: what a description calls it; label: what a person reads; summary: one sentence.
        stream: its own random stream; never renumber.
        needs_runs: whether it is chosen from the reference runs.
        choose: (context, k) -> Axes.
        needs_objective: whether it is chosen from the loss's slopes or curvatures.
        usual_axes: how many axes it has unless told.
        told_by: the fields of the slice that it reads besides those of all.
    """

    name: str
    label: str
    summary: str
    stream: int
    needs_runs: bool
    choose: Callable[[Context, int], Axes] = field(compare=False)
    needs_objective: bool = False
    usual_axes: int = 2
    told_by: tuple[str, ...] = ()


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


def _moved(run: ReferenceRun, base: Array) -> bool:
    size = _movement(run, base)
    return size > 0 and math.isfinite(size)


def _movement(run: ReferenceRun, base: Array) -> float:
    """The root of all squared movements; infinite, or NaN, where the run diverged."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm(run.weights - base))
