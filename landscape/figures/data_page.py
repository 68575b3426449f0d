"""What the pages about data share: title, subtitle and caption, which name the data and no weights."""

from __future__ import annotations

from matplotlib.figure import Figure

from landscape.figures.caption import SOURCES, sentence_start
from landscape.figures.layout import Box, frame, text_width
from landscape.figures.look import SMALL_SCALE
from landscape.figures.wording import count_text
from landscape.lessons.data_pictures import DataFacts


def data_title(facts: DataFacts, shown: str) -> str:
    """What is shown of the data: "Digits: 10 classes. Samples"."""
    return f"{sentence_start(source_words(facts))}: {count_text(facts.n_classes)} classes. {shown}"


def data_subtitle(facts: DataFacts) -> str:
    """How many examples there are and what one is, in one line; then what a classifier sees of it instead."""
    sizes = f"{count_text(facts.n_train)} training and {count_text(facts.n_test)} test examples"
    seen = f" · the classifier sees {facts.seen}" if facts.seen else ""
    return f"{sizes} · {facts.shape}{seen}"


def data_page(figure: Figure, facts: DataFacts, title: str, *notes: str) -> Box:
    """Write title, subtitle and caption; the box that is left for the picture.

    Raises:
        InvalidValue: the figure is too small for its texts and a picture.
    """
    said = (*notes, f"Data: {source_words(facts)} (SHA-256 {facts.hash[:8]})", f"Losscope {facts.version}")
    caption = " ".join(f"{text}." for text in said if text)
    return frame(figure, title, data_subtitle(facts), caption)


def source_words(facts: DataFacts) -> str:
    """The data's name for a person."""
    return SOURCES.get(facts.source, facts.source)


def fitting(words: str, width: float, scale: float = SMALL_SCALE) -> str:
    """As much of `words` as is at most `width` inches wide."""
    while len(words) > 1 and text_width(words, scale) > width:
        words = words.rstrip("…")[:-1].rstrip() + "…"
    return words
