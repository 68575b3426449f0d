"""Bags of whitened patches: what small pieces of the training images look like, found by k-means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.errors import InvalidValue
from landscape.features.drawing import Drawing, Panel, Shown, Tile
from landscape.features.feature import Feature, ImageRows, Images, Learned, Numbers, Shape
from landscape.features.vocabulary import sample, words_among
from landscape.work import Work
from trainers.parameters import parameter

CONTRAST = 10 / 255**2  # added to a patch's variance, so that even patches stay even
WHITENING = 0.1  # added to the variances before whitening, so that noise stays small
PER_QUADRANT = 4  # words that are drawn
MOST_PLACES = 32  # of patches along a side; larger images are stepped through


@dataclass(frozen=True, kw_only=True)
class Patches(Feature):
    """Every patch's nearness to each word of a vocabulary of whitened color patches, summed over four quadrants.

    Patches are normalized to mean 0 and contrast 1, then whitened (ZCA). Nearness is the triangle: how much less than
    the mean distance the distance to a word is, or 0. Source: A. Coates, H. Lee, A. Ng, "An Analysis of
    Single-Layer Networks in Unsupervised Feature Learning", 2011.
    """

    name: ClassVar[str] = "patches"
    label: ClassVar[str] = "color patches"
    summary: ClassVar[str] = "Nearness of whitened patches to the words of a vocabulary, summed over four quadrants."
    uses_seed: ClassVar[bool] = True

    words: int = parameter(400, at_least=2, at_most=10_000, help="Size of the vocabulary of visual words.")
    patch: int = parameter(6, at_least=2, at_most=64, help="Pixels along each side of a patch.")

    def check(self, shape: Shape) -> None:
        """A patch must be smaller than the image, so that every quadrant has one."""
        shorter = min(shape[:2])
        if self.patch >= shorter:
            remedy = f"Try features.patch={shorter - 1}." if shorter > 2 else "Try features.kind=pixels."
            raise InvalidValue(
                f"patch of features must be smaller than an image; got {self.patch} for images of "
                f"{shape[0]} x {shape[1]} pixels. {remedy}"
            )

    def learn(self, images: ImageRows, seed: int, work: Work) -> Learned:
        """The patches' mean (d,), the whitening (d, d) and the words (words, d), d = patch x patch x channels."""
        found = sample(self._flat, images, seed, work, "patches for the vocabulary").astype(np.float64)
        mean = found.mean(axis=0)
        variances, axes = np.linalg.eigh(np.cov(found - mean, rowvar=False))
        whitening = (axes / np.sqrt(np.maximum(variances, 0.0) + WHITENING)) @ axes.T
        white = ((found - mean) @ whitening).astype(np.float32)
        return {
            "mean": mean,
            "whitening": whitening,
            "words": words_among(white, self.words, seed, work, "vocabulary of patches"),
        }

    def extract(self, images: Images, learned: Learned) -> Numbers:
        """(n, 4 x words): the quadrants row by row."""
        whitening, words = (learned[name].astype(np.float32) for name in ("whitening", "words"))
        patches = self._patches(images)
        n, down, right, size = patches.shape
        white = (patches.reshape(-1, size) - learned["mean"].astype(np.float32)) @ whitening
        squares = (white**2).sum(axis=1, keepdims=True) + (words**2).sum(axis=1) - 2 * (white @ words.T)
        distances = np.sqrt(np.maximum(squares, 0.0))
        near = np.maximum(distances.mean(axis=1, keepdims=True) - distances, 0.0).reshape(n, down, right, -1)
        halves = [(slice(None, side // 2), slice(side // 2, None)) for side in (down, right)]
        quadrants = [near[:, rows, columns].sum(axis=(1, 2)) for rows in halves[0] for columns in halves[1]]
        return np.concatenate(quadrants, axis=1).astype(np.float32)

    def statement(self, shape: Shape) -> str:
        """Words, patches and quadrants."""
        step = _step(min(shape[:2]))
        every = f" every {step} pixels" if step > 1 else ""
        kind = "color" if shape[2] == 3 else "gray"
        return (
            f"bag of {self.words:,} whitened {kind} patches of {self.patch} x {self.patch} pixels{every} in 4 quadrants"
        )

    def short(self, shape: Shape) -> str:
        """How many words of what."""
        return f"{self.words:,} {'color' if shape[2] == 3 else 'gray'} patches"

    def draw(self, image: Images, learned: Learned, ground: Shown) -> Drawing:
        """The words that are nearest in every quadrant, drawn as the patches that they are the middle of."""
        height, width, channels = image.shape
        numbers = self.extract(image[None], learned)[0].reshape(4, -1)
        largest = float(numbers.max()) or 1.0
        pictures: dict[int, Shown] = {}
        tiles = []
        for quadrant in numbers:
            for word in np.argsort(-quadrant, kind="stable")[:PER_QUADRANT].tolist():
                if word not in pictures:
                    pictures[word] = self.picture(learned, word, channels)
                panel = Panel(self.patch, self.patch, pictures[word])
                tiles.append(Tile(panel, quadrant[word] / largest, f"{quadrant[word]:.3g}"))
        halves = np.array([[[width / 2, 0], [width / 2, height]], [[0, height / 2], [width, height / 2]]])
        main = Panel(width, height, ground, borders=halves)
        says = "the nearest words of each quadrant, upper ones above, and how near its patches are to them in sum"
        n = min(PER_QUADRANT, self.words)
        return Drawing(self.short(image.shape), numbers.size, main, says, tuple(tiles), group=n)

    def picture(self, learned: Learned, word: int, channels: int) -> Shown:
        """A word as a patch (patch, patch, 3): not whitened, its largest contrast from black to white."""
        flat = np.linalg.solve(learned["whitening"], learned["words"][word]) + learned["mean"]
        flat = flat / (2 * float(np.abs(flat).max()) or 1.0) + 0.5
        # Patches are flattened as windows of (h, w, channels) are: channels first, then rows.
        side = self.patch
        values: Shown = flat.reshape(channels, side, side).transpose(1, 2, 0)
        return np.repeat(values, 3, axis=2) if channels == 1 else values

    def _flat(self, images: Images) -> list[Numbers]:
        patches = self._patches(images)
        return list(patches.reshape(len(images), -1, patches.shape[3]))

    def _patches(self, images: Images) -> NDArray[np.float32]:
        """All patches (n, down, right, d) of images, each with mean 0 and contrast 1."""
        side, step = self.patch, _step(min(images.shape[1:3]))
        windows = np.lib.stride_tricks.sliding_window_view(images.astype(np.float32), (side, side), axis=(1, 2))
        windows = windows[:, ::step, ::step]
        flat = windows.reshape(*windows.shape[:3], -1)
        flat = flat - flat.mean(axis=3, keepdims=True)
        return np.asarray(flat / np.sqrt(flat.var(axis=3, keepdims=True) + CONTRAST), dtype=np.float32)


def _step(shorter: int) -> int:
    return max(1, shorter // MOST_PLACES)
