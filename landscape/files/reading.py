"""Descriptions and scenes from any file: a description, or anything that Losscope wrote."""

from __future__ import annotations

import os
from pathlib import Path

from landscape.errors import FileError
from landscape.experiment.description import Description, from_toml
from landscape.experiment.scene import Scene
from landscape.files.catalogue import FORMATS, Format


def read_description(source: Path) -> Description:
    """The description in a .toml, or inside a dump or picture of Losscope's.

    Raises:
        FileError: the file is missing, of another kind, or holds no description.
        InvalidValue: the description breaks a rule.
    """
    kind = _format_of(source)
    text = kind.description_text(source)
    if text is None:
        raise FileError(f"{source} holds no description: Losscope did not draw it. Open one that it drew.")
    return from_toml(text, origin=str(source), lenient=kind.lenient)


def read_scene(source: Path) -> Scene:
    """The finished scene in a dump, without computing anything.

    Raises:
        FileError: the format holds runs or a description alone, or the file lacks keys that a scene needs.
    """
    kind = _format_of(source)
    if kind.read_scene is None:
        raise FileError(f"{source} lacks surface, origin, axes, a, b: it holds {kind.summary} alone. Add --recompute.")
    return kind.read_scene(source)


def _format_of(source: Path) -> Format:
    if not os.path.isfile(source):  # unlike Path.is_file, false too where the name itself is impossible
        raise FileError(f"there is no file {source}. Check the name.")
    if source.suffix.lower() not in FORMATS:
        raise FileError(f"a file to open must end in {', '.join(FORMATS)}; got {source.name!r}.")
    return FORMATS[source.suffix.lower()]
