"""Where the timeline stands, in words: the caption above its handle."""

from __future__ import annotations

from collections.abc import Mapping

from landscape.experiment.scene import Scene
from landscape.figures.caption import is_function
from landscape.palette import display_name
from trainers.catalogue import METHODS


def position_text(scene: Scene | None, alignment: str, position: float, rows: Mapping[str, int]) -> str:
    """A position in steps, in cost or in seconds; by step, what it cost the first method that follows gradients."""
    cost_words = "evaluations" if scene is not None and is_function(scene) else "example passes"
    if alignment == "cost":
        return f"{position:,.0f} {cost_words} each"
    if alignment == "seconds":
        return f"{seconds_text(position)} each · as measured here, no two runs agree"
    text = f"step {int(position):,}"
    following = [p for p in scene.paths if METHODS[p.method].uses_gradient] if scene is not None else []
    if following:
        first = following[0]
        text += f" · {int(first.cost[rows[first.label]]):,} {cost_words} by {display_name(first.label, first.method)}"
    return text


def seconds_text(seconds: float) -> str:
    """Seconds with three digits; below a second as milliseconds, so that few leading zeros are read out."""
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"
