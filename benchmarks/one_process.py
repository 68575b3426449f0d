"""Some measures in a process of their own: `python -m benchmarks.one_process SETTING MEASURE ...`, rows as JSON lines.

What one measure leaves behind in memory, in caches or in a library's threads then cannot change another.
"""

from __future__ import annotations

import json
import sys

from landscape.blas import use_one_thread


def main() -> None:
    """Print one line of JSON per row."""
    use_one_thread()  # before anything loads numpy
    from benchmarks.catalogue import MEASURES
    from benchmarks.setting import Setting

    setting = Setting(**json.loads(sys.argv[1]))
    for name in sys.argv[2:]:
        for row in MEASURES[name](setting):
            print(json.dumps(row.as_json()), flush=True)


if __name__ == "__main__":
    main()
