"""losscope ray: the loss after one step down the gradient, over the size of the step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from landscape.commands.options import place_options, placed, work_options

DOWN_THE_GRADIENT = ("gradient-descent", "sgd", "momentum")  # whose first step is step_size times a gradient


@click.command()
@place_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@work_options
def ray(
    file: Path | None,
    assignments: tuple[str, ...],
    methods: str | None,
    steps: int | None,
    at: str | None,
    as_json: bool,
    workers: int,
    quiet: bool,
) -> None:
    """Print L(W - s * gradient) over the step size s, with the line's minimum and the methods' own step sizes.

    At the weights of the slice's center: the base point, unless --at says otherwise. The gradient is that of all
    examples; SGD and momentum follow a batch's.
    """
    import json

    from landscape.commands.progress import shown_work
    from landscape.experiment.defaults import resolved
    from landscape.lessons.ray import step_size_ray

    with shown_work(workers, quiet) as work:
        description, _, model, weights = placed(file, assignments, methods, steps, at, work)
        found = step_size_ray(model, weights, work=work)
    own = [
        {"label": part.label, "step_size": float(part.settings["step_size"])}
        for part in resolved(description).methods
        if part.method in DOWN_THE_GRADIENT and isinstance(part.settings.get("step_size"), (int, float))
    ]
    report: dict[str, Any] = {
        "format": "losscope ray 1",
        "at": description.slice.center,
        "objective": model.statement,
        "loss": found.here,
        "slope": found.slope,
        "best": {"step_size": found.best, "loss": found.lowest},
        "methods": own,
        "step_sizes": found.step_sizes.tolist(),
        "losses": [float(loss) if abs(loss) < float("inf") else None for loss in found.losses],
    }
    click.echo(json.dumps(report, indent=1) if as_json else "\n".join(_lines(report)))


def _lines(report: dict[str, Any]) -> list[str]:
    best = report["best"]
    lines = [
        f"L(W) = {report['loss']:.8g}    {report['objective']}, at {report['at']}",
        f"the line's minimum: step size {best['step_size']:.6g}, loss {best['loss']:.8g}",
        *(f"step size of {run['label']}: {run['step_size']:g}" for run in report["methods"]),
        "",
        f"{'s':>10}  L(W - s * gradient)",
    ]
    pairs = list(zip(report["step_sizes"], report["losses"], strict=True))[::5]
    return lines + [f"{s:>10.3g}  " + ("not finite" if loss is None else f"{loss:.8g}") for s, loss in pairs]
