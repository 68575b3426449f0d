"""What a 3-D view shows: a scene, its look, and where from. Setters that emit nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from gui import colors
from gui.theme import LIGHT, Theme
from gui.views.camera import Camera
from gui.views.gl_renderer import GLRenderer
from gui.views.keyboard_framed import KeyboardFramed
from gui.views.surface_picture import BoxedScene, SurfacePicture
from landscape.errors import InvalidValue
from landscape.experiment.scene import Path
from landscape.experiment.view_part import CAMERAS, ViewPart
from landscape.surfaces.height_scale import check_height_scale
from landscape.surfaces.surface import Surface


class ShownSurface(KeyboardFramed):
    """A surface, paths, colors, heights and a camera; `SurfaceView` paints them and hears the user."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._color_map = "viridis"
        self._height_scale = "linear"
        self._wireframe = False
        self._held: tuple[float, float] | None = None
        self._renderer: GLRenderer | None = None
        self._scene: BoxedScene | None = None
        self._picture: SurfacePicture | None = None
        self._camera = Camera()
        self._touched = False  # whether the user chose the camera
        self._rows: dict[str, int] = {}
        self._visible: set[str] | None = None
        self._cursor: tuple[float, float] | None = None
        self._hint = ""
        self._quantity = "loss"
        self._at_rest = True  # nothing plays: there is time to read
        self._hovered: tuple[str, int] | None = None

    def set_scene(self, surface: Surface, paths: tuple[Path, ...], theme: Theme) -> None:
        """Show a surface (n_a, n_b) and paths, each to its last row. A line is answered with a message."""
        self._theme = theme
        self._rows = {path.label: len(path.loss) - 1 for path in paths}
        self._scene = BoxedScene(surface, paths, self._color_map, height_scale=self._height_scale, held=self._held,
                                 with_tries=True)  # fmt: skip
        if not self._touched:
            self._camera = self._best_camera()
        self._renew()

    def set_preview(self, surface: Surface, paths: tuple[Path, ...] | None = None) -> None:
        """Show another surface while it is being chosen, with its own paths.

        Without paths none are drawn, and the picture says so: the scene's belong to the scene's plane.
        """
        self._scene = BoxedScene(surface, paths or (), self._color_map, paths is None, self._height_scale, self._held)
        self._renew()

    def set_theme(self, theme: Theme) -> None:
        """Change colors, line widths and text size."""
        self._theme = theme
        self._renew()

    def set_color_map(self, name: str) -> None:
        """Color heights by another map of the `cmap` catalogue.

        Raises:
            InvalidValue: there is no such map.
        """
        colors.lut(name)
        if self._scene is not None:
            self._scene = self._scene.recolored(name)
        self._color_map = name
        self._renew()

    def hold_colors(self, losses: tuple[float, float] | None) -> None:
        """Let colors span these losses in every surface to come, and heights reach over them; None: its own."""
        self._held = losses

    def set_height_scale(self, name: str) -> None:
        """Draw heights as "linear", "log" or "symlog"; a log of losses that reach 0 becomes symlog and says so.

        Raises:
            InvalidValue: it is none of these.
        """
        check_height_scale(name)
        if self._scene is not None:
            self._scene = self._scene.rescaled(name)
        self._height_scale = name
        self._renew()

    def set_wireframe(self, shown: bool) -> None:
        """Draw lines of the surface's grid on it."""
        self._wireframe = shown
        self._renew()

    def set_renderer(self, renderer: GLRenderer | None) -> None:
        """Draw the surface with OpenGL from now on, or paint it. The view owns the renderer and closes it."""
        if self._renderer is not None:
            self._renderer.close()
        self._renderer = renderer
        self._renew()

    def take_look(self, other: ShownSurface) -> None:
        """Show heights, colors and wires as another view does, from its camera."""
        self.set_color_map(other.color_map)
        self.set_height_scale(other.height_scale)
        self.set_wireframe(other.wireframe)
        self.set_camera(other.camera)

    def set_view(self, view: ViewPart) -> None:
        """Show heights, colors and wires as a description's view says, from its camera; what is so already stays.

        Raises:
            InvalidValue: there is no such color map.
        """
        if view.color_map != self._color_map:
            self.set_color_map(view.color_map)
        if view.heights != self._height_scale:
            self.set_height_scale(view.heights)
        if view.wires != self._wireframe:
            self.set_wireframe(view.wires)
        if view.exaggeration != self._camera.exaggeration:
            self.set_exaggeration(view.exaggeration)
        if view.angles is None and self._touched:
            self.reset_camera()
        elif view.angles is not None:
            azimuth, elevation, zoom = view.angles
            camera = Camera(azimuth, elevation, zoom, view.exaggeration)
            if camera != self._camera or not self._touched:
                self.set_camera(camera)

    @property
    def chosen_camera(self) -> Camera | None:
        """Where the user chose to look from; None where the view looks from where paths are seen best."""
        return self._camera if self._touched else None

    @property
    def color_map(self) -> str:
        """The name of the map that colors heights."""
        return self._color_map

    @property
    def height_scale(self) -> str:
        """How heights were asked to be drawn: "linear", "log" or "symlog"."""
        return self._height_scale

    @property
    def wireframe(self) -> bool:
        """Whether the surface's grid is drawn."""
        return self._wireframe

    @property
    def has_renderer(self) -> bool:
        """Whether OpenGL draws the surface."""
        return self._renderer is not None

    def set_rows(self, rows: dict[str, int]) -> None:
        """How far each path is drawn: the row of its head by label; paths not named keep theirs."""
        self._rows.update(rows)
        self.update()

    def set_visible(self, labels: set[str]) -> None:
        """Draw only the paths with these labels."""
        self._visible = set(labels)
        self.update()

    def set_cursor(self, coordinates: tuple[float, float] | None) -> None:
        """Lay a ball on the surface at coordinates (a, b), or take it away."""
        self._cursor = coordinates
        self.update()

    def set_quantity(self, name: str) -> None:
        """What heights are, in words for the upright axis: "loss" where nothing else is said."""
        self._quantity = name
        self.update()

    def set_at_rest(self, at_rest: bool) -> None:
        """Whether the heads stand still, so that what they are above the plane's losses can be read."""
        self._at_rest = at_rest
        self.update()

    def set_hint(self, text: str) -> None:
        """The quiet line at the bottom left."""
        self._hint = text
        self.update()

    @property
    def camera(self) -> Camera:
        """Where the view looks from."""
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere."""
        self._camera, self._touched = camera, True
        self._renew()

    def reset_camera(self) -> None:
        """Look from where the scene's paths are seen best; heights stay as they are stretched."""
        self._camera, self._touched = self._best_camera(), False
        self._renew()

    def set_camera_preset(self, name: str) -> None:
        """Look from the "front" (along b), the "side" (along a), the "top", or "home", where paths are seen best.

        Raises:
            InvalidValue: it is none of these.
        """
        if name == "home":
            self.reset_camera()
        elif name in CAMERAS:
            azimuth, elevation = CAMERAS[name]
            self.set_camera(replace(self._camera, azimuth=azimuth, elevation=elevation, zoom=1.0))
        else:
            raise InvalidValue(f"camera preset must be front, side, top or home; got {name!r}. Try home.")

    def set_exaggeration(self, exaggeration: float) -> None:
        """Stretch heights so many times, 0.25 to 4; the camera keeps its place.

        Raises:
            InvalidValue: it is no positive number.
        """
        if not 0 < exaggeration < float("inf"):
            raise InvalidValue(f"exaggeration must be positive; got {exaggeration!r}. Try 2.")
        self._camera = self._camera.exaggerated(exaggeration)
        self._renew()

    def _best_camera(self) -> Camera:
        best = Camera() if self._scene is None else self._scene.best_camera()
        return replace(best, exaggeration=self._camera.exaggeration)

    def _renew(self) -> None:
        self._picture = None
        self._hovered = None
        self.update()
