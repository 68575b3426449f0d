"""What happens inside one step, as arrows from the weights before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trainers.objective import Array


class ArrowKind(Enum):
    """What an arrow stands for. The values are what people read."""

    SLOPE = "a slope: the step goes against it"
    SIZE = "a size for every weight, not a direction"
    PART = "a part of the move"
    ACCEPTED = "a try that was taken"
    REJECTED = "a try that was not taken"
    MOVE = "the move"


@dataclass(frozen=True, eq=False)
class Arrow:
    """One arrow of a step from w_t to w_(t+1); `vector` (P,) begins at w_t. `name` is for people.

    Of every step there is one MOVE, the last arrow, w_(t+1) - w_t bit for bit. The PARTs of a gradient method's step,
    added up in their order and then added to w_t, are w_(t+1) bit for bit. A search's step has one arrow per try
    instead, in the order of its tries, at most one of them ACCEPTED.
    """

    name: str
    vector: Array
    kind: ArrowKind
