"""Points in the plane that the description itself holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from landscape.data.dataset import Dataset, Examples
from landscape.data.source import RawData, Source
from landscape.work import Work
from trainers.errors import InvalidValue
from trainers.parameters import parameter

Point = tuple[float, float, int]  # x, y and the class

MOST_POINTS = 2_000
MOST_CLASSES = 6
FURTHEST = 1e6  # so that a square of a difference has digits left
FIGURES = 5  # digits that a coordinate keeps when a drawn set is taken over
THREE_BLOBS: tuple[Point, ...] = (
    (0.5, 0.4, 0), (0.8, 0.3, 0), (0.3, 0.8, 0),
    (-0.4, 0.3, 1), (-0.3, 0.7, 1), (-0.7, 0.2, 1),
    (0.7, -0.4, 2), (0.5, -0.6, 2), (-0.4, -0.5, 2),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GivenPoints(Source):
    """Points in the plane, each written as x, y and its class. All of them are learned from: there is no test split.

    Raises:
        InvalidValue: no list of points, fewer than two, one class alone, or a number out of its limits.
    """

    name: ClassVar[str] = "points"
    summary: ClassVar[str] = "Points in the plane, placed by hand and kept in the description; none are for testing."

    points: tuple[Point, ...] = parameter(
        THREE_BLOBS, help="Every point as [x, y, class]; classes are numbered from 0 to 5, at least two must occur."
    )
    class_count: int | None = parameter(
        None, at_least=2, at_most=MOST_CLASSES, help="How many classes there are; unset, up to the highest that occurs."
    )
    center: bool = parameter(False, help="Subtract the mean of the training examples from every feature.")

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", checked_points(self.points))
        super().__post_init__()
        highest = max(label for _, _, label in self.points)
        if self.class_count is not None and highest >= self.class_count:
            raise InvalidValue(
                f"class_count of points must be above the highest class {highest}; got {self.class_count}. "
                f"Try {highest + 1}, or leave it unset."
            )

    @property
    def n_classes(self) -> int:
        """How many classes there are, whether or not each has points."""
        return self.class_count or 1 + max(label for _, _, label in self.points)

    def moved(self, index: int, x: float, y: float) -> GivenPoints:
        """The same with point `index` at (x, y).

        Raises:
            InvalidValue: a coordinate breaks its rule; so do all edits below.
        """
        return self._with(index, (x, y, self.points[index][2]))

    def with_class(self, index: int, label: int) -> GivenPoints:
        """The same with point `index` in class `label`."""
        return self._with(index, (*self.points[index][:2], label))

    def added(self, x: float, y: float, label: int) -> GivenPoints:
        """The same with one point more, the last."""
        return replace(self, points=(*self.points, (x, y, label)))

    def without(self, index: int) -> GivenPoints:
        """The same without point `index`."""
        return replace(self, points=self.points[:index] + self.points[index + 1 :])

    def read(self, work: Work) -> RawData:
        """The points (N, 2), float32, all of them for training."""
        work.check()
        stored = np.array([(x, y) for x, y, _ in self.points], dtype=np.float32)
        labels = np.array([label for _, _, label in self.points], dtype=np.int64)
        work.progress("reading data", 1.0)
        return RawData(
            examples=Examples(stored, labels),
            test=Examples(np.empty((0, 2), dtype=np.float32), np.empty(0, dtype=np.int64)),
            class_names=tuple(str(number) for number in range(self.n_classes)),
            image_shape=None,
            planar=False,
            peak=float(np.abs(stored).max()) or 1.0,
            scale=1.0,
            note=f"{len(stored):,} points in the plane, placed by hand and kept in the description.",
        )

    def _with(self, index: int, point: Point) -> GivenPoints:
        return replace(self, points=(*self.points[:index], point, *self.points[index + 1 :]))


def checked_points(given: Any) -> tuple[Point, ...]:
    """A list of points as a file or a person gives it: two finite numbers and a class each.

    Raises:
        InvalidValue: it is no such list, or breaks a rule of `GivenPoints`.
    """
    if not isinstance(given, (list, tuple)):
        raise InvalidValue(
            f"points of points must be a list of [x, y, class]; got {given!r}. Try [[0, 1, 0], [1, 0, 1]]."
        )
    points = tuple(_point(index, item) for index, item in enumerate(given))
    if not 2 <= len(points) <= MOST_POINTS:
        raise InvalidValue(f"points of points must be 2 to {MOST_POINTS:,}; got {len(points):,}. Add or remove some.")
    if len({label for _, _, label in points}) < 2:
        raise InvalidValue(
            f"points of points must be of at least 2 classes; got class {points[0][2]} alone. Add one of another class."
        )
    return points


def points_of(dataset: Dataset) -> GivenPoints:
    """The training examples of a dataset in the plane as points that can be moved, at their mapped places.

    Coordinates keep five significant figures of the largest one, so that no picture moves by a visible amount.

    Raises:
        InvalidValue: the examples have not two features, or there are too many of them or of their classes.
    """
    if dataset.n_features != 2:
        raise InvalidValue(
            f"points need examples of 2 features; {dataset.source} has {dataset.n_features:,}. Try blobs."
        )
    if len(dataset.train) > MOST_POINTS:
        raise InvalidValue(
            f"points must be at most {MOST_POINTS:,}; {dataset.source} has {len(dataset.train):,} training examples. "
            f"Try data.examples={min(500, MOST_POINTS)}."
        )
    if dataset.n_classes > MOST_CLASSES:
        raise InvalidValue(
            f"points must be of at most {MOST_CLASSES} classes; {dataset.source} has {dataset.n_classes}. "
            "Keep some of them with data.classes."
        )
    places = dataset.map(dataset.train.x[:])
    largest = float(np.abs(places).max())
    decimals = FIGURES - 1 - math.floor(math.log10(largest)) if largest > 0 else FIGURES
    rounded = np.round(places, decimals).tolist()
    points = tuple((x, y, int(label)) for (x, y), label in zip(rounded, dataset.train.y.tolist(), strict=True))
    highest = max(label for _, _, label in points)
    return GivenPoints(points=points, class_count=None if highest + 1 == dataset.n_classes else dataset.n_classes)


def _point(index: int, item: Any) -> Point:
    if isinstance(item, Sequence) and not isinstance(item, str) and len(item) == 3:
        *place, label = item
        if all(_is_coordinate(x) for x in place) and type(label) is int and 0 <= label < MOST_CLASSES:
            return float(place[0]), float(place[1]), label
    raise InvalidValue(
        f"a point must be [x, y, class] with numbers up to {FURTHEST:g} and a class from 0 to {MOST_CLASSES - 1}; "
        f"point {index} is {item!r}."
    )


def _is_coordinate(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= FURTHEST  # NaN keeps no limit
