"""Classifiers of a few points in the plane."""

from __future__ import annotations

from typing import Any

import numpy as np

from landscape.data.dataset import Dataset
from landscape.data.given_points import GivenPoints
from landscape.losses.catalogue import LOSSES
from landscape.objectives.catalogue import MODELS
from landscape.work import Work
from trainers.objective import Array


def dataset_of(points: Any = None, **fields: Any) -> Dataset:
    return GivenPoints(**fields).load(Work()) if points is None else GivenPoints(points=points, **fields).load(Work())


def model_of(loss: str, regularization: float = 0.0, model: str = "linear", data: Dataset | None = None, **own: Any):
    return MODELS[model](**own).on(data or dataset_of(), LOSSES[loss](), regularization, Work())


def random_weights(model: Any, seed: int = 5, scale: float = 0.8) -> Array:
    return scale * np.random.default_rng(seed).standard_normal(model.n_weights)
