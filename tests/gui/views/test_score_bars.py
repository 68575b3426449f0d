"""Which classes are listed, which one wins, and in what color."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.views.score_bars import ScoreBars
from tests.gui.views.plot_scenes import count_of

DIGITS = list("0123456789")


def bars_of(names: list[str], label: int, scores: np.ndarray, probabilities: np.ndarray | None = None) -> ScoreBars:
    bars = ScoreBars()
    bars.set_classes(names, label)
    bars.set_scores(scores, probabilities)
    return bars


def painted(bars: ScoreBars, width: int = 300, height: int = 240) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    bars.paint(painter, QRectF(0, 0, width, height), LIGHT)
    painter.end()
    return image


def test_classes_that_fit_come_in_their_own_order() -> None:
    assert bars_of(DIGITS, 3, np.arange(10.0)[::-1]).rows(10) == list(range(10))


def test_of_many_classes_the_best_come_first_and_the_true_one_always() -> None:
    scores = np.arange(100.0)
    assert bars_of([str(k) for k in range(100)], 98, scores).rows(4) == [99, 98, 97, 96]
    assert bars_of([str(k) for k in range(100)], 7, scores).rows(4) == [99, 98, 97, 7]
    assert bars_of([str(k) for k in range(100)], 7, scores).rows(1) == [7]


def test_a_tie_goes_to_the_lowest_class() -> None:
    assert bars_of(DIGITS, 0, np.array([1.0, 5, 5, 0, 0, 0, 0, 0, 0, 5])).winner == 1


def test_before_there_are_scores_nobody_wins_and_names_are_still_drawn(qtbot: QtBot) -> None:
    bars = ScoreBars()
    bars.set_classes(DIGITS, 3)
    assert bars.winner is None
    assert bars.words() == ""
    assert count_of(painted(bars), LIGHT.muted, 60) > 10


@pytest.mark.parametrize(("label", "color", "other"), [(5, LIGHT.good, LIGHT.bad), (3, LIGHT.bad, LIGHT.good)])
def test_the_winning_bar_is_good_where_it_is_the_true_class_else_bad(
    qtbot: QtBot, label: int, color: str, other: str
) -> None:
    probabilities = np.full(10, 0.01)
    probabilities[5] = 0.91
    image = painted(bars_of(DIGITS, label, np.log(probabilities), probabilities))
    assert count_of(image, color) > 500
    assert count_of(image, other) == 0


def test_a_bar_is_as_long_as_its_probability(qtbot: QtBot) -> None:
    def area(share: float) -> int:
        return count_of(
            painted(bars_of(["no", "yes"], 1, np.array([0.0, 1.0]), np.array([1 - share, share]))), LIGHT.good
        )

    assert area(0.9) == pytest.approx(1.5 * area(0.6), rel=0.05)


def test_negative_scores_reach_to_the_left_of_zero() -> None:
    bars = bars_of(["a", "b"], 0, np.array([3.0, -1.0]))
    zero, end = bars.reach(0)
    assert (zero, end) == (0.25, 1.0)
    assert bars.reach(1) == (0.25, 0.0)


def test_scores_that_are_not_finite_are_named(qtbot: QtBot) -> None:
    bars = bars_of(["a", "b"], 0, np.array([np.nan, -np.inf]))
    assert bars.winner is None
    painted(bars)


def test_the_state_can_be_heard() -> None:
    probabilities = np.array([0.25, 0.75])
    assert bars_of(["cat", "dog"], 1, np.log(probabilities), probabilities).words() == (
        "Classified as dog, correct, 75.0 %."
    )
    assert bars_of(["cat", "dog"], 0, np.array([1.0, 2.5])).words() == "Classified as dog, in truth cat, 2.50."
