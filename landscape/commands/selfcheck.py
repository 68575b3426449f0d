"""losscope selfcheck: cases with known answers, on this machine."""

from __future__ import annotations

import math

import click


@click.command("selfcheck")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def selfcheck(as_json: bool) -> None:
    """Check slices, losses, methods and files against closed forms, on this machine: a line each.

    The exit code is 0 where all pass, else 1.
    """
    import json

    from landscape.selfcheck.case import Outcome, outcomes
    from landscape.selfcheck.catalogue import CASES
    from landscape.work import Work

    width = max(len(case.name) for case in CASES)
    found: list[Outcome] = []
    for outcome in outcomes(CASES, Work()):
        found.append(outcome)
        if not as_json:
            click.echo(_line(outcome, width))
    failed = sum(not outcome.passed for outcome in found)
    if as_json:
        cases = [
            {
                "name": outcome.case.name,
                "compares": outcome.case.compares,
                "deviation": outcome.deviation if math.isfinite(outcome.deviation) else None,
                "within": outcome.case.within,
                "passed": outcome.passed,
                "error": outcome.error,
            }
            for outcome in found
        ]
        click.echo(json.dumps({"format": "losscope selfcheck 1", "cases": cases, "failed": failed}, indent=2))
    else:
        click.echo(f"{len(found) - failed} of {len(found)} passed." + (f" {failed} FAILED." if failed else ""))
    if failed:
        click.get_current_context().exit(1)


def _line(outcome: object, width: int) -> str:
    from landscape.selfcheck.case import Outcome

    assert isinstance(outcome, Outcome)
    case = outcome.case
    verdict = click.style("ok    ", fg="green") if outcome.passed else click.style("FAILED", fg="red", bold=True)
    off = outcome.error or f"{outcome.deviation:.2g} off, at most {case.within:.2g}"
    return f"{verdict}  {case.name:<{width}}  {case.compares}: {off}"
