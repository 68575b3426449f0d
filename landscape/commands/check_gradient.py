"""losscope check-gradient: the analytic gradient against a numeric one, with bugs to plant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from landscape.commands.options import place_options, placed, work_options

FAILED = 1


@click.command("check-gradient")
@place_options
@click.option("--plant", metavar="BUG", help="Put a bug in first: regularization, sign, mean or bias.")
@click.option("--h", type=float, help="Step of the centered differences. [default: chosen from the precision]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@work_options
@click.pass_context
def check_gradient(
    context: click.Context,
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    plant: str | None,
    h: float | None,
    as_json: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Check the analytic gradient against centered differences; exit with 1 where it fails.

    At the weights of the slice's center: the base point, unless --at says otherwise. A planted bug is caught, and
    named from the difference alone.
    """
    import json

    from landscape.commands.progress import shown_work
    from landscape.errors import InvalidValue
    from landscape.lessons.gradient_check import check_gradient as check
    from landscape.lessons.gradient_check import is_smooth
    from landscape.lessons.names import weight_name
    from landscape.lessons.planted_bugs import BUGS, planted_gradient

    if plant is not None and plant not in BUGS:
        raise InvalidValue(f"--plant must be one of {', '.join(BUGS)}; got {plant!r}.")
    with shown_work(workers, quiet) as work:
        description, dataset, model, weights = placed(file, assignments, methods, steps, at, work)
        gradient = None if plant is None else planted_gradient(model, weights, plant)
        found = check(model, weights, gradient, h, seed=description.slice.seed, work=work)
    worst = found.worst_place
    dimension = int(found.dimensions[worst])
    located = found.located
    report: dict[str, Any] = {
        "format": "losscope check-gradient 1",
        "at": description.slice.center,
        "objective": model.statement,
        "planted": plant,
        "passed": found.passed,
        "relative_error": found.relative_error,
        "tolerance": found.tolerance,
        "n_weights": model.n_weights,
        "n_checked": len(found.dimensions),
        "h": found.h,
        "step_error": found.step_error,
        "rounding_error": found.rounding_error,
        "smooth": is_smooth(model),
        "kinks": found.kinks,
        "worst": {
            "dimension": dimension,
            "name": weight_name(model.layout, dataset, dimension),
            "analytic": float(found.analytic[worst]),
            "numeric": float(found.numeric[worst]),
        },
        "located": located,
        "looks_like": None if located is None else BUGS[located].summary,
        "unexplained": found.misfits,
    }
    click.echo(json.dumps(report, indent=1) if as_json else "\n".join(_lines(report)))
    if not found.passed:
        context.exit(FAILED)


def _lines(report: dict[str, Any]) -> list[str]:
    from landscape.lessons.planted_bugs import BUGS

    worst, n = report["worst"], report["n_weights"]
    checked = f"all {n:,} slopes" if report["n_checked"] == n else f"{report['n_checked']:,} of {n:,} slopes"
    kinks = f"{report['kinks']:,} of them within h of a kink, where any value between the one-sided slopes passes"
    lines = [
        f"{'passed' if report['passed'] else 'FAILED'}: relative error {report['relative_error']:.2e} of {checked}, "
        f"tolerance {report['tolerance']:g}",
        f"  {report['objective']}, at {report['at']}" + ("" if report["smooth"] else f"; {kinks}"),
        f"  centered differences, h = {report['h']:.3g}; their own error {report['step_error']:.1e} measured against "
        f"h / 2, rounding at most {report['rounding_error']:.1e}",
        f"  worst: weight {worst['dimension']} ({worst['name']}), analytic {worst['analytic']:.8g}, "
        f"numeric {worst['numeric']:.8g}",
    ]
    if report["located"] is not None:
        bug = BUGS[report["located"]]
        left = report["unexplained"][bug.name]
        lines.append(f"  looks like: {bug.summary} ({bug.sign}; that leaves {left:.1e} of the difference unexplained)")
    elif report["unexplained"]:
        lines.append(f"  looks like none of: {', '.join(report['unexplained'])}")
    return lines
