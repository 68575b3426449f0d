"""The dial between two planes: "where they went" at 0 degrees, random at 90, and the description of what is between."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.experiment.slice_part import SlicePart
from trainers.objective import Array

FLAT, STEEP = "paths", "unit"  # the kinds at 0 and at 90 degrees
TURNED_KINDS = f"{FLAT}+{STEEP}"
DIGITS = 12  # of numbers in a turn: what is orthonormal stays so


def turn_at(degrees: float, gram: Array) -> Array:
    """The turn (2, 4) of the plane at an angle between the first two axes (0) and the last two (90).

    Its axes are orthonormal: those nearest to ``cos u + sin v`` of each pair, by the inverse square root of their inner
    products (Löwdin). At the two ends, where the axes are orthonormal, they are the axes themselves.
    """
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    if degrees in (0.0, 90.0):
        cosine, sine = float(degrees == 0.0), float(degrees == 90.0)
    mixed = np.concatenate([cosine * np.eye(2), sine * np.eye(2)], axis=1)
    values, vectors = np.linalg.eigh(mixed @ gram @ mixed.T)
    turn = vectors @ np.diag(values**-0.5) @ vectors.T @ mixed
    return np.array([[float(f"{x:.{DIGITS}g}") for x in row] for row in turn])


def degrees_of(part: SlicePart) -> float | None:
    """Where the dial stands for a slice, 0 to 90; None where its axes are none that the dial goes through."""
    if part.kind in (FLAT, STEEP) and part.n_axes == 2 and part.turn in (None, ((1.0, 0.0), (0.0, 1.0))):
        return 0.0 if part.kind == FLAT else 90.0
    if part.kind != TURNED_KINDS or part.n_axes != 4:
        return None
    first = (1.0, 0.0, 0.0, 0.0) if part.turn is None else part.turn[0]
    found = math.degrees(math.atan2(first[2], first[0]))
    return float(f"{found:.6g}") if 0.0 <= found <= 90.0 else None


def shift_on_both(part: SlicePart) -> tuple[float, ...]:
    """The shift (4,) of a slice that the dial goes through, on the axes of both kinds."""
    shift = part.shift or (0.0,) * part.n_axes
    if len(shift) == 4:
        return shift
    return (*shift, 0.0, 0.0) if part.kind == FLAT else (0.0, 0.0, *shift)


def basis_description(description: Description) -> Description:
    """The same experiment on the four axes of both kinds, neither turned nor shifted."""
    unset = {f"slice.{name}": None for name in ("turn", "shift", "dimensions")}
    return with_values(description, {"slice.kind": TURNED_KINDS, **unset})


def changes_for_turn(degrees: float, turn: Array, shift: Array) -> dict[str, Any]:
    """The changes of a description that make it show the plane at an angle, through a place (4,) of the basis.

    At both ends, where nothing else of the basis is used, it is the plain kind again.
    """
    shown = [float(f"{x:.6g}") for x in shift]
    flat, steep = shown[:2], shown[2:]
    if degrees == 0.0 and not any(steep):
        return _slice(FLAT, None, flat)
    if degrees == 90.0 and not any(flat):
        return _slice(STEEP, None, steep)
    return _slice(TURNED_KINDS, turn.tolist(), shown)


def _slice(kind: str, turn: list[list[float]] | None, shift: list[float]) -> dict[str, Any]:
    return {
        "slice.kind": kind,
        "slice.turn": turn,
        "slice.shift": shift if any(shift) else None,
        "slice.dimensions": None,
    }
