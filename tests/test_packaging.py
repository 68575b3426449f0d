"""What a person gets who installs Losscope: a wheel with its data, and a command that works from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import numpy as np
import pytest

from landscape.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "main.py", "trainers", "landscape", "gui")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, so that no build folder appears in the checkout or is reused."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", copy / "dist", copy, folder=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment that holds the wheel and no more.

    Libraries come from the environment that runs the tests, by a path file: one that is named in a path file has
    its own path files ignored, so an editable installation of the checkout does not come along.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(paths["purelib"], "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    python = Path(paths["scripts"], "python")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder)
    return Path(paths["scripts"])


def test_the_wheel_holds_code_and_data_and_nothing_else(wheel: Path) -> None:
    assert wheel.name.startswith(f"losscope-{VERSION}-")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"main.py", "trainers", "landscape", "gui"}
    for package in ("trainers", "landscape", "gui"):
        shipped = [
            file for file in (ROOT / package).rglob("*") if file.suffix in {".py", ".npz", ".svg", ".toml", ".typed"}
        ]
        assert {str(file.relative_to(ROOT).as_posix()) for file in shipped} <= names
    assert "landscape/data/digits.npz" in names
    assert any(name.startswith("gui/icons/") and name.endswith(".svg") for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_installed_code_is_not_the_checkout(environment: Path, tmp_path: Path) -> None:
    where = _run(environment / "python", "-c", "import landscape; print(landscape.__file__)", folder=tmp_path)
    assert Path(where.strip()).is_relative_to(environment.parent)


def test_the_command_knows_its_version_and_catalogues(environment: Path, tmp_path: Path) -> None:
    assert VERSION in _run(environment / "losscope", "--version", folder=tmp_path)
    catalogues = _run(environment / "losscope", "list", folder=tmp_path)
    for word in ("digits", "cifar10", "softmax", "svm", "adam", "paths", "contour"):
        assert word in catalogues


def test_a_dump_from_another_folder(environment: Path, tmp_path: Path) -> None:
    arguments = ["dump", "-o", "x.npz", "--set", "grid.resolution=5", "--steps", "3", "--quiet"]
    _run(environment / "losscope", *arguments, folder=tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["x.npz"]
    with np.load(tmp_path / "x.npz") as dump:
        assert dump["format"].item() == "losscope 1"
        assert tomllib.loads(dump["description"].item())["grid"]["resolution"] == 5
        assert dump["origin"].shape == (650,)  # 10 classes of 64 pixels and a bias: the digits that came with the wheel
        assert dump["surface"].shape == (5, 5)
        assert dump["sgd.step"].tolist() == [0, 1, 2, 3]
        assert dump["sgd.loss"][3] < dump["sgd.loss"][0]


def _run(*command: str | Path, folder: Path) -> str:
    """What a command prints, run in `folder` with nothing of ours on Python's path; its failure is the test's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
