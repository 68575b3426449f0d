"""Slices and grids: least squares on skew axes, orthogonality, places exactly where they are said to be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from landscape.directions.direction import Axes, Context
from landscape.directions.unit import UNIT
from landscape.experiment.parts import GridPart
from landscape.experiment.ranges import GridCoordinates, grid_coordinates
from landscape.objectives.layout import WeightLayout
from landscape.selfcheck.case import Case, worst
from landscape.slice import Slice
from trainers.objective import Array

COUNTS = ((7, 11), (8, 10), (2, 3), (61, 60))


def skew_axes(project: Callable[[Slice, Array], Array] = Slice.project) -> float:
    """Coordinates that come back from weights on axes at 10 degrees and of lengths 1 and 1000, relative."""
    random = np.random.default_rng(0)
    first, other = np.linalg.qr(random.normal(size=(40, 2)))[0].T
    angle = np.radians(10)
    skew = Slice(random.normal(size=40), np.array([first, 1000 * (np.cos(angle) * first + np.sin(angle) * other)]))
    coordinates = np.array([[0.0, 0.0], [1.0, -2.0], [-30.0, 0.04], [5e3, 7.0]])
    found = project(skew, skew.embed(coordinates))
    return float((np.abs(found - coordinates) / (1.0 + np.abs(coordinates))).max())


def known_residual(residual: Callable[[Slice, Array], Array] = Slice.residual) -> float:
    """The distance of a point that lies 3 off a skew plane."""
    axes = np.zeros((2, 5))
    axes[0, 0], axes[1, 0], axes[1, 1] = 1.0, 5.0, 2.0
    away = np.array([[0.3, -0.7, 0.0, 3.0, 0.0]])
    return abs(float(residual(Slice(np.zeros(5), axes), away)[0]) - 3.0)


def right_angle(choose: Callable[[Context, int], Axes] = UNIT.choose) -> float:
    """The largest cosine between two of three unit axes in 30,730 dimensions."""
    layout = WeightLayout(10, 3072)
    base = np.zeros(layout.n_weights)
    axes = choose(Context(layout, base, base, (), 0, UNIT.stream, False), 3).axes
    unit = axes / np.linalg.norm(axes, axis=1)[:, None]
    return float(np.abs(unit @ unit.T - np.eye(3)).max())


def grid_places(coordinates: Callable[[GridPart, int, list[Array]], GridCoordinates] = grid_coordinates) -> float:
    """How far grid coordinates are from low + i (high - low) / (n - 1), both ends included, odd and even counts."""
    off = []
    for n_a, n_b in COUNTS:
        grid = coordinates(GridPart(resolution=(n_a, n_b), range=((-1.0, 2.0), (0.5, 4.5))), 2, [])
        for found, n, low, high in ((grid.a, n_a, -1.0, 2.0), (grid.b, n_b, 0.5, 4.5)):
            expected = np.array([low + i * (high - low) / (n - 1) for i in range(n)])
            if found.shape != expected.shape:
                return float("inf")
            off.append(float(np.abs(found - expected).max()))
    return worst(off)


def covers_paths(coordinates: Callable[[GridPart, int, list[Array]], GridCoordinates] = grid_coordinates) -> float:
    """How much of a closed path an automatic range leaves out, with its margin of 15 % on both sides."""
    turn = np.linspace(0.0, 2 * np.pi, 50)
    path = np.stack([3 * np.cos(turn) - 3, 2 * np.sin(turn)], axis=1)
    grid = coordinates(GridPart(), 2, [path])
    wanted = ((path[:, 0].min() - 0.9, 0.9), (path[:, 1].min() - 0.6, path[:, 1].max() + 0.6))
    ends = [(grid.a[0], grid.a[-1]), (grid.b[0], grid.b[-1])]
    # The circle is sampled: its lowest and highest places are 0.1 % short of the circle's own.
    return float(np.abs(np.array(ends) - np.array(wanted)).max())


CASES = (
    Case("skew axes", "coordinates through weights and back, axes at 10 degrees, lengths 1 and 1000", skew_axes, 1e-9),
    Case("residual", "the distance of a point 3 away from a skew plane", known_residual, 1e-12),
    Case("right angles", "cosines of unit axes in 30,730 dimensions with 0", right_angle, 1e-6),
    Case("grid places", "coordinates with low + i (high - low) / (n - 1), odd and even counts", grid_places, 1e-14),
    Case("range", "the automatic range with a closed path and its margin", covers_paths, 5e-3),
)
