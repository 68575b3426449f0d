"""Bags of visual words: how often each word of a vocabulary occurs among an image's descriptors."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.features.drawing import MOST_WORDS, REST, WORD_COLORS, Drawing, Panel, Rings, Shown, Strokes, Tile, pale
from landscape.features.feature import Feature, ImageRows, Images, Learned, Numbers, Shape
from landscape.features.vocabulary import Descriptors, nearest, sample, words_among
from landscape.work import Work
from trainers.objective import Array
from trainers.parameters import parameter

POINTS = ("dense", "keypoints")
CELLS = 4  # along each side of what a descriptor describes


@dataclass(frozen=True, eq=False)
class Places:
    """Where an image is described: centers (m, 2) as (x, y) in its pixels from its corner, radii (m,), directions (m,).

    A direction is an angle from right to down in radians, NaN where descriptors are upright. `descriptors` is (m, d).
    """

    centers: Array
    radii: Array
    directions: Array
    descriptors: Descriptors


@dataclass(frozen=True, kw_only=True)
class Bag(Feature):
    """Shares of an image's descriptors by their nearest word; an image without descriptors has none, all 0.

    Source: G. Csurka et al., "Visual Categorization with Bags of Keypoints", 2004.
    """

    uses_seed: ClassVar[bool] = True

    words: int = parameter(400, at_least=2, at_most=10_000, help="Size of the vocabulary of visual words.")
    points: str = parameter(
        "dense", choices=POINTS, help="Where an image is described: on a dense grid, or at keypoints that are found."
    )

    @abstractmethod
    def describe(self, images: Images) -> list[Descriptors]:
        """The descriptors (m, d) of each image (n, h, w, channels); m may be 0."""

    @abstractmethod
    def places(self, image: Images) -> Places:
        """Where one image (h, w, channels) is described, with the descriptors that `describe` gives of it."""

    @abstractmethod
    def glyph(self, word: Array) -> Strokes:
        """A word (d,) drawn in 4 x 4 cells: which way brightness grows in each."""

    def learn(self, images: ImageRows, seed: int, work: Work) -> Learned:
        """The vocabulary: words (words, d)."""
        found = sample(self.describe, images, seed, work, f"{self.label} for the vocabulary")
        return {"words": words_among(found, self.words, seed, work, f"vocabulary of {self.label} words")}

    def extract(self, images: Images, learned: Learned) -> Numbers:
        """(n, words)."""
        words = learned["words"]
        shares = np.zeros((len(images), len(words)), dtype=np.float32)
        for row, descriptors in zip(shares, self.describe(images), strict=True):
            if len(descriptors):
                row[:] = np.bincount(nearest(descriptors, words), minlength=len(words)) / len(descriptors)
        return shares

    def short(self, shape: Shape) -> str:
        """How many words of what."""
        where = "" if self.points == "dense" else " at keypoints"
        return f"{self.words:,} {self.label} words{where}"

    def draw(self, image: Images, learned: Learned, ground: Shown) -> Drawing:
        """The places over the image in the colors of its most frequent words, and these words beside it."""
        found, words = self.places(image), learned["words"]
        met = nearest(found.descriptors, words) if len(found.descriptors) else np.empty(0, dtype=np.int64)
        counts = np.bincount(met, minlength=len(words))
        most = [int(word) for word in np.argsort(-counts, kind="stable")[:MOST_WORDS] if counts[word]]
        colors = dict(zip(most, WORD_COLORS, strict=False))
        marks = tuple(colors.get(int(word), REST) for word in met)
        rings = Rings(found.centers, found.radii, found.directions, marks, filled=self.points == "dense")
        height, width = image.shape[:2]
        tiles = tuple(
            Tile(
                Panel(CELLS, CELLS, strokes=self.glyph(words[word])),
                counts[word] / counts[most[0]],
                f"{counts[word]:,}",
                colors[word],
            )
            for word in most
        )
        thing = "dot a window" if self.points == "dense" else "circle a keypoint and its direction"
        says = (
            f"each {thing}; colored, the words that occur most often, with their counts, drawn as rays to where it "
            "gets brighter"
        )
        if not len(met):
            says = "no keypoint was found, so that all words are 0"
        main = Panel(width, height, pale(ground), rings=rings)
        return Drawing(self.short(image.shape), len(words), main, says, tiles)
