"""losscope dump: a finished experiment as a file of numbers."""

from __future__ import annotations

from pathlib import Path

import click

from landscape.commands.options import chosen_description, description_options, work_options


@click.command()
@description_options
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write, .npz or .csv.")
@click.option("--weights", is_flag=True, help="Keep every recorded weight vector too (.npz).")
@click.option("--tries", is_flag=True, help="Keep every try of a search too (.npz): short for --set run.tries=true.")
@click.option(
    "--timings", is_flag=True, help="Keep the seconds that runs took too (.npz); no second dump has the same bytes."
)
@work_options
def dump(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    output: Path,
    weights: bool,
    tries: bool,
    timings: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Write surface and paths as numbers (.npz, .csv).

    FILE is a description or anything Losscope wrote; without it, the default experiment is dumped.
    """
    from landscape.commands.progress import shown_work
    from landscape.errors import FileError
    from landscape.experiment.edit import with_values
    from landscape.experiment.pipeline import Pipeline
    from landscape.files.atomic import check_target
    from landscape.files.catalogue import DUMPS, FORMATS

    ending = output.suffix.lower()
    write = FORMATS[ending].write_dump if ending in DUMPS else None
    if write is None:
        raise FileError(f"the output of dump must end in {' or '.join(DUMPS)}; got {output.name!r}. Try run.npz.")
    for option, asked in (("weights", weights), ("tries", tries), ("timings", timings)):
        if asked and ending == ".csv":
            raise FileError(f"a CSV holds no {option}. Write an .npz, or leave out --{option}.")
    check_target(output)
    description = chosen_description(file, assignments, methods, steps)
    if tries:
        description = with_values(description, {"run.tries": True})
    with shown_work(workers, quiet) as work:
        scene = Pipeline(timings).scene(description, work)
    write(scene, output, weights)
