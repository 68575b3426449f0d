"""Shaders that are compiled, or an error that says why not."""

from __future__ import annotations

from PySide6.QtOpenGL import QOpenGLShader, QOpenGLShaderProgram

from landscape.errors import LosscopeError


class GLFailed(LosscopeError):
    """OpenGL cannot draw, or can no longer; the painted view can."""


def compiled(vertex: str, fragment: str) -> QOpenGLShaderProgram:
    """A program of two shaders, for the context that is current.

    Raises:
        GLFailed: the driver refuses either.
    """
    program = QOpenGLShaderProgram()
    stages = ((QOpenGLShader.ShaderTypeBit.Vertex, vertex), (QOpenGLShader.ShaderTypeBit.Fragment, fragment))
    if not all(program.addShaderFromSourceCode(stage, source) for stage, source in stages) or not program.link():
        raise GLFailed("OpenGL refuses a shader; " + " ".join(program.log().split()))
    return program
