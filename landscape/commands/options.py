"""What the commands share: a FILE with changes to it, workers, and progress."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from landscape.experiment.description import Description
    from landscape.work import Work

Command = Callable[..., Any]


class Variation(str):
    """The text of a --vary option; it travels among the assignments and is done after them."""


class Seeds(str):
    """The number of a --seeds option; it travels among the assignments and is done after them."""


def description_options(command: Command) -> Command:
    """The argument FILE and the options that change a description.

    The command gets them as `file`, `assignments`, `methods` and `steps`, to be handed on to `chosen_description`.
    """
    command = _with_variations(command)
    for decorate in (
        click.option("--seeds", type=click.IntRange(1, 200), metavar="N", help="N runs of each, with as many seeds."),
        click.option(
            "--vary",
            metavar="LABEL.FIELD=A,B",
            multiple=True,
            help="Several runs of one: sgd.step_size=0.01,0.1,1. The label * is every run.",
        ),
        click.option("--steps", type=int, help="Steps of every run: short for --set run.steps=N."),
        click.option("--methods", metavar="A,B", help="The runs, by label or method: random-search,sgd,adam."),
        click.option(
            "--set", "assignments", metavar="FIELD=VALUE", multiple=True, help="Change any field: slice.seed=3."
        ),
        click.argument("file", required=False, type=click.Path(path_type=Path)),
    ):
        command = decorate(command)
    return command


def work_options(command: Command) -> Command:
    """Workers and progress; neither changes a result."""
    for decorate in (
        click.option("--quiet", is_flag=True, help="No progress on stderr."),
        click.option(
            "--workers",
            type=click.IntRange(1, 64),
            default=min(64, os.cpu_count() or 1),
            help="Threads. [default: all cores]",
        ),
    ):
        command = decorate(command)
    return command


def chosen_description(
    file: Path | None, assignments: tuple[str, ...], methods: str | None, steps: int | None
) -> Description:
    """The description of FILE, or the default one, with the changes asked for.

    Raises:
        LosscopeError: the file or a change breaks a rule.
    """
    from landscape.experiment.description import Description
    from landscape.experiment.edit import parse_assignment, with_methods, with_values
    from landscape.experiment.vary import with_variations
    from landscape.files.reading import read_description

    description = Description() if file is None else read_description(file)
    if methods is not None:
        description = with_methods(description, [label.strip() for label in methods.split(",") if label.strip()])
    changes = dict(parse_assignment(text) for text in assignments if not isinstance(text, (Variation, Seeds)))
    if steps is not None:
        changes["run.steps"] = steps
    description = with_values(description, changes) if changes else description
    variations = [text for text in assignments if isinstance(text, Variation)]
    seeds = [int(text) for text in assignments if isinstance(text, Seeds)]
    return with_variations(description, variations, *seeds) if variations or seeds else description


def place_options(command: Command) -> Command:
    """The options of `description_options`, and at which weights the command looks."""
    where = "The weights: base, zero, or end:LABEL, where that run ended. [default: slice.center]"
    return description_options(click.option("--at", metavar="POINT", help=where)(command))


def placed(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    work: Work,
) -> tuple[Description, Any, Any, Any]:
    """The chosen description with `at` as center, its data, its model, and the weights (P,) there.

    Raises:
        LosscopeError: the file or a change breaks a rule, or the data cannot be had.
    """
    from landscape.experiment.edit import with_values
    from landscape.experiment.pipeline import Pipeline

    description = chosen_description(file, assignments, methods, steps)
    if at is not None:
        description = with_values(description, {"slice.center": at})
    return description, *Pipeline().place(description, work)


def _with_variations(command: Command) -> Command:
    @wraps(command)
    def wrapped(*, assignments: tuple[str, ...] = (), vary: tuple[str, ...] = (), seeds: int | None = None,
                **others: Any) -> Any:  # fmt: skip
        more = [Variation(text) for text in vary] + [Seeds(seeds)] * (seeds is not None)
        return command(assignments=(*assignments, *more), **others)

    return wrapped
