"""The words of a figure."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from landscape.experiment.scene import Scene
from landscape.figures.caption import LOSSES as NAMES_OF_LOSSES
from landscape.figures.caption import badge, caption, is_orthonormal, subtitle, title, title_of_curves
from landscape.figures.layout import frame, text_width, wrap
from landscape.figures.look import own_settings
from landscape.figures.wording import loss_text, number_text, share_text
from landscape.losses.catalogue import LOSSES
from landscape.slice import Slice


def test_title_names_unknowns_and_directions(scene: Scene, line_scene: Scene) -> None:
    assert title(scene) == "12 weights. You see 2 directions."
    assert title(line_scene) == "12 weights. You see 1 direction."
    assert title_of_curves(scene) == "12 weights. 2 runs from one start."
    many = dataclasses.replace(scene, slice=Slice(np.zeros(30730), np.eye(2, 30730)))
    assert title(many).startswith("30,730 weights.")


def test_caption_states_everything_that_it_is_given(scene: Scene) -> None:
    assert caption(scene, "A note") == (
        "Data: digits, all 1,437 training examples (SHA-256 01234567). Loss: softmax, λ = 0.001. "
        "Slice: random, seed 3, through base. Surface: exact at 7 × 11 points; range given: a in [-1, 2], "
        "b in [-2, 3]. A note. Movement seen: SGD 97 %, Adam 97 %. "
        "Random walks put through the same construction: 56 % seen. "
        "Slice loss minus true loss, midway / end: SGD −0.24 / −0.5, Adam +0.12 / +0.25. Losscope 0.1.0."
    )


def test_the_gap_of_many_runs_is_a_range_and_rounding_is_none(scene: Scene) -> None:
    many = dataclasses.replace(
        scene, paths=tuple(dataclasses.replace(scene.paths[k % 2], label=f"run-number-{k}") for k in range(8))
    )
    assert "midway / end: −0.24 to +0.12 / −0.5 to +0.25." in caption(many)
    on_it = tuple(dataclasses.replace(path, view_loss=path.loss * (1 + 1e-13)) for path in scene.paths)
    assert "minus true" not in caption(dataclasses.replace(scene, paths=on_it))


def test_convex_is_said_on_the_picture_and_never_of_a_network(scene: Scene) -> None:
    def of(**objective: object) -> str:
        about = scene.provenance["objective"] | objective
        return badge(dataclasses.replace(scene, provenance=scene.provenance | {"objective": about}))

    assert of(convex=True) == "convex: one minimum"
    assert of(convex=True, regularization=0.0) == "convex: no other minima"
    assert of(convex=False, model="two-layer network") == ""
    assert badge(scene) == ""  # not known


def test_every_loss_is_named_in_words(scene: Scene) -> None:
    for loss in LOSSES:
        about = scene.provenance["objective"] | {"loss": loss}
        said = subtitle(dataclasses.replace(scene, provenance=scene.provenance | {"objective": about}))
        assert "-svm" not in said
        assert "-hinge" not in said
        assert NAMES_OF_LOSSES[loss] in said


@pytest.mark.parametrize(("width", "framed"), [(8.0, True), (3.6, False)])
def test_the_badge_is_framed_beside_the_title_or_begins_the_caption(width: float, framed: bool, scene: Scene) -> None:
    with own_settings(10):
        figure = Figure(figsize=(width, 6.0))
        canvas = FigureCanvasAgg(figure)
        frame(figure, "12 weights. You see 2 directions.", "Loss", "Data: digits.", "convex: one minimum")
        canvas.draw()
        renderer = canvas.get_renderer()
        texts = {text.get_text(): text for text in figure.texts}
        assert ("convex: one minimum" in texts) is framed
        assert ("Convex: one minimum. Data: digits." in texts) is not framed
        if framed:
            box = texts["convex: one minimum"].get_bbox_patch().get_window_extent(renderer)
            title_box = texts["12 weights. You see 2 directions."].get_window_extent(renderer)
            assert title_box.x1 < box.x0 < box.x1 <= figure.bbox.x1 - 0.2 * figure.dpi
            assert title_box.y0 - 5 < box.y0 < box.y1 < figure.bbox.y1


def test_statements_of_the_pipeline_are_used_as_they_are(scene: Scene) -> None:
    given = {"slice": {"statement": "where they went"}, "objective": {"statement": "Loss: mean + 0.1 * squares."}}
    text = caption(dataclasses.replace(scene, provenance=given))
    assert "Loss: mean + 0.1 * squares. Slice: where they went. Surface:" in text


def test_further_statements_follow_unless_they_are_said_already(scene: Scene) -> None:
    lines = [
        "slice: random, seed 3",
        "RANGE given: a in [-1, 2]",
        "every 3-th step is kept",
        "sgd: diverged at step 9.",
    ]
    text = caption(dataclasses.replace(scene, provenance=scene.provenance | {"statement": lines}))
    assert text.endswith("+0.25. Every 3-th step is kept. sgd: diverged at step 9. Losscope 0.1.0.")
    assert text.casefold().count("seed 3") == text.casefold().count("range given") == 1


def test_what_is_unknown_is_left_out_not_invented(scene: Scene) -> None:
    bare = dataclasses.replace(scene, provenance={}, paths=())
    assert caption(bare) == "Data: all 1,437 training examples. Slice: given. Surface: exact at 7 × 11 points."
    assert subtitle(bare) == "Loss of a linear classifier · exact on all 1,437 training examples"


def test_caption_names_the_error_bound_and_ends_without_a_value(scene: Scene) -> None:
    certified = dataclasses.replace(scene.surface, method="certified", error_bound=0.002)
    lost = dataclasses.replace(scene.paths[0], loss=np.append(scene.paths[0].loss[:-1], np.nan))
    text = caption(dataclasses.replace(scene, surface=certified, paths=(lost, scene.paths[1])))
    assert "certified, error at most 0.002 at 7 × 11 points" in text
    assert "The loss of SGD ended as NaN or infinity." in text


def test_more_axes_than_two_are_stated(scene: Scene) -> None:
    three = dataclasses.replace(scene, slice=Slice(np.zeros(12), np.eye(3, 12)))
    assert "the first 2 of its 3 axes are shown" in caption(three)


def test_orthonormal_means_within_a_millionth() -> None:
    for turned, held in ((1e-9, True), (1e-5, False)):
        axes = np.array([[1.0, 0.0, 0.0], [turned, 1.0, 0.0]])
        assert is_orthonormal(Slice(np.zeros(3), axes)) is held
        axes = np.array([[1.0, 0.0, 0.0], [0.0, 1.0 + turned, 0.0]])
        assert is_orthonormal(Slice(np.zeros(3), axes)) is held


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.97, "97 %"), (0.034, "3.4 %"), (0.000065, "0.0065 %"), (0.9997, "99.9 %"), (1.0, "100 %"), (0.0, "0 %"),
     (0.0996, "10 %"), (0.996, "99.6 %"), (math.nan, "none")],
)  # fmt: skip
def test_shares_are_never_rounded_to_all_or_nothing(share: float, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("loss", "text"),
    [(0.378, "0.38"), (2.302585, "2.30"), (0.0, "0.00"), (0.00123, "0.00123"), (123456.0, "1.23e+05"),
     (math.inf, "not finite"), (math.nan, "not finite")],
)  # fmt: skip
def test_losses_are_written_for_reading(loss: float, text: str) -> None:
    assert loss_text(loss) == text
    assert number_text(-0.0574) == "−0.0574"


def test_wrapped_text_keeps_every_letter_within_the_width() -> None:
    text = "a few short words and one" + "verylongword" * 12 + " that must be broken, $x$ too"
    with own_settings(10):
        lines = wrap(text, 2.0)
        assert max(text_width(line) for line in lines) <= 2.0
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_every_source_has_words_for_people() -> None:
    from landscape.data.catalogue import SOURCES
    from landscape.figures import caption

    assert set(caption.SOURCES) == set(SOURCES)


def test_a_value_stays_with_its_name() -> None:
    text = "Loss of a linear classifier · softmax, λ = 0.001 · exact"
    narrow = [text_width("Loss of a linear classifier · softmax, λ" + more) for more in ("", " =", " = 0.001")]
    for width in narrow:
        lines = wrap(text, width)
        assert " ".join(lines) == text
        assert any("λ = 0.001" in line for line in lines)
