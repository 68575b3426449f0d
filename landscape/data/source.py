"""What every data source shares: from examples as they were stored to a mapped, split, frozen data set."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data import preparation
from landscape.data.dataset import AffineMap, Dataset, Examples, Stored
from landscape.data.raw import RawData
from landscape.data.stratify import stratified
from landscape.errors import DataError
from landscape.work import Work
from trainers.errors import InvalidValue
from trainers.objective import Rows
from trainers.parameters import check_parameters, parameter
from trainers.randomness import MAX_SEED, Purpose, generator

__all__ = ["RawData", "Source"]


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
    standardize: bool = parameter(
        False, help="Divide every feature by its deviation over the training examples; scale then multiplies that."
    )
    classes: tuple[str, ...] | None = parameter(
        None, help="Names of the classes to keep, at least two, numbered in this order; unset, all of them."
    )
    color: str = parameter(
        "own", choices=("own", "gray", "color"), help="Images as the source has them, made gray, or in three channels."
    )
    dtype: str = parameter(
        "own", choices=("own", "uint8", "float32"), help="How features are stored: uint8 takes a quarter of float32."
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", _names(self.classes, self.name))
        check_parameters(self, self.name)

    @abstractmethod
    def read(self, work: Work) -> RawData:
        """The examples as they are stored.

        Raises:
            DataError: the source is missing, broken or not usable.
            Cancelled: the work was asked to stop.
        """

    def load(self, work: Work) -> Dataset:
        """Read, choose classes, color and dtype, split 80 / 20 (unless the source has its split), subset, and map.

        The arrays of the result are read-only, so that its hash stays true; examples left in files are read there
        at every use, and refused once a file has changed.

        Raises:
            DataError: the source is not usable, or `examples` asks for too many or too few.
            Cancelled: the work was asked to stop.
        """
        raw = self._prepared(self.read(work), work)
        self._check_classes(raw)
        train, test, split_note = self._split(raw)
        rows = self._chosen_rows(train.y, len(raw.class_names))
        chosen = train if rows is None else train.take(rows)
        self._check_features(chosen.x)
        affine, mapped = self._map(chosen.x, raw.scale, work)
        for array in (chosen.x, chosen.y, test.x, test.y, affine.mean, affine.scale):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
        kept = (
            ""
            if rows is None
            else f" Kept {len(rows):,} of {len(train):,} training examples, stratified, seed {self.seed}."
        )
        return Dataset(
            source=self.name,
            train=chosen,
            test=test,
            map=affine,
            class_names=raw.class_names,
            image_shape=raw.image_shape,
            planar=raw.planar,
            peak=raw.peak,
            note=raw.note + split_note + kept + mapped,
        )

    def _prepared(self, raw: RawData, work: Work) -> RawData:
        if self.classes is not None:
            raw = preparation.with_classes(raw, self.classes, self.name)
        if self.color != "own":
            raw = preparation.with_color(raw, self.color, self.name, work)
        return raw if self.dtype == "own" else preparation.with_dtype(raw, self.dtype, self.name, work)

    def _map(self, x: Stored, own_scale: float, work: Work) -> tuple[AffineMap, str]:
        """The map, whose numbers come from the training examples x alone, and the words for the note."""
        if self.standardize:
            factor = 1.0 if self.scale is None else self.scale
            scales, means, n_constant = preparation.standardizing(x, self.center, factor, work)
            centered = ", minus the training mean" if self.center else ""
            constant = f"; {n_constant:,} constant ones are 0" if n_constant else ""
            times = "" if factor == 1 else f" x {factor:.6g}"
            words = f" Features: stored value{centered}, divided by the training deviation{times}{constant}."
            return AffineMap(scales, means), words
        scale = own_scale if self.scale is None else self.scale
        mean = scale * (preparation.block_sums(x, work, "averaging data") / len(x)) if self.center else None
        words = f" Features: stored value x {scale:.6g}" + (", minus the training mean." if self.center else ".")
        return AffineMap(scale, mean), words

    @property
    def _place(self) -> str:
        """What an error calls the source: its name, with the file, folder or data set that it reads."""
        path = getattr(self, "path", "") or getattr(self, "dataset", "")
        return f"{self.name} in {path}" if path else self.name

    def _check_features(self, x: Stored) -> None:
        if preparation.all_constant(x):
            found = f"all {len(x):,} are equal" if len(x) > 1 else "there is only one"
            raise DataError(
                f"features of {self._place} must differ between training examples; {found}. Check the data, or keep "
                "more examples."
            )

    def _check_classes(self, raw: RawData) -> None:
        present = set(np.unique(raw.examples.y))
        if raw.test is not None:
            present |= set(np.unique(raw.test.y))
        if len(present) < 2:
            found = f"only class {present.pop()}" if present else "no examples"
            raise DataError(
                f"the labels of {self._place} must name at least 2 classes; found {found}. Add examples of another "
                "class."
            )

    def _split(self, raw: RawData) -> tuple[Examples, Examples, str]:
        """Training split, test split, and the words for the note."""
        if raw.test is not None:
            if not len(raw.test):
                return raw.examples, raw.test, f" {len(raw.examples):,} training examples, no test split."
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


def _names(given: Any, source: str) -> tuple[str, ...] | None:
    """Names of classes as a person or a file gives them: a list, or a text with commas."""
    if given is None:
        return None
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, (list, tuple)) or not all(type(part) in (str, int) for part in parts):
        raise InvalidValue(f"classes of {source} must be a list of names; got {given!r}. Leave it unset for all.")
    names = tuple(str(part).strip() for part in parts)
    if len(names) < 2 or len(set(names)) < len(names) or not all(names):
        raise InvalidValue(
            f"classes of {source} must be at least two different names; got {', '.join(names) or 'none'}. "
            "Leave it unset for all."
        )
    return names
