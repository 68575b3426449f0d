"""What every data source shares: from examples as they were stored to a mapped, split, frozen data set."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import AffineMap, Dataset, Examples, Stored
from landscape.data.stratify import stratified
from landscape.errors import DataError
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows
from trainers.parameters import check_parameters, parameter
from trainers.randomness import MAX_SEED, Purpose, generator


@dataclass(frozen=True, eq=False)
class RawData:
    """What a source holds, before anything is chosen or mapped.

    Attributes:
        examples: all of them, or the training split where the source keeps its own.
        test: the source's own test split; None where `Source.load` is to split off a fifth.
        image_shape, planar, peak: as in `Dataset`.
        scale: the map's scale where the source's `scale` is unset.
        note: where the examples come from, as sentences.
    """

    examples: Examples
    test: Examples | None
    class_names: tuple[str, ...]
    image_shape: tuple[int, ...] | None
    planar: bool
    peak: float
    scale: float
    note: str


@dataclass(frozen=True, kw_only=True)
class Source(ABC):
    """A place that examples come from, and what is done to them on the way.

    A source is a subclass with `name` (its key in the catalogue), `summary` (one sentence) and `read`.

    Raises:
        InvalidValue: a field breaks its rule.
    """

    name: ClassVar[str]
    summary: ClassVar[str]

    examples: int | None = parameter(
        None, at_least=1, help="How many training examples to keep, each class at its share; unset, all of them."
    )
    center: bool = parameter(True, help="Subtract the mean of the training examples from every feature.")
    scale: float | None = parameter(
        None, above=0.0, below=math.inf, help="What stored values are multiplied by; unset, the source's own scale."
    )
    seed: int = parameter(
        0, at_least=0, at_most=MAX_SEED, help="Seed of the split into training and test, and of the kept examples."
    )

    def __post_init__(self) -> None:
        check_parameters(self, self.name)

    @abstractmethod
    def read(self, work: Work) -> RawData:
        """The examples as they are stored.

        Raises:
            DataError: the source is missing, broken or not usable.
            Cancelled: the work was asked to stop.
        """

    def load(self, work: Work) -> Dataset:
        """Read, split 80 / 20 (unless the source keeps its own split), keep `examples` of them, and map.

        The arrays of the result are read-only, so that its hash stays true; examples left in files are read there
        at every use, and refused once a file has changed.

        Raises:
            DataError: the source is not usable, or `examples` asks for too many or too few.
            Cancelled: the work was asked to stop.
        """
        raw = self.read(work)
        self._check_classes(raw)
        train, test, split_note = self._split(raw)
        rows = self._chosen_rows(train.y, len(raw.class_names))
        chosen = train if rows is None else train.take(rows)
        scale = raw.scale if self.scale is None else self.scale
        mean = scale * _mean(chosen.x, work) if self.center else None
        for array in (chosen.x, chosen.y, test.x, test.y, mean):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
        kept = (
            ""
            if rows is None
            else f" Kept {len(rows):,} of {len(train):,} training examples, stratified, seed {self.seed}."
        )
        mapped = f" Features: stored value x {scale:.6g}" + (", minus the training mean." if self.center else ".")
        return Dataset(
            source=self.name,
            train=chosen,
            test=test,
            map=AffineMap(scale, mean),
            class_names=raw.class_names,
            image_shape=raw.image_shape,
            planar=raw.planar,
            peak=raw.peak,
            note=raw.note + split_note + kept + mapped,
        )

    def _check_classes(self, raw: RawData) -> None:
        present = set(np.unique(raw.examples.y))
        if raw.test is not None:
            present |= set(np.unique(raw.test.y))
        if len(present) < 2:
            found = f"only class {present.pop()}" if present else "no examples"
            raise DataError(
                f"the labels of {self.name} must name at least 2 classes; found {found}. Add examples of another class."
            )

    def _split(self, raw: RawData) -> tuple[Examples, Examples, str]:
        """Training split, test split, and the words for the note."""
        if raw.test is not None:
            sizes = f"{len(raw.examples):,} training and {len(raw.test):,} test examples"
            return raw.examples, raw.test, f" {sizes}, the source's own split."
        n = len(raw.examples)
        chosen = np.zeros(n, dtype=bool)
        chosen[stratified(raw.examples.y, 4 * n // 5, generator(self.seed, Purpose.SPLIT))] = True
        train, test = (raw.examples.take(np.flatnonzero(part)) for part in (chosen, ~chosen))
        sizes = f"{len(train):,} training and {len(test):,} test examples"
        return train, test, f" {sizes}, split 80 / 20, stratified, seed {self.seed}."

    def _chosen_rows(self, labels: NDArray[np.int64], n_classes: int) -> Rows | None:
        """The training rows to keep, or None for all of them (which spares a copy)."""
        if self.examples is None:
            return None
        if self.examples > len(labels):
            raise DataError(
                f"examples of {self.name} must be at most its {len(labels):,} training examples; got {self.examples:,}."
                " Leave examples unset to use all."
            )
        if self.examples < n_classes:
            raise DataError(
                f"examples of {self.name} must be at least its {n_classes} classes; got {self.examples}. "
                f"Try {min(10 * n_classes, len(labels))}."
            )
        if self.examples == len(labels):
            return None
        return stratified(labels, self.examples, generator(self.seed, Purpose.SUBSET))


def _mean(x: Stored, work: Work) -> Array:
    """The mean (D,) over the rows of x (N, D): float64 sums of fixed blocks of rows, added in order."""
    total = np.zeros(x.shape[1])
    for part in map_in_order(
        lambda rows: x[rows].sum(axis=0, dtype=np.float64), blocks(len(x)), work, "averaging data"
    ):
        total += part
    return total / len(x)
