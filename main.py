"""Losscope: the command line, and the way into the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from landscape.blas import use_one_thread

use_one_thread()  # before anything loads numpy

import click  # noqa: E402

from landscape.commands.animate import animate  # noqa: E402
from landscape.commands.batch_gradients import batch_gradients  # noqa: E402
from landscape.commands.check_gradient import check_gradient  # noqa: E402
from landscape.commands.describe import describe  # noqa: E402
from landscape.commands.dump import dump  # noqa: E402
from landscape.commands.figure import figure  # noqa: E402
from landscape.commands.gradient_table import gradient_table  # noqa: E402
from landscape.commands.list_catalogues import list_catalogues  # noqa: E402
from landscape.commands.options import chosen_description, description_options  # noqa: E402
from landscape.commands.ray import ray  # noqa: E402
from landscape.commands.selfcheck import selfcheck  # noqa: E402
from landscape.version import VERSION  # noqa: E402
from trainers.errors import Cancelled, LosscopeError  # noqa: E402


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="losscope")
@click.pass_context
def cli(context: click.Context) -> None:
    """Losscope shows the loss of an image classifier: slices of it, and the paths of methods that minimize it.

    Without a command, the window opens.
    """
    if context.invoked_subcommand is None:
        context.invoke(app)


@cli.command()
@description_options
@click.option(
    "--screenshot",
    type=click.Path(path_type=Path),
    metavar="PNG",
    help="Draw the window once its scene is complete, and exit.",
)
@click.option(
    "--theme",
    type=click.Choice(("light", "dark", "projector")),
    help="Colors and sizes.  [default: the last, else light]",
)
@click.option("--size", metavar="WxH", help="Size of the window.  [default: the last, else 1440x900]")
@click.option(
    "--tab",
    type=click.Choice(("surface", "cut", "curves", "step", "weights", "points", "data")),
    help="What the large view shows first.  [default: surface]",
)
@click.option("--painted", is_flag=True, help="Draw the surface without OpenGL.")
@click.option("--fresh", is_flag=True, help="Leave the last session alone: default experiment, look and size.")
def app(
    file: Path | None = None,
    assignments: tuple[str, ...] = (),
    methods: str | None = None,
    steps: int | None = None,
    screenshot: Path | None = None,
    theme: str | None = None,
    size: str | None = None,
    fresh: bool = False,
    painted: bool = False,
    tab: str | None = None,
) -> None:
    """Open the window on FILE, else as it was when it was last closed, else on the default experiment."""
    from gui.app import open_window

    is_chosen = fresh or file is not None or assignments or methods is not None or steps is not None
    description = chosen_description(file, assignments, methods, steps) if is_chosen else None
    sys.exit(
        open_window(
            description,
            screenshot=screenshot,
            theme=theme,
            size=size,
            fresh=fresh,
            opened=file,
            painted=painted,
            tab=tab,
        )
    )


for command in (
    figure,
    dump,
    animate,
    describe,
    list_catalogues,
    gradient_table,
    check_gradient,
    ray,
    batch_gradients,
    selfcheck,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 for a failed check, 2 for bad input, 130 where stopped."""
    try:
        code = cli.main(arguments, prog_name="losscope", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _refuse(error.format_message())
    except (Cancelled, KeyboardInterrupt, click.Abort):
        click.echo("losscope: stopped; nothing was written.", err=True)
        return 130
    except LosscopeError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, as in `| head`
        return 0
    except OSError as error:
        return _refuse(f"cannot use {error.filename or 'a file'}: {error.strerror or error}. Check the name.")
    except MemoryError:
        return _refuse("there is not enough memory for this. Lower grid.resolution, slice.dimensions or data.examples.")
    return code if isinstance(code, int) else 0  # a command that ends with a code of its own, as a failed check


def _refuse(message: str) -> int:
    click.echo("losscope: " + " ".join(message.split()), err=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
