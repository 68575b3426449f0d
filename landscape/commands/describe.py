"""losscope describe: the description of an experiment as TOML."""

from __future__ import annotations

from pathlib import Path

import click

from landscape.commands.options import chosen_description, description_options


@click.command()
@description_options
@click.option("--resolved", is_flag=True, help="Fill in the values of fields that are left to the defaults.")
def describe(
    file: Path | None, assignments: tuple[str, ...], methods: str | None, steps: int | None, resolved: bool
) -> None:
    """Print the whole description as TOML."""
    from landscape.experiment import defaults

    description = chosen_description(file, assignments, methods, steps)
    click.echo((defaults.resolved(description) if resolved else description).toml(), nl=False)
