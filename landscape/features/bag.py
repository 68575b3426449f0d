"""Bags of visual words: how often each word of a vocabulary occurs among an image's descriptors."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.features.feature import Feature, ImageRows, Images, Learned, Numbers
from landscape.features.vocabulary import Descriptors, nearest, sample, words_among
from landscape.work import Work
from trainers.parameters import parameter

POINTS = ("dense", "keypoints")


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
