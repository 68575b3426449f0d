"""Results of stages, remembered under the hash of everything that they depend on."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


def key_of(*parts: Any) -> str:
    """A hash of tables, numbers and other keys; equal parts give equal keys."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, allow_nan=True).encode()).hexdigest()


class StageMemory:
    """The last few results of every stage. Safe to share between threads; two may compute the same thing twice."""

    def __init__(self, keep: dict[str, int]) -> None:
        self._keep = keep
        self._results: dict[str, OrderedDict[str, Any]] = {stage: OrderedDict() for stage in keep}
        self._lock = threading.Lock()
        self.computed: list[str] = []  # the stages that were really computed, in order

    def get(self, stage: str, key: str, compute: Callable[[], T], budget: int | None = None) -> T:
        """The remembered result of a stage for `key`, computed first where it is not there.

        Then the results used longest ago are forgotten until the stage's arrays fit in `budget` bytes; the newest one
        is kept whatever it takes.
        """
        results = self._results[stage]
        with self._lock:
            if key in results:
                results.move_to_end(key)
                found: T = results[key]
                return found
        value = compute()
        with self._lock:
            self.computed.append(stage)
            results[key] = value
            while len(results) > self._keep[stage]:
                results.popitem(last=False)
            while budget is not None and len(results) > 1 and _total_bytes(results.values()) > budget:
                results.popitem(last=False)
        return value

    def knows(self, stage: str, key: str) -> bool:
        """Whether a stage's result for `key` is there."""
        with self._lock:
            return key in self._results[stage]

    def held_bytes(self, stage: str) -> int:
        """The bytes of the arrays of a stage's remembered results."""
        with self._lock:
            return _total_bytes(self._results[stage].values())


def _total_bytes(results: Iterable[Any]) -> int:
    """The bytes of all arrays in the fields of dataclasses; an array that several share counts once."""
    arrays = [getattr(result, field.name) for result in results if is_dataclass(result) for field in fields(result)]
    return sum({id(array): array.nbytes for array in arrays if isinstance(array, np.ndarray)}.values())
