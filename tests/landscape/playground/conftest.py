"""Classifiers of a few points in the plane, with every loss, linear and with a hidden layer."""

from __future__ import annotations

import pytest

from landscape.losses.catalogue import LOSSES
from tests.landscape.playground.models import dataset_of, model_of


@pytest.fixture(params=[(model, loss) for model in ("linear", "relu", "tanh") for loss in LOSSES], ids="-".join)
def model(request):
    """Every model with every loss, on nine points with a map that is not the identity."""
    kind, loss = request.param
    own = {} if kind == "linear" else {"hidden": 5, "activation": kind}
    data = dataset_of(center=True, scale=1.5)
    return model_of(loss, 0.05, "linear" if kind == "linear" else "network", data, **own)
