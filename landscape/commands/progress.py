"""Progress on stderr while a command works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from landscape.work import Work


@contextmanager
def shown_work(workers: int, quiet: bool) -> Iterator[Work]:
    """Work whose stages show as one bar on stderr; on no terminal, and when quiet, it shows nothing."""
    if quiet:
        yield Work(workers=workers)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=1.0)
        yield Work(workers, lambda stage, fraction: bar.update(task, description=stage, completed=fraction))
