"""What the pages about data share: the frame around the picture, which names the data and no weights."""

from __future__ import annotations

from matplotlib.figure import Figure

from landscape.figures.data_words import data_subtitle, source_words
from landscape.figures.layout import Box, frame, text_width
from landscape.figures.look import SMALL_SCALE
from landscape.lessons.data_pictures import DataFacts


def data_page(figure: Figure, facts: DataFacts, title: str, *notes: str) -> Box:
    """Write title, subtitle and caption; the box that is left for the picture.

    Raises:
        InvalidValue: the figure is too small for its texts and a picture.
    """
    said = (*notes, f"Data: {source_words(facts)} (SHA-256 {facts.hash[:8]})", f"Losscope {facts.version}")
    caption = " ".join(f"{text}." for text in said if text)
    return frame(figure, title, data_subtitle(facts), caption)


def fitting(words: str, width: float, scale: float = SMALL_SCALE) -> str:
    """As much of `words` as is at most `width` inches wide."""
    while len(words) > 1 and text_width(words, scale) > width:
        words = words.rstrip("…")[:-1].rstrip() + "…"
    return words
