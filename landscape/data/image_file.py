"""One image file: what its header says, and its pixels. Pillow reads it; how much it may ask for is limited here."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.errors import DataError

ENDINGS = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm"))
MAX_PIXELS = 50_000_000  # beyond it an image is a decompression bomb, or needs bringing down first
GRAY_MODES = frozenset(("1", "L", "LA", "I;16", "I;16B", "I;16L", "I", "F"))


@dataclass(frozen=True)
class Header:
    """Of an image as it is seen: after it was turned as its camera says."""

    width: int
    height: int
    color: bool


def header_of(file: Path) -> Header:
    """Size and kind of an image, without its pixels.

    Raises:
        DataError: no image that can be read, or one that claims too many pixels.
    """
    with _opened(file) as image:
        width, height = image.size
        if image.format == "TIFF":  # whose size newer Pillows turn themselves
            width, height = image.tag_v2[0x0100], image.tag_v2[0x0101]
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # turned by a quarter
            width, height = height, width
        color = image.mode not in GRAY_MODES
        if image.mode == "P" and image.palette is not None:
            color = True  # a palette may hold colors; all images of one folder are read alike
        return Header(width, height, color)


def pixels_of(file: Path, color: bool, size: tuple[int, int], fit: bool) -> NDArray[np.uint8]:
    """Pixels (h, w, 3) or (h, w) of an image; with `fit` its middle square is brought to `size` (width, height).

    Raises:
        DataError: the pixels cannot be read.
    """
    from PIL import Image, ImageOps

    with _opened(file) as image:
        seen: Any = ImageOps.exif_transpose(image)
        if seen.mode.startswith("I;16") or seen.mode in ("I", "F"):
            seen = Image.fromarray(_bytes_of_deep(file, np.asarray(seen)))
        if seen.mode in ("RGBA", "LA", "PA") or "transparency" in seen.info:
            seen = seen.convert("RGBA")
            ground = Image.new("RGBA", seen.size, "white")
            ground.alpha_composite(seen)
            seen = ground
        seen = seen.convert("RGB" if color else "L")
        if fit:
            seen = ImageOps.fit(seen, size, Image.Resampling.LANCZOS)
        return np.asarray(seen, dtype=np.uint8)


def _bytes_of_deep(file: Path, values: NDArray[Any]) -> NDArray[np.uint8]:
    """16 bits a pixel as 8."""
    if values.dtype.kind == "f" or values.min() < 0 or values.max() > 65535:
        raise DataError(f"{file} must have 8 or 16 bits a pixel; it has {values.dtype.name} values. Convert it to PNG.")
    return np.asarray(np.rint(values / 257.0), dtype=np.uint8)


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large or odd images: what matters is checked here
            with Image.open(file) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise DataError(
                        f"{file} must have at most {MAX_PIXELS:,} pixels; its header claims {width:,} x {height:,}. "
                        "Make it smaller, or remove it."
                    )
                yield image
    except DataError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # a broken image makes Pillow raise whatever its decoder stumbles over
        reason = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, UnidentifiedImageError):
            reason = "it is none that can be read"
        elif isinstance(error, Image.DecompressionBombError):
            reason = "its header claims far too many pixels"
        raise DataError(
            f"{file} must be an image; {reason.removesuffix('.')}. Save it again as PNG, or remove it."
        ) from error
