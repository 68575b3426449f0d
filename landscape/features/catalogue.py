"""The features of images, by name; a description joins them by +."""

from __future__ import annotations

from landscape.features.feature import Feature
from landscape.features.histogram import Histogram
from landscape.features.hog import Hog
from landscape.features.patches import Patches
from landscape.features.pixels import Pixels
from landscape.features.sift import Sift
from landscape.features.surf import Surf

FEATURES: dict[str, type[Feature]] = {
    "pixels": Pixels,
    "histogram": Histogram,
    "hog": Hog,
    "patches": Patches,
    "sift": Sift,
    "surf": Surf,
}
