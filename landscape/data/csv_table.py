"""Examples of your own, from a table of numbers as text."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TextIO

import numpy as np
from numpy.typing import NDArray

from landscape.data.arrays import MAX_BYTES, Arrays, raw_data
from landscape.data.places import file_of
from landscape.data.source import RawData, Source
from landscape.errors import DataError
from landscape.work import Work
from trainers.parameters import parameter

MAX_COLUMNS = 1_000_000
MAX_LINE = 2**25  # characters: a file without line ends is no table, and shall not be held whole
_LINES_BETWEEN_CHECKS = 1000


@dataclass(frozen=True, kw_only=True)
class Csv(Source):
    """A line for each example: numbers, and in one column its label, a number or a word.

    Columns are parted by commas, semicolons or tabs, whichever the first line has most of. Classes are the different
    labels in order, of numbers if all are numbers, else of letters. Features are stored as float32, scaled by
    1 / the largest absolute value.
    """

    name: ClassVar[str] = "csv"
    summary: ClassVar[str] = "Your own examples, from a table as text (.csv) with a column of labels."

    path: str = parameter("", help="The .csv file: a line for each example, in UTF-8.")
    label: str = parameter("", help="The column with labels: its name, or its number from 1; empty, the last one.")
    header: bool = parameter(True, help="Whether the first line holds the names of the columns.")

    def __post_init__(self) -> None:
        if isinstance(self.label, int) and not isinstance(self.label, bool):  # --set data.label=3
            object.__setattr__(self, "label", str(self.label))
        super().__post_init__()

    def read(self, work: Work) -> RawData:
        """The numbers of the file, x (N, D) in float32."""
        work.check()
        file = file_of(self.path, "path of csv must name a .csv file", "data.path")
        x, labels, column = self._table(file, work)
        names, y = _numbered(file, labels)
        where = f"{file.name}, labels from {column}"
        return raw_data(Arrays(file, {"X": x, "y": y, "class_names": np.array(names)}), work, where)

    def _table(self, file: Path, work: Work) -> tuple[NDArray[np.float32], list[str], str]:
        numbers, labels = array("f"), []
        width, at, column = 0, 0, ""
        size = max(1, file.stat().st_size)
        if size > MAX_BYTES:
            raise DataError(f"{file} must have at most {MAX_BYTES / 2**30:.0f} GB; it has more. Save fewer examples.")
        with _rows(file) as (reader, position):
            for line, row in reader:
                if not row or not any(cell.strip() for cell in row):
                    continue
                if not width:
                    width = len(row)
                    if not 2 <= width <= MAX_COLUMNS:
                        raise DataError(
                            f"{file} must have at least 2 columns, features and a label; line {line} has {width}. "
                            "Part columns by commas, semicolons or tabs."
                        )
                    at, column = self._column(file, row)
                    if self.header:
                        continue
                if len(row) != width:
                    raise DataError(
                        f"{file} must have {width} columns in every line; line {line} has {len(row)}. Mend the line."
                    )
                labels.append(_label(file, line, row[at]))
                numbers.extend(_number(file, line, n, cell) for n, cell in enumerate(row, start=1) if n != at + 1)
                if len(labels) % _LINES_BETWEEN_CHECKS == 0:
                    work.check()
                    work.progress("reading data", min(0.99, position() / size))
        if not labels:
            raise DataError(f"{file} must hold at least one line of numbers; found none. Check data.header.")
        return np.array(numbers, dtype=np.float32).reshape(len(labels), width - 1), labels, column

    def _column(self, file: Path, row: list[str]) -> tuple[int, str]:
        """The place of the labels' column from 0, and words for it."""
        names = [cell.strip() for cell in row] if self.header else []
        wanted = self.label.strip()
        if not wanted:
            at = len(row) - 1
        elif wanted in names:
            at = names.index(wanted)
        elif wanted.isdecimal() and 1 <= int(wanted) <= len(row):
            at = int(wanted) - 1
        else:
            known = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "") if names else "none is named"
            raise DataError(
                f"label of csv must name a column of {file} ({known}) or be a number from 1 to {len(row)}; "
                f"got {wanted!r}. Correct data.label."
            )
        return at, f"column {names[at]!r}" if names else f"column {at + 1}"


@contextmanager
def _rows(file: Path) -> Iterator[tuple[Iterator[tuple[int, list[str]]], Callable[[], int]]]:
    """Numbered rows of the file, and how many bytes were read so far."""
    try:
        with file.open("rb") as raw, open(raw.fileno(), encoding="utf-8-sig", newline="", closefd=False) as text:
            first = text.readline(1 << 20)
            text.seek(0)
            reader = csv.reader(_lines(file, text), delimiter=max(",;\t", key=first.count), strict=True)
            yield ((reader.line_num, row) for row in reader), raw.tell
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise DataError(f"{file} must be a table as UTF-8 text; {reason}. Save it as CSV again.") from error


def _lines(file: Path, text: TextIO) -> Iterator[str]:
    while line := text.readline(MAX_LINE):
        if len(line) == MAX_LINE:
            raise DataError(
                f"{file} must have lines of fewer than {MAX_LINE:,} characters; one is longer. Save it as CSV again."
            )
        yield line


def _label(file: Path, line: int, cell: str) -> str:
    label = cell.strip()
    if not label:
        raise DataError(f"{file} must have a label in every line; line {line} has none. Fill it in or remove the line.")
    return label


def _number(file: Path, line: int, column: int, cell: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = float("nan")
    if not abs(number) < 3.4e38:
        raise DataError(
            f"{file} must hold finite numbers below 3.4e38 as features; line {line}, column {column} has "
            f"{cell.strip()[:20]!r}. Fill it in, remove the line, or name the column of labels with data.label."
        )
    return number


def _numbered(file: Path, labels: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Class names in order, and the class (N,) of every label; among numbers, NaN is a label that is missing."""
    names = sorted(set(labels))
    try:
        values = [float(name) for name in names]
    except ValueError:
        values = []
    if any(math.isnan(value) for value in values):
        missing = next(label for label in labels if math.isnan(float(label)))
        which = labels.index(missing) + 1
        raise DataError(
            f"{file} must have a label in every line; that of example {which} is {missing!r}. Fill it in or remove the "
            "line."
        )
    if values:
        names.sort(key=float)
    number = {name: n for n, name in enumerate(names)}
    return names, np.array([number[label] for label in labels], dtype=np.int64)
