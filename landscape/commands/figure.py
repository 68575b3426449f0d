"""losscope figure: a picture for a slide or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from landscape.commands.options import chosen_description, description_options, work_options

if TYPE_CHECKING:
    from landscape.experiment.scene import Scene


@click.command()
@description_options
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write, .pdf, .png or .svg."
)
@click.option("--kind", default="contour", show_default=True, help="contour, surface, line or curves.")
@click.option("--width", type=click.FloatRange(3, 40), default=8.0, show_default=True, help="Inches.")
@click.option("--height", type=click.FloatRange(2, 40), default=5.2, show_default=True, help="Inches.")
@click.option("--dpi", type=click.IntRange(50, 1200), default=200, show_default=True, help="Dots per inch of a .png.")
@click.option("--font-size", type=click.FloatRange(3, 96), default=10.0, show_default=True, help="Points.")
@click.option("--recompute", is_flag=True, help="Compute the description in a dump again instead of redrawing it.")
@work_options
def figure(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    output: Path,
    kind: str,
    width: float,
    height: float,
    dpi: int,
    font_size: float,
    recompute: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Draw a figure (.pdf, .png, .svg).

    FILE is a description or anything Losscope wrote; a dump is redrawn without computing, unless something is
    changed or --recompute is given. Without FILE, the default experiment is drawn.
    """
    from landscape.errors import InvalidValue
    from landscape.figures.catalogue import KINDS
    from landscape.figures.save import check_ending, save_figure
    from landscape.files.atomic import check_target

    if kind not in KINDS:
        raise InvalidValue(f"--kind of figure must be one of {', '.join(KINDS)}; got {kind!r}.")
    check_ending(output)
    check_target(output)
    changed = bool(assignments or methods is not None or steps is not None)
    scene = _scene(file, assignments, methods, steps, recompute or changed, workers, quiet)
    save_figure(
        scene,
        output,
        kind,
        description_toml=scene.description.toml(),
        width=width,
        height=height,
        dpi=dpi,
        font_size=font_size,
    )


def _scene(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    compute: bool,
    workers: int,
    quiet: bool,
) -> Scene:
    from landscape.commands.progress import shown_work
    from landscape.experiment.pipeline import Pipeline
    from landscape.files.catalogue import DUMPS
    from landscape.files.reading import read_scene

    if file is not None and file.suffix.lower() in DUMPS and not compute:
        return read_scene(file)
    description = chosen_description(file, assignments, methods, steps)
    with shown_work(workers, quiet) as work:
        return Pipeline().scene(description, work)
