"""The held image: one test example, judged by the weights under the cursor; where there are none, a training one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Dataset, Examples
from landscape.experiment.scene import Scene
from landscape.lessons.data_pictures import images_of, shown_images
from landscape.work import Work, blocks
from trainers.objective import Array


@dataclass(frozen=True, eq=False)
class Judgement:
    """Scores (C,), probabilities (C,) where the loss has them, and the example's own loss."""

    scores: Array
    probabilities: Array | None
    loss: float


class HeldExample:
    """Which test example is held. It stays held while data and scene change, as long as it exists."""

    def __init__(self) -> None:
        self.index = 0

    def move(self, scene: Scene, count: int) -> None:
        """Hold the example `count` further on, around the end."""
        if scene.dataset is not None:
            self.index = (self.index + count) % len(held_from(scene.dataset))

    def picture(self, scene: Scene) -> tuple[NDArray[np.float64] | None, int]:
        """The example's image (h, w, 3), or None where it is none, and its true class."""
        assert scene.dataset is not None
        examples = held_from(scene.dataset)
        self.index %= len(examples)
        return shown_image(scene, self.index), int(examples.y[self.index])

    def judge(self, scene: Scene, coordinates: Array) -> Judgement:
        """What the weights at coordinates (2,) or (1,) of the viewed plane say of it."""
        assert scene.dataset is not None
        assert scene.model is not None
        weights = scene.slice.plane().embed(coordinates)
        example = held_from(scene.dataset).take(np.array([self.index]))
        scores = scene.model.scores(weights, example)
        loss = scene.model.data_loss
        probabilities = loss.probabilities(scores)
        return Judgement(
            scores[0], None if probabilities is None else probabilities[0], float(loss.values(scores, example.y)[0])
        )


def held_from(dataset: Dataset) -> Examples:
    """The examples that one is held of: the test ones; the training ones of a source without a test split."""
    return dataset.test if len(dataset.test) else dataset.train


def shown_image(scene: Scene, row: int) -> NDArray[np.float64] | None:
    """Example `row` of those as an image (h, w, 3) for the screen, 0 to 1; of features, the image that they are of."""
    assert scene.dataset is not None
    data = images_of(scene.dataset)
    return None if data.image_shape is None else shown_images(data, held_from(data), np.array([row]))[0]


def worst_judged(scene: Scene, coordinates: Array, count: int, work: Work) -> list[tuple[int, int]]:
    """The test examples with the highest loss at coordinates (2,) or (1,), worst first: their rows and their winners.

    Those that are judged right are left out.

    Raises:
        Cancelled: the work was asked to stop.
    """
    assert scene.dataset is not None
    assert scene.model is not None
    test, weights = held_from(scene.dataset), scene.slice.plane().embed(coordinates)
    losses, winners = np.empty(len(test)), np.empty(len(test), dtype=np.int64)
    for part in blocks(len(test)):
        work.check()
        examples = test.take(np.arange(part.start, part.stop))
        scores = scene.model.scores(weights, examples)
        losses[part] = scene.model.data_loss.values(scores, examples.y)
        winners[part] = scores.argmax(axis=1)
    order = np.argsort(-losses, kind="stable")
    wrong = order[winners[order] != test.y[order]][:count]
    return [(int(row), int(winners[row])) for row in wrong]
