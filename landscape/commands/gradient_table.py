"""losscope gradient-table: the numeric gradient as the lecture's table, and what all of it would cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from landscape.commands.options import place_options, placed, work_options


@click.command("gradient-table")
@place_options
@click.option("--h", type=float, default=1e-4, show_default=True, help="By how much a weight is raised.")
@click.option("--rows", type=click.IntRange(1, 100_000), default=9, show_default=True, help="How many weights.")
@click.option("--dimensions", metavar="I,J,...", help="Which weights instead, in any order: 0,5,3.")
@click.option("--direction", metavar="KIND", help="A slope in a direction: random, gradient, or a weight's number.")
@click.option("--over-h", is_flag=True, help="The error over h too: forward and centered, float32 and float64.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@work_options
def gradient_table(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    h: float,
    rows: int,
    dimensions: str | None,
    direction: str | None,
    over_h: bool,
    as_json: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Print the numeric gradient as a table: W, W + h, loss, slope.

    At the weights of the slice's center: the base point, unless --at says otherwise. Seconds are measured and differ
    from time to time.
    """
    import json

    from landscape.commands.progress import shown_work
    from landscape.lessons import error_over_h
    from landscape.lessons.gradient_table import measured_table
    from landscape.lessons.names import weight_name
    from landscape.lessons.secants import secants_along
    from trainers.finite_differences import check_step, checked_dimensions

    check_step(h)
    with shown_work(workers, quiet) as work:
        description, dataset, model, weights = placed(file, assignments, methods, steps, at, work)
        n = model.n_weights
        wanted = list(range(min(rows, n))) if dimensions is None else checked_dimensions(_numbers(dimensions), n)
        along = None if direction is None else _direction(direction, model, weights, description.slice.seed)
        table = measured_table(model, weights, wanted, h, work)
        cost = table.cost
        report: dict[str, Any] = {
            "format": "losscope gradient-table 1",
            "at": description.slice.center,
            "objective": model.statement,
            "n_weights": n,
            "n_examples": model.n_examples,
            "h": h,
            "loss": table.loss,
            "rows": [
                {
                    "dimension": row.dimension,
                    "name": weight_name(model.layout, dataset, row.dimension),
                    "weight": row.weight,
                    "raised": row.raised,
                    "loss": row.loss,
                    "slope": row.slope,
                    "analytic": float(analytic),
                }
                for row, analytic in zip(table.rows, table.analytic, strict=True)
            ],
            "cost": {
                "forward": {"losses": cost.forward_losses, "example_forwards": cost.forward_examples},
                "centered": {"losses": cost.centered_losses, "example_forwards": cost.centered_examples},
                "analytic": {"example_forwards": 3 * cost.n_examples},
            },
            "seconds": {
                "note": "measured here, not reproducible; plain ones are extrapolated from the rows of the table",
                "one_loss": cost.seconds_per_loss,
                "plain_forward": cost.forward_seconds,
                "plain_centered": cost.centered_seconds,
                "fast_forward": cost.fast_seconds,
                "analytic": cost.analytic_seconds,
            },
        }
        if along is not None:
            found = secants_along(model, weights, along)
            report["direction"] = {
                "kind": direction,
                "slope": found.slope,
                "cosine": found.cosine,
                "secants": [
                    {"h": float(length), "slope": float(slope)}
                    for length, slope in zip(found.lengths, found.secants, strict=True)
                ],
            }
        if over_h:
            chosen = error_over_h.steep_dimensions(model.gradient(weights), description.slice.seed)
            report["over_h"] = {
                "dimensions": chosen,
                "curves": [
                    {
                        "formula": curve.formula,
                        "precision": curve.precision,
                        "h": curve.h.tolist(),
                        "error": curve.error.tolist(),
                    }
                    for curve in error_over_h.error_curves(model, weights, chosen, work=work)
                ],
            }
    click.echo(json.dumps(report, indent=1) if as_json else "\n".join(_lines(report)))


def _numbers(text: str) -> list[int]:
    from landscape.errors import InvalidValue

    words = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdigit() for word in words):
        raise InvalidValue(f"--dimensions must be whole numbers joined by commas; got {text!r}. Try 0,5,3.")
    return [int(word[:18]) for word in words]


def _direction(kind: str, model: Any, weights: Any, seed: int) -> Any:
    import numpy as np

    from landscape.errors import InvalidValue
    from landscape.lessons.secants import random_direction
    from trainers.finite_differences import checked_dimensions

    if kind == "random":
        return random_direction(model.n_weights, seed)
    if kind == "gradient":
        return model.gradient(weights)
    if not (kind.isascii() and kind.isdigit()):
        raise InvalidValue(f"--direction must be random, gradient or the number of a weight; got {kind!r}.")
    direction = np.zeros(model.n_weights)
    direction[checked_dimensions(_numbers(kind), model.n_weights)] = 1.0
    return direction


def _lines(report: dict[str, Any]) -> list[str]:
    cost, seconds, n = report["cost"], report["seconds"], report["n_weights"]
    lines = [
        f"L(W) = {report['loss']:.8g}    {report['objective']}, at {report['at']}",
        f"{n:,} weights, {report['n_examples']:,} training examples, h = {report['h']:g}",
        "",
        f"{'dimension':>9} {'W':>12} {'W + h':>12} {'L(W + h)':>14} {'slope':>12} {'analytic':>12}  weight",
    ]
    for row in report["rows"]:
        lines.append(
            f"{row['dimension']:>9} {row['weight']:>12.6f} {row['raised']:>12.6f} {row['loss']:>14.8f} "
            f"{row['slope']:>12.6f} {row['analytic']:>12.6f}  {row['name']}"
        )
    forward, centered = cost["forward"], cost["centered"]
    fast = seconds["fast_forward"]
    lines += [
        "",
        f"all {n:,} slopes, seconds as measured here:",
        f"  plain loop, forward    {forward['losses']:>7,} losses   {seconds['plain_forward']:>10.4g} s",
        f"  plain loop, centered   {centered['losses']:>7,} losses   {seconds['plain_centered']:>10.4g} s",
        "  numeric, by columns    one pass         " + ("none for this model" if fast is None else f"{fast:>10.4g} s"),
        f"  analytic               one pass         {seconds['analytic']:>10.4g} s",
    ]
    if "direction" in report:
        about = report["direction"]
        lines += [
            "",
            f"direction {about['kind']}: slope = gradient . direction = {about['slope']:.8g}, "
            f"cosine {about['cosine']:.3g}",
            f"  {'h':>8}  (L(W + h d) - L(W)) / h",
            *(f"  {secant['h']:>8g}  {secant['slope']:.8g}" for secant in about["secants"]),
        ]
    if "over_h" in report:
        curves = report["over_h"]["curves"]
        names = [f"{curve['formula']} {curve['precision']}" for curve in curves]
        lines += ["", "relative error of the numeric slope over h, by "
                  f"{len(report['over_h']['dimensions'])} weights:",
                  f"  {'h':>8} " + " ".join(f"{name:>16}" for name in names)]  # fmt: skip
        for place, h in enumerate(curves[0]["h"]):
            lines.append(f"  {h:>8.2g} " + " ".join(f"{curve['error'][place]:>16.2e}" for curve in curves))
    return lines
