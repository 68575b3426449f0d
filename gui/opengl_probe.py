"""Whether this machine can draw with OpenGL, asked before anything relies on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

NEEDED = (2, 1)  # shaders, buffers and textures of any size
WITHOUT_OPENGL = ("offscreen", "minimal", "linuxfb", "vnc")  # platforms where asking for a context may crash
GL_RENDERER = 0x1F01


@dataclass(frozen=True)
class OpenGL:
    """What the probe found: `refusal` is empty where OpenGL can be used, else one line that says why not."""

    refusal: str = ""
    version: tuple[int, int] = (0, 0)
    renderer: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether a renderer may be made."""
        return not self.refusal


def probe() -> OpenGL:
    """Make a context, make it current, and read its version. Takes about 0.1 s and needs a QGuiApplication."""
    platform = QGuiApplication.platformName()
    if platform in WITHOUT_OPENGL:
        return OpenGL(f"no OpenGL on Qt's platform {platform}")
    context = QOpenGLContext()
    if not context.create():
        return OpenGL("no OpenGL context can be made on this display")
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not surface.isValid() or not context.makeCurrent(surface):
        return OpenGL("no OpenGL context can be made current on this display")
    try:
        version = context.format().version()
        renderer = str(context.functions().glGetString(GL_RENDERER))
        if not context.isOpenGLES() and version < NEEDED:
            return OpenGL(f"OpenGL {version[0]}.{version[1]} is older than {NEEDED[0]}.{NEEDED[1]}", version, renderer)
        return OpenGL("", version, renderer)
    finally:
        context.doneCurrent()
        surface.destroy()
