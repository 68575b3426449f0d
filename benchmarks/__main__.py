"""`python -m benchmarks`: one table on the standard output, JSON beside it, progress on the standard error."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.catalogue import MEASURES
from benchmarks.noise import write_records
from benchmarks.row import Row, row_from_json
from benchmarks.setting import FULL, QUICK, Setting
from benchmarks.table import notes, table

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results.json"
PACKAGES = ("numpy", "scipy", "torch", "loss-landscapes")
LEGEND = """\
Medians of at least three. ours, other: processor time of one thread for each side, which other programs on the machine
hardly disturb; by the clock on the wall where workers are compared. error: against plain evaluation in float64,
relative where values exceed 1. peak MB: memory above what was held before."""
DATA_VARIABLE = "LOSSCOPE_CIFAR10"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, write."""
    options = _options(arguments)
    names = options.only or list(MEASURES)
    with tempfile.TemporaryDirectory() as folder:
        setting, data = _setting(options.quick, Path(folder))
        about = _about(data)
        # A small problem needs no process of its own for each measure: what they leave behind is small, too.
        groups = [names] if options.quick else [[name] for name in names]
        begun = time.perf_counter()
        rows: list[Row] = []
        failed: list[str] = []
        for number, group in enumerate(groups, start=1):
            print(f"{number} of {len(groups)}: {', '.join(group)}", file=sys.stderr)
            measured = _measured(group, setting)
            rows += measured or []
            failed += group if measured is None else []
    print("\n".join(f"{key}: {value}" for key, value in about.items()))
    if options.quick:
        print("quick: the problems are tiny and programs are started once, so the targets are not meant for them")
    print(f"\n{table(rows)}\n\n{LEGEND}")
    print(f"\n{notes(rows)}")
    found = {"about": about, "setting": dataclasses.asdict(setting), "rows": [row.as_json() for row in rows]}
    options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(f"{time.perf_counter() - begun:.0f} s; also in {options.json}", file=sys.stderr)
    if failed:
        raise SystemExit(f"could not measure: {', '.join(failed)}; what went wrong is above.")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny problems: whether it works, not how fast it is")
    parser.add_argument("--json", type=Path, default=RESULTS, metavar="FILE", help="where the numbers go")
    parser.add_argument("--only", nargs="+", choices=tuple(MEASURES), metavar="MEASURE", help="some of the measures")
    return parser.parse_args(arguments)


def _setting(quick: bool, folder: Path) -> tuple[Setting, str]:
    """The sizes, with the data in place, and what the data is, in words."""
    named = os.environ.get(DATA_VARIABLE)
    if named and not quick:
        return dataclasses.replace(FULL, records=named, real=True), "CIFAR-10"
    sizes = QUICK if quick else FULL
    records = folder / "records.bin"
    write_records(records, sizes.n_examples, sizes.side)
    text = f"seeded noise with structure, {sizes.n_examples:,} x {sizes.n_features:,} bytes"
    return dataclasses.replace(sizes, records=str(records)), f"{text} ({DATA_VARIABLE} names the real folder)"


def _measured(names: list[str], setting: Setting) -> list[Row] | None:
    """Rows of a fresh process; None where it failed, with what went wrong on the standard error."""
    command = [sys.executable, "-m", "benchmarks.one_process", setting.as_json(), *names]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return None if done.returncode else [row_from_json(json.loads(line)) for line in done.stdout.splitlines()]


def _about(data: str) -> dict[str, str]:
    """The circumstances that numbers depend on."""
    load = f", load average {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return {
        "machine": f"{_processor()}, {os.cpu_count()} processors{load}",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name))),
        "data": data,
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown processor")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
