"""The looks of a page: what changes on a dark one, and that nothing is swallowed by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

import main
from landscape.errors import InvalidValue
from landscape.experiment.scene import Scene
from landscape.figures.catalogue import KINDS
from landscape.figures.contour import draw_contour
from landscape.figures.look import own_settings
from landscape.figures.repaint import LEAST_CONTRAST, LOOKS, contrast, inks, legible, repaint
from landscape.figures.save import save_figure
from landscape.palette import STYLES

OF_SCENES = [name for name, kind in KINDS.items() if not kind.page]
DARK = LOOKS["dark"]


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("look", LOOKS)
def test_every_ink_for_words_is_legible_on_its_page(look: str) -> None:
    assert contrast(LOOKS[look].text, LOOKS[look].page) > 10
    assert contrast(LOOKS[look].muted, LOOKS[look].page) >= LEAST_CONTRAST


@pytest.mark.parametrize("method", STYLES)
def test_a_methods_color_is_lightened_only_where_a_dark_page_would_swallow_it(method: str) -> None:
    color = STYLES[method].color
    found = legible(color, DARK.page)
    assert contrast(found, DARK.page) >= LEAST_CONTRAST
    assert (found == color) is (contrast(color, DARK.page) >= LEAST_CONTRAST)


@pytest.mark.parametrize("kind", OF_SCENES)
def test_all_words_stand_out_from_a_dark_page(kind: str, scene: Scene, tmp_path: Path) -> None:
    with own_settings(10):
        import matplotlib

        matplotlib.rcParams.update(inks(DARK))
        figure = Figure(figsize=(8, 5.2))
        FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, scene)
        repaint(figure, DARK)
        figure.draw_without_rendering()
    texts = [*figure.texts, *(text for ax in figure.axes for text in ax.texts)]
    texts += [label for ax in figure.axes for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    for text in texts:
        assert contrast(to_hex(text.get_color()), DARK.page) >= LEAST_CONTRAST, text.get_text()


@pytest.mark.parametrize("kind", OF_SCENES)
def test_a_dark_page_is_dark_to_its_edges_and_light_is_the_default(kind: str, scene: Scene, tmp_path: Path) -> None:
    dark = save_figure(scene, tmp_path / "dark.png", kind, dpi=60, look="dark")
    again = save_figure(scene, tmp_path / "again.png", kind, dpi=60, look="dark")
    assert dark.read_bytes() == again.read_bytes()
    with Image.open(dark) as image:
        pixels = np.asarray(image.convert("RGB"))
    page = np.array([int(DARK.page[k : k + 2], 16) for k in (1, 3, 5)])
    for edge in (pixels[:4], pixels[-4:], pixels[:, :4], pixels[:, -4:]):
        assert (edge == page).all()
    usual = save_figure(scene, tmp_path / "usual.png", kind, dpi=60).read_bytes()
    assert save_figure(scene, tmp_path / "light.png", kind, dpi=60, look="light").read_bytes() == usual


def test_colors_of_paths_on_contours_stay_as_they_are(scene: Scene) -> None:
    with own_settings(10):
        figure = Figure()
        ax = figure.add_subplot()
        draw_contour(ax, scene.surface, scene.paths)
        before = [line.get_color() for line in ax.get_lines() if len(line.get_xdata()) > 2]
        repaint(figure, DARK)
        after = [line.get_color() for line in ax.get_lines() if len(line.get_xdata()) > 2]
    assert [to_hex(color) for color in before] == [to_hex(color) for color in after]


def test_an_unknown_look_is_one_line(scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidValue, match="look of a figure must be one of light, dark, projector; got 'neon'"):
        save_figure(scene, tmp_path / "x.png", look="neon")
    assert main.main(["figure", "--look", "neon", "-o", str(tmp_path / "x.png")]) == 2
    assert "--look of figure must be one of" in capsys.readouterr().err


def test_a_projectors_page_is_larger_unless_another_size_is_asked_for(tmp_path: Path) -> None:
    small = ["--quiet", "--set", "data.examples=80", "--steps", "2", "--methods", "sgd", "--kind", "ray", "--dpi", "50"]
    for options, size in (([], (666, 375)), (["--width", "12"], (600, 375))):
        target = tmp_path / "x.png"
        assert main.main(["figure", "--look", "projector", *small, *options, "-o", str(target)]) == 0
        with Image.open(target) as image:
            assert image.size == size
