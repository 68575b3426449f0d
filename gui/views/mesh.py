"""A surface as a mesh of quads with a texture: its colors and its shading. Nothing here depends on the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui import colors
from gui.views.box import Box
from gui.views.camera import Points
from landscape.surfaces.surface import Surface

# Where the light comes from: over the viewer's left shoulder at the default camera. It is fixed to the surface, so a
# place keeps its color while the picture is turned.
LIGHT = np.array([-0.42, -0.30, 0.86])
SHADING = 0.42  # how much a slope that turns away from the light darkens
TEXTURE = 420  # texels per side, about


def picked(count: int, limit: int) -> NDArray[np.intp]:
    """At most `limit` of `count` indices, evenly spread, both ends among them."""
    return np.unique(np.rint(np.linspace(0, count - 1, min(count, limit))).astype(np.intp))


@dataclass(frozen=True, eq=False)
class Mesh:
    """A surface at chosen rows and columns, in the units of the camera.

    Attributes:
        a, b: coordinates (n,) and (m,) of the vertices; vertices: points (n, m, 3), NaN in z where not finite.
        heights: loss (n, m); solid: quads (n-1, m-1) to draw; the others hold a grid point that is not finite.
        texture: the surface's colors from above, `texels` squared for each quad, with one more quad's room all around;
            its first axis, downward, is b.
    """

    a: Points
    b: Points
    vertices: Points
    heights: Points
    solid: NDArray[np.bool_]
    texture: QImage
    texels: int

    def color(self, i: int, j: int) -> QColor:
        """The color in the middle of a quad."""
        return QColor(self.texture.pixel(int((i + 1.5) * self.texels), int((j + 1.5) * self.texels)))

    def order(self, eye: Points) -> NDArray[np.intp]:
        """Flat indices of the solid quads, the farthest from an eye (3,) first.

        Exact for a height field: along a line of sight the distances to the eye along either axis never shrink.
        """
        x, y = self.vertices[:, 0, 0], self.vertices[0, :, 1]
        far_x = np.argsort(-np.abs((x[:-1] + x[1:]) / 2 - eye[0]), kind="stable")
        far_y = np.argsort(-np.abs((y[:-1] + y[1:]) / 2 - eye[1]), kind="stable")
        flat = (far_x[:, None] * self.solid.shape[1] + far_y[None, :]).ravel()
        return flat[self.solid.ravel()[flat]]


def mesh_of(surface: Surface, box: Box, limit: int, color_map: str, texture: int = TEXTURE) -> Mesh:
    """The mesh of a surface over a plane, with at most `limit` rows and columns and about `texture` texels per side.

    Colors span the surface's own finite losses, as in the contour view, or those that the box holds. A quad is left
    out where any grid point that it covers is not finite, also one between the chosen rows: a hole never vanishes by
    thinning.
    """
    rows, columns = picked(len(surface.a), limit), picked(len(surface.b), limit)
    a, b = surface.a[rows], surface.b[columns]
    heights = np.where(surface.finite, surface.loss, np.nan)[np.ix_(rows, columns)]
    vertices = box.place(a[:, None], b[None, :], heights)
    solid = _blocks(~surface.finite, rows, columns) == 0
    texels = max(2, texture // max(len(a), len(b)))
    whole = np.where(np.isnan(heights), surface.lowest if np.isfinite(surface.lowest) else 0.0, heights)
    ends = box.colors or (surface.lowest, surface.highest)
    colored = _colored(whole, _shade(vertices), colors.lut(color_map), ends, texels)
    return Mesh(a, b, vertices, heights, solid, _image(colored), texels)


def _colored(
    heights: Points, shade: Points, table: NDArray[np.uint8], ends: tuple[float, float], texels: int
) -> Points:
    """Colors (n', m', 3), 0 to 255: height looked up in a color map between grid points, times the shading.

    Holes get some color, since a texel at their rim may be touched by rounding; they are never drawn.
    """
    color = table[colors.indices(_enlarged(heights, texels), *ends), :3]
    return np.clip(color * _enlarged(shade, texels)[..., None] + 0.5, 0, 255)


def _enlarged(values: Points, texels: int) -> Points:
    """Bilinear values at the centers of `texels` parts of each cell; a margin of one cell repeats the border."""
    for axis in (0, 1):
        at = (np.arange((values.shape[axis] + 1) * texels) + 0.5) / texels - 1.0
        at = np.clip(at, 0.0, values.shape[axis] - 1.0)
        low = np.minimum(at.astype(np.intp), max(values.shape[axis] - 2, 0))
        high = np.minimum(low + 1, values.shape[axis] - 1)
        share = (at - low)[:, None] if axis == 0 else at - low
        values = values.take(low, axis) * (1.0 - share) + values.take(high, axis) * share
    return values


def _image(colored: Points) -> QImage:
    """The colors as an image with the first axis to the right."""
    rgb = colored.astype(np.uint32).transpose(1, 0, 2)
    packed = np.ascontiguousarray(0xFF000000 | rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2], dtype=np.uint32)
    height, width = packed.shape
    # The copy owns its pixels; without it the image would point into an array that goes away.
    return QImage(packed.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _shade(vertices: Points) -> Points:
    """Brightness (n, m): 1 where level, less where the surface turns away from the light (Lambert's cosine)."""
    down = vertices[1:, 1:] - vertices[:-1, :-1]
    across = vertices[:-1, 1:] - vertices[1:, :-1]
    normals = np.cross(down, across)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    light = LIGHT / np.linalg.norm(LIGHT)
    of_quads = np.clip(1.0 + SHADING * (normals @ light - light[2]), 0.6, 1.1)
    # A vertex gets the mean of the quads around it, holes left out.
    known = np.isfinite(of_quads)
    total, count = np.zeros(vertices.shape[:2]), np.zeros(vertices.shape[:2])
    n, m = of_quads.shape
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        total[i : i + n, j : j + m] += np.where(known, of_quads, 0.0)
        count[i : i + n, j : j + m] += known
    return np.where(count > 0, total / np.maximum(count, 1), 1.0)


def _blocks(holes: NDArray[np.bool_], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.int64]:
    """How many holes lie in each closed block between neighboring rows and columns: sums of a summed-area table."""
    table = np.zeros((holes.shape[0] + 1, holes.shape[1] + 1), dtype=np.int64)
    table[1:, 1:] = holes.cumsum(axis=0).cumsum(axis=1)
    top, bottom = rows[:-1], rows[1:] + 1
    left, right = columns[:-1], columns[1:] + 1
    ends = table[np.ix_(bottom, right)] - table[np.ix_(top, right)]
    return ends - table[np.ix_(bottom, left)] + table[np.ix_(top, left)]
