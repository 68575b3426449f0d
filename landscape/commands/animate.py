"""losscope animate: the race of the methods as a video."""

from __future__ import annotations

from pathlib import Path

import click

from landscape.commands.options import chosen_description, description_options, work_options

FINEST = 4096  # pixels along a side


@click.command()
@description_options
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write, .mp4 or .gif.")
@click.option("--kind", default="contour", show_default=True, help="What to draw: contour, surface or line.")
@click.option("--size", metavar="WxH", default="1280x720", show_default=True, help="Pixels.")
@click.option("--seconds", type=click.FloatRange(0.5, 600), default=8.0, show_default=True, help="How long it plays.")
@click.option("--fps", type=click.IntRange(1, 60), default=30, show_default=True, help="Frames per second.")
@click.option("--font-size", type=click.FloatRange(3, 96), default=10.0, show_default=True, help="Points.")
@work_options
def animate(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    output: Path,
    kind: str,
    size: str,
    seconds: float,
    fps: int,
    font_size: float,
    workers: int,
    quiet: bool,
) -> None:
    """Draw the paths as they grow, as a video (.mp4, .gif).

    FILE is a description or anything Losscope wrote; without it, the default experiment is shown. The camera stands
    still; the window films a turn around the surface.
    """
    from landscape.commands.progress import shown_work
    from landscape.experiment.pipeline import Pipeline
    from landscape.figures.animation import animated_frames
    from landscape.files.atomic import check_target
    from landscape.files.video import check_video, write_video

    pixels = _size(size)
    check_video(output)
    check_target(output)
    description = chosen_description(file, assignments, methods, steps)
    with shown_work(workers, quiet) as work:
        scene = Pipeline().scene(description, work)
        frames = animated_frames(scene, kind, seconds=seconds, fps=fps, size=pixels, font_size=font_size, work=work)
        write_video(frames, output, fps, description.toml())


def _size(text: str) -> tuple[int, int]:
    from landscape.errors import InvalidValue

    width, cross, height = text.partition("x")
    if cross and width.isdigit() and height.isdigit():
        found = int(width), int(height)
        if all(320 <= side <= FINEST for side in found):
            return found
    raise InvalidValue(f"--size must be WIDTHxHEIGHT from 320x320 to {FINEST}x{FINEST}; got {text!r}. Try 1280x720.")
