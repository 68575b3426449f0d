"""Pack scikit-learn's copy of the UCI digits as the small file that Losscope ships.

    python scripts/make_digits.py [FILE]

FILE is landscape/data/digits.npz unless given. Keys: X (1797, 8, 8) uint8, pixels 0 to 16; y (1797,) uint8;
source, the words of attribution that the license asks for. Nothing is compressed and every field of the zip
is fixed, so the same bytes come out on every machine, whatever its zlib, clock or system.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

TARGET = Path(__file__).resolve().parent.parent / "landscape" / "data" / "digits.npz"
SOURCE = (
    'The test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998), '
    "UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0; copy from scikit-learn."
)


def digits_file() -> bytes:
    """The packed file."""
    digits = load_digits()
    pixels = digits.images.astype(np.uint8)
    if not np.array_equal(pixels, digits.images):
        raise ValueError("scikit-learn's digits are not whole numbers any more")
    arrays = {"X": pixels, "y": digits.target.astype(np.uint8), "source": np.array(SOURCE, dtype=f"<U{len(SOURCE)}")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3  # Unix, also when written on Windows
            member.external_attr = 0o644 << 16
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array).reshape(array.shape), version=(1, 0))
            archive.writestr(member, content.getvalue())
    return packed.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_bytes(digits_file())
    print(f"wrote {target}, {target.stat().st_size:,} bytes")
