"""The part of a description that says how its surface is looked at. Nothing is computed anew when it changes."""

from __future__ import annotations

from dataclasses import dataclass

from landscape.errors import InvalidValue
from landscape.experiment.numbers import is_number
from landscape.surfaces.height_scale import HEIGHT_SCALES
from trainers.parameters import check_parameters, parameter

QUANTITIES = {  # value: (what a person reads, the name of the upright axis)
    "loss": ("loss", "loss"),
    "data": ("data term alone", "data loss"),
    "accuracy": ("accuracy", "accuracy"),
}
SPLITS = {"train": "training examples", "test": "test examples"}

# Even in brightness, so that none shows an edge where the loss has none; the first is the usual one.
COLOR_MAPS = ("viridis", "cividis", "inferno", "crameri:batlow", "gray")

AUTO = "auto"  # where paths are seen best
CAMERAS = {"front": (-90.0, 12.0), "side": (0.0, 12.0), "top": (-90.0, 90.0)}  # azimuth and elevation by name
LOWEST, HIGHEST = 3.0, 90.0  # elevation in degrees; from below one would see the floor alone
FARTHEST, NEAREST = 0.3, 6.0  # zoom
FLATTEST, STEEPEST = 0.25, 4.0  # exaggeration


@dataclass(frozen=True)
class ViewPart:
    """How the surface is looked at, alike in the window, in figures and in videos.

    Raises:
        InvalidValue: a field breaks its rule.
    """

    quantity: str = parameter(
        "loss", choices=tuple(QUANTITIES), help="What is shown: the loss, its data term alone, or the accuracy."
    )
    split: str = parameter("train", choices=tuple(SPLITS), help="Of which examples: the training or the test ones.")
    heights: str = parameter(
        "linear", choices=HEIGHT_SCALES, help="Heights of the surface: linear, log, or symlog, which reaches through 0."
    )
    exaggeration: float = parameter(
        1.0, at_least=FLATTEST, at_most=STEEPEST, help="How many times the surface's heights are stretched."
    )
    wires: bool = parameter(False, help="Whether lines of the grid are drawn on the surface.")
    color_map: str = parameter(
        COLOR_MAPS[0], help="Colors from low to high: a map that cmap knows, as viridis, cividis or crameri:batlow."
    )
    camera: str | tuple[float, ...] = parameter(
        AUTO,
        help="Where the surface is seen from: auto, front, side, top, or [azimuth, elevation] in degrees, and a zoom, "
        "which figures leave out.",
    )

    def __post_init__(self) -> None:
        camera = self.camera
        if isinstance(camera, (list, tuple)):
            object.__setattr__(self, "camera", tuple(float(x) if is_number(x) else x for x in camera))
        check_parameters(self, "view")
        if not _is_camera(self.camera):
            raise InvalidValue(
                f"camera of view must be {AUTO}, {', '.join(CAMERAS)}, or [azimuth, elevation] with an elevation from "
                f"{LOWEST:g} to {HIGHEST:g} degrees, and a zoom from {FARTHEST:g} to {NEAREST:g} where one is wanted; "
                f"got {camera!r}. Try [-72, 35]."
            )
        if self.color_map not in COLOR_MAPS:
            _check_color_map(self.color_map)

    @property
    def angles(self) -> tuple[float, float, float] | None:
        """Azimuth and elevation in degrees, and the zoom; None where the camera stands where paths are seen best."""
        if self.camera == AUTO:
            return None
        azimuth, elevation, *zoom = CAMERAS[self.camera] if isinstance(self.camera, str) else self.camera
        return azimuth, elevation, zoom[0] if zoom else 1.0

    @property
    def name(self) -> str:
        """The quantity's name on an axis, and of which examples where they are not the training ones."""
        return QUANTITIES[self.quantity][1] + (" on test examples" if self.split == "test" else "")


def _is_camera(camera: str | tuple[float, ...]) -> bool:
    if isinstance(camera, str):
        return camera == AUTO or camera in CAMERAS
    if len(camera) not in (2, 3) or not all(is_number(x) for x in camera):
        return False
    zoom = camera[2] if len(camera) == 3 else 1.0
    return abs(camera[0]) <= 360.0 and LOWEST <= camera[1] <= HIGHEST and FARTHEST <= zoom <= NEAREST


def _check_color_map(name: str) -> None:
    import cmap  # 0.4 s, which only a map of one's own is worth

    try:
        cmap.Colormap(name)
    except ValueError:
        raise InvalidValue(
            f"color_map of view must be a map that cmap knows; got {name!r}. Try {' or '.join(COLOR_MAPS[:2])}."
        ) from None
