"""The arrows of one step as a plot draws them, and the words of each."""

from __future__ import annotations

import numpy as np

from gui.views.arrow_layer import DrawnArrow
from landscape.figures.wording import number_text, share_text
from landscape.lessons.batch_fan import BatchFan
from landscape.lessons.inside_step import PlaneArrow, is_move_itself, slope_factor
from trainers.arrows import ArrowKind
from trainers.objective import Array

# As in the figure of the same lesson.
COLORS = {
    ArrowKind.SLOPE: ("#ff9a5c", "#e0559a"),
    ArrowKind.PART: ("#4fa3ff", "#7fe0d0", "#c9b3ff"),
    ArrowKind.ACCEPTED: ("#38c172",),
    ArrowKind.REJECTED: ("#b9bec6",),
    ArrowKind.MOVE: ("#ffffff",),
}
FAN, WHOLE = "#ffd9bf", "#ff5a36"  # of batches, and of all examples
MOST = 7  # arrows that are listed; a search may have a thousand tries


def colors(arrows: tuple[PlaneArrow, ...]) -> list[str | None]:
    """The color of each arrow; None for one that is not drawn: a size, or the only part, which is the move itself."""
    seen: dict[ArrowKind, int] = {}
    found: list[str | None] = []
    for arrow in arrows:
        if arrow.kind is ArrowKind.SIZE or is_move_itself(arrow, arrows) or arrow.length == 0:
            found.append(None)
            continue
        among = COLORS[arrow.kind]
        found.append(among[seen.get(arrow.kind, 0) % len(among)])
        seen[arrow.kind] = seen.get(arrow.kind, 0) + 1
    return found


def drawn(
    arrows: tuple[PlaneArrow, ...], foot: Array, to_plot: Array, slopes_by: float | None = None
) -> list[DrawnArrow]:
    """The arrows from a foot (2,) in a plot, where `to_plot` (2, 2) takes the arrows' coordinates to the plot's.

    Parts of the move stand head to tail, so that the last one ends where the move does. Slopes are drawn against
    themselves, at their true directions, and scaled by `slopes_by` (unset: `slope_factor`), since they are no moves.
    """
    factor = slope_factor(arrows) if slopes_by is None else slopes_by
    at, found = np.array(foot, dtype=float), []
    for arrow, color in zip(arrows, colors(arrows), strict=True):
        if color is None:
            continue
        along = arrow.tip @ to_plot
        if arrow.kind is ArrowKind.SLOPE:
            found.append(DrawnArrow(foot, foot - factor * along, color, dashed=True))
        elif arrow.kind is ArrowKind.PART:
            found.append(DrawnArrow(at, at + along, color))
            at = at + along
        else:
            found.append(DrawnArrow(foot, foot + along, color, bold=arrow.kind is ArrowKind.MOVE))
    return found


def drawn_fan(fan: BatchFan, slopes_by: float) -> list[DrawnArrow]:
    """The slopes of small batches around that of all examples, each against itself, from the middle of a plot."""
    foot = np.zeros(2)
    several = [DrawnArrow(foot, -slopes_by * tip, FAN, thin=True) for tip in fan.tips]
    return [*several, DrawnArrow(foot, -slopes_by * fan.whole, WHOLE)]


def entries(arrows: tuple[PlaneArrow, ...]) -> list[tuple[str, str, str | None]]:
    """Name, words and color of each arrow, the move first; of many tries only the first ones."""
    pairs = list(zip(arrows, colors(arrows), strict=True))
    pairs = [pairs[-1], *pairs[:-1]]
    found: list[tuple[str, str, str | None]] = []
    for arrow, color in pairs[:MOST]:
        if arrow.length == 0:
            words = "none: nothing moves" if arrow.kind is ArrowKind.MOVE else "zero"
        elif arrow.kind is ArrowKind.SIZE:
            words = "a size for each weight, no direction: not drawn"
        elif is_move_itself(arrow, arrows):
            words = "it is the move itself"
        else:
            words = f"length {number_text(arrow.length)}, {share_text(arrow.share)} in plane"
        ending = {ArrowKind.REJECTED: ": rejected", ArrowKind.ACCEPTED: ": accepted"}.get(arrow.kind, "")
        found.append((arrow.name + ending, words, color))
    if len(pairs) > MOST:
        found.append((f"and {len(pairs) - MOST} more", "drawn, not listed", None))
    return found
