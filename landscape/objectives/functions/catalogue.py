"""The literal table of functions of two variables. A new one is one file and one line here."""

from __future__ import annotations

from landscape.objectives.functions.beale import BEALE
from landscape.objectives.functions.bowl import BOWL
from landscape.objectives.functions.himmelblau import HIMMELBLAU
from landscape.objectives.functions.plane_function import PlaneFunction
from landscape.objectives.functions.rastrigin import RASTRIGIN
from landscape.objectives.functions.ravine import RAVINE
from landscape.objectives.functions.rosenbrock import ROSENBROCK
from landscape.objectives.functions.saddle import SADDLE

FUNCTIONS: dict[str, PlaneFunction] = {
    "bowl": BOWL,
    "ravine": RAVINE,
    "saddle": SADDLE,
    "rosenbrock": ROSENBROCK,
    "beale": BEALE,
    "himmelblau": HIMMELBLAU,
    "rastrigin": RASTRIGIN,
}
