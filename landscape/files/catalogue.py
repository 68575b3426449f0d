"""The file formats, by their endings: what each one holds, and how it is read and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from landscape.experiment.scene import Scene
from landscape.files import description_toml, dump_csv, dump_npz
from landscape.files.embedded import extract_description
from landscape.files.video import video_description


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        summary: what such a file holds, for people.
        description_text: reads the TOML text of the description in it, None where it holds none.
        lenient: whether unknown keys of that description are ignored: yes, where Losscope wrote it.
        read_scene: reads a finished scene without computing; None where the format holds none.
        write_dump: writes (scene, target, with weights); None where `dump` does not write it.
    """

    summary: str
    description_text: Callable[[Path], str | None]
    lenient: bool = True
    read_scene: Callable[[Path], Scene] | None = None
    write_dump: Callable[[Scene, Path, bool], None] | None = None


FORMATS: dict[str, Format] = {
    ".toml": Format("a description", description_toml.description_text, lenient=False),
    ".npz": Format(
        "a whole dump", dump_npz.description_text, read_scene=dump_npz.read_npz, write_dump=dump_npz.write_npz
    ),
    ".csv": Format("the runs of a dump", dump_csv.description_text, write_dump=dump_csv.write_csv),
    ".pdf": Format("a figure", extract_description),
    ".png": Format("a figure or a screenshot", extract_description),
    ".svg": Format("a figure", extract_description),
    ".mp4": Format("a video", video_description),
    ".gif": Format("a video", video_description),
}

DUMPS = tuple(ending for ending, kind in FORMATS.items() if kind.write_dump is not None)
