"""What the view of one step says beside its picture, as rich text and as plain lines."""

from __future__ import annotations

import html

import numpy as np

from gui.theme import Theme
from gui.views.step_arrows import FAN, WHOLE, entries
from landscape.figures.wording import number_text
from landscape.lessons.batch_fan import BatchFan
from landscape.lessons.inside_step import InsideStep
from landscape.palette import display_name
from trainers.arrows import ArrowKind

# What a method carries along besides its weights, which a stretched step leaves as its own step made it.
MEMORY = {
    "momentum": "Its velocity stays",
    "nesterov": "Its velocity stays",
    "adagrad": "Its sums of squared slopes stay",
    "rmsprop": "Its mean of squared slopes stays",
    "adam": "Its running means m and v stay",
}


def heading(lesson: InsideStep) -> str:
    """Which step it is, and what it makes of the loss."""
    name = display_name(lesson.label, lesson.method)
    return f"{name}, step {lesson.step:,}: loss {number_text(lesson.loss, '.4g')} → {number_text(lesson.after, '.4g')}"


def length_words(lesson: InsideStep) -> str:
    """What the length of the step is, and what another one would mean."""
    if lesson.factor == 1.0 or lesson.ray is None:
        return "Its length: drag its arrow’s head, or here"
    own = number_text(lesson.ray.nearest(1.0)[1], ".4g")
    return f"× {lesson.factor:g} of its own length, to {own}"


def memory_words(lesson: InsideStep) -> str:
    """What becomes of the run, and of what its method remembers, when a step has another length."""
    kept = f" {MEMORY[lesson.method]} as its own step made it." if lesson.method in MEMORY else ""
    return f"Give it another length, and the run goes on from there.{kept}"


def arrows_text(lesson: InsideStep, theme: Theme) -> str:
    """The arrows with their colors and lengths, then what holds for all of them, as rich text."""
    rows = [_row(name, words, color, theme) for name, words, color in entries(lesson.arrows)]
    if lesson.batches is not None:
        fan = lesson.batches
        rows += [
            _row(f"{len(fan.tips)} batches of {fan.size}", fan_words(fan), FAN, theme),
            _row("slope of all examples", "what the batches scatter around", WHOLE, theme),
        ]
    notes = []
    if any(arrow.kind is ArrowKind.SLOPE for arrow in lesson.arrows):
        factor = number_text(lesson.slope_factor, ".2g")
        what = "Dashed, and the fan: slopes" if lesson.batches is not None else "Dashed: a slope"
        each = "against themselves" if lesson.batches is not None else "against itself"
        notes.append(f"{what}, drawn {each}, × {factor}.")
    if lesson.ray is not None:
        notes.insert(0, memory_words(lesson))
    notes.append(f"Drawn 1:1 in {lesson.plane}.")
    below = " ".join(html.escape(note) for note in notes)
    return f'<table cellspacing="0">{"".join(rows)}</table><div style="color:{theme.muted}">{below}</div>'


def fan_words(fan: BatchFan) -> str:
    """How far the batches' slopes point away from that of all examples."""
    known = fan.cosines[np.isfinite(fan.cosines)]
    if not len(known):
        return "their slopes are zero"
    angles = np.degrees(np.arccos(np.clip(known, -1.0, 1.0)))
    return f"{angles.min():.0f}° to {angles.max():.0f}° off it, in all weights"


def _row(name: str, words: str, color: str | None, theme: Theme) -> str:
    shade = f'<span style="color:{color};background:#20252b;">&nbsp;➜&nbsp;</span>'
    return (
        f'<tr><td style="padding:2px 6px 2px 0">{shade if color else "&nbsp;&nbsp;·"}</td>'
        f'<td style="padding:2px 0"><b>{html.escape(name)}</b> '
        f'<span style="color:{theme.muted}">{html.escape(words)}</span></td></tr>'
    )
