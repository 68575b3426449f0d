"""How values are written into a line of text, and read from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class Unreadable(ValueError):
    """A text that is no value of the kind; the message is one line with an example."""


@dataclass(frozen=True)
class Notation:
    """A pair of functions: `write` a value as text, `read` it back (or raise `Unreadable`)."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def plain_text(value: Any) -> str:
    """A value for reading and typing: 1, 0.001, 1e-8, yes; lists with commas, rows of lists with semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return re.sub(r"e([+-])0*", lambda found: "e" + found[1].strip("+"), repr(value))
    if isinstance(value, (tuple, list)):
        mark = "; " if any(isinstance(item, (tuple, list)) for item in value) else ", "
        return mark.join(plain_text(item) for item in value)
    return str(value)


def read_whole(text: str) -> int:
    """A whole number; 1e4 and 1_000 are ones too."""
    number = _number(text)
    if number is None or not number.is_integer():
        raise Unreadable("Write a whole number, such as 64.")
    return int(number)


def read_number(text: str) -> float:
    """A number; 1e-3 is one too."""
    number = _number(text)
    if number is None:
        raise Unreadable("Write a number, such as 0.05 or 1e-3.")
    return number


def read_numbers(text: str) -> tuple[float, ...]:
    """Numbers separated by commas or spaces."""
    return tuple(_numbers(text, "Write numbers with commas between them, such as 1.5, -2."))


def read_rows(text: str) -> tuple[tuple[float, ...], ...]:
    """Rows of numbers, separated by semicolons."""
    return tuple(_numbers(row, "Write rows of numbers, such as 1, 0; 0, 1.") for row in text.split(";"))


def read_range(text: str) -> Any:
    """auto, square, one number, a low and a high one, or two such pairs."""
    example = "Write auto, square, 2, or -1, 3, or -1, 3; 0, 2."
    if text.strip().lower() in ("auto", "square"):
        return text.strip().lower()
    parts = [_numbers(part, example) for part in text.split(";")]
    if len(parts) == 1 and len(parts[0]) == 1:
        return parts[0][0]
    if len(parts) > 2 or any(len(part) != 2 for part in parts):
        raise Unreadable(example)
    if any(low >= high for low, high in parts):
        raise Unreadable("Write the low end first, such as -1, 3.")
    return tuple(parts) if len(parts) == 2 else parts[0]


def read_step_size(text: str) -> Any:
    """A number, or auto."""
    if text.strip().lower() == "auto":
        return "auto"
    number = _number(text)
    if number is None:
        raise Unreadable("Write a number, such as 0.05, or auto: from the curvature at the start.")
    return number


def read_counts(text: str) -> int | tuple[int, int]:
    """One whole number, or two with a comma between them."""
    example = "Write a whole number, such as 61, or two: 61, 31."
    numbers = _numbers(text, example)
    if len(numbers) > 2 or not all(number.is_integer() for number in numbers):
        raise Unreadable(example)
    return int(numbers[0]) if len(numbers) == 1 else (int(numbers[0]), int(numbers[1]))


def read_words(text: str) -> tuple[str, ...]:
    """Words separated by commas or spaces."""
    return tuple(word for word in re.split(r"[\s,]+", text.strip()) if word)


def read_weights(text: str) -> tuple[tuple[int, ...], ...]:
    """Weights separated by semicolons: a class and a feature, or a place in the flat vector."""
    example = "Write class and feature of each weight, such as 3, 20; 5, 41."
    rows = [_numbers(row, example) for row in text.split(";")]
    if not all(1 <= len(row) <= 2 and all(number.is_integer() for number in row) for row in rows):
        raise Unreadable(example)
    return tuple(tuple(int(number) for number in row) for row in rows)


def read_points(text: str) -> tuple[tuple[float, float, int], ...]:
    """Points of the plane separated by semicolons: x, y and a class each."""
    example = "Write x, y and class of each point, such as 0, 1, 0; 1, -0.5, 1."
    rows = [_numbers(row, example) for row in text.split(";")]
    if not all(len(row) == 3 and row[2].is_integer() for row in rows):
        raise Unreadable(example)
    return tuple((x, y, int(label)) for x, y, label in rows)


WHOLE = Notation(plain_text, read_whole)
NUMBER = Notation(plain_text, read_number)
TEXT = Notation(plain_text, str.strip)
NUMBERS = Notation(plain_text, read_numbers)
ROWS = Notation(plain_text, read_rows)
RANGE = Notation(plain_text, read_range)
COUNTS = Notation(plain_text, read_counts)
WORDS = Notation(plain_text, read_words)
WEIGHTS = Notation(plain_text, read_weights)
STEP_SIZE = Notation(plain_text, read_step_size)


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace("−", "-"))
    except ValueError:
        return None


def _numbers(text: str, example: str) -> tuple[float, ...]:
    found = [_number(part) for part in re.split(r"\s*,\s*|\s+", text.strip())]
    if any(number is None for number in found):
        raise Unreadable(example)
    return tuple(number for number in found if number is not None)
