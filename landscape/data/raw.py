"""Examples as a source holds them."""

from __future__ import annotations

from dataclasses import dataclass

from landscape.data.dataset import Examples


@dataclass(frozen=True, eq=False)
class RawData:
    """What a source holds, before anything is chosen or mapped.

    Attributes:
        examples: all of them, or the training split where the source keeps its own.
        test: the source's own test split, empty where it has no test examples; None where `Source.load` is to split
            off a fifth.
        image_shape, planar, peak: as in `Dataset`.
        scale: the map's scale where the source's `scale` is unset.
        note: where the examples come from, as sentences.
    """

    examples: Examples
    test: Examples | None
    class_names: tuple[str, ...]
    image_shape: tuple[int, ...] | None
    planar: bool
    peak: float
    scale: float
    note: str
