"""The losses, by their names in a description."""

from __future__ import annotations

from landscape.losses.loss import Loss
from landscape.losses.softmax import Softmax
from landscape.losses.svm import MulticlassSVM

LOSSES: dict[str, type[Loss]] = {
    "softmax": Softmax,
    "svm": MulticlassSVM,
}
