"""A scene as a figure in a file: PDF, PNG or SVG by its ending, the same bytes for the same scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from landscape.errors import FileError, InvalidValue
from landscape.experiment.shown import shown
from landscape.figures.catalogue import KINDS, words_of
from landscape.figures.look import own_settings
from landscape.figures.repaint import LOOKS, inks, repaint
from landscape.files.atomic import replacing
from landscape.files.embedded import ENDINGS, PNG_KEY, as_keyword
from landscape.work import Work

WIDTH = 8.0  # inches
HEIGHT = 5.2
DPI = 200
FONT_SIZE = 10.0  # points
LIMITS = {"width": (1.0, 60.0), "height": (1.0, 60.0), "dpi": (20.0, 2400.0), "font_size": (3.0, 96.0)}
USUAL = {"width": WIDTH, "height": HEIGHT, "dpi": DPI, "font_size": FONT_SIZE}
CREATOR = "Losscope"


def save_figure(
    scene: Any,
    path: Path | str,
    kind: str = "contour",
    *,
    width: float = WIDTH,
    height: float = HEIGHT,
    dpi: float = DPI,
    font_size: float = FONT_SIZE,
    description_toml: str = "",
    look: str = "light",
) -> Path:
    """Draw `scene` as `kind` into `path` and return the path; nothing is left behind after an error.

    Args:
        scene: what to draw: a scene, or the subject of a lesson's kind, as `catalogue.subject_of` makes it.
        path: where; ends in .pdf, .png or .svg.
        kind: a key of `landscape.figures.catalogue.KINDS`.
        width, height: of the page in inches.
        dpi: pixels per inch of a PNG, and of the colored areas in PDF and SVG.
        font_size: of the labels in points; small texts are 0.9 of it.
        description_toml: the description that travels inside, read back by `extract_description`; "" for none.
        look: a key of `landscape.figures.repaint.LOOKS`: light, dark or projector.

    Raises:
        FileError: an unknown ending, or a place that cannot be written.
        FileError: besides, a scene from a dump that lacks what its view shows.
        InvalidValue: an unknown kind, a scene that cannot be drawn as it, or a size out of limits or too small.
    """
    path = Path(path)
    ending = check_ending(path)
    _check_sizes(width=width, height=height, dpi=dpi, font_size=font_size)
    check_kind(scene, kind)
    if KINDS[kind].of_view:
        scene = shown(scene, Work())
    if look not in LOOKS:
        raise InvalidValue(f"look of a figure must be one of {', '.join(LOOKS)}; got {look!r}. Try light.")
    with own_settings(font_size):
        matplotlib.rcParams.update(inks(LOOKS[look]))
        figure = Figure(figsize=(width, height), dpi=dpi)
        FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, scene)
        repaint(figure, LOOKS[look])
        options = {"format": ending[1:], "dpi": dpi, **_inside(ending, words_of(KINDS[kind], scene), description_toml)}
        with replacing(path) as beside:
            figure.savefig(beside, **options)
    return path


def check_ending(path: Path) -> str:
    """The ending of a figure's path in lower case; raises `FileError` where no format has it."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        found = repr(path.suffix) if path.suffix else "no ending"
        raise FileError(
            f"a figure's file must end in {', '.join(ENDINGS)}; got {found}. Try {path.stem or 'figure'}.pdf."
        )
    return ending


def check_kind(scene: Any, kind: str) -> None:
    """Raise `InvalidValue` where `kind` is unknown or the scene cannot be drawn as it."""
    if kind not in KINDS:
        raise InvalidValue(f"kind of figure must be one of {', '.join(KINDS)}; got {kind!r}. Try contour.")
    reason = KINDS[kind].needs(scene)
    if reason is not None:
        raise InvalidValue(reason)


def _check_sizes(**sizes: float) -> None:
    for name, value in sizes.items():
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise InvalidValue(
                f"{name} of a figure must be from {low:g} to {high:g}; got {value!r}. Try {USUAL[name]:g}."
            )


def _inside(ending: str, about: tuple[str, str], description_toml: str) -> dict[str, Any]:
    """savefig's options for what travels inside the file; no date, so the bytes do not change from day to day."""
    words = dict(zip(("Title", "Subject"), about, strict=True))
    keyword = as_keyword(description_toml) if description_toml else ""
    if ending == ".pdf":
        keywords = {"Keywords": keyword} if keyword else {}
        return {"metadata": {**words, **keywords, "Creator": CREATOR, "CreationDate": None, "ModDate": None}}
    if ending == ".svg":
        keywords = {"Keywords": keyword} if keyword else {}
        known = {"Title": words["Title"], "Description": words["Subject"]}
        return {"metadata": {**known, **keywords, "Creator": CREATOR, "Date": None}}
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, text in {"Title": words["Title"], "Description": words["Subject"], "Software": CREATOR}.items():
        info.add_itxt(key, text)
    if description_toml:
        info.add_itxt(PNG_KEY, description_toml)
    return {"pil_kwargs": {"pnginfo": info}}
