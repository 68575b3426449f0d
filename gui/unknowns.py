"""How many unknowns the methods have: read from a description, and the changes that give them another number."""

from __future__ import annotations

from typing import Any

from landscape.experiment.description import Description
from landscape.experiment.slicing import AXES_BYTES

# Of searches in few unknowns on features of the digits' size: in 2 of them they get where momentum gets, and no scale
# that was tried (0.05 to 10) helps them from 30 on.
SEARCH_SCALES = {"random-search": 3.0, "local-search": 1.0}


def unknowns_of(description: Description, n_weights: int) -> int:
    """In how many directions the methods move."""
    return min(description.slice.n_axes, n_weights) if description.run.inside == "slice" else n_weights


def most_unknowns(n_weights: int) -> int:
    """The largest number below all whose axes fit in memory."""
    return max(2, min(n_weights, AXES_BYTES // (8 * n_weights)))


def changes_for_unknowns(description: Description, unknowns: int, n_weights: int) -> dict[str, Any]:
    """The changes that make the methods move in so many random directions; at all weights, freely.

    What is seen are two of the directions, over a range that covers all paths.
    """
    inside = unknowns < n_weights
    changes: dict[str, Any] = {
        "run.inside": "slice" if inside else "space",
        "slice.kind": "unit",
        "slice.dimensions": unknowns if inside else None,
        "slice.bias": True,  # all weights are unknowns, those of the bias too
        "slice.turn": None,
        "slice.shift": None,
        "slice.center": "base",
        "start.at": [0.0, 0.0],
        "grid.range": "auto",
    }
    if description.source != "cifar10" and description.objective.model == "linear":
        for part in description.methods:
            scale = SEARCH_SCALES.get(part.method)
            if scale is not None and "scale" not in part.settings:
                changes[f"methods.{part.label}.scale"] = scale
    return changes
