"""The figures that are lessons, on a small real experiment: what they show, and what holds for the file of any kind."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from pypdf import PdfReader

import main
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.memory import StageMemory
from landscape.experiment.pipeline import KEPT
from landscape.experiment.stages import Experiment
from landscape.figures import batches, error_over_h, fan, features, gradient_images, inside_step, log_axes, ray, secants
from landscape.figures.catalogue import KINDS, subject_of
from landscape.figures.look import own_settings
from landscape.figures.save import HEIGHT, WIDTH, save_figure
from landscape.files.embedded import ENDINGS, extract_description
from landscape.files.reading import read_description
from landscape.lessons.ask import Ask
from landscape.slice import Slice
from landscape.work import Work
from trainers.arrows import ArrowKind
from trainers.batches import batch_rows

LESSONS = [name for name, kind in KINDS.items() if kind.page]
OF_DATA = ("feature-pictures", "samples", "class-counts", "mean-images")  # pages that are about no weights
SIZES = [(8.0, 5.2, 10.0), (13.33, 7.5, 18.0), (6.0, 6.5, 9.0)]
OWN: dict[str, dict[str, Any]] = {"points": {"data__source": "points", "data__examples": None}}  # not of digits
Subject = Callable[..., Any]


def small(**changes: Any) -> Any:
    """120 digits, five steps, a coarse grid."""
    from landscape.experiment.description import Description

    usual = {"data.examples": 120, "run.steps": 5, "grid.resolution": 11}
    described = with_methods(Description(), ["sgd", "momentum", "adam", "local-search"])
    return with_values(described, usual | {name.replace("__", "."): value for name, value in changes.items()})


@pytest.fixture(scope="module")
def subject() -> Subject:
    """(kind, Ask fields, description's fields) -> what the kind draws, worked out once."""
    known: dict[str, Any] = {}

    def find(kind: str, ask: dict[str, Any] | None = None, **changes: Any) -> Any:
        key = repr((kind, ask, sorted(changes.items())))
        if key not in known:
            known[key] = subject_of(KINDS[kind], small(**OWN.get(kind, {}) | changes), Ask(**(ask or {})), Work())
        return known[key]

    return find


def composed(kind: str, found: Any, size: tuple[float, float, float] = SIZES[0]) -> Figure:
    """The whole page, not saved."""
    with own_settings(size[2]):
        figure = Figure(figsize=size[:2])
        FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, found)
    return figure


def weights_of(kind: str) -> str:
    """How a page's title begins."""
    if kind in OF_DATA:
        return "Digits: 10 classes."
    return "9 weights." if kind == "points" else "650 weights."


def words(figure: Figure) -> str:
    """All text on a page, wrapped lines joined."""
    annotations = [text for ax in figure.axes for text in ax.texts]
    return " ".join(" ".join(text.get_text() for text in (*figure.texts, *annotations)).split())


@pytest.mark.parametrize(
    ("kind", "ending"),
    [*((kind, ".pdf") for kind in LESSONS), *(("ray", ending) for ending in ENDINGS if ending != ".pdf")],
)
def test_same_lesson_gives_same_bytes_whatever_the_users_settings(
    kind: str, ending: str, subject: Subject, tmp_path: Path
) -> None:
    toml = small().toml()
    first = save_figure(subject(kind), tmp_path / f"a{ending}", kind, dpi=60, description_toml=toml)
    again = (
        subject_of(KINDS[kind], small(**OWN.get(kind, {})), Ask(), Work(workers=2))
        if ending == ".png"
        else subject(kind)
    )
    hostile = {
        "font.size": 23,
        "axes.facecolor": "red",
        "image.cmap": "jet",
        "savefig.bbox": "tight",
        "axes.grid": True,
    }
    with matplotlib.rc_context(hostile):
        second = save_figure(again, tmp_path / f"b{ending}", kind, dpi=60, description_toml=toml)
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()
    assert extract_description(first) == toml


@pytest.mark.parametrize("kind", LESSONS)
def test_pdf_has_truetype_fonts_and_all_its_words_on_the_page(kind: str, subject: Subject, tmp_path: Path) -> None:
    reader = PdfReader(save_figure(subject(kind), tmp_path / "x.pdf", kind))
    assert len(reader.pages) == 1
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert {font["/Subtype"] for font in fonts} == {"/Type0"}
    assert all("/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts)
    places: list[tuple[float, float]] = []

    def note(text: str, matrix: list[float], text_matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            places.append((text_matrix[4] + matrix[4], text_matrix[5] + matrix[5]))

    text = " ".join(reader.pages[0].extract_text(visitor_text=note).split())
    assert all(0 < x < 72 * WIDTH and 0 < y < 72 * HEIGHT for x, y in places)
    assert text.startswith(weights_of(kind))
    data, count = ("placed points", 9) if kind == "points" else ("digits", 120)
    said = f"linear classifier on {data} · softmax, λ = 0.001 · exact on all {count}"
    if kind in OF_DATA:
        said = "120 training and 360 test"
    for part in (said, "SHA-256", "0.1.0."):
        assert part in text
    assert reader.metadata["/Title"].startswith(weights_of(kind))
    assert said in reader.metadata["/Subject"]
    assert "/CreationDate" not in reader.metadata


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", LESSONS)
def test_no_mark_touches_the_edge_and_no_two_texts_touch(
    kind: str, size: tuple[float, float, float], subject: Subject
) -> None:
    figure = composed(kind, subject(kind), size)
    with own_settings(size[2]):
        figure.canvas.draw()
        pixels = np.asarray(figure.canvas.buffer_rgba())[:, :, :3]
        for edge in (pixels[:6], pixels[-6:], pixels[:, :6], pixels[:, -6:]):
            assert (edge == 255).all()
        renderer = figure.canvas.get_renderer()
        texts = [text for text in figure.texts if text.get_text()]
        for ax in figure.axes:
            texts += [text for text in ax.texts if text.get_text()]
            for axis in (ax.xaxis, ax.yaxis) if ax.axison else ():
                low, high = sorted(axis.get_view_interval())
                ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
                texts += [tick.label1 for tick in ticks if tick.label1.get_visible() and tick.label1.get_text()]
                texts += [axis.label] if axis.label.get_text() else []
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    page = Bbox.from_bounds(0, 0, *figure.bbox.size)
    for index, (text, box) in enumerate(boxes):
        assert page.count_contains(box.corners()) == 4, text
        for other_text, other in boxes[:index]:
            shared = Bbox.intersection(box, other)
            assert shared is None or min(shared.width, shared.height) < 1.5, (text, other_text)


@pytest.mark.parametrize("kind", LESSONS)
def test_svg_is_well_formed_with_the_lessons_title(kind: str, subject: Subject, tmp_path: Path) -> None:
    root = ET.parse(save_figure(subject(kind), tmp_path / "x.svg", kind)).getroot()
    title = next(element for element in root.iter() if element.tag.endswith("}title"))
    assert (title.text or "").startswith(weights_of(kind))


def test_errors_are_drawn_as_they_were_found_with_a_ring_at_each_best(subject: Subject) -> None:
    found = subject("error-over-h")
    assert {(curve.formula, curve.precision) for curve in found.curves} == {
        (formula, precision) for formula in ("forward", "centered") for precision in ("float32", "float64")
    }
    with own_settings(10):
        ax = Figure().add_subplot()
        error_over_h.draw_errors(ax, found)
        lines = [line.get_xydata() for line in ax.get_lines()]
        rings = {tuple(line.get_xydata()[0]) for line in ax.get_lines() if line.get_marker() == "o"}
    for curve in found.curves:
        kept = np.where(curve.error > 0, curve.error, np.nan)
        assert any(np.array_equal(line, np.stack([curve.h, kept], axis=1), equal_nan=True) for line in lines)
    assert rings == {curve.best for curve in found.curves}


def test_guides_are_drawn_exactly_where_errors_follow_their_power(subject: Subject) -> None:
    powers = {
        c.formula: error_over_h.followed_power(c) for c in subject("error-over-h").curves if c.precision[-2:] == "64"
    }
    assert powers == {"forward": 1, "centered": 2}
    text = words(composed("error-over-h", subject("error-over-h")))
    assert "Faint lines: h, h² and ε / h" in text
    hinges = subject("error-over-h", objective__loss="svm", objective__regularization=0.0)
    straight = words(composed("error-over-h", hinges))
    assert "h²" not in straight
    assert "like h" not in straight


def test_ray_is_drawn_with_its_minimum_its_start_and_where_it_gets_worse(subject: Subject) -> None:
    found = subject("ray")
    with own_settings(10):
        ax = Figure().add_subplot()
        ray.draw_ray(ax, found.ray)
        heights = [line.get_ydata()[0] for line in ax.get_lines() if len(set(line.get_ydata())) == 1]
    assert heights == [found.ray.here]
    low, high = ray.limits(found.ray)
    assert low < found.ray.best < found.ray.even < high
    text = words(composed("ray", found))
    for part in (
        "SGD, Momentum: 1",
        f"best s = {ray.size(found.ray.best)}",
        f"worse from {ray.size(found.ray.even)} on",
    ):
        assert part in text
    assert "Momentum" not in words(composed("ray", subject("ray", {"label": "sgd"})))


def test_fan_says_which_step_sizes_leave_and_which_diverged(subject: Subject) -> None:
    found = subject("fan", {"fan": (1e200, 0.01, 1.0)})
    assert [run.step_size for run in found.runs] == [0.01, 1.0, 1e200]
    assert [run.diverged is None for run in found.runs] == [True, True, False]
    text = words(composed("fan", found))
    assert f"s = 10²⁰⁰: diverged at step {found.runs[-1].diverged}" in text
    assert "Bold: the description's own step size, 1." in text
    usual = subject("fan")
    assert [run.step_size for run in usual.runs] == [0.01, 0.1, 1.0, 10.0, 100.0, 1e5]
    assert fan.first_above(usual.runs[-1], fan.top_of(usual)) == 1
    assert "s = 10⁵: leaves at step 1" in words(composed("fan", usual))


def test_batch_views_have_one_scale_and_one_range(subject: Subject) -> None:
    found = subject("batches")
    assert [view.size for view in found.views] == [1, 8, 64, 120]
    figure = composed("batches", found)
    limits = {(ax.get_xlim(), ax.get_ylim()) for ax in figure.axes[: len(found.views)]}
    assert len(limits) == 1
    scale = batches.common_scale(found)
    assert scale.low == min(view.surface.lowest for view in found.views)
    text = words(figure)
    assert "1 example " in text
    assert "all 120" in text
    outside = (batches._fitting_factors(found) < batches.arrow_factor(found)).sum()
    assert (f"{outside} end outside the picture" in text) is bool(outside)


def test_batch_views_along_a_line_are_curves_over_each_other(subject: Subject) -> None:
    found = subject("batches", slice__dimensions=1)
    with own_settings(10):
        ax = Figure().add_subplot()
        batches.draw_line_views(ax, found)
        drawn = [line.get_ydata() for line in ax.get_lines()]
    for view in found.views:
        assert any(np.array_equal(line, view.surface.loss) for line in drawn)


def test_arrows_inside_a_step_stand_head_to_tail_and_end_at_the_move(subject: Subject) -> None:
    found = subject("inside-step", {"label": "momentum", "step": 4})
    with own_settings(10):
        ax = Figure().add_subplot()
        inside_step.draw_step(ax, found)
        drawn = [patch._posA_posB for patch in ax.patches]
    move = found.arrows[-1]
    assert any(np.allclose(foot, 0) and np.allclose(tip, move.tip) for foot, tip in drawn)
    first, second = (arrow for arrow in found.arrows if arrow.kind is ArrowKind.PART)
    assert any(np.allclose(foot, first.tip) and np.allclose(tip, move.tip) for foot, tip in drawn)
    assert np.allclose(first.tip + second.tip, move.tip)
    (slope,) = (arrow for arrow in found.arrows if arrow.kind is ArrowKind.SLOPE)
    assert any(np.allclose(tip, -found.slope_factor * slope.tip) for _, tip in drawn)
    assert ax.get_aspect() == 1.0


@pytest.mark.parametrize("label", ["sgd", "momentum", "adam", "local-search"])
def test_inside_a_step_names_every_arrow_with_its_share_and_the_rule(label: str, subject: Subject) -> None:
    found = subject("inside-step", {"label": label, "step": 3, "plane": "step"})
    text = words(composed("inside-step", found))
    for arrow in found.arrows:
        assert arrow.name in text
    assert f"{inside_step.share_text(found.arrows[-1].share)} in plane" in text or found.arrows[-1].length == 0
    assert " ".join(found.formula.split()) in text
    assert " ".join(found.code.replace("; ", " ").split()) in text


def test_secants_are_drawn_through_both_their_points(subject: Subject) -> None:
    found = subject("secants")
    with own_settings(10):
        ax = Figure().add_subplot()
        secants.draw_secants(ax, found)
        lines = [line.get_xydata() for line in ax.get_lines() if len(line.get_xdata()) == 2]
    assert len(lines) == secants.DRAWN + 1
    for line, slope in zip(lines, [*found.found.secants[: secants.DRAWN], found.found.slope], strict=True):
        (x0, y0), (x1, y1) = line
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)
        assert y0 - slope * x0 == pytest.approx(found.here)
    assert f"g · d = {secants.number_text(found.found.slope, '.4g')}" in words(composed("secants", found))


def test_gradient_images_have_white_at_zero_and_a_scale_that_is_said(subject: Subject) -> None:
    with own_settings(10):
        figure = Figure(figsize=(1, 1), dpi=30)
        canvas = FigureCanvasAgg(figure)
        ax = figure.add_axes((0, 0, 1, 1))
        gradient_images.draw_values(ax, np.array([[2.0, 0.0, -2.0]] * 3), 2.0)
        canvas.draw()
        row = np.asarray(canvas.buffer_rgba())[15, [5, 15, 25], :3].astype(int)
    assert row[0][0] > row[0][2] + 50  # red
    assert (row[1] > 240).all()
    assert row[2][2] > row[2][0] + 50  # blue
    found = subject("gradient-images")
    text = words(composed("gradient-images", found))
    assert f"scaled to {gradient_images.number_text(float(np.abs(found.gradient).max()))}" in text


def test_labels_are_moved_apart_only_where_they_must() -> None:
    assert log_axes.apart([0.2, 0.8], 0.1, 0, 1) == [0.2, 0.8]
    crowded = log_axes.apart([0.5, 0.5, 0.95, 1.4], 0.1, 0, 1)
    assert np.diff(np.sort(crowded)).min() > 0.0999
    assert max(crowded) == 1.0
    assert log_axes.size_text(3e-7) == "3·10⁻⁷"
    assert log_axes.power_text(1e-5) == "10⁻⁵"


@pytest.mark.parametrize("kind", LESSONS)
def test_the_command_draws_every_lesson_and_its_file_opens_as_a_description(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    data, examples = ("points", 8) if kind == "points" else ("digits", 80)
    options = ["--set", f"data.source={data}", "--set", f"data.examples={examples}"]
    options += ["--steps", "3", "--methods", "sgd,adam", "--set", "grid.resolution=7"]
    assert main.main(["figure", "--quiet", "--kind", kind, "--at", "zero", *options, "-o", str(target)]) == 0
    described = read_description(target)
    assert described.slice.center == "zero"
    assert described.data.examples == examples


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--kind", "contour", "--fan", "1,2"], "--fan of figure belongs to --kind fan; got --kind contour"),
        (["--kind", "ray", "--step", "3"], "--step of figure belongs to --kind batches and inside-step"),
        (["--kind", "fan", "--fan", "1,x"], "--fan must be numbers joined by commas; got '1,x'"),
        (["--kind", "fan", "--fan", "1,-2"], "a fan must be at least two different step sizes above 0"),
        (["--kind", "fan", "--label", "local-search"], "this lesson needs a gradient method's run"),
        (["--kind", "inside-step", "--label", "none"], "--label must be a run of the description"),
        (["--kind", "inside-step", "--step", "9"], "--step must be at most the 5 steps"),
        (["--kind", "inside-step", "--plane", "moon"], "plane of a lesson must be slice or step; got 'moon'"),
        (["--kind", "inside-step", "--set", "slice.dimensions=1"], "a step is shown in a plane"),
    ],
)
def test_what_a_lesson_cannot_do_is_one_line(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.pdf"
    assert main.main(["figure", "--quiet", "--steps", "5", "--set", "data.examples=80", *words, "-o", str(target)]) == 2
    assert message in capsys.readouterr().err
    assert not target.exists()


def test_the_list_has_every_kind_with_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["list"]) == 0
    printed = capsys.readouterr().out
    for kind in KINDS.values():
        assert kind.name in printed
        assert kind.summary in printed


def test_a_batchs_view_is_the_loss_and_the_gradients_of_its_rows(subject: Subject) -> None:
    """Against losses of the whole weights, and gradients projected by hand."""
    from landscape.experiment.pipeline import Pipeline

    found, view = subject("batches"), subject("batches").views[1]
    _, model, weights = Pipeline().place(small(), Work())
    rows = [batch_rows(0, step, model.n_examples, view.size) for step in (1, 2)]
    plane: Slice = found.plane
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-12)
    i, j = 3, 8
    at = plane.embed(np.array([view.surface.a[i], view.surface.b[j]]))
    assert view.surface.loss[i, j] == pytest.approx(model.loss(at, rows[0]), rel=1e-10)
    for index in range(2):
        np.testing.assert_allclose(view.downhill[index], -plane.axes @ model.gradient(weights, rows[index]), rtol=1e-9)
    assert 0 < view.share < found.views[-1].share <= 1


def test_features_stand_beside_pixels_at_the_same_cost_with_their_own_test_accuracies(subject: Subject) -> None:
    found = subject("features")
    pixels, featured = found.views
    assert (pixels.n_features, featured.n_features) == (64, 324 + 6)
    for first, second, share in zip(pixels.paths, featured.paths, featured.test_accuracy, strict=True):
        assert first.cost.tolist() == second.cost.tolist()
        assert first.label == second.label
        assert 0 <= share <= 1
    experiment = Experiment(StageMemory(KEPT), small(features__kind="hog+histogram", run__batch=64), Work())
    model = experiment.model.on(experiment.dataset.test)
    last = featured.paths[2].weights[-1]
    assert featured.test_accuracy[2] == (model.scores(last, model.examples).argmax(axis=1) == model.examples.y).mean()
    # 2 lambda is the smallest eigenvalue among weights: one vector added to the rows of all classes.
    assert featured.curvature.condition == pytest.approx(featured.curvature.largest / 0.002)
    assert featured.curvature.mean < featured.curvature.largest


def test_the_two_sides_have_one_scale_and_bars_as_long_as_their_accuracies(subject: Subject) -> None:
    found = subject("features")
    scale = features.common_scale(found)
    losses = np.concatenate([view.surface.loss.ravel() for view in found.views])
    assert (scale.low, scale.high) == (losses.min(), losses.max())
    shown = features.best_runs(found, 2)
    together = found.views[0].test_accuracy + found.views[1].test_accuracy
    assert set(shown) == set(np.argsort(-together, kind="stable")[:2])
    with own_settings(10):
        ax = Figure().add_subplot()
        features.draw_accuracies(ax, found.views[1], shown, 1.0, named=True)
        assert [bar.get_width() for bar in ax.patches] == found.views[1].test_accuracy[shown].tolist()
    assert "condition number" in words(composed("features", found))


def test_a_loss_with_kinks_has_no_condition_number(subject: Subject) -> None:
    found = subject("features", objective__loss="svm")
    assert [view.curvature for view in found.views] == [None, None]
    assert "ondition number" not in words(composed("features", found))
