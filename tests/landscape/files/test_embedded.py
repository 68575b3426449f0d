"""Descriptions inside pictures: what is read back, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from landscape.errors import FileError
from landscape.files.embedded import PREFIX, as_keyword, extract_description


@given(st.text())
def test_a_keyword_is_plain_ascii_that_no_format_must_escape(text: str) -> None:
    keyword = as_keyword(text)
    assert keyword.isascii()
    assert not set(keyword) & set(" ()<>&\\,;\"'")


@pytest.mark.parametrize("ending", [".pdf", ".svg", ".PDF"])
def test_the_text_is_found_anywhere_in_a_file(ending: str, tmp_path: Path) -> None:
    text = "schema = 1\nnote = 'λ'\n"
    path = tmp_path / f"x{ending}"
    path.write_bytes(b"\x00\xffbefore (" + as_keyword(text).encode() + b") after")
    assert extract_description(path) == text


def test_pictures_without_a_description_give_none(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "x.svg").write_text("<svg/>")
    Image.new("RGB", (2, 2)).save(tmp_path / "x.png")
    assert [extract_description(tmp_path / f"x.{end}") for end in ("pdf", "svg", "png")] == [None, None, None]


def test_broken_and_foreign_files_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "damaged.pdf").write_text(PREFIX + "AAA")
    (tmp_path / "latin.svg").write_text(PREFIX + "/w==")  # the byte 0xff is no UTF-8
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    Image.new("RGB", (2, 2)).save(tmp_path / "jpeg.jpg")
    (tmp_path / "jpeg.jpg").rename(tmp_path / "jpeg.png")
    cases = {
        "damaged.pdf": "damaged",
        "latin.svg": "damaged",
        "text.png": "no picture",
        "cut.png": "no sound PNG|no picture",
        "jpeg.png": "no picture",
        "absent.png": "No such file",
        "absent.pdf": "No such file",
        "x.gif": r"ends in \.pdf",
    }
    for name, message in cases.items():
        with pytest.raises(FileError, match=message) as caught:
            extract_description(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_reading_needs_no_matplotlib(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_text(as_keyword("schema = 1"))
    Image.new("RGB", (2, 2)).save(tmp_path / "x.png")
    program = (
        "import sys; from landscape.files.embedded import extract_description as read\n"
        f"assert read({str(tmp_path / 'x.pdf')!r}) == 'schema = 1'\n"
        f"assert read({str(tmp_path / 'x.png')!r}) is None\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
