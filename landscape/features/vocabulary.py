"""Vocabularies: the centers that k-means finds among descriptors of training images."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landscape.errors import InvalidValue
from landscape.features.feature import ImageRows, Images
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Rows
from trainers.randomness import Purpose, generator

Descriptors = NDArray[np.float32]  # (m, d)

MOST_IMAGES = 4000  # that a vocabulary is learned from
MOST_DESCRIPTORS = 200_000
BATCH = 4096
PASSES = 4  # over the descriptors; more move the words hardly at all
MOST_STEPS = 200


def sample(
    describe: Callable[[Images], list[Descriptors]], images: ImageRows, seed: int, work: Work, stage: str
) -> Descriptors:
    """Descriptors (m, d) of seeded random training images, at most `MOST_DESCRIPTORS`, as many of each as of others.

    `describe` gives the descriptors of each image of a block.
    """
    random = generator(seed, Purpose.VOCABULARY)
    rows: Rows = np.sort(random.permutation(len(images))[:MOST_IMAGES])
    parts = blocks(len(rows), 32)
    found = map_in_order(lambda part: describe(images[rows[part]]), parts, work, stage)
    share = max(1, MOST_DESCRIPTORS // len(rows))
    kept = []
    for block in found:
        for descriptors in block:
            chosen = random.permutation(len(descriptors))[:share]
            kept.append(descriptors[np.sort(chosen)])
    together = np.concatenate(kept)
    return together[random.permutation(len(together))]


def words_among(descriptors: Descriptors, count: int, seed: int, work: Work, stage: str) -> NDArray[np.float64]:
    """Centers (count, d) of minibatch k-means, begun by k-means++; the same for any number of threads.

    Source: D. Sculley, "Web-Scale K-Means Clustering", 2010; computed by scikit-learn.

    Raises:
        InvalidValue: there are fewer different descriptors than words.
        Cancelled: the work was asked to stop.
    """
    from sklearn.cluster import MiniBatchKMeans
    from threadpoolctl import threadpool_limits

    if len(descriptors) < count:
        most = len(descriptors)
        remedy = f"Try features.words={most}." if most >= 2 else "Try features.points=dense, or another features.kind."
        raise InvalidValue(
            f"words of features must be at most the descriptors of the training images, {most:,}; got {count:,}. "
            f"{remedy}"
        )
    means = MiniBatchKMeans(n_clusters=count, random_state=seed, n_init=1, batch_size=BATCH)
    size = max(BATCH, 3 * count)
    steps = blocks(len(descriptors), size) * PASSES
    steps = [part for part in steps if part.stop - part.start >= min(count, len(descriptors))][:MOST_STEPS]
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer different descriptors than words: some words are never met
        for done, part in enumerate(steps, start=1):
            work.check()
            means.partial_fit(descriptors[part])
            work.progress(stage, done / len(steps))
    return np.asarray(means.cluster_centers_, dtype=np.float64)


def nearest(descriptors: Descriptors, words: NDArray[np.float64]) -> NDArray[np.int64]:
    """The number of the word nearest to each descriptor (m, d), ties to the lowest."""
    centers = words.astype(np.float32)
    halves = 0.5 * (centers**2).sum(axis=1)
    found: NDArray[np.int64] = np.argmax(descriptors @ centers.T - halves, axis=1)
    return found
