"""A mesh and the lines that lie on it, drawn by OpenGL into a picture.

It draws into a framebuffer of its own and hands back an image, which the view paints like any other. So words, paths
and heads are the same strokes in both views, a window is never black, and a copy of the window holds the surface.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QMatrix4x4, QOffscreenSurface, QOpenGLContext, QVector2D
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat, QOpenGLVertexArrayObject

from gui.views.camera import DISTANCE, HEIGHT, Projection
from gui.views.draped_lines import DrapedLines
from gui.views.gl_buffers import GLLines, GLMesh
from gui.views.gl_program import GLFailed, compiled
from gui.views.mesh import Mesh

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = 4  # per pixel, for smooth outlines
NEAR, FAR = DISTANCE - 2.5, DISTANCE + 2.5  # from the eye; the box, stretched four times, is within
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "Microsoft Basic Render", "GDI Generic")  # in a renderer's name
RENDERER = 0x1F01
DEPTH_TEST, BLEND, OFFSET_FILL = 0x0B71, 0x0BE2, 0x8037
COLOR_BIT, DEPTH_BIT = 0x4000, 0x0100
SOURCE_ALPHA, ONE_MINUS_ALPHA, ONE, LEQUAL = 0x0302, 0x0303, 1, 0x0203

MESH_VERTEX = """
attribute highp vec3 place;
attribute highp vec2 texel;
uniform highp mat4 projection;
varying highp vec2 at;
void main() { at = texel; gl_Position = projection * vec4(place, 1.0); }
"""
MESH_FRAGMENT = """
varying highp vec2 at;
uniform sampler2D colors;
void main() { gl_FragColor = vec4(texture2D(colors, at).rgb, 1.0); }
"""
# A line is a strip of constant width on the screen: each end is moved aside, at right angles to the line's direction.
LINE_VERTEX = """
attribute highp vec3 here;
attribute highp vec3 there;
attribute highp float side;
attribute lowp vec4 color;
uniform highp mat4 projection;
uniform highp vec2 size;
uniform highp float width;
varying lowp vec4 shown;
void main() {
    highp vec4 start = projection * vec4(here, 1.0);
    highp vec4 end = projection * vec4(there, 1.0);
    highp vec2 along = (end.xy / end.w - start.xy / start.w) * size;
    highp vec2 aside = vec2(-along.y, along.x) / max(length(along), 1e-6);
    gl_Position = start + vec4(aside * side * width / size * start.w, 0.0, 0.0);
    shown = color;
}
"""
LINE_FRAGMENT = """
varying lowp vec4 shown;
void main() { gl_FragColor = shown; }
"""


@dataclass(frozen=True)
class Stroke:
    """Lines and how wide they are drawn, in pixels of the view."""

    lines: DrapedLines
    width: float


class GLRenderer:
    """Owns an OpenGL context and what it keeps on the graphics card. `close` frees it."""

    def __init__(self) -> None:
        """Make a context and its shaders.

        Raises:
            GLFailed: the machine refuses either.
        """
        self._context = QOpenGLContext()
        if not self._context.create():
            raise GLFailed("no OpenGL context can be made")
        self._surface = QOffscreenSurface()
        self._surface.setFormat(self._context.format())
        self._surface.create()
        self._target: QOpenGLFramebufferObject | None = None
        self._mesh: GLMesh | None = None
        self._lines: list[GLLines] = []
        with self._current():
            self._gl = self._context.functions()
            name = str(self._gl.glGetString(RENDERER))
            self.is_software = any(part in name for part in SOFTWARE)  # every triangle costs a microsecond
            self._vertices = QOpenGLVertexArrayObject()
            self._vertices.create()  # a core profile draws nothing without one
            self._mesh_program = compiled(MESH_VERTEX, MESH_FRAGMENT)
            self._line_program = compiled(LINE_VERTEX, LINE_FRAGMENT)

    def picture(
        self, mesh: Mesh, strokes: Sequence[Stroke], projection: Projection, size: QSize, ratio: float
    ) -> QImage:
        """The mesh and the lines on it, transparent around them; `size` is the view's, `ratio` its pixels per unit.

        Raises:
            GLFailed: the context is lost, or the card refuses the size.
        """
        with self._current():
            pixels = QSize(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
            target = self._target_of(pixels)
            if not target.bind():
                raise GLFailed(f"OpenGL refuses a picture of {pixels.width()} x {pixels.height()}")
            self._upload(mesh, strokes)
            self._clear(pixels)
            matrix = QMatrix4x4(clip_matrix(projection, size).ravel().tolist())
            self._vertices.bind()
            self._draw(matrix, strokes, pixels, ratio)
            self._vertices.release()
            target.release()
            error = self._gl.glGetError()
            if error:
                raise GLFailed(f"OpenGL answered with error {error:#x}")
            image = target.toImage()
        if image.isNull():
            raise GLFailed("OpenGL hands back no picture")
        image.setDevicePixelRatio(ratio)
        return image

    def close(self) -> None:
        """Free everything on the card; nothing can be drawn after it."""
        if not self._surface.isValid():
            self._surface.create()  # any surface will do to free what a lost one left
        try:
            with self._current():
                self._forget()
                self._mesh_program.removeAllShaders()
                self._line_program.removeAllShaders()
                self._vertices.destroy()
                self._target = None
        except GLFailed:
            pass  # a lost context took everything with it
        self._surface.destroy()

    @contextmanager
    def _current(self) -> Iterator[None]:
        if not self._context.isValid() or not self._context.makeCurrent(self._surface):
            raise GLFailed("the OpenGL context is lost")
        try:
            yield
        finally:
            self._context.doneCurrent()

    def _target_of(self, pixels: QSize) -> QOpenGLFramebufferObject:
        if self._target is None or self._target.size() != pixels:
            form = QOpenGLFramebufferObjectFormat()
            form.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
            form.setSamples(SAMPLES)
            self._target = QOpenGLFramebufferObject(pixels, form)
        if not self._target.isValid():
            self._target = None
            raise GLFailed(f"OpenGL refuses a picture of {pixels.width()} x {pixels.height()}")
        return self._target

    def _upload(self, mesh: Mesh, strokes: Sequence[Stroke]) -> None:
        """Send what is not on the card yet: turning the picture sends nothing."""
        if self._mesh is None or self._mesh.mesh is not mesh:
            if self._mesh is not None:
                self._mesh.destroy()
            self._mesh = GLMesh(mesh)
        wanted = [stroke.lines for stroke in strokes]
        if len(wanted) != len(self._lines) or any(
            have.lines is not want for have, want in zip(self._lines, wanted, strict=True)
        ):
            for lines in self._lines:
                lines.destroy()
            self._lines = [GLLines(lines) for lines in wanted]

    def _clear(self, pixels: QSize) -> None:
        gl = self._gl
        gl.glViewport(0, 0, pixels.width(), pixels.height())
        gl.glClearColor(0.0, 0.0, 0.0, 0.0)
        gl.glDepthMask(True)
        gl.glClear(COLOR_BIT | DEPTH_BIT)
        gl.glEnable(DEPTH_TEST)
        gl.glDepthFunc(LEQUAL)

    def _draw(self, matrix: QMatrix4x4, strokes: Sequence[Stroke], pixels: QSize, ratio: float) -> None:
        gl, mesh = self._gl, self._mesh
        assert mesh is not None
        gl.glDisable(BLEND)
        gl.glEnable(OFFSET_FILL)
        gl.glPolygonOffset(1.0, 1.0)
        self._mesh_program.bind()
        self._mesh_program.setUniformValue("projection", matrix)
        mesh.draw(self._mesh_program, gl)
        self._mesh_program.release()
        gl.glDisable(OFFSET_FILL)
        # The picture's colors come premultiplied, so that the view can lay it over anything.
        gl.glEnable(BLEND)
        gl.glBlendFuncSeparate(SOURCE_ALPHA, ONE_MINUS_ALPHA, ONE, ONE_MINUS_ALPHA)
        gl.glDepthMask(False)
        program = self._line_program
        program.bind()
        program.setUniformValue("projection", matrix)
        program.setUniformValue("size", QVector2D(pixels.width(), pixels.height()))
        for stroke, lines in zip(strokes, self._lines, strict=True):
            program.setUniformValue1f("width", max(1.0, stroke.width * ratio))
            lines.draw(program, gl)
        program.release()
        gl.glDepthMask(True)

    def _forget(self) -> None:
        for part in (self._mesh, *self._lines):
            if part is not None:
                part.destroy()
        self._mesh, self._lines = None, []


def clip_matrix(projection: Projection, size: QSize) -> np.ndarray:
    """The matrix (4, 4) from points of the box to OpenGL's clip space that puts each on the same pixel as `projection`.

    With w = DISTANCE - (p - middle) . toward, the distance along the view, pixels are center + scale (p . right) / w;
    clip coordinates are those times w, in [-1, 1] from side to side with y upward.
    """
    right, up, toward = projection.camera.basis
    scale = projection.scale * projection.camera.zoom * DISTANCE
    width, height = size.width(), size.height()
    shift_x, shift_y = 2 * projection.center[0] / width - 1.0, 1.0 - 2 * projection.center[1] / height
    distance = np.append(-toward, DISTANCE)
    matrix = np.stack([
        np.append(right * (2 * scale / width), 0.0) + shift_x * distance,
        np.append(up * (2 * scale / height), 0.0) + shift_y * distance,
        distance * (FAR + NEAR) / (FAR - NEAR) - np.array([0, 0, 0, 2 * FAR * NEAR / (FAR - NEAR)]),
        distance,
    ])  # fmt: skip
    centered = np.eye(4)
    centered[2, 2] = projection.camera.exaggeration
    centered[2, 3] = -projection.camera.exaggeration * HEIGHT / 2
    return matrix @ centered
