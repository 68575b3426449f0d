"""Sums of "the largest of a few straight lines" on a grid line, exactly: each such maximum is a sum of hinges.

From left to right, steeper and steeper lines lead. With L_0 the line that leads at the first grid point and
L_1, L_2, .. those that take over,

    max = L_0 + max(0, L_1 - L_0) + max(0, L_2 - L_1) + ..

as each hinge starts where the lead changes. The changes are followed for all examples at once; few lines ever lead,
so that this costs a few divisions per line instead of an evaluation per grid point.
"""

from __future__ import annotations

import numpy as np

from landscape.losses.hinge_grid import hinge_line_sums
from trainers.objective import Array


def largest_line_sums(p: Array, q: Array, b: Array) -> Array:
    """The sums (n_b,) over n examples of ``max over c of p + q b[j]``; p and q (n, C), b increasing and evenly spaced.

    Exact up to rounding. Where an input is NaN or infinitely large, the sums are not finite.
    """
    rows = np.arange(len(p))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        leader = (p + b[0] * q).argmax(axis=1)
        # A first point of all lines' crossing needs no care: the steepest takes over there, with a hinge from b[0] on.
        total = p[rows, leader].sum() + q[rows, leader].sum() * b
        hinges_p, hinges_q = [], []
        while len(rows):
            own_p, own_q = p[rows, leader][:, None], q[rows, leader][:, None]
            behind, steeper = own_p - p[rows], q[rows] - own_q
            crossing = np.where(steeper > 0, behind / steeper, np.inf)
            challenger = crossing.argmin(axis=1)
            takes_over = crossing[np.arange(len(rows)), challenger] < b[-1]
            rows, old, leader = rows[takes_over], leader[takes_over], challenger[takes_over]
            hinges_p.append(p[rows, leader] - p[rows, old])
            hinges_q.append(q[rows, leader] - q[rows, old])
        return np.asarray(total + hinge_line_sums(np.concatenate(hinges_p), np.concatenate(hinges_q), b))
