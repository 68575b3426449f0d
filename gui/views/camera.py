"""Where a viewer stands around the box of a 3-D view, and where its points then lie on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from landscape.experiment.view_part import FARTHEST, FLATTEST, HIGHEST, LOWEST, NEAREST, STEEPEST

Points = NDArray[np.float64]

# The box that everything is drawn in: its floor is wider than deep because cards are, and half as high as its floor.
SIDE_A, SIDE_B, HEIGHT = 1.45, 1.0, 0.58
DISTANCE = 7.0  # of the eye from the box's center: a mild perspective, no fisheye


@dataclass(frozen=True)
class Camera:
    """A place to look from: `azimuth` and `elevation` in degrees, `zoom` 1 for a picture that fills the view.

    `exaggeration` stretches heights around the middle of the box.

    At azimuth -90 the viewer stands before the first axis (b points away, a to the right); at 0 on the far side of a.
    """

    azimuth: float = -72.0
    elevation: float = 35.0
    zoom: float = 1.0
    exaggeration: float = 1.0

    def orbited(self, right: float, up: float) -> Camera:
        """The camera after turning the scene by degrees to the right and up, its elevation kept above the floor."""
        azimuth = (self.azimuth - right + 180.0) % 360.0 - 180.0
        return replace(self, azimuth=azimuth, elevation=float(np.clip(self.elevation + up, LOWEST, HIGHEST)))

    def zoomed(self, factor: float) -> Camera:
        """The camera after zooming in by a factor (below 1: out), within limits."""
        return replace(self, zoom=float(np.clip(self.zoom * factor, FARTHEST, NEAREST)))

    def exaggerated(self, exaggeration: float) -> Camera:
        """The camera under which heights are stretched so many times, within limits."""
        return replace(self, exaggeration=float(np.clip(exaggeration, FLATTEST, STEEPEST)))

    @cached_property
    def basis(self) -> tuple[Points, Points, Points]:
        """Unit vectors (3,) to the right of the screen, up it, and toward the viewer."""
        azimuth, elevation = np.radians(self.azimuth), np.radians(self.elevation)
        ca, sa, ce, se = np.cos(azimuth), np.sin(azimuth), np.cos(elevation), np.sin(elevation)
        return np.array([-sa, ca, 0.0]), np.array([-se * ca, -se * sa, ce]), np.array([ce * ca, ce * sa, se])

    @cached_property
    def eye(self) -> Points:
        """Where the viewer stands in the box's coordinates (3,): straight sights stay straight, stretched or not."""
        return np.array([0.0, 0.0, HEIGHT / 2]) + DISTANCE * self.basis[2] / (1.0, 1.0, self.exaggeration)


@dataclass(frozen=True)
class Margins:
    """Room in pixels to leave free around the box for labels."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True)
class Projection:
    """From points of the box to pixels: a camera, pixels per unit length, and the pixel of the box's center."""

    camera: Camera
    scale: float
    center: tuple[float, float]

    def __call__(self, points: Points) -> Points:
        """Pixels (..., 2) of points (..., 3); y grows downward."""
        right, up, toward = self.camera.basis
        centered = np.asarray(points, dtype=float) - (0.0, 0.0, HEIGHT / 2)
        centered = centered * (1.0, 1.0, self.camera.exaggeration)
        size = self.scale * self.camera.zoom * DISTANCE / (DISTANCE - centered @ toward)
        return np.stack([self.center[0] + size * (centered @ right), self.center[1] - size * (centered @ up)], axis=-1)


def box_corners() -> Points:
    """The eight corners (8, 3) of the box, the four of the floor first."""
    sides = product((0.0, HEIGHT), (-SIDE_A / 2, SIDE_A / 2), (-SIDE_B / 2, SIDE_B / 2))
    return np.array([(x, y, z) for z, x, y in sides])


def fit(camera: Camera, width: float, height: float, margins: Margins) -> Projection:
    """A projection under which the box, seen by the *default* camera, fills a view of the given size in pixels.

    The box is stretched as by `camera`.
    Scale and center do not depend on `camera` as long as the box stays in the view, so that the picture does not pump
    while it is turned; where it would reach beyond, it is drawn as much smaller and moved as far as that takes.
    """
    corners = Projection(Camera(exaggeration=camera.exaggeration), 1.0, (0.0, 0.0))(box_corners())
    low, high = corners.min(axis=0), corners.max(axis=0)
    room_x = max(width - margins.left - margins.right, 1.0)
    room_y = max(height - margins.top - margins.bottom, 1.0)
    scale = float(min(room_x / (high[0] - low[0]), room_y / (high[1] - low[1])))
    middle = (low + high) / 2 * scale
    center = (margins.left + room_x / 2 - middle[0], margins.top + room_y / 2 - middle[1])
    turned = Projection(replace(camera, zoom=1.0), scale, (float(center[0]), float(center[1])))(box_corners())
    low, high = turned.min(axis=0), turned.max(axis=0)
    shrunk = min(1.0, room_x / (high[0] - low[0]), room_y / (high[1] - low[1]))
    first, last = (margins.left, margins.top), (margins.left + room_x, margins.top + room_y)
    low, high = (np.array(center) + shrunk * (corner - center) for corner in (low, high))
    moved = np.array(center) + np.maximum(0.0, first - low) + np.minimum(0.0, last - high)
    return Projection(camera, scale * shrunk, (float(moved[0]), float(moved[1])))
