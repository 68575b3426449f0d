"""The page of points: what it draws and says is what the classifier makes of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from landscape.errors import InvalidValue
from landscape.experiment.description import from_table
from landscape.figures import points as page
from landscape.figures.catalogue import KINDS, subject_of
from landscape.figures.look import own_settings
from landscape.lessons.ask import Ask
from landscape.palette import CLASS_STYLES, class_style
from landscape.playground.judge import judge
from landscape.work import Work
from tests.landscape.playground.models import model_of, random_weights

WEIGHTS = random_weights(model_of("svm"))


def lesson(**changes: Any) -> Any:
    table: dict[str, Any] = {
        "data": {"source": "points"},
        "objective": {"loss": "svm", "regularization": 0.01},
        "start": {"weights": WEIGHTS.tolist()},
        "run": {"steps": 5},
        "methods": {"gradient-descent": {}},
    }
    for name, value in changes.items():
        section, _, field = name.partition("__")
        table[section] = {**table[section], field: value} if field else value
    return subject_of(KINDS["points"], from_table(table), Ask(), Work())


def composed(found: Any, size: tuple[float, float, float] = (8.0, 5.2, 10.0)) -> Figure:
    with own_settings(size[2]):
        figure = Figure(figsize=size[:2])
        FigureCanvasAgg(figure)
        KINDS["points"].draw(figure, found)
    return figure


def said(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text() for text in figure.texts).split())


def test_each_region_has_the_pale_color_of_its_winner() -> None:
    found = lesson()
    with own_settings(10):
        ax = Figure().add_subplot()
        (image,) = page.draw_regions(ax, found)
    pixels = image.get_array()
    left, right, bottom, top = image.get_extent()
    for (x, y), winner in zip(found.points, found.judged.winners, strict=True):
        column, row = int((x - left) / (right - left) * 401), int((y - bottom) / (top - bottom) * 401)
        assert tuple(pixels[row, column][:3]) == to_rgb(class_style(int(winner)).color)


def test_lines_stand_where_a_score_is_zero_and_arrows_point_to_where_it_grows() -> None:
    found = lesson()
    with own_settings(10):
        ax = Figure().add_subplot()
        page.draw_lines(ax, found)
        lines = [np.array(line.get_xydata()) for line in ax.get_lines()]
        arrows = list(ax.texts)
    assert len(lines) == len(arrows) == 3
    for ends, arrow, row in zip(lines, arrows, WEIGHTS.reshape(3, 3), strict=True):
        assert ends @ row[:2] + row[2] == pytest.approx([0, 0], abs=1e-12)
        assert np.array(arrow.xy) @ row[:2] + row[2] == pytest.approx(0, abs=1e-12)
        assert np.array(arrow.xyann) @ row[:2] > 0  # the tip, in points from there
        assert arrow.arrowprops["arrowstyle"] == "<|-"  # the head stands at the tip


def test_the_area_of_rings_grows_with_the_loss() -> None:
    found = lesson()
    sizes, losses = np.array(page.ring_sizes(found)), found.judged.losses
    assert (sizes[losses == 0] == 0).all()
    shown = sizes > 0
    areas = sizes[shown] ** 2
    slope, intercept = np.polyfit(losses[shown], areas, 1)
    assert slope > 0
    assert areas == pytest.approx(slope * losses[shown] + intercept)


def test_every_mark_is_at_its_point_in_the_color_and_shape_of_its_class() -> None:
    found = lesson()
    with own_settings(10):
        ax = Figure().add_subplot()
        page.draw_points(ax, found)
        marks = [line for line in ax.get_lines() if line.get_markerfacecolor() != "none"]
    assert len(marks) == 9
    for mark, place, label in zip(marks, found.points, found.labels, strict=True):
        assert mark.get_xydata()[0].tolist() == place.tolist()
        assert (mark.get_marker(), mark.get_markerfacecolor()) == (class_style(label).marker, class_style(label).color)
    assert len({style.color for style in CLASS_STYLES}) == len({style.marker for style in CLASS_STYLES}) == 6


def test_the_page_holds_every_weight_its_slope_and_the_totals() -> None:
    found, model = lesson(), model_of("svm", 0.01)
    judged, text = judge(model, WEIGHTS), said(composed(lesson()))
    for number in (*WEIGHTS, *judged.gradient):
        assert page._number(float(number)) in text
    assert f"loss {judged.loss:.4f}" in text
    assert f"= {judged.data_loss:.4f} data + {judged.regularization:.4f} regularization" in text
    assert f"{round(judged.accuracy * 9)} of 9 right" in text
    assert "At the base point, weights given." in text
    assert text.startswith("9 weights. Who wins where")
    assert found.judged.loss == pytest.approx(judged.loss)


def test_the_end_of_a_run_is_another_picture() -> None:
    start, end = lesson(), lesson(slice={"center": "end:gradient-descent"})
    assert end.judged.loss < start.judged.loss
    assert "At the end of gradient-descent." in said(composed(end))


def test_a_network_has_regions_and_no_lines() -> None:
    found = lesson(objective__model="network", objective__hidden=5, start={"seed": 1})
    assert (found.lines, found.matrix) == ((), None)
    text = said(composed(found))
    assert "its gradient" not in text
    assert "lines" not in text
    assert "class 2" in text


@pytest.mark.parametrize("size", [(8.0, 5.2, 10.0), (13.33, 7.5, 18.0), (6.0, 7.5, 9.0)])
def test_six_classes_fit_on_the_page(size: tuple[float, float, float]) -> None:
    six = [[float(k), float(k % 2), k] for k in range(6)]
    figure = composed(lesson(data__points=six, start={"seed": 1}), size)
    texts = [text for text in figure.texts if text.get_text()]
    boxes = [text.get_window_extent(figure.canvas.get_renderer()) for text in texts]
    for index, box in enumerate(boxes):
        assert box.y0 > 0
        for other in boxes[:index]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            up = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert min(across, up) < 1.5, (texts[index].get_text(), other)


def test_of_digits_there_is_no_plane() -> None:
    with pytest.raises(InvalidValue, match=r"need examples of 2 features; digits has 64\."):
        lesson(data={"source": "digits"}, start={"seed": 1})


def test_mapped_features_are_said_to_be_so() -> None:
    assert "as the classifier sees them" in said(composed(lesson(data__center=True)))
    assert "as the classifier sees them" not in said(composed(lesson()))
