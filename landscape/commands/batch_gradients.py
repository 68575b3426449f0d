"""losscope batch-gradients: how far the gradients of batches scatter around the full one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from landscape.commands.options import place_options, placed, work_options


@click.command("batch-gradients")
@place_options
@click.option("--batches", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Of each size.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@work_options
def batch_gradients(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    batches: int,
    as_json: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Print the spread of the gradients of batches of 1, 8, 64 and 256: norms, and cosines to the full gradient.

    At the weights of the slice's center: the base point, unless --at says otherwise. The batches are those of the
    first steps of a run.
    """
    import json

    import numpy as np

    from landscape.commands.progress import shown_work
    from landscape.lessons.batches import batch_spread

    with shown_work(workers, quiet) as work:
        description, _, model, weights = placed(file, assignments, methods, steps, at, work)
        length, spreads = batch_spread(model, weights, description.run.seed, n_batches=batches, work=work)

    def quantiles(values: Any) -> list[float | None]:
        found = np.quantile(values, (0.1, 0.5, 0.9))
        return [float(value) if np.isfinite(value) else None for value in found]

    report: dict[str, Any] = {
        "format": "losscope batch-gradients 1",
        "at": description.slice.center,
        "objective": model.statement,
        "n_examples": model.n_examples,
        "n_batches": batches,
        "quantiles": [0.1, 0.5, 0.9],
        "full_norm": length,
        "sizes": [
            {"size": spread.size, "norm": quantiles(spread.norms), "cosine": quantiles(spread.cosines)}
            for spread in spreads
        ],
    }
    click.echo(json.dumps(report, indent=1) if as_json else "\n".join(_lines(report)))


def _lines(report: dict[str, Any]) -> list[str]:
    def words(values: list[float | None]) -> str:
        return " ".join(f"{'none' if value is None else format(value, '.3f'):>8}" for value in values)

    lines = [
        f"norm of the full gradient {report['full_norm']:.6g}, at {report['at']}; {report['n_batches']:,} batches each",
        f"{'batch':>7}  {'norm: 10 %,  median,    90 %':>28}  {'cosine: 10 %, median,   90 %':>28}",
    ]
    return lines + [
        f"{row['size']:>7}  {words(row['norm']):>28}  {words(row['cosine']):>28}" for row in report["sizes"]
    ]
