"""What a picture of a surface must say about it, in words."""

from __future__ import annotations

from landscape.figures.wording import count_text, loss_text
from landscape.surfaces.surface import Surface


def surface_notes(surface: Surface) -> list[str]:
    """Sentences about holes and flatness; empty for a surface with neither."""
    notes = []
    if surface.n_holes:
        verb = "is" if surface.n_holes == 1 else "are"
        notes.append(f"{count_text(surface.n_holes)} of {count_text(surface.loss.size)} points {verb} not finite")
    if surface.is_flat:
        loss_words = f"{surface.lowest:.3f}" if abs(surface.lowest) < 1e4 else loss_text(surface.lowest)
        notes.append(f"flat: every {'finite ' if surface.n_holes else ''}point has loss {loss_words}")
    return notes
