"""A picture of pixels as PNG, with the description inside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landscape.files.atomic import replacing
from landscape.files.embedded import PNG_KEY


def write_png(pixels: NDArray[np.uint8], target: Path, description_toml: str) -> None:
    """Write pixels (height, width, 3) as PNG; `extract_description` reads the TOML text back.

    Raises:
        FileError: the target cannot be written; nothing is left behind.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    information = PngInfo()
    information.add_itxt(PNG_KEY, description_toml)  # admits more than ASCII
    with replacing(target) as partial, partial.open("wb") as file:
        Image.fromarray(pixels).save(file, format="PNG", pnginfo=information)
