"""losscope figure: a picture for a slide or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from landscape.commands.options import chosen_description, place_options, work_options

if TYPE_CHECKING:
    from landscape.experiment.description import Description
    from landscape.lessons.ask import Ask


@click.command()
@place_options
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write, .pdf, .png or .svg."
)
@click.option("--kind", default="contour", show_default=True, help="What to draw; `losscope list` has them all.")
@click.option("--label", help="Of a lesson: the run that it is about. [default: the first that has what it needs]")
@click.option("--step", type=int, help="Of a lesson: the number of the run's step.")
@click.option(
    "--fan", metavar="S,S,...", help="Of kind fan: the step sizes. [default: the run's own, 0.01 to 100,000 times]"
)
@click.option(
    "--plane",
    help="Of kind inside-step: slice, the description's, or step, that of the step's arrows. [default: slice]",
)
@click.option(
    "--place",
    metavar="A,B",
    help="Of kind gradient-images: coordinates on the slice, in the place of --at. [default: its center]",
)
@click.option(
    "--look", default="light", show_default=True, help="light, dark, or projector: larger type, more contrast."
)
@click.option("--width", type=click.FloatRange(3, 40), help="Inches. [default: 8; of a projector's look, 13.33]")
@click.option("--height", type=click.FloatRange(2, 40), help="Inches. [default: 5.2; of a projector's look, 7.5]")
@click.option("--dpi", type=click.IntRange(50, 1200), default=200, show_default=True, help="Dots per inch of a .png.")
@click.option("--font-size", type=click.FloatRange(3, 96), help="Points. [default: 10; of a projector's look, 18]")
@click.option("--timings", is_flag=True, help="Of kind curves: against seconds too, which no second run gives again.")
@click.option("--recompute", is_flag=True, help="Compute the description in a dump again instead of redrawing it.")
@work_options
def figure(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    output: Path,
    kind: str,
    label: str | None,
    step: int | None,
    fan: str | None,
    plane: str | None,
    place: str | None,
    look: str,
    width: float | None,
    height: float | None,
    dpi: int,
    font_size: float | None,
    timings: bool,
    recompute: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Draw a figure (.pdf, .png, .svg).

    FILE is a description or anything Losscope wrote; a dump is redrawn without computing, unless more than its view
    is changed or --recompute is given. Without FILE, the default experiment is drawn. The kinds that are lessons look
    at the slice's center, the base point unless --at says otherwise, and always compute.
    """
    from landscape.errors import InvalidValue
    from landscape.figures.catalogue import KINDS
    from landscape.figures.repaint import LOOKS
    from landscape.figures.save import check_ending, save_figure
    from landscape.files.atomic import check_target

    if kind not in KINDS:
        raise InvalidValue(f"--kind of figure must be one of {', '.join(KINDS)}; got {kind!r}.")
    if look not in LOOKS:
        raise InvalidValue(f"--look of figure must be one of {', '.join(LOOKS)}; got {look!r}. Try dark.")
    usual = LOOKS[look]
    sizes, places = _numbers(fan, "--fan", "0.01,0.3,10,100"), _numbers(place, "--place", "0,0")
    asked = {"label": label, "step": step, "fan": sizes, "plane": plane, "place": places}
    asked = {name: value for name, value in asked.items() if value is not None}
    ask = _ask(kind, asked)
    check_ending(output)
    check_target(output)
    if timings and kind != "curves":
        raise InvalidValue(f"--timings of figure belongs to --kind curves; got --kind {kind}. Leave it out.")
    of_view = all(type(text) is str and text.startswith("view.") for text in assignments)  # they change no number
    others = methods is not None or steps is not None or at is not None
    changed = recompute or timings or others or not of_view
    description, subject = _subject(kind, ask, file, assignments, methods, steps, at, changed, timings, workers, quiet)
    save_figure(
        subject,
        output,
        kind,
        description_toml=description.toml(),
        width=usual.width if width is None else width,
        height=usual.height if height is None else height,
        dpi=dpi,
        font_size=usual.font_size if font_size is None else font_size,
        look=look,
    )


def _subject(
    kind: str,
    ask: Ask,
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    compute: bool,
    timings: bool,
    workers: int,
    quiet: bool,
) -> tuple[Description, Any]:
    from dataclasses import replace

    from landscape.commands.progress import shown_work
    from landscape.experiment.edit import parse_assignment, with_values
    from landscape.experiment.pipeline import Pipeline
    from landscape.figures.catalogue import KINDS, subject_of
    from landscape.files.catalogue import DUMPS
    from landscape.files.reading import read_scene

    if file is not None and file.suffix.lower() in DUMPS and not compute and not KINDS[kind].page:
        scene = read_scene(file)
        changes = dict(parse_assignment(text) for text in assignments)
        description = with_values(scene.description, changes) if changes else scene.description
        return description, replace(scene, description=description)
    description = chosen_description(file, assignments, methods, steps)
    if at is not None:
        description = with_values(description, {"slice.center": at})
    with shown_work(workers, quiet) as work:
        return description, subject_of(KINDS[kind], description, ask, work, Pipeline(timings))


def _ask(kind: str, asked: dict[str, Any]) -> Ask:
    from landscape.errors import InvalidValue
    from landscape.figures.catalogue import KINDS
    from landscape.lessons.ask import Ask

    for name in asked:
        if name not in KINDS[kind].takes:
            owners = " and ".join(other.name for other in KINDS.values() if name in other.takes)
            raise InvalidValue(f"--{name} of figure belongs to --kind {owners}; got --kind {kind}. Leave it out.")
    return Ask(**asked)


def _numbers(text: str | None, option: str, example: str) -> tuple[float, ...] | None:
    from landscape.errors import InvalidValue

    if text is None:
        return None
    try:
        return tuple(float(word) for word in text.split(","))
    except ValueError:
        raise InvalidValue(f"{option} must be numbers joined by commas; got {text!r}. Try {example}.") from None
