"""The ways to choose a slice's axes, by their names in a description."""

from __future__ import annotations

from landscape.directions.direction import Direction
from landscape.directions.file import FILE
from landscape.directions.filter import FILTER
from landscape.directions.gradient import GRADIENT
from landscape.directions.hessian import HESSIAN
from landscape.directions.layer import LAYER
from landscape.directions.line import LINE
from landscape.directions.paths import PATHS
from landscape.directions.pca import PCA
from landscape.directions.plane import PLANE
from landscape.directions.random import RANDOM
from landscape.directions.unit import UNIT
from landscape.directions.weights import WEIGHTS

DIRECTIONS: dict[str, Direction] = {
    "paths": PATHS,
    "random": RANDOM,
    "unit": UNIT,
    "filter": FILTER,
    "layer": LAYER,
    "gradient": GRADIENT,
    "hessian": HESSIAN,
    "weights": WEIGHTS,
    "line": LINE,
    "plane": PLANE,
    "pca": PCA,
    "file": FILE,
}
