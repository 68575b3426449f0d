"""What a picture of data says in words: title and subtitle, which name the data and no weights."""

from __future__ import annotations

from landscape.figures.caption import SOURCES, sentence_start
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


def source_words(facts: DataFacts) -> str:
    """The data's name for a person."""
    return SOURCES.get(facts.source, facts.source)
