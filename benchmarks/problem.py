"""The measured problem: examples of CIFAR-10's size, a trained linear classifier, planes through its weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.noise import N_CLASSES, noise_blocks
from benchmarks.setting import Setting
from landscape.data.cifar10 import Cifar10
from landscape.data.dataset import AffineMap, Examples
from landscape.data.file_rows import FileRows, RecordFile
from landscape.directions.direction import Context
from landscape.directions.filter import FILTER
from landscape.losses.catalogue import LOSSES
from landscape.objectives.activations import Relu
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.slice import Slice
from landscape.work import Work, blocks
from trainers.adam import Adam
from trainers.objective import Array, Objective
from trainers.run import record

REGULARIZATION = 1e-3
BATCH = 256
TRAINING = Adam(step_size=1e-3, batch=BATCH)
TRAINING_STEPS = 150
REACH = 1.0  # a surface goes so many filter-normalized lengths to every side


@dataclass(frozen=True, eq=False)
class Problem:
    """A model and its trained weights (P,)."""

    model: LinearClassifier
    weights: Array

    def plane(self, n_axes: int = 2) -> Slice:
        """Random filter-normalized axes through the trained weights, as published pictures have them."""
        return filter_slice(self.model.layout, self.weights, n_axes)


def problem(setting: Setting, loss: str = "softmax", stream: bool = False) -> Problem:
    """The linear classifier on all training examples, which stay in their file where `stream`; trained a little."""
    examples, map = _examples(setting, stream)
    layout = WeightLayout(N_CLASSES, setting.n_features)
    model = LinearClassifier(examples, map, layout, LOSSES[loss](), REGULARIZATION)
    return Problem(model, trained(model, layout.random_start(0, [1e-2])))


def network(setting: Setting) -> tuple[TwoLayerNetwork, Slice]:
    """A two-layer network on gray noise with structure, and a filter-normalized plane through trained weights."""
    found = noise_blocks(setting.network_examples, setting.network_side, 1, seed=1)
    pixels, labels = (np.concatenate(parts) for parts in zip(*found, strict=True))
    layout = WeightLayout(N_CLASSES, setting.network_side**2, (setting.network_hidden,))
    examples = Examples(pixels, labels)
    model = TwoLayerNetwork(examples, _map(examples), layout, Relu(), LOSSES["softmax"](), REGULARIZATION)
    return model, filter_slice(layout, trained(model, model.start(0, 1.0)), 2)


def trained(model: Objective, start: Array) -> Array:
    """Weights (P,) after a few hundred steps of Adam."""
    return record(TRAINING, model, start, steps=TRAINING_STEPS, seed=0, stride=TRAINING_STEPS).weights[-1]


def filter_slice(layout: WeightLayout, center: Array, n_axes: int) -> Slice:
    """Filter-normalized axes through `center` (P,)."""
    context = Context(layout, center, center, (), seed=0, stream=FILTER.stream, bias=False)
    return Slice(center, FILTER.choose(context, n_axes).axes)


def places(resolution: int) -> Array:
    """The grid's coordinates along one axis."""
    return np.linspace(-REACH, REACH, resolution)


def _examples(setting: Setting, stream: bool) -> tuple[Examples, AffineMap]:
    if setting.real:
        data = Cifar10(path=setting.records, stream=stream).load(Work())
        return data.train, data.map
    rows = FileRows((RecordFile.find(Path(setting.records)),), header=1, n_features=setting.n_features)
    records = [rows.records(part) for part in blocks(len(rows))] if not stream else None
    labels = np.concatenate([rows.records(part)[:, 0] for part in blocks(len(rows))]).astype(np.int64)
    x = rows if records is None else np.concatenate([part[:, 1:] for part in records])
    examples = Examples(x, labels)
    return examples, _map(examples)


def _map(examples: Examples) -> AffineMap:
    scale = 1 / 255
    total = sum(examples.x[part].sum(axis=0, dtype=np.float64) for part in blocks(len(examples)))
    return AffineMap(scale, np.asarray(scale * total / len(examples)))
