"""The description that travels inside a figure: how it is written down in PDF, PNG and SVG, and read back.

Reading needs no matplotlib and runs nothing of the file. In PDF and SVG the text stands among the keywords as
base64, which neither format escapes nor compresses; a PNG holds it as an international text chunk.
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path

from landscape.errors import FileError

ENDINGS = (".pdf", ".png", ".svg")
PNG_KEY = "Losscope"
PREFIX = "losscope-description:"
_KEYWORD = re.compile(re.escape(PREFIX.encode()) + rb"([A-Za-z0-9+/=]*)")


def as_keyword(description_toml: str) -> str:
    """The description (TOML text) as one keyword of a PDF or SVG: plain ASCII without spaces."""
    return PREFIX + base64.b64encode(description_toml.encode()).decode("ascii")


def extract_description(path: Path | str) -> str | None:
    """The description (TOML text) inside a .pdf, .png or .svg that Losscope drew; None where there is none.

    Raises:
        FileError: the file cannot be read, is no picture of that format, or holds a damaged description.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise FileError(f"a picture with a description ends in {', '.join(ENDINGS)}; got {path.name!r}.")
    try:
        if ending == ".png":
            return _from_png(path)
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "no picture of that format"
        raise FileError(f"cannot read {path}: {reason}. Check the name, or draw the figure again.") from error
    return find_keyword(content, path)


def find_keyword(content: bytes, path: Path) -> str | None:
    """The description (TOML text) among bytes that hold `as_keyword` of it; None where they do not.

    Raises:
        FileError: it is damaged; `path` is named.
    """
    found = _KEYWORD.search(content)
    return None if found is None else _decode(found.group(1), path)


def _from_png(path: Path) -> str | None:
    from PIL import Image, PngImagePlugin

    try:
        with Image.open(path, formats=["PNG"]) as image:
            assert isinstance(image, PngImagePlugin.PngImageFile)
            text = image.text.get(PNG_KEY)  # also reads chunks behind the pixels
    except (SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileError(f"{path} is no sound PNG picture. Draw the figure again.") from error
    return None if text is None else str(text)


def _decode(encoded: bytes, path: Path) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise FileError(f"the description inside {path} is damaged. Draw the figure again.") from error
