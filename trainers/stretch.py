"""A step taken with another length along its own ray."""

from __future__ import annotations

import dataclasses

from trainers.trainer import S


def stretched(before: S, after: S, factor: float) -> S:
    """The state behind a step of `factor` times its length: ``w + factor * (w' - w)``, w' where the step led to.

    All else stays what the method's own step made of it: a velocity or running means tell which slopes were seen,
    not how far the weights went. The step costs what it cost. 1 is the step itself, bit for bit.
    """
    if factor == 1.0:
        return after
    return dataclasses.replace(after, weights=before.weights + factor * (after.weights - before.weights))
