"""The loss along one step's own ray: what the step would have led to, had it been shorter or longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array

ENDS = {4.0: 0.05, 10.0: 0.1, 20.0: 0.2, 50.0: 0.5, 100.0: 1.0}  # how far a ray may be shown, in steps; its spacing
BACK = 0.25  # of its end: what is shown on the other side of the weights


@dataclass(frozen=True, eq=False)
class StepRay:
    """``L(w + f * move)`` on the training examples, the move being what the method's own step is.

    Attributes:
        factors: f (n,), increasing, 0 and 1 among them; losses: (n,), infinity and NaN as they are.
    """

    factors: Array
    losses: Array

    def nearest(self, factor: float) -> tuple[float, float]:
        """The factor on the ray that is nearest to any, and the loss there."""
        place = int(np.argmin(np.abs(self.factors - factor)))
        return float(self.factors[place]), float(self.losses[place])

    @property
    def best(self) -> tuple[float, float]:
        """The factor of the lowest finite loss, and that loss; 0 and NaN where none is finite."""
        finite = np.where(np.isfinite(self.losses), self.losses, np.inf)
        place = int(np.argmin(finite))
        return (float(self.factors[place]), float(finite[place])) if np.isfinite(finite[place]) else (0.0, float("nan"))


def step_ray(model: Any, weights: Array, move: Array, factor: float = 1.0, work: Work | None = None) -> StepRay:
    """The ray from weights (P,) along a step (P,), by one pass over the data.

    It ends at the first of `ENDS` that has the lowest loss of all of them in its nearer half, and not before `factor`.

    Raises:
        Cancelled: `work` was asked to stop.
    """
    work = work or Work()
    line = model.restrict(Slice(weights, move[None]), work=work)
    coarse = np.concatenate([np.linspace(0, end, 21)[1:] for end in ENDS])
    losses = np.asarray(line.losses(coarse[:, None]))
    lowest = float(coarse[int(np.argmin(np.where(np.isfinite(losses), losses, np.inf)))])
    end = next((end for end in ENDS if end >= max(2 * lowest, abs(factor))), max(ENDS))
    n = round(end / ENDS[end])
    back = n if factor < -BACK * end else round(BACK * n)
    factors = np.round(np.arange(-back, n + 1) * ENDS[end], 6)  # 0, 1 and what a person would type are among them
    work.check()
    return StepRay(factors, np.asarray(line.losses(factors[:, None])))
