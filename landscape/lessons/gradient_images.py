"""Weights and their gradient as pictures: what each class looks for, and what a step would change about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.errors import InvalidValue
from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, center_weights, facts_of, weights_at
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

MOST = 10  # pictures in a row


@dataclass(frozen=True, eq=False)
class GradientImages:
    """Rows of the first matrix without bias, as images (n, h, w) or (n, h, w, 3), and the gradient by them.

    `names` says whose row it is: a class of a linear classifier, a hidden unit of a network. `n_rows` counts all rows
    that the matrix has; `loss` is L(w), `bias` holds each row's bias and the gradient by it, (2, n).
    """

    facts: Facts
    names: tuple[str, ...]
    n_rows: int
    weights: Array
    gradient: Array
    bias: Array
    loss: float


def gradient_images_lesson(experiment: Experiment, ask: Ask) -> GradientImages:
    """The first 10 rows of W (of a network: of its first matrix) at the slice's center, and the analytic gradient.

    With a place asked for, at these coordinates of the viewed slice.

    Raises:
        InvalidValue: the examples are not images, or the place has not one number for each viewed axis.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    dataset, model = experiment.dataset, experiment.model
    if dataset.image_shape is None:
        raise InvalidValue(f"gradient images need images; {dataset.source} has none. Try --set data.source=digits.")
    weights = weights_at(experiment, ask.place) if ask.place else center_weights(experiment)
    loss, gradient = model.loss_and_gradient(weights)
    matrix, slopes = (model.layout.matrices(part)[0] for part in (weights, gradient))
    names = dataset.class_names if len(model.layout.shapes) == 1 else [f"unit {k}" for k in range(len(matrix))]
    shown = slice(0, MOST)
    first, second = (np.array([dataset.as_image(row[:-1]) for row in part[shown]]) for part in (matrix, slopes))
    bias = np.stack([matrix[shown, -1], slopes[shown, -1]])
    at = f"({', '.join(f'{x:.4g}' for x in ask.place)}) on the slice" if ask.place else ""
    return GradientImages(facts_of(experiment, at), tuple(names[:MOST]), len(matrix), first, second, bias, float(loss))
