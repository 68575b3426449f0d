"""What the pages of all lessons share: their words, and the frame around the picture."""

from __future__ import annotations

from matplotlib.figure import Figure

from landscape.figures.caption import LOSSES, SOURCES, seen_words, sentence_start
from landscape.figures.layout import Box, frame
from landscape.figures.wording import count_text
from landscape.lessons.place import Facts


def lesson_title(facts: Facts, shown: str) -> str:
    """How many unknowns there are, and what the picture shows of them: "650 weights. One step down the gradient"."""
    return f"{count_text(facts.n_weights)} weights. {shown}"


def lesson_subtitle(facts: Facts) -> str:
    """Loss, data and examples in one line."""
    if facts.is_function:
        return f"{sentence_start(facts.model)} · {facts.statement} · exact"
    loss = LOSSES.get(facts.loss, facts.loss)
    model = f"Loss of a {facts.model} on {seen_words(facts.seen)}{SOURCES.get(facts.source, facts.source)}"
    return f"{model} · {loss}, λ = {facts.regularization:g} · exact on {_rows(facts)}"


def lesson_caption(facts: Facts, *notes: str) -> str:
    """Where the numbers come from in sentences, then `notes` of the kind of picture, then the version."""
    source = SOURCES.get(facts.source, facts.source)
    objective = [f"Data: {source}, {_rows(facts)} (SHA-256 {facts.hash[:8]})"]
    objective += [f"Features: {facts.seen}"] if facts.seen else []
    objective.append(f"Loss: {facts.statement}")
    if facts.is_function:
        objective = [f"{sentence_start(facts.model)}: {facts.statement}"]
    said = (
        *objective,
        f"At {facts.at}",
        *(note for note in notes if note),
        f"Losscope {facts.version}",
    )
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in said)


def lesson_page(figure: Figure, facts: Facts, title: str, *notes: str) -> Box:
    """Write title, subtitle and caption; the box that is left for the picture.

    Raises:
        InvalidValue: the figure is too small for its texts and a picture.
    """
    return frame(figure, title, lesson_subtitle(facts), lesson_caption(facts, *notes))


def _rows(facts: Facts) -> str:
    return f"all {count_text(facts.n_train)} training examples"
