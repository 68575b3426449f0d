"""The losses, by their names in a description."""

from __future__ import annotations

from landscape.losses.loss import Loss
from landscape.losses.ova_svm import OneVersusAllSVM
from landscape.losses.softmax import Softmax
from landscape.losses.squared_hinge import SquaredHinge
from landscape.losses.structured_svm import StructuredSVM
from landscape.losses.svm import MulticlassSVM

LOSSES: dict[str, type[Loss]] = {
    "softmax": Softmax,
    "svm": MulticlassSVM,
    "ova-svm": OneVersusAllSVM,
    "structured-svm": StructuredSVM,
    "squared-hinge": SquaredHinge,
}
