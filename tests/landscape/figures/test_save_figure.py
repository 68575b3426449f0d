"""What must hold for the file of any kind of figure, in every format."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from landscape.errors import FileError, InvalidValue
from landscape.experiment.scene import Scene
from landscape.figures.catalogue import KINDS
from landscape.figures.save import DPI, HEIGHT, WIDTH, save_figure
from landscape.files.embedded import ENDINGS, extract_description

OF_SCENES = [name for name, kind in KINDS.items() if not kind.page]  # lessons: test_lesson_figures.py
TOML = 'schema = 1\n[data]\nsource = "digits"\nnote = "λ ≥ 0, naïve (brackets) \\\\ and ] ] > -->"\n'


def text_of(pdf: Path) -> str:
    """All text of the first page on one line."""
    return " ".join(PdfReader(pdf).pages[0].extract_text().split())


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", OF_SCENES)
def test_same_scene_gives_same_bytes_whatever_the_users_settings(
    kind: str, ending: str, scene: Scene, tmp_path: Path
) -> None:
    first = save_figure(scene, tmp_path / f"first{ending}", kind, dpi=60, description_toml=TOML).read_bytes()
    hostile = {
        "font.size": 23, "lines.linewidth": 9, "axes.facecolor": "red", "image.cmap": "jet", "savefig.bbox": "tight",
        "pdf.fonttype": 3, "svg.hashsalt": "x", "axes.grid": True, "figure.autolayout": True,
        "text.usetex": False, "axes.prop_cycle": matplotlib.cycler(color=["k"]), "savefig.dpi": 31,
    }  # fmt: skip
    with matplotlib.rc_context(hostile):
        before = dict(matplotlib.rcParams)
        second = save_figure(scene, tmp_path / f"second{ending}", kind, dpi=60, description_toml=TOML).read_bytes()
        assert dict(matplotlib.rcParams) == before  # the user's settings come back
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()


@pytest.mark.parametrize("ending", ENDINGS)
def test_description_travels_inside(ending: str, scene: Scene, tmp_path: Path) -> None:
    assert extract_description(save_figure(scene, tmp_path / f"with{ending}", description_toml=TOML)) == TOML
    assert extract_description(save_figure(scene, tmp_path / f"without{ending}")) is None


@pytest.mark.parametrize("kind", OF_SCENES)
def test_pdf_is_one_small_page_with_truetype_fonts_and_its_words_inside(
    kind: str, scene: Scene, tmp_path: Path
) -> None:
    reader = PdfReader(save_figure(scene, tmp_path / "x.pdf", kind))
    assert len(reader.pages) == 1
    fonts = reader.pages[0]["/Resources"]["/Font"]
    kinds = {font.get_object()["/Subtype"] for font in fonts.values()}
    assert kinds == {"/Type0"}
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert descendant["/Subtype"] == "/CIDFontType2"
        assert "/FontFile2" in descendant["/FontDescriptor"]
    places: list[tuple[float, float]] = []

    def note(text: str, matrix: list[float], text_matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            places.append((text_matrix[4] + matrix[4], text_matrix[5] + matrix[5]))

    words = " ".join(reader.pages[0].extract_text(visitor_text=note).split())
    assert len(places) > 10
    assert all(0 < x < 72 * WIDTH and 0 < y < 72 * HEIGHT for x, y in places)
    assert words.startswith("12 weights.")
    for part in ("linear classifier on digits · softmax, λ = 0.001 · exact on all 1,437", "SHA-256 01234567", "0.1.0."):
        assert part in words
    assert "/CreationDate" not in reader.metadata
    assert "/ModDate" not in reader.metadata
    assert (tmp_path / "x.pdf").stat().st_size < 300_000
    if kind in ("contour", "surface"):  # colored areas are one image: vector polygons side by side show seams
        assert max(image.image.size[0] for image in reader.pages[0].images) > 300


@pytest.mark.parametrize("kind", OF_SCENES)
@pytest.mark.parametrize("size", [(8.0, 5.2, 10.0), (13.33, 7.5, 18.0), (6.0, 6.5, 9.0)])
def test_no_mark_touches_the_edge_of_the_page(
    kind: str, size: tuple[float, float, float], scene: Scene, tmp_path: Path
) -> None:
    width, height, font_size = size
    save_figure(scene, tmp_path / "x.png", kind, width=width, height=height, font_size=font_size, dpi=60)
    with Image.open(tmp_path / "x.png") as image:
        pixels = np.asarray(image.convert("RGB"))
    for edge in (pixels[:4], pixels[-4:], pixels[:, :4], pixels[:, -4:]):
        assert (edge == 255).all()  # a cut label or line would end here


def test_nothing_covers_the_title(scene: Scene, tmp_path: Path) -> None:
    """Title and subtitle are the same pixels over a contour and over a surface, whose axes reach beyond its cube."""
    tops = []
    for kind in ("contour", "surface"):
        with Image.open(save_figure(scene, tmp_path / f"{kind}.png", kind, dpi=100)) as image:
            tops.append(np.asarray(image.convert("L"))[:80])
    assert (tops[0] < 128).sum() > 500
    assert np.array_equal(*tops)


@pytest.mark.parametrize("kind", OF_SCENES)
def test_png_has_the_size_asked_for(kind: str, scene: Scene, tmp_path: Path) -> None:
    with Image.open(save_figure(scene, tmp_path / "x.png", kind)) as image:
        assert image.size == (round(WIDTH * DPI), round(HEIGHT * DPI))
    with Image.open(save_figure(scene, tmp_path / "y.PNG", kind, width=9, height=6, dpi=50)) as image:
        assert image.size == (450, 300)


@pytest.mark.parametrize("kind", OF_SCENES)
def test_svg_is_well_formed_self_contained_and_dateless(kind: str, scene: Scene, tmp_path: Path) -> None:
    path = save_figure(scene, tmp_path / "x.svg", kind, description_toml=TOML)
    root = ET.parse(path).getroot()
    assert root.tag.endswith("svg")
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert "date" not in names
    assert "text" not in names  # letters are outlines, so no reader's font can shift or cut them
    title = next(element for element in root.iter() if element.tag.endswith("}title"))
    assert title.text is not None
    assert title.text.startswith("12 weights.")
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.endswith("href"):
                assert value.startswith(("#", "data:image/png"))


def test_unknown_ending_kind_and_sizes_are_one_line_and_leave_nothing(scene: Scene, tmp_path: Path) -> None:
    cases = [
        (FileError, r"must end in \.pdf, \.png, \.svg; got '\.jpg'\. Try x\.pdf", {"path": tmp_path / "x.jpg"}),
        (FileError, "got no ending", {"path": tmp_path / "x"}),
        (InvalidValue, "must be one of contour, surface, line, curves, .*; got 'pie'", {"kind": "pie"}),
        (InvalidValue, "width of a figure must be from 1 to 60; got 0", {"width": 0}),
        (InvalidValue, "dpi of a figure .* got nan", {"dpi": float("nan")}),
        (InvalidValue, "must have room for its picture .* got 2 x 1 inches", {"width": 2, "height": 1}),
        (FileError, "cannot write .*there is no folder", {"path": tmp_path / "absent" / "x.pdf"}),
    ]
    for error, message, changed in cases:
        with pytest.raises(error, match=message) as caught:
            save_figure(**({"scene": scene, "path": tmp_path / "x.pdf"} | changed))
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_an_error_while_writing_keeps_the_old_file_and_leaves_no_other(scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        save_figure(scene, target, description_toml="lone surrogate \ud800")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x.svg", "old")]


def test_a_written_file_has_ordinary_permissions(scene: Scene, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("")
    assert save_figure(scene, tmp_path / "x.png", dpi=40).stat().st_mode == plain.stat().st_mode


def test_dollar_signs_and_long_words_in_labels_are_text(scene: Scene, tmp_path: Path) -> None:
    odd = dataclasses.replace(scene.paths[0], label="$\\frac{1}$ & <b>")
    provenance = scene.provenance | {"data": {"source": "x" * 150}}
    changed = dataclasses.replace(scene, paths=(odd,), provenance=provenance)
    words = text_of(save_figure(changed, tmp_path / "x.pdf", height=5.8))
    assert "$\\frac{1}$ & <b>" in words
    assert words.replace(" ", "").count("x" * 150) == 2  # subtitle and caption, broken but never cut


def test_figures_never_import_pyplot_and_the_catalogue_not_even_matplotlib(tmp_path: Path) -> None:
    program = (
        "import sys, landscape.figures.catalogue, landscape.files.embedded\n"
        "assert 'matplotlib' not in sys.modules\n"
        "import landscape.figures.save, landscape.figures.contour, landscape.figures.surface\n"
        "import landscape.figures.line, landscape.figures.curves, matplotlib\n"
        "from landscape.figures.look import own_settings\n"
        "with own_settings(10): pass\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert not any('Qt' in name or 'PySide' in name for name in sys.modules)\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
