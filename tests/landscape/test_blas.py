"""One BLAS thread for the whole process, whatever the environment asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from landscape.blas import VARIABLES

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = "import numpy; from threadpoolctl import threadpool_info; print({p['num_threads'] for p in threadpool_info()})"


@pytest.mark.parametrize(
    "first", ["import main", "import numpy; from landscape.experiment.pipeline import Pipeline; Pipeline()"]
)
def test_there_is_one_blas_thread(first: str) -> None:
    environment = os.environ | dict.fromkeys(VARIABLES, "2") | {"PYTHONPATH": str(ROOT)}
    found = subprocess.run([sys.executable, "-c", f"{first}; {ASK}"], env=environment, capture_output=True, check=True)
    assert found.stdout.strip() == b"{1}"
