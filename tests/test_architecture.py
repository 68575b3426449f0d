"""Rules of the house: which way imports point, what start-up loads, how long a file is, what documents claim."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
LOADED = "print('\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh process at the root of the checkout; what it finds there is the checkout, not an installed copy."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_imports_keep_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = _python(code, "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_below_the_window_loads_qt() -> None:
    done = _python(f"""
import importlib, pkgutil, sys
for package in ("trainers", "landscape"):
    names = [found.name for found in pkgutil.walk_packages(importlib.import_module(package).__path__, package + ".")]
    assert len(names) > 5, names
    for name in names:
        importlib.import_module(name)
{LOADED}
""")
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.split())
    assert {"trainers", "landscape", "numpy"} <= loaded
    assert not loaded & {"PySide6", "shiboken6", "pyqtgraph", "OpenGL"}


def test_help_loads_none_of_the_heavy_libraries() -> None:
    done = _python(f"""
import runpy, sys
sys.argv = ["main.py", "--help"]
try:
    runpy.run_path("main.py", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
{LOADED}
""")
    assert done.returncode == 0, done.stderr
    assert "dump" in done.stdout
    assert "figure" in done.stdout
    loaded = set(done.stderr.split())
    assert "landscape" in loaded
    assert not loaded & {"PySide6", "shiboken6", "pyqtgraph", "matplotlib", "sklearn"}


def test_one_idea_per_file() -> None:
    files = [file for package in ("trainers", "landscape", "gui") for file in (ROOT / package).rglob("*.py")]
    assert files
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_architecture_page_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    named = re.findall(r"(tests/[\w/]+\.py)(?:::(\w+))?", page)
    assert named, "docs/ARCHITECTURE.md names no test, so it shows of no invariant what holds it"
    for file, function in named:
        assert (ROOT / file).is_file(), f"docs/ARCHITECTURE.md names {file}, which does not exist"
        if function:
            assert f"def {function}(" in (ROOT / file).read_text("utf-8"), f"{file} has no {function}"


@pytest.mark.parametrize("package", ["trainers", "landscape", "gui"])
def test_every_folder_of_code_is_a_package(package: str) -> None:
    folders = {file.parent for file in (ROOT / package).rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
