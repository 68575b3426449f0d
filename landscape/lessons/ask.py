"""What a lesson may be asked beyond the description."""

from __future__ import annotations

import math
from dataclasses import dataclass

from landscape.errors import InvalidValue

PLANES = ("slice", "step")


@dataclass(frozen=True)
class Ask:
    """What a lesson shows; each lesson reads its own fields, and fills in what is left unset.

    Attributes:
        label: the run of the description; step: the number of a step of it, from 1.
        fan: step sizes, at least two, above 0.
        place: coordinates in the viewed slice, of the weights that a lesson looks at; () for the slice's center.
        plane: "slice", the plane of the description moved to the weights, or "step", the one of the step's own arrows.
        batches: whether the gradients of several small batches are shown too.
        reach: how many times its own length a step has room for in the picture.

    Raises:
        InvalidValue: a field breaks its rule.
    """

    label: str | None = None
    step: int | None = None
    fan: tuple[float, ...] = ()
    plane: str = "slice"
    batches: bool = False
    reach: float = 1.0
    place: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.step is not None and self.step < 1:
            raise InvalidValue(f"step of a lesson must be at least 1; got {self.step}. Try 1.")
        good = all(0 < size < float("inf") for size in self.fan)
        if self.fan and not (good and len(set(self.fan)) == len(self.fan) > 1):
            raise InvalidValue(
                f"a fan must be at least two different step sizes above 0; got {list(self.fan)}. Try 0.01,0.3,10,100."
            )
        if not all(math.isfinite(number) for number in self.place):
            raise InvalidValue(f"place of a lesson must be finite numbers; got {list(self.place)}. Try 0,0.")
        if self.plane not in PLANES:
            raise InvalidValue(f"plane of a lesson must be slice or step; got {self.plane!r}. Try slice.")
