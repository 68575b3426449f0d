"""One step of a method as arrows on the loss around the weights that it starts from, with its rule beneath."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from landscape.figures.contour import TICK_STEPS, draw_contour
from landscape.figures.layout import LINE, Box, check_room, text_width, wrap, write
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.look import HALO, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.wording import number_text, share_text
from landscape.lessons.inside_step import InsideStep, inside_step_lesson, is_move_itself
from landscape.palette import display_name
from trainers.arrows import ArrowKind
from trainers.objective import Array

find = inside_step_lesson
COLORS = {
    ArrowKind.SLOPE: ("#ff9a5c", "#e0559a"),
    ArrowKind.PART: ("#4fa3ff", "#7fe0d0", "#c9b3ff"),
    ArrowKind.ACCEPTED: ("#38c172",),
    ArrowKind.REJECTED: ("#b9bec6",),
    ArrowKind.MOVE: ("#ffffff",),
}
WHOLE = 10_000  # letters: code in lines of whole statements
SWATCH, TWO_LINES, ONE_LINE = 2.2, 2.6, 1.4  # font sizes in the list at the side
MOST = 6  # arrows that the list at the side names; a search may have a thousand tries


def title(lesson: InsideStep) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, f"Step {lesson.step} of {display_name(lesson.label, lesson.method)}")


def draw_step(ax: Axes, lesson: InsideStep) -> list[Artist]:
    """Level lines around the weights, and the step's arrows, drawn 1:1.

    Parts of the move stand head to tail, so that the last one ends where the move does. Slopes are drawn against
    themselves, shortened or stretched by `lesson.slope_factor`; sizes, which are no directions, are not drawn.
    """
    artists = draw_contour(ax, lesson.surface)
    factor, foot = lesson.slope_factor, np.zeros(2)
    for arrow, color in zip(lesson.arrows, colors(lesson), strict=True):
        if color is None:
            continue
        if arrow.kind is ArrowKind.SLOPE:
            artists += _arrow(ax, np.zeros(2), -factor * arrow.tip, color, dashed=True)
        elif arrow.kind is ArrowKind.PART:
            artists += _arrow(ax, foot, foot + arrow.tip, color)
            foot = foot + arrow.tip
        else:
            artists += _arrow(ax, np.zeros(2), arrow.tip, color, bold=arrow.kind is ArrowKind.MOVE)
    artists += ax.plot([0], [0], ls="", marker="o", ms=points(0.7), mfc=HALO, mec=TEXT, mew=points(0.14), zorder=9)
    ax.set_aspect("equal")
    return artists


def colors(lesson: InsideStep) -> list[str | None]:
    """The color of each arrow; None for one that is not drawn: a size, or the only part, which is the move itself."""
    seen: dict[ArrowKind, int] = {}
    found: list[str | None] = []
    for arrow in lesson.arrows:
        if arrow.kind is ArrowKind.SIZE or is_move_itself(arrow, lesson.arrows) or arrow.length == 0:
            found.append(None)
            continue
        among = COLORS[arrow.kind]
        found.append(among[seen.get(arrow.kind, 0) % len(among)])
        seen[arrow.kind] = seen.get(arrow.kind, 0) + 1
    return found


def compose(figure: Figure, lesson: InsideStep) -> None:
    """A whole page: the plane with its arrows, their list at the right, the rule beneath it or them, caption."""
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    entries = _entries(lesson)
    widest = max(text_width(line, SMALL_SCALE, bold=True) for name, words, _ in entries for line in (name, words))
    beside = min(widest + (SWATCH + 0.2) * em(), 0.55 * free.width)
    surface = lesson.surface
    aspect = float((surface.b[-1] - surface.b[0]) / (surface.a[-1] - surface.a[0]))
    margins = {"left": 4.2 * em(), "bottom": 3.0 * em(), "right": beside + 1.2 * em(), "top": 0.4 * em()}
    # A tall picture leaves room at its right: with the rule there it can be higher.
    side = Box(free.inside(**margins).shaped(aspect).right + 1.2 * em(), free.bottom, free.right, free.top)
    needed = (TWO_LINES * len(entries) + 1.0) * em() + _rule_height(lesson, side.width)
    if side.height >= needed and all(len(line) * _mono() <= side.width for line in _broken(lesson.code, WHOLE)):
        _write_rule(figure, lesson, side)
    else:
        free = _write_rule(figure, lesson, free)
    box = free.inside(**margins).shaped(aspect)
    check_room(figure, box)
    ax = box.axes(figure)
    draw_step(ax, lesson)
    ax.xaxis.set_major_locator(MaxNLocator(max(2, min(5, int(box.width / (4.5 * em())))), steps=TICK_STEPS))
    ax.yaxis.set_major_locator(MaxNLocator(max(2, min(5, int(box.height / (2.4 * em())))), steps=TICK_STEPS))
    ax.set_xlabel("a")
    ax.set_ylabel("b")
    ax.spines[:].set_visible(False)
    _write_list(figure, entries, Box(box.right + 1.2 * em(), free.bottom, free.right, box.top))


def _arrow(ax: Axes, foot: Array, tip: Array, color: str, dashed: bool = False, bold: bool = False) -> list[Artist]:
    if not float(np.linalg.norm(tip - foot)) > 0:
        return []
    width = points(0.3 if bold else 0.22)
    arrow = FancyArrowPatch(
        tuple(foot),
        tuple(tip),
        arrowstyle=f"-|>,head_length={0.6},head_width={0.28}",
        mutation_scale=points(1.1),
        color=color,
        lw=width,
        shrinkA=0,
        shrinkB=0,
        ls=(0, (3, 1.5)) if dashed else "-",
        zorder=8 if bold else 7,
        path_effects=[withStroke(linewidth=width + points(0.2), foreground=TEXT)],
    )
    ax.add_patch(arrow)
    return [arrow]


def _entries(lesson: InsideStep) -> list[tuple[str, str, str | None]]:
    """Name, words and color of each arrow, the move first; of many tries only the first."""
    pairs = list(zip(lesson.arrows, colors(lesson), strict=True))
    pairs = [pairs[-1], *pairs[:-1]]
    entries: list[tuple[str, str, str | None]] = []
    for arrow, color in pairs[:MOST]:
        if arrow.length == 0:
            words = "none: nothing moves" if arrow.kind is ArrowKind.MOVE else "zero"
        elif arrow.kind is ArrowKind.SIZE:
            words = "a size for each weight, not drawn"
        else:
            words = f"length {number_text(arrow.length)}, {share_text(arrow.share)} in plane"
        name = {ArrowKind.REJECTED: f"{arrow.name}: rejected", ArrowKind.ACCEPTED: f"{arrow.name}: accepted"}
        entries.append((name.get(arrow.kind, arrow.name), words, color))
    if len(pairs) > MOST:
        entries.append((f"and {len(pairs) - MOST} more", "drawn, not listed", None))
    return entries


def _write_list(figure: Figure, entries: list[tuple[str, str, str | None]], box: Box) -> None:
    roomy = box.height >= TWO_LINES * em() * len(entries)
    step = min(3.1 * em(), box.height / max(1, len(entries))) if roomy else ONE_LINE * em()
    for index, (name, words, color) in enumerate(entries):
        base = box.top - index * step - 1.0 * em()
        if color is not None:
            middle = base + 0.33 * em()
            arrow = FancyArrowPatch(
                (box.left, middle),
                (box.left + 1.7 * em(), middle),
                arrowstyle="-|>",
                transform=figure.dpi_scale_trans,
                mutation_scale=points(0.9),
                color=color,
                lw=points(0.22),
                shrinkA=0,
                shrinkB=0,
                path_effects=[withStroke(linewidth=points(0.42), foreground=TEXT)],
            )
            figure.add_artist(arrow)
        left = box.left + SWATCH * em()
        write(figure, left, base, name, SMALL_SCALE, weight="bold")
        if roomy:
            write(figure, left, base - 1.2 * em(), words, SMALL_SCALE, color=MUTED)
        elif left + text_width(name, SMALL_SCALE, bold=True) + text_width(f"  {words}", SMALL_SCALE) < box.right:
            after = left + text_width(f"{name}  ", SMALL_SCALE, bold=True)
            write(figure, after, base, words, SMALL_SCALE, color=MUTED)


def _write_rule(figure: Figure, lesson: InsideStep, free: Box) -> Box:
    """The formula and the line of code at the bottom of `free`; what is left above them."""
    lines, step = _rule_lines(lesson, free.width), LINE * em(SMALL_SCALE)
    for above, (line, font) in zip(reversed(range(len(lines))), lines, strict=True):
        write(figure, free.left, free.bottom + (above + 0.4) * step, line, SMALL_SCALE, **font)
    return free.inside(bottom=_rule_height(lesson, free.width))


def _rule_lines(lesson: InsideStep, width: float) -> list[tuple[str, dict[str, list[str]]]]:
    """The lines of formula and code in a column, each with its font."""
    code = _broken(lesson.code, max(20, int(width / _mono())))
    lines = [(line, {"family": ["DejaVu Sans"]}) for line in wrap(lesson.formula, width, SMALL_SCALE)]
    return lines + [(line, {"family": ["DejaVu Sans Mono"]}) for line in code]


def _rule_height(lesson: InsideStep, width: float) -> float:
    return (len(_rule_lines(lesson, width)) + 0.6) * LINE * em(SMALL_SCALE)


def _mono() -> float:
    return 0.61 * em(SMALL_SCALE)  # every letter of DejaVu Sans Mono is 0.602 font sizes wide


def _broken(code: str, most: int) -> list[str]:
    """A line of code in lines of at most `most` letters, broken after ; where there are several statements."""
    lines: list[str] = []
    for statement in code.split("; "):
        line = ""
        for word in statement.split(" "):
            if line and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = "   "
            line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _notes(lesson: InsideStep) -> tuple[str, ...]:
    kinds = {arrow.kind for arrow in lesson.arrows}
    same = [arrow.name for arrow in lesson.arrows if is_move_itself(arrow, lesson.arrows)]
    after = number_text(lesson.after, ".5g") if math.isfinite(lesson.after) else "a loss that is not finite"
    return (
        f"Plane: {lesson.plane}; drawn 1:1",
        f"True loss: {number_text(lesson.loss, '.5g')} before the step, {after} after it",
        "In plane: the share of an arrow's squared length that the plane holds",
        f"Dashed: slopes, drawn against themselves and {lesson.slope_factor:.2g} times as long as they are"
        if ArrowKind.SLOPE in kinds
        else "",
        f"Not drawn, as it is the move itself: {same[0]}" if same else "",
        f"The move is {lesson.factor:g} times as long as the method's own step; what the method remembers is its own"
        if lesson.factor != 1.0
        else "",
    )
