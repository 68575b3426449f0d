"""The ways to choose a slice's axes, by their names in a description."""

from __future__ import annotations

from landscape.directions.direction import Direction
from landscape.directions.filter import FILTER
from landscape.directions.layer import LAYER
from landscape.directions.paths import PATHS
from landscape.directions.random import RANDOM
from landscape.directions.unit import UNIT

DIRECTIONS: dict[str, Direction] = {
    "paths": PATHS,
    "random": RANDOM,
    "unit": UNIT,
    "filter": FILTER,
    "layer": LAYER,
}
