"""How a loss becomes a height: straight, its logarithm, or a logarithm that reaches through 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landscape.errors import InvalidValue
from landscape.surfaces.ticks import nice_ticks
from trainers.objective import Array

HEIGHT_SCALES = ("linear", "log", "symlog")
STRAIGHT = 1e-3  # symlog is straight below this part of the largest loss


def check_height_scale(name: str) -> None:
    """Refuse what is no height scale.

    Raises:
        InvalidValue: it is none of HEIGHT_SCALES.
    """
    if name not in HEIGHT_SCALES:
        raise InvalidValue(f"height scale must be linear, log or symlog; got {name!r}. Try log.")


@dataclass(frozen=True)
class HeightScale:
    """A scale by name; `knee` is the loss below which symlog is straight."""

    name: str = "linear"
    knee: float = 1.0

    def __call__(self, loss: Array | float) -> Array:
        """Heights of losses, increasing; what is not finite stays so, and a log of 0 or less is NaN."""
        loss = np.asarray(loss, dtype=float)
        if self.name == "linear":
            return loss
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.name == "log":
                return np.where(loss > 0, np.log10(loss), np.nan)
            return np.sign(loss) * np.log10(1.0 + np.abs(loss) / self.knee)

    def ticks(self, low: float, high: float, count: int) -> tuple[list[float], Callable[[float], float]]:
        """Round losses within [low, high], about `count`, and the spacing that each one's text needs."""
        if self.name == "linear" or (low > 0 and high < 4 * low):
            values, spacing = nice_ticks(low, high, count)
            return values, lambda value: spacing
        largest = max(abs(low), abs(high))
        first = np.floor(np.log10(max(low, self.knee) if self.name == "symlog" else low))
        powers = 10.0 ** np.arange(first, np.ceil(np.log10(largest)) + 1)
        for factors in ((1, 2, 5), (1,)):
            positive = [float(factor * power) for power in powers for factor in factors]
            signed = positive if low > 0 else [*(-value for value in positive), 0.0, *positive]
            values = sorted(value for value in signed if low <= value <= high)
            if len(values) <= 2 * count:
                break
        thin = max(1, -(-len(values) // (2 * count)))
        return values[::thin], lambda value: 10.0 ** np.floor(np.log10(abs(value))) if value else 1.0


def scale_for(name: str, low: float, high: float) -> HeightScale:
    """The scale by name for losses from low to high; symlog in the place of log where a loss is 0 or less."""
    if name == "log" and low <= 0:
        name = "symlog"
    knee = STRAIGHT * max(abs(low), abs(high))
    return HeightScale(name, knee if knee > 0 else 1.0)
