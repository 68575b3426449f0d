"""A mesh and lines as buffers on the graphics card. All need a current context."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QOpenGLFunctions
from PySide6.QtOpenGL import QOpenGLBuffer, QOpenGLShaderProgram, QOpenGLTexture
from shiboken6 import VoidPtr

from gui.views.draped_lines import DrapedLines
from gui.views.mesh import Mesh

FLOAT, UNSIGNED_INT, TRIANGLES = 0x1406, 0x1405, 0x0004
CORNERS = np.array([0, 1, 2, 2, 1, 3], dtype=np.uint32)  # two triangles of a line's strip


class GLMesh:
    """The quads of a mesh as triangles, and its colors, the shading baked in, as a texture of bytes."""

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        places = np.nan_to_num(mesh.vertices).reshape(-1, 3)
        n, m = mesh.heights.shape
        # The margin of the texture is one quad wide.
        u, v = np.meshgrid((np.arange(n) + 1) / (n + 1), (np.arange(m) + 1) / (m + 1), indexing="ij")
        self._vertices = _filled(np.column_stack([places, u.ravel(), v.ravel()]).astype(np.float32))
        triangles = _triangles(mesh.solid)
        self._count = triangles.size
        self._indices = _filled(triangles, QOpenGLBuffer.Type.IndexBuffer)
        self._texture = QOpenGLTexture(mesh.texture, QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps)
        self._texture.setMinMagFilters(QOpenGLTexture.Filter.Linear, QOpenGLTexture.Filter.Linear)
        self._texture.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)

    def draw(self, program: QOpenGLShaderProgram, gl: QOpenGLFunctions) -> None:
        """Draw with a bound program whose projection is set."""
        self._texture.bind(0)
        program.setUniformValue1i("colors", 0)
        _draw(program, gl, self._vertices, self._indices, self._count, (("place", 3), ("texel", 2)))
        self._texture.release(0)

    def destroy(self) -> None:
        """Free the card's memory."""
        self._vertices.destroy()
        self._indices.destroy()
        self._texture.destroy()


class GLLines:
    """Each segment of some lines as a strip of two triangles."""

    def __init__(self, lines: DrapedLines) -> None:
        self.lines = lines
        first = lines.segments()
        n = len(first)
        start, end = lines.points[first], lines.points[first + 1]
        color = lines.colors()[first] / 255.0
        side = np.ones((n, 1))
        # Seen from the segment's other end left is right.
        strips = [np.hstack([p, q, s * side, color]) for p, q, s in
                  ((start, end, 1), (start, end, -1), (end, start, -1), (end, start, 1))]  # fmt: skip
        self._vertices = _filled(np.stack(strips, axis=1).reshape(4 * n, -1).astype(np.float32))
        triangles = (4 * np.arange(n, dtype=np.uint32)[:, None] + CORNERS).astype(np.uint32)
        self._count = triangles.size
        self._indices = _filled(triangles, QOpenGLBuffer.Type.IndexBuffer)

    def draw(self, program: QOpenGLShaderProgram, gl: QOpenGLFunctions) -> None:
        """Draw with a bound program whose projection, size and width are set."""
        attributes = (("here", 3), ("there", 3), ("side", 1), ("color", 4))
        _draw(program, gl, self._vertices, self._indices, self._count, attributes)

    def destroy(self) -> None:
        """Free the card's memory."""
        self._vertices.destroy()
        self._indices.destroy()


def _draw(
    program: QOpenGLShaderProgram,
    gl: QOpenGLFunctions,
    vertices: QOpenGLBuffer,
    indices: QOpenGLBuffer,
    count: int,
    attributes: tuple[tuple[str, int], ...],
) -> None:
    """Draw triangles from floats that lie one attribute after another for each vertex."""
    if count == 0:
        return
    stride = 4 * sum(length for _, length in attributes)
    vertices.bind()
    indices.bind()
    offset = 0
    for name, length in attributes:
        place = program.attributeLocation(name)
        program.enableAttributeArray(place)
        program.setAttributeBuffer(place, FLOAT, offset, length, stride)
        offset += 4 * length
    gl.glDrawElements(TRIANGLES, count, UNSIGNED_INT, VoidPtr(0))
    for name, _ in attributes:
        program.disableAttributeArray(program.attributeLocation(name))
    indices.release()
    vertices.release()


def _filled(values: NDArray[np.generic], kind: QOpenGLBuffer.Type = QOpenGLBuffer.Type.VertexBuffer) -> QOpenGLBuffer:
    buffer = QOpenGLBuffer(kind)
    buffer.create()
    buffer.bind()
    data = values.tobytes()
    buffer.allocate(data, len(data))
    buffer.release()
    return buffer


def _triangles(solid: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Flat indices of the vertices of two triangles for each solid quad, cut from its first corner to its last."""
    i, j = np.nonzero(solid)
    across = solid.shape[1] + 1
    k = i * across + j
    return np.stack([k, k + across, k + across + 1, k, k + across + 1, k + 1], axis=1).astype(np.uint32)
