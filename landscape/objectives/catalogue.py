"""What is minimized, by names in a description: models that give the scores of a loss, and functions of two variables.

A name is a model's or a function's: `MODELS` has what learns from examples, `FUNCTIONS` what has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landscape.data.dataset import Dataset
from landscape.losses.loss import Loss
from landscape.objectives.activations import ACTIVATIONS
from landscape.objectives.functions.catalogue import FUNCTIONS
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.work import Work
from trainers.parameters import check_parameters, parameter

Classifier = LinearClassifier | TwoLayerNetwork
Model = Classifier | PlaneObjective


@dataclass(frozen=True)
class Linear:
    """A linear classifier has nothing to choose."""

    summary: ClassVar[str] = "A linear classifier: one row of weights and a bias for each class."

    def on(self, dataset: Dataset, loss: Loss, regularization: float, work: Work, l1: float = 0.0) -> LinearClassifier:
        """The objective on a dataset's training examples."""
        layout = WeightLayout(dataset.n_classes, dataset.n_features)
        return LinearClassifier(dataset.train, dataset.map, layout, loss, regularization, work, l1)


@dataclass(frozen=True)
class Network:
    """A network with one hidden layer.

    Raises:
        InvalidValue: a field breaks its rule.
    """

    summary: ClassVar[str] = "A network with one hidden layer: the loss is not convex."

    hidden: int = parameter(100, at_least=1, at_most=10_000, help="Units of the hidden layer.")
    activation: str = parameter("relu", choices=tuple(ACTIVATIONS), help="What a hidden unit makes of its sum.")

    def __post_init__(self) -> None:
        check_parameters(self, "objective")

    def on(self, dataset: Dataset, loss: Loss, regularization: float, work: Work, l1: float = 0.0) -> TwoLayerNetwork:
        """The objective on a dataset's training examples."""
        layout = WeightLayout(dataset.n_classes, dataset.n_features, (self.hidden,))
        activation = ACTIVATIONS[self.activation]()
        return TwoLayerNetwork(dataset.train, dataset.map, layout, activation, loss, regularization, work, l1)


MODELS: dict[str, type[Linear] | type[Network]] = {
    "linear": Linear,
    "network": Network,
}
NAMES: tuple[str, ...] = (*MODELS, *FUNCTIONS)
