"""Descriptions and scenes from any file: a description, or anything that Losscope wrote."""

from __future__ import annotations

from pathlib import Path

from landscape.errors import FileError
from landscape.experiment.description import Description, from_toml
from landscape.experiment.scene import Scene
from landscape.files import dump_csv, dump_npz
from landscape.files.embedded import ENDINGS as PICTURES
from landscape.files.embedded import extract_description

ENDINGS = (".toml", ".npz", ".csv", *PICTURES)


def read_description(source: Path) -> Description:
    """The description in a .toml, or inside a dump or picture of Losscope's.

    Raises:
        FileError: the file is missing, of another kind, or holds no description.
        InvalidValue: the description breaks a rule.
    """
    ending = source.suffix.lower()
    if not source.is_file():
        raise FileError(f"there is no file {source}. Check the name.")
    if ending == ".toml":
        try:
            return from_toml(source.read_text(encoding="utf-8"), origin=str(source))
        except (OSError, UnicodeDecodeError) as error:
            raise FileError(f"cannot read {source}: {type(error).__name__}. It must be UTF-8 text.") from None
    if ending == ".npz":
        text: str | None = dump_npz.description_text(source)
    elif ending == ".csv":
        text = dump_csv.description_text(source)
    elif ending in PICTURES:
        text = extract_description(source)
    else:
        raise FileError(f"a file to open must end in {', '.join(ENDINGS)}; got {source.name!r}.")
    if text is None:
        raise FileError(f"{source} holds no description: Losscope did not draw it. Open one that it drew.")
    return from_toml(text, origin=str(source), lenient=True)


def read_scene(source: Path) -> Scene:
    """The finished scene in a dump, without computing anything.

    Raises:
        FileError: the file holds a description alone, or lacks keys that a scene needs.
    """
    if source.suffix.lower() == ".csv":
        raise FileError(f"{source} lacks surface, origin, axes, a, b: a CSV holds runs alone. Add --recompute.")
    return dump_npz.read_npz(source)
