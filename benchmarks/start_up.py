"""How long a person waits for the command line: whole processes, against a Python that does nothing.

Run from anywhere: `python benchmarks/start_up.py`. Times are wall-clock seconds, the median of five after one warm-up.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

MAIN = Path(__file__).resolve().parent.parent / "main.py"
REPEATS = 5
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "main.py --help": [str(MAIN), "--help"],
    "main.py list": [str(MAIN), "list"],
    "main.py describe": [str(MAIN), "describe"],
}


def main() -> None:
    """Print one line per command: its median, fastest and slowest time."""
    print(f"{'command':<20}{'median s':>10}{'fastest':>10}{'slowest':>10}")
    for name, arguments in COMMANDS.items():
        seconds(arguments)
        times = [seconds(arguments) for _ in range(REPEATS)]
        print(f"{name:<20}{statistics.median(times):>10.3f}{min(times):>10.3f}{max(times):>10.3f}")


def seconds(arguments: list[str]) -> float:
    """The time of one whole Python process with these arguments; raises CalledProcessError where it fails."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
