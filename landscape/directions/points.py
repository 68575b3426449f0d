"""Points of weight space by the words that a description has for them: base, zero, end:LABEL, file."""

from __future__ import annotations

from pathlib import Path

FIXED_POINTS = ("base", "zero", "file")
END = "end:"


def is_point(word: object) -> bool:
    """Whether a word names a point: base, zero, file, or end:LABEL with any label."""
    return isinstance(word, str) and (word in FIXED_POINTS or (word.startswith(END) and len(word) > len(END)))


def run_of(word: str) -> str | None:
    """The label in end:LABEL; None for the other points."""
    return word.removeprefix(END) if word.startswith(END) else None


def point_words(word: str, file: str = "") -> str:
    """A point for people: "the base point", "zero weights", "the end of sgd"."""
    if word == "base":
        return "the base point"
    if word == "file":
        return f"the origin in {Path(file).name}"
    return "zero weights" if word == "zero" else f"the end of {run_of(word)}"
