"""The result of an experiment: everything that a window, a figure or a dump shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from landscape.experiment.view_part import ViewPart
from landscape.slice import Slice
from landscape.surfaces.surface import Surface
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.data.dataset import Dataset
    from landscape.experiment.description import Description
    from landscape.experiment.tries import Tries
    from landscape.objectives.catalogue import Model
    from landscape.objectives.restricted import RestrictedObjective


@dataclass(frozen=True, eq=False)
class Path:
    """What one method visited, seen from the slice. Row 0 is the start; every array has T rows.

    Attributes:
        label: the run's name in the description; method: the method's name in the catalogue.
        step: recorded step numbers (T,); cost: example-forwards needed to reach each (T,).
        coordinates: least-squares coordinates (T, k) in the viewed slice.
        residual: distance (T,) from the slice.
        loss: true loss (T,) on all training rows; accuracy: likewise.
        slice_loss: loss (T,) at the projection, on all k axes; view_loss: beneath it in the viewed plane.
        batch_loss: loss (T,) at these weights on the rows of the next step; the last is NaN.
        stop: why the run ended, a sentence.
        movement_seen: share of its movement that the viewed plane holds, 0 to 1; NaN where it did not move.
        weights: (T, P), or None where a file did not keep them.
        tries: where a search tried, where the description asks for it; None elsewhere.
        seconds: what the run took (T,) to each row, where it was asked for; never the same twice.
        note: what tells it from other runs of its method, "step size 0.1"; empty where there are none.
    """

    label: str
    method: str
    step: NDArray[np.int64]
    cost: NDArray[np.int64]
    coordinates: Array
    residual: Array
    loss: Array
    accuracy: Array
    slice_loss: Array
    view_loss: Array
    batch_loss: Array
    stop: str
    movement_seen: float
    weights: Array | None = None
    note: str = ""
    tries: Tries | None = None
    seconds: Array | None = None

    def row_at_step(self, step: int) -> int:
        """The last recorded row at or before `step`."""
        return max(0, int(np.searchsorted(self.step, step, side="right")) - 1)

    def row_at_cost(self, cost: float) -> int:
        """The last recorded row that needed at most `cost` example-forwards."""
        return max(0, int(np.searchsorted(self.cost, cost, side="right")) - 1)


@dataclass(frozen=True, eq=False)
class Scene:
    """A finished experiment.

    Attributes:
        description: what was asked for; resolved: the same as nested tables with every field filled in.
        slice: the viewed slice, k axes, the first two of which the surface covers.
        surface: the loss on the grid; paths: one per run, in the order of the description.
        provenance: what a picture or file must state: see `landscape.experiment.provenance`.
        test_surface: the same grid on the test examples, where it was asked for.
        shows: quantity and split of `ViewPart` where surface and paths hold another one than the training loss;
            None where they are as computed.
        dataset, model: the data and the objective; plane: the objective on the viewed plane. None for a scene
            that was read from a file; a function of two variables has no dataset.
    """

    description: Description
    resolved: dict[str, Any]
    slice: Slice
    surface: Surface
    paths: tuple[Path, ...]
    provenance: dict[str, Any]
    test_surface: Surface | None = None
    shows: tuple[str, str] | None = None
    dataset: Dataset | None = None
    model: Model | None = None
    plane: RestrictedObjective | None = None

    @cached_property
    def lowest_known(self) -> float:
        """The lowest finite true loss met anywhere: by a path, or on the surface; NaN of accuracy: low is no goal."""
        if self.quantity == "accuracy":
            return float("nan")
        met = [path.loss[np.isfinite(path.loss)] for path in self.paths]
        if not self.surface.of_batch:  # a batch's loss is another one
            met.append(self.surface.loss[self.surface.finite])
        found = np.concatenate([np.empty(0), *(np.ravel(part) for part in met)])
        return float(found.min()) if found.size else float("nan")

    @property
    def quantity(self) -> str:
        """What surface and paths hold: "loss", "data" or "accuracy"."""
        return "loss" if self.shows is None else self.shows[0]

    @property
    def quantity_name(self) -> str:
        """The same in words for an axis, with the examples where they are not the training ones."""
        return ViewPart(*(self.shows or ())).name

    @property
    def last_step(self) -> int:
        """The largest recorded step of any path, 0 where there are none."""
        return max((int(path.step[-1]) for path in self.paths), default=0)

    @property
    def last_cost(self) -> int:
        """The largest cost of any path in example-forwards, 0 where there are none."""
        return max((int(path.cost[-1]) for path in self.paths), default=0)
